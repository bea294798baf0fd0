"""How quickly bytes move, over the last seconds."""

from __future__ import annotations

import threading
from collections import deque
from typing import Callable, Deque, Optional, Tuple

from .transfer import Held

RATE_OVER_S = 8.0
_LEAST_S = 0.5
_MOST_SAMPLES = 400


class Pace:
    """Counts bytes as they move; usable from any thread. What had been there already makes nothing quicker."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._moved = 0
        self._samples: Deque[Tuple[float, int]] = deque(maxlen=_MOST_SAMPLES)

    def begin(self) -> None:
        """Forget what was; the time counts from now on."""
        with self._guard:
            self._moved = 0
            self._samples.clear()
            self._samples.append((self._clock(), 0))

    @property
    def moved_bytes(self) -> int:
        """Bytes that really moved since the beginning."""
        return self._moved

    def count(self, size_bytes: int) -> None:
        """A transfer's progress (`transfer.Advance`)."""
        if size_bytes and not isinstance(size_bytes, Held):
            with self._guard:
                self._moved += size_bytes
                self._samples.append((self._clock(), self._moved))

    def bytes_per_s(self) -> Optional[float]:
        """Since the oldest sample that still counts, so that a line which stands still is seen; None where it is too early."""
        with self._guard:
            now = self._clock()
            while len(self._samples) > 1 and self._samples[0][0] < now - RATE_OVER_S:
                self._samples.popleft()
            if not self._samples:
                return None
            began, first = self._samples[0]
            took = now - began
            return None if took < _LEAST_S else (self._moved - first) / took
