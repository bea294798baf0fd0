"""Bars of money by month, each cut by label; painted by hand, read without colour by the table below it."""

from __future__ import annotations

import math
from typing import List, Optional, Sequence, Tuple

from rb_dcc_core.money import money_words
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import Theme, em, theme_of

from .ledger_presenter import LedgerPresenter, MonthBar

# Told apart by those who see red as green too; each stands out from dark and light ground (3 to 1).
_ON_DARK = ("#6db3f2", "#e8b04a", "#6fc17f", "#c79bf0", "#f2837c", "#9c9c9c")
_ON_LIGHT = ("#1463a5", "#a86a00", "#1f7a35", "#7a3fb0", "#b3261e", "#6b6b6b")
_LINES = 4


def label_colour(theme: Theme, place: int) -> QtGui.QColor:
    """The colour of a label, by its place among those shown."""
    colours = _ON_DARK if theme.is_dark else _ON_LIGHT
    return QtGui.QColor(colours[min(place, len(colours) - 1)])


class CostChart(QtWidgets.QWidget):
    """Shows the presenter's bars; hovering one says its month and what it has cost."""

    def __init__(
        self, language: Language, presenter: LedgerPresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._presenter = presenter
        self.setMinimumHeight(em(self, 11))
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(em(self, 24), em(self, 12))

    def bar_at(self, x: int) -> Optional[MonthBar]:
        """The month whose column a point lies in."""
        for bar, column in self._columns():
            if column.left() <= x <= column.right():
                return bar
        return None

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        bar = self.bar_at(event.pos().x())
        self.setToolTip("" if bar is None else self._told(bar))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter, theme = QtGui.QPainter(self), theme_of(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
        top = self._top()
        self._paint_lines(painter, theme, top)
        for bar, column in self._columns():
            self._paint_bar(painter, theme, bar, column, top)
        painter.end()

    def _told(self, bar: MonthBar) -> str:
        say, sign = self._language.say, self._presenter.currency
        lines = [f"{bar.month}: {say(money_words(bar.cost, sign))}"]
        lines += [
            f"{name or '–'}: {say(money_words(cost, sign))}" for name, cost in bar.parts if name[:1] != "\0"
        ]
        return "\n".join(lines)

    def _paint_lines(self, painter: QtGui.QPainter, theme: Theme, top: float) -> None:
        area = self._area()
        for step in range(_LINES + 1):
            y = area.bottom() - area.height() * step // _LINES
            painter.setPen(theme.line)
            painter.drawLine(area.left(), y, area.right(), y)
            if top > 0:
                words = _axis_text(top * step / _LINES, top, self._presenter.currency)
                room = QtCore.QRect(0, y - em(self, 0.5), area.left() - em(self, 0.3), em(self, 1.0))
                painter.setPen(theme.dim)
                painter.drawText(room, int(_RIGHT), words)

    def _paint_bar(
        self, painter: QtGui.QPainter, theme: Theme, bar: MonthBar, column: QtCore.QRect, top: float
    ) -> None:
        area, labels = self._area(), self._presenter.labels
        inset = max(1, column.width() // 6)
        width = max(1, column.width() - 2 * inset)
        low, spent = float(area.bottom()), 0.0
        for name, cost in bar.parts:
            spent += cost
            # On whole pixels of the screen: between two that share one, the line behind them would shine through.
            share = spent / top if top > 0 else 0.0
            high = min(self._on_pixel(area.bottom() - area.height() * share), low - 1.0)
            piece = QtCore.QRectF(column.left() + inset, high, width, low - high)
            painter.fillRect(piece, label_colour(theme, labels.index(name) if name in labels else 99))
            low = high
        painter.setPen(theme.dim)
        below = QtCore.QRect(column.left(), area.bottom() + em(self, 0.2), column.width(), em(self, 1.1))
        painter.drawText(below, int(_MIDDLE), self._month_text(bar.month, column.width()))

    def _on_pixel(self, y: float) -> float:
        ratio = self.devicePixelRatioF()
        return round(y * ratio) / ratio

    def _month_text(self, month: str, room: int) -> str:
        return month if self.fontMetrics().boundingRect(month).width() < room else month[5:]

    def _area(self) -> QtCore.QRect:
        """Where the bars stand: amounts to its left, months below."""
        top = self._top()
        widest = self.fontMetrics().boundingRect(_axis_text(top, top, self._presenter.currency)).width()
        left = max(em(self, 2.4), widest + em(self, 0.6))
        return QtCore.QRect(
            left,
            em(self, 0.6),
            max(1, self.width() - left - em(self, 0.3)),
            max(1, self.height() - em(self, 2.2)),
        )

    def _columns(self) -> Sequence[Tuple[MonthBar, QtCore.QRect]]:
        bars, area = self._presenter.bars, self._area()
        found: List[Tuple[MonthBar, QtCore.QRect]] = []
        for place, bar in enumerate(bars):
            left = area.left() + area.width() * place // len(bars)
            right = area.left() + area.width() * (place + 1) // len(bars)
            found.append((bar, QtCore.QRect(left, area.top(), right - left, area.height())))
        return found

    def _top(self) -> float:
        """A round amount above the highest bar."""
        highest = max((bar.cost for bar in self._presenter.bars), default=0.0)
        if highest <= 0:
            return 0.0
        unit = 10.0 ** math.floor(math.log10(highest))
        return next(unit * each for each in (1, 2, 4, 6, 8, 10, 20) if unit * each >= highest)


def _axis_text(amount: float, top: float, sign: str) -> str:
    places = 0 if top >= 8 else 2 if top >= 0.04 else 4
    return f"{sign}{amount:,.{places}f}"


_RIGHT = QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter
_MIDDLE = QtCore.Qt.AlignmentFlag.AlignHCenter | QtCore.Qt.AlignmentFlag.AlignTop
