"""The problems' card: each with its weight, its sentence, and what can be done about it; worst first."""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

from rb_dcc_core.fixes import SAVE
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, CAUTION, GOOD
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton, LongButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.symbol import Symbol

from .job_presenter import JobPresenter
from .scene_presenter import ScenePresenter

FEW = 8
MOST = 100
_LOOKS = {ERROR: ("error", BAD), WARNING: ("warning", CAUTION), NOTICE: ("info", BUSY)}
_WORDS = {ERROR: Message("Error"), WARNING: Message("Warning"), NOTICE: Message("Note")}


class ProblemsCard(Card):
    """Rebuilt only when the list is another one."""

    def __init__(
        self,
        language: Language,
        scene: ScenePresenter,
        job: JobPresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Problems"), "warning", parent=parent)
        self._language = language
        self._scene = scene
        self._job = job
        self._shown: Any = None
        self._rows: List[QtWidgets.QWidget] = []
        self._is_long = False
        self._more = TextButton(language, Message("Show all"), Message("There are more than fit here."))
        self._more.clicked.connect(self._show_all)
        self._list = QtWidgets.QVBoxLayout()
        self._list.setSpacing(em(self, 0.25))
        self.content.addLayout(self._list)
        self.content.addWidget(self._more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._stops = [scene.listen(self._show), job.listen(self._show), language.listen(self._rebuild)]
        self._show()

    def take_focus(self) -> None:
        """Point at the worst of them."""
        self.fold(False)
        for row in self._rows[:1]:
            buttons = row.findChildren(QtWidgets.QAbstractButton)
            (buttons[0] if buttons else row).setFocus()

    def _show_all(self) -> None:
        self._is_long = True
        self._rebuild()

    def _rebuild(self) -> None:
        self._shown = None
        self._show()

    def _show(self) -> None:
        problems = self._job.problems if self._scene.snapshot is not None else ()
        self.setVisible(self._scene.snapshot is not None)
        self.summary.setText(self._summary(problems))
        if problems == self._shown:
            return
        self._shown = problems
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        shown = problems[: MOST if self._is_long else FEW]
        self._rows = [self._row(problem) for problem in shown] or [self._all_well()]
        for row in self._rows:
            self._list.addWidget(row)
        self.lead_on(self._rows)
        self._more.setVisible(len(shown) < len(problems) and not self._is_long)

    def _summary(self, problems: Tuple[Problem, ...]) -> str:
        errors = sum(problem.severity == ERROR for problem in problems)
        warnings = sum(problem.severity == WARNING for problem in problems)
        parts = []
        if errors:
            parts.append(Message("1 error") if errors == 1 else Message("{n} errors", n=errors))
        if warnings:
            parts.append(Message("1 warning") if warnings == 1 else Message("{n} warnings", n=warnings))
        return self._language.listed(self._language.say(part) for part in parts)

    def _all_well(self) -> QtWidgets.QWidget:
        return _Line("tick", GOOD, self._language.say(Message("Nothing was found.")), "")

    def _row(self, problem: Problem) -> QtWidgets.QWidget:
        symbol, role = _LOOKS[problem.severity]
        said = self._language.say(problem.message)
        row = _Line(symbol, role, said, self._language.say(_WORDS[problem.severity]))
        layout, words = row.parts
        fix = problem.fix
        if fix is not None and (fix.kind != SAVE or self._scene.can_save):
            tip = Message("Changes the job's settings; the scene stays as it is.")
            button = LongButton(
                self._language, fix.label, Message("The host saves the scene.") if fix.kind == SAVE else tip
            )
            button.clicked.connect(lambda checked=False, held=problem: self._job.fix(held))
            words.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        node = problem.node
        if node and self._scene.can_select:
            select = IconButton(
                self._language,
                "select",
                Message("Select in scene"),
                Message("Shows where in the scene this comes from."),
            )
            select.clicked.connect(lambda checked=False, held=node: self._scene.select(held))
            layout.addWidget(select)
            layout.setAlignment(select, QtCore.Qt.AlignmentFlag.AlignTop)
        return row


class _Line(QtWidgets.QWidget):
    """A mark and a sentence; `parts` are the row, for a button at its end, and the column of the sentence, for one below."""

    def __init__(self, symbol: str, role: str, text: str, spoken: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{spoken}: {text}" if spoken else text)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.4))
        mark = Symbol(symbol, role)
        mark.setToolTip(spoken)
        label = QtWidgets.QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(em(self, 0.2))
        column.addWidget(label)
        row.addWidget(mark)
        row.addLayout(column, 1)
        row.setAlignment(mark, QtCore.Qt.AlignmentFlag.AlignTop)
        self.parts = row, column
