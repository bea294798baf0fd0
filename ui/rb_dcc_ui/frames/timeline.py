"""A line of rendered time per frame, so that the slow ones stand out."""

from __future__ import annotations

from typing import List, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.wording import duration_words

from .frame_table import FrameTable


class Timeline(QtWidgets.QWidget):
    """As wide as the grid, a bar or a point for each frame; a click chooses the frame there."""

    chosen = QtCore.Signal(int)

    def __init__(self, language: Language, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._language = language
        self._table = FrameTable()
        self._columns: List[int] = []
        self._median: Optional[int] = None
        self._is_measured = False
        self.setMinimumHeight(em(self, 3.2))
        self.setMaximumHeight(em(self, 3.8))
        language.bind(self, "setAccessibleName", Message("Rendered time per frame"))
        language.bind(
            self,
            "setToolTip",
            Message("Rendered time per frame, first to last: high ones took long. Click one."),
        )

    def show_table(self, table: FrameTable) -> None:
        """Measured when it is painted: pages of frames come faster than anybody looks."""
        self._table = table
        self._is_measured = False
        self.update()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_measured = False

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        place = event.position().toPoint() if hasattr(event, "position") else event.pos()
        row = self._slowest_at(place.x())
        if row is not None:
            self.chosen.emit(self._table.ids[row])

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        if not self._is_measured:
            self._measure()
        painter = QtGui.QPainter(self)
        theme, highest = theme_of(self), max(self._columns, default=-1)
        painter.fillRect(self.rect(), theme.card)
        if highest > 0:
            bars, slow = self._bars(highest)
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            painter.setBrush(theme.shade(BUSY, 0.6))
            painter.drawRects(bars)
            painter.setBrush(theme.shade(BAD, 0.8))
            painter.drawRects(slow)
            self._label(painter, highest)
        else:
            painter.setPen(theme.dim)
            text = self._language.say(Message("The time of each frame comes here."))
            painter.drawText(self.rect(), QtCore.Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def _bars(self, highest: int) -> Tuple[List[QtCore.QRect], List[QtCore.QRect]]:
        """Every column as a bar; those far above the median apart."""
        height, step = self.height() - 2 - self._label_height(), self.width() / max(1, len(self._columns))
        limit = 2 * self._median if self._median else highest + 1
        bars: List[QtCore.QRect] = []
        slow: List[QtCore.QRect] = []
        gap = 1 if step >= 4 else 0
        for at, value in enumerate(self._columns):
            if value < 0:
                continue
            left, right = int(at * step), int((at + 1) * step)
            tall = max(1, int(height * value / highest))
            bar = QtCore.QRect(left, self.height() - tall, max(1, right - left - gap), tall)
            (slow if value > limit else bars).append(bar)
        return bars, slow

    def _label(self, painter: QtGui.QPainter, highest: int) -> None:
        """Above the bars, so that neither hides the other."""
        theme, say = theme_of(self), self._language.say
        text = say(
            Message(
                "longest {longest}, half below {median}",
                longest=duration_words(highest),
                median=duration_words(self._median),
            )
        )
        margin = em(self, 0.2)
        painter.setPen(theme.dim)
        flags = int(QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignTop)
        painter.drawText(self.rect().adjusted(margin, 0, -margin, 0), flags, text)

    def _label_height(self) -> int:
        return self.fontMetrics().height()

    def _measure(self) -> None:
        """The longest time of the frames behind each column of pixels."""
        self._is_measured = True
        times = self._table.times
        count, width = len(times), max(1, self.width())
        if count <= width:
            self._columns = list(times)
        else:
            self._columns = [
                max(times[column * count // width : (column + 1) * count // width]) for column in range(width)
            ]
        known = sorted(each for each in self._columns if each >= 0)
        self._median = known[len(known) // 2] if known else None

    def _slowest_at(self, x: int) -> Optional[int]:
        count, width = len(self._table), max(1, self.width())
        if not count or not 0 <= x < width:
            return None
        first = x * count // width
        last = max(first + 1, (x + 1) * count // width)
        return max(range(first, min(last, count)), key=self._table.times.__getitem__)
