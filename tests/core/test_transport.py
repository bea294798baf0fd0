"""The door to the network over real loopback HTTP: what is sent, what is tried again, what each fault becomes."""

from __future__ import annotations

import contextlib
from typing import Any, List

import pytest

from rb_dcc_core.errors import (
    AuthenticationError,
    ConnectionLost,
    HttpStatusError,
    NotJsonError,
    RenderbusError,
    ServerFaultError,
    SettingsError,
    SignatureExpiredError,
    StaleConnection,
    TimeoutExceeded,
    TruncatedAnswerError,
    UnreachableError,
    UnsignableValueError,
    WrongEnvelopeError,
)
from rb_dcc_core.transport import Transport
from tests.support.doors import ACCESS_ID, ACCESS_KEY, HASTY, NOW_S, PATIENT, Doors
from tests.support.faulty_server import (
    Fault,
    FaultyServer,
    answers,
    breaks_off,
    drops_after_reading,
    drops_before_reading,
    envelope,
    goes_stale,
    http,
    ok,
    refuses,
    resets_after_reading,
    resets_in_the_answer,
    speaks_no_http,
    stalls,
    stalls_in_the_answer,
    unused_port,
)

PATH = "/api/render/setUp/queryUserProfile"


def ask(door: Transport, repeatable: bool, body: Any = None) -> Any:
    return door.post(PATH, {} if body is None else body, "2.0.0", repeatable)


def test_a_request_carries_what_the_protocol_asks_for(doors: Doors) -> None:
    with FaultyServer(ok({"userId": 7})) as server:
        answer = ask(doors.to(server.url), True, {"zone": 2, "name": "项目", "ids": [1, 2], "none": []})
    assert answer == {"userId": 7}
    request = server.requests[0]
    assert (request.method, request.target) == ("POST", PATH)
    assert request.json == {"zone": 2, "name": "项目", "ids": [1, 2], "none": []}
    assert "项目".encode() in request.body
    named = {name: request.headers[name] for name in ("accessId", "channel", "platform", "version")}
    assert named == {"accessId": ACCESS_ID, "channel": "4", "platform": "62", "version": "2.0.0"}
    assert request.headers["UTCTimestamp"] == str(int(NOW_S) + 1)
    assert (request.headers["Content-Type"], request.headers["languageFlag"]) == ("application/json", "1")
    assert request.signature_is_valid(ACCESS_KEY)


def test_a_chinese_door_asks_for_chinese(doors: Doors) -> None:
    with FaultyServer() as server:
        ask(doors.to(server.url, language="zh"), True)
    assert server.requests[0].headers["languageFlag"] == "0"


def test_what_is_asked_for_by_query_is_signed_too(doors: Doors) -> None:
    with FaultyServer(ok(1)) as server:
        query = {"bid": "10201", "path": "/D/项目 a&b=c.ma"}
        assert doors.to(server.url).ask("GET", "/store/offset", "2.0.0", True, query=query) == 1
    assert server.requests[0].query == query
    assert server.requests[0].signature_is_valid(ACCESS_KEY)


def test_bytes_are_put_with_a_signed_query(doors: Doors) -> None:
    with FaultyServer(ok()) as server:
        doors.to(server.url).send_bytes(
            "/store/part", "2.0.0", {"offset": "0", "path": "a"}, b"\x00\xff" * 50000
        )
    request = server.requests[0]
    assert (request.method, len(request.body)) == ("PUT", 100000)
    assert request.headers["Content-Type"] == "application/octet-stream"
    assert request.signature_is_valid(ACCESS_KEY)


def patience(fault: str) -> Any:
    """Only what stalls is waited for in vain."""
    return HASTY if "stalls" in fault else PATIENT


