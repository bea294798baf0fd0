"""Times as text, "2018-11-09 18:28:26"; the document names no zone for them, the sandbox means UTC."""

from __future__ import annotations

import calendar
import time

from .refusals import invalid

_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


def calendar_text(epoch: int) -> str:
    """An epoch time in milliseconds as text."""
    return time.strftime(_FORMATS[0], time.gmtime(epoch / 1000))


def epoch_ms(name: str, text: str) -> int:
    """A time given as text or as epoch milliseconds; refused (600) where it is neither."""
    if text.isdigit() and text.isascii() and len(text) <= 15:
        return int(text)
    for known in _FORMATS:
        try:
            return calendar.timegm(time.strptime(text, known)) * 1000
        except ValueError:
            continue
    raise invalid(name, 'must be a time as "2018-11-09 18:28:26"')
