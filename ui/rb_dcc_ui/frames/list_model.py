"""The list of frames beside the grid: the same table, as rows that can be sorted by what is dear, slow or failed."""

from __future__ import annotations

import time
from array import array
from typing import Any, Callable, Optional, Sequence, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.money import money_words
from rb_dcc_core.statuses import frame_type_words
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.icon import icon
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import frame_look
from rb_dcc_ui.theme import theme_of
from rb_dcc_ui.widgets.alignment import TO_THE_RIGHT
from rb_dcc_ui.widgets.indented import INDENT
from rb_dcc_ui.widgets.status_delegate import MARK_ROLE
from rb_dcc_ui.wording import duration_words, moment_words

from .frame_table import FrameTable

_ROLE = QtCore.Qt.ItemDataRole
FRAME, STATUS, KIND, TIME, COST, RAM, TRIES, STARTED, LEFT = range(9)
HEADINGS = (
    Message("Frame"),
    Message("Status"),
    Message("Kind"),
    Message("Time"),
    Message("Cost"),
    Message("RAM"),
    Message("Tries"),
    Message("Started"),
    Message("Machine time left"),
)
_TOLD_ROLES = (
    _ROLE.DisplayRole,
    _ROLE.TextAlignmentRole,
    _ROLE.DecorationRole,
    _ROLE.ForegroundRole,
    MARK_ROLE,
)
_ROOT = QtCore.QModelIndex()
_FIGURES = (FRAME, TIME, COST, RAM, TRIES, LEFT)


class FrameListModel(QtCore.QAbstractTableModel):
    """Rows of one FrameTable in an order of its own. `currency` is the account's sign, `shows_cost` False hides money."""

    def __init__(self, language: Language, widget: QtWidgets.QWidget) -> None:
        super().__init__(widget)
        self._language = language
        self._widget = widget
        self._table = FrameTable()
        self._count = 0
        self._order: Optional[RowOrder] = None
        self.currency = "$"
        self.shows_cost = True

    # -- what it shows -------------------------------------------------------------------------------------------

    def show_table(self, table: FrameTable) -> None:
        """Show a table in its own order, which is that of the frames' numbers."""
        self.beginResetModel()
        self._table, self._count, self._order = table, len(table), None
        self.endResetModel()

    def rows_came(self) -> None:
        """The table has grown behind the rows that are shown; they stand last until the list is sorted again."""
        if len(self._table) <= self._count:
            return
        self.beginInsertRows(QtCore.QModelIndex(), self._count, len(self._table) - 1)
        self._count = len(self._table)
        if self._order is not None:
            self._order.fill_up(self._count)
        self.endInsertRows()

    def reorder(self, order: Optional[RowOrder]) -> None:
        """Another order of the same rows; selection follows its frames."""
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        ids = [self.frame_id(index.row()) for index in old]
        self._order = order
        rows = [self.row_of_id(each) for each in ids]
        self.changePersistentIndexList(
            old,
            [
                self.index(row, index.column()) if row is not None else QtCore.QModelIndex()
                for row, index in zip(rows, old)
            ],
        )
        self.layoutChanged.emit()

    def rows_changed(self, rows: Sequence[int]) -> None:
        """Values of these table rows changed."""
        if not rows or self.rowCount() == 0:
            return
        places = [self._place_of(row) for row in rows if row < self._count]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), len(HEADINGS) - 1))

    def frame_id(self, row: int) -> int:
        return int(self._table.ids[self._row(row)])

    def row_of_id(self, frame_id: int) -> Optional[int]:
        row = self._table.row_of(frame_id)
        if row is None or row >= self._count:
            return None
        return self._place_of(row)

    def speak_again(self) -> None:
        """The language changed."""
        self.headerDataChanged.emit(QtCore.Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADINGS) - 1))

    # -- Qt's side -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Any = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Any = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: QtCore.Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation == QtCore.Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            words = self._language.say(HEADINGS[section])
            return INDENT + words if section == STARTED else words
        if role == _ROLE.TextAlignmentRole and section in _FIGURES:
            return TO_THE_RIGHT
        return None

    def data(self, index: Any, role: int = _ROLE.DisplayRole) -> Any:
        if role not in _TOLD_ROLES:
            return None
        row, column = self._row(index.row()), index.column()
        if role == _ROLE.DisplayRole:
            return self._text(row, column)
        if role == _ROLE.TextAlignmentRole and column in _FIGURES:
            return TO_THE_RIGHT
        if column == STATUS:
            look = frame_look(self._table.statuses[row])
            if role == MARK_ROLE:
                return look.mark
            theme = theme_of(self._widget)
            if role == _ROLE.DecorationRole:
                return icon(look.mark, theme.role(look.role), theme.faint)
            if role == _ROLE.ForegroundRole:
                return QtGui.QBrush(theme.role(look.role))
        return None

    def _text(self, row: int, column: int) -> str:
        say, table = self._language.say, self._table
        if column == FRAME:
            return table.name(row)
        if column == STATUS:
            return say(frame_look(table.statuses[row]).words)
        if column == KIND:
            return say(frame_type_words(table.kinds[row] or None))
        frame = table.row(row)
        if column == TIME:
            return say(duration_words(frame.time_s))
        if column == COST:
            return say(money_words(frame.cost if self.shows_cost else None, self.currency))
        if column == RAM:
            return "–" if not frame.ram_gb else f"{frame.ram_gb:.1f} GB"
        if column == TRIES:
            return "–" if frame.tries is None else str(frame.tries + 1)
        if column == LEFT:
            return say(duration_words(table.machine_left_s(row, time.time())))
        return say(moment_words(frame.started_ms))

    def _row(self, place: int) -> int:
        return place if self._order is None else self._order.rows[place]

    def _place_of(self, row: int) -> int:
        return row if self._order is None else self._order.places[row]


class RowOrder:
    """`rows` in the order in which they are shown, and of each row the place where it is: made on any thread."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = array("l", rows)
        self.places = array("l", bytes(self.rows.itemsize * len(rows)))
        for place, row in enumerate(self.rows):
            self.places[row] = place

    def fill_up(self, count: int) -> None:
        """Rows that came since stand behind the others."""
        fresh = range(len(self.rows), count)
        self.rows.extend(fresh)
        self.places.extend(fresh)


def sort_work(table: FrameTable, column: int, descending: bool) -> Callable[[Any], Optional[RowOrder]]:
    """The sorting of a table as it is now, to be done on another thread: everything it needs is copied."""
    keys: Sequence[Any]
    if column == FRAME:
        count = len(table)
        return lambda ticket: RowOrder(range(count - 1, -1, -1)) if descending else None
    keys = {
        STATUS: bytes(table.statuses),
        KIND: bytes(table.kinds),
        TIME: table.times[:],
        COST: table.costs[:],
        RAM: table.rams[:],
        TRIES: table.tries[:],
        STARTED: table.started[:],
        LEFT: table.running_since(),
    }[column]
    return lambda ticket: RowOrder(sorted_rows(keys, descending))


CHUNK = 5000


def sorted_rows(keys: Sequence[Any], descending: bool) -> Sequence[int]:
    """Row numbers by key, unknown values last. In chunks: one long sort would keep every other thread waiting."""
    import heapq

    def key(row: int) -> Tuple[bool, Any]:
        value = keys[row]
        is_unknown = value != value or value == -1
        return is_unknown, 0 if is_unknown else (-value if descending else value)

    chunks = [
        sorted(range(start, min(start + CHUNK, len(keys))), key=key) for start in range(0, len(keys), CHUNK)
    ]
    return array("l", heapq.merge(*chunks, key=key))
