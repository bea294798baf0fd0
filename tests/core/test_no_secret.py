"""No secret in any log, repr, exception or traceback: everything that can be said is gathered and searched."""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

from rb_dcc_core import log, models
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials, KeyStore
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.generation import GenerationMemory
from rb_dcc_core.settings import Account, Profile, Settings, find_account, load_settings, save_settings
from rb_dcc_core.signing import UNSIGNED_HEADERS, sign
from tests.support.doors import ACCESS_ID, ACCESS_KEY, HASTY, PATIENT, Doors
from tests.support.examples import example_data
from tests.support.faulty_server import (
    FaultyServer,
    answers,
    drops_after_reading,
    envelope,
    ok,
    refuses,
    resets_after_reading,
    stalls,
    unused_port,
)

SECRET = "T0p-secret/key+of=one.artist_1234567890"


class Gatherer(logging.Handler):
    """Everything any logger says, as a plain formatter writes it: no mask may be needed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: List[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s %(pathname)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


@pytest.fixture
def gathered() -> Iterator[Gatherer]:
    gatherer = Gatherer()
    root = logging.getLogger()
    names = ["", *log.LOGGERS, "urllib3", "urllib3.connectionpool", "requests", "http.client", "tenacity"]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(gatherer)
    yield gatherer
    root.removeHandler(gatherer)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def faults() -> Dict[str, Any]:
    return {
        "works": ok(example_data("queryUserProfile")),
        "wrong key": refuses(611, message="signature invalid"),
        "no log-in": refuses(602),
        "too old": refuses(610, serverTime=None),
        "server fault": refuses(500),
        "HTTP 500": answers(b"trouble", 500),
        "HTTP 401": answers(b"who?", 401),
        "redirect": answers(b"", 302, Location="http://127.0.0.1:1/login"),
        "hotel page": answers(b"<html>please log in</html>"),
        "foreign": answers(b"[]"),
        "short": answers(envelope()[:20]),
        "dropped": drops_after_reading(),
        "reset": resets_after_reading(),
        "stalled": stalls(),
        "odd profile": ok([1, 2]),
    }


def log_in(url: str, folder: Path, doors: Doors, waits: Any = PATIENT) -> List[Any]:
    """What a log-in does: save profile and key, find the account again, connect, ask who it is."""
    keys = KeyStore(folder / "credentials.json", use_keyring=False)
    keys.save("default", SECRET)
    profile = Profile("default", url, "62", "v2", ACCESS_ID)
    save_settings(folder / "settings.json", Settings().with_profile(profile))
    account = find_account(load_settings(folder / "settings.json"), keys, {})
    said: List[Any] = [keys, account, account.credentials, account.profile, keys.place]

    def make(address: ServiceAddress, credentials: Credentials, platform: str, language: str) -> Any:
        door = doors.to(address.url, timeouts_s=waits)
        door._credentials = credentials
        return door

    client = Client.connect(account, GenerationMemory(folder / "generation.json"), make_transport=make)
    said += [client, client.transport]
    said.append(client.query_user_profile())
    return said


@pytest.mark.parametrize("fault", sorted(faults()))
def test_the_key_and_the_signature_stay_out_of_all_that_is_said(
    fault: str, tmp_path: Path, doors: Doors, gathered: Gatherer
) -> None:
    waits = HASTY if fault == "stalled" else PATIENT
    shown: List[str] = []
    told: List[str] = []
    with FaultyServer(*[faults()[fault]] * 4) as server:
        try:
            shown = [repr(thing) + str(thing) for thing in log_in(server.url, tmp_path, doors, waits)]
        except RenderbusError as error:
            told = texts_of(error)
    assert (fault == "works") == any("UserProfile" in text and "rayvision" in text for text in shown)
    assert bool(told) == (fault != "works")
    assert server.requests
    assert any("127.0.0.1" in text for text in gathered.said)
    hidden = [SECRET, *(request.headers["signature"] for request in server.requests)]
    search(shown + told + gathered.said, hidden)
    search(told + gathered.said, [ACCESS_ID])


def test_an_unreachable_service_tells_no_secret(tmp_path: Path, doors: Doors, gathered: Gatherer) -> None:
    with pytest.raises(RenderbusError) as raised:
        log_in(f"http://127.0.0.1:{unused_port()}", tmp_path, doors)
    search(texts_of(raised.value) + gathered.said, [SECRET, ACCESS_ID])


def texts_of(error: BaseException) -> List[str]:
    """All that can be shown of an error: text, repr, arguments, and the traceback with everything it was made from."""
    whole = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return [str(error), repr(error), repr(error.args), repr(vars(error)), whole]


def search(said: List[str], hidden: List[str]) -> None:
    for text in said:
        for secret in hidden:
            assert secret not in text


def test_a_broken_key_is_not_quoted() -> None:
    with pytest.raises(RenderbusError) as raised:
        Credentials(ACCESS_ID, SECRET + " with a blank")
    search(texts_of(raised.value), [SECRET])


def test_a_damaged_key_file_is_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    path.write_text('{"default": "' + SECRET, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(RenderbusError) as raised:
        KeyStore(path, use_keyring=False).key_of("default")
    search(texts_of(raised.value), [SECRET])


def test_what_cannot_be_signed_is_told_without_the_key() -> None:
    headers = {
        "accessId": ACCESS_ID,
        "channel": "4",
        "platform": "2",
        "UTCTimestamp": "1",
        "nonce": "2",
        "version": "1",
    }
    with pytest.raises(RenderbusError) as raised:
        sign(SECRET, "h", "/p", headers, {"a": "\ud800"})
    search(texts_of(raised.value), [SECRET])


def test_the_settings_file_holds_no_key(tmp_path: Path, doors: Doors) -> None:
    with FaultyServer(ok(example_data("queryUserProfile"))) as server:
        log_in(server.url, tmp_path, doors)
    assert SECRET not in (tmp_path / "settings.json").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "credentials.json").read_text(encoding="utf-8")) == {"default": SECRET}


def test_a_remembered_generation_names_no_account(tmp_path: Path) -> None:
    address = ServiceAddress.parse("https://task.renderbus.com")
    account = Account(Profile("default", access_id=ACCESS_ID), address, Credentials(ACCESS_ID, ACCESS_KEY))
    GenerationMemory(tmp_path / "generation.json").remember(account, "v2")
    text = (tmp_path / "generation.json").read_text(encoding="utf-8")
    assert "task.renderbus.com" in text
    assert ACCESS_ID not in text


def test_secrets_of_the_transfer_engines_show_in_no_repr() -> None:
    data = {"aspera": {"password": SECRET}, "httpStore": {"url": "u", "token": SECRET}}
    search([repr(models.TransferConfig.from_json(data))], [SECRET])
    search([repr(models.RaySyncUserKey.from_json({"raySyncUserKey": SECRET, "userKey": SECRET}))], [SECRET])


def test_the_log_file_masks_a_key_even_where_somebody_logs_it(tmp_path: Path) -> None:
    Credentials(ACCESS_ID, SECRET)
    formatter = log.RedactingFormatter("%(message)s")
    try:
        raise ValueError("the key is " + SECRET)
    except ValueError as error:
        trouble = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "key %s", (SECRET,), trouble)
    written = formatter.format(record)
    assert SECRET not in written
    assert written.startswith("key ********")
    assert "the key is ********" in written


def test_the_signature_is_never_signed_itself() -> None:
    assert frozenset(("signature", "content-type", "languageflag")) == UNSIGNED_HEADERS
