"""One reading for the panel: 3ds Max is asked in short slices of its main thread, the disk and the thinking are on another."""

from __future__ import annotations

import logging
import time
from typing import Callable, Iterator, Optional

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.scene_host import Reading
from rb_dcc_ui.runner import TaskRunner, Ticket
from rb_dcc_ui.waiting import Cancel, Timers

from .gathering import Gathering
from .live_scene import LiveScene
from .live_snapshot import take_snapshot
from .runtime import Max

_log = logging.getLogger(__name__)

SLICE_S = 0.015
REST_S = 0.006
"""What 3ds Max gets for itself between two slices, at least."""
BUSY_S = 0.2
MOST_ANEW = 3
"""A scene that changes while it is read is read anew so often; then what came is taken, and is stale at once."""
_USUAL_QUESTIONS = 3000
_ASKING = 0.8


class SlicedReading(Reading):
    """Made and used on 3ds Max' main thread. `is_busy` tells that it may not be asked right now.

    `expected` is how many questions the last reading took, 0 where there was none: what the progress is measured by.
    """

    def __init__(
        self,
        runner: TaskRunner,
        timers: Timers,
        max_: Max,
        is_busy: Callable[[], bool],
        done: Callable[[SlicedReading, SceneSnapshot], None],
        failed: Callable[[SlicedReading, RenderbusError], None],
        advance: Callable[[float], None],
        expected: int = 0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._runner = runner
        self._timers = timers
        self._max = max_
        self._is_busy = is_busy
        self._done = done
        self._failed = failed
        self._advance = advance
        self._expected = expected
        self._clock = clock
        self._steps: Optional[Iterator[None]] = None
        self._gathering: Optional[Gathering] = None
        self._ticket: Optional[Ticket] = None
        self._later: Optional[Cancel] = None
        self._began_at = 0
        self._times = 0
        self.questions = 0
        self.is_stale = False
        self._begin()

    @property
    def is_under_way(self) -> bool:
        return self._steps is not None or self._ticket is not None

    def cancel(self) -> None:
        """Stop before the next question; nobody is called any more."""
        if self._later is not None:
            self._later()
            self._later = None
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self._steps = None

    def scene_changed(self) -> None:
        """What was read so far is a mixture: begin anew, unless the scene never comes to rest."""
        if not self.is_under_way:
            return
        if self._times < MOST_ANEW:
            self.cancel()
            self._begin()
        else:
            self.is_stale = True

    def _begin(self) -> None:
        self._times += 1
        self._began_at = self._max.asked
        self._gathering = Gathering(self._max)
        self._steps = self._gathering.steps()
        self._wait(0.0)

    def _wait(self, seconds: float) -> None:
        self._later = self._timers.call_later(seconds, self._step)

    def _step(self) -> None:
        self._later = None
        steps = self._steps
        if steps is None:
            return
        if self._is_busy():
            self._wait(BUSY_S)
            return
        try:
            is_over = self._go_on(steps)
        except Exception as raised:  # noqa: BLE001 - a timer's call ends here
            _log.exception("the open scene could not be read")
            self.cancel()
            self._failed(self, RenderbusError(_UNEXPECTED, what=type(raised).__name__))
            return
        self.questions = self._max.asked - self._began_at
        self._advance(self._share())
        # Whoever was told of the progress may have stopped the reading, or begun it anew.
        if self._steps is not steps:
            return
        if is_over:
            self._think()
        else:
            self._wait(REST_S)

    def _go_on(self, steps: Iterator[None]) -> bool:
        """Ask for as long as a slice may take; True when everything was asked."""
        until = self._clock() + SLICE_S
        return all(self._clock() < until for _ in steps)

    def _think(self) -> None:
        assert self._gathering is not None
        scene: LiveScene = self._gathering.scene
        self._steps = None
        self._ticket = self._runner.run(
            lambda ticket: take_snapshot(scene, ticket.check), self._arrived, self._refused
        )

    def _share(self) -> float:
        """Nobody knows how many questions a scene takes: the last reading's count, or a curve that never ends."""
        if self._expected:
            return min(0.95, _ASKING * self.questions / self._expected)
        return _ASKING * self.questions / (self.questions + _USUAL_QUESTIONS)

    def _arrived(self, snapshot: SceneSnapshot) -> None:
        self.cancel()
        self._done(self, snapshot)

    def _refused(self, error: RenderbusError) -> None:
        self.cancel()
        self._failed(self, error)


_UNEXPECTED = "3ds Max could not tell what is in the scene ({what}). The log file has the details: please send it to us."
