"""Reads a .7z archive of one file by the format's document alone, and is strict: sizes, sums and order must be right."""

from __future__ import annotations

import lzma
import struct
import zlib
from typing import Dict, List, Tuple


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        assert self.at + count <= len(self.data)
        self.at += count
        return self.data[self.at - count : self.at]

    def byte(self) -> int:
        return self.take(1)[0]

    def expect(self, *values: int) -> None:
        assert list(self.take(len(values))) == list(values)

    def number(self) -> int:
        first, mask, value = self.byte(), 0x80, 0
        for place in range(8):
            if not first & mask:
                return value + ((first & (mask - 1)) << (8 * place))
            value |= self.byte() << (8 * place)
            mask >>= 1
        return value


def read_archive(data: bytes) -> Tuple[str, bytes]:
    """The one file's name and content."""
    assert data[:8] == b"7z\xbc\xaf\x27\x1c\x00\x04"
    start_crc, offset, size, crc = struct.unpack("<IQQI", data[8:32])
    assert zlib.crc32(data[12:32]) == start_crc
    assert len(data) == 32 + offset + size
    header = data[32 + offset :]
    assert zlib.crc32(header) == crc
    read = _Bytes(header)
    read.expect(0x01)
    content = b""
    is_empty = header[1] == 0x05
    if not is_empty:
        content = _streams(read, data[32 : 32 + offset])
    name = _file(read, is_empty)
    read.expect(0x00)
    assert read.at == len(header)
    return name, content


def _streams(read: _Bytes, packed: bytes) -> bytes:
    read.expect(0x04, 0x06, 0x00, 0x01, 0x09)
    assert read.number() == len(packed)
    read.expect(0x00, 0x07, 0x0B, 0x01, 0x00, 0x01)
    method = _method(read)
    read.expect(0x0C)
    size = read.number()
    read.expect(0x00, 0x08, 0x0A, 0x01)
    crc = struct.unpack("<I", read.take(4))[0]
    read.expect(0x00, 0x00)
    content = packed if not method else lzma.decompress(packed, lzma.FORMAT_RAW, filters=method)
    assert (len(content), zlib.crc32(content)) == (size, crc)
    return content


def _method(read: _Bytes) -> List[Dict[str, int]]:
    flags = read.byte()
    if flags == 0x01:
        read.expect(0x00)
        return []
    assert flags == 0x21
    read.expect(0x21, 0x01)
    size = read.byte()
    return [{"id": lzma.FILTER_LZMA2, "dict_size": (2 | size & 1) << (size // 2 + 11)}]


def _file(read: _Bytes, is_empty: bool) -> str:
    read.expect(0x05, 0x01)
    if is_empty:
        read.expect(0x0E, 0x01, 0x80, 0x0F, 0x01, 0x80)
    read.expect(0x11)
    names = read.take(read.number())
    read.expect(0x00)
    assert names[0] == 0
    name = names[1:].decode("utf-16-le")
    assert name.endswith("\0")
    assert "\0" not in name[:-1]
    return name[:-1]
