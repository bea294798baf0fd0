"""Fits the task list's columns into its room: as wide as what is said in them, the least worth hidden where they are too many."""

from __future__ import annotations

from typing import Callable, Dict, Iterable

from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.indented import INDENT
from rb_dcc_ui.widgets.status_delegate import StatusDelegate

from .column_room import CHOOSABLE, shown_columns
from .columns import HEADINGS, NAME, PROGRESS, STATUS
from .tree_model import INDENTED, TaskTreeModel

_NAME_EM = 16
_SHORT_NAME_EM = 6
_SHORT_STATUS_EM = 6
_BAR_EM = 5
_AIR_EM = 0.3
_MOST_KEPT = 2000
_Event = QtCore.QEvent.Type


class ColumnFit(QtCore.QObject):
    """Columns grow with what comes into sight and do not shrink again, so that nothing jumps at every poll.

    A column that somebody has dragged keeps its width; those `chosen` are shown or hidden whatever the room. What is left
    over goes to the name. `when_chosen` is called after `choose` and `choose_none`; `forgot` asks for the rows in sight again.
    """

    forgot = QtCore.Signal()

    def __init__(
        self, tree: QtWidgets.QTreeView, model: TaskTreeModel, status: StatusDelegate, chosen: Dict[int, bool]
    ) -> None:
        super().__init__(tree)
        self.chosen = chosen
        self.when_chosen: Callable[[], None] = lambda: None
        self._tree = tree
        self._model = model
        self._status = status
        self._is_at_work = False
        self._dragged: Dict[int, int] = {}
        self._widths: Dict[int, int] = {}
        self._headings: Dict[int, int] = {}
        self._around: Dict[int, int] = {}
        self._advances: Dict[str, int] = {}
        self._measured: Dict[int, TaskInfo] = {}
        self._soon = QtCore.QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.forgot.emit)
        tree.installEventFilter(self)
        tree.viewport().installEventFilter(self)
        tree.header().sectionResized.connect(self._resized)

    # -- what the page tells it ------------------------------------------------------------------------------------

    def measure(self, rows: Iterable[QtCore.QModelIndex]) -> None:
        """These rows are in sight; those that say what they said before cost next to nothing."""
        has_grown = not self._headings and self._measure_headings()
        for index in rows:
            task = self._model.task_at(index)
            if task is None or self._measured.get(task.id or 0) is task:
                continue
            self._measured[task.id or 0] = task
            has_grown = self._measure_row(index, task) or has_grown
        if has_grown:
            self._lay_out()

    def time_passed(self) -> None:
        """What rows say grows longer by itself, such as how long they render: measure them again."""
        self._measured = {}

    def forget(self) -> None:
        """The language or the font changed: everything is measured anew."""
        for held in (self._widths, self._headings, self._around, self._advances, self._measured):
            held.clear()
        self._soon.start()

    def choose(self, column: int, is_shown: bool) -> None:
        """From now on shown, or not, whatever the room."""
        self.chosen[column] = is_shown
        self._lay_out()
        self.when_chosen()

    def choose_none(self) -> None:
        """Let the room decide again, about widths too."""
        self.chosen.clear()
        self._dragged.clear()
        self._lay_out()
        self.when_chosen()

    # -- measuring -------------------------------------------------------------------------------------------------

    def _measure_headings(self) -> bool:
        """A hidden heading tells no width, so all are shown for a moment."""
        header = self._tree.header()
        self._is_at_work = True
        for column in range(len(HEADINGS)):
            header.setSectionHidden(column, False)
            self._headings[column] = header.sectionSizeHint(column)
        self._is_at_work = False
        return True

    def _measure_row(self, index: QtCore.QModelIndex, task: TaskInfo) -> bool:
        """Whether one of its texts is wider than any before."""
        has_grown = False
        if len(self._advances) > _MOST_KEPT or len(self._measured) > _MOST_KEPT:
            self._advances, self._measured = {}, {}
        is_part = index.parent().isValid()
        for column in range(len(HEADINGS)):
            if column == NAME and is_part:
                continue  # long ones, which would leave little room for what is told of them
            text = self._model.columns.text(task, column, is_part)
            if not text:
                continue
            width = self._advance(INDENT + text if column in INDENTED else text)
            width += self._around_text(index, column)
            if column == NAME:
                width += self._tree.indentation()
            if width > self._widths.get(column, 0):
                self._widths[column] = width
                has_grown = True
        return has_grown

    def _advance(self, text: str) -> int:
        width = self._advances.get(text)
        if width is None:
            width = self._advances[text] = self._tree.fontMetrics().horizontalAdvance(text) + 1
        return width

    def _around_text(self, index: QtCore.QModelIndex, column: int) -> int:
        """What the style leaves around words, with the icon before a status; asked for once, as it takes its time."""
        like = STATUS if column == STATUS else NAME
        if like not in self._around:
            cell = index.sibling(index.row(), like)
            said, self._status.shows_words = self._status.shows_words, True
            whole = self._tree.sizeHintForIndex(cell).width()
            self._status.shows_words = said
            words = str(self._model.data(cell) or "")
            words_width = self._tree.fontMetrics().horizontalAdvance(words)
            self._around[like] = whole - words_width + em(self._tree, _AIR_EM)
        return self._around[like]

    # -- laying out ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._is_at_work or not self._headings:
            return
        header, room = self._tree.header(), self._tree.viewport().width()
        wanted = {column: self._wanted(column) for column in range(len(HEADINGS))}
        least = {NAME: self._short_name_width(wanted[NAME]), STATUS: self._short_status_width(wanted[STATUS])}
        empty = [column for column in CHOOSABLE if column not in self._widths]
        shown = shown_columns(room, wanted, least, self._icon_width(), self.chosen, empty)
        self._is_at_work = True
        wanted[STATUS] = shown.status_width
        self._status.shows_words = shown.status_width >= least[STATUS]
        for column in range(len(HEADINGS)):
            is_shown = column in shown.columns
            if header.isSectionHidden(column) is is_shown:
                header.setSectionHidden(column, not is_shown)
            if is_shown and column != NAME:
                header.resizeSection(column, wanted[column])
        header.resizeSection(NAME, self._name_width(room, least[NAME]))
        self._is_at_work = False

    def _wanted(self, column: int) -> int:
        if column in self._dragged:
            return self._dragged[column]
        width = max(self._headings[column], self._widths.get(column, 0))
        if column == NAME:
            return min(width, em(self._tree, _NAME_EM))
        return max(width, em(self._tree, _BAR_EM)) if column == PROGRESS else width

    def _short_name_width(self, wanted: int) -> int:
        return wanted if NAME in self._dragged else min(wanted, em(self._tree, _SHORT_NAME_EM))

    def _short_status_width(self, wanted: int) -> int:
        """With its words, the longest of them cut; whole in the tip."""
        if STATUS in self._dragged:
            return wanted
        short = self._around.get(STATUS, 0) + em(self._tree, _SHORT_STATUS_EM)
        return min(wanted, max(self._headings[STATUS], short))

    def _icon_width(self) -> int:
        """Of a status without its words; one that was dragged has room for them, or whoever dragged it wants it so."""
        if STATUS in self._dragged:
            return self._dragged[STATUS]
        return max(self._headings[STATUS], self._around.get(STATUS, 0))

    def _name_width(self, room: int, least: int) -> int:
        """All that is left, or so wide as somebody has dragged it."""
        if NAME in self._dragged:
            return self._dragged[NAME]
        header = self._tree.header()
        left = room - header.length() + header.sectionSize(NAME)
        return max(left, least)

    # -- Qt's side -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if watched is self._tree:
            if event.type() in (_Event.FontChange, _Event.StyleChange):
                self.forget()
        elif event.type() == _Event.Resize:
            self._lay_out()
        return False

    def _resized(self, column: int, before: int, now: int) -> None:
        """Dragged by hand: so wide it stays; what it gave or took is shared anew with the next change of the room."""
        if not self._is_at_work and now:
            self._dragged[column] = now
