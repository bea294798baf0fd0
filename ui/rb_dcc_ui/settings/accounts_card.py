"""The profiles: which one is used, which one comes first, change one, remove one."""

from __future__ import annotations

from typing import Any, Callable, List, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import CAUTION, GOOD
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.form import wrapped
from rb_dcc_ui.widgets.symbol import Symbol

from .presenter import ProfileRow, SettingsPresenter


class AccountsCard(Card):
    """`show_page` shows a page by its name: the form lives on the account's."""

    def __init__(
        self,
        language: Language,
        presenter: SettingsPresenter,
        show_page: Callable[[str], Any],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Accounts"), "user", parent=parent)
        self._language = language
        self._presenter = presenter
        self._show_page = show_page
        self._shown: List[ProfileRow] = []
        self._asked = ""
        self._list = QtWidgets.QVBoxLayout()
        self._list.setSpacing(em(self, 0.4))
        self._none = wrapped(language, Message("No account yet."), "dim")
        add = TextButton(
            language, Message("Add an account"), Message("For a second account, or one at another service.")
        )
        add.clicked.connect(lambda: show_page("account").add())
        self.content.addWidget(self._none)
        self.content.addLayout(self._list)
        self.content.addWidget(add, 0, QtCore.Qt.AlignmentFlag.AlignLeft)

    def show_profiles(self) -> None:
        """Show what there is; rows are made anew only where something of them changed."""
        rows, asked = self._presenter.profiles, self._presenter.asked
        self._none.setVisible(not rows)
        self.summary.setText(next((row.name for row in rows if row.is_active), ""))
        if rows == self._shown and asked == self._asked:
            return
        self._shown, self._asked = rows, asked
        while self._list.count():
            widget = self._list.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = [
            _Asked(self._language, self._presenter) if row.name == asked else self._row(row) for row in rows
        ]
        for widget in shown:
            self._list.addWidget(widget)
        self.lead_on(shown)

    def _row(self, row: ProfileRow) -> QtWidgets.QWidget:
        held = QtWidgets.QWidget()
        line = QtWidgets.QHBoxLayout(held)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(em(self, 0.3))
        mark = Symbol("tick" if row.is_active else "user", GOOD if row.is_active else "")
        if row.is_active:
            self._language.bind(mark, "setToolTip", Message("The panel works with this account now."))
        words = QtWidgets.QVBoxLayout()
        words.setSpacing(0)
        name = ElidedLabel(row.name)
        font = name.font()
        font.setBold(row.is_active)
        name.setFont(font)
        where = ElidedLabel()
        where.setProperty("rbTone", "dim")
        where.setText(self._where(row))
        words.addWidget(name)
        words.addWidget(where)
        line.addWidget(mark)
        line.addLayout(words, 1)
        for button in self._tools(row):
            line.addWidget(button)
        return held

    def _where(self, row: ProfileRow) -> str:
        words = Message("{service}  ·  platform {platform}", service=row.service, platform=row.platform)
        if row.is_default:
            words = Message("{words}  ·  used at start", words=words)
        return self._language.say(words)

    def _tools(self, row: ProfileRow) -> List[QtWidgets.QWidget]:
        speak, name = self._language, row.name
        first = IconButton(
            speak,
            "star_full" if row.is_default else "star",
            Message("Use '{name}' at start", name=name),
            Message("The panel and the terminal start with this account."),
        )
        first.clicked.connect(lambda: self._presenter.make_default(name))
        edit = IconButton(
            speak,
            "edit",
            Message("Change '{name}'", name=name),
            Message("Another key, another platform."),
        )
        edit.clicked.connect(lambda: self._show_page("account").edit(name))
        remove = IconButton(
            speak,
            "delete",
            Message("Remove '{name}'", name=name),
            Message("Forgets it and its key on this computer; the farm's account stays as it is."),
        )
        remove.clicked.connect(lambda: self._presenter.ask_remove(name))
        return [first, edit, remove]


class _Asked(QtWidgets.QWidget):
    """In place of the row that is about to be removed: asked once, here, in no window of its own."""

    def __init__(self, language: Language, presenter: SettingsPresenter) -> None:
        super().__init__()
        line = QtWidgets.QHBoxLayout(self)
        line.setContentsMargins(0, em(self, 0.15), 0, em(self, 0.15))
        line.setSpacing(em(self, 0.3))
        words = Message("Remove '{name}' and forget its key?", name=presenter.asked)
        keep = TextButton(language, Message("Keep"), Message("Leaves everything as it is."))
        keep.clicked.connect(presenter.keep)
        remove = TextButton(
            language, Message("Remove"), Message("The key has to be copied from the farm's page again then.")
        )
        remove.clicked.connect(presenter.remove)
        line.addWidget(Symbol("warning", CAUTION))
        line.addWidget(wrapped(language, words), 1)
        line.addWidget(keep)
        line.addWidget(remove)
        keep.setFocus()
