"""The language of what stands outside the panel: its own once it is open, before that 3ds Max'."""

from __future__ import annotations

from pathlib import Path

from rb_dcc_core.messages import CHINESE, ENGLISH
from rb_dcc_core.spoken_language import SpokenLanguage

from .runtime import Max, word_of

_CHINESE_CODES = ("CHS", "ZHO", "ZH-CN", "CHINESE")


def _of_max() -> str:
    """GetMaxLanguage() gives a number, a code ("CHS") and a name, in an order that no source tells [?]."""
    max_ = Max.here()
    told = [word_of(each).upper() for each in max_.listed(max_.call("sysInfo.GetMaxLanguage"))]
    return CHINESE if any(each in _CHINESE_CODES for each in told) else ENGLISH


spoken = SpokenLanguage(Path(__file__).resolve().parent, _of_max)