PASSING = {
    "drops before reading": drops_before_reading,
    "drops after reading": drops_after_reading,
    "resets after reading": resets_after_reading,
    "stalls": stalls,
    "stalls in the answer": stalls_in_the_answer,
    "resets in the answer": resets_in_the_answer,
    "HTTP 500": lambda: answers(b"oops", 500),
    "HTTP 502": lambda: answers(b"<html>", 502),
    "HTTP 503 with an envelope": lambda: answers(envelope(500), 503),
    "HTTP 429": lambda: answers(b"", 429),
    "code 500": lambda: refuses(500),
    "stops in the midst": lambda: breaks_off(envelope(data="x" * 90), 60),
    "stops without a length": lambda: Fault(lambda c: c.send(b"HTTP/1.1 200 x\r\n\r\n" + envelope()[:30])),
    "stops in a chunk": lambda: Fault(
        lambda c: c.send(b'HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"code"')
    ),
}


@pytest.mark.parametrize("fault", sorted(PASSING))
def test_a_query_is_asked_again_after_a_passing_fault_each_time_signed_anew(doors: Doors, fault: str) -> None:
    with FaultyServer(PASSING[fault](), PASSING[fault](), ok("at last")) as server:
        assert ask(doors.to(server.url, timeouts_s=patience(fault)), True) == "at last"
    assert server.connections == 3
    arrived = 1 if fault == "drops before reading" else 3
    assert len(server.requests) == arrived
    for name in ("nonce", "signature", "UTCTimestamp"):
        assert len({request.headers[name] for request in server.requests}) == arrived, name
    assert all(request.signature_is_valid(ACCESS_KEY) for request in server.requests)
    assert len(doors.slept) == 2


@pytest.mark.parametrize("fault", sorted(set(PASSING) - {"drops before reading"}))
def test_what_creates_is_never_sent_again_once_it_may_have_left(doors: Doors, fault: str) -> None:
    with FaultyServer(PASSING[fault](), ok("never")) as server, pytest.raises(RenderbusError):
        ask(doors.to(server.url, timeouts_s=patience(fault)), False)
    assert server.connections == 1
    assert doors.slept == []


def test_what_creates_arrives_at_most_once_when_the_connection_is_reset_at_once(doors: Doors) -> None:
    # Depending on when the reset comes, the request may or may not have begun to leave.
    script = [drops_before_reading(), drops_before_reading(), ok("made")]
    with FaultyServer(*script) as server, contextlib.suppress(ConnectionLost):
        ask(doors.to(server.url), False)
    assert len(server.requests) <= 1


def test_what_creates_never_goes_by_a_kept_connection(doors: Doors) -> None:
    with FaultyServer(goes_stale("asked"), goes_stale("made"), ok("made too")) as server:
        door = doors.to(server.url)
        assert ask(door, True) == "asked"
        assert [ask(door, False), ask(door, False)] == ["made", "made too"]
        assert (server.connections, len(server.requests)) == (3, 3)
    assert doors.slept == []


def test_a_question_on_a_connection_closed_since_the_last_is_asked_again_at_once(doors: Doors) -> None:
    with FaultyServer(goes_stale("one"), goes_stale("two"), ok("three")) as server:
        door = doors.to(server.url)
        assert [ask(door, True) for _ in range(3)] == ["one", "two", "three"]
        assert len({request.headers["nonce"] for request in server.requests}) == 3
    assert doors.slept == []


def test_a_second_break_after_a_stale_connection_counts_as_one(doors: Doors) -> None:
    with FaultyServer(goes_stale("one"), drops_after_reading(), ok("two")) as server:
        door = doors.to(server.url)
        assert [ask(door, True) for _ in range(2)] == ["one", "two"]
    assert len(doors.slept) == 1


def test_bytes_sent_on_a_stale_connection_are_told_from_those_lost_on_a_new_one(doors: Doors) -> None:
    with FaultyServer(goes_stale("one"), drops_after_reading()) as server:
        door = doors.to(server.url)
        ask(door, True)
        with pytest.raises(StaleConnection):
            door.send_bytes("/store/part", "2.0.0", {"offset": "0"}, b"abc")
        with pytest.raises(ConnectionLost) as lost:
            door.send_bytes("/store/part", "2.0.0", {"offset": "0"}, b"abc")
        assert not isinstance(lost.value, StaleConnection)


