"""A refusal: the service's own way to say no, with the code and words the caller reads in the envelope."""

from __future__ import annotations

from typing import Any, Optional

OK = 200
NOT_FOUND = 404
SERVER_FAULT = 500
LABEL_EXISTS = 503
INVALID = 600
MISSING = 601
UNKNOWN_ACCESS_ID = 602
ILLEGAL = 603
NO_PERMISSION = 605
WRONG_REGION = 608
EXPIRED = 610
BAD_SIGNATURE = 611


class Refusal(Exception):
    """Ends a request with a code other than 200; `data` goes into the envelope."""

    def __init__(self, code: int, message: str, data: Any = None, http_status: Optional[int] = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data
        self.http_status = http_status


def invalid(name: str, why: str) -> Refusal:
    return Refusal(INVALID, f"invalid parameter: {name} {why}")


def missing(name: str) -> Refusal:
    return Refusal(MISSING, f"missing parameter: {name}")


def not_found(what: str) -> Refusal:
    return Refusal(NOT_FOUND, f"not found: {what}")


def illegal(why: str) -> Refusal:
    return Refusal(ILLEGAL, f"illegal request: {why}")
