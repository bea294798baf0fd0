"""Results onto this computer's disk: whole, checked, going on where an earlier try stopped."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterable, List, Optional, Sequence, Tuple

from .atomic import disk_error
from .errors import LocalFileError, NetworkError, RenderbusError, TransferError
from .localpaths import local_path
from .messages import Message
from .models import TaskInfo
from .retry import with_retries
from .transfer import Advance, Area, RemoteFile, Transfer, no_progress

PART_ENDING = ".rb-part"


@dataclass
class DownloadReport:
    """What was fetched, what was there already, and what could not be, with the reason."""

    fetched: List[Path] = field(default_factory=list)
    present: List[Path] = field(default_factory=list)
    failed: List[Tuple[str, Message]] = field(default_factory=list)

    @property
    def files(self) -> List[Path]:
        return sorted(self.fetched + self.present)


def results_of(transfer: Transfer, task: TaskInfo) -> List[RemoteFile]:
    """Every result of a task so far: the files under each leaf's output folder (parents have none)."""
    found: List[RemoteFile] = []
    for leaf in task.leaves():
        if leaf.output_file_name:
            found.extend(transfer.list_files(Area.OUTPUT, leaf.output_file_name))
    return found


def download(
    transfer: Transfer,
    files: Iterable[RemoteFile],
    folder: Path,
    sleep: Callable[[float], None],
    advance: Advance = no_progress,
    on_file: Callable[[Path], None] = lambda path: None,
) -> DownloadReport:
    """Fetch files into a folder; one that fails is reported and the others go on.

    A full disk, an unwritable folder and a lost network end it, raised as they are: what was fetched stays, and the
    next download goes on from there.
    """
    report = DownloadReport()
    for remote in files:
        try:
            target = local_path(folder, remote.path)
            if _is_complete(target, remote):
                report.present.append(target)
                advance(remote.size)
            else:
                _fetch(transfer, remote, target, sleep, advance)
                report.fetched.append(target)
        except (LocalFileError, NetworkError):
            raise
        except RenderbusError as error:
            report.failed.append((remote.path, error.message))
            continue
        on_file(target)
    return report


def _is_complete(target: Path, remote: RemoteFile) -> bool:
    try:
        if target.stat().st_size != remote.size:
            return False
        return remote.sha256 is None or _sha256(target) == remote.sha256
    except OSError:
        return False


def _fetch(
    transfer: Transfer, remote: RemoteFile, target: Path, sleep: Callable[[float], None], advance: Advance
) -> None:
    part = target.with_name(target.name + PART_ENDING)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        advance(_held(remote, part))
        with_retries(lambda: _fetch_rest(transfer, remote, part, advance), True, sleep)
        _check(remote, part)
        os.replace(str(part), str(target))
    except OSError as error:
        raise disk_error(error, target) from error


def _fetch_rest(transfer: Transfer, remote: RemoteFile, part: Path, advance: Advance) -> None:
    """Append what is missing."""
    held = _held(remote, part)
    if held == remote.size and held:
        return
    with open(str(part), "ab") as stream:
        if remote.size:
            for block in transfer.fetch_blocks(Area.OUTPUT, remote.path, held):
                stream.write(block)
                advance(len(block))


def _held(remote: RemoteFile, part: Path) -> int:
    """Bytes fetched earlier; a part longer than the file belongs to an older one and is dropped."""
    held = part.stat().st_size if part.exists() else 0
    if held > remote.size:
        part.unlink()
        return 0
    return held


def _check(remote: RemoteFile, part: Path) -> None:
    """A part that is only short is kept to go on from; one with other bytes than it should have is dropped."""
    size = part.stat().st_size
    wrong = size != remote.size
    if wrong or (remote.sha256 is not None and _sha256(part) != remote.sha256):
        if size >= remote.size:
            part.unlink()
        raise TransferError(
            "'{path}' did not arrive whole ({size} of {wanted} bytes). Download again.",
            path=remote.path,
            size=size,
            wanted=remote.size,
        )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with open(str(path), "rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def total_size(files: Sequence[RemoteFile]) -> Optional[int]:
    """Bytes of all files together, None where there is none."""
    return sum(each.size for each in files) if files else None
