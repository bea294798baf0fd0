"""What is on disk, asked for as seldom as a network drive likes: one listing a folder, one stat a file found."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from stat import S_IFREG
from typing import Callable, Dict, Iterator, List, NamedTuple, Optional, Union

from .file_patterns import NamePattern

MOST_IN_A_FOLDER_TREE = 100000
_DEEPEST = 64
_FEW = 100
_NO_FILE = -1
_TYPE = 0o170000  # the bits of a file's mode that tell what it is
_DRIVE = re.compile(r"[A-Za-z]:")

Lister = Callable[[str], "List[os.DirEntry[str]]"]
_new = tuple.__new__
Entry = Union["os.DirEntry[str]", int]


class Found(NamedTuple):
    """A file on disk; `path` is spelled as the disk spells it, `size` is in bytes."""

    path: str
    size: int
    case_differs: bool = False


def list_folder(folder: str) -> List[os.DirEntry[str]]:
    with os.scandir(folder + "/") as listing:
        return list(listing)


class Listing:
    """A folder's entries by name. The indices over them are made when first needed: most folders need none.

    An entry that was asked is the file's size from then on (less than 0 where it cannot be had), since os.DirEntry
    would keep all that the disk told, half a kilobyte for each of very many files.
    """

    __slots__ = ("_backwards", "_by_lower", "_sorted", "entries", "folder", "is_there")

    def __init__(self, folder: str, entries: List[os.DirEntry[str]], is_there: bool = True) -> None:
        self.folder = folder
        self.entries: Dict[str, Entry] = {entry.name: entry for entry in entries}
        self.is_there = is_there
        self._by_lower: Optional[Dict[str, str]] = None
        self._sorted: Optional[List[str]] = None
        self._backwards: Optional[List[str]] = None

    def text(self) -> str:
        """All names, a line each, to be looked through at once."""
        return "\n".join([*self.entries, ""])

    def in_any_case(self, name: str) -> Optional[str]:
        """The name as the disk spells it, letter case aside."""
        if self._by_lower is None:
            self._by_lower = {name.lower(): name for name in sorted(self.entries, reverse=True)}
        return self._by_lower.get(name.lower())

    def fitting(self, pattern: NamePattern) -> List[str]:
        """Names that fit a pattern, sorted; looked up by how they begin or end, so that thousands of patterns
        over one folder do not compare each with every name."""
        names = self._beginning(pattern.prefix)
        if len(names) > _FEW and pattern.suffix:
            ending = self._ending(pattern.suffix)
            if len(ending) < len(names):
                names = [name for name in ending if name.startswith(pattern.prefix)]
        return sorted(pattern.names.among(names))

    def _beginning(self, prefix: str) -> List[str]:
        if self._sorted is None:
            self._sorted = sorted(self.entries)
        return _range(self._sorted, prefix)

    def _ending(self, suffix: str) -> List[str]:
        if self._backwards is None:
            self._backwards = sorted(name[::-1] for name in self.entries)
        return [name[::-1] for name in _range(self._backwards, suffix[::-1])]


def _range(names: List[str], prefix: str) -> List[str]:
    first = bisect_left(names, prefix)
    return names[first : bisect_right(names, prefix + "\U0010ffff", first)]


class Folders:
    """Listings of folders, each read once. A folder that is not there counts as empty; one that may not be
    read as well, and `unreadable` tells why."""

    def __init__(self, windows: bool = os.name == "nt", lister: Lister = list_folder) -> None:
        self._windows = windows
        self._lister = lister
        self._listings: Dict[str, Listing] = {}
        self._spelled: Dict[str, Optional[str]] = {}
        self.unreadable: Dict[str, str] = {}
        self.unreadable_files: Dict[str, str] = {}

    def file(self, path: str) -> Optional[Found]:
        """The file at an absolute path with "/"; None where none of exactly this name is."""
        folder, _, name = path.rpartition("/")
        listing = self._listings.get(folder) or self.listing(folder)
        size = self.size(listing, name) if name in listing.entries else _NO_FILE
        return Found(path, size) if size >= 0 else None

    def size(self, listing: Listing, name: str) -> int:
        """What one of a folder's entries holds; less than 0 where it is no file, or not to be had."""
        entry = listing.entries[name]
        return entry if isinstance(entry, int) else self.ask(listing, name, entry)

    def ask(self, listing: Listing, name: str, entry: os.DirEntry[str]) -> int:
        """As `size`, of an entry that was not asked yet. Runs for every file of a scene."""
        try:
            status = entry.stat()
            if status.st_mode & _TYPE != S_IFREG:
                return _NO_FILE  # a folder's entry stays one
            size = status.st_size
        except OSError as error:
            self.unreadable_files[f"{listing.folder}/{name}"] = error.strerror or type(error).__name__
            size = _NO_FILE
        listing.entries[name] = size
        return size

    def file_in_any_case(self, path: str) -> Optional[Found]:
        """The file at a path, letter case of its name and of its folders aside."""
        folder, _, name = path.rpartition("/")
        spelled = self._folder_in_any_case(folder)
        if spelled is None:
            return None
        real = self.listing(spelled).in_any_case(name)
        found = self.file(f"{spelled}/{real}") if real is not None else None
        return found._replace(case_differs=not self._windows) if found is not None else None

    def matching(self, folder: str, pattern: NamePattern) -> List[Found]:
        """Files of a folder whose whole name fits the pattern, sorted by name."""
        listing = self.listing(folder)
        entries, start, ask = listing.entries, folder + "/", self.ask
        found: List[Found] = []
        for name in listing.fitting(pattern):
            entry = entries[name]
            size = entry if isinstance(entry, int) else ask(listing, name, entry)
            if size >= 0:
                # A named tuple's own call takes twice as long, and this runs for every file.
                found.append(_new(Found, (start + name, size, False)))
        return found

    def is_folder(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        entry = self.listing(folder).entries.get(name)
        try:
            return entry is not None and not isinstance(entry, int) and entry.is_dir()
        except OSError:
            return False

    def below(self, folder: str) -> Iterator[Found]:
        """Every file below a folder. A link that leads back up ends where its depth gets out of hand."""
        waiting = [(folder, 0)]
        left = MOST_IN_A_FOLDER_TREE
        while waiting:
            current, depth = waiting.pop()
            for name in sorted(self.listing(current).entries):
                path = f"{current}/{name}"
                if self.is_folder(path):
                    link = self._is_link(current, name)
                    if depth < _DEEPEST and not (link and self._leads_up(path)):
                        waiting.append((path, depth + 1))
                    continue
                found = self.file(path)
                if found is not None:
                    left -= 1
                    yield found
                if left <= 0:
                    return

    def listing(self, folder: str) -> Listing:
        known = self._listings.get(folder)
        if known is None:
            known = self._listings[folder] = self._read(folder)
        return known

    def _read(self, folder: str) -> Listing:
        if not os.path.isabs(folder or "/") or (_DRIVE.match(folder) and not self._windows):
            # A Windows drive on another system would be looked up below the current folder.
            return Listing(folder, [], False)
        above, _, name = folder.rpartition("/")
        parent = self._listings.get(above)
        if parent is not None and parent.is_there and not self._windows and name not in parent.entries:
            return Listing(folder, [], False)
        try:
            return Listing(folder, self._lister(folder))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            pass
        except OSError as error:
            self.unreadable[folder] = error.strerror or type(error).__name__
        return Listing(folder, [], False)

    def _folder_in_any_case(self, folder: str) -> Optional[str]:
        """The folder as the disk spells it; only its parents are looked at, upwards to one that is there."""
        if self._windows or self.listing(folder).is_there:
            return folder if self.listing(folder).is_there else None
        missing: List[str] = []
        above = folder
        while above not in self._spelled and not self.listing(above).is_there:
            if "/" not in above:
                return None
            above, _, name = above.rpartition("/")
            missing.append(name)
        spelled = self._spelled.get(above, above)
        for name in reversed(missing):
            real = self.listing(spelled).in_any_case(name) if spelled is not None else None
            below = f"{spelled}/{real}" if real is not None else None
            above = f"{above}/{name}"
            spelled = below if below is not None and self.listing(below).is_there else None
            self._spelled[above] = spelled
        return spelled

    def _is_link(self, folder: str, name: str) -> bool:
        entry = self.listing(folder).entries[name]
        return not isinstance(entry, int) and entry.is_symlink()

    def _leads_up(self, path: str) -> bool:
        try:
            real = os.path.realpath(path)
        except OSError:
            return True
        return (os.path.realpath(os.path.dirname(path)) + os.sep).startswith(real.rstrip(os.sep) + os.sep)
