"""The SHA-256 of unfinished uploads, taken while their bytes come, so that no file is read again when it is complete."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import Any, Optional, Tuple

MOST_KEPT = 1000


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
