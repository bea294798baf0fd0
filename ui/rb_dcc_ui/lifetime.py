"""Who ends a widget: Qt alone, on the interface thread, whatever becomes of Python's references to it."""

from __future__ import annotations

from typing import Callable, Dict, Optional

from .binding import QtCore

_kept: Dict[int, QtCore.QObject] = {}


def keep_until_deleted(thing: QtCore.QObject, gone: Optional[Callable[[], None]] = None) -> None:
    """Hold an object that has no parent until Qt deletes it; `gone` is called then, while its children are still there.

    Python deletes such an object with its last reference, and that may be dropped by any thread: a widget that is part
    of a ring of references goes with the next collection of garbage, which runs in whichever thread happens to need
    memory. A widget that is deleted off the interface thread takes the host with it. Interface thread only.
    """
    key = id(thing)
    _kept[key] = thing

    # A function of its own: a method of an object that is being deleted is not called any more.
    def let_go() -> None:
        _kept.pop(key, None)
        if gone is not None:
            gone()

    thing.destroyed.connect(lambda *_: let_go())
