"""The SHA-256 of unfinished uploads, taken while their bytes come, so that no file is read again when it is complete."""

from __future__ import annotations

import contextlib
import hashlib
import queue
import threading
from collections import OrderedDict
from typing import Any, Callable, Iterator, Optional, Tuple

MOST_KEPT = 1000
WAITING_BLOCKS = 8
WORTH_A_THREAD_BYTES = 1 << 20


@contextlib.contextmanager
def hashed_aside(digest: Optional[Any], length: int) -> Iterator[Callable[[bytes], None]]:
    """Gives what takes a body's blocks for a digest: of a long body in a thread beside that which receives it.

    The digest has them all when the block is left.
    """
    if digest is None or length < WORTH_A_THREAD_BYTES:
        yield digest.update if digest is not None else lambda block: None
        return
    waiting: queue.Queue[Optional[bytes]] = queue.Queue(WAITING_BLOCKS)
    thread = threading.Thread(target=_update, args=(digest, waiting), name="sandbox-hash", daemon=True)
    thread.start()
    try:
        yield waiting.put
    finally:
        waiting.put(None)
        thread.join()


def _update(digest: Any, waiting: queue.Queue[Optional[bytes]]) -> None:
    for block in iter(waiting.get, None):
        digest.update(block)


class RunningHashes:
    """By name on disk, with how many bytes each has seen. What is not kept is taken from the disk once more."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, Tuple[int, Any]] = OrderedDict()

    def take(self, name: str, held: int) -> Optional[Any]:
        """The digest of the first `held` bytes, to go on with; None where it is not known. It is given away."""
        with self._guard:
            seen, digest = self._kept.pop(name, (0, None))
        if held == 0:
            return hashlib.sha256()
        return digest if seen == held else None

    def keep(self, name: str, held: int, digest: Optional[Any]) -> None:
        if digest is None:
            return
        with self._guard:
            self._kept[name] = (held, digest)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
