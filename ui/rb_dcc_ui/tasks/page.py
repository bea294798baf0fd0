"""The tasks page: what the farm renders for this account, and the frames of the chosen task below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, List, Optional

from rb_dcc_core.budget import Budget
from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import currency, shows_cost
from rb_dcc_ui.binding import QAction, QtCore, QtGui, QtWidgets
from rb_dcc_ui.costs.budget_dialog import ask_budget
from rb_dcc_ui.costs.first_frames_card import FirstFramesCard
from rb_dcc_ui.costs.first_frames_presenter import FirstFramesPresenter
from rb_dcc_ui.error_desk import NOTICE
from rb_dcc_ui.frames.pane import FramesPane
from rb_dcc_ui.icon import icon
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.asking import agrees, ask_hours, ask_name
from rb_dcc_ui.widgets.buttons import IconButton
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.indented import IndentedDelegate
from rb_dcc_ui.widgets.slices import Later, Slices
from rb_dcc_ui.widgets.sort_menu import SortMenu
from rb_dcc_ui.widgets.status_delegate import StatusDelegate
from rb_dcc_ui.wording import count_words

from . import columns
from .actions import (
    ACTIONS,
    BUDGET,
    DELETE,
    DOWNLOAD,
    FOLDER,
    LABEL,
    OVER_TIME,
    RETRY,
    START,
    STOP,
    TaskAction,
    possible,
)
from .delegates import ProgressDelegate
from .presenter import FILTERS, TasksPresenter
from .spare_room import SpareRoom
from .tree_model import TaskTreeModel

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

_IN_BAR = (START, STOP, RETRY, DOWNLOAD, FOLDER)
_CLOCK_MS = 10000
_SEARCH_MS = 300
_ROWS_AHEAD = 5
_BOTH_EM = 44
"""From this height on there is room for test frames and frames below each other."""


class TaskTree(QtWidgets.QTreeView):
    """All rows are equally high, so that new values need nothing but painting; Qt would look for them in the whole list."""

    def dataChanged(self, *_: object) -> None:
        self.viewport().update()


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
        self._actions: Dict[str, QAction] = {}
        self._stops: List[Callable[[], None]] = []
        self._make_tree()
        self._make_bar()
        self._lay_out()
        self._clock = QtCore.QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        self.slices = Slices(panel.services.timers, (self._make_frames, self._make_first_frames, self._begin))

    def select_task(self, task_id: int) -> None:
        """Choose a task, as soon as the list has it; what would leave it out is lifted."""
        self._wanted = task_id
        self._search.clear()
        self._search_timer.stop()
        self._filter.setCurrentIndex(0)
        if not self.presenter.choose("all", ""):
            self.presenter.reload()

    def selected_tasks(self) -> List[TaskInfo]:
        """The chosen tasks, whole ones, each once."""
        found: Dict[int, TaskInfo] = {}
        for index in self.tree.selectionModel().selectedRows():
            task = self.model.root_at(index)
            if task is not None and task.id is not None:
                found[task.id] = task
        return list(found.values())

    def shut(self) -> None:
        self.slices.finish()
        self._clock.stop()
        self._search_timer.stop()
        for stop in self._stops:
            stop()
        self.frames.shut()
        self.first_frames.presenter.close()
        self.presenter.close()

    # -- building ------------------------------------------------------------------------------------------------

    def _make_tree(self) -> None:
        self.model = TaskTreeModel(self._language, self)
        self.tree = TaskTree()
        self.tree.setModel(self.model)
        self.tree.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setSortingEnabled(True)
        self.tree.sortByColumn(columns.NUMBER, QtCore.Qt.SortOrder.DescendingOrder)
        self.tree.setItemDelegateForColumn(columns.STATUS, StatusDelegate(self.tree))
        self.tree.setItemDelegateForColumn(columns.ON_DISK, IndentedDelegate(self.tree))
        self.tree.setItemDelegateForColumn(columns.PROGRESS, ProgressDelegate(self.tree))
        self.tree.setContextMenuPolicy(QtCore.Qt.ContextMenuPolicy.CustomContextMenu)
        self._language.bind(self.tree, "setAccessibleName", Message("Tasks"))
        self._language.bind(
            self.tree,
            "setToolTip",
            Message("Choose a task to see its frames; several to act on all of them."),
        )
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(True)
        for column, wide in enumerate((11, 8, 9, 6, 5.5, 4.5, 5.5, 5, 6, 5)):
            header.resizeSection(column, em(self, wide))
        self._spare = SpareRoom(self.tree, columns.NAME, em(self, 11))
        self.tree.selectionModel().selectionChanged.connect(self._chosen)
        self.tree.customContextMenuRequested.connect(self._menu_at)
        self.tree.verticalScrollBar().valueChanged.connect(self._looked)
        self._empty = QtWidgets.QLabel(self.tree.viewport())
        self._empty.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("rbTone", "dim")

    def _make_bar(self) -> None:
        speak = self._language
        self._search = QtWidgets.QLineEdit()
        self._search.setClearButtonEnabled(True)
        speak.bind(self._search, "setPlaceholderText", Message("Search"))
        speak.bind(self._search, "setAccessibleName", Message("Search tasks"))
        speak.bind(self._search, "setToolTip", Message("Finds tasks by scene, number, label or layer."))
        self._search_timer = QtCore.QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_SEARCH_MS)
        self._search_timer.timeout.connect(lambda: self.presenter.choose(search=self._search.text()))
        self._search.textChanged.connect(lambda _: self._search_timer.start())
        self._filter = QtWidgets.QComboBox()
        speak.bind(self._filter, "setAccessibleName", Message("Which tasks"))
        speak.bind(self._filter, "setToolTip", Message("Leaves out what you do not want to see now."))
        for name, words, _ in FILTERS:
            self._filter.addItem(speak.say(words), name)
        self._filter.activated.connect(
            lambda at: self.presenter.choose(filter_name=self._filter.itemData(at))
        )
        self._reload = IconButton(
            speak, "refresh", Message("Ask again"), Message("Asks the farm for the list once more.")
        )
        self._reload.clicked.connect(self.presenter.reload)
        self._count = ElidedLabel()
        self._count.setProperty("rbTone", "dim")
        self._buttons: Dict[str, IconButton] = {}
        self._menu = QtWidgets.QMenu(self)
        for action in ACTIONS:
            self._add_action(action)
        self._menu.addSeparator()
        self._menu.addMenu(SortMenu(speak, self.tree.header(), self._menu))
        costs = QAction(self)
        self._language.bind(costs, "setText", Message("Costs by month and label …"))
        costs.triggered.connect(lambda *_: self._panel.show_page("costs"))
        self._menu.addAction(costs)
        self._more = IconButton(
            speak, "more", Message("More"), Message("What else can be done to the chosen tasks.")
        )
        self._more.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._menu)
        self._more.setStyleSheet("QToolButton::menu-indicator { image: none; }")

    def _add_action(self, action: TaskAction) -> None:
        made = QAction(self)
        self._language.bind(made, "setText", action.words)
        self._language.bind(made, "setToolTip", action.tip)
        made.triggered.connect(lambda *_, what=action: self._do(what))
        self._menu.addAction(made)
        self._actions[action.name] = made
        if action.name == DELETE:
            made.setShortcut(QtGui.QKeySequence(QtCore.Qt.Key.Key_Delete))
            made.setShortcutContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.tree.addAction(made)
        if action.name in _IN_BAR:
            button = IconButton(self._language, action.symbol, action.words, action.tip)
            button.clicked.connect(lambda *_, what=action: self._do(what))
            self._buttons[action.name] = button

    def _lay_out(self) -> None:
        find = QtWidgets.QHBoxLayout()
        find.setSpacing(em(self, 0.3))
        find.addWidget(self._search, 1)
        find.addWidget(self._filter)
        find.addWidget(self._reload)
        act = QtWidgets.QHBoxLayout()
        act.setSpacing(em(self, 0.1))
        for name in _IN_BAR:
            act.addWidget(self._buttons[name])
        act.addWidget(self._more)
        act.addWidget(self._count, 1)
        upper = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(upper)
        margin = em(self, 0.4)
        column.setContentsMargins(margin, 0, margin, 0)
        column.setSpacing(em(self, 0.3))
        column.addLayout(find)
        column.addLayout(act)
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
            top = self._top_task()
            self.model.show_tasks(presenter.shown())
            self._look_at_again(top)
            self._choose_wanted()
            self._chosen()
        elif presenter.changed_ids:
            known = (presenter.tasks.get(number) for number in presenter.changed_ids)
            self.model.update_tasks([task for task in known if task is not None])
            self._chosen()
        self._reload.setEnabled(not presenter.is_loading)
        self._speak_counts()
        self._looked()

    def _top_task(self) -> Optional[int]:
        """The task the list is scrolled to; None where it stands at its beginning, and follows what is new."""
        if not self.tree.verticalScrollBar().value():
            return None
        task = self.model.root_at(self.tree.indexAt(QtCore.QPoint(0, 0)))
        return None if task is None else task.id

    def _look_at_again(self, task_id: Optional[int]) -> None:
        index = self.model.index_of(-1 if task_id is None else task_id)
        if index.isValid():
            self.tree.scrollTo(index, QtWidgets.QAbstractItemView.ScrollHint.PositionAtTop)

    def _choose_wanted(self) -> None:
        """A task somebody waits for is chosen when it comes; the first where none is."""
        wanted = self._wanted if self._wanted in self.presenter.tasks else None
        if wanted is not None:
            self._wanted = None
            index = self.model.index_of(wanted)
        elif self.model.rowCount() and not self.selected_tasks():
            index = self.model.index(0, 0)
        else:
            return
        flags = QtCore.QItemSelectionModel.SelectionFlag
        self.tree.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _chosen(self, *_: object) -> None:
        tasks = self.selected_tasks()
        for action in ACTIONS:
            is_possible = bool(possible(action, tasks, self.presenter.generation))
            self._actions[action.name].setEnabled(is_possible)
            if action.name in self._buttons:
                self._buttons[action.name].setEnabled(is_possible)
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
        presenter, say = self.presenter, self._language.say
        loaded = len(presenter.order)
        if presenter.total and presenter.total > loaded:
            text = Message(
                "{shown} of {total}", shown=count_words(loaded), total=count_words(presenter.total)
            )
        else:
            text = Message("1 task") if loaded == 1 else Message("{shown} tasks", shown=count_words(loaded))
        self._count.setText(say(text) if loaded else "")
        nothing = Message("No task yet. Submit a scene and watch it here.")
        if presenter.search or presenter.filter_name != "all":
            nothing = Message("No task fits. Clear the search or show all.")
        waits = presenter.is_loading and not loaded
        self._empty.setText(say(Message("Asking for your tasks …") if waits else nothing))
        self._empty.setVisible(not self.model.rowCount())
        self._empty.setGeometry(self.tree.viewport().rect())

    def _looked(self, *_: object) -> None:
        """Which rows are in sight, for the watcher; where they are the last ones, the next come."""
        view = self.tree.viewport().rect()
        top = self.tree.indexAt(view.topLeft())
        ids: List[int] = []
        index = top
        while index.isValid() and self.tree.visualRect(index).top() <= view.bottom():
            task = self.model.root_at(index)
            if task is not None and task.id is not None:
                ids.append(task.id)
            index = self.tree.indexBelow(index)
        last = self.model.index_of(ids[-1] if ids else -1)
        self.presenter.look_at(ids + [task.id for task in self.selected_tasks() if task.id is not None])
        if self.isVisible() and last.row() >= self.model.rowCount() - _ROWS_AHEAD:
            self.presenter.load_more()

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._looked()

    def _downloaded(self) -> None:
        self.model.column_changed(columns.ON_DISK)

    def _tick(self) -> None:
        """Durations grow while one looks."""
        if self.isVisible():
            self.model.speak_again()

    def _speak(self) -> None:
        for at, (_, words, _) in enumerate(FILTERS):
            self._filter.setItemText(at, self._language.say(words))
        self.model.speak_again()
        self._speak_counts()

    def _account_changed(self) -> None:
        user = self._services.connection.standing.user
        self.model.columns.currency = currency(user)
        self.model.columns.shows_cost = shows_cost(user)
        self.model.speak_again()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.tree.viewport().rect())
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
            self._paint_menu()
            self._menu.popup(self.tree.viewport().mapToGlobal(place))

    def _paint_menu(self) -> None:
        theme = theme_of(self)
        for action in ACTIONS:
            self._actions[action.name].setIcon(icon(action.symbol, theme.text, theme.faint))

    def _do(self, action: TaskAction) -> None:
        tasks = possible(action, self.selected_tasks(), self.presenter.generation)
        if not tasks:
            return
        if action.name in (DOWNLOAD, FOLDER):
            self._fetch(action, list(tasks))
            return
        if action.name == BUDGET:
            self._set_budget(list(tasks))
            return
        if action.asks is not None and not self._agrees(action, list(tasks)):
            return
        given: object = None
        if action.name in (OVER_TIME, LABEL):
            given = self._ask_for(action)
            if given is None:
                return
        self.presenter.do(action, tasks, given)

    def _change_scene(self, path: str) -> None:
        """Back to where the job is set up, with the scene it was made of where it can be chosen here."""
        host = self._services.host
        if path and host.can_choose_scene and host.scene().path != path:
            host.choose_scene(path)
        elif path and host.scene().path != path:
            text = Message("Open {scene} to change how it is rendered.", scene=path)
            self._services.errors.say(NOTICE, text, "change a test")
        self._panel.show_page("submit")

    def _agrees(self, action: TaskAction, tasks: List[TaskInfo]) -> bool:
        names = ", ".join(f"{task.scene_name or ''} ({task.id})".strip() for task in tasks[:3])
        names += " …" if len(tasks) > 3 else ""
        assert action.asks is not None, "only called where there is a question"
        return agrees(self._language, action.words, Message(action.asks.template, names=names), self)

    def _ask_for(self, action: TaskAction) -> Optional[object]:
        """The hours, or the label's name; None where the user thought better of it."""
        if action.name == OVER_TIME:
            return ask_hours(self._language, action.words, Message("Hours of rendering:"), self)
        return ask_name(self._language, action.words, Message("Label:"), self)

    def _set_budget(self, tasks: List[TaskInfo]) -> None:
        ids = [task.id for task in tasks if task.id is not None]
        now = self._panel.budgets.budget_of(ids[0]) if ids else Budget()
        sign = currency(self._services.connection.standing.user)
        wanted = ask_budget(self._language, now, sign, self)
        if wanted is not None and ids:
            self._panel.budgets.set_budget(ids, wanted)

    def _fetch(self, action: TaskAction, tasks: List[TaskInfo]) -> None:
        """Downloads are the panel's own affair."""
        if action.name == DOWNLOAD:
            self._panel.downloads.fetch(tasks, self)
        else:
            self._panel.downloads.open_folder(tasks[0], self)
