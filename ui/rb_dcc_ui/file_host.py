"""A host that is none: the scene is a file, read without Maya or 3ds Max."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Callable, Mapping, Optional, Tuple

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host_names import MAX, MAYA
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, Host, OpenScene, Reading

from .runner import TaskRunner, Ticket

if TYPE_CHECKING:
    from rb_dcc_core.host import SceneSnapshot

ReadScene = Callable[[str], "SceneSnapshot"]
_HOSTS: Mapping[str, str] = {"ma": MAYA, "mb": MAYA, "max": MAX}
_READ = "read the scene file"


class FileReading(Reading):
    """A file being read on a thread."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket

    def cancel(self) -> None:
        self._ticket.cancel()


class FileHost(Host):
    """The scene file the user chose. `read_scene` reads one by its path, on any thread; `kinds` are its endings."""

    can_choose_scene = True

    def __init__(
        self, runner: TaskRunner, read_scene: ReadScene, kinds: Tuple[str, ...], path: str = ""
    ) -> None:
        super().__init__()
        self._runner = runner
        self._read_scene = read_scene
        self._kinds = kinds
        self._path = os.path.abspath(path) if path else ""
        self._seen = _look(self._path)

    def scene(self) -> OpenScene:
        ending = os.path.splitext(self._path)[1].lower().lstrip(".")
        return OpenScene(self._path, host=_HOSTS.get(ending, ""))

    def read(
        self,
        done: Callable[[SceneSnapshot], None],
        failed: Callable[[RenderbusError], None],
        advance: Callable[[float], None],
    ) -> Reading:
        path = self._path
        self._seen = _look(path)
        return FileReading(self._runner.run(lambda ticket: self._read_scene(path), done, failed, key=_READ))

    def choose_scene(self, path: str) -> None:
        self._path = os.path.abspath(path)
        self._seen = _look(self._path)
        self.tell(OTHER_SCENE)

    def scene_kinds(self) -> Tuple[str, ...]:
        return self._kinds

    def look_again(self) -> None:
        """One stat: enough to see that a file was saved again, short enough for the interface thread on a local disk."""
        seen = _look(self._path)
        if seen != self._seen:
            self._seen = seen
            self.tell(CHANGED)


def _look(path: str) -> Optional[Tuple[int, int]]:
    try:
        found = os.stat(path) if path else None
    except OSError:
        return None
    return None if found is None else (found.st_mtime_ns, found.st_size)
