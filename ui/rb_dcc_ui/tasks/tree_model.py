"""Tasks and their parts as a tree for Qt; rows come, go and change in place, so that selection and scroll place stay."""

from __future__ import annotations

import operator
from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.icon import icon
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import task_look
from rb_dcc_ui.theme import theme_of
from rb_dcc_ui.widgets.alignment import TO_THE_RIGHT
from rb_dcc_ui.widgets.indented import INDENT
from rb_dcc_ui.widgets.status_delegate import MARK_ROLE

from .columns import COST, DURATION, HEADINGS, LABEL, LEFT, NUMBER, ON_DISK, STATUS, TaskColumns
from .figures import counts

_ROLE = QtCore.Qt.ItemDataRole
_ASCENDING = QtCore.Qt.SortOrder.AscendingOrder
COUNTS_ROLE = int(_ROLE.UserRole) + 1
_TOLD_ROLES = frozenset(
    (
        _ROLE.DisplayRole,
        _ROLE.ToolTipRole,
        _ROLE.TextAlignmentRole,
        _ROLE.DecorationRole,
        _ROLE.ForegroundRole,
        COUNTS_ROLE,
        MARK_ROLE,
    )
)
_COLUMNS = len(HEADINGS)
INDENTED = (ON_DISK, LABEL)
"""Words that may stand right of figures."""
_FIGURES = (DURATION, COST, LEFT, NUMBER)
_ROOT = QtCore.QModelIndex()


class Node:
    """One row: a task or a part of one. `key` is what a whole task is sorted by."""

    __slots__ = ("children", "key", "parent", "row", "task")

    def __init__(self, task: TaskInfo, parent: Optional[Node], row: int) -> None:
        self.task = task
        self.parent = parent
        self.row = row
        self.key: Any = None
        self.children = [Node(child, self, at) for at, child in enumerate(task.children or ())]


