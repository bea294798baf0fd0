"""What is being sent, above the page's foot: a row for each submission, there while the next scene is prepared."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional

from rb_dcc_core.messages import Message
from rb_dcc_core.submission_run import CHECK, JOB_FILES, SCAN, SUBMIT, UPLOAD
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, CAUTION, GOOD
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.symbol import Symbol
from rb_dcc_ui.wording import duration_words, rate_words, size_words

from .frames_card import show_said
from .stage_bar import StageBar
from .submission_presenter import (
    DONE,
    FAILED,
    RUNNING,
    STOPPED,
    STOPPING,
    WAITING,
    SubmissionPresenter,
    SubmissionRow,
)

MOST_SEEN = 3
_LOOKS = {
    WAITING: ("clock", BUSY),
    RUNNING: ("upload", BUSY),
    STOPPING: ("stop", CAUTION),
    STOPPED: ("pause", CAUTION),
    FAILED: ("error", BAD),
    DONE: ("tick", GOOD),
}
_STAGES = {
    SCAN: Message("Looking at the scene"),
    CHECK: Message("Checking"),
    JOB_FILES: Message("Writing the job files"),
    UPLOAD: Message("Uploading"),
    SUBMIT: Message("Submitting"),
}
ShowTask = Callable[[int], None]


class SubmissionsStrip(QtWidgets.QScrollArea):
    """The newest on top; hidden while there is nothing, scrolls where there are many."""

    def __init__(
        self,
        language: Language,
        submissions: SubmissionPresenter,
        show_task: ShowTask,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._submissions = submissions
        self._show_task = show_task
        self._widgets: Dict[SubmissionRow, RowWidget] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = _Ground()
        self._list = QtWidgets.QVBoxLayout(inside)
        self._list.setContentsMargins(em(self, 0.6), em(self, 0.3), em(self, 0.6), em(self, 0.3))
        self._list.setSpacing(em(self, 0.5))
        self.setWidget(inside)
        self._stops = [submissions.listen(self._show), language.listen(self._show)]
        self._show()

    def _show(self) -> None:
        rows = self._submissions.rows
        for row in [each for each in self._widgets if each not in rows]:
            widget = self._widgets.pop(row)
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for row in rows:
            if row not in self._widgets:
                self._widgets[row] = RowWidget(self._language, self._submissions, row, self._show_task)
            self._widgets[row].refresh()
        for place, widget in enumerate(self._shown()):
            if self._list.indexOf(widget) != place:
                self._list.insertWidget(place, widget)
        self.setVisible(bool(rows))
        self._fit()

    def _shown(self) -> List[RowWidget]:
        """From the top: the newest is what one waits for."""
        return [self._widgets[row] for row in reversed(self._submissions.rows) if row in self._widgets]

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        inside = self.widget()
        width = max(self.viewport().width(), 1)
        heights = [
            widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
            for widget in self._shown()[:MOST_SEEN]
        ]
        margins = self._list.contentsMargins()
        spaces = self._list.spacing() * max(0, len(heights) - 1)
        self.setFixedHeight(sum(heights) + spaces + margins.top() + margins.bottom())
        inside.updateGeometry()


class _Ground(QtWidgets.QWidget):
    """What the rows stand on, with a line that parts it from the cards above."""

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setPen(theme_of(self).line)
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()


class RowWidget(QtWidgets.QWidget):
    """One submission."""

    def __init__(
        self,
        language: Language,
        submissions: SubmissionPresenter,
        row: SubmissionRow,
        show_task: ShowTask,
    ) -> None:
        super().__init__()
        self._language = language
        self._submissions = submissions
        self._row = row
        self._show_task = show_task
        self._mark = Symbol("clock", BUSY)
        self._title = ElidedLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._words = ElidedLabel()
        self._words.setProperty("rbTone", "dim")
        self._bar = StageBar()
        self._why = QtWidgets.QLabel()
        self._why.setWordWrap(True)
        self._why.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._why.setProperty("rbTone", "dim")
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        speak, sent, row = self._language, self._submissions, self._row
        self.cancel = TextButton(
            speak, Message("Cancel"), Message("What is sent stays, so that you can go on later.")
        )
        self.go_on = TextButton(
            speak, Message("Go on where it stopped"), Message("Nothing that is there is sent twice.")
        )
        self.give_up = TextButton(
            speak,
            Message("Give it up"),
            Message("Its empty task is deleted; uploaded files stay for next time."),
        )
        self.show_task = TextButton(
            speak, Message("Show the task"), Message("The page of tasks shows every frame of it.")
        )
        self.put_away = IconButton(speak, "close", Message("Put away"), Message("The task is not touched."))
        self.cancel.clicked.connect(lambda checked=False: sent.cancel(row))
        self.go_on.clicked.connect(lambda checked=False: sent.go_on(row))
        self.give_up.clicked.connect(lambda checked=False: sent.give_up(row))
        self.show_task.clicked.connect(lambda checked=False: self._show_task(row.task_id or 0))
        self.put_away.clicked.connect(lambda checked=False: sent.put_away(row))

    def _lay_out(self) -> None:
        top = QtWidgets.QHBoxLayout()
        top.setSpacing(em(self, 0.4))
        top.addWidget(self._mark)
        top.addWidget(self._title, 1)
        for button in (self.cancel, self.show_task, self.put_away):
            top.addWidget(button)
        below = QtWidgets.QHBoxLayout()
        below.setSpacing(em(self, 0.4))
        below.addWidget(self._words, 1)
        for button in (self.give_up, self.go_on):
            below.addWidget(button)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(em(self, 0.2))
        whole.addLayout(top)
        whole.addWidget(self._bar)
        whole.addWidget(self._why)
        whole.addLayout(below)

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def words(self) -> str:
        """What it says of how far it is."""
        return self._words.text()

    def refresh(self) -> None:
        row, say = self._row, self._language.say
        symbol, role = _LOOKS[row.state]
        self._mark.show_as(symbol, role)
        self._title.setText(row.title)
        self._title.setToolTip(row.scene)
        self._words.setText(say(self._stage_words()))
        progress = row.progress
        self._bar.show_at(progress.stage, progress.share, role, row.state == DONE)
        self._bar.setVisible(row.is_active)
        show_said(self._why, "" if row.why is None else say(row.why), row.state == FAILED)
        self.cancel.setVisible(row.is_active)
        self.cancel.setEnabled(row.state != STOPPING)
        self.go_on.setVisible(row.can_go_on)
        self.give_up.setVisible(row.can_go_on)
        self.show_task.setVisible(row.task_id is not None)
        self.put_away.setVisible(not row.is_active and not row.can_go_on)

    def _stage_words(self) -> Message:
        row = self._row
        if row.state == DONE:
            return Message("Task {task_id} is submitted", task_id=row.task_id)
        if row.state in (STOPPED, FAILED):
            return Message("not submitted yet") if row.can_go_on else Message("not submitted")
        if row.state == STOPPING:
            return Message("Stopping …")
        if row.state == WAITING and not row.progress.stage:
            return Message("Waiting for its turn")
        return self._running_words()

    def _running_words(self) -> Message:
        progress = self._row.progress
        stage = _STAGES.get(progress.stage, _STAGES[SCAN])
        if progress.stage != UPLOAD or not progress.total_bytes:
            return stage
        done, total = size_words(progress.done_bytes), size_words(progress.total_bytes)
        if not progress.bytes_per_s or progress.left_s is None:
            return Message("{done} of {total}", done=done, total=total)
        return Message(
            "{done} of {total} · {rate} · {left} left",
            done=done,
            total=total,
            rate=rate_words(progress.bytes_per_s),
            left=duration_words(progress.left_s),
        )
