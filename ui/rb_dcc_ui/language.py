"""The language the panel speaks, switchable while it is open; every text of it goes through here."""

from __future__ import annotations

import weakref
from typing import Any, Dict, Tuple

from rb_dcc_core.languages import CHINESE, ENGLISH
from rb_dcc_core.messages import Message

from .binding import QtCore, is_alive
from .presenter import Presenter

NAMES = {ENGLISH: "English", CHINESE: "简体中文"}


class Language(Presenter):
    """`say` gives a text now; `bind` keeps a widget's text in the language, whichever it becomes."""

    def __init__(self, code: str = ENGLISH) -> None:
        super().__init__()
        self.code = code
        self._bound: Dict[Tuple[int, str], Tuple[weakref.ref[QtCore.QObject], Message]] = {}
        self._last_swept = 64

    def say(self, message: Message) -> str:
        return message.text(self.code)

    def switch(self, code: str) -> None:
        """Speak another language from now on: what is bound first, then whoever listens."""
        if code == self.code:
            return
        self.code = code
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

    def _sweep(self) -> None:
        def lives(held: weakref.ref[QtCore.QObject]) -> bool:
            widget = held()
            return widget is not None and is_alive(widget)

        self._bound = {key: each for key, each in self._bound.items() if lives(each[0])}
        self._last_swept = 2 * len(self._bound) + 64
