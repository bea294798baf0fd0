"""What the vendor's transfer program says and does, as bytes moved and files that arrived."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Callable, Dict, Optional, Sequence, Tuple

from .engine_program import Said
from .transfer import Advance, OnFile

_LOOK_EVERY_S = 1.0


class SetProgress:
    """An upload: each file counts by its percentage and once when it is done, however often it is begun again."""

    def __init__(self, files: Sequence[Tuple[str, int]], advance: Advance, on_file: OnFile) -> None:
        self._sizes: Dict[str, int] = {}
        self._waiting: Dict[str, int] = {}
        for path, size in files:
            self._sizes[path] = size
            self._waiting[path] = self._waiting.get(path, 0) + 1
        self._counted = dict.fromkeys(self._sizes, 0)
        self._advance = advance
        self._on_file = on_file

    def hear(self, said: Optional[Said]) -> None:
        path = said.path.replace("\\", "/") if said is not None else ""
        moved = 0
        if said is not None and self._waiting.get(path):
            if said.kind == "done":
                moved = self._done(path)
            elif said.kind == "progress" and said.percent is not None:
                moved = self._up_to(path, int(self._sizes[path] * said.percent / 100.0))
        self._advance(moved)  # nothing moved is a chance to be cancelled all the same

    def finish(self) -> None:
        """Everything is there: count what the lines did not tell, as of files that were there already."""
        for path in self._sizes:
            while self._waiting[path]:
                self._advance(self._done(path))

    def _done(self, path: str) -> int:
        moved = self._up_to(path, self._sizes[path])
        self._waiting[path] -= 1
        if self._waiting[path]:
            self._counted[path] = 0  # the same file goes to another place too
        self._on_file(path)
        return moved

    def _up_to(self, path: str, size: int) -> int:
        moved = max(0, size - self._counted[path])
        self._counted[path] += moved
        return moved


class FolderProgress:
    """A download: how much the folder has grown, whatever the lines say and whichever names they use."""

    def __init__(self, folder: Path, advance: Advance, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._advance = advance
        self._clock = clock
        self._looked_at = clock()
        self._size = 0

    def hear(self, said: Optional[Said]) -> None:
        moved = 0
        is_over = said is not None and said.kind in ("success", "failure")
        if is_over or self._clock() - self._looked_at >= _LOOK_EVERY_S:
            self._looked_at = self._clock()
            size = folder_size(self._folder)
            moved, self._size = max(0, size - self._size), max(size, self._size)
        self._advance(moved)


def folder_size(folder: Path) -> int:
    """Bytes of everything below a folder; what vanishes meanwhile counts as nothing."""
    total = 0
    for place, _, names in os.walk(str(folder)):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except OSError:
                continue
    return total
