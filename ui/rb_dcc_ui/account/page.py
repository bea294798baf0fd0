"""The account page: a short form that says at once whether the key is right, and the way to try without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.connection import NO_ACCOUNT
from rb_dcc_ui.theme import sized_font
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.column import Column
from rb_dcc_ui.widgets.form import say_or_hide, wrapped

from .form import AccountForm
from .presenter import AccountPresenter

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

_WIDEST_EM = 32.0


class AccountPage(QtWidgets.QWidget):
    """`begin`, `add` and `edit` say what the form is for; `shut` ends it."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        services, self._language = panel.services, panel.language
        self._accounts = services.accounts
        self._connection = services.connection
        self._show_page = panel.show_page
        self.presenter = AccountPresenter(services.accounts, services.runner, services.timers)
        self.presenter.on_kept = lambda name: panel.show_page("submit")
        self._column = Column(_WIDEST_EM)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._column)
        self._build_top()
        self._form = AccountForm(self._language, self.presenter)
        self._form.left.connect(self._leave)
        self._column.content.addWidget(self._form)
        self._build_trial()
        self._stops = [
            self.presenter.listen(self._show),
            self._language.listen(self._speak),
            self._accounts.listen(self._accounts_changed),
            self._accounts.sandbox.listen(self._show),
            self._connection.listen(self._show),
        ]
        self._accounts.sandbox.look()
        self._accounts.load()
        self.presenter.begin()
        self._speak()

    @property
    def is_busy(self) -> bool:
        """True while the user enters an account by wish: nothing may take the page away then."""
        return self.presenter.is_open_by_wish

    def add(self) -> None:
        """Enter one more account."""
        self.presenter.add()
        self._form.fill()
        self.start_typing()

    def edit(self, name: str) -> None:
        """Change a profile."""
        self.presenter.edit(name)
        self._form.fill()
        self.start_typing()

    def start_typing(self) -> None:
        """The keyboard goes to what is missing; not to be called where that would take a host's own keys."""
        self._form.start_typing()

    def shut(self) -> None:
        for stop in self._stops:
            stop()
        self.presenter.close()

    # -- building ------------------------------------------------------------------------------------------------

    def _build_top(self) -> None:
        self._title = QtWidgets.QLabel()
        font = sized_font(self._title.font(), self._title.font(), 1.35)
        font.setBold(True)
        self._title.setFont(font)
        self._title.setWordWrap(True)
        self._lead = wrapped(self._language, tone="dim")
        link = IconButton(
            self._language,
            "link",
            Message("Where do I find them?"),
            Message("Opens the farm's web page that shows your access id and key."),
            shows_text=True,
        )
        link.clicked.connect(self._open_key_page)
        self._trouble = wrapped(self._language, tone="caution")
        for widget in (self._title, self._lead):
            self._column.content.addWidget(widget)
        self._column.content.addWidget(link, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._column.content.addWidget(self._trouble)

    def _build_trial(self) -> None:
        speak = self._language
        self._trial = Card(speak, Message("Without an account"), "start", can_fold=False)
        self._trial.content.addWidget(
            wrapped(
                speak,
                Message(
                    "A farm of your own on this computer: rendering is pretended, nothing costs anything and nothing leaves"
                    " it. It ends with this window."
                ),
                "dim",
            )
        )
        self._try = TextButton(
            speak,
            Message("Try it without an account"),
            Message("To see what this does before you open an account."),
        )
        self._try.setObjectName("rbTry")
        self._try.clicked.connect(self._accounts.try_sandbox)
        self._trial_trouble = wrapped(speak, tone="bad")
        self._trial.content.addWidget(self._try, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._trial.content.addWidget(self._trial_trouble)
        self._column.content.addWidget(self._trial)

    # -- showing -------------------------------------------------------------------------------------------------

    def _accounts_changed(self) -> None:
        """The profiles were read: what is known of the missing account goes into a form nobody has touched."""
        if not self.presenter.is_open_by_wish and not self.presenter.entry.access_id:
            self.presenter.begin()
            self._form.fill()

    def _speak(self) -> None:
        self._form.fill()
        self._show()

    def _show(self) -> None:
        shown = self.presenter
        self._show_purpose()
        self._form.show_state()
        sandbox = self._accounts.sandbox
        self._trial.setVisible(sandbox.can_run and not shown.edited)
        self._try.setEnabled(not sandbox.is_starting)
        say_or_hide(self._trial_trouble, self._language, sandbox.trouble)

    def _show_purpose(self) -> None:
        shown, speak = self.presenter, self._language
        title = Message("Connect to the farm")
        if shown.is_adding:
            title = Message("Add an account")
        elif shown.edited:
            title = Message("Account '{name}'", name=shown.edited)
        self._title.setText(speak.say(title))
        self._lead.setText(
            speak.say(Message("It takes an access id and an access key from the farm's web page."))
        )
        now = self._connection.standing
        trouble = now.trouble if now.kind == NO_ACCOUNT and self._accounts.names else None
        if shown.environment:
            trouble = Message(
                "Environment variables are set and win over what is entered here: {names}.",
                names=", ".join(shown.environment),
            )
        say_or_hide(self._trouble, speak, trouble)

    # -- doing ---------------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        self.presenter.leave()
        self.presenter.begin()
        self._form.fill()
        if self._connection.standing.kind != NO_ACCOUNT:
            self._show_page("submit")

    def _open_key_page(self) -> None:
        QtGui.QDesktopServices.openUrl(QtCore.QUrl(self.presenter.key_page))
