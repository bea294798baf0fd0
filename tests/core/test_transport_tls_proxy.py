"""The door behind TLS that nobody trusts, and behind a proxy: what is sent, what is told, what is never sent twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rb_dcc_core.errors import (
    ConnectionLost,
    NetworkError,
    ProxyFailure,
    SettingsError,
    TimeoutExceeded,
    TlsError,
)
from rb_dcc_core.transport import Transport
from tests.support.certificate import server_context
from tests.support.doors import ACCESS_KEY, HASTY, Doors
from tests.support.faulty_server import (
    Fault,
    FaultyServer,
    drops_after_reading,
    ok,
    resets_after_reading,
    stalls,
    unused_port,
)

FARM = "https://task.renderbus.com"


def ask(door: Transport, repeatable: bool) -> Any:
    return door.post("/api/render/submit/createTask", {"count": 1}, "2.0.0", repeatable)


@pytest.fixture
def behind_proxy(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> Any:
    """Call it with a server: the farm is then reached through that server's tunnel, and its certificate trusted."""

    def use(server: FaultyServer) -> None:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.port}")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))

    return use


@pytest.mark.parametrize("repeatable", [True, False])
def test_a_certificate_that_nobody_signed_is_refused_before_anything_is_sent(
    doors: Doors, certificate: Path, repeatable: bool
) -> None:
    with FaultyServer(tls=server_context(certificate)) as server:
        with pytest.raises(TlsError) as raised:
            ask(doors.to(server.url), repeatable)
        assert (server.connections, server.requests) == (1, [])
    assert str(raised.value) == (
        f"The secure connection to 127.0.0.1:{server.port} could not be trusted. Check this computer's date, and"
        " whether a company proxy opens connections (then set REQUESTS_CA_BUNDLE to its certificate)."
    )


def test_a_server_that_speaks_no_tls_is_refused(doors: Doors) -> None:
    other = Fault(lambda c: c.send(b"SSH-2.0-x\r\n\r\n"), reads=False)
    with FaultyServer(other) as server, pytest.raises(NetworkError):
        ask(doors.to(f"https://127.0.0.1:{server.port}"), False)
    assert server.requests == []


def test_a_certificate_bundle_that_is_not_there_is_named(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    with pytest.raises(SettingsError, match=r"gone\.pem\. Check REQUESTS_CA_BUNDLE\."):
        ask(doors.to(FARM), True)


def test_the_farm_is_asked_through_the_proxy(doors: Doors, certificate: Path, behind_proxy: Any) -> None:
    with FaultyServer(ok({"taskIdList": [7]}), tls=server_context(certificate), tunnel=200) as server:
        behind_proxy(server)
        assert ask(doors.to(FARM), False) == {"taskIdList": [7]}
    assert server.tunnels == ["CONNECT task.renderbus.com:443 HTTP/1.1"] or server.tunnels == [
        "CONNECT task.renderbus.com:443 HTTP/1.0"
    ]
    assert server.requests[0].headers["Host"] == "task.renderbus.com"
    assert server.requests[0].signature_is_valid(ACCESS_KEY)


@pytest.mark.parametrize("fault", [drops_after_reading, resets_after_reading])
def test_what_creates_is_never_sent_twice_behind_a_proxy(
    doors: Doors, certificate: Path, behind_proxy: Any, fault: Any
) -> None:
    with FaultyServer(fault(), ok("never"), tls=server_context(certificate), tunnel=200) as server:
        behind_proxy(server)
        with pytest.raises(NetworkError) as raised:
            ask(doors.to(FARM), False)
    assert raised.value.may_have_arrived
    assert isinstance(raised.value, ConnectionLost)
    assert len(server.requests) == 1
    assert doors.slept == []


def test_what_creates_is_not_sent_again_when_the_answer_is_late_behind_a_proxy(
    doors: Doors, certificate: Path, behind_proxy: Any
) -> None:
    with FaultyServer(stalls(), ok("never"), tls=server_context(certificate), tunnel=200) as server:
        behind_proxy(server)
        with pytest.raises(TimeoutExceeded):
            ask(doors.to(FARM, timeouts_s=HASTY), False)
    assert len(server.requests) == 1


def test_a_query_is_asked_again_behind_a_proxy(doors: Doors, certificate: Path, behind_proxy: Any) -> None:
    script = [drops_after_reading(), ok("again")]
    with FaultyServer(*script, tls=server_context(certificate), tunnel=200) as server:
        behind_proxy(server)
        assert ask(doors.to(FARM), True) == "again"
    assert len({request.headers["nonce"] for request in server.requests}) == 2


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_refuses_the_tunnel_is_blamed(doors: Doors, behind_proxy: Any, status: int) -> None:
    with FaultyServer(tunnel=status) as server:
        behind_proxy(server)
        with pytest.raises(ProxyFailure) as raised:
            ask(doors.to(FARM), False)
    assert str(raised.value) == (
        "The proxy did not let the request through. Check this computer's proxy settings."
    )
    assert server.requests == []


def test_a_proxy_that_is_not_there_is_blamed(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{unused_port()}")
    with pytest.raises(ProxyFailure):
        ask(doors.to(FARM), False)


@pytest.mark.parametrize("proxy", ["http://", "socks5://127.0.0.1:1", "ftp://127.0.0.1:1", "http://[broken"])
def test_a_proxy_address_that_makes_no_sense_sends_the_user_to_the_proxy_settings(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises((SettingsError, ProxyFailure), match="proxy settings"):
        ask(doors.to(FARM), False)


def test_a_netrc_password_is_not_sent(
    doors: Doors, certificate: Path, behind_proxy: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine task.renderbus.com login ann password hunter22\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with FaultyServer(ok(), tls=server_context(certificate), tunnel=200) as server:
        behind_proxy(server)
        ask(doors.to(FARM), True)
    assert "Authorization" not in server.requests[0].headers
