"""The frames' card: which frames, how many that are, which of them first."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.wording import count_words

from .job_presenter import FRAMES, PRIORITY, JobPresenter
from .scene_presenter import ScenePresenter

_MOST_NAMED = 8


class FramesCard(Card):
    """A field that is read while one types, with the count or the sentence for what is wrong below it."""

    def __init__(
        self,
        language: Language,
        scene: ScenePresenter,
        job: JobPresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Frames"), "grid", parent=parent)
        self._language = language
        self._scene = scene
        self._job = job
        self._field = _line(
            language, Message("Frames"), Message("For example 1-10, 1-10x2 or 5,8,12-20; empty: the scene's.")
        )
        self._said = _said()
        self._first = _tick(
            language, Message("First"), Message("Seen early, so that a mistake costs one frame.")
        )
        self._middle = _tick(
            language, Message("Middle"), Message("Seen early, so that a mistake costs one frame.")
        )
        self._last = _tick(
            language, Message("Last"), Message("Seen early, so that a mistake costs one frame.")
        )
        self._own = _line(
            language,
            Message("Frames to render first"),
            Message("Other frames to render first, for example 1,5-8."),
        )
        self._first_said = _said()
        self._pause = _tick(
            language,
            Message("Pause after these"),
            Message("The task waits for you to look at them; go on with it on the page of tasks."),
        )
        self._build()
        self._stops = [scene.listen(self._show), job.listen(self._show), language.listen(self._show)]
        self._show()

    def take_focus(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    def _build(self) -> None:
        self.content.addWidget(self._field)
        self.content.addWidget(self._said)
        title = QtWidgets.QLabel()
        title.setProperty("rbTone", "dim")
        self._language.bind(title, "setText", Message("Render first"))
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.45))
        row.addWidget(title)
        for box in (self._first, self._middle, self._last):
            row.addWidget(box)
        row.addStretch(1)
        self.content.addSpacing(em(self, 0.2))
        self.content.addLayout(row)
        below = QtWidgets.QHBoxLayout()
        below.setSpacing(em(self, 0.6))
        below.addWidget(self._own, 1)
        below.addWidget(self._pause)
        self.content.addLayout(below)
        self.content.addWidget(self._first_said)
        self._field.textEdited.connect(self._job.type_frames)
        self._own.textEdited.connect(self._job.type_priority)
        for box in (self._first, self._middle, self._last):
            box.toggled.connect(self._tick)
        self._pause.toggled.connect(self._set_pause)

    def _tick(self, is_on: bool) -> None:
        now = (self._first.isChecked(), self._middle.isChecked(), self._last.isChecked())
        self._job.set_priority(*now)

    def _set_pause(self, is_on: bool) -> None:
        self._job.apply(is_test_stop=is_on)

    def _show(self) -> None:
        job, settings = self._job, self._job.settings
        self.setEnabled(self._scene.snapshot is not None)
        self.setVisible(self._scene.snapshot is not None or self._scene.is_reading)
        keep_text(self._field, job.frames_text)
        keep_text(self._own, job.priority_text)
        self._field.setPlaceholderText(self._placeholder())
        own = self._language.say(Message("others, e.g. 1,5-8"))
        self._own.setPlaceholderText(own)
        first = settings.priority_frames
        for box, is_on in (
            (self._first, first.first),
            (self._middle, first.middle),
            (self._last, first.last),
        ):
            keep_tick(box, is_on)
        keep_tick(self._pause, settings.is_test_stop)
        self._pause.setVisible(bool(first) or settings.is_test_stop)
        self._show_said()
        self.summary.setText(self._language.say(self._count()) if job.rows else "")

    def _show_said(self) -> None:
        job, say = self._job, self._language.say
        wrong = job.typed.get(FRAMES)
        shown = "" if wrong is None else say(wrong[1])
        if wrong is None and job.settings.frames is not None and job.scene_frames != job.frames_text:
            shown = (
                say(Message("The scene has {frames}.", frames=job.scene_frames)) if job.scene_frames else ""
            )
        show_said(self._said, shown, wrong is not None)
        wrong = job.typed.get(PRIORITY)
        if wrong is not None:
            show_said(self._first_said, say(wrong[1]), True)
            return
        numbers = job.priority_numbers
        listed = ", ".join(str(number) for number in numbers[:_MOST_NAMED]) + (
            " …" if len(numbers) > _MOST_NAMED else ""
        )
        show_said(
            self._first_said, say(Message("Frames {listed} first", listed=listed)) if numbers else "", False
        )

    def _placeholder(self) -> str:
        if not self._job.rows:
            return ""
        frames = self._job.scene_frames
        if not frames:
            return self._language.say(Message("each layer's own"))
        return self._language.say(Message("{frames}  (the scene's)", frames=frames))

    def _count(self) -> Message:
        on = [row for row in self._job.rows if row.is_on]
        counts = {row.frame_count for row in on}
        total = self._job.pictures
        if len(counts) == 1 and None not in counts:
            each = counts.pop() or 0
            if each == total:
                return Message("1 frame") if each == 1 else Message("{n} frames", n=count_words(each))
            words = Message("1 frame") if each == 1 else Message("{n} frames", n=count_words(each))
            return Message("{frames}, {total} pictures", frames=words, total=count_words(total))
        return Message("{total} pictures", total=count_words(total))


def _line(language: Language, name: Message, tip: Message) -> QtWidgets.QLineEdit:
    field = QtWidgets.QLineEdit()
    field.setClearButtonEnabled(True)
    field.setMinimumWidth(em(field, 4))
    language.bind(field, "setAccessibleName", name)
    language.bind(field, "setToolTip", tip)
    return field


def _tick(language: Language, name: Message, tip: Message) -> QtWidgets.QCheckBox:
    box = QtWidgets.QCheckBox()
    language.bind(box, "setText", name)
    language.bind(box, "setToolTip", tip)
    return box


def _said() -> QtWidgets.QLabel:
    label = QtWidgets.QLabel()
    label.setWordWrap(True)
    label.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    label.setProperty("rbTone", "dim")
    label.hide()
    return label


def show_said(label: QtWidgets.QLabel, text: str, is_wrong: bool) -> None:
    """A sentence below a field; hidden where there is none."""
    tone = "bad" if is_wrong else "dim"
    if label.property("rbTone") != tone:
        label.setProperty("rbTone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
    label.setText(text)
    label.setVisible(bool(text))


def keep_text(field: QtWidgets.QLineEdit, text: str) -> None:
    """Put a text into a field without moving the cursor of whoever types."""
    if field.text().strip() != text.strip() and not (
        field.hasFocus() and not text and field.text().isspace()
    ):
        field.setText(text)


def keep_tick(box: QtWidgets.QCheckBox, is_on: bool) -> None:
    if box.isChecked() != is_on:
        box.blockSignals(True)
        box.setChecked(is_on)
        box.blockSignals(False)
