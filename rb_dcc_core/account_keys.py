"""Which account something on this computer belongs to, without naming it."""

from __future__ import annotations

import hashlib


def account_key(url: str, access_id: str) -> str:
    """The same for one access id at one service, as a hash."""
    return hashlib.sha256(f"{url}\n{access_id}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
