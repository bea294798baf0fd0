"""Results onto this computer's disk: whole, checked, going on where an earlier try stopped."""

from __future__ import annotations

import contextlib
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
from .transfer import Advance, Area, Held, RemoteFile, ResultFolder, Transfer, no_progress

PART_ENDING = ".rb-part"
COMPLETE = "complete"
NEWER = "newer"
WANTED = "wanted"
_SAME_TIME_S = 2.0  # as finely as FAT tells


@dataclass
class DownloadReport:
    """What was fetched, what was there already, and what could not be, with the reason.

    `kept` are files of this computer that are newer than the farm's: they stay as they are unless asked otherwise.
    """

    fetched: List[Path] = field(default_factory=list)
    present: List[Path] = field(default_factory=list)
    failed: List[Tuple[str, Message]] = field(default_factory=list)
    kept: List[Path] = field(default_factory=list)

    @property
    def files(self) -> List[Path]:
        return sorted(self.fetched + self.present)


@dataclass(frozen=True)
class Results:
    """A folder of results and its files so far; None where the service does not list them."""

    folder: ResultFolder
    files: Optional[Tuple[RemoteFile, ...]]


def find_results(transfer: Transfer, task: TaskInfo) -> List[Results]:
    """The results of a task so far: each leaf's output folder (parents have none)."""
    found: List[Results] = []
    for leaf in task.leaves():
        if leaf.output_file_name:
            storage, user = leaf.unknown.get("bid"), leaf.user_id
            folder = ResultFolder(
                leaf.output_file_name, str(storage) if storage else None, str(user) if user else None
            )
            files = transfer.results_in(folder)
            found.append(Results(folder, None if files is None else tuple(files)))
    return found


def results_of(transfer: Transfer, task: TaskInfo) -> List[RemoteFile]:
    """Every listed result of a task so far."""
    return [each for results in find_results(transfer, task) for each in results.files or ()]


def download(
    transfer: Transfer,
    files: Iterable[RemoteFile],
    folder: Path,
    sleep: Callable[[float], None],
    advance: Advance = no_progress,
    on_file: Callable[[Path], None] = lambda path: None,
    overwrites: bool = False,
) -> DownloadReport:
    """Fetch files into a folder; one that fails is reported and the others go on.

    A full disk, an unwritable folder and a lost network end it, raised as they are: what was fetched stays, and the
    next download goes on from there. A file here that is newer than the farm's is only replaced with `overwrites`.
    """
    report = DownloadReport()
    for remote in files:
        try:
            target = local_path(folder, remote.path)
            standing = standing_of(target, remote)
            if standing == WANTED or (standing == NEWER and overwrites):
                _fetch(transfer, remote, target, sleep, advance)
                report.fetched.append(target)
            else:
                (report.present if standing == COMPLETE else report.kept).append(target)
                advance(Held(remote.size))
        except (LocalFileError, NetworkError):
            raise
        except RenderbusError as error:
            report.failed.append((remote.path, error.message))
            continue
        on_file(target)
    return report


def standing_of(target: Path, remote: RemoteFile) -> str:
    """How a file here stands to the farm's: COMPLETE (the same), NEWER (another, changed here since) or WANTED.

    A fetched file bears the farm's time, so that one rendered again is told from one changed here.
    """
    try:
        now = target.stat()
        later_s = None if remote.modified_ms is None else now.st_mtime - remote.modified_ms / 1000.0
        if now.st_size == remote.size:
            if remote.sha256 is not None:
                is_same = _sha256(target) == remote.sha256
            else:
                is_same = later_s is None or later_s >= -_SAME_TIME_S
            if is_same:
                return COMPLETE
    except OSError:
        return WANTED
    return NEWER if later_s is not None and later_s > _SAME_TIME_S and target.is_file() else WANTED


def settle(arrived: Path, target: Path, remote: RemoteFile) -> None:
    """Put a whole file into its place under its farm's time; raises OSError."""
    os.replace(str(arrived), str(target))
    if remote.modified_ms is not None:
        with contextlib.suppress(OSError, OverflowError, ValueError):
            os.utime(str(target), (remote.modified_ms / 1000.0, remote.modified_ms / 1000.0))


def _fetch(
    transfer: Transfer, remote: RemoteFile, target: Path, sleep: Callable[[float], None], advance: Advance
) -> None:
    part = target.with_name(target.name + PART_ENDING)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        advance(Held(_held(remote, part)))
        with_retries(lambda: _fetch_rest(transfer, remote, part, advance), True, sleep)
        _check(remote, part)
        settle(part, target, remote)
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
