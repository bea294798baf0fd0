"""The language of what stands outside the panel: its own once it is open, before that 3ds Max'."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, List, Optional, Set

from rb_dcc_core.catalogue import load_catalogues
from rb_dcc_core.messages import Message

from .runtime import Max, word_of

ENGLISH = "en"
CHINESE = "zh"
_CHINESE_CODES = ("CHS", "ZHO", "ZH-CN", "CHINESE")
_chosen: Optional[str] = None
_listeners: List[Callable[[], None]] = []
_known: Set[str] = {ENGLISH}


def language() -> str:
    """ "en" or "zh". Main thread."""
    return _chosen or _of_max(Max.here())


def say(message: Message) -> str:
    """A text of this package; its small catalogue is read when the language is first spoken."""
    code = language()
    if code not in _known:
        _known.add(code)
        load_catalogues(code, [Path(__file__).resolve().parent])
    return message.text(code)


def switch(code: str) -> None:
    """The panel speaks this language now."""
    global _chosen
    changes = code != language()
    _chosen = code
    if changes:
        for listener in list(_listeners):
            listener()


def listen(listener: Callable[[], None]) -> Callable[[], None]:
    """Call after every switch, until the returned function is called."""
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


def _of_max(max_: Max) -> str:
    """GetMaxLanguage() gives a number, a code ("CHS") and a name, in an order that no source tells [?]."""
    told = [word_of(each).upper() for each in max_.listed(max_.call("sysInfo.GetMaxLanguage"))]
    return CHINESE if any(each in _CHINESE_CODES for each in told) else ENGLISH
