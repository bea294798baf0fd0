"""The frames of the chosen task: grid and list, the line of times, the chosen frame's picture and log, what to do with it."""

from __future__ import annotations

from typing import List, Optional, Set, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import currency, shows_cost
from rb_dcc_core.statuses import FRAME_DONE, part_words
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.runner import ASK
from rb_dcc_ui.services import Services
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.wording import count_words

from .detail import DetailView
from .detail_presenter import DetailPresenter
from .frame_table import RENDERING
from .grid import FrameGrid
from .list_model import FRAME, FrameListModel, RowOrder, sort_work
from .list_view import make_list
from .outlook import Outlook
from .presenter import FramesPresenter
from .reckoning import WAITING
from .side_by_side import SideBySide
from .timeline import Timeline

_SORT = "sort frames"
FAILED = (5, 11)


class FramesPane(QtWidgets.QWidget):
    """`show_task` shows a task, `shut` ends it. Selection is one for grid and list, kept by frame while new ones come."""

    def __init__(
        self, services: Services, language: Language, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._language = language
        self.presenter = FramesPresenter(services)
        self.detail = DetailPresenter(services)
        self._shown_table: object = None
        self._newest: Optional[int] = None
        self._moves = 0
        self._is_sorted = True
        self._sorted_by = FRAME
        self._descending = False
        self._is_syncing = False
        self._make_widgets()
        self._lay_out()
        self._stops = [
            self.presenter.listen(self._show),
            language.listen(self._speak),
            services.connection.listen(self._account_changed),
        ]
        self._account_changed()
        self._show()

    def show_task(self, task: Optional[TaskInfo], leaf_id: Optional[int] = None) -> None:
        """Show a task's frames, or newer counts of the one that is shown."""
        self.presenter.show(task, leaf_id)

    def show_list(self, as_list: bool) -> None:
        """The list to sort, beside the grid where there is room, else in its place; or the grid alone again."""
        self._as_list.setChecked(as_list)

    def shut(self) -> None:
        for stop in self._stops:
            stop()
        self.presenter.close()
        self.detail.close()

    # -- building ------------------------------------------------------------------------------------------------

    def _make_widgets(self) -> None:
        speak = self._language
        self.grid = FrameGrid(speak)
        self.model = FrameListModel(speak, self)
        self.list = make_list(speak, self.model, self)
        self.timeline = Timeline(speak)
        self.view = DetailView(speak, self.detail)
        self._summary = ElidedLabel()
        self.outlook = Outlook(speak, self.presenter, self.model)
        self._parts = QtWidgets.QComboBox()
        self._parts.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToContents)
        speak.bind(self._parts, "setAccessibleName", Message("Part of the task"))
        speak.bind(
            self._parts, "setToolTip", Message("A task with layers or photons has frames for each of them.")
        )
        self._retry = IconButton(
            speak,
            "retry",
            Message("Render again"),
            Message("Renders those of the chosen frames again that failed or were stopped."),
        )
        self._stop = IconButton(
            speak, "stop", Message("Stop"), Message("Stops the chosen frames; what they cost so far stays.")
        )
        self._bigger = IconButton(
            speak, "zoom_in", Message("Larger cells"), Message("Shows each frame larger.")
        )
        self._smaller = IconButton(
            speak, "zoom_out", Message("Smaller cells"), Message("Shows more frames at once.")
        )
        self._as_list = IconButton(
            speak, "log", Message("List"), Message("Shows the frames as a list to sort.")
        )
        self._as_list.setCheckable(True)
        self.grid.selection_changed.connect(self._grid_selected)
        self.grid.activated.connect(self._look_closer)
        self.list.activated.connect(self._look_closer)
        self.list.selectionModel().selectionChanged.connect(self._list_selected)
        self.list.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        self.timeline.chosen.connect(lambda frame_id: self.choose({frame_id}, frame_id))
        self._parts.activated.connect(self._part_chosen)
        self._retry.clicked.connect(lambda: self.presenter.retry(sorted(self.selected_ids)))
        self._stop.clicked.connect(lambda: self.presenter.stop(sorted(self.selected_ids)))
        self._bigger.clicked.connect(lambda: self.grid.zoom(1))
        self._smaller.clicked.connect(lambda: self.grid.zoom(-1))
        self._as_list.toggled.connect(self._switch)

    def _lay_out(self) -> None:
        top = self._top = QtWidgets.QHBoxLayout()
        top.setSpacing(em(self, 0.25))
        top.addWidget(self._parts)
        top.addWidget(self._summary, 1)
        top.addStretch(0)
        for button in (self._retry, self._stop, self._smaller, self._bigger, self._as_list):
            top.addWidget(button)
        self._both = SideBySide(self.grid, self.list)
        for button in (self._smaller, self._bigger):
            self._both.grid_shown.connect(button.setEnabled)
        left = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        column.addWidget(self._both, 1)
        column.addWidget(self.timeline)
        self._split = QtWidgets.QSplitter(QtCore.Qt.Orientation.Horizontal)
        self._split.addWidget(left)
        self._split.addWidget(self.view)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([em(self, 40), em(self, 18)])
        whole = self._whole = QtWidgets.QVBoxLayout(self)
        margin = em(self, 0.4)
        whole.setContentsMargins(margin, margin // 2, margin, margin)
        whole.setSpacing(em(self, 0.3))
        whole.addLayout(top)
        whole.addWidget(self.outlook)
        whole.addWidget(self._split, 1)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """In a narrow dock the chosen frame stands below the grid, and the counts have a line of their own."""
        super().resizeEvent(event)
        is_narrow, ways = self.width() < em(self, 34), QtCore.Qt.Orientation
        wanted = ways.Vertical if is_narrow else ways.Horizontal
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
            self.outlook.stack(is_narrow)
            if is_narrow:
                self._top.removeWidget(self._summary)
                self._whole.insertWidget(1, self._summary)
            else:
                self._whole.removeWidget(self._summary)
                self._top.insertWidget(1, self._summary, 1)

    # -- showing -------------------------------------------------------------------------------------------------

    @property
    def selected_ids(self) -> Set[int]:
        return self.grid.selected_ids

    def _show(self) -> None:
        presenter = self.presenter
        rows, table = presenter.changed_rows, presenter.table
        if table is not self._shown_table:
            self._shown_table, self._moves = table, table.moves
            self._newest = None
            self.grid.show_table(table)
            self.model.show_table(table)
            self._is_sorted = self._sorted_by == FRAME and not self._descending
        elif rows is None:
            self._rows_came()
        elif rows:
            self.grid.refresh()
            self.model.rows_changed(rows)
            self._is_sorted = self._is_sorted and self._sorted_by == FRAME
        if rows is None or rows:
            self.timeline.show_table(table)
        if not self._is_sorted and not presenter.is_loading:
            self._sort(self._sorted_by, self._order())
        self._note_newest(rows)
        self._show_parts()
        self._speak_summary()
        self._show_chosen()

    def _rows_came(self) -> None:
        """New frames: what is chosen and where one looks stays."""
        table = self.presenter.table
        self.grid.refresh()
        if table.moves == self._moves:
            self.model.rows_came()
        else:
            self._moves = table.moves
            place = self.list.verticalScrollBar().value()
            self.model.show_table(table)
            self._mark_in_list(self.grid.selected_ids)
            self.list.verticalScrollBar().setValue(place)
        self._is_sorted = self._sorted_by == FRAME and not self._descending

    def _show_parts(self) -> None:
        leaves, leaf = self.presenter.leaves, self.presenter.leaf
        self._parts.setVisible(len(leaves) > 1)
        names = [part_name(each, self._language) for each in leaves]
        if names != [self._parts.itemText(at) for at in range(self._parts.count())]:
            self._parts.clear()
            self._parts.addItems(names)
        at = next((at for at, each in enumerate(leaves) if leaf is not None and each.id == leaf.id), -1)
        self._parts.setCurrentIndex(at)

    def _speak_summary(self) -> None:
        table, say = self.presenter.table, self._language.say
        if not len(table):
            waits = (
                Message("Asking for the frames …") if self.presenter.is_loading else Message("No frames yet.")
            )
            self._summary.setText(say(waits) if self.presenter.leaf is not None else "")
            self.outlook.speak(0)
            return
        done, running = table.count(FRAME_DONE), table.count(RENDERING)
        failed, waiting = table.count(*FAILED), table.count(*WAITING)
        text = Message(
            "{done} of {total} done · {running} rendering · {waiting} waiting · {failed} failed",
            done=count_words(done),
            total=count_words(len(table)),
            running=count_words(running),
            waiting=count_words(waiting),
            failed=count_words(failed),
        )
        self._summary.setText(say(text))
        self.outlook.speak(running + waiting)

    def _show_chosen(self) -> None:
        row = self.grid.current_row
        rows = self.grid.selected_rows
        table = self.presenter.table
        self._retry.setEnabled(self.presenter.can_retry(rows))
        self._stop.setEnabled(self.presenter.can_stop(rows) and self.detail.has_logs)
        shown = row if row is not None else self._newest_row()
        self.detail.show(self.presenter.leaf, table.row(shown) if shown is not None else None)

    def _newest_row(self) -> Optional[int]:
        """While none is chosen the pictures are seen as they come: the frame that was finished last."""
        table = self.presenter.table
        row = None if self._newest is None else table.row_of(self._newest)
        return table.last_with(FRAME_DONE) if row is None else row

    def _note_newest(self, rows: Optional[List[int]]) -> None:
        """Of those that changed just now."""
        table = self.presenter.table
        done = [row for row in rows or () if table.statuses[row] == FRAME_DONE]
        if done:
            self._newest = table.ids[done[-1]]

    def _account_changed(self) -> None:
        user = self._services.connection.standing.user
        self.model.currency = currency(user)
        self.model.shows_cost = shows_cost(user)

    def _speak(self) -> None:
        self.model.speak_again()
        self._speak_summary()
        self.timeline.update()

    # -- choosing ------------------------------------------------------------------------------------------------

    def _grid_selected(self) -> None:
        if not self._is_syncing:
            self._mark_in_list(self.grid.selected_ids)
            self._show_chosen()

    def _list_selected(self) -> None:
        if self._is_syncing:
            return
        rows = {index.row() for index in self.list.selectionModel().selectedRows()}
        ids = {self.model.frame_id(row) for row in rows}
        current = self.list.currentIndex()
        number = self.model.frame_id(current.row()) if current.isValid() else None
        self._is_syncing = True
        self.grid.select_ids(ids, number)
        self._is_syncing = False
        self._show_chosen()

    def choose(self, ids: Set[int], current: int) -> None:
        """Choose frames by their ids; `current` is the one that is shown closer."""
        self.grid.select_ids(ids, current)
        self._mark_in_list(ids)
        self._show_chosen()

    def _look_closer(self, *_: object) -> None:
        """Enter or a double click: its log, which says how it went."""
        if self.detail.has_logs:
            self.view.open_log()

    def _mark_in_list(self, ids: Set[int]) -> None:
        """The same selection in the list, in as few ranges as there are; once it is looked at."""
        if not self._as_list.isChecked():
            return
        rows = sorted(row for row in map(self.model.row_of_id, ids) if row is not None)
        selection = QtCore.QItemSelection()
        last = self.model.columnCount() - 1
        for first, end in _runs(rows):
            selection.select(self.model.index(first, 0), self.model.index(end, last))
        self._is_syncing = True
        flags = QtCore.QItemSelectionModel.SelectionFlag
        self.list.selectionModel().select(selection, flags.ClearAndSelect)
        self._is_syncing = False

    def _part_chosen(self, at: int) -> None:
        leaves = self.presenter.leaves
        number = leaves[at].id if 0 <= at < len(leaves) else None
        if number is not None:
            self.presenter.choose_leaf(number)

    def _switch(self, as_list: bool) -> None:
        self._mark_in_list(self.grid.selected_ids)
        self._both.show_list(as_list)

    # -- sorting -------------------------------------------------------------------------------------------------

    def _order(self) -> QtCore.Qt.SortOrder:
        order = QtCore.Qt.SortOrder
        return order.DescendingOrder if self._descending else order.AscendingOrder

    def _sort(self, column: int, order: QtCore.Qt.SortOrder) -> None:
        """Sorted on another thread; an order that comes too late for the rows there are is dropped."""
        self._sorted_by, self._descending = column, order == QtCore.Qt.SortOrder.DescendingOrder
        table = self.presenter.table

        moves = table.moves
        self._is_sorted = True

        def done(order: Optional[RowOrder]) -> None:
            if table is not self._shown_table or table.moves != moves:
                return
            if order is not None:
                order.fill_up(len(table))
            self.model.reorder(order)

        self._services.runner.run(sort_work(table, column, self._descending), done, key=_SORT, lane=ASK)


def part_name(leaf: TaskInfo, language: Language) -> str:
    """What a part of a task is called: its layer, its kind, its number at least."""
    kind = leaf.task_type_text or leaf.task_type
    words = [leaf.layer_name, kind and language.say(part_words(kind)), leaf.render_camera]
    named = [each for each in words if each]
    return " · ".join(named) if named else str(leaf.id)


def _runs(rows: List[int]) -> List[Tuple[int, int]]:
    """Rows next to each other as one range."""
    runs: List[List[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [(first, last) for first, last in runs]
