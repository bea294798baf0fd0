"""The price beside Submit: what the job will cost and take, with its uncertainty and what it rests on."""

from __future__ import annotations

from typing import Optional

from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.form import tone

from .price_presenter import PricePresenter


class PriceLine(QtWidgets.QWidget):
    """Two lines; hidden while there is nothing to say. Hovering tells what the figures assume."""

    def __init__(
        self, language: Language, presenter: PricePresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._presenter = presenter
        self._first = ElidedLabel()
        self._second = ElidedLabel()
        self._second.setProperty("rbTone", "dim")
        for line in (self._first, self._second):  # their own tooltips tell less than this one's
            line.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._first)
        column.addWidget(self._second)
        self._stops = [presenter.listen(self._show), language.listen(self._show)]
        self._show()

    @property
    def text(self) -> str:
        """What both lines say."""
        return "\n".join(each for each in (self._first.text(), self._second.text()) if each)

    def _show(self) -> None:
        shown, say = self._presenter, self._language.say
        first, second = shown.line, shown.second_line
        self._first.setText("" if first is None else say(first))
        tone(self._first, "dim" if shown.estimate is None else "")
        self._second.setText("" if second is None else say(second))
        self._second.setVisible(second is not None)
        self.setVisible(first is not None)
        self.setToolTip("\n".join([self.text] + [say(each) for each in shown.reasons]))
