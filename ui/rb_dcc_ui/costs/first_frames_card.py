"""The card of a task that waits after its test frames: pictures, what each cost, what the rest will, and what now."""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.money import money_words
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.frames.detail import Picture
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.form import say_or_hide, wrapped
from rb_dcc_ui.wording import duration_words

from .first_frames_presenter import CHANGE, GIVE_UP, FirstFramesPresenter, ShownFrame

_HIGH_EM = 7.0
_LOW_EM = 2.5
_SHARE = 0.12
"""Of the panel's height, that is how high a picture is; in a low panel it gives way before the words do."""


class FirstFramesCard(Card):
    """Hidden where the chosen task does not wait after test frames."""

    def __init__(
        self,
        language: Language,
        presenter: FirstFramesPresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Test frames"), "picture", can_fold=False, parent=parent)
        self._language = language
        self.presenter = presenter
        self._cells: Dict[int, FrameCell] = {}
        pictures = QtWidgets.QWidget()
        self._row = QtWidgets.QHBoxLayout(pictures)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(em(self, 0.4))
        self._waits = wrapped(language, Message("Asking what the test frames cost …"), "dim")
        self._rest = wrapped(language)
        font = self._rest.font()
        font.setBold(True)
        self._rest.setFont(font)
        self._basis = wrapped(language, tone="dim")
        self._asked = wrapped(language)
        self._make_buttons()
        self.content.addWidget(pictures)
        for widget in (self._waits, self._rest, self._basis, self._asked):
            self.content.addWidget(widget)
        buttons = QtWidgets.QHBoxLayout()
        buttons.setSpacing(em(self, 0.4))
        buttons.addStretch(1)
        for button in self._buttons:
            buttons.addWidget(button)
        self.content.addLayout(buttons)
        self._stops = [presenter.listen(self._show), language.listen(self._show)]
        self._show()

    def _make_buttons(self) -> None:
        speak, shown = self._language, self.presenter
        self.give_up = TextButton(
            speak, Message("Give up"), Message("Ends the task for good, so that it costs nothing more.")
        )
        self.change = TextButton(
            speak, Message("Change …"), Message("Back to the job's settings, to submit it another way.")
        )
        self.go_on = TextButton(
            speak, Message("Go on"), Message("Renders the other frames as they are."), is_main=True
        )
        self.leave = TextButton(speak, Message("Cancel"), Message("Leaves everything as it is."))
        self.keep_waiting = TextButton(
            speak, Message("Leave it waiting"), Message("The test stays and can still go on.")
        )
        self.agree = TextButton(
            speak, Message("Give it up"), Message("What is rendered stays; it cannot be started again.")
        )
        self.give_up.clicked.connect(lambda checked=False: shown.ask(GIVE_UP))
        self.change.clicked.connect(lambda checked=False: shown.ask(CHANGE))
        self.go_on.clicked.connect(lambda checked=False: shown.go_on())
        self.leave.clicked.connect(lambda checked=False: shown.ask(""))
        self.keep_waiting.clicked.connect(lambda checked=False: shown.change(False))
        self.agree.clicked.connect(self._agreed)
        self._buttons = (
            self.give_up,
            self.change,
            self.leave,
            self.keep_waiting,
            self.agree,
            self.go_on,
        )

    def _agreed(self, checked: bool = False) -> None:
        if self.presenter.question == CHANGE:
            self.presenter.change(True)
        else:
            self.presenter.give_up()

    def _show(self) -> None:
        shown = self.presenter
        self.setVisible(shown.task is not None)
        if shown.task is None:
            self._show_frames([])
            return
        self._show_frames(shown.frames)
        self._waits.setVisible(shown.is_loading and not shown.frames)
        say_or_hide(self._rest, self._language, shown.rest_words)
        say_or_hide(self._basis, self._language, shown.basis)
        for line in (self._rest, self._basis):
            line.setToolTip("\n".join(self._language.say(each) for each in shown.reasons))
        say_or_hide(self._asked, self._language, _QUESTIONS.get(shown.question))
        self.summary.setText("" if shown.spent is None else self._language.say(shown.spent))
        for button in (self.give_up, self.change, self.go_on):
            button.setVisible(not shown.question)
            button.setEnabled(not shown.is_acting)
        self.leave.setVisible(bool(shown.question))
        self.agree.setVisible(bool(shown.question))
        self.keep_waiting.setVisible(shown.question == CHANGE)
        self._fit()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A splitter asks for the least height without saying the width, which is what lines of words need."""
        high = min(max(int(self.window().height() * _SHARE), em(self, _LOW_EM)), em(self, _HIGH_EM))
        for cell in self._cells.values():
            cell.picture.setFixedHeight(high)
        layout = self.layout()
        if layout is not None and self.width() > 0:
            layout.activate()
            self.setMinimumHeight(max(layout.heightForWidth(self.width()), layout.minimumSize().height()))

    def _show_frames(self, frames: List[ShownFrame]) -> None:
        wanted = [frame.frame_id for frame in frames]
        for number in [each for each in self._cells if each not in wanted]:
            cell = self._cells.pop(number)
            self._row.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        for place, frame in enumerate(frames):
            if frame.frame_id not in self._cells:
                self._cells[frame.frame_id] = FrameCell(self._language)
                self._row.insertWidget(place, self._cells[frame.frame_id], 1)
            self._cells[frame.frame_id].show_frame(frame, self.presenter)


class FrameCell(QtWidgets.QWidget):
    """One frame: its picture, below it its number, time and cost."""

    def __init__(self, language: Language, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._language = language
        self._shown: Optional[bytes] = None
        self._figures: Tuple[str, ...] = ()
        self.picture = Picture()
        self.picture.setMinimumWidth(em(self, 3))
        self._words = ElidedLabel()
        self._words.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        self._below, self._last = ElidedLabel(), ElidedLabel()
        for label in (self._below, self._last):
            label.setProperty("rbTone", "dim")
            label.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.1))
        column.addWidget(self.picture)
        for widget in (self._words, self._below, self._last):
            column.addWidget(widget)
        column.addStretch(1)  # beside one of more lines the pictures' names stand in one row all the same

    @property
    def text(self) -> str:
        return " ".join([self._words.text(), " · ".join(self._figures)])

    def show_frame(self, frame: ShownFrame, presenter: FirstFramesPresenter) -> None:
        say = self._language.say
        if frame.picture is None:
            self.picture.show_image(None, say(frame.words or Message("Fetching the picture …")))
        elif frame.picture is not self._shown:
            image = QtGui.QImage.fromData(frame.picture)
            self.picture.show_image(image, say(Message("This picture cannot be shown.")))
        self._shown = frame.picture
        self._words.setText(say(Message("Frame {name}", name=frame.name)))
        time, cost = duration_words(frame.time_s), money_words(frame.cost, presenter.currency)
        self._figures = (say(time), say(cost)) if presenter.shows_cost else (say(time),)
        self._fit()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Time and cost in one line where they fit, else below each other: neither is to be cut."""
        joined = " · ".join(self._figures)
        fits = self.fontMetrics().boundingRect(joined).width() + 6 <= self.width()
        lines = (joined,) if fits else self._figures
        self._below.setText(lines[0] if lines else "")
        self._last.setText(lines[1] if len(lines) > 1 else "")
        self._last.setVisible(len(lines) > 1)


_QUESTIONS = {
    GIVE_UP: Message("Give the task up for good? What is rendered stays; it cannot be started again."),
    CHANGE: Message("The test task waits. Give it up, or leave it waiting while you change the job?"),
}