LASTING = {
    "not JSON": (lambda: answers(b"<html>log in</html>"), NotJsonError),
    "wrong envelope": (lambda: answers(b"[]"), WrongEnvelopeError),
    "redirect": (lambda: answers(b"", 302, Location="http://127.0.0.1:1/"), HttpStatusError),
    "HTTP 404": (lambda: answers(b"", 404), HttpStatusError),
    "code 611": (lambda: refuses(611), AuthenticationError),
    "code 100": (lambda: refuses(100), ServerFaultError),
    "610 without a time": (lambda: refuses(610, serverTime=None), SignatureExpiredError),
}


@pytest.mark.parametrize("fault", sorted(LASTING))
@pytest.mark.parametrize("repeatable", [True, False])
def test_a_lasting_fault_is_told_at_once(doors: Doors, fault: str, repeatable: bool) -> None:
    make, kind = LASTING[fault]
    with FaultyServer(make(), ok("never")) as server, pytest.raises(kind):
        ask(doors.to(server.url), repeatable)
    assert server.connections == 1


MAPPED = {
    "drops after reading": (drops_after_reading, ConnectionLost, "The connection to {host} broke."),
    "resets after reading": (resets_after_reading, ConnectionLost, "The connection to {host} broke."),
    "stalls": (stalls, TimeoutExceeded, "{host} did not answer in time."),
    "stalls in the answer": (stalls_in_the_answer, TimeoutExceeded, "{host} did not answer in time."),
    "resets in the answer": (
        resets_in_the_answer,
        TruncatedAnswerError,
        "The answer of {host} broke off half-way.",
    ),
    "speaks no HTTP": (speaks_no_http, ConnectionLost, "The connection to {host} broke."),
}


@pytest.mark.parametrize("fault", sorted(MAPPED))
def test_a_fault_becomes_a_sentence_that_names_the_host(doors: Doors, fault: str) -> None:
    make, kind, sentence = MAPPED[fault]
    with FaultyServer(make()) as server, pytest.raises(kind) as raised:
        ask(doors.to(server.url, timeouts_s=patience(fault)), False)
    assert str(raised.value).startswith(sentence.format(host=f"127.0.0.1:{server.port}"))
    assert raised.value.__cause__ is not None


def test_a_query_is_given_up_after_four_tries_with_its_last_error(doors: Doors) -> None:
    script = [answers(b"", 500), answers(b"", 502), answers(b"", 503), answers(b"", 504)]
    with FaultyServer(*script, ok("never")) as server, pytest.raises(HttpStatusError) as raised:
        ask(doors.to(server.url), True)
    assert (server.connections, raised.value.status) == (4, 504)


def test_the_waits_between_tries_grow_with_jitter(doors: Doors) -> None:
    with FaultyServer(*[answers(b"", 500)] * 4) as server, pytest.raises(HttpStatusError):
        ask(doors.to(server.url), True)
    assert len(doors.slept) == 3
    for slept, (least, most) in zip(doors.slept, [(0.5, 1.0), (1.0, 1.5), (2.0, 2.5)]):
        assert least <= slept <= most


def test_the_wait_that_the_service_asks_for_is_kept_up_to_twenty_seconds(doors: Doors) -> None:
    with FaultyServer(
        answers(b"", 429, Retry_After="7"), answers(b"", 503, Retry_After="3600"), ok()
    ) as server:
        ask(doors.to(server.url), True)
    assert doors.slept == [7.0, 20.0]


def test_a_refused_connection_is_tried_again_even_for_what_creates(doors: Doors) -> None:
    port = unused_port()
    door = doors.to(f"http://127.0.0.1:{port}")
    with pytest.raises(UnreachableError) as raised:
        ask(door, False)
    assert str(raised.value) == (
        f"127.0.0.1:{port} cannot be reached. Check the network, the firewall and the service address."
    )
    assert (door.request_count, len(doors.slept)) == (4, 3)


