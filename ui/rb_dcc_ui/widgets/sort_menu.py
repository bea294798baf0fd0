"""A menu that sorts what a heading sorts by a click: for whoever works with the keyboard."""

from __future__ import annotations

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QAction, QtCore, QtWidgets
from rb_dcc_ui.language import Language

_UP, _DOWN = QtCore.Qt.SortOrder.AscendingOrder, QtCore.Qt.SortOrder.DescendingOrder


class SortMenu(QtWidgets.QMenu):
    """The columns of a heading, those that are hidden too, the sorted one ticked; choosing that one again turns the order round."""

    def __init__(self, language: Language, heading: QtWidgets.QHeaderView, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._heading = heading
        self.aboutToShow.connect(self._fill)
        language.bind(self, "speak", Message("Sort by"))

    def speak(self, title: str) -> None:
        """In another language; filled from the start, because an empty menu is never about to be shown."""
        self.setTitle(title)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        heading, model = self._heading, self._heading.model()
        for place in range(heading.count()):
            column = heading.logicalIndex(place)
            words = model.headerData(column, QtCore.Qt.Orientation.Horizontal)
            choice = QAction(str(words or "").strip(), self)
            choice.setCheckable(True)
            choice.setChecked(column == heading.sortIndicatorSection())
            choice.triggered.connect(lambda *_, at=column: self._sort(at))
            self.addAction(choice)

    def _sort(self, column: int) -> None:
        is_turned = (
            column == self._heading.sortIndicatorSection() and self._heading.sortIndicatorOrder() == _UP
        )
        self._heading.setSortIndicator(column, _DOWN if is_turned else _UP)


def offer_sorting(language: Language, view: QtWidgets.QTableView) -> SortMenu:
    """Give a table the menu where it has none of its own: by right click, the Menu key or Shift+F10."""
    menu = SortMenu(language, view.horizontalHeader(), view)
    view.setContextMenuPolicy(QtCore.Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(lambda place: menu.popup(view.viewport().mapToGlobal(place)))
    return menu
