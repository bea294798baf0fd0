"""Tasks and their parts as a tree for Qt; values change in place, so that selection and scroll place stay."""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, List, Optional, Sequence

from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.downloads.presenter import Download
from rb_dcc_ui.icon import icon
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import task_look
from rb_dcc_ui.theme import theme_of
from rb_dcc_ui.wording import duration_words, moment_words, money_words, size_words

from .figures import cost, counts, duration_s, rough_time_left_s

_ROLE = QtCore.Qt.ItemDataRole
NAME, STATUS, PROGRESS, STARTED, DURATION, COST, LEFT, ON_DISK, LABEL, NUMBER = range(10)
HEADINGS = (
    Message("Task"),
    Message("Status"),
    Message("Frames"),
    Message("Started"),
    Message("Duration"),
    Message("Cost"),
    Message("Time left"),
    Message("On disk"),
    Message("Label"),
    Message("Number"),
)
COUNTS_ROLE = int(_ROLE.UserRole) + 1
SORT_ROLE = int(_ROLE.UserRole) + 2
_ROOT = QtCore.QModelIndex()


class Node:
    """One row: a task or a part of one."""

    __slots__ = ("children", "parent", "row", "task")

    def __init__(self, task: TaskInfo, parent: Optional[Node], row: int) -> None:
        self.task = task
        self.parent = parent
        self.row = row
        self.children = [Node(child, self, at) for at, child in enumerate(task.children or ())]


