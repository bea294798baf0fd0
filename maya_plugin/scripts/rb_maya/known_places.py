"""Folders in which stored paths were found at the first place looked into: what else is stored there needs no search."""

from __future__ import annotations

from typing import Dict, Optional, Sequence, Tuple

from .file_patterns import is_plain
from .file_sources import Wanted
from .folders import Folders, Found
from .workspace import AS_STORED, IN_PROJECT, Place, Resolver

_FIRST = (AS_STORED, IN_PROJECT)
Key = Tuple[str, str, str, Tuple[str, ...], Tuple[str, ...]]


class KnownPlaces:
    """A short cut of the Resolver's, and never another answer: most scenes store thousands of files in few folders."""

    def __init__(self, resolver: Resolver, folders: Folders) -> None:
        self._resolver = resolver
        self._folders = folders
        # The folder on disk, by what is stored before the name; None where another place may come first.
        self._known: Dict[Key, Optional[str]] = {}

    def file(self, wanted: Wanted) -> Optional[Found]:
        """The file where its folder is known and has it; None where it is to be searched for."""
        written = wanted.written
        cut = written.rfind("/") + 1
        folder = self._known.get(
            (written[:cut], wanted.kind, wanted.folder, wanted.near, wanted.searched)
        )
        if folder is None or wanted.pattern is not None or wanted.whole_folder:
            return None
        name = written[cut:]
        return self._folders.file_in(folder, name) if is_plain(name) else None

    def learn(self, wanted: Wanted, place: Place, rules: Sequence[str]) -> None:
        """Keep where a file was found, if nothing was looked into before."""
        cut = wanted.written.rfind("/") + 1
        name = wanted.written[cut:]
        key = (wanted.written[:cut], wanted.kind, wanted.folder, wanted.near, wanted.searched)
        if key in self._known or place.how not in _FIRST or not is_plain(name):
            return
        first = self._resolver.candidates(wanted.written, rules, wanted.folder, wanted.near, wanted.searched)[0]
        folder, _, found = place.path.rpartition("/")
        self._known[key] = folder if first.path == place.path and found == name else None
