"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from pathlib import Path

from .errors import LocalFileError
from .messages import Message


def write_atomically(path: Path, content: bytes, private: bool = False) -> None:
    """Write a file by way of a sibling and a rename; `private` means only its owner may read it.

    Raises LocalFileError with what to do when the disk is full or the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=path.name + ".", suffix=".part", dir=str(path.parent))
    except OSError as error:
        raise disk_error(error, path) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:
            _open_up(temporary)
        os.replace(temporary, str(path))
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise disk_error(error, path) from error


def set_aside(path: Path) -> Path:
    """Move a broken file out of the way, under a name of its own beside it, and return that; raises LocalFileError."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.stem}.broken-{stamp}{path.suffix}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.stem}.broken-{stamp}-{count}{path.suffix}")
    try:
        os.replace(str(path), str(aside))
    except OSError as error:
        raise disk_error(error, aside) from error
    return aside


def make_private(path: Path) -> None:
    """Make an empty file that only its owner may read; one that is there stays untouched, its locks too.

    A file that this process has locked must not even be opened and closed again: POSIX drops the lock with it.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(str(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _open_up(path: str) -> None:
    """mkstemp makes files private; give an ordinary file the rights the user's umask asks for."""
    mask = os.umask(0)
    os.umask(mask)
    with contextlib.suppress(OSError):
        os.chmod(path, 0o666 & ~mask)


def disk_error(error: OSError, path: Path) -> LocalFileError:
    """The sentence for what this computer's disk refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return LocalFileError(
            "The disk is full: {path} could not be written. Make room and try again.", path=str(path)
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return LocalFileError(
            "{path} could not be written ({why}). Choose a folder you may write to, or set RB_DCC_HOME for this"
            " product's own files.",
            path=str(path),
            why=error.strerror or Message("no reason given"),
        )
    return LocalFileError(
        "{path} could not be written ({why}). Check the disk and try again.",
        path=str(path),
        why=error.strerror or str(error),
    )


def read_error(error: Exception, path: str) -> LocalFileError:
    """The sentence for a file of this computer that cannot be read; a ValueError is a path that no file can have."""
    return LocalFileError(
        "{path} cannot be read ({why}). Check that it is there and that you may read it.",
        path=path,
        why=getattr(error, "strerror", None) or str(error),
    )
