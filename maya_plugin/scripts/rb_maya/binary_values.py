"""The values in the leaves of a Maya binary file: what each tag holds, as far as it is known.

An attribute's leaf is its name, a zero byte, a byte of flags, its data. Numbers are big-endian; every single
number, switches and choices too, is a DBLE. Angles are radians and lengths centimetres, whatever the scene's units.
"""

from __future__ import annotations

import math
import struct
from typing import Any, Callable, Dict, NamedTuple, Optional, Tuple

from .frame_range import frames_per_second

OLD_TICKS = 6000


class Undecoded(Exception):
    """The leaf's tag or shape is not known."""


class Clock(NamedTuple):
    """How a file stores times: in ticks, of which a second has 6000, or what its header says since Maya 2018."""

    ticks_a_second: Optional[int]
    time_unit: str

    def frame(self, ticks: int, ticks_a_second: int) -> Any:
        seconds = ticks / ticks_a_second
        return _number(round(seconds * (frames_per_second(self.time_unit) or 24.0), 6))


Text = Callable[[bytes], str]


def decoded(tag: bytes, data: bytes, clock: Clock, text: Text) -> Any:
    """A leaf's data as bool, int, float, str or a tuple of them. Raises Undecoded."""
    if tag == b"STR ":
        return text(data.partition(b"\0")[0])
    if tag == b"STR#":
        return _texts(data, text)
    if tag == b"DBLE":
        return _double(data, clock)
    shape = _SHAPES.get(tag)
    if shape is None or not data or len(data) % shape.size:
        raise Undecoded
    return tuple(_number(value) for (value,) in shape.iter_unpack(data))


_DOUBLE, _FLOAT, _LONG, _SHORT = (struct.Struct(">" + letter) for letter in "dfih")
_SHAPES: Dict[bytes, struct.Struct] = {
    **dict.fromkeys((b"DBL2", b"DBL3", b"DBL4", b"CMPD"), _DOUBLE),
    **dict.fromkeys((b"FLT2", b"FLT3"), _FLOAT),
    **dict.fromkeys((b"LNG2", b"LNG3", b"I32#"), _LONG),
    **dict.fromkeys((b"SRT2", b"SRT3"), _SHORT),
}


def _texts(data: bytes, text: Text) -> Tuple[str, ...]:
    if len(data) < 4:
        raise Undecoded
    (count,) = struct.unpack_from(">I", data)
    pieces = data[4:].split(b"\0")
    if count > len(pieces):
        raise Undecoded
    return tuple(text(piece) for piece in pieces[:count])


def _double(data: bytes, clock: Clock) -> Any:
    if len(data) == 4:
        return clock.frame(struct.unpack(">i", data)[0], OLD_TICKS)
    if not data or len(data) % 8:
        raise Undecoded
    if len(data) > 8:
        return tuple(_number(value) for (value,) in _DOUBLE.iter_unpack(data))
    (bits,) = struct.unpack(">q", data)
    if clock.ticks_a_second and _is_time(bits):
        return clock.frame(bits, clock.ticks_a_second)
    return _number(_DOUBLE.unpack(data)[0])


def _is_time(bits: int) -> bool:
    """Since Maya 2018 a time is a whole number in the place of a double, and nothing marks it. Read as a double
    one of less than a year is far smaller than any setting, and a negative one is none at all."""
    return 0 < bits < 1 << 52 or -(1 << 52) < bits < 0


def _number(value: float) -> Any:
    """Whole numbers as such, as a .ma writes them; None for infinite ones and none at all."""
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else value
