"""The version folders side by side in one place: a new one comes whole or not at all, an old one goes when it is free."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Collection, List, Union

from . import marks, removal
from .bundle import Bundle, inner_path
from .problem import write_problem
from .receipt import RECEIPT, Receipt, read_receipt
from .wording import PROGRAMS, Text

_UNFINISHED = ".unfinished-"
_RENAMES = 20
_BETWEEN_RENAMES_S = 0.1


class Versions:
    """The version folders below one folder of ours, such as `modules/renderbus`. Hold `lock` around any change."""

    def __init__(self, folder: Path, host: str) -> None:
        self.folder = folder
        self._host = host
        self.waiting: List[str] = []
        """The versions that the last sweep left and a later one may remove: something of them was in use."""

    def lock(self) -> contextlib.AbstractContextManager[None]:
        """One installation at a time, whichever process it comes from; raises InstallProblem."""
        return marks.one_at_a_time(self.folder, self._host)

    def names(self) -> List[str]:
        """The version folders that hold a receipt; a folder without one is nobody's to touch."""
        try:
            inner = sorted(self.folder.iterdir())
        except OSError:
            return []
        return [entry.name for entry in inner if self._receipt(entry.name) is not None]

    def add(self, bundle: Bundle, parents_made: int) -> Path:
        """Lays the bundle in, or mends what is there of it; returns its folder. Raises InstallProblem."""
        name = bundle.manifest.folder_name
        place = self.folder / name
        there = self._receipt(name)
        if there is not None and there.is_intact(place):
            return place
        earlier = [self._receipt(other) for other in self.names()]
        made = max([parents_made] + [one.parents_made for one in earlier if one is not None])
        manifest = bundle.manifest
        receipt = Receipt(manifest.host, manifest.version, manifest.build, made, manifest.files)
        try:
            if place.exists():
                self._write(bundle, receipt, place)
            else:
                self._write_aside(bundle, receipt, place)
        except OSError as error:
            raise write_problem(error, place, self._host) from error
        return place

    def sweep(self, kept: Collection[str]) -> List[Text]:
        """Removes every version but those kept and those in use; returns what stayed behind, and why."""
        stayed: List[Text] = []
        self.waiting = []
        for name in self.names():
            receipt = self._receipt(name)
            if name in kept or receipt is None:
                continue
            place = self.folder / name
            if marks.is_used(place):
                self.waiting.append(name)
                stayed.append(
                    Text(
                        "{path}: another {program} still uses it. It goes when that one is closed.",
                        path=str(place),
                        program=PROGRAMS[self._host],
                    )
                )
            else:
                removed = removal.remove(place, receipt)
                stayed += removed.stayed
                if removed.is_locked:
                    self.waiting.append(name)
        self._clear_unfinished()
        return stayed

    def leave(self, parents_made: int) -> None:
        """Takes away our own folder and those made for it, where nothing is left in them. Let go of the lock first."""
        if any(entry.name != marks.LOCK for entry in _entries(self.folder)):
            return
        with contextlib.suppress(OSError):
            (self.folder / marks.LOCK).unlink()
            folder = self.folder
            for _ in range(max(parents_made, 1)):
                folder.rmdir()
                folder = folder.parent

    def parents_made(self) -> int:
        """How many folders above a version were made for us, as the receipts that are left tell."""
        receipts = [self._receipt(name) for name in self.names()]
        return max([0] + [receipt.parents_made for receipt in receipts if receipt is not None])

    def _receipt(self, name: str) -> Union[Receipt, None]:
        return None if name.startswith(_UNFINISHED) else read_receipt(self.folder / name)

    def _write_aside(self, bundle: Bundle, receipt: Receipt, place: Path) -> None:
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=str(self.folder)))
        try:
            os.chmod(str(unfinished), 0o755)
            self._write(bundle, receipt, unfinished)
            _rename(unfinished, place)
        except BaseException:
            shutil.rmtree(str(unfinished), ignore_errors=True)
            raise

    def _write(self, bundle: Bundle, receipt: Receipt, folder: Path) -> None:
        for path in sorted(receipt.files):
            place = folder / inner_path(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, bundle.read(path))
        with open(str(folder / marks.MARK), "ab"):
            pass
        write_whole(folder / RECEIPT, receipt.to_bytes())

    def _clear_unfinished(self) -> None:
        for entry in _entries(self.folder):
            if entry.name.startswith(_UNFINISHED):
                shutil.rmtree(str(entry), ignore_errors=True)


def write_whole(path: Path, content: bytes, aside: Union[Path, None] = None) -> None:
    """Writes a file by a rename, so that nobody ever reads half of it; `aside` is where its first form may stand."""
    unfinished = (aside or path.parent) / (_UNFINISHED + path.name)
    unfinished.write_bytes(content)
    os.replace(str(unfinished), str(path))


def _rename(unfinished: Path, place: Path) -> None:
    # Windows refuses while a virus scanner looks into a new file; it soon lets go.
    for left in reversed(range(_RENAMES)):
        try:
            os.rename(str(unfinished), str(place))
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_BETWEEN_RENAMES_S)


def _entries(folder: Path) -> List[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
