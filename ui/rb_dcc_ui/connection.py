"""The connection to the service: which account, how it stands, and the one way everybody in the panel asks."""

from __future__ import annotations

import dataclasses
import os
import threading
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional

from rb_dcc_core.account_keys import account_key
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import KeyStore
from rb_dcc_core.errors import (
    AuthenticationError,
    Cancelled,
    NetworkError,
    RenderbusError,
    SettingsError,
)
from rb_dcc_core.locations import Locations
from rb_dcc_core.messages import Message
from rb_dcc_core.settings import Account, Profile, find_account, load_settings

from .error_desk import ErrorDesk
from .presenter import Presenter
from .runner import ASK, MOVE, Done, Failed, TaskRunner, Ticket
from .waiting import Cancel, Timers

if TYPE_CHECKING:
    from rb_dcc_core.client import Client
    from rb_dcc_core.models import Platform, UserProfile
    from rb_dcc_core.transfer import Transfer
    from rb_dcc_core.transport import Transport

NO_ACCOUNT = "no account"
OPENING = "opening"
ONLINE = "online"
OFFLINE = "offline"
WRONG_KEY = "wrong key"
REFUSED = "refused"

FIRST_RETRY_S = 5.0
LONGEST_RETRY_S = 60.0
_KEY = "connection"

Connect = Callable[[Account], "Client"]


@dataclass(frozen=True)
class Standing:
    """How the connection stands. `trouble` says why it is not ONLINE and what to do; `user` is None before it was."""

    kind: str = NO_ACCOUNT
    profile_name: str = ""
    service: str = ""
    is_sandbox: bool = False
    user: Optional[UserProfile] = None
    platform: Optional[Platform] = None
    trouble: Optional[Message] = None


