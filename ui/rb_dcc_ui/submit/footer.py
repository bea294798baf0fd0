"""The page's foot: what Submit would do, or what stops it; always in sight."""

from __future__ import annotations

from typing import Callable, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.costs.price_line import PriceLine
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, CAUTION, GOOD, IDLE
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.buttons import TextButton
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.symbol import Symbol

from .frames_card import keep_tick
from .presenters import SubmitPresenter


class Footer(QtWidgets.QWidget):
    """`go_to` is called where the line that says what stops a submission is clicked."""

    def __init__(
        self,
        language: Language,
        presenter: SubmitPresenter,
        go_to: Callable[[], None],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._presenter = presenter
        self._go_to = go_to
        self._mark = Symbol("tick", GOOD)
        self._line = ElidedLabel()
        self._second = ElidedLabel()
        self._tasks = ElidedLabel()
        for label in (self._second, self._tasks):
            label.setProperty("rbTone", "dim")
        self._price = PriceLine(language, presenter.price)
        self.submit = TextButton(
            language,
            Message("Submit"),
            Message("Sends the scene and its files, and starts the task."),
            is_main=True,
        )
        self.submit.clicked.connect(presenter.submit)
        self.test_first = QtWidgets.QCheckBox()
        language.bind(self.test_first, "setText", Message("Test first"))
        language.bind(
            self.test_first,
            "setToolTip",
            Message(
                "Renders a few frames and pauses, so that you see them, and what the rest will cost, before you pay for it."
            ),
        )
        self.test_first.toggled.connect(presenter.test_first)
        self._lay_out()
        self._stops = [presenter.listen(self._show), language.listen(self._show)]
        self._show()

    def _lay_out(self) -> None:
        """Words to the left, what to press to the right; the words stay together where the buttons are higher."""
        words = QtWidgets.QGridLayout()
        words.setVerticalSpacing(0)
        words.setHorizontalSpacing(em(self, 0.5))
        words.addWidget(self._mark, 1, 0)
        for place, line in enumerate((self._line, self._second, self._tasks, self._price), 1):
            words.addWidget(line, place, 1)
        words.setColumnStretch(1, 1)
        words.setRowStretch(0, 1)
        words.setRowStretch(5, 1)
        act = QtWidgets.QVBoxLayout()
        act.setSpacing(em(self, 0.3))
        act.addWidget(self.submit)
        act.addWidget(self.test_first, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        row = QtWidgets.QHBoxLayout(self)
        margin = em(self, 0.6)
        row.setContentsMargins(margin, margin * 2 // 3, margin, margin * 2 // 3)
        row.setSpacing(em(self, 0.5))
        row.addLayout(words, 1)
        row.addLayout(act)

    @property
    def tasks(self) -> str:
        """What is said of the tasks that Submit would make; "" where it is one."""
        return self._tasks.text()

    @property
    def line(self) -> str:
        """What the line says."""
        return self._line.text()

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        if self._presenter.leads_to:
            self._go_to()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        keys = QtCore.Qt.Key
        if self._presenter.leads_to and event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            self._go_to()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter, theme = QtGui.QPainter(self), theme_of(self)
        painter.setPen(theme.line)
        painter.drawLine(0, 0, self.width(), 0)
        if self.hasFocus():
            painter.setPen(theme.dim)
            painter.drawRect(self.rect().adjusted(1, 2, -2, -2))
        painter.end()

    def _show(self) -> None:
        presenter, say = self._presenter, self._language.say
        blocker, problem = presenter.blocker, presenter.blocking_problem
        warnings = presenter.warning_count
        self.submit.setEnabled(blocker is None)
        summary = say(presenter.summary) if presenter.scene.snapshot is not None else ""
        if blocker is not None:
            symbol, role = ("error", BAD) if problem is not None else ("info", IDLE)
            self._line.setText(say(blocker))
            self._second.setText(summary)
        else:
            symbol, role = ("warning", CAUTION) if warnings else ("tick", GOOD)
            self._line.setText(summary)
            self._second.setText(say(_warnings(warnings)) if warnings else "")
        self._mark.show_as(symbol, role)
        self._second.setVisible(bool(self._second.text()))
        count = presenter.task_count
        self._tasks.setText(
            say(Message("Makes {n} tasks: one for each camera", n=count)) if count > 1 else ""
        )
        self._tasks.setVisible(count > 1)
        self._show_lead(bool(presenter.leads_to))
        keep_tick(self.test_first, presenter.tests_first)
        self.test_first.setEnabled(presenter.scene.snapshot is not None)
        if blocker is not None:
            self.submit.setToolTip(say(blocker))
        else:
            self.submit.setToolTip(say(Message("Sends the scene and its files, and starts the task.")))

    def _show_lead(self, leads: bool) -> None:
        """A line that leads somewhere does so by keyboard too; Tab passes over one that does not."""
        shape, policy = QtCore.Qt.CursorShape, QtCore.Qt.FocusPolicy
        self.setCursor(shape.PointingHandCursor if leads else shape.ArrowCursor)
        self.setFocusPolicy(policy.TabFocus if leads else policy.NoFocus)
        self.setAccessibleName(self.line if leads else "")
        self.setToolTip(self._language.say(Message("Goes to where it can be put right.")) if leads else "")


def _warnings(count: int) -> Message:
    return Message("1 warning") if count == 1 else Message("{n} warnings", n=count)
