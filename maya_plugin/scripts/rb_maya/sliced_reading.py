"""One reading for the panel: the thinking on a thread, the commands in short slices of Maya's main thread."""

from __future__ import annotations

from typing import Any, Callable, Optional

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.scene_host import Reading
from rb_dcc_ui.runner import TaskRunner, Ticket
from rb_dcc_ui.waiting import Cancel, Timers

from .live_slices import SceneReading

REST_S = 0.006
"""What Maya gets for itself between two slices, at least."""
BUSY_S = 0.2
MOST_ANEW = 3
"""A scene that changes while it is read is read anew so often; then what came is taken, and is stale at once."""
_USUAL_CALLS = 1500


class CountedCommands:
    """maya.cmds, counting what is asked."""

    def __init__(self, commands: Any) -> None:
        self._commands = commands
        self.count = 0

    def __getattr__(self, command: str) -> Any:
        found = getattr(self._commands, command)
        self.count += 1
        return found


class SlicedReading(Reading):
    """Made and used on Maya's main thread. `is_busy` tells that Maya may not be asked right now, `has_changed` that the
    scene has just changed: `scene_changed` will be called once it has come to rest.

    `expected` is how many commands the last reading took, 0 where there was none: what the progress is measured by.
    """

    def __init__(
        self,
        runner: TaskRunner,
        timers: Timers,
        commands: Any,
        is_busy: Callable[[], bool],
        has_changed: Callable[[], bool],
        done: Callable[[SlicedReading, SceneSnapshot], None],
        failed: Callable[[SlicedReading, RenderbusError], None],
        advance: Callable[[float], None],
        expected: int = 0,
    ) -> None:
        self._runner = runner
        self._timers = timers
        self._commands = commands
        self._is_busy = is_busy
        self._has_changed = has_changed
        self._done = done
        self._failed = failed
        self._advance = advance
        self._expected = expected
        self._counted = CountedCommands(commands)
        self._reading: Optional[SceneReading] = None
        self._ticket: Optional[Ticket] = None
        self._later: Optional[Cancel] = None
        self._times = 0
        self.is_under_way = True
        self.is_stale = False
        self._begin()

    @property
    def calls(self) -> int:
        return self._counted.count

    def cancel(self) -> None:
        """Stop before the next command; nobody is called any more."""
        self.is_under_way = False
        self._stop()

    def scene_changed(self) -> None:
        """What was read so far is a mixture: begin anew, unless the scene never comes to rest."""
        if not self.is_under_way:
            return
        if self._times < MOST_ANEW:
            self._stop()
            self._begin()
        else:
            self.is_stale = True

    def _begin(self) -> None:
        self._times += 1
        self._counted = CountedCommands(self._commands)
        reading = SceneReading(self._counted)
        self._reading = reading
        self._ticket = self._runner.run(lambda ticket: reading.run(), self._arrived, self._refused)
        self._wait(0.0)

    def _stop(self) -> None:
        if self._later is not None:
            self._later()
            self._later = None
        if self._ticket is not None:
            self._ticket.cancel()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _wait(self, seconds: float) -> None:
        self._later = self._timers.call_later(seconds, self._step)

    def _step(self) -> None:
        self._later = None
        reading, ticket = self._reading, self._ticket
        if reading is None or ticket is None or ticket.is_cancelled:
            return
        if self._is_busy():
            self._wait(BUSY_S)
            return
        is_going_on = reading.step()
        self._advance(self._share())
        # The answer may have arrived, or the reading been stopped, by whoever was told of the progress.
        if is_going_on and self._reading is reading:
            self._wait(REST_S)

    def _share(self) -> float:
        """Nobody knows how many questions a scene takes: the last reading's count, or a curve that never ends."""
        if self._expected:
            return min(0.95, self.calls / self._expected)
        return self.calls / (self.calls + _USUAL_CALLS)

    def _arrived(self, snapshot: SceneSnapshot) -> None:
        self._stop()
        if self._has_changed():
            if self._times < MOST_ANEW:
                return  # until the change is told
            self.is_stale = True
        self.is_under_way = False
        self._done(self, snapshot)

    def _refused(self, error: RenderbusError) -> None:
        self.is_under_way = False
        self._stop()
        self._failed(self, error)
