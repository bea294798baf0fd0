"""Frames out of 3ds Max' Time and Interval values."""

from __future__ import annotations

import re
from typing import Any, Optional, Tuple

from .runtime import Max, whole_of

TICKS_A_SECOND = 4800
_PRINTED = re.compile(r"(-?\d+)(?:\.\d+)?f?\s*$")
_MOST = 10**9

Span = Tuple[int, int]


class Clock:
    """Knows how many ticks a frame of this scene has."""

    def __init__(self, max_: Max) -> None:
        self._max = max_
        per_frame = whole_of(max_.value("ticksPerFrame"))
        rate = whole_of(max_.value("frameRate"))
        self.frame_rate = rate if rate is not None and rate > 0 else None
        self._ticks = per_frame if per_frame is not None and per_frame > 0 else TICKS_A_SECOND // (rate or 30)

    def frame(self, time: Any) -> Optional[int]:
        """The frame that a time is in; None for what is no time.

        What int() makes of a Time is frames in the scripts of others and unsure [?]: its own members are asked first,
        which say which unit they are in. A plain number counts frames, as everywhere in MAXScript.
        """
        if isinstance(time, bool) or time is None:
            return None
        if isinstance(time, (int, float)):
            return _sane(int(time // 1))
        ticks = whole_of(self._max.of(time, "ticks"))
        if ticks is not None:
            return self.frame_of_ticks(ticks)
        for told in (self._max.of(time, "frame"), time):
            number = whole_of(told)
            if number is not None:
                return _sane(number)
        printed = _PRINTED.match(str(time))
        return None if printed is None else _sane(int(printed.group(1)))

    def frame_of_ticks(self, ticks: int) -> Optional[int]:
        return _sane(ticks // self._ticks)

    def span(self, start: Any, end: Any) -> Optional[Span]:
        first, last = self.frame(start), self.frame(end)
        return None if first is None or last is None else (first, last)


def _sane(frame: int) -> Optional[int]:
    """Times reach "for ever", which is no frame."""
    return frame if -_MOST < frame < _MOST else None
