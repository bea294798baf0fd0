"""What an upload of a scene would come to: how many files, how large, which of them are new since they were last sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Iterable, Tuple

from .errors import LocalFileError
from .filecache import FileCache, stamp_of
from .host import FileReference, SceneSnapshot

NEW = "new"
SENT = "sent"
MISSING = "missing"


@dataclass(frozen=True)
class OutlookFile:
    """One file of the scene; `state` is NEW (or changed since it was last sent), SENT or MISSING."""

    reference: FileReference
    state: str
    size_bytes: int


@dataclass(frozen=True)
class UploadOutlook:
    """Every file once, those that are missing first, then what is new, then the rest, larger ones before smaller.

    `new` are what probably has to be sent: files this computer knows to have sent before are asked for, not read.
    """

    files: Tuple[OutlookFile, ...] = ()
    missing: Tuple[OutlookFile, ...] = ()
    new: Tuple[OutlookFile, ...] = ()
    size_bytes: int = 0
    new_bytes: int = 0

    @classmethod
    def of(cls, files: Iterable[OutlookFile]) -> UploadOutlook:
        """Sorted and summed up once, because a page looks at the sums often."""
        ordered = sorted(files, key=lambda file: (_ORDER[file.state], -file.size_bytes, file.reference.path))
        missing = tuple(file for file in ordered if file.state == MISSING)
        new = tuple(file for file in ordered if file.state == NEW)
        size = sum(file.size_bytes for file in ordered)
        return cls(tuple(ordered), missing, new, size, sum(file.size_bytes for file in new))

    @property
    def count(self) -> int:
        """Files that can be sent."""
        return len(self.files) - len(self.missing)


_ORDER = {MISSING: 0, NEW: 1, SENT: 2}


def look_at_files(
    snapshot: SceneSnapshot, cache: FileCache, check: Callable[[], None] = lambda: None
) -> UploadOutlook:
    """One look at each file; nothing is opened. On a working thread: a slow drive takes its time.

    `check` is called before each and may raise Cancelled.
    """
    once: Dict[str, FileReference] = {}
    for reference in snapshot.assets:
        once.setdefault(reference.path, reference)
    known = cache.recall([path for path, reference in once.items() if reference.exists])
    found = []
    for path, reference in once.items():
        check()
        if not reference.exists:
            found.append(OutlookFile(reference, MISSING, 0))
            continue
        try:
            stamp = stamp_of(path)
        except LocalFileError:
            found.append(OutlookFile(reference, MISSING, 0))
            continue
        is_sent = path in known and known[path][0] == stamp
        found.append(OutlookFile(reference, SENT if is_sent else NEW, stamp.size))
    return UploadOutlook.of(found)
