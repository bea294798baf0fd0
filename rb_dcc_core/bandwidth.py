"""A limit on how fast files move. Pure but for the clock and the sleep it is given."""

from __future__ import annotations

import math
import threading
import time
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional

from .errors import SettingsError

FIELD = "bandwidth_limit_mb_s"
LEAST_BLOCK_BYTES = 1 << 14
_MB = 1000 * 1000


class Bandwidth:
    """Lets bytes pass at a rate: a block waits until the ones before it are paid for. Idle time is not saved up.

    One object serves every transfer of a run; usable from any thread.
    """

    def __init__(
        self,
        mb_s: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._bytes_per_s = mb_s * _MB
        self._clock = clock
        self._sleep = sleep
        self._guard = threading.Lock()
        self._free_at = clock()

    @property
    def block_bytes(self) -> int:
        """A block that takes about half a second, so that the line is used evenly and a stop is soon heard."""
        return max(LEAST_BLOCK_BYTES, int(self._bytes_per_s / 2))

    def spend(self, size: int) -> None:
        """Wait for this block's turn."""
        with self._guard:
            now = self._clock()
            turn = max(now, self._free_at)
            self._free_at = turn + size / self._bytes_per_s
        if turn > now:
            self._sleep(turn - now)

    def paced(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes, each block at its turn; large ones in pieces, so that a stop is soon heard."""
        step = self.block_bytes
        for block in blocks:
            for at in range(0, len(block), step):
                piece = block[at : at + step]
                self.spend(len(piece))
                yield piece


def limit_of(fields: Mapping[str, Any], given: Optional[float] = None) -> Optional[float]:
    """The limit in MB/s (millions of bytes): the one given, else the profile's; None for none.

    Raises SettingsError for a profile's limit that is no number above 0.
    """
    if given is not None:
        return given
    told = fields.get(FIELD)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, (int, float)) or not 0 < told < math.inf:
        raise SettingsError(
            'The profile\'s "{field}" is {told}. Give a number above 0 (MB/s), or leave it out for no limit.',
            field=FIELD,
            told=str(told)[:40],
        )
    return float(told)


def kb_s(mb_s: Optional[float], most: int) -> int:
    """A limit as the vendor's program takes it, in KB of 1024 bytes; `most` where there is none."""
    return most if mb_s is None else min(most, max(1, int(mb_s * _MB / 1024)))
