"""Marks that a version is in use, and the lock of one installation at a time; both end with their holder.

A mark is an empty SQLite file: who uses the version holds a shared lock on it, who wants to remove it asks for the
exclusive one. SQLite knows the locks of every system and of network drives, and the system drops them when a
process dies, so that a crash leaves nothing to clean up.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Iterator, Optional

from .problem import InstallProblem, write_problem
from .wording import Text

MARK = "in-use.sqlite"
LOCK = "install.sqlite"
# SQLite's own beside a database of it; none stays after a proper end.
JOURNAL = "-journal"
# In what SQLite says where another holds the lock; anything else is of the file system.
_LOCKED = "locked"


class Use:
    """This process's claim on a version folder; close it when the version is no longer used."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        self._connection.close()


def claim(folder: Path) -> Optional[Use]:
    """Marks a version as used by this process until `close` or its end. None where no lock can be had.

    A folder on a read-only share needs none: nobody removes it from under us.
    """
    if not (folder / MARK).is_file():
        return None
    connection = None
    try:
        connection = sqlite3.connect(
            str(folder / MARK), timeout=1.0, isolation_level=None, check_same_thread=False
        )
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlite3.Error:
        if connection is not None:
            connection.close()
        return None
    return Use(connection)


def is_used(folder: Path) -> bool:
    """True while any process uses the version, and where that cannot be told."""
    if not (folder / MARK).is_file():
        return False
    try:
        with contextlib.closing(
            sqlite3.connect(str(folder / MARK), timeout=0.0, isolation_level=None)
        ) as asked:
            asked.execute("BEGIN EXCLUSIVE")
            asked.execute("ROLLBACK")
    except sqlite3.Error:
        return True
    return False


@contextlib.contextmanager
def one_at_a_time(folder: Path, host: str) -> Iterator[None]:
    """Holds the lock of installations into a folder; raises InstallProblem where another holds it for long. On a share that
    keeps no locks there is none to hold, and nobody who could be waited for."""
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(str(path), "ab"):
            pass
    except OSError as error:
        raise write_problem(error, path, host) from error
    connection = sqlite3.connect(str(path), timeout=20.0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if _LOCKED in str(error):
            connection.close()
            raise InstallProblem(
                Text(
                    "Another installation is under way in {path}. Wait until it is done, then try again.",
                    path=str(folder),
                )
            ) from error
    try:
        yield
    finally:
        connection.close()
