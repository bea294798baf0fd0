"""The tree of the tasks page: how it is set up, what is chosen in it, which rows are in sight."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence

from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.widgets.indented import IndentedDelegate
from rb_dcc_ui.widgets.status_delegate import StatusDelegate

from . import columns
from .column_fit import ColumnFit
from .delegates import ProgressDelegate, RowDelegate
from .tree_model import INDENTED, TaskTreeModel

_Flags = QtCore.QItemSelectionModel.SelectionFlag


class TaskTree(QtWidgets.QTreeView):
    """All rows are equally high, so that new values need nothing but painting; Qt would look for them in the whole list.

    `chosen_columns` are those shown, or not, by wish.
    """

    def __init__(
        self, language: Language, chosen_columns: Dict[int, bool], parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._language = language
        self.tasks = TaskTreeModel(language, self)
        self.setModel(self.tasks)
        self._set_up()
        self._speak_of_itself()
        status = StatusDelegate(self)
        self.setItemDelegateForColumn(columns.NAME, RowDelegate(self))
        self.setItemDelegateForColumn(columns.STATUS, status)
        for column in INDENTED:
            self.setItemDelegateForColumn(column, IndentedDelegate(self))
        self.setItemDelegateForColumn(columns.PROGRESS, ProgressDelegate(self))
        self.fit = ColumnFit(self, self.tasks, status, chosen_columns)
        self._empty = QtWidgets.QLabel(self.viewport())
        self._empty.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("rbTone", "dim")

    def _set_up(self) -> None:
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSortingEnabled(True)
        self.sortByColumn(columns.NUMBER, QtCore.Qt.SortOrder.DescendingOrder)
        by_wish = QtCore.Qt.ContextMenuPolicy.CustomContextMenu
        self.setContextMenuPolicy(by_wish)
        header = self.header()
        header.setContextMenuPolicy(by_wish)
        header.setStretchLastSection(False)
        header.setSectionsMovable(True)

    def _speak_of_itself(self) -> None:
        self._language.bind(self, "setAccessibleName", Message("Tasks"))
        self._language.bind(
            self,
            "setToolTip",
            Message("Choose a task to see its frames; several to act on all of them."),
        )

    # -- rows ----------------------------------------------------------------------------------------------------

    def show_tasks(self, tasks: Sequence[TaskInfo]) -> None:
        """Show exactly these; what is at the top stays there, unless it is the list's beginning, which follows what is new."""
        top = self._top_task()
        self.tasks.show_tasks(tasks)
        index = self.tasks.index_of(-1 if top is None else top)
        if index.isValid():
            self.scrollTo(index, QtWidgets.QAbstractItemView.ScrollHint.PositionAtTop)

    def _top_task(self) -> Optional[int]:
        if not self.verticalScrollBar().value():
            return None
        task = self.tasks.root_at(self.indexAt(QtCore.QPoint(0, 0)))
        return None if task is None else task.id

    def choose(self, index: QtCore.QModelIndex) -> None:
        """This row and no other."""
        self.selectionModel().setCurrentIndex(index, _Flags.ClearAndSelect | _Flags.Rows)

    def chosen_tasks(self) -> List[TaskInfo]:
        """The chosen tasks, whole ones, each once."""
        found: Dict[int, TaskInfo] = {}
        for index in self.selectionModel().selectedRows():
            task = self.tasks.root_at(index)
            if task is not None and task.id is not None:
                found[task.id] = task
        return list(found.values())

    def rows_in_sight(self) -> List[QtCore.QModelIndex]:
        view = self.viewport().rect()
        found: List[QtCore.QModelIndex] = []
        index = self.indexAt(view.topLeft())
        while index.isValid() and self.visualRect(index).top() <= view.bottom():
            found.append(index)
            index = self.indexBelow(index)
        return found

    # -- where it is empty -----------------------------------------------------------------------------------------

    @property
    def empty_words(self) -> str:
        """What stands in its place; "" where there are rows."""
        return self._empty.text() if self._empty.isVisibleTo(self.viewport()) else ""

    def say_where_empty(self, why: Message) -> None:
        self._empty.setText(self._language.say(why))
        self._empty.setVisible(not self.tasks.rowCount())
        self._empty.setGeometry(self.viewport().rect())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._empty.setGeometry(self.viewport().rect())

    def dataChanged(self, *_: object) -> None:
        self.viewport().update()
