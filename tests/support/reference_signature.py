"""The signature once more, written from the protocol's text alone, so that a server need not trust the code under test."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any, Iterator, Mapping, Tuple

SIGNED_HEADERS = ("accessId", "channel", "platform", "UTCTimestamp", "nonce", "version")


def expected_signature(
    access_key: str, method: str, host: str, path: str, headers: Mapping[str, str], body: Any
) -> str:
    """What the signature of a request has to be."""
    terms = dict(terms_of("", body))
    terms.update((name, headers[name]) for name in SIGNED_HEADERS)
    joined = "&".join(f"{name}={terms[name]}" for name in sorted(terms))
    text = f"[{method}]{host}:{path}&{joined}"
    digest = hmac.new(access_key.encode("utf-8"), text.encode("utf-8"), hashlib.sha256)
    return base64.b64encode(digest.digest()).decode("ascii")


def terms_of(name: str, value: Any) -> Iterator[Tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from terms_of(f"{name}.{key}" if name else key, inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from terms_of(f"{name}{index}", inner)
    else:
        yield name, str(value)
