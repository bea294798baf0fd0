"""What the header says: whose account, what is left on it, how the service stands, and what to do about it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Dict, Optional, Tuple

from rb_dcc_core.errors import CODES
from rb_dcc_core.messages import Message
from rb_dcc_core.money import currency, money_words
from rb_dcc_core.platforms import platform_words

from . import connection as standing
from .account.accounts import Accounts
from .connection import Connection, Standing
from .looks import BAD, BUSY, CAUTION, GOOD, IDLE
from .presenter import Presenter

if TYPE_CHECKING:
    from rb_dcc_core.models import UserProfile

SANDBOX = Message("Sandbox")
_STATES: Dict[str, Tuple[str, str, Message]] = {
    standing.NO_ACCOUNT: ("user", IDLE, Message("No account")),
    standing.OPENING: ("more", BUSY, Message("Connecting …")),
    standing.ONLINE: ("tick", GOOD, Message("Online")),
    standing.OFFLINE: ("warning", CAUTION, Message("Offline")),
    standing.WRONG_KEY: ("error", BAD, Message("Wrong key")),
    standing.REFUSED: ("error", BAD, Message("Refused")),
}
_TROUBLED = (standing.OFFLINE, standing.WRONG_KEY, standing.REFUSED)

AGAIN = "again"
ENTER_KEY = "enter key"
LOG_OUT = "log out"


@dataclass(frozen=True)
class Notice:
    """The header's second row: a sentence and what its button does. `can_leave` where it may be put away."""

    role: str
    words: Message
    action: str
    button: Message
    is_waiting: bool = False
    can_leave: bool = False


_NOT_ACCEPTED = CODES[602][1]
_AGAIN = Message("Try again")
_TRYING = Message("Trying …")
_ENTER = Message("Enter the key")
_OUT = Message("Log out")


class HeaderPresenter(Presenter):
    """Plain values for the header; `act` does what the notice offers."""

    def __init__(self, connection: Connection, accounts: Accounts) -> None:
        super().__init__()
        self.enter_key: Callable[[str], None] = lambda name: None
        self._connection = connection
        self._accounts = accounts
        self._last = connection.standing
        self._asked = ""
        self._stops = [connection.listen(self._stood), accounts.listen(self.changed)]

    @property
    def now(self) -> Standing:
        return self._connection.standing

    @property
    def title(self) -> str:
        """The account's name, else the profile's."""
        return account_name(self.now.user) or self.now.profile_name or "Renderbus"

    @property
    def subtitle(self) -> Message:
        """The profile and the platform, as far as they say more than the title."""
        now = self.now
        if self._accounts.is_in_sandbox:
            return Message("A farm of your own, on this computer")
        profile = now.profile_name if now.profile_name and now.profile_name != self.title else ""
        if now.platform is not None and now.platform.platform is not None:
            place = platform_words(now.platform)
        else:
            place = Message("{service}", service=now.service.partition("://")[2])
        return Message("{profile}  ·  {place}", profile=profile, place=place) if profile else place

    @property
    def state(self) -> Tuple[str, str, Message]:
        """Icon, colour's role, words."""
        symbol, role, words = _STATES[self.now.kind]
        if self.now.kind == standing.ONLINE and self.now.is_sandbox:
            words = SANDBOX
        return symbol, role, words

    @property
    def balance(self) -> Optional[Message]:
        return balance_words(self.now.user)

    @property
    def notice(self) -> Optional[Notice]:
        """What is wrong and what can be done; stays while it is being tried again, so that nothing jumps."""
        if self._asked and self._asked == self._accounts.active:
            words = Message("Log out of '{name}'? Its key is forgotten on this computer.", name=self._asked)
            return Notice(CAUTION, words, LOG_OUT, _OUT, can_leave=True)
        now, is_waiting = self.now, False
        if now.kind == standing.OPENING and self._last.kind in _TROUBLED:
            now, is_waiting = self._last, self._last.profile_name == now.profile_name
        if now.kind not in _TROUBLED or now.trouble is None or (self.now is not now and not is_waiting):
            return None
        role = CAUTION if now.kind == standing.OFFLINE else BAD
        if now.kind == standing.WRONG_KEY and not self._accounts.is_in_sandbox:
            return Notice(role, self._wrong_key(now.trouble), ENTER_KEY, _ENTER, is_waiting)
        return Notice(role, now.trouble, AGAIN, _TRYING if is_waiting else _AGAIN, is_waiting)

    def _wrong_key(self, trouble: Message) -> Message:
        """What is to be done here, where the terminal's `rb-dcc login` is a button; other troubles say it themselves."""
        if not trouble.text().startswith(_NOT_ACCEPTED):
            return trouble
        return Message("The service does not accept the key of '{name}'.", name=self._accounts.active)

    def act(self) -> None:
        """Do what the notice's button says."""
        notice = self.notice
        if notice is None:
            return
        if notice.action == LOG_OUT:
            self.keep_logged_in()
            self._accounts.log_out()
        elif notice.action == ENTER_KEY:
            self.enter_key(self._accounts.active)
        else:
            self._connection.refresh()

    def ask_log_out(self) -> None:
        """Logging out forgets a key that has to be copied again, so it is asked once; the sandbox is just left."""
        if self._accounts.is_in_sandbox:
            self._accounts.log_out()
            return
        self._asked = self._accounts.active
        self.changed()

    def keep_logged_in(self) -> None:
        self._asked = ""
        self.changed()

    def close(self) -> None:
        for stop in self._stops:
            stop()
        super().close()

    def _stood(self) -> None:
        now = self.now
        if now.kind != standing.OPENING:
            self._last = now
        self.changed()


def standing_words(kind: str) -> Message:
    """How a connection stands, in a word or two."""
    return _STATES[kind][2]


def account_name(user: Optional[UserProfile]) -> str:
    """What the account is called."""
    if user is None:
        return ""
    return user.user_name or user.name or ("" if user.user_id is None else str(user.user_id))


def balance_words(user: Optional[UserProfile]) -> Optional[Message]:
    """What is left on the account; None where it hides that, or nobody knows."""
    if user is None or user.hide_balance == 1:
        return None
    amount = user.rmb_balance if user.zone == 1 else user.usd_balance
    return None if amount is None else money_words(amount, currency(user))
