"""What a prepared submission sends, as plain data that outlives the process which prepared it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple

from .filecache import Stamp
from .jobfiles import UploadEntry


@dataclass(frozen=True)
class Parcel:
    """The job files (task_id still "") and every file to upload, the scene first; needs no host to be sent.

    `scene_stamp` is how the scene file looked when its MD5 was taken: while it looks so, it need not be read again.
    """

    scene: str
    files: Mapping[str, Any] = field(repr=False)
    entries: Tuple[UploadEntry, ...] = field(repr=False)
    scene_stamp: Optional[Stamp] = None

    @property
    def size_bytes(self) -> int:
        """Bytes to upload, as the files are now; one that has vanished since counts as nothing."""
        return sum(_size(entry.local) for entry in self.entries)

    def to_json(self) -> Dict[str, Any]:
        return {
            "scene": self.scene,
            "files": dict(self.files),
            "entries": [[entry.local, entry.server, entry.md5] for entry in self.entries],
            "scene_stamp": None if self.scene_stamp is None else list(vars(self.scene_stamp).values()),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Parcel:
        stamp = data["scene_stamp"]
        entries = tuple(UploadEntry(*each) for each in data["entries"])
        return cls(data["scene"], data["files"], entries, None if stamp is None else Stamp(*stamp))


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
