"""The contract of every way to move files: send, list, fetch, with progress and resume."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Callable, Iterator, Optional

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


class Transfer(abc.ABC):
    """Moves files between this computer and the farm. Blocks: never call it on a host's main thread.

    Every method raises NetworkError, ServiceError, TransferError or LocalFileError, and leaves what was moved so far
    to go on from.
    """

    name = "none"

    @abc.abstractmethod
    def send_file(self, local: Path, area: Area, remote: str, advance: Advance = no_progress) -> int:
        """Send one file, going on where an earlier try stopped; returns the bytes that really had to be sent."""

    @abc.abstractmethod
    def send_bytes(self, content: bytes, area: Area, remote: str) -> None:
        """Send a small file from memory, replacing what is there."""

    @abc.abstractmethod
    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        """Every file under a folder of the area, sub-folders included."""

    @abc.abstractmethod
    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        """The bytes of a file from an offset on."""
