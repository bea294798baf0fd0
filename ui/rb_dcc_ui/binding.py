"""The one place that chooses a Qt binding: PySide6 where it is there, else PySide2.

A host ships exactly one of them; on a desktop with both, PySide6 wins. Type checkers see PySide6. What differs
between the two and is used here is bridged below; write everything else in their common part: `isChecked()`
instead of comparing check states (an int on PySide2, an enum on PySide6), QRegularExpression instead of QRegExp,
`Signal(object)` for any payload that is no plain type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6 import QtCore, QtGui, QtWidgets
    from PySide6.QtGui import QAction, QShortcut

    BINDING = "PySide6"
else:
    try:
        from PySide6 import QtCore, QtGui, QtWidgets
        from PySide6.QtGui import QAction, QShortcut

        BINDING = "PySide6"
    except ModuleNotFoundError as missing:
        # A PySide6 that is there but broken says so itself; only its absence sends us to PySide2.
        if missing.name != "PySide6":
            raise
        from PySide2 import QtCore, QtGui, QtWidgets
        from PySide2.QtWidgets import QAction, QShortcut

        BINDING = "PySide2"

__all__ = [
    "BINDING",
    "QAction",
    "QShortcut",
    "QtCore",
    "QtGui",
    "QtWidgets",
    "exec_dialog",
    "is_alive",
    "is_owned_by_python",
    "svg_renderer",
]


def svg_renderer(drawing: bytes) -> Any:
    """A QSvgRenderer of a drawing; raises ImportError where this Qt comes without SVG. Imported on first use."""
    if BINDING == "PySide6":
        from PySide6.QtSvg import QSvgRenderer
    else:
        from PySide2.QtSvg import QSvgRenderer  # type: ignore[no-redef,unused-ignore]
    return QSvgRenderer(QtCore.QByteArray(drawing))


def is_alive(thing: QtCore.QObject) -> bool:
    """False where Qt has deleted the object behind a wrapper that Python still holds."""
    if BINDING == "PySide6":
        from shiboken6 import isValid
    else:
        from shiboken2 import isValid  # type: ignore[no-redef,unused-ignore]
    return bool(isValid(thing))


def is_owned_by_python(thing: QtCore.QObject) -> bool:
    """True where Python deletes the object with its last reference to it, in whichever thread that is dropped."""
    if BINDING == "PySide6":
        from shiboken6 import ownedByPython
    else:
        from shiboken2 import ownedByPython  # type: ignore[no-redef,unused-ignore]
    return bool(ownedByPython(thing))


def exec_dialog(dialog: QtWidgets.QDialog) -> int:
    """Shows a dialog until it is answered (host's main thread); returns QDialog.Accepted or Rejected as an int."""
    # PySide2 knows `exec_` alone, and newer PySide6 means to drop it.
    run = getattr(dialog, "exec", None) or dialog.exec_
    return int(run())
