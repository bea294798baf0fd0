"""Trying an account and keeping it, against the sandbox over HTTP."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Iterator, Tuple

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials, KeyStore
from rb_dcc_core.errors import AuthenticationError, Cancelled, UnreachableError, service_error
from rb_dcc_core.login import interruptible, keep_account, try_account
from rb_dcc_core.models import Platform, UserProfile
from rb_dcc_core.platforms import fitting_platform, state_words
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile, load_settings
from tests.support.faulty_server import unused_port


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm") as running:
        yield running


def account_of(farm: Sandbox, key: str = "") -> Account:
    profile = Profile("studio", farm.url, "2", "auto", farm.access_id)
    return Account(
        profile, ServiceAddress.parse(farm.url), Credentials(farm.access_id, key or farm.access_key)
    )


def test_a_right_key_tells_whose_it_is_and_which_platforms_there_are(farm: Sandbox) -> None:
    welcome = try_account(account_of(farm))
    assert welcome.user.user_name == "sandbox"
    assert welcome.generation == "v2"
    assert welcome.zone == 2
    assert [each.platform for each in welcome.platforms_of(1)] == [3, 9, 59, 61]
    assert 62 in [each.platform for each in welcome.platforms_of(2)]


def test_a_wrong_key_is_refused_as_such(farm: Sandbox) -> None:
    with pytest.raises(AuthenticationError) as refused:
        try_account(account_of(farm, "no-such-key-here"))
    assert refused.value.code == 611


def test_nobody_there_is_no_wrong_key(farm: Sandbox) -> None:
    account = dataclasses.replace(
        account_of(farm), address=ServiceAddress.parse(f"http://127.0.0.1:{unused_port()}")
    )
    with pytest.raises(UnreachableError):
        try_account(account, interruptible(lambda seconds: None))


def test_whoever_waits_no_longer_is_not_kept_waiting_by_further_tries(farm: Sandbox) -> None:
    account = dataclasses.replace(
        account_of(farm), address=ServiceAddress.parse(f"http://127.0.0.1:{unused_port()}")
    )

    def leave(seconds: float) -> None:
        raise Cancelled()

    with pytest.raises(Cancelled):
        try_account(account, interruptible(leave))


class OneRegion:
    """A client whose account may see the platforms of zone 2 alone."""

    generation = "v1"
    is_closed = False

    def query_user_profile(self) -> UserProfile:
        return UserProfile(user_name="ann")

    def query_platforms(self, zone: int) -> Tuple[Platform, ...]:
        if zone == 1:
            raise service_error(608, "wrong region")
        return (Platform(platform=20, name="GPU"), Platform(platform=21, is_show=0))

    def close(self) -> None:
        self.is_closed = True


def test_a_zone_the_account_is_refused_has_no_platforms_and_a_hidden_one_is_left_out(farm: Sandbox) -> None:
    client: Any = OneRegion()
    welcome = try_account(account_of(farm), lambda account: client)
    assert [(zone, each.platform) for zone, each in welcome.platforms] == [(2, 20)]
    assert welcome.zone == 2
    assert client.is_closed


def test_keeping_makes_it_the_default_one_and_leaves_the_others(tmp_path: Path) -> None:
    file, keys = tmp_path / "settings.json", KeyStore(tmp_path / "keys.json", use_keyring=False)
    keep_account(file, keys, Profile("first", access_id="AKID1"), "the-first-key")
    keep_account(file, keys, Profile("second", access_id="AKID2"), "the-second-key")
    settings = load_settings(file)
    assert sorted(settings.profiles) == ["first", "second"]
    assert settings.default_profile == "second"
    assert keys.key_of("first") == "the-first-key"
    assert "the-first-key" not in file.read_text(encoding="utf-8")


def test_without_a_key_the_kept_one_stays(tmp_path: Path) -> None:
    file, keys = tmp_path / "settings.json", KeyStore(tmp_path / "keys.json", use_keyring=False)
    keep_account(file, keys, Profile("studio", access_id="AKID1"), "the-first-key")
    keep_account(file, keys, Profile("studio", platform="20", access_id="AKID1"), None)
    assert keys.key_of("studio") == "the-first-key"
    assert load_settings(file).profiles["studio"].platform == "20"


@pytest.mark.parametrize(("own", "expected"), [(21, "21"), (99, "20"), (None, "20")])
def test_the_accounts_own_platform_is_taken_where_it_is_offered(own: int, expected: str) -> None:
    assert fitting_platform([Platform(platform=20), Platform(platform=21)], own) == expected


def test_where_nothing_is_offered_nothing_is_taken() -> None:
    assert fitting_platform([], 2) == ""


@pytest.mark.parametrize(("status", "expected"), [(None, "None"), (2, "busy"), (7, "7")])
def test_a_platforms_state_is_told_in_words(status: int, expected: str) -> None:
    assert str(state_words(Platform(status=status))) == expected
