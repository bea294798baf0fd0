"""What a prepared submission sends, as plain data that outlives the process which prepared it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

from .filecache import Stamp
from .jobfiles import UploadEntry

PACKED = "packed"
COPIED = "copied"


@dataclass(frozen=True)
class OfflineOrigin:
    """The folder that a parcel was prepared in without the service, and that export's id, which its copies share."""

    id: str
    folder: str


@dataclass(frozen=True)
class Parcel:
    """The job files (task_id still "") and every file to upload, the scene first; needs no host to be sent.

    `scene_stamp` is how the scene file looked when its MD5 was taken: while it looks so, it need not be read again.
    `origin` is None where it was prepared with the service. `output_folder` is where its results go on this computer, ""
    where that was not said. `packing` is how the scene was made an archive (PACKED, COPIED), "" where it goes as it is.
    `outline` is what an estimate asks about the job (job_outline), None where nobody counted. `budget` is what the task may
    cost: the limits that warn and that stop, None for none.
    """

    scene: str
    files: Mapping[str, Any] = field(repr=False)
    entries: Tuple[UploadEntry, ...] = field(repr=False)
    scene_stamp: Optional[Stamp] = None
    origin: Optional[OfflineOrigin] = None
    output_folder: str = ""
    packing: str = ""
    outline: Optional[Mapping[str, Any]] = None
    budget: Tuple[Optional[float], Optional[float]] = (None, None)

    @property
    def size_bytes(self) -> int:
        """Bytes to upload, as the files are now; one that has vanished since counts as nothing."""
        return sum(_size(entry.local) for entry in self.entries)

    def to_json(self) -> Dict[str, Any]:
        return {
            "scene": self.scene,
            "files": dict(self.files),
            "entries": [[entry.local, entry.server, entry.md5] for entry in self.entries],
            "scene_stamp": None if self.scene_stamp is None else list(self.scene_stamp),
            "origin": None if self.origin is None else [self.origin.id, self.origin.folder],
            "output_folder": self.output_folder,
            "packing": self.packing,
            "outline": None if self.outline is None else dict(self.outline),
            "budget": list(self.budget),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Parcel:
        stamp = data["scene_stamp"]
        entries = tuple(UploadEntry(*each) for each in data["entries"])
        origin = data.get("origin")
        return cls(
            data["scene"],
            data["files"],
            entries,
            None if stamp is None else Stamp(*stamp),
            None if origin is None else OfflineOrigin(*origin),
            data.get("output_folder", ""),
            data.get("packing", ""),
            data.get("outline"),
            _budget(data.get("budget")),
        )


def _budget(told: Any) -> Tuple[Optional[float], Optional[float]]:
    soft, hard = told or (None, None)
    return soft, hard


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
