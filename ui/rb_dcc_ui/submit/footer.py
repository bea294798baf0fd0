"""The page's foot: what Submit would do, or what stops it; always in sight."""

from __future__ import annotations

from typing import Callable, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, CAUTION, GOOD, IDLE
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.buttons import TextButton
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.symbol import Symbol

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
        self._second.setProperty("rbTone", "dim")
        self._estimate = QtWidgets.QLabel()
        self._estimate.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.submit = TextButton(
            language,
            Message("Submit"),
            Message("Sends the scene and its files, and starts the task."),
            is_main=True,
        )
        self.submit.clicked.connect(presenter.submit)
        words = QtWidgets.QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._line)
        words.addWidget(self._second)
        row = QtWidgets.QHBoxLayout(self)
        margin = em(self, 0.6)
        row.setContentsMargins(margin, margin * 2 // 3, margin, margin * 2 // 3)
        row.setSpacing(em(self, 0.5))
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self._estimate)
        row.addWidget(self.submit)
        self._stops = [presenter.listen(self._show), language.listen(self._show)]
        self._show()

    @property
    def line(self) -> str:
        """What the line says."""
        return self._line.text()

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        if self._presenter.leads_to:
            self._go_to()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setPen(theme_of(self).line)
        painter.drawLine(0, 0, self.width(), 0)
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
        shape = QtCore.Qt.CursorShape
        self.setCursor(shape.PointingHandCursor if presenter.leads_to else shape.ArrowCursor)
        self._estimate.setVisible(presenter.estimate is not None)
        self._estimate.setText("" if presenter.estimate is None else say(presenter.estimate))
        if blocker is not None:
            self.submit.setToolTip(say(blocker))
        else:
            self.submit.setToolTip(say(Message("Sends the scene and its files, and starts the task.")))


def _warnings(count: int) -> Message:
    return Message("1 warning") if count == 1 else Message("{n} warnings", n=count)
