"""One line of text that gives way: what does not fit is cut with "…" and stands whole in the tooltip."""

from __future__ import annotations

from typing import Optional

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets


class ElidedLabel(QtWidgets.QLabel):
    """A label of plain text. `mode` says where it is cut: paths in the middle, names at the end."""

    def __init__(
        self,
        text: str = "",
        mode: QtCore.Qt.TextElideMode = QtCore.Qt.TextElideMode.ElideRight,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self._mode = mode
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred)
        self.setText(text)

    def text(self) -> str:
        """The whole text, however much of it is seen."""
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = " ".join(text.split("\n"))
        self.setAccessibleName(self._whole)
        self.updateGeometry()
        self._fit()

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self.fontMetrics().averageCharWidth() * 3, super().minimumSizeHint().height())

    def sizeHint(self) -> QtCore.QSize:
        width = self.fontMetrics().boundingRect(self._whole).width()
        return QtCore.QSize(width + 4, super().sizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(0, self.width() - 2))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
