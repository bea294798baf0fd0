"""The submit page: the scene's cards, what is being sent, and a foot that says what Submit would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.costs.budget_card import BudgetCard
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.slices import Later, Slices

from .environment_card import EnvironmentCard
from .files_card import FilesCard
from .footer import Footer
from .frames_card import FramesCard
from .job_presenter import FRAMES
from .layers_card import LayersCard
from .more_card import MoreCard
from .presenters import ACCOUNT, SubmitPresenter
from .problems_card import ProblemsCard
from .scene_card import SceneCard, dropped_scene
from .submissions_strip import SubmissionsStrip

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

WIDE_EM = 52
"""From this width on there are two columns."""
_FOOT_EM = 4.4
_UNDER_MORE = ("output_unknown", "format_unknown")


class SubmitPage(QtWidgets.QWidget):
    """Opens at once, has the scene read in the background, and fills from top to bottom, a few cards in each turn."""

    scene_card = Later[SceneCard]()
    layers_card = Later[LayersCard]()
    frames_card = Later[FramesCard]()
    problems_card = Later[ProblemsCard]()
    environment_card = Later[EnvironmentCard]()
    files_card = Later[FilesCard]()
    budget_card = Later[BudgetCard]()
    more_card = Later[MoreCard]()
    strip = Later[SubmissionsStrip]()
    footer = Later[Footer]()

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.presenter = SubmitPresenter(panel.services, panel.books)
        self.presenter.submissions.language = panel.language.code
        self._stops: List[Callable[[], None]] = [panel.language.listen(self._speak)]
        self.setAcceptDrops(True)
        self._columns = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.TopToBottom)
        self._scroll = QtWidgets.QScrollArea()
        self._foot = QtWidgets.QWidget()
        self._build()
        self._make_scene()
        self.slices = Slices(
            panel.services.timers,
            (
                self.presenter.open,  # first: the list of layers takes its place before anything stands below it
                self._make_frames,
                self._make_environment,
                self._make_files,
                self._make_more,
                self._make_foot,
            ),
        )

    def shut(self) -> None:
        """Stop what is under way and listen no more."""
        self.slices.stop()
        for stop in self._stops:
            stop()
        self.presenter.close()

    def look_at(self, card: QtWidgets.QWidget) -> None:
        """Scroll to a card."""
        self._scroll.ensureWidgetVisible(card)

    def drop(self, data: QtCore.QMimeData) -> bool:
        """Take a scene file that was dropped; False where there is none in it, or none can be taken."""
        scene = self.presenter.scene
        path = dropped_scene(data, scene.kinds) if scene.can_choose else ""
        if path:
            scene.choose(path)
        return bool(path)

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        scene = self.presenter.scene
        if scene.can_choose and dropped_scene(event.mimeData(), scene.kinds):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        if self.drop(event.mimeData()):
            event.acceptProposedAction()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QtWidgets.QBoxLayout.Direction
        is_wide = self.width() >= em(self, WIDE_EM)
        self._columns.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        for place in range(self._columns.count()):
            self._columns.setStretch(place, int(is_wide))

    def _build(self) -> None:
        margin = em(self, 0.4)
        self._columns.setSpacing(margin)
        self._left, self._right = QtWidgets.QVBoxLayout(), QtWidgets.QVBoxLayout()
        for column in (self._left, self._right):
            column.setSpacing(margin)
            self._columns.addLayout(column)
        self.inside = QtWidgets.QWidget()
        around = QtWidgets.QVBoxLayout(self.inside)
        around.setContentsMargins(margin, margin, margin, margin)
        around.addLayout(self._columns)
        around.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.inside)
        foot = QtWidgets.QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        self._foot.setMinimumHeight(em(self, _FOOT_EM))  # its room is kept until it is made
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._foot)

    # -- in slices: from top to bottom, which is also the order in which Tab leads through them ----------------------
    # Each card has its parent from the start: the scene may be read by now, and a card that shows itself without one is a
    # window of its own for a moment.

    def _make_scene(self) -> None:
        language, shown = self._panel.language, self.presenter
        self.scene_card = SceneCard(language, shown.scene, self.inside)
        self.layers_card = LayersCard(language, shown.scene, shown.job, self.inside)
        self._left.addWidget(self.scene_card)
        self._left.addWidget(self.layers_card)

    def _make_frames(self) -> None:
        language, shown = self._panel.language, self.presenter
        self.frames_card = FramesCard(language, shown.scene, shown.job, self.inside)
        self._left.addWidget(self.frames_card)
        self._left.addStretch(1)

    def _make_environment(self) -> None:
        language, shown = self._panel.language, self.presenter
        self.problems_card = ProblemsCard(language, shown.scene, shown.job, self.inside)
        self.environment_card = EnvironmentCard(language, shown.scene, shown.environment, self.inside)
        self._right.addWidget(self.problems_card)
        self._right.addWidget(self.environment_card)

    def _make_files(self) -> None:
        language, shown = self._panel.language, self.presenter
        self.files_card = FilesCard(language, shown.scene, shown.files, self.inside)
        self.budget_card = BudgetCard(language, shown.scene, shown.job, shown.price, parent=self.inside)
        self._right.addWidget(self.files_card)
        self._right.addWidget(self.budget_card)

    def _make_more(self) -> None:
        shown = self.presenter
        self.more_card = MoreCard(self._panel.language, shown.scene, shown.job, shown.presets, self.inside)
        self._right.addWidget(self.more_card)
        self._right.addStretch(1)

    def _make_foot(self) -> None:
        language, shown = self._panel.language, self.presenter
        self.strip = SubmissionsStrip(language, shown.submissions, self._show_task, parent=self._foot)
        self.footer = Footer(language, shown, self._go_to_problem, parent=self._foot)
        self._foot.setMinimumHeight(0)
        foot = self._foot.layout()
        assert foot is not None
        foot.addWidget(self.strip)
        foot.addWidget(self.footer)

    def _speak(self) -> None:
        self.presenter.submissions.language = self._panel.language.code

    def _go_to_problem(self) -> None:
        """To the account where there is none, to the field whose text cannot be read, else to the worst problem."""
        if self.presenter.leads_to == ACCOUNT:
            self._panel.show_page(ACCOUNT)
            return
        if FRAMES in self.presenter.job.typed:
            self.look_at(self.frames_card)
            self.frames_card.take_focus()
            return
        problem = self.presenter.blocking_problem
        if problem is not None and problem.code in _UNDER_MORE:
            self.more_card.fold(False)
        self.look_at(self.problems_card)
        self.problems_card.take_focus()

    def _show_task(self, task_id: int) -> None:
        page = self._panel.show_page("tasks")
        select = getattr(page, "select_task", None)
        if select is not None:
            select(task_id)
