"""What checks may know of this computer's disk: looked at once, never on a host's main thread."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Optional, Tuple

from .host import SceneSnapshot
from .job import JobSettings


@dataclass(frozen=True)
class DiskFacts:
    """None and () are what was not looked at, of which no check then speaks.

    `has_project` is whether the scene's project folder is there; `unreadable` are files of the scene that are there and
    may not be read; `is_output_folder_usable` is False where a file stands in the place of the results' folder or above it.
    """

    has_project: Optional[bool] = None
    unreadable: Tuple[str, ...] = ()
    is_output_folder_usable: Optional[bool] = None


NOT_LOOKED = DiskFacts()


def look_at_disk(snapshot: SceneSnapshot, settings: JobSettings) -> DiskFacts:
    """One look at each file and folder; nothing is opened.

    Windows tells rights only to whoever opens a file, so that there every file counts as readable; so it is for root.
    """
    paths = dict.fromkeys(asset.path for asset in snapshot.assets if asset.exists)
    folder = settings.output_folder
    return DiskFacts(
        has_project=os.path.isdir(snapshot.project) if snapshot.project else None,
        unreadable=tuple(path for path in paths if _is_forbidden(path)),
        is_output_folder_usable=_can_be_a_folder(folder) if folder else None,
    )


def _can_be_a_folder(folder: str) -> bool:
    """True for one that is there and for one that could be made: what is there of its path are folders."""
    while not os.path.lexists(folder):
        above = os.path.dirname(folder)
        if above == folder:
            return True  # a drive that is not connected now
        folder = above
    return os.path.isdir(folder)


def _is_forbidden(path: str) -> bool:
    """A file that has vanished since the scene was read is another matter: sending looks for it."""
    return not os.access(path, os.R_OK) and os.path.exists(path)
