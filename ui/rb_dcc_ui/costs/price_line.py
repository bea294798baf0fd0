"""The price beside Submit: what the job will cost and take, with its uncertainty and what it rests on."""

from __future__ import annotations

from typing import Optional

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.form import tone

from .price_presenter import PricePresenter


class PriceLine(QtWidgets.QWidget):
    """Two lines, or three where the second does not fit: what the price rests on is never cut off before its time is.
    Hidden while there is nothing to say; hovering tells what the figures assume."""

    def __init__(
        self, language: Language, presenter: PricePresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._presenter = presenter
        self._first = ElidedLabel()
        self._second = ElidedLabel()
        self._third = ElidedLabel()
        self._whole = ""
        for line in (self._second, self._third):
            line.setProperty("rbTone", "dim")
        for line in (self._first, self._second, self._third):  # their own tooltips tell less than this one's
            line.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in (self._first, self._second, self._third):
            column.addWidget(line)
        self._stops = [presenter.listen(self._show), language.listen(self._show)]
        self._show()

    @property
    def text(self) -> str:
        """The price, and the line about it."""
        return "\n".join(each for each in (self._first.text(), self._whole) if each)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self) -> None:
        shown, say = self._presenter, self._language.say
        first, second = shown.line, shown.second_line
        self._first.setText("" if first is None else say(first))
        tone(self._first, "dim" if shown.estimate is None else "")
        self._whole = "" if second is None else say(second)
        self._fit()
        self.setVisible(first is not None)
        self.setToolTip("\n".join([self.text] + [say(each) for each in shown.reasons]))

    def _fit(self) -> None:
        """One line where there is room, else the time above what it rests on."""
        parts, say = self._presenter.parts, self._language.say
        needed = self._second.fontMetrics().boundingRect(self._whole).width() + 4
        is_split = len(parts) > 1 and needed > self.width()
        self._second.setText(say(parts[0]) if is_split else self._whole)
        self._third.setText(say(parts[1]) if is_split else "")
        self._second.setVisible(bool(self._whole))
        self._third.setVisible(is_split)
