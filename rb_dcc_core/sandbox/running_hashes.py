"""The SHA-256 of unfinished uploads, taken while their bytes come, so that no file is read again when it is complete."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections import OrderedDict
from typing import Any, List, Optional, Tuple

MOST_KEPT = 1000
BLOCK_BYTES = 1 << 19
BUFFERS = 4
# A connection's thread keeps its buffers: memory that is new at each request costs as much as what comes into it.
_own = threading.local()


def _buffers(count: int) -> List[bytearray]:
    made: List[bytearray] = _own.__dict__.setdefault("buffers", [])
    while len(made) < count:
        made.append(bytearray(BLOCK_BYTES))
    return made[:count]


class HashAside:
    """Lends buffers for the blocks of a body and takes them back into a digest: of a long body in a thread beside that
    which receives it. The digest has them all at the end of the `with` block; without a digest nothing is hashed.
    """

    def __init__(self, digest: Optional[Any], length: int) -> None:
        self._digest = digest
        self._free: queue.Queue[bytearray] = queue.Queue()
        self._filled: queue.Queue[Optional[Tuple[bytearray, int]]] = queue.Queue()
        is_long = digest is not None and length > BLOCK_BYTES
        self._thread = (
            threading.Thread(target=self._run, name="sandbox-hash", daemon=True) if is_long else None
        )
        for buffer in _buffers(BUFFERS if is_long else 1):
            self._free.put(buffer)

    def __enter__(self) -> HashAside:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread is not None:
            self._filled.put(None)
            self._thread.join()

    def lend(self) -> bytearray:
        """A buffer to fill; waits while all are still to be hashed."""
        return self._free.get()

    def take(self, buffer: bytearray, size: int) -> None:
        """What was lent, filled so far."""
        if self._thread is not None:
            self._filled.put((buffer, size))
            return
        if self._digest is not None:
            self._digest.update(memoryview(buffer)[:size])
        self._free.put(buffer)

    def _run(self) -> None:
        for buffer, size in iter(self._filled.get, None):
            self._digest.update(memoryview(buffer)[:size])  # type: ignore[union-attr]
            self._free.put(buffer)


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
