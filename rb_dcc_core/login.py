"""Logging in: an account's id and key tried at the service, what can be chosen then, and keeping both as a profile."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, List, Optional, Tuple

from .client import Client
from .credentials import KeyStore
from .errors import AuthenticationError, ServiceError
from .models import Platform, UserProfile
from .platforms import ZONES, zoned_platforms
from .settings import Account, Profile, Settings, load_settings, save_settings
from .transport import Transport

TRIAL_TIMEOUTS_S = (6.0, 20.0)
TRIAL_PAUSE_S = 0.3
Connect = Callable[[Account], Client]


@dataclass(frozen=True)
class Welcome:
    """What the service said to a right id and key: whose they are, and each platform with its zone."""

    user: UserProfile
    generation: str
    platforms: Tuple[Tuple[int, Platform], ...] = ()

    def platforms_of(self, zone: int) -> Tuple[Platform, ...]:
        """The platforms of a zone, in the service's order."""
        return tuple(each for of_zone, each in self.platforms if of_zone == zone)

    @property
    def zone(self) -> int:
        """The account's own zone; the first that has a platform where the account names none."""
        if self.user.zone in ZONES:
            return self.user.zone or ZONES[0]
        return self.platforms[0][0] if self.platforms else ZONES[0]


def try_account(
    account: Account, connect: Connect = Client.connect, zones: Tuple[int, ...] = ZONES
) -> Welcome:
    """Ask with an id and key whose they are, and which platforms there are; leaves no connection open.

    Raises AuthenticationError where they are wrong, NetworkError where nobody answers.
    """
    client = connect(account)
    try:
        user = client.query_user_profile()
        return Welcome(user, client.generation, tuple(_platforms(client, zones)))
    finally:
        client.close()


def interruptible(sleep: Callable[[float], None]) -> Connect:
    """A way to connect for somebody who sees it being tried: shorter waits, and `sleep` between tries may raise Cancelled."""

    def shortly(seconds: float) -> None:
        sleep(min(seconds, TRIAL_PAUSE_S))

    def connect(account: Account) -> Client:
        return Client.connect(
            account, make_transport=functools.partial(Transport, sleep=shortly, timeouts_s=TRIAL_TIMEOUTS_S)
        )

    return connect


def keep_account(settings_file: Path, keys: KeyStore, profile: Profile, key: Optional[str]) -> Settings:
    """Keep a profile as the default one, with its key (None leaves the kept one); returns what is in the file then.

    Raises SettingsError or LocalFileError with what to do. The key goes first: a profile without one is of no use.
    """
    if key is not None:
        keys.save(profile.name, key)
    settings = load_settings(settings_file).with_profile(profile, make_default=True)
    save_settings(settings_file, settings)
    return settings


def _platforms(client: Client, zones: Tuple[int, ...]) -> List[Tuple[int, Platform]]:
    """An account of one region may be refused the other's platforms."""
    found: List[Tuple[int, Platform]] = []
    for zone in zones:
        try:
            found.extend(zoned_platforms(client, (zone,)))
        except AuthenticationError:
            raise
        except ServiceError:
            continue
    return found
