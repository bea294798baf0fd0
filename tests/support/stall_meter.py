"""How long Qt's interface thread was not to be had: the gaps between the ticks of a 5 ms timer."""

from __future__ import annotations

import time
from types import TracebackType
from typing import List, Optional, Type

from rb_dcc_ui.binding import QtCore

TICK_MS = 5


class StallMeter:
    """Measures from `with` to its end. `gaps_ms` are how much longer than a tick each took, in milliseconds.

    `busy_ms` counts only what the interface thread itself worked meanwhile: a busy machine does not make it larger.
    """

    def __init__(self) -> None:
        self.gaps_ms: List[float] = []
        self.busy_ms: List[float] = []
        self._timer = QtCore.QTimer()
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = self._last_busy = 0.0

    def __enter__(self) -> StallMeter:
        self._last, self._last_busy = time.perf_counter(), time.thread_time()
        self._timer.start(TICK_MS)
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._timer.stop()
        if kind is None:
            print(self.report())

    @property
    def worst_ms(self) -> float:
        return max(self.gaps_ms, default=0.0)

    def percentile_ms(self, percent: float) -> float:
        """The gap that so many per cent of all are not longer than."""
        ordered = sorted(self.gaps_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0

    def report(self) -> str:
        return (
            f"interface stalls of {len(self.gaps_ms)} ticks: 99 % below {self.percentile_ms(99):.1f} ms,"
            f" worst {self.worst_ms:.1f} ms, of its own work at most {max(self.busy_ms, default=0.0):.1f} ms"
        )

    def _tick(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        self.gaps_ms.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self.busy_ms.append((busy - self._last_busy) * 1000)
        self._last, self._last_busy = now, busy
