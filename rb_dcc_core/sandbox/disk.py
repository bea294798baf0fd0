"""The store's folder on disk: bytes under names that nobody outside chose."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Iterator, Tuple, Union

from .running_hashes import HashAside

BLOCK = 1024 * 1024
# A link put in the folder by somebody else must not lead out of it.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Hashes:
    """What is known of a file's bytes."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> Hashes:
        return cls(len(content), hashlib.sha256(content).hexdigest())


def key_of(area: str, path: str) -> str:
    """The stem of a path's name on disk."""
    return hashlib.sha256(f"{area}\0{path}".encode()).hexdigest()


class Disk:
    """Files by name; raises OSError as the disk does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def part_size(self, name: str) -> int:
        try:
            return os.lstat(str(self._folder / name)).st_size
        except FileNotFoundError:
            return 0

    def truncate(self, name: str) -> None:
        self._opened(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC).close()

    def cut(self, name: str, size: int) -> None:
        """Drop what an unfinished upload holds beyond a size."""
        with self._opened(name, os.O_WRONLY | os.O_APPEND) as file:
            file.truncate(size)

    def append(self, name: str, body: BinaryIO, length: int, digest: Any = None) -> int:
        """Add up to `length` bytes of a body, block by block, to the digest too; fewer came where the connection broke."""
        written = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with self._opened(name, flags) as file, HashAside(digest, length) as aside:
            while written < length:
                buffer = aside.lend()
                wanted = min(len(buffer), length - written)
                size = _filled(body, memoryview(buffer)[:wanted])
                _write_whole(file, memoryview(buffer)[:size])
                aside.take(buffer, size)
                written += size
                if size < wanted:
                    break
        return written

    def write(self, key: str, content: bytes) -> Tuple[str, Hashes]:
        """Write a whole file under a fresh name of this key."""
        name = _fresh(key)
        with self._opened(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
            _write_whole(file, content)
        return name, Hashes.of(content)

    def finish(self, key: str) -> str:
        """Give an unfinished upload its final name by one rename."""
        name = _fresh(key)
        os.replace(str(self._folder / (key + ".part")), str(self._folder / name))
        return name

    def sha256(self, name: str) -> Any:
        """The digest of what is held, to go on with."""
        digest = hashlib.sha256()
        for block in self._blocks(name):
            digest.update(block)
        return digest

    def md5(self, name: str) -> str:
        md5 = hashlib.md5()
        for block in self._blocks(name):
            md5.update(block)
        return md5.hexdigest()

    def open(self, name: str) -> BinaryIO:
        return os.fdopen(os.open(str(self._folder / name), os.O_RDONLY | _NO_LINKS), "rb")

    def remove(self, name: str) -> None:
        """Delete a file; one that is gone, or held open by a reader on Windows, is left to be."""
        try:
            os.unlink(str(self._folder / name))
        except (FileNotFoundError, PermissionError):
            return

    def _blocks(self, name: str) -> Iterator[bytes]:
        with self.open(name) as file:
            yield from iter(lambda: file.read(BLOCK), b"")

    def _opened(self, name: str, flags: int) -> BinaryIO:
        mode = "ab" if flags & os.O_APPEND else "wb"
        return os.fdopen(os.open(str(self._folder / name), flags | _NO_LINKS, 0o600), mode, buffering=0)  # type: ignore[return-value]


def _filled(body: Any, buffer: memoryview) -> int:
    """Fill a buffer from a body that gives what has arrived; less only where the body ends."""
    size = 0
    while size < len(buffer):
        came = body.readinto(buffer[size:])
        if not came:
            break
        size += came
    return size


def _write_whole(file: BinaryIO, content: Union[bytes, memoryview]) -> None:
    """An unbuffered file may take less than it is given: at a full disk, and in one go on some systems."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _fresh(key: str) -> str:
    return f"{key}-{secrets.token_hex(8)}"
