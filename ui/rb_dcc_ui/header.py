"""The header: whose account it is, what is left on it, how the service stands, and what to do where it stands badly."""

from __future__ import annotations

from typing import Any, Callable, Optional

from rb_dcc_core.messages import Message

from .account.accounts import Accounts
from .binding import QAction, QtCore, QtGui, QtWidgets
from .header_presenter import AGAIN, ENTER_KEY, LOG_OUT, HeaderPresenter, Notice, account_name, balance_words
from .language import Language
from .looks import BAD, IDLE
from .services import Services
from .theme import em
from .widgets.buttons import IconButton, TextButton
from .widgets.elided import ElidedLabel
from .widgets.symbol import Symbol
from .widgets.tinted import TintedFrame

__all__ = ["Header", "account_name", "balance_words"]

_NAME_MARK_EM = 1.9


class Header(QtWidgets.QWidget):
    """Account and balance in one row, a second one where something is to be done. `show_page` shows a page by name."""

    def __init__(
        self,
        services: Services,
        language: Language,
        show_page: Callable[[str], Any],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._accounts = services.accounts
        self._show_page = show_page
        self.presenter = HeaderPresenter(services.connection, services.accounts)
        self.presenter.enter_key = self._enter_key
        self._build()
        self._strip = NoticeStrip(language, self.presenter)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._row)
        whole.addWidget(self._strip)
        self.presenter.listen(self._show)
        language.listen(self._show)
        self._accounts.sandbox.look()
        self._accounts.load()
        self._show()

    def tells(self, message: Message) -> bool:
        """Whether this sentence stands here already."""
        notice = self.presenter.notice
        return notice is not None and notice.words == message

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        """The whole row opens the menu: its arrow is small."""
        if event.button() == QtCore.Qt.MouseButton.LeftButton:
            self._menu_button.showMenu()

    def _build(self) -> None:
        self._name = ElidedLabel()
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._below = ElidedLabel()
        self._below.setProperty("rbTone", "dim")
        self._make_menu()
        self._balance = QtWidgets.QLabel()
        self._balance.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._balance.setAlignment(QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter)
        self._language.bind(
            self._balance, "setToolTip", Message("What is left on the account, as the service told last.")
        )
        self._mark = Symbol("user", IDLE, 0.9)
        self._state = QtWidgets.QLabel()
        self._state.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._row = QtWidgets.QHBoxLayout()
        margin = em(self, 0.45)
        self._row.setContentsMargins(margin, margin, margin, margin // 2)
        self._row.setSpacing(em(self, 0.45))
        self._row.addWidget(Symbol("mark", "", _NAME_MARK_EM))
        self._row.addLayout(self._who(), 1)
        self._row.addLayout(self._how())

    def _make_menu(self) -> None:
        self._menu = AccountMenu(self._accounts, self._language, self._show_page, self.presenter, self)
        self._menu_button = IconButton(
            self._language,
            "down",
            Message("Accounts"),
            Message("Change to another account, add one, or log out."),
        )
        self._menu_button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setMenu(self._menu)
        self._menu_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")

    def _who(self) -> QtWidgets.QVBoxLayout:
        policy = QtWidgets.QSizePolicy.Policy
        self._name.setSizePolicy(policy.Maximum, policy.Preferred)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.15))
        row.addWidget(self._name)
        row.addWidget(self._menu_button)
        row.addStretch(1)
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._below)
        return column

    def _how(self) -> QtWidgets.QVBoxLayout:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.3))
        row.addStretch(1)
        row.addWidget(self._mark)
        row.addWidget(self._state)
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._balance)
        column.addLayout(row)
        return column

    def _show(self) -> None:
        shown = self.presenter
        symbol, role, words = shown.state
        self._mark.show_as(symbol, role)
        self._state.setText(self._language.say(words))
        self._name.setText(shown.title)
        below = self._language.say(shown.subtitle)
        self._below.setText(below)
        self._below.setVisible(bool(below))
        money = shown.balance
        self._balance.setVisible(money is not None)
        self._balance.setText("" if money is None else self._language.say(money))
        trouble = shown.now.trouble
        self.setToolTip("" if trouble is None else self._language.say(trouble))
        self._strip.show_notice(shown.notice)

    def _enter_key(self, name: str) -> None:
        self._show_page("account").edit(name)