class TaskTreeModel(QtCore.QAbstractItemModel):
    """`columns` say what stands in the cells.

    It sorts itself, whole tasks only: a sorting proxy would come back to Python for every two rows it compares.
    """

    def __init__(self, language: Language, widget: QtWidgets.QWidget) -> None:
        super().__init__(widget)
        self._language = language
        self._widget = widget
        self._roots: List[Node] = []
        self._by_id: Dict[int, Node] = {}
        self._gone: List[Node] = []
        self._sorted_by = NUMBER
        self._descending = True
        self.columns = TaskColumns(language.say)

    # -- what it shows -------------------------------------------------------------------------------------------

    def show_tasks(self, tasks: Sequence[TaskInfo]) -> None:
        """Show exactly these: what is gone goes, what is new comes, all else stays where it is."""
        fresh = [task for task in tasks if task.id not in self._by_id]
        # Kept until the next time: a view may still hold an index of a row that it is just being told to forget.
        self._gone = []
        if len(self._roots) + len(fresh) != len(tasks):
            self._take_out({task.id for task in tasks})
        self._update_all(tasks)
        if fresh:
            self._put_in(fresh)
        self._put_in_order()

    def update_tasks(self, tasks: Sequence[TaskInfo]) -> None:
        """Newer values of tasks that are shown; parts that came or went are put in or out."""
        self._update_all(tasks)
        self._put_in_order()

    def task_at(self, index: Any) -> Optional[TaskInfo]:
        node = self._node(index)
        return None if node is None else node.task

    def root_at(self, index: Any) -> Optional[TaskInfo]:
        """The whole task a row belongs to."""
        node = self._node(index)
        while node is not None and node.parent is not None:
            node = node.parent
        return None if node is None else node.task

    def index_of(self, task_id: int) -> Any:
        node = self._by_id.get(task_id)
        return QtCore.QModelIndex() if node is None else self.createIndex(node.row, 0, node)

    def speak_again(self) -> None:
        """The language, the account's currency or the clock changed: every text is asked for again."""
        self.headerDataChanged.emit(QtCore.Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)
        if self._roots:
            last = self.index(len(self._roots) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def column_changed(self, column: int) -> None:
        """Something that the tasks themselves do not tell changed in one column."""
        if self._roots:
            self.dataChanged.emit(self.index(0, column), self.index(len(self._roots) - 1, column))

    # -- Qt's side -----------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Any = _ROOT) -> Any:
        """Called for every task whenever the view lays its rows out."""
        children = parent.internalPointer().children if parent.isValid() else self._roots
        if 0 <= row < len(children) and 0 <= column < _COLUMNS:
            return self.createIndex(row, column, children[row])
        return QtCore.QModelIndex()

    def parent(self, index: Any = _ROOT) -> Any:
        node = self._node(index)
        if node is None or node.parent is None:
            return QtCore.QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent)

    def rowCount(self, parent: Any = _ROOT) -> int:
        if parent.column() > 0:
            return 0
        node = self._node(parent)
        return len(self._roots if node is None else node.children)

    def hasChildren(self, parent: Any = _ROOT) -> bool:
        return bool(parent.internalPointer().children if parent.isValid() else self._roots)

    def columnCount(self, parent: Any = _ROOT) -> int:
        return len(HEADINGS)

    def sort(self, column: int, order: QtCore.Qt.SortOrder = _ASCENDING) -> None:
        """Of equal ones each stays where it was."""
        if not 0 <= column < len(HEADINGS):
            return
        self._sorted_by, self._descending = column, order != _ASCENDING
        for node in self._roots:
            node.key = self.columns.sort_key(node.task, column)
        self._put_in_order()

    def headerData(
        self, section: int, orientation: QtCore.Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation == QtCore.Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            words = self._language.say(HEADINGS[section])
            return INDENT + words if section in INDENTED else words
        if role == _ROLE.TextAlignmentRole and section in _FIGURES:
            return TO_THE_RIGHT
        return None

    def data(self, index: Any, role: int = _ROLE.DisplayRole) -> Any:
        node = self._node(index) if role in _TOLD_ROLES else None
        if node is None:
            return None
        task, column = node.task, index.column()
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self.columns.text(task, column, node.parent is not None)
        if role == COUNTS_ROLE:
            return counts(task)
        if role == _ROLE.TextAlignmentRole and column in _FIGURES:
            return TO_THE_RIGHT
        if role == MARK_ROLE:
            return task_look(task.task_status).mark if column == STATUS else None
        if column == STATUS and role in (_ROLE.DecorationRole, _ROLE.ForegroundRole):
            look, theme = task_look(task.task_status), theme_of(self._widget)
            if role == _ROLE.ForegroundRole:
                return QtGui.QBrush(theme.role(look.role))
            return icon(look.mark, theme.role(look.role), theme.faint)
        return None

    # -- nodes ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _node(index: Any) -> Optional[Node]:
        return index.internalPointer() if index.isValid() else None

    def _update_all(self, tasks: Iterable[TaskInfo]) -> None:
        """Told once for all of them: a view looks its whole list through for each row it is told of."""
        rows: List[int] = []
        for task in tasks:
            node = self._by_id.get(task.id or -1)
            # Most are the very same: comparing all fields of two thousand would take longer than painting them.
            if node is not None and node.task is not task and node.task != task:
                self._update(node, task)
                node.key = self.columns.sort_key(task, self._sorted_by)
                rows.append(node.row)
        if rows:
            first, last = self._roots[min(rows)], self._roots[max(rows)]
            self._tell_rows(first, last)

    def _update(self, node: Node, task: TaskInfo) -> None:
        children = list(task.children or ())
        if [child.task.id for child in node.children] != [child.id for child in children]:
            self._replace_children(node, task)
        else:
            for held, child in zip(node.children, children):
                if held.task != child:
                    self._update(held, child)
                    self._tell_rows(held, held)
        node.task = task

    def _tell_rows(self, first: Node, last: Node) -> None:
        self.dataChanged.emit(
            self.createIndex(first.row, 0, first), self.createIndex(last.row, len(HEADINGS) - 1, last)
        )

    def _replace_children(self, node: Node, task: TaskInfo) -> None:
        place = self.createIndex(node.row, 0, node)
        if node.children:
            self.beginRemoveRows(place, 0, len(node.children) - 1)
            self._gone += node.children
            node.children = []
            self.endRemoveRows()
        fresh = [Node(child, node, at) for at, child in enumerate(task.children or ())]
        if fresh:
            self.beginInsertRows(place, 0, len(fresh) - 1)
            node.children = fresh
            self.endInsertRows()

    def _take_out(self, kept: Set[Optional[int]]) -> None:
        self._gone = [node for node in self._roots if node.task.id not in kept]
        for first, last in reversed(_runs([node.row for node in self._gone])):
            self.beginRemoveRows(QtCore.QModelIndex(), first, last)
            del self._roots[first : last + 1]
            self._number_rows()
            self.endRemoveRows()
        self._by_id = {node.task.id: node for node in self._roots if node.task.id is not None}

    def _put_in(self, tasks: Sequence[TaskInfo]) -> None:
        count = len(self._roots)
        nodes = [Node(task, None, count + at) for at, task in enumerate(tasks)]
        for node in nodes:
            node.key = self.columns.sort_key(node.task, self._sorted_by)
        self.beginInsertRows(QtCore.QModelIndex(), count, count + len(nodes) - 1)
        self._roots += nodes
        self._by_id.update((node.task.id, node) for node in nodes if node.task.id is not None)
        self.endInsertRows()

    def _put_in_order(self) -> None:
        """By the column sorted by; nothing is told where every row stands right already."""
        wanted = sorted(self._roots, key=_key, reverse=self._descending)
        if wanted == self._roots:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        held: List[Any] = [(index.internalPointer(), index.column()) for index in old]
        self._roots = wanted
        self._number_rows()
        moved = [self.createIndex(node.row, column, node) for node, column in held]
        self.changePersistentIndexList(old, moved)
        self.layoutChanged.emit()

    def _number_rows(self) -> None:
        for row, node in enumerate(self._roots):
            node.row = row


_key = operator.attrgetter("key")


def _runs(rows: Sequence[int]) -> List[Tuple[int, int]]:
    """Rows next to each other as one range."""
    runs: List[Tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
