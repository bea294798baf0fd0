"""A lock that one program on any computer holds at a time and that ends with its holder, however that ends."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Iterator

from .atomic import disk_error, make_private
from .errors import InputError, LocalFileError

_NAME = re.compile(r"[0-9a-z_-]{1,64}")


class HeldElsewhere(InputError):
    """Somebody else holds the lock."""


@contextlib.contextmanager
def hold(folder: Path, name: str, refusal: HeldElsewhere) -> Iterator[None]:
    """Hold the lock of a name; raises `refusal` at once where another holds it, LocalFileError for a disk that refuses.

    It is an empty SQLite file in an exclusive transaction: SQLite knows the locks of every system and of network drives,
    the system drops them when a process is killed, and nothing has to be cleaned up after one.
    """
    import sqlite3

    assert _NAME.fullmatch(name), name
    path = folder / (name + ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        make_private(path)
    except OSError as error:
        raise disk_error(error, path) from error
    connection = sqlite3.connect(str(path), timeout=0.0, isolation_level=None, check_same_thread=False)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise refusal from error
            raise LocalFileError(
                "{path} cannot be locked ({why}). Set RB_DCC_HOME to a folder that can.",
                path=str(path),
                why=str(error),
            ) from error
        yield
    finally:
        connection.close()
