"""Looks into files that name files: each once, however often it is named, and never more than is bearable."""

from __future__ import annotations

from typing import Dict, Iterator, List, Set, Tuple

from .contents import ContentTooOdd, Named, ending, is_binary, is_crate, look_into, reader_for
from .file_nodes import CACHE
from .file_problems import FileProblems
from .file_sources import Wanted
from .folders import Found

MOST_FILES = 20000
# Of a sequence (an .ass a frame) this much is read; its frames name the same files, nearly always.
MOST_SEQUENCE_BYTES = 1 << 30


class Contents:
    """Files that wait to be looked into. A circle of files ends where it closes, since each is read once."""

    def __init__(self) -> None:
        self._waiting: List[Tuple[Wanted, Found]] = []
        self._queued: Set[str] = set()
        self._passed_over: Dict[str, str] = {}

    def queue(self, wanted: Wanted, found: Found) -> None:
        path = found.path
        if path in self._queued:
            return
        if is_binary(path) or (reader_for(path) is not None and _may_name(wanted, path)):
            self._queued.add(path)
            self._waiting.append((wanted, found))

    def limit(self, wanted: Wanted, files: List[Found]) -> None:
        """Of a long sequence read the first, the last and the middle, then on while it stays bearable."""
        if len(files) < 4 or reader_for(files[0].path) is None:
            return
        middle = files[len(files) // 2]
        read = 0
        for found in [files[0], files[-1], middle, *files]:
            if found.path in self._queued:
                continue
            read += found.size
            if read > MOST_SEQUENCE_BYTES and found not in (files[0], files[-1], middle):
                self._passed_over[found.path] = wanted.written
                self._queued.add(found.path)

    def wanted(self, said: FileProblems) -> Iterator[Wanted]:
        """What the queued files name; more may be queued while this goes on."""
        for path, written in self._passed_over.items():
            said.count("content_partly", path, written)
        position = 0
        while position < len(self._waiting) and position < MOST_FILES:
            wanted, found = self._waiting[position]
            position += 1
            for named in self._look(wanted, found, said):
                yield Wanted(
                    named.written,
                    named.kind,
                    wanted.node,
                    wanted.folder,
                    named.pattern,
                    named.whole_folder,
                    named.near,
                    found.path,
                    named.optional,
                )

    def _look(self, wanted: Wanted, found: Found, said: FileProblems) -> List[Named]:
        reader = reader_for(found.path)
        try:
            if reader is None or is_crate(found.path):
                said.count("content_not_looked_into", found.path, ending(found.path))
                return []
            return look_into(found.path, reader)
        except (ContentTooOdd, OSError) as error:
            said.content(wanted, found.path, str(error))
            return []


def _may_name(wanted: Wanted, path: str) -> bool:
    """An .xml is a cache's description only where a cache is wanted."""
    return ending(path) != "xml" or wanted.kind == CACHE
