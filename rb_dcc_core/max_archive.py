"""The archive that a 3ds Max scene is sent as: where it is kept until it is submitted, and how it is made again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path
from typing import Optional

from .filecache import Stamp, stamp_of
from .host import MAX, SceneSnapshot
from .locations import Locations
from .parcel import COPIED, PACKED, Parcel
from .seven_zip import can_compress, write_archive
from .transfer import Advance, no_progress

FOLDER = "archives"
ENDING = ".7z"
# Older ones belong to submissions nobody went on with; whoever does has his made again.
_KEPT_S = 30 * 24 * 3600


def packing_of(snapshot: SceneSnapshot) -> str:
    """How a scene is sent: "" as it is, PACKED, or COPIED into an archive where packing gains nothing or cannot be done."""
    if snapshot.host != MAX:
        return ""
    is_compressed = snapshot.max_facts is not None and snapshot.max_facts.is_compressed
    return COPIED if is_compressed or not can_compress() else PACKED


def pack_scene(
    snapshot: SceneSnapshot, folder: Optional[Path] = None, advance: Advance = no_progress
) -> Path:
    """Make a scene's archive NAME.max.7z; returns its path. Slow: never on a main thread. Raises LocalFileError.

    Without a folder it stands in the user's cache, never among the artist's files, until `discard` takes it away.
    """
    scene = Path(snapshot.scene)
    stamp = stamp_of(snapshot.scene)
    target = (folder or _kept_in(snapshot.scene, stamp)) / (scene.name + ENDING)
    if folder is None:
        _clear_old(target.parent.parent)
    write_archive(scene, target, packing_of(snapshot) == COPIED, advance)
    return target


def restore(parcel: Parcel) -> None:
    """Make a parcel's archive again where it is gone; the same bytes, unless the scene was saved since."""
    if not parcel.packing or os.path.exists(parcel.entries[0].local):
        return
    write_archive(Path(parcel.scene), Path(parcel.entries[0].local), parcel.packing == COPIED)


def discard(parcel: Parcel) -> None:
    """Take away an archive that is no longer needed; one that stands elsewhere than in the cache stays."""
    archive = Path(parcel.entries[0].local) if parcel.packing else None
    if archive is None or archive.parent.parent.name != FOLDER:
        return
    with contextlib.suppress(OSError):
        archive.unlink()
        archive.parent.rmdir()


def _kept_in(scene: str, stamp: Stamp) -> Path:
    """A folder for this state of this scene, so that no other submission's archive is written over."""
    state = f"{os.path.realpath(scene)}\n{stamp.size}\n{stamp.mtime_ns}"
    digest = hashlib.sha256(state.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Locations.find().cache / FOLDER / digest


def _clear_old(archives: Path) -> None:
    before = time.time() - _KEPT_S
    with contextlib.suppress(OSError):
        for folder in archives.iterdir():
            for file in folder.iterdir():
                if file.stat().st_mtime < before:
                    file.unlink()
            with contextlib.suppress(OSError):
                folder.rmdir()
