"""How long the chosen part still takes, how certain that is, and what the whole of it will have cost."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_core.money import cost_words
from rb_dcc_core.statuses import has_halted
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.wording import duration_words

from .list_model import FrameListModel
from .presenter import FramesPresenter


class Outlook(QtWidgets.QWidget):
    """Both beside each other where there is room, else below each other, so that neither cuts the other off. Hidden where
    nothing is left to render. The currency, and whether money is shown at all, are the list's."""

    def __init__(
        self,
        language: Language,
        presenter: FramesPresenter,
        model: FrameListModel,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._presenter = presenter
        self._model = model
        self.time, self.cost = ElidedLabel(), ElidedLabel()
        policy = QtWidgets.QSizePolicy.Policy
        self.time.setSizePolicy(policy.Maximum, policy.Preferred)
        self._lines = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(em(self, 0.8))
        for label in (self.time, self.cost):
            label.setProperty("rbTone", "dim")
            self._lines.addWidget(label)
        self._lines.addStretch(1)
        self.setSizePolicy(policy.Preferred, policy.Maximum)

    def stack(self, is_stacked: bool) -> None:
        """Below each other, or beside each other again."""
        side = QtWidgets.QBoxLayout.Direction
        self._lines.setDirection(side.TopToBottom if is_stacked else side.LeftToRight)
        self._lines.setSpacing(0 if is_stacked else em(self, 0.8))

    def speak(self, open_frames: int) -> None:
        """Say it, of a part with so many frames that are not over."""
        time = self._time_text() if open_frames else ""
        cost = self._cost_text() if open_frames else ""
        self.time.setText(time)
        self.cost.setText(cost)
        for label in (self.time, self.cost):
            label.setVisible(bool(label.text()))
        self.setVisible(bool(time or cost))

    def _time_text(self) -> str:
        task, left = self._presenter.task, self._presenter.left
        if task is not None and has_halted(task.task_status):
            return ""  # it stands still: time does not tell when it will be done
        if left is None:
            return self._language.say(Message("Time left: no frame is finished yet, so nobody knows."))
        frames, machines = Message("1 finished frame"), Message("1 machine")
        if left.frames != 1:
            frames = Message("{n} finished frames", n=left.frames)
        if left.machines != 1:
            machines = Message("{n} machines", n=left.machines)
        return self._language.say(
            Message(
                "Time left: about {likely} ({low} to {high}), from {frames} on {machines}",
                likely=duration_words(left.likely_s),
                low=duration_words(left.low_s),
                high=duration_words(left.high_s),
                frames=frames,
                machines=machines,
            )
        )

    def _cost_text(self) -> str:
        """What the whole part will have cost, by its own finished frames."""
        whole = self._presenter.whole_cost
        if whole is None or not self._model.shows_cost:
            return ""
        return self._language.say(Message("In all {cost}", cost=cost_words(whole, self._model.currency)))
