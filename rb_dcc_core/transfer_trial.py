"""Tries the way to the farm with one small file."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from .transfer import Advance, Area, Transfer, no_progress

REMOTE = "/renderbus-dcc/transfer-test.bin"
SIZE_BYTES = 1 << 20


@dataclass(frozen=True)
class Trial:
    """What sending the file came to."""

    way: str
    size_bytes: int
    seconds: float

    @property
    def bytes_per_s(self) -> float:
        return self.size_bytes / self.seconds if self.seconds > 0 else 0.0


def try_sending(
    transfer: Transfer,
    size_bytes: int = SIZE_BYTES,
    clock: Callable[[], float] = time.monotonic,
    advance: Advance = no_progress,
) -> Trial:
    """Send a file of fresh bytes to the input area, where it replaces the last trial's; raises what sending raises.

    No task is created. Fresh bytes, so that nothing can take them for sent already.
    """
    with tempfile.TemporaryDirectory(prefix="rb-dcc-") as folder:
        path = Path(folder) / "transfer-test.bin"
        path.write_bytes(os.urandom(size_bytes))
        started = clock()
        transfer.send_file(path, Area.INPUT, REMOTE, advance)
        return Trial(transfer.name, size_bytes, clock() - started)
