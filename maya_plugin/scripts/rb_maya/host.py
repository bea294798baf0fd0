"""Maya as the panel's host: what is open, a snapshot of it, saving, selecting, and word of every change."""

from __future__ import annotations

import logging
import re
import time
from typing import Any, Callable, Dict, List, Optional, Tuple

from rb_dcc_core.errors import InputError, LocalFileError, RenderbusError
from rb_dcc_core.host import MAYA, SceneSnapshot
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, SAVED, Host, OpenScene, Reading
from rb_dcc_ui.runner import TaskRunner
from rb_dcc_ui.waiting import Cancel, Timers

from .callbacks import SceneCallbacks
from .live_commands import HOST_ERRORS
from .sliced_reading import SlicedReading
from .workspace import slashes

_log = logging.getLogger(__name__)

LOOK_S = 2.0
"""Between looks at the scene's name and whether it is modified: no callback of Maya's tells the latter."""
SETTLES_S = 0.3
_LEAVES_S = 2.0
_WEIGHT = {CHANGED: 1, SAVED: 2, OTHER_SCENE: 3}
_TYPES = {".ma": "mayaAscii", ".mb": "mayaBinary"}
_YEAR = re.compile(r"20\d{2}")


class MayaHost(Host):
    """Made, used and closed on Maya's main thread, as everything it calls. `commands` is maya.cmds, `api`
    maya.api.OpenMaya."""

    can_save = True
    can_select = True

    def __init__(
        self,
        runner: TaskRunner,
        timers: Timers,
        commands: Any,
        api: Any,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._timers = timers
        self._commands = commands
        self._clock = clock
        self._readings: List[SlicedReading] = []
        self._last_calls = 0
        self._pending: Optional[str] = None
        self._waits: Dict[str, Cancel] = {}
        self._left_at: Optional[float] = None
        self._is_closed = False
        self._seen = self._look()
        self._callbacks = SceneCallbacks(api, commands, self._note, self._leaves)
        self._later("look", LOOK_S, self._look_on)

    @classmethod
    def here(cls, runner: TaskRunner, timers: Timers) -> MayaHost:
        """In the Maya that runs."""
        import maya.api.OpenMaya as api
        import maya.cmds as commands

        return cls(runner, timers, commands, api)

    # -- what the panel asks -------------------------------------------------------------------------------------

    def scene(self) -> OpenScene:
        name, is_modified = self._look()
        version = _YEAR.search(self._ask(lambda: self._commands.about(version=True), ""))
        root = slashes(self._ask(lambda: self._commands.workspace(query=True, rootDirectory=True), ""))
        return OpenScene(
            path=name,
            is_modified=is_modified,
            host=MAYA,
            host_version=None if version is None else version.group(),
            project=root.rstrip("/") or root or None,
        )

    def read(
        self,
        done: Callable[[SceneSnapshot], None],
        failed: Callable[[RenderbusError], None],
        advance: Callable[[float], None],
    ) -> Reading:
        def arrived(reading: SlicedReading, snapshot: SceneSnapshot) -> None:
            self._readings.remove(reading)
            self._last_calls = reading.calls
            done(snapshot)
            if reading.is_stale:
                self.tell(CHANGED)

        def refused(reading: SlicedReading, error: RenderbusError) -> None:
            self._readings.remove(reading)
            failed(error)

        self._readings = [each for each in self._readings if each.is_under_way]
        means = (self._runner, self._timers, self._commands, self._is_busy, self._has_changed)
        reading = SlicedReading(*means, arrived, refused, advance, self._last_calls)
        self._readings.append(reading)
        return reading

    def save(self, done: Callable[[], None], failed: Callable[[RenderbusError], None]) -> None:
        """Maya's own saving takes the main thread for as long as it takes; it begins after this has returned."""

        def save_now() -> None:
            try:
                self._save()
            except RenderbusError as error:
                failed(error)
            else:
                self._note(SAVED)
                done()

        self._later("save", 0.0, save_now)

    def select(self, node: str) -> None:
        """A node that is gone shows that the snapshot is stale."""
        try:
            self._commands.select(node, replace=True, noExpand=True)
        except HOST_ERRORS:
            self._note(CHANGED)

    def look_again(self) -> None:
        """What no callback tells: the scene was modified or renamed."""
        if self._is_busy():
            return
        seen, self._seen = self._seen, self._look()
        if seen[0] != self._seen[0]:
            self._note(OTHER_SCENE)
        elif self._seen[1] and not seen[1]:
            self._note(CHANGED)

    def close(self) -> None:
        self._is_closed = True
        for cancel in self._waits.values():
            cancel()
        self._waits.clear()
        for reading in self._readings:
            reading.cancel()
        self._readings.clear()
        self._callbacks.close()
        super().close()

    # -- what Maya tells -----------------------------------------------------------------------------------------

    def _note(self, event: str) -> None:
        """From the midst of a command: remember it, and act when Maya is back at its events."""
        if self._is_closed:
            return
        if self._pending is None or _WEIGHT[event] > _WEIGHT[self._pending]:
            self._pending = event
            self._later("tell", SETTLES_S if event == CHANGED else 0.0, self._tell_pending)
        if event == OTHER_SCENE:
            self._left_at = None

    def _has_changed(self) -> bool:
        return self._pending is not None

    def _tell_pending(self) -> None:
        if self._is_busy():
            self._later("tell", SETTLES_S, self._tell_pending)
            return
        event, self._pending = self._pending, None
        if event is None:
            return
        self._seen = self._look()
        if event != SAVED:
            self._callbacks.watch_nodes()  # of what came or went since
        for reading in list(self._readings):
            reading.scene_changed()
        self.tell(event)

    def _leaves(self) -> None:
        """Maya begins to replace the scene; until it has, nothing may be asked."""
        self._left_at = self._clock()
        self._callbacks.forget_nodes()

    def _is_busy(self) -> bool:
        """True while Maya replaces the scene. Whether it tells the end of an opening that failed is unsure [?]: after
        a while it is asked itself."""
        if self._left_at is None:
            return False
        if self._clock() - self._left_at < _LEAVES_S or self._is_reading_file():
            return True
        self._left_at = None
        self._note(OTHER_SCENE)
        return False

    def _is_reading_file(self) -> bool:
        """The conditions' names are those of scriptJob [?]; one that a release lacks is not fulfilled."""
        return any(
            self._ask(lambda name=name: self._commands.isTrue(name), False)  # type: ignore[misc]
            for name in ("readingFile", "opening", "newing")
        )

    def _look_on(self) -> None:
        self.look_again()
        self._later("look", LOOK_S, self._look_on)

    # -- what Maya is asked --------------------------------------------------------------------------------------

    def _look(self) -> Tuple[str, bool]:
        name = self._ask(lambda: self._commands.file(query=True, sceneName=True), "")
        modified = self._ask(lambda: self._commands.file(query=True, modified=True), False)
        return slashes(name), modified

    def _save(self) -> None:
        path, _ = self._look()
        if not path:
            raise InputError("The scene has no name yet. Save it once in Maya, then go on.")
        kind = _TYPES.get(path[-3:].lower())
        if kind is None:
            raise InputError("{path} is no Maya scene. Save it as .ma or .mb in Maya, then go on.", path=path)
        try:
            self._commands.file(save=True, type=kind)
        except HOST_ERRORS as error:
            said = str(error).strip()
            raise LocalFileError(
                "Maya could not save {path}. See that the file is not write-protected and the disk not full. Maya says:"
                " {said}",
                path=path,
                said=said,
            ) from error

    def _ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        """An answer of the kind that is expected, whatever Maya says."""
        try:
            answer = question()
        except HOST_ERRORS:
            _log.debug("Maya refused a question", exc_info=True)
            return otherwise
        return answer if isinstance(answer, type(otherwise)) else otherwise

    def _later(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """One waiting call of each name; a later one takes its place."""
        if self._is_closed:
            return
        waiting = self._waits.pop(name, None)
        if waiting is not None:
            waiting()

        def call_now() -> None:
            self._waits.pop(name, None)
            call()

        self._waits[name] = self._timers.call_later(seconds, call_now)
