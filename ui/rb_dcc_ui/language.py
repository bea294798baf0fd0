"""The language the panel speaks, switchable while it is open; every text of it goes through here."""

from __future__ import annotations

import importlib.util
import weakref
from pathlib import Path
from typing import Any, Dict, Iterable, List, Set, Tuple

from rb_dcc_core.catalogue import load_catalogues
from rb_dcc_core.languages import CHINESE, ENGLISH
from rb_dcc_core.messages import Message

from .binding import QtCore, is_alive
from .presenter import Presenter

NAMES = {ENGLISH: "English", CHINESE: "简体中文"}
# Whose texts the panel shows. A bundle has its own host's package only; each brings its catalogue in a folder beside it.
_SPEAKING = ("rb_dcc_core", "rb_dcc_ui", "rb_maya", "rb_max")


class Language(Presenter):
    """`say` gives a text now; `bind` keeps a widget's text in the language, whichever it becomes."""

    def __init__(self, code: str = ENGLISH) -> None:
        super().__init__()
        self.code = code
        self._known: Set[str] = {ENGLISH}
        self._bound: Dict[Tuple[int, str], Tuple[weakref.ref[QtCore.QObject], Message]] = {}
        self._last_swept = 64
        self._learn()

    def say(self, message: Message) -> str:
        return message.text(self.code)

    def listed(self, words: Iterable[str]) -> str:
        """Words one after the other, parted as the language parts them."""
        return self.say(Message(", ")).join(words)

    def switch(self, code: str) -> None:
        """Speak another language from now on: what is bound first, then whoever listens."""
        if code == self.code:
            return
        self.code = code
        self._learn()
        for (_, setter), (held, message) in list(self._bound.items()):
            widget = held()
            if widget is not None and is_alive(widget):
                getattr(widget, setter)(self.say(message))
        self._sweep()
        self.changed()

    def bind(self, widget: Any, setter: str, message: Message) -> None:
        """Give a widget its text by a method of its own ("setText"), now and after every switch.

        A later `bind` of the same method of the same widget replaces the earlier one.
        """
        self._bound[(id(widget), setter)] = (weakref.ref(widget), message)
        getattr(widget, setter)(self.say(message))
        if len(self._bound) > self._last_swept:
            self._sweep()

    def _learn(self) -> None:
        """Read a language's catalogues when it is first spoken; who speaks English never waits for them."""
        if self.code not in self._known:
            self._known.add(self.code)
            load_catalogues(self.code, _folders())

    def _sweep(self) -> None:
        def lives(held: weakref.ref[QtCore.QObject]) -> bool:
            widget = held()
            return widget is not None and is_alive(widget)

        self._bound = {key: each for key, each in self._bound.items() if lives(each[0])}
        self._last_swept = 2 * len(self._bound) + 64


def _folders() -> List[Path]:
    """The folders of the packages that are here; looking for one does not import it."""
    found = (importlib.util.find_spec(name) for name in _SPEAKING)
    return [Path(spec.origin).parent for spec in found if spec is not None and spec.origin]
