"""Where Tab leads: what is put in later comes last in Qt's order, wherever it stands."""

from __future__ import annotations

from typing import Iterable, List

from rb_dcc_ui.binding import QtCore, QtWidgets

_POLICY = QtCore.Qt.FocusPolicy
_BY_TAB = (_POLICY.TabFocus, _POLICY.StrongFocus, _POLICY.WheelFocus)


def takes_tab(widget: QtWidgets.QWidget) -> bool:
    return widget.focusPolicy() in _BY_TAB


def controls_in(widget: QtWidgets.QWidget) -> List[QtWidgets.QWidget]:
    """What Tab can stop at in a widget, in the order in which it was made."""
    return [each for each in (widget, *widget.findChildren(QtWidgets.QWidget)) if takes_tab(each)]


def lead_on(before: QtWidgets.QWidget, widgets: Iterable[QtWidgets.QWidget]) -> None:
    """Have Tab lead from one control through those of these widgets, in their order; all in the same window."""
    for widget in widgets:
        for control in controls_in(widget):
            QtWidgets.QWidget.setTabOrder(before, control)
            before = control