class TaskTreeModel(QtCore.QAbstractItemModel):
    """`currency` is the account's sign; `shows_cost` False hides money. `more` is asked when the end comes into sight."""

    def __init__(self, language: Language, widget: QtWidgets.QWidget) -> None:
        super().__init__(widget)
        self._language = language
        self._widget = widget
        self._roots: List[Node] = []
        self._by_id: Dict[int, Node] = {}
        self.currency = "$"
        self.shows_cost = True
        self.more: Any = None
        self.download_of: Callable[[int], Optional[Download]] = lambda task_id: None
        self.can_load_more = False

    # -- what it shows -------------------------------------------------------------------------------------------

    def show_tasks(self, tasks: Sequence[TaskInfo]) -> None:
        """Show exactly these. Rows that only came at the end are added, so that nothing else moves."""
        old = [node.task.id for node in self._roots]
        new = [task.id for task in tasks]
        if new[: len(old)] == old:
            if len(new) > len(old):
                self.beginInsertRows(QtCore.QModelIndex(), len(old), len(new) - 1)
                self._roots += [Node(task, None, len(old) + at) for at, task in enumerate(tasks[len(old) :])]
                self._index_nodes()
                self.endInsertRows()
            for task in tasks[: len(old)]:
                self.update_task(task)
            return
        self.beginResetModel()
        self._roots = [Node(task, None, at) for at, task in enumerate(tasks)]
        self._index_nodes()
        self.endResetModel()

    def update_task(self, task: TaskInfo) -> None:
        """Newer values of a task that is shown; parts that came or went are put in or out."""
        node = self._by_id.get(task.id or -1)
        if node is None or node.task == task:
            return
        self._update(node, task)

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
        node = self._node(parent)
        children = self._roots if node is None else node.children
        if 0 <= row < len(children) and 0 <= column < len(HEADINGS):
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

    def columnCount(self, parent: Any = _ROOT) -> int:
        return len(HEADINGS)

    def canFetchMore(self, parent: Any) -> bool:
        return not parent.isValid() and self.can_load_more

    def fetchMore(self, parent: Any) -> None:
        if self.can_load_more and self.more is not None:
            self.can_load_more = False
            self.more()

    def headerData(
        self, section: int, orientation: QtCore.Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation == QtCore.Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self._language.say(HEADINGS[section])
        return None

    def data(self, index: Any, role: int = _ROLE.DisplayRole) -> Any:
        node = self._node(index)
        if node is None:
            return None
        task, column = node.task, index.column()
        if role == _ROLE.DisplayRole:
            return self._text(node, column)
        if role == SORT_ROLE:
            return self._sort_value(task, column)
        if role == COUNTS_ROLE:
            return counts(task)
        if role == _ROLE.ToolTipRole:
            return self._text(node, column)
        if role == _ROLE.TextAlignmentRole and column in (DURATION, COST, LEFT, NUMBER):
            return int(QtCore.Qt.AlignmentFlag.AlignRight) | int(QtCore.Qt.AlignmentFlag.AlignVCenter)
        if column == STATUS and role in (_ROLE.DecorationRole, _ROLE.ForegroundRole):
            look, theme = task_look(task.task_status), theme_of(self._widget)
            if role == _ROLE.ForegroundRole:
                return QtGui.QBrush(theme.role(look.role))
            return icon(look.mark, theme.role(look.role), theme.faint)
        return None

    def _text(self, node: Node, column: int) -> str:
        task, say, now_ms = node.task, self._language.say, time.time() * 1000
        if column == NAME:
            return name_of(node)
        if column == STATUS:
            return say(task_look(task.task_status).words)
        if column == PROGRESS:
            numbers = counts(task)
            text = Message("{done} / {total}", done=numbers.done, total=numbers.total)
            if numbers.failed:
                text = Message("{text} · {failed} failed", text=text, failed=numbers.failed)
            return say(text) if numbers.total else "–"
        if column == STARTED:
            return say(moment_words(task.start_time_ms or task.submit_date_ms))
        if column == DURATION:
            return say(duration_words(duration_s(task, now_ms)))
        if column == COST:
            return say(money_words(cost(task) if self.shows_cost else None, self.currency))
        if column == LEFT:
            return say(duration_words(rough_time_left_s(task, now_ms)))
        if column == ON_DISK:
            return self._on_disk(node)
        if column == NUMBER:
            return "" if task.id is None else str(task.id)
        return task.project_name or ""

    def _on_disk(self, node: Node) -> str:
        """How far its download is, in words; only whole tasks are downloaded."""
        download = (
            self.download_of(node.task.id) if node.task.id is not None and node.parent is None else None
        )
        if download is None:
            return ""
        if not download.is_running:
            return self._language.say(Message("{count} files", count=download.files))
        if download.share is None:
            return self._language.say(Message("{size} …", size=size_words(download.moved_bytes)))
        return self._language.say(Message("{percent} % …", percent=int(100 * download.share)))

    def _sort_value(self, task: TaskInfo, column: int) -> Any:
        """What a column is sorted by; -1 stands before whatever is known."""
        now_ms = time.time() * 1000
        values: Dict[int, Any] = {
            NAME: (task.scene_name or "").casefold(),
            STATUS: task.task_status if task.task_status is not None else -1,
            PROGRESS: counts(task).share,
            STARTED: task.start_time_ms or task.submit_date_ms or -1,
            COST: cost(task) if self.shows_cost else -1,
            ON_DISK: self._files_on_disk(task),
            LABEL: (task.project_name or "").casefold(),
            NUMBER: task.id,
        }
        if column in (DURATION, LEFT):
            take = duration_s if column == DURATION else rough_time_left_s
            values[column] = take(task, now_ms)
        value = values[column]
        return -1 if value is None else value

    def _files_on_disk(self, task: TaskInfo) -> int:
        download = self.download_of(task.id) if task.id is not None else None
        return -1 if download is None else download.files

    # -- nodes ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _node(index: Any) -> Optional[Node]:
        return index.internalPointer() if index.isValid() else None

    def _update(self, node: Node, task: TaskInfo) -> None:
        children = list(task.children or ())
        if [child.task.id for child in node.children] != [child.id for child in children]:
            self._replace_children(node, task)
        else:
            for held, child in zip(node.children, children):
                if held.task != child:
                    self._update(held, child)
        node.task = task
        left = self.createIndex(node.row, 0, node)
        right = self.createIndex(node.row, len(HEADINGS) - 1, node)
        self.dataChanged.emit(left, right)

    def _replace_children(self, node: Node, task: TaskInfo) -> None:
        place = self.createIndex(node.row, 0, node)
        if node.children:
            self.beginRemoveRows(place, 0, len(node.children) - 1)
            node.children = []
            self.endRemoveRows()
        fresh = [Node(child, node, at) for at, child in enumerate(task.children or ())]
        if fresh:
            self.beginInsertRows(place, 0, len(fresh) - 1)
            node.children = fresh
            self.endInsertRows()

    def _index_nodes(self) -> None:
        self._by_id = {node.task.id: node for node in self._roots if node.task.id is not None}


def name_of(node: Node) -> str:
    """A task by its scene, a part of it by its layer or kind."""
    task = node.task
    if node.parent is None:
        return task.scene_name or task.task_alias or str(task.id)
    words = [task.layer_name, task.task_type_text or task.task_type, task.render_camera]
    return " · ".join(each for each in words if each) or task.scene_name or str(task.id)
