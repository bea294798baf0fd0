"""What is known of local files without reading them again: their checksum, by path, size, time and inode."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

from .atomic import read_error
from .database import Database
from .errors import LocalFileError

FILE_NAME = "files.sqlite3"
_WRITE_EVERY = 200
# A file written to this lately may be written to again without its time changing: file systems count in steps.
_FRESH_S = 3.0
# SQLite takes 999 values in one question where nobody built it for more.
_ASKED_AT_ONCE = 500
_RECALL = "SELECT path, size, mtime_ns, inode, sha256 FROM files WHERE path IN ({})"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode TEXT NOT NULL,
    sha256 TEXT NOT NULL) WITHOUT ROWID;
"""


class Stamp(NamedTuple):
    """What one look tells of a file: while it stays the same, so does the content. Inode and device are text, because
    Windows has numbers that SQLite cannot hold."""

    size: int
    mtime_ns: int
    inode: str


def stamp_of(path: str) -> Stamp:
    """One stat of a file, links followed; raises LocalFileError for what is not there or no plain file (a pipe would
    be waited for, without end)."""
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        raise read_error(error, path) from error
    if not stat.S_ISREG(found.st_mode):
        raise LocalFileError(
            "{path} is {kind}, not a file; it cannot be sent. Correct the path in the scene.",
            path=path,
            kind=_kind(found.st_mode),
        )
    return Stamp(found.st_size, found.st_mtime_ns, f"{found.st_dev}:{found.st_ino}")


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device"


class FileCache:
    """Remembers checksums. This one knows nothing; `PersistentFileCache` keeps them from one run to the next."""

    def known(self, path: str, stamp: Stamp) -> Optional[str]:
        """The SHA-256 of a file that is still as it was, None where that is not known."""
        return None

    def recall(self, paths: Sequence[str]) -> Dict[str, Tuple[Stamp, str]]:
        """What was last learned of files, by path: what is known of one is still true while its stamp is that."""
        return {}

    def learn(self, path: str, stamp: Stamp, sha256: str) -> None:
        """Keep a file's checksum, taken while the file had this stamp."""

    def close(self) -> None:
        """Write what was learned last."""


class PersistentFileCache(FileCache):
    """In one SQLite file. It only saves time: whatever the disk refuses, it then simply does not know."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._learned: List[Tuple[str, int, int, str, str]] = []
        self._database: Optional[Database]
        try:
            self._database = Database(folder / FILE_NAME, _SCHEMA, is_durable=False)
        except LocalFileError:
            self._database = None

    def known(self, path: str, stamp: Stamp) -> Optional[str]:
        if self._database is None:
            return None
        try:
            rows = self._database.rows(
                "SELECT sha256 FROM files WHERE path = ? AND size = ? AND mtime_ns = ? AND inode = ?",
                (_key(path), stamp.size, stamp.mtime_ns, stamp.inode),
            )
        except LocalFileError:
            return None
        return str(rows[0]["sha256"]) if rows else None

    def recall(self, paths: Sequence[str]) -> Dict[str, Tuple[Stamp, str]]:
        recalled: Dict[str, Tuple[Stamp, str]] = {}
        if self._database is None:
            return recalled
        with contextlib.suppress(LocalFileError):
            for start in range(0, len(paths), _ASKED_AT_ONCE):
                named = {_key(path): path for path in paths[start : start + _ASKED_AT_ONCE]}
                marks = ",".join("?" * len(named))
                for row in self._database.rows(_RECALL.format(marks), list(named)):
                    recalled[named[row[0]]] = (Stamp(row[1], row[2], row[3]), row[4])
        return recalled

    def learn(self, path: str, stamp: Stamp, sha256: str) -> None:
        if self._clock() - stamp.mtime_ns / 1e9 < _FRESH_S:
            return
        self._learned.append((_key(path), stamp.size, stamp.mtime_ns, stamp.inode, sha256))
        if len(self._learned) >= _WRITE_EVERY:
            self._write()

    def close(self) -> None:
        self._write()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _write(self) -> None:
        learned, self._learned = self._learned, []
        if self._database is None or not learned:
            return
        try:
            with self._database.transaction():
                for row in learned:
                    self._database.run("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)
        except LocalFileError:
            return


def _key(path: str) -> str:
    """A path as SQLite can keep it, whatever bytes its name is made of."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
