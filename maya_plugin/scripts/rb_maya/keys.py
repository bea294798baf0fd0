"""Which keys stay in the panel although no widget of it took them: Maya would take them for hotkeys on the scene."""

from __future__ import annotations

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.widgets.typed_into import is_typed_into

_KEY = QtCore.Qt.Key
# What is pressed in lists and on buttons: in Maya the same keys delete what is selected, or walk on from it.
_OF_LISTS = frozenset(
    int(key)
    for key in (
        _KEY.Key_Delete,
        _KEY.Key_Backspace,
        _KEY.Key_Up,
        _KEY.Key_Down,
        _KEY.Key_Left,
        _KEY.Key_Right,
        _KEY.Key_PageUp,
        _KEY.Key_PageDown,
        _KEY.Key_Home,
        _KEY.Key_End,
        _KEY.Key_Return,
        _KEY.Key_Enter,
    )
)


def stays_here(event: QtGui.QKeyEvent) -> bool:
    """While a field is typed into every key stays: Shift alone has Maya move the focus to what is under the mouse, where
    the next letter is a hotkey. Otherwise all but the keys of lists are Maya's."""
    return is_typed_into(QtWidgets.QApplication.focusWidget()) or int(event.key()) in _OF_LISTS
