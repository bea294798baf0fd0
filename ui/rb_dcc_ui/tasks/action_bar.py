"""What can be done to the chosen tasks: buttons in a row, the rest in a menu; what cannot be done says why."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Sequence

from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.binding import QAction, QtCore, QtGui, QtWidgets
from rb_dcc_ui.icon import icon
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.buttons import IconButton
from rb_dcc_ui.widgets.elided import ElidedLabel

from .actions import ACTIONS, DELETE, DOWNLOAD, FOLDER, RETRY, START, STOP, TaskAction, why_not

_IN_BAR = (START, STOP, RETRY, DOWNLOAD, FOLDER)


class ActionBar(QtWidgets.QWidget):
    """`do` is called with the action that was pressed. `entries` of the menu and `buttons` by an action's name;
    `count` says how many tasks there are."""

    def __init__(
        self, language: Language, do: Callable[[TaskAction], None], parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._do = do
        self.entries: Dict[str, QAction] = {}
        self.buttons: Dict[str, IconButton] = {}
        self.menu = QtWidgets.QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.count = ElidedLabel()
        self.count.setProperty("rbTone", "dim")
        for action in ACTIONS:
            self._add(action)
        self.menu.addSeparator()
        self._lay_out()

    def _add(self, action: TaskAction) -> None:
        made = QAction(self)
        self._language.bind(made, "setText", action.words)
        made.triggered.connect(lambda *_, what=action: self._do(what))
        self.menu.addAction(made)
        self.entries[action.name] = made
        if action.name == DELETE:
            made.setShortcut(QtGui.QKeySequence(QtCore.Qt.Key.Key_Delete))
            made.setShortcutContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if action.name in _IN_BAR:
            button = IconButton(self._language, action.symbol, action.words, action.tip)
            button.clicked.connect(lambda *_, what=action: self._do(what))
            self.buttons[action.name] = button

    def _lay_out(self) -> None:
        more = IconButton(
            self._language, "more", Message("More"), Message("What else can be done to the chosen tasks.")
        )
        more.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self.menu)
        more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.1))
        for name in _IN_BAR:
            row.addWidget(self.buttons[name])
        row.addWidget(more)
        row.addWidget(self.count, 1)

    def offer(self, tasks: Sequence[TaskInfo], generation: Optional[str]) -> None:
        """For these tasks; in the language as it is now."""
        for action in ACTIONS:
            reason = why_not(action, tasks, generation)
            tip = self._language.say(action.tip if reason is None else reason)
            shown = [self.entries[action.name], self.buttons.get(action.name)]
            for each in shown:
                if each is not None:
                    each.setEnabled(reason is None)
                    each.setToolTip(tip)

    def open_menu(self, place: QtCore.QPoint) -> None:
        """At a place of the screen."""
        theme = theme_of(self)
        for action in ACTIONS:
            self.entries[action.name].setIcon(icon(action.symbol, theme.text, theme.faint))
        self.menu.popup(place)