def test_what_creates_goes_through_once_when_the_service_comes_up_meanwhile() -> None:
    doors = Doors()
    with FaultyServer(ok("created")) as server:
        door = doors.to(f"http://127.0.0.1:{unused_port()}", sleep=lambda seconds: move_to(door, server.url))
        assert ask(door, False) == "created"
    assert len(server.requests) == 1
    doors.close()


def move_to(door: Transport, url: str) -> None:
    """As if the service had come up at its address: the door itself stays the same."""
    door.address = type(door.address).parse(url)


def test_the_service_clock_is_learnt_from_610_and_asked_once_more(doors: Doors) -> None:
    with FaultyServer(refuses(610, serverTime=1600000000000), ok("in time"), ok("still")) as server:
        door = doors.to(server.url, clock=lambda: NOW_S)
        assert ask(door, False) == "in time"
        assert ask(door, True) == "still"
    times = [request.headers["UTCTimestamp"] for request in server.requests]
    assert times == ["1535957371", "1600000000", "1600000000"]
    assert len({request.headers["nonce"] for request in server.requests}) == 3
    assert all(request.signature_is_valid(ACCESS_KEY) for request in server.requests)
    assert doors.slept == []


@pytest.mark.parametrize("repeatable", [True, False])
def test_a_second_610_is_told_and_not_asked_a_third_time(doors: Doors, repeatable: bool) -> None:
    expired = refuses(610, serverTime=1600000000000)
    with FaultyServer(expired, expired, ok("never")) as server, pytest.raises(SignatureExpiredError):
        ask(doors.to(server.url), repeatable)
    assert len(server.requests) == 2


def test_a_redirect_is_not_followed_and_the_signature_stays_here(doors: Doors) -> None:
    with FaultyServer() as elsewhere:
        redirect = answers(b"", 307, Location=elsewhere.url + PATH)
        with FaultyServer(redirect) as server, pytest.raises(
            HttpStatusError, match=r"elsewhere \(HTTP 307\)"
        ):
            ask(doors.to(server.url), True)
        assert elsewhere.connections == 0


@pytest.mark.parametrize("location", ["http://[broken", "http://", "//", "mailto:x", "\u00ff"])
def test_a_redirect_to_nonsense_is_one_of_our_errors(doors: Doors, location: str) -> None:
    with FaultyServer(answers(b"", 302, Location=location)) as server, pytest.raises(RenderbusError):
        ask(doors.to(server.url), False)


@pytest.mark.parametrize(
    "body",
    [
        {"a": None},
        {"a": 1.5},
        {"a": True},
        {"a": b"x"},
        {"a": {1, 2}},
        {"a": object()},
        {("t",): 1},
        {"a": "\ud800"},
    ],
)
def test_what_cannot_be_signed_is_refused_before_anything_is_sent(doors: Doors, body: Any) -> None:
    with FaultyServer() as server:
        with pytest.raises(UnsignableValueError):
            ask(doors.to(server.url), True, body)
        assert server.connections == 0


def test_plain_http_to_another_computer_is_refused_before_any_socket(doors: Doors) -> None:
    with pytest.raises(SettingsError, match="is not secure"):
        doors.to("http://task.renderbus.com")


def test_connections_are_kept_from_request_to_request(doors: Doors) -> None:
    def serve_two(connection: Any) -> None:
        kept = http(200, envelope(data=1)).replace(b"Connection: close\r\n", b"")
        connection.send(kept)
        connection.read_request()
        connection.send(kept)

    with FaultyServer(Fault(serve_two)) as server:
        door = doors.to(server.url)
        assert (ask(door, True), ask(door, True)) == (1, 1)
    assert server.connections == 1


def test_a_closed_door_opens_again_when_it_is_used(doors: Doors) -> None:
    with FaultyServer(ok(1), ok(2)) as server:
        door = doors.to(server.url)
        assert ask(door, True) == 1
        door.close()
        assert ask(door, True) == 2


