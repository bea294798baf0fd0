"""The request signature, in pure stages: flatten, canonical string, HMAC-SHA256.

Source: the interface document's chapter on signatures. Body and headers are one set of terms; nested objects join
with ".", a list index is glued on without one, keys sort by code point, text is raw UTF-8 without escaping.
How the service prints null, booleans and floats is documented nowhere, so they are refused before anything is sent.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any, Dict, List, Mapping, Set, Tuple

from .errors import UnsignableValueError

Pair = Tuple[str, str]
UNSIGNED_HEADERS = frozenset(("signature", "content-type", "languageflag"))


def flatten(data: Mapping[str, Any]) -> Dict[str, str]:
    """Turn nested fields into terms: {"a": [{"b": 1}]} gives {"a0.b": "1"}; empty lists and objects leave none.

    Raises UnsignableValueError for anything but int, str, and lists or objects of them.
    """
    pairs: List[Pair] = []
    try:
        _flatten_object(data, "", pairs)
    except RecursionError:
        raise UnsignableValueError(
            "The request is nested too deeply to be signed. Send a flatter one."
        ) from None
    terms = dict(pairs)
    if len(terms) != len(pairs):
        _refuse_double(pairs)
    return terms


def canonical_string(host: str, path: str, terms: Mapping[str, str], method: str = "POST") -> str:
    """The text that is signed. `host` is as the service is addressed, port included where there is one."""
    joined = "&".join([key + "=" + terms[key] for key in sorted(terms)])
    return f"[{method}]{host}:{path}&{joined}"


def signature(access_key: str, text: str) -> str:
    """HMAC-SHA256 of the canonical string under the access key, as padded standard base64."""
    try:
        digest = hmac.new(access_key.encode("utf-8"), text.encode("utf-8"), hashlib.sha256).digest()
    except UnicodeEncodeError:
        raise UnsignableValueError(
            "A text in the request holds half of a character pair and cannot be sent. Correct that text."
        ) from None
    return base64.b64encode(digest).decode("ascii")


def sign(
    access_key: str,
    host: str,
    path: str,
    headers: Mapping[str, str],
    body: Mapping[str, Any],
    method: str = "POST",
) -> str:
    """Sign one request; `headers` hold accessId, channel, platform, UTCTimestamp, nonce and version as text.

    `UTCTimestamp` is in seconds. Raises UnsignableValueError, naming the field, when a value cannot be signed.
    """
    terms = flatten(body)
    for name, value in headers.items():
        if name.lower() in UNSIGNED_HEADERS:
            continue
        if name in terms:
            raise _refused(name, "has the name of a signed header; rename it")
        terms[name] = value
    text = canonical_string(host, path, terms, method)
    try:
        return signature(access_key, text)
    except UnsignableValueError:
        raise _refused(
            _unsendable(terms), "holds half of a character pair and cannot be sent; correct it"
        ) from None


def _flatten_object(data: Mapping[str, Any], prefix: str, pairs: List[Pair]) -> None:
    for key, value in data.items():
        if type(key) is not str:
            raise _refused(prefix or "the request", "has a name that is not text; use text names only")
        if not key:
            raise _refused(prefix.rstrip(".") or "the request", "has an empty name; give it a name")
        _flatten_value(value, prefix + key, pairs)


def _flatten_value(value: Any, name: str, pairs: List[Pair]) -> None:
    kind = type(value)
    if kind is str:
        pairs.append((name, value))
    elif kind is int:
        pairs.append((name, str(value)))
    elif kind is list:
        _flatten_list(value, name, pairs)
    elif isinstance(value, dict):
        _flatten_object(value, name + ".", pairs)
    else:
        raise _refused(name, _why_not(value))


def _flatten_list(items: List[Any], name: str, pairs: List[Pair]) -> None:
    """Long lists of task or frame numbers are what is signed most, so those are not handed on one by one."""
    if set(map(type, items)) == {int}:
        pairs.extend([(name + str(index), str(item)) for index, item in enumerate(items)])
        return
    for index, item in enumerate(items):
        _flatten_value(item, name + str(index), pairs)


def _refuse_double(pairs: List[Pair]) -> None:
    seen: Set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise _refused(name, "stands twice once the names are joined; rename one of them")
        seen.add(name)


def _why_not(value: Any) -> str:
    if value is None:
        return "is null, which cannot be signed; leave the field out"
    if isinstance(value, bool):
        return "is true or false, which cannot be signed; send 1 or 0"
    if isinstance(value, float):
        return "is a number with a decimal point, which cannot be signed; send a whole number or text"
    if isinstance(value, tuple):
        return "is a tuple, which cannot be signed; send a list"
    return f"is of a kind that cannot be signed ({type(value).__name__}); send text, whole numbers, lists or objects"


def _unsendable(terms: Mapping[str, str]) -> str:
    """The first field whose name or text is no UTF-8."""
    for name, text in terms.items():
        try:
            (name + text).encode("utf-8")
        except UnicodeEncodeError:
            return name
    return "the request"


def _refused(name: str, why: str) -> UnsignableValueError:
    shown = name[:80].encode("utf-8", "backslashreplace").decode("utf-8")
    return UnsignableValueError("The field '{name}' {why}.", name=shown, why=why)
