"""Every request must be signed, in time, and only once."""

from __future__ import annotations

import json
import logging
import os
from typing import Any, Dict

import pytest

from rb_dcc_core import signing
from tests.sandbox.asker import Asker

PROFILE_V2 = "/api/render/setUp/queryUserProfile"
PROFILE_V1 = "/api/render/user/queryUserProfile"
PLATFORMS = "/api/render/common/queryPlatforms"


def raw(asker: Asker, path: str, headers: Dict[str, str], body: bytes = b"{}") -> Dict[str, Any]:
    sent = dict({"Content-Type": "application/json"}, **headers)
    answer: Dict[str, Any] = asker.session.post(asker.sandbox.url + path, data=body, headers=sent).json()
    return answer


def test_a_signed_request_is_answered_in_the_envelope(asker: Asker) -> None:
    answer = asker.post(PROFILE_V2, {})
    assert {key: answer[key] for key in ("version", "result", "message", "code", "serverTime")} == {
        "version": "2.0.0",
        "result": True,
        "message": "success",
        "code": 200,
        "serverTime": 1700000000000,
    }
    assert answer["data"]["userName"] == "sandbox"
    assert answer["requestId"].endswith("-1700000000000")


def test_v1_answers_wear_the_v1_version(asker: Asker) -> None:
    assert asker.post(PROFILE_V1, {}, asker.headers("1.0.0"))["version"] == "1.0.0"


@pytest.mark.parametrize(
    "name", ["accessId", "channel", "platform", "UTCTimestamp", "nonce", "version", "signature"]
)
def test_a_missing_header_is_601(asker: Asker, name: str) -> None:
    headers = asker.signed(asker.headers(), PROFILE_V2, {})
    del headers[name]
    answer = raw(asker, PROFILE_V2, headers)
    assert (answer["code"], answer["result"], answer["message"]) == (
        601,
        False,
        "missing parameter: header " + name,
    )


def test_another_key_is_611(asker: Asker) -> None:
    headers = asker.headers()
    headers["signature"] = signing.sign("not-the-key", asker.host, PROFILE_V2, headers, {})
    assert raw(asker, PROFILE_V2, headers)["code"] == 611


def test_a_changed_body_is_611(asker: Asker) -> None:
    headers = asker.signed(asker.headers(), PLATFORMS, {"zone": 1})
    assert raw(asker, PLATFORMS, headers, b'{"zone": 2}')["code"] == 611


def test_a_signature_over_another_host_is_611(asker: Asker) -> None:
    headers = asker.headers()
    headers["signature"] = signing.sign(asker.sandbox.access_key, "127.0.0.1", PROFILE_V2, headers, {})
    assert raw(asker, PROFILE_V2, headers)["code"] == 611


def test_localhost_is_signed_as_it_is_addressed(asker: Asker) -> None:
    port = asker.host.partition(":")[2]
    headers = asker.headers()
    headers["signature"] = signing.sign(
        asker.sandbox.access_key, "localhost:" + port, PROFILE_V2, headers, {}
    )
    assert raw(asker, PROFILE_V2, dict(headers, Host="localhost:" + port))["code"] == 200


def test_text_is_signed_as_raw_utf8(asker: Asker) -> None:
    assert asker.ask("addLabel", newName="项目 é 😀", status=0) is None
    assert asker.ask("getLabelList")["projectNameList"][0]["projectName"] == "项目 é 😀"


def test_a_list_of_twelve_is_signed_in_text_order(asker: Asker) -> None:
    assert asker.code("stopTask", taskIds=list(range(1, 13))) == 404


def test_an_unknown_access_id_is_602(asker: Asker) -> None:
    assert asker.post(PROFILE_V2, {}, asker.headers(accessId="AKIDnobody"))["code"] == 602


def test_an_unknown_platform_is_608(asker: Asker) -> None:
    assert asker.post(PROFILE_V2, {}, asker.headers(platform="4711"))["code"] == 608


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_time_too_far_off_is_610_and_tells_the_right_time(asker: Asker, seconds: int) -> None:
    answer = asker.post(PROFILE_V2, {}, asker.headers(UTCTimestamp=str(1700000000 + seconds)))
    assert (answer["code"], answer["serverTime"]) == (610, 1700000000000)


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_time_within_five_minutes_is_taken(asker: Asker, seconds: int) -> None:
    assert asker.post(PROFILE_V2, {}, asker.headers(UTCTimestamp=str(1700000000 + seconds)))["code"] == 200


