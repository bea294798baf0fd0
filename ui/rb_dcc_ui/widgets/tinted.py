"""A strip whose ground says how bad it is what stands on it."""

from __future__ import annotations

from typing import Optional

from rb_dcc_ui.binding import QtGui, QtWidgets
from rb_dcc_ui.looks import BAD
from rb_dcc_ui.theme import theme_of


class TintedFrame(QtWidgets.QFrame):
    """Painted, because a palette of one's own is lost when a host changes its colours."""

    def __init__(self, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._role = BAD

    def tint(self, role: str) -> None:
        """Take the ground of a role of `looks`."""
        self._role = role
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), theme_of(self).tint(self._role))
        painter.end()