def test_a_proxy_is_passed_by_for_this_computers_own_service(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer() as proxy, FaultyServer(ok("direct")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert ask(doors.to(server.url), True) == "direct"
        assert proxy.connections == 0


def test_each_time_out_is_given(doors: Doors) -> None:
    door = doors.to("http://127.0.0.1:9")
    assert Transport.__init__.__defaults__ is not None
    assert (10.0, 60.0) in Transport.__init__.__defaults__
    assert door._timeouts_s == PATIENT


def content_of(door: Transport, start: int = 0) -> bytes:
    return b"".join(door.fetch_bytes("/store/file", "2.0.0", {"path": "a"}, start, block_size=10))


def test_a_file_is_fetched_in_blocks(doors: Doors) -> None:
    with FaultyServer(answers(bytes(range(95)))) as server:
        blocks = list(
            doors.to(server.url).fetch_bytes("/store/file", "2.0.0", {"path": "a"}, 0, block_size=10)
        )
    assert b"".join(blocks) == bytes(range(95))
    assert max(map(len, blocks)) == 10
    assert "Range" not in server.requests[0].headers
    assert server.requests[0].headers["Accept-Encoding"] == "identity"
    assert server.requests[0].signature_is_valid(ACCESS_KEY)


def test_the_rest_of_a_file_is_asked_for_by_its_offset(doors: Doors) -> None:
    with FaultyServer(answers(b"rest", 206)) as server:
        assert content_of(doors.to(server.url), 42) == b"rest"
    assert server.requests[0].headers["Range"] == "bytes=42-"


def test_a_service_that_knows_no_ranges_is_read_from_the_start_and_what_is_held_passed_over(
    doors: Doors,
) -> None:
    with FaultyServer(answers(bytes(range(95)))) as server:
        assert content_of(doors.to(server.url), 42) == bytes(range(42, 95))


def test_a_file_that_stops_early_is_told_as_broken_off_after_what_came(doors: Doors) -> None:
    with FaultyServer(breaks_off(b"x" * 95, 35)) as server:
        blocks = doors.to(server.url).fetch_bytes("/store/file", "2.0.0", {"path": "a"}, 0, block_size=10)
        received: List[bytes] = []
        with pytest.raises(TruncatedAnswerError, match="broke off half-way"):
            received.extend(blocks)
    assert sum(map(len, received)) >= 30


def test_a_refused_file_is_told_by_the_services_own_code(doors: Doors) -> None:
    gone = answers(envelope(404), 404)
    with FaultyServer(gone) as server, pytest.raises(RenderbusError, match=r"\(code 404\)"):
        content_of(doors.to(server.url))


def test_a_stalled_file_is_told_as_too_slow(doors: Doors) -> None:
    with FaultyServer(stalls_in_the_answer()) as server, pytest.raises(TimeoutExceeded):
        content_of(doors.to(server.url, timeouts_s=HASTY))


def test_an_error_page_that_breaks_off_is_one_of_our_errors(doors: Doors) -> None:
    whole = http(500, b"x" * 100)
    with FaultyServer(Fault(lambda c: c.send(whole[:-50]))) as server, pytest.raises(RenderbusError):
        content_of(doors.to(server.url))


def test_a_file_left_half_read_closes_its_connection(doors: Doors) -> None:
    with FaultyServer(answers(b"x" * 1000000)) as server:
        blocks = doors.to(server.url).fetch_bytes("/store/file", "2.0.0", {"path": "a"}, 0, block_size=10)
        assert next(iter(blocks)) == b"x" * 10
        blocks.close()  # type: ignore[attr-defined]


def test_a_door_shows_its_address_and_nothing_else(doors: Doors) -> None:
    assert repr(doors.to("http://127.0.0.1:9")) == "Transport('http://127.0.0.1:9')"


def test_requests_are_counted(doors: Doors) -> None:
    with FaultyServer(answers(b"", 500), ok(), ok()) as server:
        door = doors.to(server.url)
        ask(door, True)
        ask(door, True)
        assert door.request_count == 3