def test_a_nonce_counts_once_for_each_second(asker: Asker) -> None:
    assert asker.post(PROFILE_V2, {}, asker.headers(nonce="123456"))["code"] == 200
    assert asker.post(PROFILE_V2, {}, asker.headers(nonce="123456"))["code"] == 603
    asker.pass_time(1)
    assert asker.post(PROFILE_V2, {}, asker.headers(nonce="123456"))["code"] == 200


def test_a_nonce_is_not_spent_by_a_wrong_signature(asker: Asker) -> None:
    assert raw(asker, PROFILE_V2, dict(asker.headers(nonce="7"), signature="wrong"))["code"] == 611
    assert asker.post(PROFILE_V2, {}, asker.headers(nonce="7"))["code"] == 200


def test_a_nonce_stays_spent_over_a_restart(asker: Asker) -> None:
    headers = asker.headers(nonce="9")
    assert asker.post(PROFILE_V2, {}, dict(headers))["code"] == 200
    asker.sandbox.stop()
    asker.sandbox.start()
    assert asker.post(PROFILE_V2, {}, dict(headers))["code"] == 603


@pytest.mark.parametrize(
    "body", [b'{"zone": null}', b'{"zone": true}', b'{"zone": 1.5}', b'{"zone": [null]}']
)
def test_a_value_that_cannot_be_signed_is_600(asker: Asker, body: bytes) -> None:
    assert raw(asker, PLATFORMS, dict(asker.headers(), signature="any"), body)["code"] == 600


@pytest.mark.parametrize("body", [b"", b"[]", b'"text"', b"{", b"\xff\xfe", b"[" * 100000, b'{"a":' * 50000])
def test_a_body_that_is_no_object_is_600(asker: Asker, body: bytes) -> None:
    assert raw(asker, PLATFORMS, dict(asker.headers(), signature="any"), body)["code"] == 600


def test_a_body_over_16_mb_is_600_and_the_connection_goes_on(asker: Asker) -> None:
    answer = raw(asker, PLATFORMS, dict(asker.headers(), signature="any"), b" " * (16 * 1024 * 1024 + 1))
    assert answer["code"] == 600
    assert asker.post(PROFILE_V2, {})["code"] == 200


def test_another_content_type_is_600(asker: Asker) -> None:
    headers = dict(asker.signed(asker.headers(), PROFILE_V2, {}), **{"Content-Type": "text/plain"})
    assert raw(asker, PROFILE_V2, headers)["code"] == 600


def test_the_version_must_be_the_paths(asker: Asker) -> None:
    assert asker.post(PROFILE_V2, {}, asker.headers("1.0.0"))["code"] == 600
    assert asker.post(PROFILE_V1, {}, asker.headers("2.0.0"))["code"] == 600
    assert asker.post(PLATFORMS, {"zone": 1}, asker.headers("3.0.0"))["code"] == 600


@pytest.mark.parametrize(
    ("name", "value"), [("channel", "5"), ("platform", "x"), ("UTCTimestamp", "soon"), ("nonce", "n" * 200)]
)
def test_a_header_that_makes_no_sense_is_600(asker: Asker, name: str, value: str) -> None:
    assert asker.post(PROFILE_V2, {}, asker.headers(**{name: value}))["code"] == 600


def test_an_unknown_path_is_404_and_a_wrong_method_603(asker: Asker) -> None:
    answer = asker.post("/api/render/nothing", {})
    assert (answer["http"], answer["code"]) == (404, 404)
    got = asker.session.get(asker.sandbox.url + PROFILE_V2)
    assert (got.status_code, got.json()["code"]) == (405, 603)


def test_one_connection_serves_many_requests(asker: Asker) -> None:
    ports = set()
    for _ in range(3):
        headers = dict(asker.signed(asker.headers(), PROFILE_V2, {}), **{"Content-Type": "application/json"})
        with asker.session.post(
            asker.sandbox.url + PROFILE_V2, data=b"{}", headers=headers, stream=True
        ) as answer:
            ports.add(answer.raw.connection.sock.getsockname()[1] if answer.raw.connection else None)
            json.loads(answer.content)
    assert len(ports) == 1


def test_the_key_is_in_no_repr_and_no_log(asker: Asker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        asker.post(PROFILE_V2, {})
        raw(asker, PROFILE_V2, dict(asker.headers(), signature="wrong"))
    assert len(asker.sandbox.access_key) >= 24
    assert asker.sandbox.access_key not in caplog.text + repr(asker.sandbox)


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_the_file_with_the_key_is_for_its_owner_alone(asker: Asker, tmp_path: Any) -> None:
    modes = {
        path.name: oct(path.stat().st_mode & 0o777)
        for path in (tmp_path / "state").iterdir()
        if path.is_file()
    }
    assert set(modes.values()) == {"0o600"}
    assert "sandbox.sqlite3" in modes
