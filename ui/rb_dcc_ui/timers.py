"""Calls that come later, turned by Qt."""

from __future__ import annotations

from typing import Callable, Optional

from .binding import QtCore
from .waiting import Cancel, Timers


class QtTimers(Timers):
    """Timers of one panel; they end with it."""

    def __init__(self, parent: QtCore.QObject) -> None:
        self._parent = parent

    def call_later(self, seconds: float, call: Callable[[], None]) -> Cancel:
        """Make a call after some seconds, once, unless the returned function is called before."""
        timer: Optional[QtCore.QTimer] = QtCore.QTimer(self._parent)
        assert timer is not None
        timer.setSingleShot(True)
        timer.timeout.connect(call)
        timer.timeout.connect(timer.deleteLater)
        timer.start(max(0, int(seconds * 1000)))

        def cancel() -> None:
            nonlocal timer
            if timer is not None:
                held, timer = timer, None
                try:
                    held.stop()
                    held.deleteLater()
                except RuntimeError:  # it has fired and Qt has deleted it
                    pass

        return cancel
