"""The chunks of a Maya binary file: groups (FOR4, FOR8, LIS4, LIS8) and leaves, each with its place."""

from __future__ import annotations

import struct
from typing import Iterator, NamedTuple

_NARROW = struct.Struct(">4sI")
_WIDE = struct.Struct(">4s4xQ")


class Format(NamedTuple):
    """How a file writes its chunks' headers, and to how many bytes it fills leaves up."""

    header: struct.Struct
    alignment: int


FORMATS = {b"FOR4": Format(_NARROW, 4), b"FOR8": Format(_WIDE, 8)}
_GROUPS = (b"FOR4", b"FOR8", b"LIS4", b"LIS8")


class Chunk(NamedTuple):
    """`kind` is what a group is of, b"" for a leaf. Header at `start`, contents from `body` to `end`."""

    tag: bytes
    kind: bytes
    start: int
    body: int
    end: int


class DamagedChunk(Exception):
    """A chunk says that it is longer than what it stands in, or there is no room for its header."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def chunks(data: bytes, start: int, end: int, form: Format) -> Iterator[Chunk]:
    """Yield the chunks from `start` to `end`, without looking inside. Raises DamagedChunk.

    A leaf is filled up to the alignment, counted from its own first byte. A group is not: what is in it was. In
    FOR8 files, where headers have 16 bytes and kinds have 4, chunks so begin at places that 8 does not divide.
    """
    unpack, size_of_header = form.header.unpack_from, form.header.size
    fill = form.alignment - 1
    while start < end:
        body = start + size_of_header
        if body > end:
            if not data[start:end].strip(b"\0"):
                return
            raise DamagedChunk(start)
        tag, size = unpack(data, start)
        if size > end - body:
            raise DamagedChunk(start)
        if tag in _GROUPS:
            if size < 4:
                raise DamagedChunk(start)
            yield Chunk(tag, data[body : body + 4], start, body + 4, body + size)
            start = body + size
        else:
            yield Chunk(tag, b"", start, body, body + size)
            start = body + ((size + fill) & ~fill)
