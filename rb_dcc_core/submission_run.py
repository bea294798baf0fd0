"""One submission under way, as whoever watches it sees it and stops it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Optional, Tuple

from .errors import Cancelled
from .pace import Pace

if TYPE_CHECKING:
    from .host import Problem

SCAN = "scan"
CHECK = "check"
JOB_FILES = "job files"
UPLOAD = "upload"
SUBMIT = "submit"
STAGES = (SCAN, CHECK, JOB_FILES, UPLOAD, SUBMIT)
"""The stages in their order; the scene's own reading, where a host does it, is part of the first."""


@dataclass(frozen=True)
class Progress:
    """How far a submission is. None and 0 in a total mean that it is not known yet.

    `bytes_per_s` is over the last seconds, so that a line which stands still is seen; `left_s` is for the stage.
    """

    stage: str = ""
    done_bytes: int = 0
    total_bytes: int = 0
    done_files: int = 0
    total_files: int = 0
    bytes_per_s: Optional[float] = None
    left_s: Optional[float] = None

    @property
    def share(self) -> Optional[float]:
        """0 to 1 of the stage, None where nobody can tell."""
        if self.total_bytes:
            return min(1.0, self.done_bytes / self.total_bytes)
        if self.total_files:
            return min(1.0, self.done_files / self.total_files)
        return None


class SubmissionRun:
    """Told by the thread that works, asked and stopped by any other.

    `number` is the submission's in the journal, by which it can be gone on with; 0 before it stands there. `problems` are
    all that the checks found, worst first; a submission goes on past warnings and notices.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.number = 0
        self.problems: Tuple[Problem, ...] = ()
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._now = Progress()
        self._pace = Pace(clock)

    # -- for whoever watches -------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Ask it to stop at its next step; what was sent stays, to go on from."""
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        return self._stop.is_set()

    def now(self) -> Progress:
        with self._guard:
            now, rate = self._now, self._pace.bytes_per_s()
        left = None
        if rate and now.total_bytes:
            left = max(0, now.total_bytes - now.done_bytes) / rate
        return Progress(
            now.stage, now.done_bytes, now.total_bytes, now.done_files, now.total_files, rate, left
        )

    # -- for the thread that works -------------------------------------------------------------------------------

    def check(self) -> None:
        """Raise Cancelled where it is to stop."""
        if self._stop.is_set():
            raise Cancelled()

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until it is to stop; raises Cancelled then."""
        self._stop.wait(seconds)
        self.check()

    def begin(self, stage: str, total_bytes: int = 0, total_files: int = 0) -> None:
        """A stage begins, or what it comes to is known only now."""
        self.check()
        with self._guard:
            self._now = Progress(stage, 0, total_bytes, 0, total_files)
            self._pace.begin()

    def advance(self, size_bytes: int) -> None:
        """A transfer's progress (`transfer.Advance`)."""
        self.check()
        with self._guard:
            now = self._now
            done = now.done_bytes + size_bytes
            self._now = Progress(now.stage, done, now.total_bytes, now.done_files, now.total_files)
            self._pace.count(size_bytes)

    def file_done(self, path: str = "") -> None:
        """One more file is dealt with (`transfer.OnFile`)."""
        self.check()
        with self._guard:
            now = self._now
            self._now = Progress(
                now.stage, now.done_bytes, now.total_bytes, now.done_files + 1, now.total_files
            )
