"""What every presenter is: it decides, a widget shows; no Qt."""

from __future__ import annotations

from typing import Callable, List

Listener = Callable[[], None]


class Presenter:
    """Holds what one part of the panel shows, as plain values; tells its listeners when that changed.

    Use on the interface thread alone. Widgets read the presenter's attributes in their listener and call its methods.
    """

    def __init__(self) -> None:
        self._listeners: List[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change, until the returned function is called."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def changed(self) -> None:
        """Tell everybody who listens."""
        for listener in list(self._listeners):
            listener()

    def close(self) -> None:
        """Nobody listens any more; a presenter with work under way cancels it too."""
        self._listeners.clear()
