"""What an upload of a scene would come to: how many files, how large, which of them are new since they were last sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Tuple

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
    """Every file once, those that are missing first, then what is new, then the rest, larger ones before smaller."""

    files: Tuple[OutlookFile, ...] = ()

    def of(self, state: str) -> Tuple[OutlookFile, ...]:
        return tuple(file for file in self.files if file.state == state)

    @property
    def count(self) -> int:
        """Files that can be sent."""
        return sum(file.state != MISSING for file in self.files)

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @property
    def new_count(self) -> int:
        return len(self.of(NEW))

    @property
    def new_bytes(self) -> int:
        """What probably has to be sent: files this computer knows to have sent before are asked for, not read."""
        return sum(file.size_bytes for file in self.of(NEW))


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
    return UploadOutlook(
        tuple(sorted(found, key=lambda file: (_ORDER[file.state], -file.size_bytes, file.reference.path)))
    )
