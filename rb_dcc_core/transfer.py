"""The contract of every way to move files: send, list, fetch, with progress and resume."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence, Tuple

from .messages import Message

Advance = Callable[[int], None]
"""Told the bytes moved since the last call; it may raise Cancelled to stop."""


def no_progress(size: int) -> None:
    """Progress nobody watches."""


class Area(Enum):
    """The three storage areas of an account."""

    CONFIG = "config"
    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True)
class RemoteFile:
    """A file on the farm's side; `path` is under the area with "/", `size` in bytes, `sha256` None where unknown."""

    path: str
    size: int
    sha256: Optional[str] = None


@dataclass(frozen=True)
class SentFile:
    """What sending a file came to: `sent_bytes` really had to be sent, `sha256` is None where nobody took it."""

    sent_bytes: int
    sha256: Optional[str] = None


class Transfer(abc.ABC):
    """Moves files between this computer and the farm. Blocks: never call it on a host's main thread.

    Every method raises NetworkError, ServiceError, TransferError or LocalFileError, and leaves what was moved so far
    to go on from.
    """

    name = "none"
    sends_sets = False
    """True where a whole set is better sent at once than file by file."""
    why: Optional[Message] = None
    """Why files go this way, for the user; None where nobody chose."""

    @abc.abstractmethod
    def send_file(
        self,
        local: Path,
        area: Area,
        remote: str,
        advance: Advance = no_progress,
        known_sha256: Optional[str] = None,
    ) -> SentFile:
        """Send one file, going on where an earlier try stopped.

        `known_sha256` is the file's checksum where it is known: then a file that is there already is not even read.
        """

    def send_set(self, files: Sequence[Tuple[str, str]], area: Area, advance: Advance = no_progress) -> None:
        """Send (local, remote) pairs."""
        for local, remote in files:
            self.send_file(Path(local), area, remote, advance)

    @abc.abstractmethod
    def send_bytes(self, content: bytes, area: Area, remote: str) -> None:
        """Send a small file from memory, replacing what is there."""

    @abc.abstractmethod
    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        """Every file under a folder of the area, sub-folders included."""

    @abc.abstractmethod
    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        """The bytes of a file from an offset on."""
