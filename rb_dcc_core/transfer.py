"""The contract of every way to move files: send, list, fetch, with progress, cancelling and going on."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

from .errors import TransferError
from .messages import Message

Advance = Callable[[int], None]
"""Told the bytes moved since the last call; it may raise Cancelled to stop."""


class Held(int):
    """Bytes told to an `Advance` that had been there already: they count as done, but say nothing of the line's rate."""


OnFile = Callable[[str], None]
"""Told a file that has arrived whole, by its local path; one that is sent again is told again."""


def no_progress(size: int) -> None:
    """Progress nobody watches."""


def no_file(path: str) -> None:
    """Files nobody counts."""


class Area(Enum):
    """The three storage areas of an account."""

    CONFIG = "config"
    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True)
class RemoteFile:
    """A file on the farm's side; `path` is under the area with "/", `size` in bytes, what is not known None."""

    path: str
    size: int
    sha256: Optional[str] = None
    modified_ms: Optional[int] = None


@dataclass(frozen=True)
class ResultFolder:
    """Where a task's results lie in the output area: a folder, and whose it is where the task tells that."""

    path: str
    storage_id: Optional[str] = None
    user_id: Optional[str] = None


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
    fetches_sets = False
    """True where results come by whole paths (`fetch_set`) and not by blocks (`fetch_blocks`)."""
    lanes = 1
    """How many small files may go at once, each from a thread of its own."""
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

    def expect(self, remotes: Sequence[str], area: Area) -> None:  # noqa: B027 - most ways have no use for it
        """These files are sent next, in any order: whoever can asks for all of them at once what is there already."""

    def rest(self) -> None:  # noqa: B027 - most ways keep nothing
        """This thread sends no more for now: what was kept for it alone may go."""

    def send_set(
        self,
        files: Sequence[Tuple[str, str]],
        area: Area,
        advance: Advance = no_progress,
        on_file: OnFile = no_file,
    ) -> None:
        """Send (local, remote) pairs."""
        for local, remote in files:
            self.send_file(Path(local), area, remote, advance)
            on_file(local)

    @abc.abstractmethod
    def send_bytes(self, content: bytes, area: Area, remote: str) -> None:
        """Send a small file from memory, replacing what is there."""

    @abc.abstractmethod
    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        """Every file under a folder of the area, sub-folders included."""

    def results_in(self, results: ResultFolder) -> Optional[List[RemoteFile]]:
        """The files of a task's results; None where the service does not tell, and the folder is fetched whole."""
        return list(self.list_files(Area.OUTPUT, results.path))

    def fetch_set(
        self,
        results: ResultFolder,
        into: Path,
        only: Sequence[str] = (),
        advance: Advance = no_progress,
    ) -> None:
        """Fetch a folder of results into an own folder of this computer, going on where an earlier try stopped.

        `only` names files of it, by their paths in the area; more than these may come. What comes lies below `into`
        under the folder's own name or directly.
        """
        raise TransferError("The way '{name}' fetches files one by one.", name=self.name)

    @abc.abstractmethod
    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        """The bytes of a file from an offset on."""
