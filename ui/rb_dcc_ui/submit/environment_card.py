"""The environment's card: what the farm starts for the scene, how well it fits, what else there is."""

from __future__ import annotations

from typing import Any, Callable, List, Optional

from rb_dcc_core import matching
from rb_dcc_core.host import ERROR
from rb_dcc_core.matching import SYSTEMS, Match
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets, exec_dialog, is_alive
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, CAUTION, GOOD
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.skeleton import Skeleton
from rb_dcc_ui.widgets.symbol import Symbol

from .environment_dialog import EnvironmentDialog
from .environment_presenter import Draft, EnvironmentPresenter
from .scene_presenter import ScenePresenter

FEW = 3
_FITS = {
    matching.EXACT: ("tick", GOOD, Message("fits exactly")),
    matching.COMPATIBLE: ("warning", CAUTION, Message("differs a little")),
    matching.NONE: ("cross", BAD, Message("does not fit")),
}


class EnvironmentCard(Card):
    """The matches, best first, one of them ticked; differences in words below each."""

    def __init__(
        self,
        language: Language,
        scene: ScenePresenter,
        environment: EnvironmentPresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Environment"), "environment", parent=parent)
        self._language = language
        self._scene = scene
        self._environment = environment
        self._shown: Any = None
        self._is_long = False
        self._rows: List[QtWidgets.QWidget] = []
        self._group: Optional[QtWidgets.QButtonGroup] = None
        self._skeleton = Skeleton(2)
        self._said = QtWidgets.QLabel()
        self._said.setWordWrap(True)
        self._said.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._list = QtWidgets.QVBoxLayout()
        self._list.setSpacing(em(self, 0.35))
        self._more = TextButton(
            language, Message("Show all"), Message("The other environments fit less well.")
        )
        self._more.clicked.connect(self._show_all)
        add = IconButton(
            language,
            "add",
            Message("New environment"),
            Message("Made to fit the scene; change what you like before it is saved."),
        )
        add.clicked.connect(self._new)
        self._add = add
        self.add_tool(add)
        self.content.addWidget(self._skeleton)
        self.content.addWidget(self._said)
        self.content.addLayout(self._list)
        self.content.addWidget(self._more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._stops = [
            environment.listen(self._show),
            scene.listen(self._show),
            language.listen(self._rebuild),
        ]
        self._show()

    def _show_all(self) -> None:
        self._is_long = True
        self._rebuild()

    def _rebuild(self) -> None:
        self._shown = None
        self._show()

    def _show(self) -> None:
        environment = self._environment
        self.setVisible(self._scene.snapshot is not None)
        self._add.setEnabled(environment.is_known)
        self._skeleton.setVisible(environment.is_asking and not environment.is_known)
        trouble = environment.trouble
        if trouble is None and not environment.is_known and not environment.is_asking:
            trouble = Message("The farm's environments are shown once it is connected.")
        self._said.setVisible(trouble is not None)
        self._said.setText("" if trouble is None else self._language.say(trouble))
        self.summary.setText(self._summary())
        state = (environment.matches, environment.chosen, environment.proposal, environment.is_automatic)
        if state != self._shown:
            self._shown = state
            self._fill()

    def _summary(self) -> str:
        chosen = self._environment.chosen
        if chosen is None:
            return ""
        name = chosen.environment.name or self._language.say(Message("made for this scene"))
        return self._language.listed((name, self._language.say(_FITS[chosen.fit][2])))

    def _fill(self) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        if self._group is not None:
            self._group.deleteLater()
        environment, chosen = self._environment, self._environment.chosen
        self._group = QtWidgets.QButtonGroup(self)
        self._rows = []
        is_made = chosen is not None and chosen.environment.name is None
        if chosen is not None and is_made:
            self._rows.append(self._made_row(chosen))
        matches = list(environment.matches)
        shown = matches if self._is_long else matches[:FEW]
        if chosen is not None and not self._is_long:
            shown += [each for each in matches[FEW:] if _is_chosen(each, chosen)]
        self._rows += [self._match_row(each) for each in shown]
        if environment.proposal is not None and not is_made:
            self._rows.append(self._proposal_row())
        for row in self._rows:
            self._list.addWidget(row)
        self.lead_on(self._rows)
        self._more.setVisible(len(shown) < len(matches))

    def _match_row(self, match: Match) -> QtWidgets.QWidget:
        name = match.environment.name or ""
        chosen = self._environment.chosen
        row = _Row(self._language, match, name)
        row.choice.setChecked(chosen is not None and _is_chosen(match, chosen))
        assert self._group is not None
        self._group.addButton(row.choice)
        row.choice.clicked.connect(lambda checked=False: self._environment.choose(name))
        star = IconButton(
            self._language,
            "star",
            Message("Default") if match.is_default else Message("Make default"),
            Message("The default is taken for every scene that it fits."),
        )
        star.setCheckable(True)
        star.setChecked(match.is_default)
        star.setEnabled(not match.is_default)
        star.clicked.connect(lambda checked=False: self._environment.make_default(name))
        edit = IconButton(
            self._language,
            "edit",
            Message("Change"),
            Message("Another release, system or version of a plug-in."),
        )
        edit.clicked.connect(lambda checked=False: self._edit(self._environment.draft_of(match.environment)))
        row.tools.addWidget(star)
        row.tools.addWidget(edit)
        return row

    def _made_row(self, match: Match) -> QtWidgets.QWidget:
        """What is taken where no saved one fits: made for this one job, saved nowhere."""
        row = _Row(self._language, match, self._language.say(Message("Made for this scene")))
        row.choice.setChecked(True)
        if self._environment.proposal is not None:
            save = TextButton(
                self._language,
                Message("Save it"),
                Message(
                    "Kept in the account as {name}, for this and other scenes.",
                    name=self._environment.proposal.name,
                ),
            )
            save.clicked.connect(self._environment.create_proposed)
            row.tools.addWidget(save)
        assert self._group is not None
        self._group.addButton(row.choice)
        row.choice.clicked.connect(lambda checked=False: self._environment.choose(""))
        return row

    def _proposal_row(self) -> QtWidgets.QWidget:
        proposal = self._environment.proposal
        assert proposal is not None
        row = QtWidgets.QWidget()
        layout = QtWidgets.QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        text = QtWidgets.QLabel()
        text.setWordWrap(True)
        text.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        fits = not any(problem.severity == ERROR for problem in proposal.problems)
        text.setText(
            self._language.say(
                Message("None is exact. '{name}' would be.", name=proposal.name)
                if fits and not proposal.problems
                else Message("None is exact. '{name}' would come closest.", name=proposal.name)
            )
        )
        button = TextButton(
            self._language, Message("Create it"), Message("Saved in the account, for this and other scenes.")
        )
        button.clicked.connect(self._environment.create_proposed)
        layout.addWidget(Symbol("info", BUSY), 0, QtCore.Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
        layout.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        return row

    def _new(self) -> None:
        draft = self._environment.new_draft()
        if draft is not None:
            self._edit(draft)

    def _edit(self, draft: Draft) -> None:
        dialog = EnvironmentDialog(self._language, self._environment, draft, self)
        open_dialog(dialog)
        if is_alive(dialog):  # else the panel was closed meanwhile
            dialog.deleteLater()


open_dialog: Callable[[QtWidgets.QDialog], int] = exec_dialog


def _is_chosen(match: Match, chosen: Match) -> bool:
    return match.environment.name is not None and match.environment.name == chosen.environment.name


class _Row(QtWidgets.QWidget):
    """One environment: its choice, its fit, what is in it, what differs."""

    def __init__(self, language: Language, match: Match, name: str) -> None:
        super().__init__()
        symbol, role, words = _FITS[match.fit]
        self.choice = QtWidgets.QRadioButton()
        self.choice.setAccessibleName(language.listed((name, language.say(words))))
        self.choice.setToolTip(language.say(Message("The job takes this environment.")))
        self.tools = QtWidgets.QHBoxLayout()
        self.tools.setSpacing(0)
        title = ElidedLabel(name)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        mark = Symbol(symbol, role)
        mark.setToolTip(language.say(words))
        held = ElidedLabel(_held(match))
        held.setProperty("rbTone", "dim")
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.35))
        grid.setVerticalSpacing(em(self, 0.05))
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.choice, 0, 0)
        grid.addWidget(mark, 0, 1)
        grid.addWidget(title, 0, 2)
        grid.addLayout(self.tools, 0, 3)
        grid.addWidget(held, 1, 2, 1, 2)
        differences = [language.say(each) for each in match.differences]
        if differences:
            said = QtWidgets.QLabel("\n".join(differences))
            said.setWordWrap(True)
            said.setTextFormat(QtCore.Qt.TextFormat.PlainText)
            said.setProperty("rbTone", "bad" if match.fit == matching.NONE else "caution")
            grid.addWidget(said, 2, 2, 1, 2)


def _held(match: Match) -> str:
    environment = match.environment
    plugins = [f"{name} {version}" for name, version in sorted(environment.plugins.items())]
    system = SYSTEMS.get(environment.os_name, "")
    return " · ".join([f"{environment.cg_name} {environment.cg_version}", *plugins, system])
