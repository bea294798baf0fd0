"""The bar of a submission: one piece for each stage, the widest for the upload, filled as far as it has come."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.submission_run import STAGES, UPLOAD
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.looks import BUSY
from rb_dcc_ui.theme import em, theme_of

_WIDE = 4


class StageBar(QtWidgets.QWidget):
    """`show_at` takes a stage, the share of it (None where nobody can tell) and a colour's role."""

    def __init__(self, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._place = -1
        self._share: Optional[float] = None
        self._role = BUSY
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)

    def show_at(self, stage: str, share: Optional[float], role: str, is_done: bool = False) -> None:
        place = len(STAGES) if is_done else STAGES.index(stage) if stage in STAGES else -1
        if (place, share, role) != (self._place, self._share, self._role):
            self._place, self._share, self._role = place, share, role
            self.update()

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(em(self, 8), em(self, 0.36))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        theme = theme_of(self)
        gap = max(2.0, em(self, 0.14))
        parts = [_WIDE if stage == UPLOAD else 1 for stage in STAGES]
        unit = (self.width() - gap * (len(parts) - 1)) / sum(parts)
        left = 0.0
        for place, part in enumerate(parts):
            width = unit * part
            self._piece(painter, left, width, theme.line)
            filled = self._filled(place)
            if filled > 0:
                self._piece(painter, left, max(self.height() / 1.0, width * filled), theme.role(self._role))
            left += width + gap
        painter.end()

    def _filled(self, place: int) -> float:
        if place != self._place:
            return 1.0 if place < self._place else 0.0
        return 0.5 if self._share is None else self._share

    def _piece(self, painter: QtGui.QPainter, left: float, width: float, colour: QtGui.QColor) -> None:
        radius = self.height() / 2.0
        painter.setBrush(colour)
        painter.drawRoundedRect(QtCore.QRectF(left, 0.0, width, float(self.height())), radius, radius)