class Connection(Presenter):
    """One account at a time. Use on the interface thread; the work handed to `ask` runs on another.

    `language` is what the service's own texts come in, from the next connection on. `load_ahead` is called on the working
    thread before anything else: modules that the interface thread is not to load.
    """

    def __init__(
        self,
        runner: TaskRunner,
        timers: Timers,
        errors: ErrorDesk,
        locations: Locations,
        connect: Optional[Connect] = None,
        environ: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__()
        self.standing = Standing()
        self.account: Optional[Account] = None
        self.language = "en"
        self.load_ahead: Callable[[], None] = lambda: None
        self._runner = runner
        self._timers = timers
        self._errors = errors
        self._locations = locations
        self._connect = connect or self._connect_for_good
        self._environ = os.environ if environ is None else environ
        self._client: Optional[Client] = None
        self._transfer: Optional[Transfer] = None
        self._transfer_guard = threading.Lock()
        self._doors: weakref.WeakSet[Transport] = weakref.WeakSet()
        self._doors_guard = threading.Lock()
        self._is_closed = False
        self._retry: Optional[Cancel] = None
        self._retry_s = FIRST_RETRY_S

    @property
    def is_online(self) -> bool:
        return self.standing.kind == ONLINE

    @property
    def client(self) -> Optional[Client]:
        """The open client, for whoever asks through `ask` anyway; None while there is none."""
        return self._client

    @property
    def account_key(self) -> str:
        """Which account the journal's entries are of; "" without one."""
        if self.account is None:
            return ""
        return account_key(self.account.address.url, self.account.credentials.access_id)

    def open(self, profile_name: Optional[str] = None) -> None:
        """Connect with a profile (the default one where None), leaving whatever was open; the standing tells the rest."""
        self._drop()
        self._stand(Standing(OPENING, profile_name or ""))
        self._runner.run(lambda ticket: self._find(profile_name), self._found, self._not_found, key=_KEY)

    def use(self, account: Account) -> None:
        """Connect with an account that stands in no settings: the sandbox, a key being tried."""
        self._drop()
        self._found(account)

    def ask(
        self,
        work: Callable[[Client, Ticket], Any],
        done: Done,
        failed: Optional[Failed] = None,
        key: Optional[str] = None,
        lane: str = ASK,
    ) -> Optional[Ticket]:
        """Ask the service on another thread. Without `failed` an error goes to the error bar; None where not connected.

        Once another account is logged in, whatever the earlier one still answers fails as Cancelled; files on their way
        (MOVE) come to their own end.
        """
        client = self._client
        if client is None:
            return None

        def arrived(answer: Any) -> None:
            if client is self._client:
                if key != _KEY:  # that answer itself says how the connection stands
                    self._answered()
            elif lane != MOVE:
                refused(Cancelled())  # what was asked for another account is nobody's answer now
                return
            done(answer)

        def refused(error: RenderbusError) -> None:
            if client is self._client:
                self._note(error)
            elif lane != MOVE:
                error = Cancelled()
            if failed is not None:
                failed(error)
            else:
                self._errors.report(error, key or "")

        return self._runner.run(lambda ticket: work(client, ticket), arrived, refused, key, lane)

    def transfer(self) -> Transfer:
        """The way files go; on a working thread only. Raises SettingsError where there is none, or no connection."""
        with self._transfer_guard:
            if self._transfer is None:
                client, account = self._client, self.account
                if client is None or account is None:
                    raise SettingsError("There is no connection to the farm. Log in first.")
                opened = self._open_transfer(client, account)
                if self.account is not account:  # left or changed meanwhile
                    return opened
                self._transfer = opened
            return self._transfer

    def _open_transfer(self, client: Client, account: Account) -> Transfer:
        from rb_dcc_core.bandwidth import limit_of
        from rb_dcc_core.transfers import open_transfer

        fields = account.profile.unknown
        return open_transfer(
            client,
            str(fields.get("engine") or ""),
            limit_mb_s=limit_of(fields),
            engine_folder=self._locations.state / "engine" / self.account_key,
        )

    def take_profile(self, profile: Profile) -> None:
        """The account's profile was changed in what concerns the service in nothing: its transfers start anew."""
        if self.account is not None:
            self.account = dataclasses.replace(self.account, profile=profile)
            self._transfer = None

    def refresh(self) -> None:
        """Ask for the account again: its balance, its standing."""
        account = self.account
        if account is None:
            self.open(self.standing.profile_name or None)
        elif self._client is None:
            self._found(account)
        else:
            self.ask(_who, self._told, self._cannot_connect, key=_KEY)

    def profile_came(self, user: UserProfile) -> None:
        """The account as it is now, told to somebody who asked for something else of it: nobody asks twice."""
        if self.is_online and user != self.standing.user:
            self._stand(dataclasses.replace(self.standing, user=user))

    def close(self) -> None:
        """Cut whatever is under way: no thread waits for the service any more."""
        with self._doors_guard:
            self._is_closed = True
            doors = list(self._doors)
        for door in doors:
            door.abort()
        self._drop()
        for door in doors:
            door.close()
        super().close()

    # -- on a working thread -------------------------------------------------------------------------------------

    def _find(self, name: Optional[str]) -> Account:
        self.load_ahead()
        settings = load_settings(self._locations.settings_file)
        keys = KeyStore(self._locations.credentials_file)
        return find_account(settings, keys, self._environ, name)

    def _connect_for_good(self, account: Account) -> Client:
        from rb_dcc_core.client import Client
        from rb_dcc_core.generation import GenerationMemory

        memory = GenerationMemory(self._locations.state / "generations.json")
        return Client.connect(account, memory, self.language, self._open_door)

    def _open_door(self, *given: Any) -> Transport:
        """Every door is known, so that closing can cut what goes through it: also one whose account is left since."""
        from rb_dcc_core.transport import Transport

        door = Transport(*given)
        with self._doors_guard:
            self._doors.add(door)
            if self._is_closed:
                door.abort()
        return door

    # -- on the interface thread ---------------------------------------------------------------------------------

    def _found(self, account: Account) -> None:
        self.account = account
        self._stand(self._opening(account))
        connect = self._connect

        def work(ticket: Ticket) -> Any:
            client = connect(account)
            try:
                who = _who(client, ticket)
                ticket.check()
                return client, who
            except BaseException:
                client.close()
                raise

        self._runner.run(work, self._connected, self._cannot_connect, key=_KEY)

    def _connected(self, answer: Any) -> None:
        self._client, who = answer
        self._told(who)

    def _told(self, who: Any) -> None:
        user, platform = who
        account = self.account
        assert account is not None, "only asked with an account"
        self._retry_s = FIRST_RETRY_S
        self._errors.settled(_KEY)
        opening = self._opening(account)
        self._stand(
            Standing(ONLINE, opening.profile_name, opening.service, opening.is_sandbox, user, platform)
        )

    def _not_found(self, error: RenderbusError) -> None:
        self._stand(Standing(NO_ACCOUNT, self.standing.profile_name, trouble=error.message))

    def _cannot_connect(self, error: RenderbusError) -> None:
        self._note(error)
        if self.standing.kind == OPENING:
            self._stand_with(REFUSED, error.message)

    def _note(self, error: RenderbusError) -> None:
        """What an error of whoever asked says about the connection itself."""
        if isinstance(error, AuthenticationError):
            self._stand_with(WRONG_KEY, error.message)
        elif isinstance(error, NetworkError):
            self._stand_with(OFFLINE, error.message)
            self._try_again_later()

    def _answered(self) -> None:
        """Anything answered: the line is there again."""
        if self.standing.kind == OFFLINE:
            self._end_retry()
            self.refresh()

    def _try_again_later(self) -> None:
        if self._retry is None:
            wait_s, self._retry_s = self._retry_s, min(2 * self._retry_s, LONGEST_RETRY_S)
            self._retry = self._timers.call_later(wait_s, self._try_again)

    def _try_again(self) -> None:
        self._retry = None
        self.refresh()

    def _end_retry(self) -> None:
        if self._retry is not None:
            self._retry()
            self._retry = None

    def _drop(self) -> None:
        """Leave the account. Its idle lines are closed; files on their way go on through lines of their own."""
        self._end_retry()
        self._retry_s = FIRST_RETRY_S
        self._runner.cancel(_KEY)
        client, self._client, self._transfer, self.account = self._client, None, None, None
        if client is not None:
            client.close()

    def _opening(self, account: Account) -> Standing:
        profile, known = account.profile, self.standing
        return Standing(
            OPENING,
            profile.name,
            account.address.url,
            is_sandbox(account.address),
            known.user if known.profile_name == profile.name else None,
        )

    def _stand_with(self, kind: str, trouble: Message) -> None:
        old = self.standing
        self._stand(
            Standing(kind, old.profile_name, old.service, old.is_sandbox, old.user, old.platform, trouble)
        )

    def _stand(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            self.changed()


def is_sandbox(address: ServiceAddress) -> bool:
    """A service on this computer is the embedded one: the farm has none here."""
    return address.is_local


def _who(client: Client, ticket: Ticket) -> Any:
    """Who the account is, and the platform it works on where that can be known."""
    from rb_dcc_core.errors import ServiceError

    user = client.query_user_profile()
    ticket.check()
    try:
        platforms = client.query_platforms(user.zone or 2)
    except ServiceError:
        platforms = ()
    wanted = client.transport.platform
    return user, next((each for each in platforms if str(each.platform) == wanted), None)
