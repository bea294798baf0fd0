"""How the tree paints what is more than text: how far a task is, done, failed and running apart."""

from __future__ import annotations

from typing import Any

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.looks import BAD, BUSY, GOOD
from rb_dcc_ui.theme import em, theme_of

from .tree_model import COUNTS_ROLE


class RowDelegate(QtWidgets.QStyledItemDelegate):
    """As high as a row with a bar is, in whichever column: the bar's own may be hidden."""

    def sizeHint(self, option: Any, index: Any) -> QtCore.QSize:
        return QtCore.QSize(super().sizeHint(option, index).width(), em(option.widget, 1.7))


class ProgressDelegate(RowDelegate):
    """A bar under the numbers: green what is done, red what failed, blue what renders at this moment."""

    def paint(self, painter: QtGui.QPainter, option: Any, index: Any) -> None:
        super().paint(painter, option, index)
        numbers = index.data(COUNTS_ROLE)
        if numbers is None or not numbers.total:
            return
        widget = option.widget
        theme, tall = theme_of(widget), max(3, em(widget, 0.16))
        room = QtCore.QRect(option.rect)
        room.adjust(em(widget, 0.2), 0, -em(widget, 0.3), 0)
        room.setTop(option.rect.bottom() - tall - 1)
        room.setHeight(tall)
        painter.save()
        painter.fillRect(room, theme.line)
        left = room.left()
        for count, role in ((numbers.done, GOOD), (numbers.failed, BAD), (numbers.running, BUSY)):
            wide = int(room.width() * count / numbers.total)
            if count and not wide:
                wide = 2
            wide = min(wide, room.right() + 1 - left)
            painter.fillRect(QtCore.QRect(left, room.top(), wide, tall), theme.role(role))
            left += wide
        painter.restore()
