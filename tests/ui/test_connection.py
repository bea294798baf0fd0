"""The connection: what the header says of the account, whatever the service and the line do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import AuthenticationError, RenderbusError, UnreachableError
from rb_dcc_core.locations import Locations
from rb_dcc_core.models import UserProfile
from rb_dcc_core.settings import Account, Profile
from rb_dcc_ui import connection as standing
from rb_dcc_ui.connection import Connection
from rb_dcc_ui.error_desk import ErrorDesk
from tests.support.panel import HandRunner, HandTimers


class FakeTransport:
    platform = "2"


class FakeClient:
    """Answers who the account is; fails with `error` while there is one."""

    def __init__(self, line: Line) -> None:
        self.transport = FakeTransport()
        self._line = line
        self.is_closed = False

    def query_user_profile(self) -> UserProfile:
        self._line.asked += 1
        if self._line.error is not None:
            raise self._line.error
        return UserProfile(user_name="Studio", zone=2, usd_balance=12.5)

    def query_platforms(self, zone: int) -> Any:
        return ()

    def close(self) -> None:
        self.is_closed = True


class Line:
    def __init__(self) -> None:
        self.error: Optional[RenderbusError] = None
        self.asked = 0
        self.clients: List[FakeClient] = []

    def connect(self, account: Account) -> Any:
        client = FakeClient(self)
        self.clients.append(client)
        return client


ACCOUNT = Account(
    Profile("studio"), ServiceAddress.parse("https://task.renderbus.com"), Credentials("id", "a-key-of-mine")
)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def timers() -> HandTimers:
    return HandTimers()


@pytest.fixture
def connection(line: Line, timers: HandTimers, tmp_path: Path) -> Connection:
    places = Locations.find({"RB_DCC_HOME": str(tmp_path)})
    return Connection(HandRunner(), timers, ErrorDesk(), places, line.connect, {})


def test_without_an_account_it_says_so_and_what_to_do(connection: Connection) -> None:
    connection.open()
    assert connection.standing.kind == standing.NO_ACCOUNT
    assert "No access id and key" in str(connection.standing.trouble)


def test_with_an_account_it_is_online_and_knows_whose_it_is(connection: Connection) -> None:
    connection.use(ACCOUNT)
    assert connection.standing.kind == standing.ONLINE
    assert connection.standing.user is not None
    assert connection.standing.user.user_name == "Studio"
    assert connection.standing.profile_name == "studio"
    assert not connection.standing.is_sandbox


def test_a_wrong_key_is_named_as_such(connection: Connection, line: Line) -> None:
    line.error = AuthenticationError(602, "no such key", "The key is wrong.")
    connection.use(ACCOUNT)
    assert connection.standing.kind == standing.WRONG_KEY
    assert str(connection.standing.trouble) == "The key is wrong. The service says: no such key (code 602)."


def test_a_lost_line_is_tried_again_after_longer_and_longer_waits(
    connection: Connection, line: Line, timers: HandTimers
) -> None:
    line.error = UnreachableError("The farm cannot be reached.")
    connection.use(ACCOUNT)
    assert connection.standing.kind == standing.OFFLINE
    timers.pass_time(4.9)
    assert line.asked == 1
    timers.pass_time(0.2)
    assert line.asked == 2
    timers.pass_time(9.8)
    assert line.asked == 2
    line.error = None
    timers.pass_time(0.4)
    assert line.asked == 3
    assert connection.standing.kind == standing.ONLINE
    assert timers.waiting == 0


def test_a_failed_question_puts_it_offline_and_the_error_bar_says_why(connection: Connection) -> None:
    connection.use(ACCOUNT)

    def fail(client: Any, ticket: Any) -> None:
        raise UnreachableError("The farm cannot be reached.")

    connection.ask(fail, lambda _: None, key="tasks")
    assert connection.standing.kind == standing.OFFLINE


def test_leaving_an_account_closes_its_client(connection: Connection, line: Line) -> None:
    connection.use(ACCOUNT)
    connection.close()
    assert [client.is_closed for client in line.clients] == [True]
    assert connection.ask(lambda client, ticket: None, lambda _: None) is None
