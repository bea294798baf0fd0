"""Folders in which stored paths were found at the first place looked into: what else is stored there needs no search."""

from __future__ import annotations

from typing import Dict, NamedTuple, Optional, Sequence, Tuple

from rb_dcc_core.host import FileReference

from .contents import may_name
from .file_patterns import is_plain
from .file_sources import Wanted
from .folders import Folders, Listing
from .twins import WITH_TWINS, Twins
from .workspace import AS_STORED, IN_PROJECT, Place, Resolver

_FIRST = (AS_STORED, IN_PROJECT)
_new = tuple.__new__


class KnownFolder(NamedTuple):
    """A folder, its path with "/", and of which endings a file goes with no other file."""

    listing: Listing
    start: str
    alone: Dict[str, bool]


def stands_alone(path: str, kind: str, twins: Twins) -> bool:
    """Whether no other file goes with one of its folder and ending."""
    return not may_name(path) and not (kind in WITH_TWINS and twins.are_in(path.rpartition("/")[0]))


class KnownPlaces:
    """A short cut, and never another answer: most scenes store thousands of files in few folders."""

    def __init__(self, resolver: Resolver, folders: Folders, twins: Twins) -> None:
        self._resolver = resolver
        self._folders = folders
        self._twins = twins
        # By what is stored before the name; None where more is to be looked at than the one folder.
        self._known: Dict[Tuple[object, ...], Optional[KnownFolder]] = {}

    def asset(self, wanted: Wanted) -> Optional[FileReference]:
        """The file where its folder is known and has it, and no other goes with it; None where more is to be done."""
        written, kind, node, beside, pattern, whole_folder, near, _, _, searched = wanted
        if pattern is not None or whole_folder:
            return None
        cut = written.rfind("/") + 1
        known = self._known.get((written[:cut], kind, beside, near, searched))
        if known is None:
            return None
        name = written[cut:]
        listing, start, alone = known
        entry = listing.entries.get(name)
        if entry is None or not alone.get(name[name.rfind(".") + 1 :]):
            return None
        size = entry if isinstance(entry, int) else self._folders.ask(listing, name, entry)
        return _new(FileReference, (start + name, written, kind, node, True, size)) if size >= 0 else None

    def learn(self, wanted: Wanted, place: Place, rules: Sequence[str]) -> None:
        """Keep where a file was found, if nothing was looked into before."""
        written = wanted.written
        cut = written.rfind("/") + 1
        name = written[cut:]
        if not cut or place.how not in _FIRST or wanted.pattern is not None or not is_plain(name):
            return
        key = (written[:cut], wanted.kind, wanted.folder, wanted.near, wanted.searched)
        if key not in self._known:
            self._known[key] = self._folder(wanted, place, rules)
        known = self._known[key]
        if known is not None and name == name.strip():
            known.alone[name[name.rfind(".") + 1 :]] = stands_alone(place.path, wanted.kind, self._twins)

    def _folder(self, wanted: Wanted, place: Place, rules: Sequence[str]) -> Optional[KnownFolder]:
        first = self._resolver.candidates(wanted.written, rules, wanted.folder, wanted.near, wanted.searched)[
            0
        ]
        folder, _, name = place.path.rpartition("/")
        if first.path != place.path or "<" in wanted.written or not wanted.written.endswith(name):
            return None
        listing = self._folders.listing(folder)
        # A name on disk that could also be read as a pattern is to be looked at as one first.
        return KnownFolder(listing, folder + "/", {}) if is_plain(listing.text()) else None
