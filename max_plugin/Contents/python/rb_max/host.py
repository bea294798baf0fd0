"""3ds Max as the panel's host: what is open, a snapshot of it, saving, selecting, and word of every change."""

from __future__ import annotations

import logging
import time
from typing import Callable, Dict, List, Optional, Tuple

from rb_dcc_core.errors import InputError, LocalFileError, RenderbusError
from rb_dcc_core.host import MAX, SceneSnapshot
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, SAVED, Host, OpenScene, Reading
from rb_dcc_ui.runner import TaskRunner
from rb_dcc_ui.waiting import Cancel, Timers

from .callbacks import SceneCallbacks
from .gathering import glance, scene_path
from .live_layers import BATCH, STATE_SET
from .runtime import HOST_ERRORS, Max, flag_of
from .sliced_reading import SlicedReading
from .snapshot import SCENE_LAYER

_log = logging.getLogger(__name__)

LOOK_S = 2.0
"""Between looks at the scene's name and whether it is modified: no callback of 3ds Max' tells the latter."""
SETTLES_S = 0.3
_LEAVES_S = 5.0
_WEIGHT = {CHANGED: 1, SAVED: 2, OTHER_SCENE: 3}


class MaxHost(Host):
    """Made, used and closed on 3ds Max' main thread, as everything it calls. `exiting` is called when 3ds Max ends."""

    can_save = True
    can_select = True

    def __init__(
        self,
        runner: TaskRunner,
        timers: Timers,
        max_: Max,
        exiting: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._timers = timers
        self._max = max_
        self._clock = clock
        self._readings: List[SlicedReading] = []
        self._last_questions = 0
        self._pending: Optional[str] = None
        self._waits: Dict[str, Cancel] = {}
        self._left_at: Optional[float] = None
        self._is_rendering = False
        self._is_closed = False
        self._seen = self._look()
        self._callbacks = SceneCallbacks(
            max_, self._note, self._leaves, self._renders, exiting, lambda: self._seen[0]
        )
        self._later("look", LOOK_S, self._look_on)

    # -- what the panel asks -------------------------------------------------------------------------------------

    def scene(self) -> OpenScene:
        told = glance(self._max)
        return OpenScene(
            path=told["path"],
            is_modified=told["is_modified"],
            host=MAX,
            host_version=told["year"],
            project=told["project"],
        )

    def read(
        self,
        done: Callable[[SceneSnapshot], None],
        failed: Callable[[RenderbusError], None],
        advance: Callable[[float], None],
    ) -> Reading:
        def arrived(reading: SlicedReading, snapshot: SceneSnapshot) -> None:
            self._readings.remove(reading)
            self._last_questions = reading.questions
            done(snapshot)
            if reading.is_stale:
                self.tell(CHANGED)

        def refused(reading: SlicedReading, error: RenderbusError) -> None:
            self._readings.remove(reading)
            failed(error)

        self._readings = [each for each in self._readings if each.is_under_way]
        reading = SlicedReading(
            self._runner,
            self._timers,
            self._max,
            self._is_busy,
            arrived,
            refused,
            advance,
            self._last_questions,
        )
        self._readings.append(reading)
        return reading

    def save(self, done: Callable[[], None], failed: Callable[[RenderbusError], None]) -> None:
        """3ds Max' own saving takes the main thread for as long as it takes; it begins after this has returned."""

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
        """Selecting is 3ds Max' own and undoable; a node that is gone shows that the snapshot is stale. Layers are none."""
        if node == SCENE_LAYER or node.startswith((BATCH, STATE_SET)):
            return
        found = self._max.call("getNodeByName", node)
        if found is None:
            self._note(CHANGED)
        else:
            self._max.call("select", found)

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

    # -- what 3ds Max tells --------------------------------------------------------------------------------------

    def _note(self, event: str) -> None:
        """From the midst of a command: remember it, and act when 3ds Max is back at its events."""
        if self._is_closed:
            return
        if event == OTHER_SCENE:
            self._left_at = None
        if self._pending is None or _WEIGHT[event] > _WEIGHT[self._pending]:
            self._pending = event
            self._later("tell", SETTLES_S if event == CHANGED else 0.0, self._tell_pending)

    def _tell_pending(self) -> None:
        if self._is_busy():
            self._later("tell", SETTLES_S, self._tell_pending)
            return
        event, self._pending = self._pending, None
        if event is None:
            return
        self._seen = self._look()
        for reading in list(self._readings):
            reading.scene_changed()
        self.tell(event)

    def _leaves(self) -> None:
        """3ds Max begins to replace the scene; until it has, nothing may be asked."""
        self._left_at = self._clock()

    def _renders(self, begins: bool) -> None:
        """Whether it may be asked while it renders is unsure [?]: it is not."""
        self._is_rendering = begins

    def _is_busy(self) -> bool:
        """True while 3ds Max replaces the scene or renders. A replacing that was given up is told by nobody [?]: timers
        that come again and again while nothing happens show that it is over."""
        if self._is_rendering:
            return True
        if self._left_at is None:
            return False
        if self._clock() - self._left_at < _LEAVES_S:
            return True
        self._left_at = None
        self._note(OTHER_SCENE)
        return False

    def _look_on(self) -> None:
        self.look_again()
        self._later("look", LOOK_S, self._look_on)

    # -- what 3ds Max is asked -----------------------------------------------------------------------------------

    def _look(self) -> Tuple[str, bool]:
        return scene_path(self._max), flag_of(self._max.call("getSaveRequired")) is True

    def _save(self) -> None:
        path = scene_path(self._max)
        if not path:
            raise InputError("The scene has no name yet. Save it once in 3ds Max, then go on.")
        said = ""
        try:
            if self._max.demand("saveMaxFile", path, quiet=True) is not False:
                return
        except HOST_ERRORS as error:
            said = str(error).strip()
            _log.warning("3ds Max could not save: %s", said)
        raise LocalFileError(
            "3ds Max could not save {path}. See that the file is not write-protected and the disk not full. {said}",
            path=path,
            said=said,
        )

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
