"""The way to the service, tried step by step against the sandbox and against what is broken."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any, Iterator, List, Optional, Tuple

import pytest

from rb_dcc_core import connection_trial as trial
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.connection_trial import ConnectionTrial, Finding
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import SettingsError, UnreachableError
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.transfers import open_transfer
from rb_dcc_core.transport import NextStop, knock, look_up, next_stop
from tests.support.faulty_server import unused_port


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm") as running:
        yield running


def account_of(url: str, access_id: str, key: str, platform: str = "62") -> Account:
    return Account(
        Profile("studio", url, platform, "v2", access_id),
        ServiceAddress.parse(url),
        Credentials(access_id, key),
    )


def tried(account: Account, **given: Any) -> List[Finding]:
    return list(ConnectionTrial(account.address, account, Client.connect, open_transfer, **given).findings())


def outcomes(findings: List[Finding]) -> List[Tuple[str, str]]:
    return [(each.step, each.outcome) for each in findings]


def test_where_everything_works_every_step_says_so(farm: Sandbox) -> None:
    findings = tried(account_of(farm.url, farm.access_id, farm.access_key))
    assert outcomes(findings) == [(step, "passed") for step, _ in trial.STEPS]
    said = {each.step: str(each.words) for each in findings}
    assert said["name"] == "127.0.0.1 is 127.0.0.1."
    assert said["trust"] == "Not encrypted: the service is on this computer."
    assert said["account"] == "Id and key are accepted (protocol v2)."
    assert said["platform"] == "62 query_platform_w62: normal"
    assert said["files"] == "Files go by the service's own HTTP store."


def test_a_wrong_key_ends_at_the_account_and_the_clock_is_looked_at_all_the_same(farm: Sandbox) -> None:
    findings = tried(account_of(farm.url, farm.access_id, "no-such-key-here"))
    assert outcomes(findings) == [
        ("name", "passed"),
        ("line", "passed"),
        ("trust", "passed"),
        ("account", "failed"),
        ("clock", "passed"),
    ]


def test_a_service_that_is_gone_ends_at_the_line() -> None:
    port = unused_port()
    findings = tried(account_of(f"http://127.0.0.1:{port}", "AKIDx", "some-key-of-mine"))
    assert outcomes(findings) == [("name", "passed"), ("line", "failed")]
    assert f"does not answer on port {port}" in str(findings[-1].words)


def test_without_an_account_the_way_is_tried_as_far_as_it_goes(farm: Sandbox) -> None:
    address = ServiceAddress.parse(farm.url)
    findings = list(ConnectionTrial(address, None, Client.connect, open_transfer).findings())
    assert outcomes(findings)[2:] == [("trust", "passed"), ("account", "failed"), ("clock", "passed")]


@pytest.mark.parametrize(("offset_s", "expected"), [(600.0, "600 s fast"), (-600.0, "600 s slow")])
def test_a_wrong_clock_is_told_by_how_much(farm: Sandbox, offset_s: float, expected: str) -> None:
    findings = tried(
        account_of(farm.url, farm.access_id, farm.access_key),
        clock=lambda: float(int(time.time())) + offset_s,
    )
    clock = next(each for each in findings if each.step == "clock")
    assert clock.outcome == "noted"
    assert expected[-6:] in str(clock.words)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [("21", "noted"), ("3", "noted"), ("20", "passed")],
)
def test_a_platform_that_is_off_or_of_another_zone_is_noted(
    farm: Sandbox, platform: str, expected: str
) -> None:
    findings = tried(account_of(farm.url, farm.access_id, farm.access_key, platform))
    assert next(each.outcome for each in findings if each.step == "platform") == expected


def test_why_files_cannot_go_is_told(farm: Sandbox) -> None:
    account = account_of(farm.url, farm.access_id, farm.access_key)

    def refuse(client: Client) -> Any:
        raise SettingsError("There is no way.")

    findings = list(ConnectionTrial(account.address, account, Client.connect, refuse).findings())
    assert (findings[-1].step, findings[-1].outcome, str(findings[-1].words)) == (
        "files",
        "failed",
        "There is no way.",
    )


def test_the_first_stop_is_the_service_where_no_proxy_is_set() -> None:
    assert next_stop(ServiceAddress.parse("https://task.renderbus.com")) == NextStop(
        "task.renderbus.com", 443
    )


@pytest.mark.parametrize(
    ("proxy", "expected"),
    [
        ("http://proxy.studio:3128", NextStop("proxy.studio", 3128, True)),
        ("proxy.studio:8080", NextStop("proxy.studio", 8080, True)),
        ("http://ann:secret@proxy.studio:3128", NextStop("proxy.studio", 3128, True)),
    ],
)
def test_behind_a_proxy_the_first_stop_is_the_proxy(
    monkeypatch: pytest.MonkeyPatch, proxy: str, expected: Optional[NextStop]
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert next_stop(ServiceAddress.parse("https://task.renderbus.com")) == expected


def test_a_service_on_this_computer_is_reached_past_any_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.studio:3128")
    assert next_stop(ServiceAddress.parse("http://127.0.0.1:8080")) == NextStop("127.0.0.1", 8080)


def test_a_name_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*asked: object, **named: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreachableError, match=r"The name task\.renderbus\.com is not known here"):
        look_up("task.renderbus.com", 443)


def test_a_closed_port_does_not_answer() -> None:
    with pytest.raises(UnreachableError, match="does not answer"):
        knock("127.0.0.1", unused_port(), 2.0)
