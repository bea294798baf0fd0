"""Brings calls from any thread to Qt's interface thread."""

from __future__ import annotations

import collections
import logging
import threading
from typing import Callable, Deque, Optional

from .binding import QtCore

_log = logging.getLogger(__name__)


class QtDelivery(QtCore.QObject):
    """Make it on the interface thread; `deliver` may be called from any. Each call is an event of its own, so that a
    flood of answers never holds the interface thread for longer than one of them.

    The calls wait in a queue of Python's: the signal carries nothing, because PySide2 was seen to crash when one that
    carried a Python object was emitted by a thread that is not Qt's. It closes by itself when its parent is deleted.
    """

    _arrived = QtCore.Signal()

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._is_closed = False
        self._guard = threading.Lock()
        self._calls: Deque[Callable[[], None]] = collections.deque()
        self._arrived.connect(self._call, QtCore.Qt.ConnectionType.QueuedConnection)  # type: ignore[arg-type]
        if parent is not None:
            # Before Qt deletes this one: no thread may be in the midst of emitting its signal then.
            parent.destroyed.connect(lambda *_: self.close())

    def deliver(self, call: Callable[[], None]) -> None:
        """Have a call made on the interface thread, later; dropped once this is closed."""
        with self._guard:
            if self._is_closed:
                return
            self._calls.append(call)
            try:
                self._arrived.emit()
            except RuntimeError:  # the Qt side was deleted under us while the host shuts down
                _log.debug("an answer came after the panel was deleted")

    def close(self) -> None:
        """Deliver nothing any more; no thread is inside `deliver` when this returns, so that the object may go."""
        with self._guard:
            self._is_closed = True
            self._calls.clear()

    def _call(self) -> None:
        with self._guard:
            if self._is_closed or not self._calls:
                return
            call = self._calls.popleft()
        try:
            call()
        except Exception:  # noqa: BLE001 - a callback ends here; the host must not see its traceback
            _log.exception("the panel could not show an answer")
