"""The settings: what is set and where it goes; everything applies at once. No Qt."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, List, Mapping, Optional, Tuple

from rb_dcc_core.bandwidth import FIELD as LIMIT_FIELD
from rb_dcc_core.bandwidth import limit_of
from rb_dcc_core.errors import RenderbusError, SettingsError
from rb_dcc_core.languages import CHINESE, ENGLISH, spoken_language, system_language
from rb_dcc_core.log import FILE_NAME, set_log_level
from rb_dcc_core.messages import Message
from rb_dcc_core.settings import Profile
from rb_dcc_ui.preferences import Preferences
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.services import Services
from rb_dcc_ui.waiting import Cancel

from .engine_facts import EngineFacts, look_for_engine

ENGINE_FIELD = "engine"
LANGUAGES = ("", ENGLISH, CHINESE)
SHORTEST_POLL_S = 1.0
LONGEST_POLL_S = 600.0
TYPING_ENDS_S = 0.6
_LOOK = "look for the transfer program"
_OPEN = "make the log's folder"


@dataclass(frozen=True)
class ProfileRow:
    """One profile as the list shows it."""

    name: str
    service: str
    platform: str
    is_default: bool
    is_active: bool


class SettingsPresenter(Presenter):
    """Reads preferences, profiles and the transfer program; every change is kept as it is made.

    `asked` is the profile that is about to be removed, "" for none. `speak` is called with a language's code, `open_folder`
    with a folder to show.
    """

    def __init__(
        self,
        services: Services,
        speak: Callable[[str], None],
        open_folder: Callable[[Path], None],
        environ: Optional[Mapping[str, str]] = None,
        find_engine: Callable[[str], EngineFacts] = look_for_engine,
    ) -> None:
        super().__init__()
        self.asked = ""
        self.engine: Optional[EngineFacts] = None
        self._services = services
        self._accounts = services.accounts
        self._connection = services.connection
        self._speak = speak
        self._open_folder = open_folder
        self._environ = os.environ if environ is None else environ
        self._find_engine = find_engine
        self._sought: Optional[str] = None
        self._typing: Optional[Cancel] = None
        self._stops = [
            services.preferences.listen(self.changed),
            self._accounts.listen(self._accounts_changed),
            self._connection.listen(self._accounts_changed),
        ]
        self.look_for_engine()
        self._accounts.load()

    @property
    def now(self) -> Preferences:
        return self._services.preferences.now

    def set(self, **changes: Any) -> None:
        """Change preferences."""
        self._services.preferences.set(**changes)

    def close(self) -> None:
        for stop in self._stops:
            stop()
        self._end_typing()
        super().close()

    # -- accounts ------------------------------------------------------------------------------------------------

    @property
    def profiles(self) -> List[ProfileRow]:
        settings, active = self._accounts.settings, self._accounts.active
        is_in_sandbox = self._accounts.is_in_sandbox
        return [
            ProfileRow(
                name,
                profile.service.partition("://")[2] or profile.service,
                profile.platform,
                name == settings.default_profile,
                name == active and not is_in_sandbox,
            )
            for name, profile in sorted(settings.profiles.items())
        ]

    def make_default(self, name: str) -> None:
        self._accounts.make_default(name)

    def ask_remove(self, name: str) -> None:
        """Removing forgets a key that has to be copied again, so it is asked once."""
        self.asked = name
        self.changed()

    def keep(self) -> None:
        self.ask_remove("")

    def remove(self) -> None:
        """Remove the profile that was asked about."""
        name, self.asked = self.asked, ""
        if name:
            self._accounts.remove(name)
        self.changed()

    # -- language and watching -----------------------------------------------------------------------------------

    @property
    def system_language(self) -> str:
        """What following the system comes to, "en" or "zh"."""
        return system_language(self._environ)

    def choose_language(self, choice: str) -> None:
        """ "" follows the system. Spoken at once; the service's own texts follow with the next connection."""
        self.set(language=choice)
        self._accounts.speak(choice)
        try:
            code = spoken_language(choice, {k: v for k, v in self._environ.items() if k != "RB_DCC_LANGUAGE"})
        except SettingsError:
            code = ENGLISH
        self._connection.language = code
        self._speak(code)

    def set_interval(self, seconds: float) -> None:
        """Seconds between looks at what is visible."""
        kept = min(max(seconds, SHORTEST_POLL_S), LONGEST_POLL_S)
        self.set(poll_interval_s=kept)
        self._services.watch.set_interval(kept)

    # -- transfer ------------------------------------------------------------------------------------------------

    @property
    def profile(self) -> Optional[Profile]:
        """The profile whose transfers are set; None without an account."""
        account = self._connection.account
        return None if account is None else account.profile

    @property
    def is_lasting(self) -> bool:
        """False where the account ends with the panel, and what is set of it too."""
        profile = self.profile
        return profile is not None and profile.name in self._accounts.settings.profiles

    @property
    def engine_path(self) -> str:
        return "" if self.profile is None else str(self.profile.unknown.get(ENGINE_FIELD) or "")

    @property
    def limit_mb_s(self) -> Optional[float]:
        """Millions of bytes a second; None for no limit, and for one that cannot be read."""
        try:
            return None if self.profile is None else limit_of(self.profile.unknown)
        except SettingsError:
            return None

    def set_engine_path(self, path: str) -> None:
        """Name the transfer program's file; "" looks for it again. Kept and looked for when the typing has ended."""
        self._end_typing()
        self._typing = self._services.timers.call_later(
            TYPING_ENDS_S, lambda: self._take_engine(path.strip())
        )

    def set_limit(self, mb_s: Optional[float]) -> None:
        """Limit how fast files move, for every coming transfer of this profile."""
        self._accounts.change_fields(**{LIMIT_FIELD: mb_s})

    def look_for_engine(self) -> None:
        """Find the transfer program again, on a thread."""
        configured = self._sought = self.engine_path

        def found(facts: EngineFacts) -> None:
            self.engine = facts
            self.changed()

        def failed(error: RenderbusError) -> None:
            found(EngineFacts(trouble=error.message))

        self._services.runner.run(lambda ticket: self._find_engine(configured), found, failed, key=_LOOK)

    def _take_engine(self, path: str) -> None:
        self._typing = None
        self._accounts.change_fields(**{ENGINE_FIELD: path or None})

    def _end_typing(self) -> None:
        if self._typing is not None:
            self._typing()
            self._typing = None

    def _accounts_changed(self) -> None:
        if self.engine_path != self._sought:
            self.look_for_engine()
        self.changed()

    # -- log -----------------------------------------------------------------------------------------------------

    @property
    def log_file(self) -> Path:
        return self._services.locations.logs / FILE_NAME

    def set_verbose(self, is_verbose: bool) -> None:
        """Log every request from now on, without secrets."""
        self.set(verbose_log=is_verbose)
        set_log_level(logging.DEBUG if is_verbose else logging.INFO)

    def show_log_folder(self) -> None:
        """Make the folder where it is not there yet, and show it."""
        folder = self.log_file.parent

        def make() -> Path:
            folder.mkdir(parents=True, exist_ok=True)
            return folder

        self._services.runner.run(lambda ticket: _made(make), self._open_folder, self._cannot_open)

    def _cannot_open(self, error: RenderbusError) -> None:
        self._services.errors.report(error, _OPEN)


def _made(make: Callable[[], Path]) -> Path:
    try:
        return make()
    except OSError as error:
        raise SettingsError(
            "The log's folder cannot be made ({why}). Set RB_DCC_HOME to a folder you may write to.",
            why=error.strerror or str(error),
        ) from error


NOTICES: Tuple[Tuple[str, Message, Message], ...] = (
    (
        "notices_finished",
        Message("A task has finished"),
        Message("So that you can fetch its pictures without looking every few minutes."),
    ),
    (
        "notices_failed_frames",
        Message("Frames have failed"),
        Message("So that you can see why before more of them fail and cost."),
    ),
    (
        "notices_arrears",
        Message("A task stands still because the account is empty"),
        Message("It goes on only when somebody pays in."),
    ),
    (
        "notices_over_time",
        Message("A task was stopped for taking too long"),
        Message("The account's time-out or the task's own has ended it."),
    ),
)