_WHY = {
    AGAIN: Message("Asks the service now; the panel also tries again by itself."),
    ENTER_KEY: Message("Opens this account's form, for the key that holds now."),
    LOG_OUT: Message("Nobody at this computer can use the account then; tasks on the farm go on."),
}


class NoticeStrip(TintedFrame):
    """The header's second row: what is wrong in a sentence, and the button that does something about it."""

    def __init__(
        self, language: Language, presenter: HeaderPresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._mark = Symbol("warning", BAD)
        self._words = QtWidgets.QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act = QtWidgets.QPushButton()
        self._act.setObjectName("rbNoticeAct")
        self._act.setAutoDefault(False)
        self._act.clicked.connect(presenter.act)
        self._leave = TextButton(language, Message("Keep"), Message("Leaves everything as it is."))
        self._leave.clicked.connect(presenter.keep_logged_in)
        row = QtWidgets.QHBoxLayout(self)
        margin = em(self, 0.35)
        row.setContentsMargins(2 * margin, margin, 2 * margin, margin)
        row.setSpacing(em(self, 0.4))
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self._leave)
        row.addWidget(self._act)

    def show_notice(self, notice: Optional[Notice]) -> None:
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._mark.show_as("error" if notice.role == BAD else "warning", notice.role)
        self._words.setText(self._language.say(notice.words))
        button = self._language.say(notice.button)
        self._act.setText(button)
        self._act.setAccessibleName(button)
        self._act.setToolTip(self._language.say(_WHY[notice.action]))
        self._act.setEnabled(not notice.is_waiting)
        self._leave.setVisible(notice.can_leave)
        self.tint(notice.role)


class AccountMenu(QtWidgets.QMenu):
    """The profiles, the ways to another account, log out; made anew each time it is opened."""

    def __init__(
        self,
        accounts: Accounts,
        language: Language,
        show_page: Callable[[str], Any],
        presenter: HeaderPresenter,
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._language = language
        self._show_page = show_page
        self._presenter = presenter
        self.setObjectName("rbAccounts")
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Put in what there is now."""
        self.clear()
        accounts = self._accounts
        is_in_sandbox = accounts.is_in_sandbox
        for name in accounts.names:
            action = self._add(name, lambda *_, name=name: accounts.connect(name))
            action.setCheckable(True)
            action.setChecked(name == accounts.active and not is_in_sandbox)
        if is_in_sandbox:
            action = self._add(self._language.say(Message("Sandbox")), lambda *_: None)
            action.setCheckable(True)
            action.setChecked(True)
        self.addSeparator()
        self._add_ways(is_in_sandbox)

    def _add_ways(self, is_in_sandbox: bool) -> None:
        """The ways to another account, and out of this one."""
        accounts = self._accounts
        active = accounts.active
        if active in accounts.settings.profiles and not is_in_sandbox:
            self._add(
                self._language.say(Message("Change this account …")),
                lambda *_: self._show_page("account").edit(active),
            )
        self._add(
            self._language.say(Message("Add an account …")), lambda *_: self._show_page("account").add()
        )
        if accounts.sandbox.can_run and not is_in_sandbox:
            self._add(
                self._language.say(Message("Try it without an account")), lambda *_: accounts.try_sandbox()
            )
        if accounts.is_logged_in:
            self.addSeparator()
            self._add(self._language.say(Message("Costs")), lambda *_: self._show_page("costs"))
            words = Message("Leave the sandbox") if is_in_sandbox else Message("Log out")
            self._add(self._language.say(words), lambda *_: self._presenter.ask_log_out())

    def _add(self, text: str, call: Callable[..., Any]) -> QAction:
        action = QAction(text.replace("&", "&&"), self)
        action.triggered.connect(call)
        self.addAction(action)
        return action
