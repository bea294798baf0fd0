"""What is on disk, asked for as seldom as a network drive likes: one listing a folder, one stat a file
found."""

from __future__ import annotations

import os
import re
from typing import Dict, Iterator, NamedTuple, Optional, Pattern

_DRIVE = re.compile(r"[A-Za-z]:")


class Found(NamedTuple):
    """A file on disk; `path` is spelled as the disk spells it, `size` is in bytes."""

    path: str
    size: int
    case_differs: bool = False


class _Listing(NamedTuple):
    entries: Dict[str, os.DirEntry[str]]
    by_lower: Dict[str, str]


class Folders:
    """Listings of folders, each read once; a folder that cannot be read counts as empty."""

    def __init__(self, windows: bool = os.name == "nt") -> None:
        self._windows = windows
        self._listings: Dict[str, _Listing] = {}
        self._found: Dict[str, Optional[Found]] = {}

    def file(self, path: str) -> Optional[Found]:
        """The file at an absolute path with "/", letter case aside where nothing else fits; None where
        none is."""
        if path not in self._found:
            folder, _, name = path.rpartition("/")
            listing = self._listing(folder)
            spelled = name if name in listing.entries else listing.by_lower.get(name.lower(), "")
            self._found[path] = self._stat(folder, spelled, spelled != name) if spelled else None
        return self._found[path]

    def matching(self, folder: str, pattern: Pattern[str]) -> Iterator[Found]:
        """Files of a folder whose whole name fits the pattern, sorted by name."""
        listing = self._listing(folder)
        for name in sorted(listing.entries):
            if pattern.fullmatch(name):
                found = self._stat(folder, name, False)
                if found is not None:
                    yield found

    def _listing(self, folder: str) -> _Listing:
        if folder not in self._listings:
            self._listings[folder] = self._read(folder or "/")
        return self._listings[folder]

    def _read(self, folder: str) -> _Listing:
        entries: Dict[str, os.DirEntry[str]] = {}
        if not os.path.isabs(folder) or (_DRIVE.match(folder) and not self._windows):
            return _Listing(
                {}, {}
            )  # a Windows drive on another system would be looked up below the current folder
        try:
            with os.scandir(folder + "/") as listing:
                for entry in listing:
                    entries[entry.name] = entry
        except (OSError, ValueError):
            pass
        return _Listing(entries, {name.lower(): name for name in sorted(entries, reverse=True)})

    def _stat(self, folder: str, name: str, case_differs: bool) -> Optional[Found]:
        entry = self._listing(folder).entries[name]
        try:
            if not entry.is_file():
                return None
            size = entry.stat().st_size
        except OSError:
            return None
        return Found(f"{folder}/{name}", size, case_differs and not self._windows)
