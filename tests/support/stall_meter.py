"""How long Qt's interface thread was not to be had: the gaps between the ticks of a 5 ms timer."""

from __future__ import annotations

import time
from types import TracebackType
from typing import IO, List, Optional, Sequence, Type

from rb_dcc_ui.binding import QtCore

TICK_MS = 5


class StallMeter:
    """Measures from `with` to its end. `gaps_ms` are how much longer than a tick each took, in milliseconds.

    `own_ms` are the same without the time in which the machine had no processor for the thread, where the system tells
    it (Linux): waiting for Python's lock is in them, another program's work is not. `busy_ms` counts only what the
    interface thread itself worked meanwhile.
    """

    def __init__(self) -> None:
        self.gaps_ms: List[float] = []
        self.own_ms: List[float] = []
        self.busy_ms: List[float] = []
        self._queue: Optional[IO[str]] = None
        self._last_queued = 0.0
        self._timer = QtCore.QTimer()
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = self._last_busy = 0.0

    def __enter__(self) -> StallMeter:
        try:
            self._queue = open("/proc/thread-self/schedstat", encoding="ascii")
        except OSError:
            self._queue = None
        self._last, self._last_busy, self._last_queued = (
            time.perf_counter(),
            time.thread_time(),
            self._queued_s(),
        )
        self._timer.start(TICK_MS)
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._timer.stop()
        if self._queue is not None:
            self._queue.close()
            self._queue = None
        if kind is None:
            print(self.report())

    @property
    def worst_ms(self) -> float:
        return max(self.gaps_ms, default=0.0)

    def percentile_ms(self, percent: float) -> float:
        """The gap that so many per cent of all are not longer than."""
        return percentile(self.gaps_ms, percent)

    def report(self) -> str:
        return (
            f"interface stalls of {len(self.gaps_ms)} ticks: 99 % below {self.percentile_ms(99):.1f} ms,"
            f" worst {self.worst_ms:.1f} ms; with a processor to be had 99 % below {percentile(self.own_ms, 99):.1f} ms,"
            f" worst {max(self.own_ms, default=0.0):.1f} ms; of its own work at most {max(self.busy_ms, default=0.0):.1f} ms"
        )

    def _tick(self) -> None:
        now, busy, queued = time.perf_counter(), time.thread_time(), self._queued_s()
        gap_ms = (now - self._last) * 1000 - TICK_MS
        self.gaps_ms.append(max(0.0, gap_ms))
        self.own_ms.append(max(0.0, gap_ms - (queued - self._last_queued) * 1000))
        self.busy_ms.append((busy - self._last_busy) * 1000)
        self._last, self._last_busy, self._last_queued = now, busy, queued

    def _queued_s(self) -> float:
        """How long this thread has waited for a processor so far; 0 where nobody tells."""
        if self._queue is None:
            return 0.0
        self._queue.seek(0)
        return int(self._queue.read().split()[1]) / 1e9


def percentile(values: Sequence[float], percent: float) -> float:
    """What so many per cent of the values are not above; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0
