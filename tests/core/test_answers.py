"""From the bytes of an answer to its data, or to the error whose sentence says what to do."""

from __future__ import annotations

import json
from typing import Any, Dict, Tuple, Type

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rb_dcc_core import errors
from rb_dcc_core.answers import read_answer
from rb_dcc_core.errors import (
    AnswerError,
    HttpStatusError,
    NotJsonError,
    RenderbusError,
    ServiceError,
    SignatureExpiredError,
    TruncatedAnswerError,
    WrongEnvelopeError,
)
from tests.support.examples import example, example_names

CODES: Dict[int, Tuple[str, str]] = {
    100: ("ServerFaultError", "The service could not do it."),
    301: ("WrongRegionError", "The service has moved."),
    400: ("InvalidRequestError", "The service did not accept the request."),
    403: ("PermissionDenied", "The service does not allow this for your account."),
    404: ("NotFoundError", "The service does not know what was asked for."),
    500: ("ServerFaultError", "The service failed."),
    503: ("LabelExistsError", "A label of that name is there already."),
    513: ("ServerFaultError", "The service could not read the account's data."),
    600: ("InvalidRequestError", "The service did not accept a value."),
    601: ("InvalidRequestError", "The service misses a value."),
    602: ("AuthenticationError", "The service did not accept the access id and key."),
    603: ("InvalidRequestError", "The service did not accept the request."),
    604: ("AuthenticationError", "The service asks for a verification code."),
    605: ("PermissionDenied", "Your account has no permission for this."),
    606: ("AuthenticationError", "The service asks for a verification code."),
    607: ("AuthenticationError", "The service asks for a verification code."),
    608: ("WrongRegionError", "The account belongs to another region."),
    610: ("SignatureExpiredError", "The service finds the request too old."),
    611: ("AuthenticationError", "The service did not accept the access id and key."),
    700: ("NoMoreRecordsError", "There is nothing more to list."),
    800: ("AccountError", "There is something wrong with the account."),
    804: ("AccountError", "The account is disabled."),
    812: ("AccountError", "The account may not be used from this network address."),
    815: ("AccountError", "There is something wrong with the account."),
    900: ("ServiceError", "The service refused."),
    920: ("ServiceError", "The service refused."),
    1000: ("ServiceError", "The service refused."),
}


def envelope(code: Any = 200, **fields: Any) -> bytes:
    answer = {
        "version": "1.0.0",
        "result": code == 200,
        "message": "m",
        "code": code,
        "serverTime": 1535957894211,
    }
    return json.dumps(dict(answer, **fields)).encode("utf-8")


def error_of(status: int, content: bytes, **headers: str) -> RenderbusError:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    with pytest.raises(RenderbusError) as raised:
        read_answer(status, names, content)
    return raised.value


@pytest.mark.parametrize("name", [name for name in example_names() if example(name)["response"]])
def test_an_examples_answer_opens_to_its_data(name: str) -> None:
    answer = example(name)["response"]
    assert read_answer(200, {}, json.dumps(answer).encode("utf-8")) == answer["data"]


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_gives_its_class_and_a_sentence_with_number_and_message(code: int) -> None:
    error = error_of(200, envelope(code, message="no such thing"))
    assert isinstance(error, ServiceError)
    assert (type(error).__name__, error.code, error.server_message) == (CODES[code][0], code, "no such thing")
    assert str(error).startswith(CODES[code][1])
    assert str(error).endswith(f" The service says: no such thing (code {code}).")


def test_every_code_of_the_protocol_is_known() -> None:
    told = {100, 301, 403, 404, 500, *range(600, 609), 610, 611, 700, 400, 503, 513, *range(800, 816)}
    assert told | set(range(900, 921)) | {1000} == set(errors.CODES)


@pytest.mark.parametrize("code", sorted(set(range(800, 816)) - {804, 812}))
def test_every_other_account_code_says_whom_to_ask(code: int) -> None:
    assert "Ask the farm's support." in str(error_of(200, envelope(code)))


def test_an_unknown_code_keeps_its_number_and_message() -> None:
    error = error_of(200, envelope(4711, message="tea break"))
    assert type(error) is ServiceError
    assert str(error) == "The service refused with code 4711: tea break"


@pytest.mark.parametrize("message", [None, ""], ids=repr)
def test_a_code_without_a_message_says_so(message: Any) -> None:
    assert str(error_of(200, envelope(605, message=message))).endswith("says: (no message) (code 605).")


def test_braces_and_line_ends_in_the_services_message_do_no_harm() -> None:
    error = error_of(200, envelope(100, message="{0} {name}\n\x1b[31mred"))
    assert "says: {0} {name}  [31mred (code 100)." in str(error)


def test_code_and_time_may_come_as_text() -> None:
    assert read_answer(200, {}, envelope("200", data=[1])) == [1]
    expired = error_of(200, envelope("610", serverTime="1535957894211"))
    assert isinstance(expired, SignatureExpiredError)
    assert expired.server_time_ms == 1535957894211


@pytest.mark.parametrize("time", [None, "soon", [1]], ids=repr)
def test_an_expired_signature_without_a_time_has_none(time: Any) -> None:
    expired = error_of(200, envelope(610, serverTime=time))
    assert isinstance(expired, SignatureExpiredError)
    assert expired.server_time_ms is None


