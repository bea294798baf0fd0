"""What every command works with: settings, the account, the client, made when first asked for."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional, Tuple, TypeVar

import click

from rb_dcc_core.locations import Locations
from rb_dcc_core.log import start_file_log

R = TypeVar("R")

if TYPE_CHECKING:
    from rb_dcc_core.client import Client
    from rb_dcc_core.credentials import KeyStore
    from rb_dcc_core.journal import Journal
    from rb_dcc_core.settings import Account, Settings
    from rb_dcc_core.transfer import Transfer


class Workbench:
    """One run of the command. Nothing is read, written or asked before a command needs it."""

    def __init__(self, profile: Optional[str], is_verbose: bool = False) -> None:
        self.profile_name = profile
        self.locations = Locations.find()
        self.limit_mb_s: Optional[float] = None
        self._is_verbose = is_verbose
        self._client: Optional[Client] = None
        self._settings: Optional[Settings] = None
        self._transfer: Optional[Transfer] = None
        self._journal: Optional[Journal] = None

    @property
    def settings(self) -> Settings:
        """The settings; a broken file is set aside and said so, once."""
        from rb_dcc_core.settings import load_settings

        if self._settings is None:
            loaded = load_settings(self.locations.settings_file)
            if loaded.notice is not None:
                click.echo(loaded.notice.text(), err=True)
            self._settings = loaded
        return self._settings

    @property
    def keys(self) -> KeyStore:
        from rb_dcc_core.credentials import KeyStore

        return KeyStore(self.locations.credentials_file)

    @property
    def account(self) -> Account:
        from rb_dcc_core.settings import find_account

        return find_account(self.settings, self.keys, os.environ, self.profile_name)

    @property
    def path_map(self) -> Tuple[Tuple[str, str], ...]:
        """The profile's path mapping; none where there is no such profile."""
        name = (
            self.profile_name or os.environ.get("RB_DCC_PROFILE", "").strip() or self.settings.default_profile
        )
        profile = self.settings.profiles.get(name)
        return profile.path_map if profile is not None else ()

    @property
    def language(self) -> str:
        """The language of the service's texts, "en" or "zh"; raises SettingsError for a variable that names another."""
        from rb_dcc_core.languages import spoken_language

        return spoken_language(self.settings.language, os.environ)

    @property
    def client(self) -> Client:
        if self._client is None:
            from rb_dcc_core.client import Client
            from rb_dcc_core.generation import GenerationMemory

            self.start_log()
            memory = GenerationMemory(self.locations.state / "generations.json")
            self._client = Client.connect(self.account, memory, self.language)
        return self._client

    @property
    def transfer(self) -> Transfer:
        """The way files go to and from this service, no faster than `limit_mb_s` or the profile allows.

        Raises SettingsError where there is none.
        """
        if self._transfer is None:
            from rb_dcc_core.bandwidth import limit_of
            from rb_dcc_core.transfers import open_transfer

            fields = self.account.profile.unknown
            limit_mb_s = limit_of(fields, self.limit_mb_s)
            self._transfer = open_transfer(
                self.client,
                str(fields.get("engine") or ""),
                limit_mb_s=limit_mb_s,
                engine_folder=self.engine_folder,
            )
        return self._transfer

    @property
    def engine_folder(self) -> Path:
        """Where the vendor's transfer program keeps what it remembers of this account."""
        return self.locations.state / "engine" / self.account_key

    @property
    def journal(self) -> Journal:
        """The journal of submissions; raises LocalFileError where it cannot be written."""
        if self._journal is None:
            from rb_dcc_core.journal import Journal

            self._journal = Journal(self.locations.state)
        return self._journal

    @property
    def account_key(self) -> str:
        """Which account the journal's entries are of."""
        from rb_dcc_core.journal import account_key

        account = self.account
        return account_key(account.address.url, account.credentials.access_id)

    def start_log(self) -> None:
        start_file_log(self.locations.logs, logging.DEBUG if self._is_verbose else logging.INFO)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
        journal, self._journal = self._journal, None
        if journal is not None:
            journal.close()


def pass_workbench(command: Callable[..., R]) -> Callable[..., R]:
    """Hand the run's workbench to a command as its first argument."""
    return click.make_pass_decorator(Workbench)(command)
