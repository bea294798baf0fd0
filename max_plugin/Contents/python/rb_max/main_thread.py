"""3ds Max' main thread, the only one on which it may be asked."""

from __future__ import annotations

import threading
from typing import Callable, List, Set, Tuple, TypeVar, cast

T = TypeVar("T")
_waiting: Set[object] = set()
"""By whom the calls are made that are still to come: Python would take away what only a circle of itself holds."""


def on_main_thread(call: Callable[[], T]) -> T:
    """What a call answers, made on 3ds Max' main thread; it waits for that where it is asked from another thread.

    It needs Qt's events there: without 3ds Max' interface only the main thread itself may ask.
    """
    if threading.current_thread() is threading.main_thread():
        return call()
    answers: List[Tuple[bool, object]] = []
    is_there = threading.Event()

    def answer_there() -> None:
        try:
            answers.append((True, call()))
        except BaseException as error:  # noqa: BLE001 - it belongs to the thread that asked
            answers.append((False, error))
        is_there.set()

    next_event(answer_there)
    is_there.wait()
    worked, answer = answers[0]
    if not worked:
        raise cast(BaseException, answer)
    return cast(T, answer)


def next_event(call: Callable[[], None]) -> None:
    """Have a call made in the main thread's next event; any thread."""
    from rb_dcc_ui.binding import QtCore

    application = QtCore.QCoreApplication.instance()
    if application is None:
        raise RuntimeError("Nobody serves other threads here: call this on the main thread.")

    class Bridge(QtCore.QObject):
        def event(self, event: QtCore.QEvent) -> bool:
            if event.type() != QtCore.QEvent.Type.User:
                return bool(super().event(event))
            # The last reference to it: dropped in an event of its own, on this thread and not in the midst of this one.
            QtCore.QTimer.singleShot(0, lambda: _waiting.discard(self))
            call()
            return True

    bridge = Bridge()
    _waiting.add(bridge)
    bridge.moveToThread(application.thread())
    QtCore.QCoreApplication.postEvent(bridge, QtCore.QEvent(QtCore.QEvent.Type.User))
