"""What came back: bytes to an envelope, or to the error that says what is wrong. Pure."""

from __future__ import annotations

import json
import re
from typing import Any, Mapping, Optional

from .errors import (
    HttpStatusError,
    NotJsonError,
    RenderbusError,
    SignatureExpiredError,
    TruncatedAnswerError,
    WrongEnvelopeError,
    service_error,
)

OK = 200
# What is left of a word, a number or an escape where an answer stopped in the midst of it.
_BROKEN_OFF = re.compile(
    r"t(?:r(?:u)?)?|f(?:a(?:l(?:s)?)?)?|n(?:u(?:l)?)?|[eE][+-]?|.?u[0-9a-fA-F]{0,4}|\\u?[0-9a-fA-F]{0,4}"
)


def read_answer(status: int, headers: Mapping[str, str], content: bytes) -> Any:
    """Return the envelope's data; raises a ServiceError, HttpStatusError or AnswerError otherwise."""
    if status >= 500 or status == 429:
        raise _http_error(status, headers)
    if 300 <= status < 400:
        raise HttpStatusError(
            status,
            "The service sent the request elsewhere (HTTP {status}). Check the service address in the profile, and"
            " that you are logged in to this network.",
        )
    if status >= 400:
        raise _envelope_error(content) or _http_error(status, headers)
    _check_length(headers, content)
    return _open_envelope(_parse(content))


def _check_length(headers: Mapping[str, str], content: bytes) -> None:
    """The library does not compare; a proxy that closes early would else look like broken JSON."""
    announced = headers.get("Content-Length", "")
    if announced.isdecimal() and not headers.get("Content-Encoding") and len(content) < int(announced):
        raise _truncated()


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if not content.strip() or (content.lstrip()[:1] in (b"{", b"[") and _ended_early(error, content)):
            raise _truncated() from None
        raise NotJsonError(
            "The answer is not from the service (it begins with '{start}'). Check the service address, and whether"
            " this network asks for a log-in page first.",
            start=_printable(content[:40].decode("utf-8", "replace")),
        ) from None


def _ended_early(error: Exception, content: bytes) -> bool:
    if isinstance(error, json.JSONDecodeError):
        rest = error.doc[error.pos :].strip()
        return (
            len(rest) <= 1 or error.msg.startswith("Unterminated string") or bool(_BROKEN_OFF.fullmatch(rest))
        )
    return isinstance(error, UnicodeDecodeError) and error.end >= len(content)


def _printable(text: str) -> str:
    """Foreign text for a sentence: no line ends, nothing that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _open_envelope(answer: Any) -> Any:
    if not isinstance(answer, dict) or "code" not in answer:
        raise _wrong_envelope()
    code = _code(answer["code"])
    if code is None:
        raise _wrong_envelope()
    if code != OK:
        raise _refusal(code, answer)
    return answer.get("data")


def _refusal(code: int, answer: Mapping[str, Any]) -> RenderbusError:
    error = service_error(code, _printable(str(answer.get("message") or "")[:500]))
    if isinstance(error, SignatureExpiredError):
        error.server_time_ms = _code(answer.get("serverTime"))
    return error


def _code(value: Any) -> Optional[int]:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _envelope_error(content: bytes) -> Optional[RenderbusError]:
    """An HTTP error may still carry the service's own envelope, which tells more."""
    try:
        answer = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    code = _code(answer.get("code")) if isinstance(answer, dict) else None
    return None if code is None or code == OK else _refusal(code, answer)


def _http_error(status: int, headers: Mapping[str, str]) -> HttpStatusError:
    texts = {
        404: "The service does not know this address (HTTP 404). Check the service address and generation in the"
        " profile.",
        407: "The proxy asks for a log-in (HTTP 407). Check this computer's proxy settings.",
        429: "The service is asked too often (HTTP 429). Wait a minute and try again.",
    }
    general = "The service failed (HTTP {status}). Try again in a few minutes."
    refused = "The service refused the request (HTTP {status}). Check the service address in the profile."
    error = HttpStatusError(status, texts.get(status, general if status >= 500 else refused))
    error.retry_after_s = _seconds(headers.get("Retry-After", ""))
    return error


def _seconds(text: str) -> Optional[float]:
    # str.strip takes control characters off that float() does not.
    plain = text.strip()
    return float(plain) if plain.isdecimal() else None


def _truncated() -> TruncatedAnswerError:
    return TruncatedAnswerError("The service's answer broke off half-way. Check the network and try again.")


def _wrong_envelope() -> WrongEnvelopeError:
    return WrongEnvelopeError(
        "The answer does not come from a Renderbus service. Check the service address in the profile."
    )
