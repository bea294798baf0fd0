"""Writes OLE compound files, as small or as large as a test wants them; large streams are holes in the file."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Dict, List, Mapping, Union

END, FREE, FAT, DIFAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC
MINI_SECTOR, MINI_LIMIT = 64, 4096
IN_HEADER = 109

Content = Union[bytes, int]
"""A stream's bytes, or how many zeros it is."""


def write_ole(path: Path, streams: Mapping[str, Content], sector: int = 4096) -> Path:
    """`sector` is 512 or 4096 bytes."""
    return _Writer(streams, sector).write(path)


class _Writer:
    def __init__(self, streams: Mapping[str, Content], sector: int) -> None:
        self.sector = sector
        self.table: List[int] = []
        self.places: Dict[int, Content] = {}
        self.mini = b""
        self.mini_table: List[int] = []
        starts = {name: self._place(content) for name, content in streams.items()}
        mini_start = self._add(self.mini)
        mini_fat = struct.pack(f"<{len(self.mini_table)}I", *self.mini_table)
        self.mini_fat_start = self._add(mini_fat, b"\xff")
        self.mini_fat_sectors = -(-len(mini_fat) // sector)
        self.directory = self._add(self._entries(streams, starts, mini_start))

    def _place(self, content: Content) -> int:
        size = content if isinstance(content, int) else len(content)
        if isinstance(content, bytes) and 0 < size < MINI_LIMIT:
            start = len(self.mini_table)
            count = -(-size // MINI_SECTOR)
            self.mini_table += [*range(start + 1, start + count), END]
            self.mini += content.ljust(count * MINI_SECTOR, b"\0")
            return start
        return self._add(content)

    def _add(self, content: Content, fill: bytes = b"\0") -> int:
        size = content if isinstance(content, int) else len(content)
        if not size:
            return END
        start, count = len(self.table), -(-size // self.sector)
        self.places[start] = content if isinstance(content, int) else content.ljust(count * self.sector, fill)
        self.table += [*range(start + 1, start + count), END]
        return start

    def _entries(self, streams: Mapping[str, Content], starts: Dict[str, int], mini_start: int) -> bytes:
        """Every stream is the right neighbour of the one before: a tree that leans, but one."""
        names = sorted(streams, key=lambda name: (len(name), name.upper()))
        root = _entry("Root Entry", 5, FREE, 1 if names else FREE, mini_start, len(self.mini))
        entries = [root]
        for number, name in enumerate(names, 1):
            content = streams[name]
            size = content if isinstance(content, int) else len(content)
            right = number + 1 if number < len(names) else FREE
            entries.append(_entry(name, 2, right, FREE, starts[name], size))
        per_sector = self.sector // 128
        while len(entries) % per_sector:
            entries.append(_entry("", 0, FREE, FREE, 0, 0))
        return b"".join(entries)

    def write(self, path: Path) -> Path:
        per_sector = self.sector // 4
        fat_count = difat_count = 0
        while fat_count * per_sector < len(self.table) + fat_count + difat_count:
            fat_count += 1
            difat_count = -(-max(0, fat_count - IN_HEADER) // (per_sector - 1))
        first = len(self.table)
        fat_places = list(range(first, first + fat_count))
        table = self.table + [FAT] * fat_count + [DIFAT] * difat_count
        table += [FREE] * (fat_count * per_sector - len(table))
        difat_start = first + fat_count
        with path.open("wb") as stream:
            stream.write(self._header(fat_places, difat_start if difat_count else END, difat_count))
            for place, content in self.places.items():
                if isinstance(content, bytes):
                    stream.seek((place + 1) * self.sector)
                    stream.write(content)
            stream.seek((first + 1) * self.sector)
            stream.write(struct.pack(f"<{len(table)}I", *table))
            rest = fat_places[IN_HEADER:]
            for number in range(difat_count):
                part = rest[number * (per_sector - 1) : (number + 1) * (per_sector - 1)]
                part += [FREE] * (per_sector - 1 - len(part))
                after = difat_start + number + 1 if number + 1 < difat_count else END
                stream.write(struct.pack(f"<{per_sector}I", *part, after))
        return path

    def _header(self, fat_places: List[int], difat_start: int, difat_count: int) -> bytes:
        is_large = self.sector == 4096
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        head += struct.pack("<HHHHH", 0x3E, 4 if is_large else 3, 0xFFFE, 12 if is_large else 9, 6) + bytes(6)
        head += struct.pack("<IIII", 0, len(fat_places), self.directory, 0)
        head += struct.pack("<III", MINI_LIMIT, self.mini_fat_start, self.mini_fat_sectors)
        head += struct.pack("<II", difat_start, difat_count)
        listed = fat_places[:IN_HEADER] + [FREE] * (IN_HEADER - len(fat_places[:IN_HEADER]))
        return (head + struct.pack(f"<{IN_HEADER}I", *listed)).ljust(self.sector, b"\0")


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", FREE, right, child) + bytes(16) + struct.pack("<I", 0) + bytes(16)
    return entry + struct.pack("<IQ", start, size)
