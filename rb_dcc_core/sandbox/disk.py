"""The store's folder on disk: bytes under names that nobody outside chose."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Iterator, Tuple

from .running_hashes import hashed_aside

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
        with self._opened(name, flags) as file, hashed_aside(digest, length) as take:
            while written < length:
                block = body.read(min(BLOCK, length - written))
                if not block:
                    break
                _write_whole(file, block)
                take(block)
                written += len(block)
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


def _write_whole(file: BinaryIO, content: bytes) -> None:
    """An unbuffered file may take less than it is given: at a full disk, and in one go on some systems."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _fresh(key: str) -> str:
    return f"{key}-{secrets.token_hex(8)}"
