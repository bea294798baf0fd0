"""The chunks that 3ds Max' own streams are made of: a number, a size with its header, and for some chunks inside."""

from __future__ import annotations

import struct
from typing import Dict, Iterator, NamedTuple, Optional

_SHORT = struct.Struct("<HI")
_LONG = struct.Struct("<Q")
_SHORT_GROUP, _LONG_GROUP = 1 << 31, 1 << 63


class Chunk(NamedTuple):
    """Contents are data[body:end]; a group's contents are chunks."""

    number: int
    is_group: bool
    body: int
    end: int


def chunks(data: bytes, start: int = 0, end: Optional[int] = None) -> Iterator[Chunk]:
    """The chunks between two places, as far as they are whole; a damaged rest is left out."""
    limit = len(data) if end is None else end
    while start + _SHORT.size <= limit:
        number, size = _SHORT.unpack_from(data, start)
        header, group = _SHORT.size, _SHORT_GROUP
        if size == 0:
            header, group = _SHORT.size + _LONG.size, _LONG_GROUP
            if start + header > limit:
                return
            (size,) = _LONG.unpack_from(data, start + _SHORT.size)
        after = start + (size & ~group)
        if after < start + header or after > limit:
            return
        yield Chunk(number, bool(size & group), start + header, after)
        start = after


def leaves(data: bytes, chunk: Chunk) -> Dict[int, bytes]:
    """What stands directly in a group, by number; the first of each."""
    found: Dict[int, bytes] = {}
    for each in chunks(data, chunk.body, chunk.end):
        found.setdefault(each.number, data[each.body : each.end])
    return found
