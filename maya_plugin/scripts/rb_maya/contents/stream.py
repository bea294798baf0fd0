"""Read text of any size in windows: what is searched for is found once, wherever a window ends."""

from __future__ import annotations

import gzip
import os
import stat
from typing import IO, Iterator, List, NamedTuple, Pattern, Sequence

BLOCK = 1 << 20
# No match is longer than this; it is the part of a window that the next one shows again.
OVERLAP = 1 << 16
BEFORE = 1 << 12
# A gzip of a few kilobytes may hold a thousand times as much.
MOST_BYTES = 1 << 33
MOST_SMALL = 1 << 26


class Hit(NamedTuple):
    """A match in a window: `data` holds at least BEFORE bytes before it, where the file has so many."""

    data: bytes
    start: int
    end: int
    groups: Sequence[bytes]


def opened(path: str) -> IO[bytes]:
    """Open a plain file (a pipe would never end), unpacked where its name ends in .gz."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ValueError("it is not a file")
    if path.lower().endswith(".gz"):
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return open(path, "rb")


def small(path: str) -> bytes:
    """A whole file of a format whose files are small; raises ValueError where it is not."""
    with opened(path) as stream:
        data = stream.read(MOST_SMALL + 1)
    if len(data) > MOST_SMALL:
        raise ValueError("it is too large for its format")
    return data


class Window(NamedTuple):
    """Bytes of a file; what begins between `begin` and `end` is this window's, the rest its neighbours'."""

    data: bytes
    begin: int
    end: int


def windows(stream: IO[bytes]) -> Iterator[Window]:
    kept, begin, left = b"", 0, MOST_BYTES
    while True:
        block = stream.read(BLOCK) if left > 0 else b""
        left -= len(block)
        data = kept + block
        end = max(begin, len(data) - OVERLAP) if block else len(data)
        yield Window(data, begin, end)
        if not block:
            return
        start = max(0, end - BEFORE)
        kept, begin = data[start:], end - start


def hits(window: Window, patterns: Sequence[Pattern[bytes]]) -> List[Hit]:
    """Matches that begin in a window, in order. Patterns that begin with plain text are found fastest."""
    found = []
    for pattern in patterns:
        for match in pattern.finditer(window.data, window.begin):
            if match.start() >= window.end:
                break
            groups = tuple(group or b"" for group in match.groups())
            found.append(Hit(window.data, match.start(), match.end(), groups))
    return sorted(found, key=lambda hit: hit.start)
