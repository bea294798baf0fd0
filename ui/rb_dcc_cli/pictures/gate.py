"""Holds requests back, so that a page can be looked at while it waits for its answer."""

from __future__ import annotations

import threading
from typing import Dict

READING = "reading the scene"
"""Held: the host's reading of the scene."""


class Gate:
    """`go_through` is for the threads that answer, the others for whoever takes the pictures."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._held: Dict[str, int] = {}
        self._waiting = 0

    @property
    def is_holding(self) -> bool:
        """True while something waits."""
        with self._change:
            return self._waiting > 0

    def hold(self, word: str, after: int = 0) -> None:
        """Whatever has this in its path waits from now on, once so many have gone through."""
        with self._change:
            self._held[word] = after
            self._change.notify_all()

    def open(self) -> None:
        """Nothing waits any more."""
        with self._change:
            self._held.clear()
            self._change.notify_all()

    def go_through(self, path: str) -> None:
        """Wait as long as the path is held."""
        with self._change:
            for word in [each for each in self._held if each in path]:
                self._held[word] -= 1
            self._waiting += 1
            while any(word in path and left < 0 for word, left in self._held.items()):
                self._change.wait()
            self._waiting -= 1
