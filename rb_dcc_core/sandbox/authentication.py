"""Who asks: headers, time, signature and nonce of a request, in that order, each with the code it is refused by.

Where the document is silent the sandbox decides: a missing header is 601, one that makes no sense 600; a nonce that
came before with the same timestamp is 603 (611 is kept for signatures). The vendor's SDK draws nonces of six digits,
so the timestamp belongs to what is remembered.
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import TYPE_CHECKING, Any, Callable, Dict, Mapping, Optional

from rb_dcc_core import signing
from rb_dcc_core.errors import UnsignableValueError
from rb_dcc_core.interfaces import HEADER_VERSIONS

from . import seeds
from .database import Database
from .refusals import (
    BAD_SIGNATURE,
    EXPIRED,
    UNKNOWN_ACCESS_ID,
    WRONG_REGION,
    Refusal,
    illegal,
    invalid,
    missing,
)

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers

SIGNED = ("accessId", "channel", "platform", "UTCTimestamp", "nonce", "version")
CHANNELS = ("4", "7")
WINDOW_S = 300
LONGEST_HEADER = 128
_DIGITS = re.compile(r"\d{1,12}", re.ASCII)


class Authentication:
    """Knows the one account's id and key, made at random when a folder is first used. The key is shown nowhere."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        if not database.remembered("access_key"):
            database.remember("access_id", "AKID" + secrets.token_hex(16))
            database.remember("access_key", secrets.token_urlsafe(24).replace("-", "x").replace("_", "y"))
        self.access_id = database.remembered("access_id")
        self._access_key = database.remembered("access_key")

    def __repr__(self) -> str:
        return f"Authentication({self.access_id!r})"

    @property
    def access_key(self) -> str:
        return self._access_key

    def check(
        self,
        method: str,
        path: str,
        headers: Headers,
        terms: Callable[[], Mapping[str, Any]],
        generation: Optional[str],
    ) -> Dict[str, str]:
        """Return the signed headers of a request that is as it should be; raises Refusal otherwise.

        `terms` gives the body, or the query, and is asked late: a stranger's body is not read. `generation` is the
        path's; None where both versions will do.
        """
        signed = self._signed_headers(headers, generation)
        if signed["accessId"] != self.access_id:
            raise Refusal(UNKNOWN_ACCESS_ID, "please log in: unknown accessId")
        if int(signed["platform"]) not in seeds.KNOWN_PLATFORMS:
            raise Refusal(WRONG_REGION, "wrong region: platform is not one that queryPlatforms lists")
        if abs(self._clock() - int(signed["UTCTimestamp"])) > WINDOW_S:
            raise Refusal(EXPIRED, "signature expired: UTCTimestamp is too far from serverTime")
        self._check_signature(method, path, headers, signed, terms())
        self._spend_nonce(signed)
        return signed

    def _signed_headers(self, headers: Headers, generation: Optional[str]) -> Dict[str, str]:
        signed: Dict[str, str] = {}
        for name in (*SIGNED, "signature", "Host"):
            value = headers.get(name, "")
            if not value:
                raise missing("header " + name)
            if len(value) > LONGEST_HEADER:
                raise invalid("header " + name, "is too long")
            if name in SIGNED:
                signed[name] = value
        for name in ("platform", "UTCTimestamp"):
            if not _DIGITS.fullmatch(signed[name]):
                raise invalid("header " + name, "must be digits")
        if signed["channel"] not in CHANNELS:
            raise invalid("header channel", "must be 4")
        versions = list(HEADER_VERSIONS.values()) if generation is None else [HEADER_VERSIONS[generation]]
        if signed["version"] not in versions:
            raise invalid("header version", "must be {} for this path".format(" or ".join(versions)))
        return signed

    def _check_signature(
        self,
        method: str,
        path: str,
        headers: Headers,
        signed: Mapping[str, str],
        terms: Mapping[str, Any],
    ) -> None:
        try:
            right = signing.sign(self._access_key, headers["Host"], path, signed, terms, method)
        except UnsignableValueError as error:
            raise invalid("body", str(error)) from None
        except RecursionError:
            raise invalid("body", "is nested too deeply") from None
        if not hmac.compare_digest(right.encode("ascii"), headers["signature"].encode("utf-8", "replace")):
            raise Refusal(BAD_SIGNATURE, "signature invalid")

    def _spend_nonce(self, signed: Mapping[str, str]) -> None:
        spent = (signed["accessId"], signed["nonce"], int(signed["UTCTimestamp"]))
        oldest = int(self._clock()) - 2 * WINDOW_S
        with self._database.transaction():
            self._database.run("DELETE FROM nonces WHERE timestamp < ?", (oldest,))
            added = self._database.run("INSERT OR IGNORE INTO nonces VALUES (?, ?, ?)", spent).rowcount
        if not added:
            raise illegal("this nonce came before")
