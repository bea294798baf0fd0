"""Fields that a wheel on its way down the page leaves alone: only one that has the focus takes it."""

from __future__ import annotations

from typing import Any

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets


class _Steady:
    """Before a Qt class among the bases."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        # Qt's own policy for these lets the wheel itself bring the focus.
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)  # type: ignore[attr-defined]

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        if self.hasFocus():  # type: ignore[attr-defined]
            super().wheelEvent(event)  # type: ignore[misc]
        else:
            event.ignore()


class SteadySpinBox(_Steady, QtWidgets.QSpinBox):
    """Whole numbers."""


class SteadyDoubleSpinBox(_Steady, QtWidgets.QDoubleSpinBox):
    """Numbers with a fraction."""


class SteadyComboBox(_Steady, QtWidgets.QComboBox):
    """A choice."""
