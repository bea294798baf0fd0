"""A host that is none: the scene is a file, read without Maya or 3ds Max."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Callable, List, Mapping, Optional, Tuple

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host_names import MAX, MAYA
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, Host, OpenScene, Reading

from .runner import TaskRunner, Ticket

if TYPE_CHECKING:
    from rb_dcc_core.host import SceneSnapshot

ReadScene = Callable[[str], "SceneSnapshot"]
_HOSTS: Mapping[str, str] = {"ma": MAYA, "mb": MAYA, "max": MAX}
_Seen = Tuple[int, int]
_READ = "read the scene file"
_GONE = (-1, -1)


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
        self._read_as: Optional[_Seen] = None

    def scene(self) -> OpenScene:
        ending = os.path.splitext(self._path)[1].lower().lstrip(".")
        return OpenScene(self._path, host=_HOSTS.get(ending, ""))

    def read(
        self,
        done: Callable[[SceneSnapshot], None],
        failed: Callable[[RenderbusError], None],
        advance: Callable[[float], None],
    ) -> Reading:
        path, self._read_as = self._path, None
        seen: List[_Seen] = []

        def work(ticket: Ticket) -> SceneSnapshot:
            seen.append(_look(path))  # before it is read: what is written meanwhile is seen as a change
            return self._read_scene(path)

        def came(snapshot: SceneSnapshot) -> None:
            self._read_as = seen[-1]
            done(snapshot)

        def refused(error: RenderbusError) -> None:
            self._read_as = seen[-1] if seen else None
            failed(error)

        return FileReading(self._runner.run(work, came, refused, key=_READ))

    def choose_scene(self, path: str) -> None:
        self._path, self._read_as = os.path.abspath(path), None
        self.tell(OTHER_SCENE)

    def scene_kinds(self) -> Tuple[str, ...]:
        return self._kinds

    def look_again(self) -> None:
        self.when_seen(lambda: None)

    def when_seen(self, seen: Callable[[], None]) -> None:
        """Look whether the file is still the one that was read: on a working thread, because a share may be slow."""
        path = self._path

        def looked(now: _Seen) -> None:
            if path == self._path and self._read_as not in (None, now):
                self._read_as = now
                self.tell(CHANGED)
            seen()

        self._runner.run(lambda ticket: _look(path), looked)


def _look(path: str) -> _Seen:
    try:
        found = os.stat(path)
    except OSError:
        return _GONE
    return found.st_mtime_ns, found.st_size
