"""The stream Config: frames a second and the animation's range."""

from __future__ import annotations

import struct
from typing import Dict, NamedTuple, Optional

from .chunks import chunks, leaves

TICKS_PER_SECOND = 4800
_TIME = 0x20B0
_FPS, _START, _END = 0x10, 0x50, 0x60
_INTEGER = struct.Struct("<i")


class Animation(NamedTuple):
    """`first` and `last` are frames; 3ds Max itself counts in ticks."""

    fps: int
    first: int
    last: int

    @property
    def text(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def animation(config: bytes) -> Optional[Animation]:
    """None where the stream does not tell it, or tells what cannot be."""
    for chunk in chunks(config):
        if chunk.number == _TIME and chunk.is_group:
            return _animation(leaves(config, chunk))
    return None


def _animation(values: Dict[int, bytes]) -> Optional[Animation]:
    fps, start, end = (_number(values.get(number, b"")) for number in (_FPS, _START, _END))
    if fps is None or start is None or end is None or not 0 < fps <= TICKS_PER_SECOND or end < start:
        return None
    return Animation(fps, _frame(start, fps), _frame(end, fps))


def _frame(ticks: int, fps: int) -> int:
    """The nearest frame: rates that do not divide 4800 leave parts of ticks."""
    return (2 * ticks * fps + TICKS_PER_SECOND) // (2 * TICKS_PER_SECOND)


def _number(value: bytes) -> Optional[int]:
    return int(_INTEGER.unpack(value)[0]) if len(value) == _INTEGER.size else None
