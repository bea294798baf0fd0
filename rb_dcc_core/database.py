"""One SQLite file of this product's own: made, opened and spoken to the same careful way everywhere."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, List, Sequence

from .atomic import disk_error, make_private
from .errors import LocalFileError

if TYPE_CHECKING:
    import sqlite3

BUSY_WAIT_S = 30.0


class Database:
    """A connection that any thread may use, one at a time; several processes may have the same file open.

    Each statement outside `transaction` is on disk when it returns (`is_durable`). It keeps a rollback journal, never a
    write-ahead log: that needs memory shared by all who have the file open, which a network drive has not, and a disk of
    this computer may be another's network drive without this one knowing.
    Raises LocalFileError for whatever the disk refuses, with what to do.
    """

    def __init__(self, path: Path, schema: str, is_durable: bool = True) -> None:
        import sqlite3

        self.path = path
        self._guard = threading.RLock()
        with self._mapped():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Made by hand first: SQLite has no say in the mode, and scene names are nobody else's business.
            make_private(path)
            self._connection = sqlite3.connect(
                str(path), timeout=BUSY_WAIT_S, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            try:
                self._prepare(schema, is_durable)
            except sqlite3.Error:
                self._connection.close()
                raise

    def _prepare(self, schema: str, is_durable: bool) -> None:
        self._connection.execute("PRAGMA journal_mode=DELETE")
        self._connection.execute("PRAGMA synchronous={}".format("FULL" if is_durable else "NORMAL"))
        self._connection.executescript("BEGIN IMMEDIATE;" + schema + "COMMIT;")

    def close(self) -> None:
        with self._guard:
            self._connection.close()

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns the last new row's number."""
        with self._guard, self._mapped():
            return self._connection.execute(statement, tuple(values)).lastrowid or 0

    def rows(self, statement: str, values: Sequence[Any] = ()) -> List[sqlite3.Row]:
        with self._guard, self._mapped():
            return self._connection.execute(statement, tuple(values)).fetchall()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing; other processes wait."""
        with self._guard:
            self.run("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.run("ROLLBACK")
                raise
            self.run("COMMIT")

    @contextlib.contextmanager
    def _mapped(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except OSError as error:
            raise disk_error(error, self.path) from error
        except sqlite3.Error as error:
            raise _database_error(error, self.path) from error


def _database_error(error: sqlite3.Error, path: Path) -> LocalFileError:
    why = str(error)
    if "full" in why:
        return LocalFileError(
            "The disk is full: {path} could not be written. Make room and try again.", path=str(path)
        )
    if "locked" in why or "busy" in why:
        return LocalFileError(
            "{path} is in use by another program. Wait a moment and try again.", path=str(path)
        )
    if "malformed" in why or "not a database" in why:
        return LocalFileError(
            "{path} is damaged ({why}). Move it away and try again; 'rb-dcc tasks' shows what is on the farm.",
            path=str(path),
            why=why,
        )
    return LocalFileError(
        "{path} could not be written ({why}). Choose a folder you may write to with RB_DCC_HOME.",
        path=str(path),
        why=why,
    )
