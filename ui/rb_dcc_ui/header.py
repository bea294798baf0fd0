"""The header: whose account it is, what is left on it, how the service stands."""

from __future__ import annotations

from typing import Callable, Optional

from rb_dcc_core.messages import Message
from rb_dcc_core.models import UserProfile

from . import connection as standing
from .binding import QtCore, QtWidgets
from .language import Language
from .looks import BAD, BUSY, CAUTION, GOOD, IDLE
from .services import Services
from .theme import em
from .widgets.elided import ElidedLabel
from .widgets.symbol import Symbol
from .wording import money_words

_STATES = {
    standing.NO_ACCOUNT: ("user", IDLE, Message("No account yet")),
    standing.OPENING: ("more", BUSY, Message("Connecting …")),
    standing.ONLINE: ("tick", GOOD, Message("Online")),
    standing.OFFLINE: ("warning", CAUTION, Message("Offline")),
    standing.WRONG_KEY: ("error", BAD, Message("Wrong key")),
    standing.REFUSED: ("error", BAD, Message("Refused")),
}
SANDBOX = Message("Sandbox")


class Header(QtWidgets.QWidget):
    """One row. A click on it opens the account's page; what is wrong with the connection stands in its tooltip."""

    def __init__(
        self,
        services: Services,
        language: Language,
        show_page: Callable[[str], object],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._connection = services.connection
        self._language = language
        self._show_page = show_page
        self._name = ElidedLabel()
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._balance = QtWidgets.QLabel()
        self._mark = Symbol("user", IDLE)
        self._state = QtWidgets.QLabel()
        row = QtWidgets.QHBoxLayout(self)
        margin = em(self, 0.45)
        row.setContentsMargins(margin, margin, margin, margin // 2)
        row.setSpacing(em(self, 0.4))
        row.addWidget(Symbol("mark", "", 1.4))
        row.addWidget(self._name, 1)
        row.addWidget(self._balance)
        row.addWidget(self._mark)
        row.addWidget(self._state)
        services.connection.listen(self._show)
        language.listen(self._show)
        self._show()

    def mouseReleaseEvent(self, event: QtCore.QEvent) -> None:
        self._show_page("account")

    def _show(self) -> None:
        now = self._connection.standing
        symbol, role, words = _STATES[now.kind]
        if now.kind == standing.ONLINE and now.is_sandbox:
            words = SANDBOX
        self._mark.show_as(symbol, role)
        self._state.setText(self._language.say(words))
        self._name.setText(account_name(now.user) or now.profile_name or "Renderbus")
        money = balance_words(now.user)
        self._balance.setVisible(money is not None)
        self._balance.setText("" if money is None else self._language.say(money))
        self.setToolTip("" if now.trouble is None else self._language.say(now.trouble))


def account_name(user: Optional[UserProfile]) -> str:
    """What the account is called."""
    if user is None:
        return ""
    return user.user_name or user.name or ("" if user.user_id is None else str(user.user_id))


def currency(user: Optional[UserProfile]) -> str:
    """The account's currency sign: zone 1 counts in yuan, 2 in dollars."""
    return "¥" if user is not None and user.zone == 1 else "$"


def balance_words(user: Optional[UserProfile]) -> Optional[Message]:
    """What is left on the account; None where it hides that, or nobody knows."""
    if user is None or user.hide_balance == 1:
        return None
    amount = user.rmb_balance if user.zone == 1 else user.usd_balance
    return None if amount is None else money_words(amount, currency(user))
