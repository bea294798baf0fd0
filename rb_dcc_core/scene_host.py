"""What the panel asks of whoever has the scene: Maya, 3ds Max, or a scene file with no host at all."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, List, Optional, Tuple

from .errors import RenderbusError

if TYPE_CHECKING:
    from .host import SceneSnapshot

OTHER_SCENE = "other scene"
SAVED = "saved"
CHANGED = "changed"
"""What a host tells its listeners: another scene is open; it was saved; something that a snapshot holds was changed."""


@dataclass(frozen=True)
class OpenScene:
    """What is open in a host, at a glance. `path` is "" for a scene never saved (or none at all).

    `host` is host.MAYA or host.MAX, `host_version` its release year, None where nobody knows before the scene is read.
    """

    path: str
    is_modified: bool = False
    host: str = ""
    host_version: Optional[str] = None
    project: Optional[str] = None


class Reading(abc.ABC):
    """A snapshot being taken."""

    @abc.abstractmethod
    def cancel(self) -> None:
        """Stop; neither `done` nor `failed` is called any more."""


class Host(abc.ABC):
    """One host. Every method is for its interface thread and returns at once; answers come on that thread.

    Nothing here changes the scene but `save`, which is only called when the user has asked for it.
    """

    can_save = False
    can_select = False
    can_choose_scene = False
    """True where the user chooses the scene in the panel, because no host has one open."""

    def __init__(self) -> None:
        self._listeners: List[Callable[[str], None]] = []

    @abc.abstractmethod
    def scene(self) -> OpenScene:
        """What is open at this moment."""

    @abc.abstractmethod
    def read(
        self,
        done: Callable[[SceneSnapshot], None],
        failed: Callable[[RenderbusError], None],
        advance: Callable[[float], None],
    ) -> Reading:
        """Take a snapshot, in slices short enough for the thread or off it. `advance` is told the share done, 0 to 1."""

    def save(self, done: Callable[[], None], failed: Callable[[RenderbusError], None]) -> None:
        """Save the scene under its own name; only where `can_save`."""
        raise NotImplementedError

    def select(self, node: str) -> None:
        """Select a node in the host, so that the artist sees it; only where `can_select`."""
        raise NotImplementedError

    def choose_scene(self, path: str) -> None:
        """Take another scene file; only where `can_choose_scene`."""
        raise NotImplementedError

    def scene_kinds(self) -> Tuple[str, ...]:
        """File endings of scenes that can be chosen, without the dot."""
        return ()

    def look_again(self) -> None:  # noqa: B027 - most hosts have nothing to do here
        """The panel is looked at again: a host without callbacks sees now whether its scene has changed meanwhile."""

    def when_seen(self, seen: Callable[[], None]) -> None:
        """Call `seen` when every change of the scene so far is told: at once where callbacks tell them; a host without
        them looks first."""
        seen()

    def listen(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have OTHER_SCENE, SAVED or CHANGED told until the returned function is called."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, event: str) -> None:
        """Tell every listener."""
        for listener in list(self._listeners):
            listener(event)

    def close(self) -> None:
        """Remove every callback from the host; nothing is told any more."""
        self._listeners.clear()
