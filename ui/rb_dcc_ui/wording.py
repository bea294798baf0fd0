"""Numbers as people read them: sizes, durations, moments. Messages, so that each language has its own form. No Qt."""

from __future__ import annotations

import time
from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_core.money import UNKNOWN

_UNITS = ("B", "KB", "MB", "GB", "TB")


def size_words(size_bytes: Optional[int]) -> Message:
    """Bytes in the unit that leaves at most four digits, counted by 1024 as disks are shown."""
    if size_bytes is None:
        return UNKNOWN
    value, unit = float(size_bytes), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    number = f"{value:.0f}" if unit == 0 or value >= 100 else f"{value:.1f}"
    return Message("{number} {unit}", number=number, unit=_UNITS[unit])


def rate_words(bytes_per_s: Optional[float]) -> Message:
    """Speed of a transfer."""
    if bytes_per_s is None:
        return UNKNOWN
    return Message("{size}/s", size=size_words(int(bytes_per_s)))


def duration_words(seconds: Optional[float]) -> Message:
    """A length of time, in its two largest units: "3 h 20 min", "45 s"."""
    if seconds is None:
        return UNKNOWN
    whole = round(max(0.0, seconds))
    if whole < 60:
        return Message("{s} s", s=whole)
    if whole < 3600:
        return Message("{m} min {s} s", m=whole // 60, s=whole % 60) if whole < 600 else _minutes(whole)
    if whole < 86400:
        return Message("{h} h {m} min", h=whole // 3600, m=whole % 3600 // 60)
    return Message("{d} d {h} h", d=whole // 86400, h=whole % 86400 // 3600)


def _minutes(whole: int) -> Message:
    return Message("{m} min", m=(whole + 30) // 60)


def moment_words(epoch_ms: Optional[int], now_s: Optional[float] = None) -> Message:
    """A moment in this computer's time zone: the time today, else the date too."""
    if not epoch_ms:
        return UNKNOWN
    then = time.localtime(epoch_ms / 1000.0)
    today = time.localtime(now_s)
    pattern = "%H:%M" if then[:3] == today[:3] else "%m-%d %H:%M" if then[0] == today[0] else "%Y-%m-%d %H:%M"
    return Message("{moment}", moment=time.strftime(pattern, then))


def count_words(count: int) -> str:
    """A count with thin groups of thousands, the same in every language."""
    return f"{count:,}".replace(",", "\u2009")
