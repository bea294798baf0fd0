"""Which generation a service answers: v2 is asked first, then v1, and the answer is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import (
    AuthenticationError,
    HttpStatusError,
    NotJsonError,
    RenderbusError,
    TimeoutExceeded,
    UnreachableError,
    service_error,
)
from rb_dcc_core.generation import GenerationMemory, find_generation
from rb_dcc_core.settings import Account, Profile
from tests.support.examples import example_data
from tests.support.recording import RecordingTransport

PROFILE = example_data("queryUserProfile")
V2_PATH = "/api/render/setUp/queryUserProfile"
V1_PATH = "/api/render/user/queryUserProfile"
UNKNOWN = [
    service_error(404, "no such path"),
    service_error(600, "bad"),
    service_error(603, "illegal"),
    HttpStatusError(404, "x"),
    HttpStatusError(302, "x"),
    NotJsonError("x"),
]


def account(
    generation: str = "auto", access_id: str = "AKID", service: str = "https://task.renderbus.com"
) -> Account:
    profile = Profile("default", service, "62", generation, access_id)
    return Account(profile, ServiceAddress.parse(service), Credentials(access_id, "key-key-key"))


def connect(transport: RecordingTransport, found: Account, memory: Any = None) -> Client:
    return Client.connect(found, memory, make_transport=lambda *_: transport)


def paths(transport: RecordingTransport) -> List[str]:
    return [asked.path for asked in transport.asked]


def test_a_service_that_answers_v2_is_asked_once() -> None:
    transport = RecordingTransport(PROFILE)
    assert connect(transport, account()).generation == "v2"
    assert paths(transport) == [V2_PATH]


@pytest.mark.parametrize("refused", UNKNOWN, ids=lambda error: type(error).__name__)
def test_what_v2_refuses_as_unknown_is_asked_in_v1(refused: RenderbusError) -> None:
    transport = RecordingTransport(refused, PROFILE)
    assert connect(transport, account()).generation == "v1"
    assert paths(transport) == [V2_PATH, V1_PATH]


@pytest.mark.parametrize(
    "error",
    [
        service_error(611, "wrong key"),
        service_error(500, "down"),
        HttpStatusError(500, "x"),
        HttpStatusError(429, "x"),
        UnreachableError("x"),
        TimeoutExceeded("x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_another_error_says_nothing_about_the_generation_and_is_raised(error: RenderbusError) -> None:
    transport = RecordingTransport(error, PROFILE)
    with pytest.raises(type(error)) as raised:
        connect(transport, account())
    assert raised.value is error
    assert paths(transport) == [V2_PATH]
    assert transport.is_closed


def test_when_neither_knows_the_question_v2s_error_is_the_one_told() -> None:
    first, second = HttpStatusError(404, "first"), HttpStatusError(404, "second")
    with pytest.raises(HttpStatusError) as raised:
        connect(RecordingTransport(first, second), account())
    assert raised.value is first


def test_when_v1_knows_the_question_but_not_the_key_that_is_told() -> None:
    with pytest.raises(AuthenticationError):
        connect(RecordingTransport(HttpStatusError(404, "x"), service_error(611, "")), account())


@pytest.mark.parametrize("generation", ["v1", "v2"])
def test_a_profile_that_says_its_generation_is_asked_nothing(generation: str) -> None:
    transport = RecordingTransport()
    assert connect(transport, account(generation)).generation == generation
    assert transport.asked == []


def test_the_generation_found_is_remembered_for_that_service_and_account(tmp_path: Path) -> None:
    path = tmp_path / "state" / "generation.json"
    connect(RecordingTransport(HttpStatusError(404, "x"), PROFILE), account(), GenerationMemory(path))
    again = RecordingTransport()
    assert connect(again, account(), GenerationMemory(path)).generation == "v1"
    assert again.asked == []
    memory = GenerationMemory(path)
    assert memory.recall(account(access_id="AKIDother")) is None
    assert memory.recall(account(service="https://task.foxrenderfarm.com")) is None


def test_several_accounts_are_remembered_side_by_side(tmp_path: Path) -> None:
    memory = GenerationMemory(tmp_path / "generation.json")
    memory.remember(account(access_id="one"), "v1")
    memory.remember(account(access_id="two"), "v2")
    assert (memory.recall(account(access_id="one")), memory.recall(account(access_id="two"))) == ("v1", "v2")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"x": 1}', b"null"], ids=repr)
def test_a_broken_memory_only_costs_asking_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "generation.json"
    path.write_bytes(content)
    memory = GenerationMemory(path)
    assert memory.recall(account()) is None
    memory.remember(account(), "v2")
    assert memory.recall(account()) == "v2"


def test_a_remembered_word_that_is_no_generation_is_none(tmp_path: Path) -> None:
    memory = GenerationMemory(tmp_path / "generation.json")
    memory.remember(account(), "v9")
    assert memory.recall(account()) is None


def test_a_memory_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file")
    memory = GenerationMemory(tmp_path / "state" / "generation.json")
    memory.remember(account(), "v2")
    assert memory.recall(account()) is None


def test_the_finder_asks_each_generation_at_most_once() -> None:
    asked: List[str] = []
    assert find_generation(asked.append) == "v2"
    assert asked == ["v2"]
