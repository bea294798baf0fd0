"""The service's memory: one SQLite file, one connection, one lock around both."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any, Iterable, Iterator, List, Optional, Sequence

from rb_dcc_core.errors import SettingsError

from .schema import SCHEMA

FILE_NAME = "sandbox.sqlite3"


class Database:
    """All statements go through one connection; hold `lock`, or be inside `transaction`, across related ones.

    The file is opened for this process alone, so two services can never move the same tasks.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / FILE_NAME
        # Created by hand first, because SQLite has no say in the mode and the file holds the access key.
        os.close(os.open(str(path), os.O_RDWR | os.O_CREAT, 0o600))
        if os.name == "posix":
            path.chmod(0o600)
        self.lock = threading.RLock()
        self._connection = sqlite3.connect(
            str(path), timeout=1.0, isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise SettingsError(
                "The embedded service cannot use its folder {folder} ({why}). Stop the other service that uses it,"
                " or give another folder.",
                folder=str(folder),
                why=str(error),
            ) from error

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript("BEGIN;" + SCHEMA + "COMMIT;")

    def close(self) -> None:
        with self.lock:
            self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing; holds the lock."""
        with self.lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def run(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        with self.lock:
            return self._connection.execute(statement, values)

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.lock:
            self._connection.executemany(statement, rows)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> List[sqlite3.Row]:
        with self.lock:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[Any] = ()) -> Optional[sqlite3.Row]:
        with self.lock:
            found: Optional[sqlite3.Row] = self._connection.execute(statement, values).fetchone()
            return found

    def number(self, statement: str, values: Sequence[Any] = ()) -> int:
        """The first column of the first row as a whole number; 0 where there is none."""
        found = self.row(statement, values)
        return int(found[0] or 0) if found is not None else 0

    def insert(self, statement: str, values: Sequence[Any]) -> int:
        """Insert one row and return its id."""
        return int(self.run(statement, values).lastrowid or 0)

    def remembered(self, key: str, default: str = "") -> str:
        found = self.row("SELECT value FROM memory WHERE key = ?", (key,))
        return str(found["value"]) if found is not None else default

    def remember(self, key: str, value: str) -> None:
        self.run("INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)", (key, value))


def marks(values: Sequence[Any]) -> str:
    """As many question marks as there are values, for an IN list."""
    return ",".join("?" * len(values))
