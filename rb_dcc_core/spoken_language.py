"""The language of what stands in a host outside the panel: the panel's own once it is open, before that the host's."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, List, Optional, Set

from .catalogue import load_catalogues
from .messages import ENGLISH, Message


class SpokenLanguage:
    """On the host's main thread. `package` is the folder of the host's package, whose small catalogue is read when its
    language is first spoken; `of_host` tells "en" or "zh", asked as long as no panel has spoken."""

    def __init__(self, package: Path, of_host: Callable[[], str]) -> None:
        self._package = package
        self._of_host = of_host
        self._chosen: Optional[str] = None
        self._listeners: List[Callable[[], None]] = []
        self._known: Set[str] = {ENGLISH}

    def code(self) -> str:
        """ "en" or "zh"."""
        return self._chosen or self._of_host()

    def say(self, message: Message) -> str:
        """A text of the host's package."""
        code = self.code()
        if code not in self._known:
            self._known.add(code)
            load_catalogues(code, [self._package])
        return message.text(code)

    def switch(self, code: str) -> None:
        """The panel speaks this language now."""
        changes = code != self.code()
        self._chosen = code
        if changes:
            for listener in list(self._listeners):
                listener()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call after every switch, until the returned function is called."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop
