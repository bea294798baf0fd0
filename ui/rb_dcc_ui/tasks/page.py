"""The tasks page: what the farm renders for this account, and the frames of the chosen task below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List, Optional

from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import currency, shows_cost
from rb_dcc_ui.binding import QAction, QtCore, QtGui, QtWidgets
from rb_dcc_ui.costs.first_frames_card import FirstFramesCard
from rb_dcc_ui.costs.first_frames_presenter import FirstFramesPresenter
from rb_dcc_ui.error_desk import NOTICE
from rb_dcc_ui.frames.pane import FramesPane
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.slices import Later, Slices
from rb_dcc_ui.widgets.sort_menu import SortMenu

from . import columns
from .action_bar import ActionBar
from .actions import DELETE
from .column_menu import ColumnMenu
from .column_room import choice_from_json, choice_json
from .doer import Doer
from .finder import Finder
from .list_words import how_many, why_empty
from .presenter import TasksPresenter
from .task_tree import TaskTree

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

_CLOCK_MS = 10000
_ROWS_AHEAD = 5
_BOTH_EM = 44
"""From this height on there is room for test frames and frames below each other."""
_COLUMNS = "task_columns"
"""What the preferences call the columns that were chosen."""


class TasksPage(QtWidgets.QWidget):
    """Tree above, frames below. `select_task` shows a task, `shut` ends the page."""

    first_frames = Later[FirstFramesCard]()
    frames = Later[FramesPane]()

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._language = panel.language
        self._services = panel.services
        self.presenter = TasksPresenter(panel.services)
        self._wanted: Optional[int] = None
        self._stops: List[Callable[[], None]] = []
        self._make_tree()
        self.finder = Finder(self._language, self.presenter, self)
        self._make_bar()
        self._lay_out()
        self._clock = QtCore.QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        self.slices = Slices(panel.services.timers, (self._make_frames, self._make_first_frames, self._begin))

    def select_task(self, task_id: int) -> None:
        """Choose a task, as soon as the list has it; what would leave it out is lifted."""
        self._wanted = task_id
        if not self.finder.clear():
            self.presenter.reload()

    def selected_tasks(self) -> List[TaskInfo]:
        """The chosen tasks, whole ones, each once."""
        return self.tree.chosen_tasks()

    def shut(self) -> None:
        self.slices.finish()
        self._clock.stop()
        self.finder.stop()
        for stop in self._stops:
            stop()
        self.frames.shut()
        self.first_frames.presenter.close()
        self.presenter.close()

    # -- building ------------------------------------------------------------------------------------------------

    def _make_tree(self) -> None:
        chosen = choice_from_json(self._services.preferences.now.layout.get(_COLUMNS))
        self.tree = TaskTree(self._language, chosen, self)
        self.model = self.tree.tasks
        self.tree.fit.when_chosen = self._keep_columns
        self.tree.fit.forgot.connect(self._looked)
        self.tree.selectionModel().selectionChanged.connect(self._chosen)
        self.tree.customContextMenuRequested.connect(self._menu_at)
        self.tree.verticalScrollBar().valueChanged.connect(self._looked)
        self.tree.expanded.connect(self._looked)

    def _make_bar(self) -> None:
        doer = Doer(self._panel, self.presenter, self)
        self.bar = ActionBar(self._language, lambda what: doer.do(what, self.selected_tasks()), self)
        self.tree.addAction(self.bar.entries[DELETE])
        header, menu = self.tree.header(), self.bar.menu
        menu.addMenu(SortMenu(self._language, header, menu))
        self.columns_menu = ColumnMenu(self._language, self.tree.fit, header, menu)
        menu.addMenu(self.columns_menu)
        header.customContextMenuRequested.connect(
            lambda place: self.columns_menu.popup(header.mapToGlobal(place))
        )
        self._stop_download = QAction(self)
        self._language.bind(self._stop_download, "setText", Message("Stop the download"))
        self._language.bind(
            self._stop_download,
            "setToolTip",
            Message("What is here stays; Download goes on from there."),
        )
        self._stop_download.triggered.connect(self._end_downloads)
        menu.addAction(self._stop_download)
        costs = QAction(self)
        self._language.bind(costs, "setText", Message("Costs by month and label …"))
        costs.triggered.connect(lambda *_: self._panel.show_page("costs"))
        menu.addAction(costs)

    def _lay_out(self) -> None:
        upper = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(upper)
        margin = em(self, 0.4)
        column.setContentsMargins(margin, margin // 2, margin, 0)  # an error bar may stand right above
        column.setSpacing(em(self, 0.3))
        column.addWidget(self.finder)
        column.addWidget(self.bar)
        column.addWidget(self.tree, 1)
        self._lower = QtWidgets.QVBoxLayout()
        self._lower.setContentsMargins(0, 0, 0, 0)
        self._lower.setSpacing(0)
        lower = QtWidgets.QWidget()
        lower.setLayout(self._lower)
        self.split = QtWidgets.QSplitter(QtCore.Qt.Orientation.Vertical)
        self.split.addWidget(upper)
        self.split.addWidget(lower)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([em(self, 18), em(self, 34)])  # the lower part is empty yet and would get no room
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    # -- in slices -----------------------------------------------------------------------------------------------

    def _make_frames(self) -> None:
        self.frames = FramesPane(self._services, self._language)
        self._lower.addWidget(self.frames, 1)
        self._lower.addStretch(0)

    def _make_first_frames(self) -> None:
        """Hidden until a task has test frames, so that it comes above the frames without a jump."""
        self.first_frames = FirstFramesCard(self._language, FirstFramesPresenter(self._services))
        self.first_frames.presenter.change_scene = self._change_scene
        around = QtWidgets.QVBoxLayout()
        margin = em(self, 0.4)
        around.setContentsMargins(margin, margin // 2, margin, 0)
        around.addWidget(self.first_frames)
        self._lower.insertLayout(0, around)

    def _begin(self) -> None:
        """Everything is there: ask and show."""
        self._clock.start()
        self.model.columns.download_of = self._panel.downloads.presenter.of
        self._stops += [
            self.presenter.listen(self._show),
            self.first_frames.presenter.listen(self._give_room),
            self._panel.downloads.presenter.listen(self._downloaded),
            self._language.listen(self._speak),
            self._services.connection.listen(self._account_changed),
        ]
        self._account_changed()
        if self._services.connection.is_online:
            self.presenter.reload()
        self._give_room()
        self._show()

    # -- showing -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        presenter = self.presenter
        if presenter.has_new_order:
            self.tree.show_tasks(presenter.shown())
            self._choose_wanted()
            self._chosen()
        elif presenter.changed_ids:
            known = (presenter.tasks.get(number) for number in presenter.changed_ids)
            self.model.update_tasks([task for task in known if task is not None])
            self._chosen()
        self.finder.reload.setEnabled(not presenter.is_loading)
        self._speak_counts()
        self._looked()

    def _choose_wanted(self) -> None:
        """A task somebody waits for is chosen when it comes; the first where none is."""
        wanted = self._wanted if self._wanted in self.presenter.tasks else None
        if wanted is not None:
            self._wanted = None
            self.tree.choose(self.model.index_of(wanted))
        elif self.model.rowCount() and not self.selected_tasks():
            self.tree.choose(self.model.index(0, 0))

    def _chosen(self, *_: object) -> None:
        tasks = self.selected_tasks()
        self.bar.offer(tasks, self.presenter.generation)
        self._stop_download.setEnabled(bool(self._downloads()))
        current = self.tree.selectionModel().selectedRows()
        self.first_frames.presenter.show(tasks[0] if len(tasks) == 1 else None)
        if not current:
            self.frames.show_task(None)
            return
        index = current[0]
        task, part = self.model.root_at(index), self.model.task_at(index)
        leaf = part.id if part is not None and part is not task and not part.children else None
        self.frames.show_task(task, leaf)

    def _speak_counts(self) -> None:
        count = how_many(self.presenter)
        self.bar.count.setText("" if count is None else self._language.say(count))
        self.tree.say_where_empty(why_empty(self.presenter, self._services.connection.standing))

    def _looked(self, *_: object) -> None:
        """Which rows are in sight, for the watcher and the columns; where they are the last ones, the next come."""
        rows = self.tree.rows_in_sight()
        self.tree.fit.measure(rows)
        roots = [self.model.root_at(index) for index in rows]
        ids = [task.id for task in roots if task is not None and task.id is not None]
        last = self.model.index_of(ids[-1] if ids else -1)
        self.presenter.look_at(ids + [task.id for task in self.selected_tasks() if task.id is not None])
        if self.isVisible() and last.row() >= self.model.rowCount() - _ROWS_AHEAD:
            self.presenter.load_more()

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._looked()

    def _downloads(self) -> List[int]:
        """Those of the chosen tasks that are being fetched."""
        known = self._panel.downloads.presenter
        return [
            task.id for task in self.selected_tasks() if task.id is not None and known.is_running(task.id)
        ]

    def _end_downloads(self) -> None:
        for number in self._downloads():
            self._panel.downloads.presenter.stop(number)

    def _downloaded(self) -> None:
        self._stop_download.setEnabled(bool(self._downloads()))
        self.model.column_changed(columns.ON_DISK)
        self.tree.fit.time_passed()
        self.tree.fit.measure(self.tree.rows_in_sight())

    def _tick(self) -> None:
        """Durations grow while one looks."""
        if self.isVisible():
            self.model.speak_again()
            self.tree.fit.time_passed()
            self._looked()

    def _speak(self) -> None:
        self.finder.speak()
        self.model.speak_again()
        self.tree.fit.forget()
        self.bar.offer(self.selected_tasks(), self.presenter.generation)
        self._speak_counts()

    def _account_changed(self) -> None:
        user = self._services.connection.standing.user
        self.model.columns.currency = currency(user)
        self.model.columns.shows_cost = shows_cost(user)
        self.model.speak_again()
        self.tree.fit.time_passed()
        self._speak_counts()

    def _keep_columns(self) -> None:
        layout = dict(self._services.preferences.now.layout)
        layout[_COLUMNS] = choice_json(self.tree.fit.chosen)
        self._services.preferences.set(layout=layout)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.slices.are_done:
            self._give_room()
        self._looked()

    def _give_room(self) -> None:
        """In a low panel the card of test frames stands where else the frames do."""
        is_low = self.height() < em(self, _BOTH_EM)
        self.frames.setVisible(self.first_frames.presenter.task is None or not is_low)

    # -- acting --------------------------------------------------------------------------------------------------

    def _menu_at(self, place: QtCore.QPoint) -> None:
        if self.selected_tasks():
            self.bar.open_menu(self.tree.viewport().mapToGlobal(place))

    def _change_scene(self, path: str) -> None:
        """Back to where the job is set up, with the scene it was made of where it can be chosen here."""
        host = self._services.host
        if path and host.can_choose_scene and host.scene().path != path:
            host.choose_scene(path)
        elif path and host.scene().path != path:
            text = Message("Open {scene} to change how it is rendered.", scene=path)
            self._services.errors.say(NOTICE, text, "change a test")
        self._panel.show_page("submit")
