"""Tries the way to the service step by step, so that what is broken can be named: name, line, trust, account, files."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Callable, Iterator, Optional, Tuple

from .address import ServiceAddress
from .client import Client
from .errors import RenderbusError, SettingsError
from .messages import Message
from .models import UserProfile
from .platforms import state_words
from .settings import Account
from .transfer import Area, Transfer
from .transport import greet, knock, look_up, next_stop

PASSED = "passed"
NOTED = "noted"
FAILED = "failed"
"""How a step went; NOTED works, but not as it should."""

NAME = "name"
LINE = "line"
TRUST = "trust"
ACCOUNT = "account"
CLOCK = "clock"
PLATFORM = "platform"
FILES = "files"
STEPS: Tuple[Tuple[str, Message], ...] = (
    (NAME, Message("Address")),
    (LINE, Message("Line")),
    (TRUST, Message("Encryption")),
    (ACCOUNT, Message("Account")),
    (CLOCK, Message("Clock")),
    (PLATFORM, Message("Platform")),
    (FILES, Message("Files")),
)
CLOCK_MAY_DIFFER_S = 60

Connect = Callable[[Account], Client]
OpenTransfer = Callable[[Client], Transfer]


@dataclass(frozen=True)
class Finding:
    """One step's end: which of STEPS, how it went, in words."""

    step: str
    outcome: str
    words: Message


class ConnectionTrial:
    """Goes through STEPS for a service and an account, None where there is none yet. On a working thread."""

    def __init__(
        self,
        address: ServiceAddress,
        account: Optional[Account],
        connect: Connect,
        open_transfer: OpenTransfer,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address
        self._account = account
        self._connect = connect
        self._open_transfer = open_transfer
        self._clock = clock
        self._monotonic = monotonic
        self._ahead_s: Optional[float] = None

    def findings(self) -> Iterator[Finding]:
        """What each step found; the first that fails on the way to the service is the last but the clock's."""
        for step, look in ((NAME, self._name), (LINE, self._line), (TRUST, self._trust)):
            finding = _finding(step, look)
            yield finding
            if finding.outcome == FAILED:
                return
        try:
            if self._account is None:
                raise SettingsError("There is no account to try with. Enter an access id and key first.")
            client = self._connect(self._account)
        except RenderbusError as error:
            yield Finding(ACCOUNT, FAILED, error.message)
            yield _finding(CLOCK, self._time)
            return
        try:
            yield from self._as_account(client, self._account.profile.platform)
        finally:
            client.close()

    def _as_account(self, client: Client, platform: str) -> Iterator[Finding]:
        try:
            user = client.query_user_profile()
        except RenderbusError as error:
            yield Finding(ACCOUNT, FAILED, error.message)
            yield _finding(CLOCK, self._time)
            return
        words = Message("Id and key are accepted (protocol {generation}).", generation=client.generation)
        yield Finding(ACCOUNT, PASSED, words)
        if self._ahead_s is None:
            self._ahead_s = -client.transport.clock_offset_s
        yield _finding(CLOCK, self._time)
        yield _finding(PLATFORM, lambda: _platform(client, user, platform))
        yield _finding(FILES, lambda: self._files(client))

    def _name(self) -> Tuple[str, Message]:
        stop = next_stop(self._address)
        addresses = ", ".join(look_up(stop.host, stop.port)[:3])
        if stop.is_proxy:
            return PASSED, Message("The proxy {host} is {addresses}.", host=stop.host, addresses=addresses)
        return PASSED, Message("{host} is {addresses}.", host=stop.host, addresses=addresses)

    def _line(self) -> Tuple[str, Message]:
        stop = next_stop(self._address)
        started = self._monotonic()
        knock(stop.host, stop.port)
        waited_ms = max(1, round(1000 * (self._monotonic() - started)))
        return PASSED, Message("Port {port} answers in {ms} ms.", port=stop.port, ms=waited_ms)

    def _trust(self) -> Tuple[str, Message]:
        status, date = greet(self._address)
        self._ahead_s = _ahead_s(date, self._clock())
        if status >= 500:
            return NOTED, Message("The service answers, but with HTTP error {status}.", status=status)
        if self._address.scheme == "http":
            return PASSED, Message("Not encrypted: the service is on this computer.")
        return PASSED, Message("The service's certificate is trusted.")

    def _time(self) -> Tuple[str, Message]:
        if self._ahead_s is None:
            return NOTED, Message("The service does not tell its time.")
        seconds = round(abs(self._ahead_s))
        if seconds <= CLOCK_MAY_DIFFER_S:
            return PASSED, Message("This computer's clock is right.")
        if self._ahead_s > 0:
            return NOTED, Message("This computer's clock is {seconds} s fast. Set it right.", seconds=seconds)
        return NOTED, Message("This computer's clock is {seconds} s slow. Set it right.", seconds=seconds)

    def _files(self, client: Client) -> Tuple[str, Message]:
        transfer = self._open_transfer(client)
        if transfer.sends_sets:
            return PASSED, transfer.why or Message("{way}", way=transfer.name)
        next(iter(transfer.list_files(Area.INPUT, "/")), None)
        return PASSED, transfer.why or Message("{way}", way=transfer.name)


def _platform(client: Client, user: UserProfile, number: str) -> Tuple[str, Message]:
    platforms = client.query_platforms(user.zone or 2)
    mine = next((each for each in platforms if str(each.platform) == number), None)
    if mine is None:
        return NOTED, Message(
            "The service does not list platform {number} in this account's zone. Choose another in the account.",
            number=number,
        )
    state, name = state_words(mine), mine.name or ""
    if state is None:
        return PASSED, Message("{number} {name}", number=number, name=name)
    words = Message("{number} {name}: {state}", number=number, name=name, state=state)
    return (PASSED if mine.status == 1 else NOTED), words


def _finding(step: str, look: Callable[[], Tuple[str, Message]]) -> Finding:
    try:
        outcome, words = look()
    except RenderbusError as error:
        return Finding(step, FAILED, error.message)
    return Finding(step, outcome, words)


def _ahead_s(date: str, now_s: float) -> Optional[float]:
    """By how much this computer's clock is fast, from an HTTP date of whole seconds; None where it cannot be read."""
    try:
        return now_s - parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
