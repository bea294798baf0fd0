"""The panel's surroundings, turned by hand: timers, a runner without threads, a host that holds one snapshot."""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Tuple

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host import MAYA, SceneSnapshot
from rb_dcc_core.scene_host import SAVED, Host, OpenScene, Reading
from rb_dcc_ui.runner import ASK, Done, Failed, TaskRunner, Ticket
from rb_dcc_ui.waiting import Cancel, Timers


class HandTimers(Timers):
    """Time passes when the test says so."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._due: List[Tuple[float, Callable[[], None]]] = []

    def call_later(self, seconds: float, call: Callable[[], None]) -> Cancel:
        entry = (self.now_s + seconds, call)
        self._due.append(entry)

        def cancel() -> None:
            if entry in self._due:
                self._due.remove(entry)

        return cancel

    @property
    def waiting(self) -> int:
        return len(self._due)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, making each call at its moment."""
        until = self.now_s + seconds
        while True:
            due = sorted((each for each in self._due if each[0] <= until), key=lambda each: each[0])
            if not due:
                break
            self._due.remove(due[0])
            self.now_s = max(self.now_s, due[0][0])
            due[0][1]()
        self.now_s = until


class HandRunner(TaskRunner):
    """Does the work in the test's own thread: at once, or when `turn` is called where `waits`."""

    def __init__(self, waits: bool = False) -> None:
        self._calls: List[Callable[[], None]] = []
        super().__init__(self._calls.append)
        self.waits = waits
        self._work_left: List[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[Ticket], Any],
        done: Done,
        failed: Optional[Failed] = None,
        key: Optional[str] = None,
        lane: str = ASK,
    ) -> Ticket:
        ticket = Ticket(key)
        if key is not None:
            self.cancel(key)
            self._newest[key] = ticket
        self._work_left.append(lambda: self._work(work, ticket, done, failed))
        if not self.waits:
            self.turn()
        return ticket

    def tell(self, ticket: Ticket, report: Callable[[], None]) -> None:
        """There is no other thread: what is told is heard at once."""
        if not ticket.is_cancelled:
            report()

    @property
    def waiting(self) -> int:
        return len(self._work_left)

    def turn(self) -> None:
        """Do what waits, and deliver every answer."""
        while self._work_left or self._calls:
            if self._work_left:
                self._work_left.pop(0)()
            while self._calls:
                self._calls.pop(0)()


class HeldReading(Reading):
    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class HeldHost(Host):
    """A host with one scene, read when the test says `finish`, or at once."""

    can_save = True
    can_select = True

    def __init__(self, snapshot: Optional[SceneSnapshot] = None, reads_at_once: bool = True) -> None:
        super().__init__()
        self.snapshot = snapshot
        self.reads_at_once = reads_at_once
        self.is_modified = False
        self.saved = 0
        self.selected: List[str] = []
        self.readings: List[Tuple[HeldReading, Callable[[SceneSnapshot], None], Callable[..., None]]] = []

    def scene(self) -> OpenScene:
        path = "" if self.snapshot is None else self.snapshot.scene
        return OpenScene(path, self.is_modified, MAYA, "2024")

    def read(
        self,
        done: Callable[[SceneSnapshot], None],
        failed: Callable[[RenderbusError], None],
        advance: Callable[[float], None],
    ) -> Reading:
        reading = HeldReading()
        self.readings.append((reading, done, advance))
        if self.reads_at_once:
            self.finish()
        return reading

    def finish(self) -> None:
        """Let every reading under way come to its end."""
        readings, self.readings = self.readings, []
        for reading, done, _ in readings:
            if not reading.is_cancelled and self.snapshot is not None:
                done(self.snapshot)

    def save(self, done: Callable[[], None], failed: Callable[[RenderbusError], None]) -> None:
        self.saved += 1
        self.is_modified = False
        self.tell(SAVED)
        done()

    def select(self, node: str) -> None:
        self.selected.append(node)
