"""One lock for each path that is being written; paths nobody writes cost nothing."""

from __future__ import annotations

import contextlib
import threading
from typing import Dict, Iterator, Tuple


class PathLocks:
    """Locks by key, made when first asked for and dropped when nobody holds or awaits them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: Dict[str, Tuple[threading.Lock, int]] = {}

    @contextlib.contextmanager
    def hold(self, key: str, wait_s: float, refusal: Exception) -> Iterator[None]:
        """Hold the key's lock; raises `refusal` when somebody else keeps it for longer than `wait_s` seconds."""
        lock = self._taken(key)
        try:
            if not lock.acquire(timeout=wait_s):
                raise refusal
            try:
                yield
            finally:
                lock.release()
        finally:
            self._given_back(key)

    def _taken(self, key: str) -> threading.Lock:
        with self._guard:
            lock, users = self._locks.get(key, (threading.Lock(), 0))
            self._locks[key] = (lock, users + 1)
            return lock

    def _given_back(self, key: str) -> None:
        with self._guard:
            lock, users = self._locks[key]
            if users > 1:
                self._locks[key] = (lock, users - 1)
            else:
                del self._locks[key]
