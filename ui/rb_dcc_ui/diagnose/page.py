"""The diagnose page: the way to the service with a tick for each step, everything that is known, a button that copies it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Dict, List, Optional, Tuple

from rb_dcc_core.connection_trial import FAILED, NOTED, PASSED, STEPS, Finding
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import BINDING, QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, CAUTION, GOOD, IDLE
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.column import Column
from rb_dcc_ui.widgets.form import tone, wrapped
from rb_dcc_ui.widgets.skeleton import Skeleton
from rb_dcc_ui.widgets.symbol import Symbol

from .presenter import DiagnosePresenter

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

_MARKS = {PASSED: ("tick", GOOD), NOTED: ("warning", CAUTION), FAILED: ("error", BAD)}
_COPIED_S = 2.0
_COPY = Message("Copy everything")
_COPIED = Message("Copied")


class DiagnosePage(QtWidgets.QWidget):
    """`shut` ends it."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._language = panel.language
        self._timers = panel.services.timers
        self.presenter = DiagnosePresenter(panel.services, _toolkit())
        self._steps: Dict[str, _Step] = {}
        self._shown: Optional[Tuple[object, str]] = None
        self._column = Column()
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._column)
        self._column.content.addLayout(self._top())
        self._column.content.addWidget(self._trial_card())
        self._known = Card(self._language, Message("This computer"), "info")
        self._list = QtWidgets.QVBoxLayout()
        self._list.setSpacing(em(self, 0.3))
        self._list.addWidget(Skeleton(8))
        self._known.content.addLayout(self._list)
        self._column.content.addWidget(self._known)
        self._stops = [self.presenter.listen(self._show), self._language.listen(self._show)]
        self.presenter.look()
        self._show()

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.look()

    def shut(self) -> None:
        for stop in self._stops:
            stop()
        self.presenter.close()

    # -- building ------------------------------------------------------------------------------------------------

    def _top(self) -> QtWidgets.QHBoxLayout:
        self._copy = TextButton(
            self._language,
            _COPY,
            Message("To send to whoever helps you: no key, no name, no address is in it."),
        )
        self._copy.setObjectName("rbCopy")
        self._copy.clicked.connect(self._copy_text)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.5))
        row.addWidget(
            wrapped(
                self._language, Message("Something does not work? Test it, and send what stands here."), "dim"
            ),
            1,
        )
        row.addWidget(self._copy)
        return row

    def _trial_card(self) -> Card:
        card = Card(self._language, Message("Connection"), "link", can_fold=False)
        self._trial = card
        grid = QtWidgets.QGridLayout()
        grid.setHorizontalSpacing(em(self, 0.5))
        grid.setVerticalSpacing(em(self, 0.3))
        grid.setColumnStretch(2, 1)
        for row, (step, title) in enumerate(STEPS):
            self._steps[step] = _Step(self._language, title, grid, row)
        card.content.addLayout(grid)
        self._test = TextButton(
            self._language,
            Message("Test the connection"),
            Message("Goes the whole way to the farm and says where it ends. Nothing is created there."),
            is_main=True,
        )
        self._test.setObjectName("rbTest")
        self._test.clicked.connect(self.presenter.test)
        card.content.addSpacing(em(self, 0.2))
        card.content.addWidget(self._test, 0, QtCore.Qt.AlignmentFlag.AlignRight)
        return card

    # -- showing -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        shown, code = self.presenter, self._language.code
        was_tried = shown.was_tested or shown.is_testing
        for step, _, finding in shown.steps:
            words = "" if finding is None else shown.shown(finding.words, code)
            self._steps[step].show_finding(finding, words, step == shown.current, was_tried)
        self._test.setEnabled(not shown.is_testing)
        verdict = shown.verdict
        self._trial.summary.setText("" if verdict is None else self._language.say(verdict))
        self._show_known()

    def _show_known(self) -> None:
        """The list is made anew only where it has changed."""
        sections = self.presenter.sections
        now = (sections, self._language.code)
        if not sections or now == self._shown:
            return
        self._shown = now
        while self._list.count():
            widget = self._list.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for section in sections:
            title = QtWidgets.QLabel(self._language.say(section.title))
            font = title.font()
            font.setBold(True)
            title.setFont(font)
            self._list.addWidget(title)
            self._list.addWidget(self._grid(section.lines))

    def _grid(self, lines: Tuple[Tuple[Message, object], ...]) -> QtWidgets.QWidget:
        held = QtWidgets.QWidget()
        grid = QtWidgets.QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, em(self, 0.3))
        grid.setHorizontalSpacing(em(self, 0.6))
        grid.setVerticalSpacing(em(self, 0.1))
        grid.setColumnMinimumWidth(0, em(self, 7))
        grid.setColumnStretch(1, 1)
        top = QtCore.Qt.AlignmentFlag.AlignTop
        for row, (name, value) in enumerate(lines):
            words = value if isinstance(value, Message) else Message("{value}", value=value)
            label = wrapped(self._language, tone="dim")
            label.setText(self._language.say(name))
            label.setMaximumWidth(em(self, 9))
            text = _Breaking(self.presenter.shown(words, self._language.code))
            grid.addWidget(label, row, 0, top)
            grid.addWidget(text, row, 1, top)
        return held

    # -- doing ---------------------------------------------------------------------------------------------------

    def _copy_text(self) -> None:
        QtGui.QGuiApplication.clipboard().setText(self.presenter.text(self._language.code))
        self._language.bind(self._copy, "setText", _COPIED)
        self._timers.call_later(_COPIED_S, lambda: self._language.bind(self._copy, "setText", _COPY))


class _Step:
    """One step, a row of the grid: how it went, its title, what was found."""

    def __init__(self, language: Language, title: Message, grid: QtWidgets.QGridLayout, row: int) -> None:
        self._mark = Symbol("more", IDLE)
        self._title = QtWidgets.QLabel()
        language.bind(self._title, "setText", title)
        self._words = _Breaking()
        top = QtCore.Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._mark, row, 0, top)
        grid.addWidget(self._title, row, 1, top)
        grid.addWidget(self._words, row, 2)

    def show_finding(self, finding: Optional[Finding], words: str, is_current: bool, was_tried: bool) -> None:
        if finding is not None:
            self._mark.show_as(*_MARKS[finding.outcome])
        else:
            self._mark.show_as(*(("clock", BUSY) if is_current else ("more", IDLE)))
        tone(self._title, "" if finding is not None or is_current or not was_tried else "faint")
        self._words.setText(words)
        is_bad = finding is not None and finding.outcome == FAILED
        tone(self._words, "bad" if is_bad else "dim")


class _Breaking(QtWidgets.QLabel):
    """Text that breaks anywhere where it has no blanks: paths and addresses. Copied by the page's button alone."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)
        self.setText(text)

    def setText(self, text: str) -> None:
        self.setAccessibleName(text)
        # A zero-width space lets Qt break after a separator.
        for sign in "/\\._-":
            text = text.replace(sign, sign + "\u200b")
        super().setText(text)


def _toolkit() -> Tuple[Tuple[str, str], ...]:
    """Qt's versions."""
    binding = importlib.import_module(BINDING)
    found: List[Tuple[str, str]] = [(BINDING, str(binding.__version__)), ("Qt", QtCore.qVersion())]
    style = QtWidgets.QApplication.style()
    found.append(("QStyle", style.objectName() if style is not None else ""))
    return tuple(found)
