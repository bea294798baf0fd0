"""The MD5 of a file, taken in a thread of its own while everything else goes on."""

from __future__ import annotations

import threading
from concurrent import futures
from pathlib import Path
from types import TracebackType
from typing import Optional, Type

from .errors import Cancelled
from .jobfiles import file_md5
from .transfer import Advance

TELL_EVERY_S = 0.1


class HashUnderWay:
    """Begins with the `with` block and is over with it, whether it was finished, failed or no longer wanted.

    Progress is told, and cancelling heard, on the thread of whoever asks.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_bytes = 0
        self._told_bytes = 0
        self._is_unwanted = threading.Event()
        self._pool = futures.ThreadPoolExecutor(1, "scene-hash")

    def __enter__(self) -> HashUnderWay:
        self._md5 = self._pool.submit(file_md5, self._path, self._count)
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self._is_unwanted.set()
        self._pool.shutdown()

    def tell(self, advance: Advance) -> None:
        """Tell the bytes read since the last time; what `advance` raises ends the hash with the block."""
        read = self._read_bytes
        told, self._told_bytes = self._told_bytes, read
        advance(read - told)

    def result(self, advance: Advance) -> str:
        """Wait for the MD5; raises LocalFileError where the file could not be read."""
        while not futures.wait([self._md5], TELL_EVERY_S).done:
            self.tell(advance)
        md5 = self._md5.result()
        self.tell(advance)
        return md5

    def _count(self, size: int) -> None:
        self._read_bytes += size
        if self._is_unwanted.is_set():
            raise Cancelled()
