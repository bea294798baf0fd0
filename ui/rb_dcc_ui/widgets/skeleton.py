"""Where something is about to stand: quiet bars in place of text, so that nothing jumps when it comes."""

from __future__ import annotations

from typing import Optional

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.theme import em, theme_of

_WIDTHS = (0.72, 0.55, 0.64, 0.4)


class Skeleton(QtWidgets.QWidget):
    """`lines` bars of about the lengths that names have."""

    def __init__(self, lines: int = 3, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(em(self, 8), em(self, 1.5 * self._lines))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(theme_of(self).line)
        unit = em(self)
        for line in range(self._lines):
            width = round(self.width() * _WIDTHS[line % len(_WIDTHS)])
            painter.drawRoundedRect(0, round(unit * (1.5 * line + 0.4)), width, round(unit * 0.7), 3, 3)
        painter.end()
