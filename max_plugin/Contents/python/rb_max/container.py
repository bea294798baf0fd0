"""The streams of a .max file: an OLE compound file whose streams are sought, never read as a whole."""

from __future__ import annotations

import array
import os
import stat
import struct
from types import TracebackType
from typing import Any, FrozenSet, Optional, Type

import olefile

from rb_dcc_core.errors import SceneError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_STREAM_BYTES = 64 << 20
# What olefile lets through of a damaged file, besides its own kind of OSError.
_DAMAGE = (
    OSError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    OverflowError,
    MemoryError,
    RecursionError,
    AssertionError,
    struct.error,
)
_END_OF_CHAIN, _FREE = 0xFFFFFFFE, 0xFFFFFFFF


class _OleFile(olefile.OleFileIO):  # type: ignore[misc]  # olefile has no types
    """olefile, but for its table of sectors, which it copies anew for each of its parts: minutes for a large file."""

    def loadfat_sect(self, sect: Any) -> Any:
        last = None
        for last in sect if isinstance(sect, array.array) else self.sect2array(sect):
            last &= 0xFFFFFFFF
            if last in (_END_OF_CHAIN, _FREE):
                break
            self.fat.extend(self.sect2array(self.getsect(last)))
        return last


class Container:
    """One opened .max file; close it. Raises SceneError with what to do for what is no 3ds Max scene."""

    def __init__(self, path: str) -> None:
        self.path = path
        _check_file(path)
        try:
            self._ole = _OleFile(path)
        except _DAMAGE as error:
            raise self.damaged() from error
        try:
            self.names: FrozenSet[str] = frozenset(
                entry[0] for entry in self._ole.listdir() if len(entry) == 1
            )
            # olefile reads all small streams together, as many bytes as the file says.
            if self._ole.root.size > MOST_STREAM_BYTES:
                raise self.damaged()
        except _DAMAGE as error:
            self.close()
            raise self.damaged() from error
        except SceneError:
            self.close()
            raise

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        self._ole.close()

    def stream(self, name: str) -> Optional[bytes]:
        """The bytes of a stream as they are stored; None where there is none, or none of a size it may have."""
        if name not in self.names:
            return None
        try:
            if self._ole.get_size(name) > MOST_STREAM_BYTES:
                return None
            with self._ole.openstream(name) as stream:
                content: bytes = stream.read()
                return content
        except _DAMAGE:
            return None

    def damaged(self) -> SceneError:
        return SceneError(
            "{path} is damaged or not whole. Save the scene again from 3ds Max.", path=self.path
        )


def _check_file(path: str) -> None:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SceneError("{path} is a folder. Give the scene file inside it.", path=path)
        if not stat.S_ISREG(mode):
            raise SceneError("{path} is not a file. Give a 3ds Max scene (.max).", path=path)
        with open(path, "rb") as stream:
            start = stream.read(len(MAGIC))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SceneError("There is no file {path}. Check the path of the scene.", path=path) from error
    except PermissionError as error:
        raise SceneError("{path} may not be read. Ask for permission, or copy it.", path=path) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SceneError("{path} cannot be read: {why}.", path=path, why=why) from error
    if not start:
        raise SceneError("{path} is empty. Save the scene again from 3ds Max.", path=path)
    if start != MAGIC:
        raise SceneError("{path} is not a 3ds Max scene. Give a .max file that 3ds Max has saved.", path=path)
