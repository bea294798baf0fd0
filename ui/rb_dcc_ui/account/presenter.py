"""The account's form: id and key are tested as they are typed, zone and platform are chosen, all of it is kept. No Qt."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from typing import Callable, Mapping, Optional, Tuple

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import AuthenticationError, RenderbusError, SettingsError, SignatureExpiredError
from rb_dcc_core.login import Welcome, interruptible, try_account
from rb_dcc_core.messages import Message
from rb_dcc_core.models import Platform
from rb_dcc_core.platforms import fitting_platform
from rb_dcc_core.settings import DEFAULT_PROFILE, DEFAULT_SERVICE, FIRST_PLATFORM, Account, Profile
from rb_dcc_ui.connection import Connect
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import TaskRunner, Ticket
from rb_dcc_ui.waiting import Cancel, Timers

from .accounts import Accounts, key_page

UNTESTED = "untested"
TESTING = "testing"
RIGHT = "right"
WRONG = "wrong"

TYPING_ENDS_S = 0.6
_TRY = "try an account"
_KEEP = "keep an account"
_VARIABLES = (
    "RB_DCC_SERVICE",
    "RB_DCC_PLATFORM",
    "RB_DCC_GENERATION",
    "RB_DCC_ACCESS_ID",
    "RB_DCC_ACCESS_KEY",
)
_NOT_ACCEPTED = Message(
    "The service does not accept this id and key. Copy both again from its web page, whole and without blanks."
)


@dataclass(frozen=True)
class Entry:
    """What stands in the form. An empty key means the kept one, where the profile has one."""

    name: str = DEFAULT_PROFILE
    service: str = DEFAULT_SERVICE
    access_id: str = ""
    access_key: str = dataclasses.field(default="", repr=False)


class AccountPresenter(Presenter):
    """`state` says how the key stands, `words` in a sentence; `welcome` is what the service answered while it is right.

    `is_adding` and `edited` ("" while nothing is) say what the form is for; with neither it is the first run.
    """

    def __init__(
        self,
        accounts: Accounts,
        runner: TaskRunner,
        timers: Timers,
        connect: Optional[Connect] = None,
        environ: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__()
        self.entry = Entry()
        self.state = UNTESTED
        self.words: Optional[Message] = None
        self.welcome: Optional[Welcome] = None
        self.zone = 0
        self.platform = ""
        self.is_adding = False
        self.edited = ""
        self.is_saving = False
        self.on_kept: Callable[[str], object] = lambda name: None
        self._accounts = accounts
        self._runner = runner
        self._timers = timers
        self._connect = connect
        self._environ = os.environ if environ is None else environ
        self._wait: Optional[Cancel] = None

    @property
    def is_open_by_wish(self) -> bool:
        """True while the user enters an account though nothing asks for one."""
        return self.is_adding or bool(self.edited)

    @property
    def platforms(self) -> Tuple[Platform, ...]:
        """What can be chosen in the zone; empty before the key is right."""
        return self.welcome.platforms_of(self.zone) if self.welcome is not None else ()

    @property
    def zones(self) -> Tuple[int, ...]:
        """The zones that have a platform for this account."""
        if self.welcome is None:
            return ()
        return tuple(dict.fromkeys(zone for zone, _ in self.welcome.platforms))

    @property
    def can_save(self) -> bool:
        return self.state == RIGHT and bool(self.platform) and not self.is_saving

    @property
    def has_kept_key(self) -> bool:
        """True where the form may be left without a key, because the profile has one."""
        return bool(self.edited)

    @property
    def key_page(self) -> str:
        """The web page that shows ids and keys: the service's own."""
        try:
            address = ServiceAddress.parse(self.entry.service)
        except SettingsError:
            return key_page(DEFAULT_SERVICE)
        return key_page(DEFAULT_SERVICE if address.is_local else address.url)

    @property
    def environment(self) -> Tuple[str, ...]:
        """The variables that are set and win over whatever is entered here."""
        return tuple(name for name in _VARIABLES if self._environ.get(name, "").strip())

    # -- what the form is for ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for the account that is missing: what the profile has of it stands there already."""
        known = self._accounts.settings.profiles.get(self._accounts.settings.default_profile)
        self._start(known or Profile(self._accounts.settings.default_profile), is_adding=False, edited="")

    def add(self) -> None:
        """Ask for one more account."""
        self._start(Profile(self._free_name()), is_adding=True, edited="")

    def edit(self, name: str) -> None:
        """Change a profile: its key, its platform."""
        profile = self._accounts.settings.profiles.get(name)
        if profile is None:
            self._start(Profile(name or DEFAULT_PROFILE), is_adding=True, edited="")
            return
        self._start(profile, is_adding=False, edited=name)
        self._test()

    def leave(self) -> None:
        """Nothing is asked for any more; the key is forgotten."""
        self._drop()
        self.is_adding, self.edited = False, ""
        self.entry = Entry()
        self._stand(UNTESTED, None)

    def _start(self, profile: Profile, is_adding: bool, edited: str) -> None:
        self._drop()
        self.is_adding, self.edited = is_adding, edited
        self.entry = Entry(profile.name, profile.service, profile.access_id)
        self.platform, self.zone = "", 0
        self._stand(UNTESTED, None)

    def _free_name(self) -> str:
        names = self._accounts.settings.profiles
        if DEFAULT_PROFILE not in names:
            return DEFAULT_PROFILE
        number = 2
        while f"account{number}" in names:
            number += 1
        return f"account{number}"

    # -- what is entered -----------------------------------------------------------------------------------------

    def enter(
        self,
        access_id: Optional[str] = None,
        access_key: Optional[str] = None,
        service: Optional[str] = None,
    ) -> None:
        """Take what was typed; it is tested when the typing has ended."""
        given = {"access_id": access_id, "access_key": access_key, "service": service}
        entry = dataclasses.replace(
            self.entry, **{name: value.strip() for name, value in given.items() if value is not None}
        )
        if entry == self.entry:
            return
        self.entry = entry
        self._drop()
        self._stand(UNTESTED, None)
        if self._is_complete():
            self._wait = self._timers.call_later(TYPING_ENDS_S, self._test)

    def call_it(self, name: str) -> None:
        """Name the profile; an existing one of another name is not written over."""
        self.entry = dataclasses.replace(self.entry, name=name.strip())
        self.changed()

    @property
    def name_trouble(self) -> Optional[Message]:
        """Why the profile cannot be called so."""
        if not self.entry.name:
            return Message("The profile needs a name.")
        if self.is_adding and self.entry.name in self._accounts.settings.profiles:
            return Message("There is a profile of that name already. Choose another name.")
        return None

    def choose_zone(self, zone: int) -> None:
        self.zone = zone
        own = None if self.welcome is None else self.welcome.user.platform
        self.platform = fitting_platform(self.platforms, own)
        self.changed()

    def choose_platform(self, platform: str) -> None:
        self.platform = platform
        self.changed()

    def test_now(self) -> None:
        """Test without waiting: Enter was pressed, or the network is there again."""
        if self._is_complete():
            self._drop()
            self._test()

    def _is_complete(self) -> bool:
        return bool(
            self.entry.access_id and (self.entry.access_key or self.has_kept_key) and self.entry.service
        )

    # -- the test ------------------------------------------------------------------------------------------------

    def _test(self) -> None:
        self._wait = None
        try:
            address = ServiceAddress.parse(self.entry.service)
            if self.entry.access_key:
                Credentials(self.entry.access_id, self.entry.access_key)
        except SettingsError as error:
            self._stand(WRONG, error.message)
            return
        self._stand(TESTING, Message("Asking the service …"))
        # With the platform every account knows: a wrong one is refused, and which are right is only told then.
        entry, profile = self.entry, dataclasses.replace(self._profile(), platform=FIRST_PLATFORM)

        def work(ticket: Ticket) -> Welcome:
            key = entry.access_key or self._accounts.keys.key_of(self.edited) or ""
            account = Account(profile, address, Credentials(entry.access_id, key))
            ticket.check()
            return try_account(account, self._connect or interruptible(ticket.sleep))

        self._runner.run(work, self._proved, self._refused, key=_TRY)

    def _proved(self, welcome: Welcome) -> None:
        self.welcome = welcome
        kept = self._accounts.settings.profiles.get(self.edited)
        self.zone, self.platform = welcome.zone, ""
        if kept is not None:
            self._take_kept(welcome, kept.platform)
        if not self.platform:
            self.platform = fitting_platform(self.platforms, welcome.user.platform)
        user = welcome.user
        name = user.user_name or user.name or str(user.user_id or "")
        words = Message("Right: this is {name}.", name=name) if name else Message("Right.")
        self.state, self.words = RIGHT, words
        if not welcome.platforms:
            self.words = Message(
                "The key is right, but the service lists no platform. Ask the farm's support."
            )
        self.changed()

    def _take_kept(self, welcome: Welcome, platform: str) -> None:
        for zone, each in welcome.platforms:
            if str(each.platform) == platform:
                self.zone, self.platform = zone, platform
                return

    def _refused(self, error: RenderbusError) -> None:
        words = error.message
        if isinstance(error, AuthenticationError) and not isinstance(error, SignatureExpiredError):
            words = _NOT_ACCEPTED if error.code in (602, 611) else error.message
        self._stand(WRONG, words)

    def _stand(self, state: str, words: Optional[Message]) -> None:
        self.state, self.words, self.welcome = state, words, None
        self.changed()

    def _drop(self) -> None:
        if self._wait is not None:
            self._wait()
            self._wait = None
        self._runner.cancel(_TRY)

    # -- keeping -------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the account and work with it; `on_kept` is told its profile's name."""
        trouble = self.name_trouble
        if not self.can_save or trouble is not None:
            return
        self.is_saving = True
        self.changed()
        profile = dataclasses.replace(self._profile(), platform=self.platform)
        self._accounts.keep(
            profile, self.entry.access_key or None, lambda: self._kept(profile.name), self._not_kept
        )

    def _profile(self) -> Profile:
        """What the profile has besides, as it was: its generation, its path mapping, its transfer settings."""
        entry = self.entry
        known = self._accounts.settings.profiles.get(entry.name) or Profile(entry.name)
        service = ServiceAddress.parse(entry.service).url
        return dataclasses.replace(known, service=service, access_id=entry.access_id)

    def _kept(self, name: str) -> None:
        self.is_saving = False
        self.leave()
        self._accounts.connect(name)
        self.on_kept(name)

    def _not_kept(self, error: RenderbusError) -> None:
        self.is_saving = False
        self.words = error.message
        self.state = WRONG
        self.changed()

    def close(self) -> None:
        self._drop()
        super().close()
