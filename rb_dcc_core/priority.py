"""Priority frames: rendered before all others, to see early whether a job is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import FrozenSet, List, Optional, Tuple

from .errors import FrameRangeError, InputError
from .frames import FrameRange

_WORDS = ("first", "middle", "last")


@dataclass(frozen=True)
class PriorityFrames:
    """First, middle and last frame of each layer, and frames of one's own (`custom`, None for none)."""

    first: bool = False
    middle: bool = False
    last: bool = False
    custom: Optional[FrameRange] = None

    @classmethod
    def parse(cls, text: str) -> PriorityFrames:
        """Read "first,middle,last", frames ("1,5-8"), both together, or "none"; raises InputError with a sentence."""
        parts = [part.strip() for part in text.replace("|", ",").split(",") if part.strip()]
        if not parts:
            raise _not_priority(text)
        if [part.lower() for part in parts] == ["none"]:
            return cls()
        words = {part.lower() for part in parts} & set(_WORDS)
        listed = ",".join(part for part in parts if part.lower() not in _WORDS)
        try:
            custom = FrameRange.parse(listed) if listed else None
        except FrameRangeError as error:
            raise _not_priority(text) from error
        return cls("first" in words, "middle" in words, "last" in words, custom)

    @classmethod
    def parse_farm(cls, text: str) -> PriorityFrames:
        """Read the farm's pre_frames: three digits, then perhaps ":" and a list in the farm's syntax."""
        digits, _, listed = text.partition(":")
        if len(digits) != 3 or set(digits) - {"0", "1"}:
            raise _not_priority(text)
        first, middle, last = (digit == "1" for digit in digits)
        return cls(first, middle, last, FrameRange.parse_farm(listed) if listed else None)

    def farm_text(self) -> str:
        """pre_frames of task.json: "000" for none, "101:1,3-4[1]" for first, last and a list."""
        digits = "".join("1" if flag else "0" for flag in (self.first, self.middle, self.last))
        return digits if self.custom is None else f"{digits}:{self.custom.farm_text()}"

    def __str__(self) -> str:
        parts: List[str] = [word for word, flag in zip(_WORDS, self._flags) if flag]
        parts += [] if self.custom is None else [str(self.custom)]
        return ",".join(parts) or "none"

    def __bool__(self) -> bool:
        return any(self._flags) or self.custom is not None

    def chosen(self, frames: FrameRange) -> FrozenSet[int]:
        """Those of a layer's frames that come first; of an even number the middle is the earlier one."""
        numbers = list(frames)
        places = (0, (len(numbers) - 1) // 2, len(numbers) - 1)
        chosen = {numbers[place] for place, flag in zip(places, self._flags) if flag}
        if self.custom is not None:
            chosen.update(self.custom.numbers & frames.numbers)
        return frozenset(chosen)

    @property
    def _flags(self) -> Tuple[bool, bool, bool]:
        return (self.first, self.middle, self.last)


NO_PRIORITY = PriorityFrames()


def _not_priority(text: str) -> InputError:
    return InputError(
        "'{text}' names no priority frames. Write first, middle, last, frames such as 1,5-8, or none.",
        text=text[:60],
    )
