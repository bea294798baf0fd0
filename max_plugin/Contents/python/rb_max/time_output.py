"""The time output of the Render Setup: which frames are rendered, in the panel's own syntax. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.messages import Message

from .times import Span

SINGLE, ACTIVE_SEGMENT, RANGE, FRAME_LIST = 1, 2, 3, 4
_SPAN = re.compile(r"(-?\d+)\s*-\s*(-?\d+)$", re.ASCII)


@dataclass(frozen=True)
class TimeOutput:
    """`kind` is rendTimeType, `span` the range of its third mode, `pickup` the list of its fourth, as it was typed.
    None for what 3ds Max did not tell."""

    kind: Optional[int] = None
    current: Optional[int] = None
    segment: Optional[Span] = None
    span: Optional[Span] = None
    every_nth: int = 1
    pickup: str = ""

    @property
    def is_single(self) -> bool:
        return self.kind == SINGLE

    def frames(self) -> Optional[str]:
        """Raises FrameRangeError with what to do; None where 3ds Max did not tell them."""
        if self.kind == SINGLE:
            return None if self.current is None else str(self.current)
        if self.kind == FRAME_LIST:
            return str(pickup_frames(self.pickup))
        span = self.segment if self.kind == ACTIVE_SEGMENT else self.span if self.kind == RANGE else None
        return None if span is None else span_text(span, self.every_nth)


def span_text(span: Span, every_nth: int = 1) -> str:
    """A range of frames; one that ends before it starts is refused, as 3ds Max renders nothing of it."""
    return str(FrameRange.of(span[0], span[1], max(1, every_nth)))


def pickup_frames(typed: str) -> FrameRange:
    """The list "1,3,5-12": parted by commas, blanks or both; 3ds Max takes "12-5" for the same frames as "5-12"."""
    parts = [part for part in re.split(r"[,;\s]+", re.sub(r"\s*-\s*(?=\d)", "-", typed.strip())) if part]
    if not parts:
        raise FrameRangeError(Message(_EMPTY))
    return FrameRange.parse(",".join(_ascending(part) for part in parts))


def _ascending(part: str) -> str:
    match = _SPAN.match(part)
    if match is None or int(match.group(1)) <= int(match.group(2)):
        return part
    return f"{match.group(2)}-{match.group(1)}"


_EMPTY = (
    "The Render Setup renders a list of frames, and the list is empty. Fill it in, or choose frames here."
)
