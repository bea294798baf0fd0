"""A menu of the task list's columns: what is ticked is shown, whatever the room."""

from __future__ import annotations

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QAction, QtWidgets
from rb_dcc_ui.language import Language

from .column_fit import ColumnFit
from .column_room import CHOOSABLE
from .columns import HEADINGS


class ColumnMenu(QtWidgets.QMenu):
    """In the heading's own order; its last entry leaves it to the room again."""

    def __init__(
        self, language: Language, fit: ColumnFit, header: QtWidgets.QHeaderView, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._fit = fit
        self._header = header
        self.aboutToShow.connect(self._fill)
        language.bind(self, "speak", Message("Columns"))

    def speak(self, title: str) -> None:
        """In another language; filled from the start, because an empty menu is never about to be shown."""
        self.setTitle(title)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        for place in range(self._header.count()):
            column = self._header.logicalIndex(place)
            if column not in CHOOSABLE:
                continue
            choice = QAction(self._language.say(HEADINGS[column]), self)
            choice.setCheckable(True)
            is_hidden = self._header.isSectionHidden(column)
            choice.setChecked(not is_hidden)
            choice.triggered.connect(lambda *_, at=column, is_on=is_hidden: self._fit.choose(at, is_on))
            self.addAction(choice)
        self.addSeparator()
        fitting = QAction(self._language.say(Message("As many as fit")), self)
        fitting.setCheckable(True)
        fitting.setChecked(not self._fit.chosen)
        fitting.triggered.connect(lambda *_: self._fit.choose_none())
        self.addAction(fitting)
