"""3ds Max' main window as Qt knows it."""

from __future__ import annotations

from typing import Any, Optional

from rb_dcc_ui.binding import QtWidgets

from .runtime import HOST_ERRORS, Max, whole_of


def main_window(max_: Max) -> Optional[QtWidgets.QMainWindow]:
    """None where there is none: 3ds Max runs without its interface."""
    for found in (_of_qtmax(), _of_handle(max_), _among_windows()):
        if isinstance(found, QtWidgets.QMainWindow):
            return found
    return None


def _of_qtmax() -> Any:
    """By its name since 2018; its former one where a build has only that."""
    try:
        import qtmax
    except ImportError:
        return None
    for name in ("GetQMaxMainWindow", "GetQMaxWindow"):
        give = getattr(qtmax, name, None)
        if give is None:
            continue
        try:
            return give()
        except HOST_ERRORS:
            continue
    return None


def _of_handle(max_: Max) -> Any:
    handle = whole_of(max_.call("windows.getMAXHWND"))
    if handle is None:
        return None
    try:
        return QtWidgets.QWidget.find(handle)
    except (TypeError, OverflowError):
        return None


def _among_windows() -> Any:
    """The biggest main window of the program."""
    found = [
        each for each in QtWidgets.QApplication.topLevelWidgets() if isinstance(each, QtWidgets.QMainWindow)
    ]
    return max(found, key=lambda each: each.width() * each.height(), default=None)
