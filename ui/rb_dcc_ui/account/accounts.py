"""The profiles in the settings file and what is done to them: read and written off the interface thread. No Qt."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any, Callable, Dict, Optional, Tuple

from rb_dcc_core.credentials import KeyStore
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.locations import Locations
from rb_dcc_core.settings import (
    DEFAULT_PROFILE,
    Account,
    Profile,
    Settings,
    load_settings,
    save_settings,
)
from rb_dcc_ui.connection import Connection
from rb_dcc_ui.error_desk import WARNING, ErrorDesk
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import TaskRunner

from .sandbox_host import PROFILE_NAME, SandboxHost

_LOAD = "load profiles"
_SAVE = "save profiles"
Change = Callable[[Settings], Settings]


class Accounts(Presenter):
    """Use on the interface thread. Changes are written one after the other, each upon what is in the file then:
    a terminal or another host writes it too."""

    def __init__(
        self,
        runner: TaskRunner,
        errors: ErrorDesk,
        locations: Locations,
        connection: Connection,
        sandbox: SandboxHost,
    ) -> None:
        super().__init__()
        self.settings = Settings()
        self.is_loaded = False
        self.sandbox = sandbox
        self._runner = runner
        self._errors = errors
        self._path = locations.settings_file
        self.keys = KeyStore(locations.credentials_file)
        self._connection = connection
        self._writing = threading.Lock()

    @property
    def names(self) -> Tuple[str, ...]:
        """The profiles' names, sorted."""
        return tuple(sorted(self.settings.profiles))

    @property
    def active(self) -> str:
        """The profile the panel works with; "" for none."""
        account = self._connection.account
        return account.profile.name if account is not None else self._connection.standing.profile_name

    @property
    def is_in_sandbox(self) -> bool:
        """True while the panel works with the service it has started itself."""
        account = self._connection.account
        return account is not None and account.address.is_local and account.profile.name == PROFILE_NAME

    @property
    def is_logged_in(self) -> bool:
        """True while there is an account, however the service stands."""
        return self._connection.account is not None

    def close(self) -> None:
        self.sandbox.close()
        super().close()

    def load(self) -> None:
        """Read the settings file again."""
        self._runner.run(
            lambda ticket: load_settings(self._path), self._loaded, self._failed(_LOAD), key=_LOAD
        )

    def connect(self, name: str) -> None:
        """Work with a profile from now on."""
        self._connection.open(name)

    def try_sandbox(self) -> None:
        """Work with the embedded service, starting it where it does not run yet."""
        self.sandbox.start(self._connection.use)

    def keep(
        self,
        profile: Profile,
        key: Optional[str],
        done: Callable[[], None],
        failed: Callable[[RenderbusError], None],
    ) -> None:
        """Keep a profile as the default one, with its key (None leaves the kept one)."""

        def work() -> Settings:
            with self._writing:
                from rb_dcc_core.login import keep_account

                return keep_account(self._path, self.keys, profile, key)

        def kept(settings: Settings) -> None:
            self._loaded(settings)
            done()

        self._runner.run(lambda ticket: work(), kept, failed)

    def make_default(self, name: str) -> None:
        """Start with this profile from now on."""
        self._change(
            lambda settings: dataclasses.replace(settings, default_profile=settings.profile(name).name)
        )

    def speak(self, language: str) -> None:
        """Keep the language for the command line too; "" follows the system."""
        self._change(lambda settings: dataclasses.replace(settings, language=language))

    def remove(self, name: str) -> None:
        """Forget a profile and its key; the panel leaves it where it works with it."""
        was_active = name == self.active and not self.is_in_sandbox

        def gone() -> None:
            if was_active:
                self._connection.open()

        self._change(lambda settings: _without(settings, name), gone, forgotten=name)

    def log_out(self) -> None:
        """Forget the active profile's key on this computer; the profile stays. Leaves the sandbox where that is it."""
        if self.is_in_sandbox:
            self._connection.open()
            return
        name = self.active
        self._change(lambda settings: settings, lambda: self._connection.open(name), forgotten=name)

    def change_fields(self, **fields: Any) -> None:
        """Change the active profile's further fields (None takes one away), for the coming transfers too.

        An account that stands in no settings file keeps them until it is left.
        """
        account = self._connection.account
        if account is None:
            return
        profile = with_fields(account.profile, fields)
        self._connection.take_profile(profile)
        if account.profile.name in self.settings.profiles and not self.is_in_sandbox:
            self._change(lambda settings: _with_fields_of(settings, profile.name, fields))
        else:
            self.changed()

    # -- how it is done ------------------------------------------------------------------------------------------

    def _change(self, change: Change, done: Optional[Callable[[], None]] = None, forgotten: str = "") -> None:
        def work() -> Settings:
            with self._writing:
                if forgotten:
                    self.keys.forget(forgotten)
                settings = load_settings(self._path)
                wanted = change(settings)
                if wanted != settings:
                    save_settings(self._path, wanted)
                return wanted

        def written(settings: Settings) -> None:
            self._errors.settled(_SAVE)
            self._loaded(settings)
            if done is not None:
                done()

        self._runner.run(lambda ticket: work(), written, self._failed(_SAVE))

    def _loaded(self, settings: Settings) -> None:
        self.settings, self.is_loaded = settings, True
        if settings.notice is not None:
            self._errors.say(WARNING, settings.notice, _LOAD)
        self.changed()

    def _failed(self, key: str) -> Callable[[RenderbusError], None]:
        return lambda error: self._errors.report(error, key)


def with_fields(profile: Profile, fields: Dict[str, Any]) -> Profile:
    """A profile with some of its further fields changed; None takes one away."""
    unknown = dict(profile.unknown)
    for name, value in fields.items():
        unknown.pop(name, None)
        if value is not None:
            unknown[name] = value
    return dataclasses.replace(profile, unknown=unknown)


def key_page(account_url: str) -> str:
    """Where the farm's web page shows access ids and keys (the vendor's SDK pages name it)."""
    return account_url + "/user/developer"


def _with_fields_of(settings: Settings, name: str, fields: Dict[str, Any]) -> Settings:
    return settings.with_profile(with_fields(settings.profile(name), fields))


def _without(settings: Settings, name: str) -> Settings:
    profiles = {each: profile for each, profile in settings.profiles.items() if each != name}
    default = settings.default_profile
    if default == name:
        default = next(iter(sorted(profiles)), DEFAULT_PROFILE)
    return dataclasses.replace(settings, profiles=profiles, default_profile=default)


def is_kept(settings: Settings, account: Optional[Account]) -> bool:
    """True where an account stands in the settings file, so that what is changed of it lasts."""
    return account is not None and account.profile.name in settings.profiles
