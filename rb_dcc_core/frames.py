"""Frame ranges: "1-10", "1-10x2", "537", lists by comma; and the farm's own "1-10[2]" in job files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import FrozenSet, Iterable, Iterator, List, Optional, Tuple

from .errors import FrameRangeError

MOST_FRAMES = 1000000
_PART = re.compile(r"(-?\d{1,9})(?:\s*-\s*(-?\d{1,9})(?:\s*x\s*(\d{1,9}))?)?", re.ASCII)
_FARM_PART = re.compile(r"(-?\d{1,9})(?:-(-?\d{1,9})(?:\[(\d{1,9})\])?)?", re.ASCII)


@dataclass(frozen=True)
class Span:
    """Frames from first to last, both included, every step-th."""

    first: int
    last: int
    step: int = 1

    def frames(self) -> range:
        return range(self.first, self.last + 1, self.step)

    def text(self) -> str:
        if self.first == self.last:
            return str(self.first)
        plain = f"{self.first}-{self.last}"
        return plain if self.step == 1 else f"{plain}x{self.step}"

    def farm_text(self) -> str:
        if self.first == self.last:
            return str(self.first)
        return f"{self.first}-{self.last}[{self.step}]"


@dataclass(frozen=True)
class FrameRange:
    """A non-empty list of spans, in the order they were written."""

    spans: Tuple[Span, ...]

    @classmethod
    def parse(cls, text: str) -> FrameRange:
        """Read the field's syntax; raises FrameRangeError with a sentence that says what to write."""
        return cls._parse(text, _PART)

    @classmethod
    def parse_farm(cls, text: str) -> FrameRange:
        """Read the farm's syntax "a-b[step]" (JOBFILES: the step is always there, but it is not insisted on)."""
        return cls._parse(text, _FARM_PART)

    @classmethod
    def _parse(cls, text: str, part_pattern: re.Pattern[str]) -> FrameRange:
        if not text.strip():
            raise FrameRangeError("No frames are given. Write for example 1-10, 1-10x2 or 5,8,12-20.")
        result = cls(tuple(_span(part.strip(), text, part_pattern) for part in text.split(",")))
        if sum(len(span.frames()) for span in result.spans) > MOST_FRAMES:
            raise FrameRangeError(
                "'{text}' is more than {most} frames. Give a smaller range.",
                text=_short(text),
                most=MOST_FRAMES,
            )
        return result

    @classmethod
    def of(cls, first: int, last: int, step: int = 1) -> FrameRange:
        """Make a range from numbers; the same sentences for what is wrong as parse gives."""
        return cls.parse(f"{first}-{last}x{step}")

    @classmethod
    def from_frames(cls, frames: Iterable[int]) -> FrameRange:
        """Write single frames as the shortest list of spans, ascending."""
        ordered = sorted(set(frames))
        if not ordered:
            raise FrameRangeError("No frames are given. Write for example 1-10, 1-10x2 or 5,8,12-20.")
        return cls(tuple(_spans_of(ordered)))

    def __iter__(self) -> Iterator[int]:
        """Every frame once, in the order written."""
        seen = set()
        for span in self.spans:
            for frame in span.frames():
                if frame not in seen:
                    seen.add(frame)
                    yield frame

    def __len__(self) -> int:
        if len(self.spans) == 1:
            return len(self.spans[0].frames())
        return len(self.numbers)

    def __contains__(self, frame: object) -> bool:
        return any(frame in span.frames() for span in self.spans)

    def __str__(self) -> str:
        return ",".join(span.text() for span in self.spans)

    @property
    def numbers(self) -> FrozenSet[int]:
        return frozenset(frame for span in self.spans for frame in span.frames())

    def farm_text(self) -> str:
        """The farm's own syntax. A comma list in the main `frames` field is documented nowhere [?]; it is sent
        as inside pre_frames, where it is documented."""
        return ",".join(span.farm_text() for span in self.spans)


def _span(part: str, text: str, pattern: re.Pattern[str]) -> Span:
    match = pattern.fullmatch(part)
    if match is None:
        raise FrameRangeError(
            "'{text}' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20.", text=_short(text)
        )
    first, last, step = match.groups()
    span = Span(int(first), int(last if last is not None else first), int(step or 1))
    if span.step < 1:
        raise FrameRangeError("The step in '{text}' must be 1 or more.", text=_short(text))
    if span.last < span.first:
        raise FrameRangeError(
            "'{text}' ends before it starts. Write {last}-{first} if you mean those frames.",
            text=_short(text),
            first=span.first,
            last=span.last,
        )
    return span


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _spans_of(ordered: List[int]) -> Iterator[Span]:
    position = 0
    while position < len(ordered):
        end = _run_end(ordered, position)
        first = ordered[position]
        step = ordered[position + 1] - first if end > position else 1
        yield Span(first, ordered[end], step)
        position = end + 1


def _run_end(ordered: List[int], start: int) -> int:
    """Index of the last frame that goes on with one step from `start`; a pair makes a run only when adjacent."""
    end = start
    step: Optional[int] = None
    while end + 1 < len(ordered):
        gap = ordered[end + 1] - ordered[end]
        if step is None:
            step = gap
        if gap != step:
            break
        end += 1
    return end if end - start >= 2 or step == 1 else start
