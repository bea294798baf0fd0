"""Takes out of a text what is nobody's business who is to help with it: keys, addresses, phone numbers, the home folder."""

from __future__ import annotations

import re
from typing import Iterable

from rb_dcc_core.log import redacted

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A Chinese mobile number, and any number written with its country; ports, sizes and versions are no such thing.
_PHONE = re.compile(r"(?<![\w.:/-])(?:1[3-9]\d{9}|\+\d[\d -]{7,16}\d)(?![\w.])")
MASK = "***"
SHORTEST_PRIVATE = 4


def scrubbed(text: str, private: Iterable[str] = (), home: str = "") -> str:
    """The text without what is `private`, without anything like a mail address or phone number, the home folder as "~"."""
    shown = redacted(text)
    if len(home) > 1:
        shown = shown.replace(home, "~")
        shown = shown.replace(home.replace("\\", "/"), "~")
    for each in sorted({one for one in private if len(one) >= SHORTEST_PRIVATE}, key=len, reverse=True):
        shown = shown.replace(each, MASK)
    return _PHONE.sub(MASK, _MAIL.sub(MASK, shown))


def shortened(access_id: str) -> str:
    """Enough of an access id to tell it from another."""
    return access_id[:6] + "…" if len(access_id) > 6 else access_id and MASK