def test_success_without_data_is_none() -> None:
    assert read_answer(200, {}, b'{"code": 200}') is None


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_answer(200, {}, b"\xef\xbb\xbf" + envelope(data=1)) == 1


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"<html>\n<body>Hotel Wi-Fi, please log in</body>", "<html> <body>Hotel Wi-Fi, please log in<"),
        (b"502 Bad Gateway", "502 Bad Gateway"),
        (b"\x1b[2Jgone", "[2Jgone"),
        (b"\xff\xfe\x00", "\ufffd\ufffd"),
        (b"{'code': 200, 'data': 1}", "{'code': 200, 'data': 1}"),
    ],
)
def test_what_is_not_json_is_shown_by_its_beginning(content: bytes, start: str) -> None:
    error = error_of(200, content)
    assert isinstance(error, NotJsonError)
    assert str(error) == (
        f"The answer is not from the service (it begins with '{start}'). Check the service address, and whether"
        " this network asks for a log-in page first."
    )


@pytest.mark.parametrize(
    "name", ["queryUserProfile", "queryErrorDetail", "queryUserSetting", "loadTaskProcessImg"]
)
@pytest.mark.parametrize("escaped", [True, False])
def test_an_answer_that_stops_anywhere_is_told_as_broken_off(name: str, escaped: bool) -> None:
    answer = dict(example(name)["response"], message="ok 好 \U0001f600", more=[True, False, None, -1.5e-7])
    whole = json.dumps(answer, ensure_ascii=escaped).encode("utf-8")
    for length in range(len(whole)):
        assert isinstance(error_of(200, whole[:length]), TruncatedAnswerError), whole[:length][-30:]


def test_fewer_bytes_than_announced_are_told_as_broken_off() -> None:
    content = envelope(data=1)
    error = error_of(200, content, Content_Length=str(len(content) + 1))
    assert isinstance(error, TruncatedAnswerError)
    assert str(error) == "The service's answer broke off half-way. Check the network and try again."
    assert read_answer(200, {"Content-Length": str(len(content))}, content) == 1
    assert read_answer(200, {"Content-Length": "²"}, content) == 1
    assert read_answer(200, {"Content-Length": "999", "Content-Encoding": "gzip"}, content) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"[1, 2]",
        b'"text"',
        b"3",
        b"null",
        b"{}",
        b'{"data": 1}',
        b'{"code": null}',
        b'{"code": "ok"}',
        b'{"code": []}',
    ],
)
def test_json_that_is_no_envelope_is_told_as_a_foreign_answer(content: bytes) -> None:
    error = error_of(200, content)
    assert isinstance(error, WrongEnvelopeError)
    assert str(error).startswith("The answer does not come from a Renderbus service.")


def test_json_nested_beyond_reason_is_no_crash() -> None:
    assert isinstance(error_of(200, b"[" * 200000), AnswerError)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (301, "The service sent the request elsewhere (HTTP 301)."),
        (302, "The service sent the request elsewhere (HTTP 302)."),
        (400, "The service refused the request (HTTP 400)."),
        (401, "The service refused the request (HTTP 401)."),
        (404, "The service does not know this address (HTTP 404)."),
        (407, "The proxy asks for a log-in (HTTP 407)."),
        (429, "The service is asked too often (HTTP 429)."),
        (500, "The service failed (HTTP 500)."),
        (503, "The service failed (HTTP 503)."),
    ],
)
def test_an_http_error_gives_a_sentence_with_its_number(status: int, sentence: str) -> None:
    error = error_of(status, b"<html>")
    assert isinstance(error, HttpStatusError)
    assert error.status == status
    assert str(error).startswith(sentence)


def test_an_http_refusal_with_an_envelope_tells_the_services_own_reason() -> None:
    assert type(error_of(403, envelope(605))).__name__ == "PermissionDenied"
    assert type(error_of(403, envelope(200))).__name__ == "HttpStatusError"
    assert type(error_of(403, b"[]")).__name__ == "HttpStatusError"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7.0), ("", None), ("²", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_that_the_service_asks_for_is_kept(status: int, text: str, seconds: float) -> None:
    error = error_of(status, b"", Retry_After=text)
    assert isinstance(error, HttpStatusError)
    assert error.retry_after_s == seconds


@settings(max_examples=50)
@given(
    st.integers(100, 599),
    st.dictionaries(st.sampled_from(["Content-Length", "Retry-After"]), st.text()),
    st.binary(),
)
def test_no_answer_whatever_makes_anything_but_our_errors(
    status: int, headers: Dict[str, str], content: bytes
) -> None:
    with pytest.raises(RenderbusError):
        read_answer(status, headers, content)


def subclasses(kind: Type[RenderbusError]) -> Any:
    for child in kind.__subclasses__():
        if child.__module__ == "rb_dcc_core.errors":
            yield child
            yield from subclasses(child)


def test_the_tree_in_the_docstring_names_every_error() -> None:
    drawn = errors.__doc__ or ""
    assert [child.__name__ for child in subclasses(RenderbusError) if child.__name__ not in drawn] == []


def test_what_was_never_sent_is_told_from_what_may_have_arrived() -> None:
    unsent = {child.__name__ for child in subclasses(errors.NetworkError) if not child.may_have_arrived}
    assert unsent == {"UnreachableError", "TlsError", "ProxyFailure"}
