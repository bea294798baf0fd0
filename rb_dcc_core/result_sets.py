"""Results that come by whole folders: fetched aside inside the chosen folder, checked, moved in one by one."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path
from typing import Callable, Dict, Iterator, Sequence, Tuple

from .atomic import disk_error
from .downloads import COMPLETE, NEWER, WANTED, DownloadReport, Results, download, settle, standing_of
from .errors import TransferError
from .localpaths import local_path
from .messages import Message
from .transfer import Advance, Held, RemoteFile, Transfer, no_progress

ASIDE = ".rb-fetch-"
# What an engine leaves of a file that it has not fetched whole.
_UNFINISHED = (".aspx", ".aspera-ckpt", ".aspera-inv", ".partial")

OnResult = Callable[[Path], None]


def download_results(
    transfer: Transfer,
    found: Sequence[Results],
    folder: Path,
    sleep: Callable[[float], None] = time.sleep,
    advance: Advance = no_progress,
    on_file: OnResult = lambda path: None,
    overwrites: bool = False,
) -> DownloadReport:
    """Fetch results into a folder by whichever way the transfer has; see `download` for what it raises and keeps."""
    if not transfer.fetches_sets:
        files = [each for results in found for each in results.files or ()]
        return download(transfer, files, folder, sleep, advance, on_file, overwrites)
    report = DownloadReport()
    for results in found:
        _SetDownload(transfer, results, folder, report, on_file, overwrites).run(advance)
    return report


class _SetDownload:
    """One folder of results on its way. What a broken try left aside is gone on from."""

    def __init__(
        self,
        transfer: Transfer,
        results: Results,
        folder: Path,
        report: DownloadReport,
        on_file: OnResult,
        overwrites: bool,
    ) -> None:
        self._transfer = transfer
        self._results = results
        self._folder = folder
        self._report = report
        self._on_file = on_file
        self._overwrites = overwrites
        mark = hashlib.sha256(results.folder.path.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self._aside = folder / (ASIDE + mark)
        self._listed = frozenset(each.path for each in results.files or ())
        self._wanted: Dict[str, RemoteFile] = {}

    def run(self, advance: Advance) -> None:
        for remote in self._results.files or ():
            self._look_at(remote, advance)
        if self._results.files is not None and not self._wanted:
            return
        self._make_aside()
        self._transfer.fetch_set(self._results.folder, self._aside, sorted(self._wanted), advance)
        for arrived, path in self._arrived():
            self._take(arrived, path)
        for path in sorted(self._wanted):
            self._fail(path, "'{path}' did not arrive. Download again.")
        shutil.rmtree(str(self._aside), ignore_errors=True)

    def _look_at(self, remote: RemoteFile, advance: Advance) -> None:
        try:
            target = local_path(self._folder, remote.path)
        except TransferError as error:
            self._report.failed.append((remote.path, error.message))
            return
        standing = standing_of(target, remote)
        if standing == WANTED or (standing == NEWER and self._overwrites):
            self._wanted[remote.path] = remote
            return
        (self._report.present if standing == COMPLETE else self._report.kept).append(target)
        advance(Held(remote.size))
        self._on_file(target)

    def _make_aside(self) -> None:
        """The folder aside; a link in its place could lead out of the chosen folder."""
        try:
            if self._aside.is_symlink():
                self._aside.unlink()
            self._aside.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error, self._aside) from error

    def _arrived(self) -> Iterator[Tuple[Path, str]]:
        """What came, and the path in the output area that each file stands for; links are never followed."""
        name = self._results.folder.path
        top = self._aside / name
        if not top.is_dir() or top.is_symlink():
            top = self._aside
        for place, folders, names in os.walk(str(top)):
            folders.sort()
            for each in sorted(names):
                arrived = Path(place) / each
                if arrived.is_file() and not arrived.is_symlink() and not each.endswith(_UNFINISHED):
                    yield arrived, f"{name}/{arrived.relative_to(top).as_posix()}"

    def _take(self, arrived: Path, path: str) -> None:
        """Move one file in, unless it is not whole, not safe to write, or stands against a file changed here."""
        size = arrived.stat().st_size
        listed = self._wanted.pop(path, None)
        if listed is None and path in self._listed:
            return  # more came than was wanted: it has been looked at already
        if listed is not None and listed.size != size:
            arrived.unlink()
            self._fail(path, "'{path}' did not arrive whole. Download again.")
            return
        try:
            target = local_path(self._folder, path)
            self._settle(arrived, target, listed or RemoteFile(path, size), listed is not None)
        except TransferError as error:
            self._report.failed.append((path, error.message))

    def _settle(self, arrived: Path, target: Path, remote: RemoteFile, is_listed: bool) -> None:
        try:
            if not is_listed and target.is_file() and not self._overwrites:
                # Nobody told when it was rendered, so what is here may be the newer one.
                (self._report.present if _same(arrived, target) else self._report.kept).append(target)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                settle(arrived, target, remote)
                self._report.fetched.append(target)
        except OSError as error:
            raise disk_error(error, target) from error
        self._on_file(target)

    def _fail(self, path: str, text: str) -> None:
        self._report.failed.append((path, Message(text, path=path)))


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with open(str(one), "rb") as left, open(str(other), "rb") as right:
        while True:
            block = left.read(1 << 20)
            if block != right.read(1 << 20):
                return False
            if not block:
                return True
