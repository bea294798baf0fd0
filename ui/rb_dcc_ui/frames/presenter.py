"""Shows one task's frames: asks for them page by page when its counts change, keeps them, acts on the chosen ones. No Qt."""

from __future__ import annotations

import functools
import threading
import time
from typing import Any, Callable, Dict, FrozenSet, Iterable, List, Optional, Sequence, Tuple

from rb_dcc_core.client import Client
from rb_dcc_core.errors import NoMoreRecordsError, RenderbusError
from rb_dcc_core.estimate import Interval
from rb_dcc_core.models import FrameInfo, TaskInfo
from rb_dcc_core.statuses import FRAMES_TO_RETRY, TEST_FRAMES_DONE
from rb_dcc_core.time_left import TimeLeft
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services

from .frame_table import RENDERING, FrameTable
from .reckoning import WAITING, Reckoned, columns, reckoned
from .sweep import PAGE_SIZE, FrameSweep

_FRAMES = "frames"
_LEFT = "time left"
_OPEN = WAITING | {RENDERING}
MOST_UNSHOWN = 4
"""Pages that may wait to be shown: a busy interface thread must not fill the memory with frames."""


class FramesPresenter(Presenter):
    """`table` holds the frames of `leaf`; `changed` tells after every page. `changed_rows` are those of the last page,
    None where rows came or another leaf is shown. `left` is how long the leaf still takes by its own finished frames,
    None where nobody knows yet. `spent` is what its frames have cost so far, `rest_cost` what the open ones will, None where
    nobody knows."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.task: Optional[TaskInfo] = None
        self.leaf: Optional[TaskInfo] = None
        self.table = FrameTable()
        self.changed_rows: Optional[List[int]] = None
        self.is_loading = False
        self.left: Optional[TimeLeft] = None
        self.spent: float = 0.0
        self.rest_cost: Optional[Interval] = None
        self._services = services
        self._clock = clock
        self._kept: Dict[int, Tuple[FrameTable, FrameSweep]] = {}
        self._asked_for: Optional[int] = None
        self._sweep = FrameSweep()
        self._face: Optional[Tuple[Any, ...]] = None
        self._asks_again = False
        self._stop_listening = services.connection.listen(self._connection_changed)

    @property
    def leaves(self) -> Tuple[TaskInfo, ...]:
        """The parts of the task that render frames: its layers, its photon part; itself where it has none."""
        return () if self.task is None else self.task.leaves()

    @property
    def whole_cost(self) -> Optional[Interval]:
        """What the whole leaf will have cost; None where nobody knows or nothing is left, and while the card of the test
        frames says it, with what the past tells weighed in."""
        rest, leaf = self.rest_cost, self.leaf
        if rest is None or rest.likely <= 0 or (leaf is not None and leaf.task_status == TEST_FRAMES_DONE):
            return None
        return rest.plus(self.spent)

    def show(self, task: Optional[TaskInfo], leaf_id: Optional[int] = None) -> None:
        """Show a task's frames, of the leaf asked for now or last, else of the one with most frames.

        Called again with newer counts of the same task, it asks for frames only where the counts changed.
        """
        self.task = task
        leaf = self._choose(leaf_id)
        is_other = (leaf.id if leaf else None) != (self.leaf.id if self.leaf else None)
        self.leaf = leaf
        if is_other:
            self._take_up(leaf)
        if leaf is not None and self._counts(leaf) != self._face:
            self._face = self._counts(leaf)
            self._ask()
        elif is_other:
            self._tell(None)

    def choose_leaf(self, leaf_id: int) -> None:
        self.show(self.task, leaf_id)

    def reload(self) -> None:
        """Ask for every frame again."""
        if self.leaf is not None and self.leaf.id is not None:
            self._sweep = FrameSweep()
            self._kept[self.leaf.id] = (self.table, self._sweep)
            self._ask()

    def retry(self, frame_ids: Sequence[int]) -> None:
        """Render those again that failed or were stopped (restartFrame); the service refuses all where one waits."""
        fitting = self._among(frame_ids, FRAMES_TO_RETRY)
        self._act("retry frames", fitting, lambda client, task: client.restart_frame(task, fitting))

    def stop(self, frame_ids: Sequence[int]) -> None:
        """Stop those that are not over yet (stopTaskFrames); the service refuses all where one is."""
        fitting = self._among(frame_ids, _OPEN)
        self._act("stop frames", fitting, lambda client, task: client.stop_task_frames(task, fitting))

    def can_retry(self, rows: Iterable[int]) -> bool:
        return any(self.table.statuses[row] in FRAMES_TO_RETRY for row in rows)

    def can_stop(self, rows: Iterable[int]) -> bool:
        return any(self.table.statuses[row] in _OPEN for row in rows)

    def _among(self, frame_ids: Sequence[int], statuses: FrozenSet[int]) -> List[int]:
        """Those of the frames that stand so now."""
        wanted, table = set(frame_ids), self.table
        return [
            each for each, status in zip(table.ids, table.statuses) if status in statuses and each in wanted
        ]

    def _choose(self, leaf_id: Optional[int]) -> Optional[TaskInfo]:
        """The one that was asked for; else that of most frames, so that a photon part does not stand before the pictures."""
        if leaf_id is not None:
            self._asked_for = leaf_id
        named = [leaf for leaf in self.leaves if leaf.id == self._asked_for]
        most_first = sorted(self.leaves, key=lambda leaf: -(leaf.total_frames or 0))
        return next(iter(named + most_first), None)

    def _take_up(self, leaf: Optional[TaskInfo]) -> None:
        """The frames known of a leaf, so that coming back shows them at once."""
        self._services.runner.cancel(_FRAMES)
        self.is_loading = False
        self._face = None
        number = leaf.id if leaf is not None else None
        self.table, self._sweep = FrameTable(), FrameSweep()
        if number is not None:
            self.table, self._sweep = self._kept.setdefault(number, (self.table, self._sweep))
            while len(self._kept) > 8:
                self._kept.pop(next(each for each in self._kept if each != number))
        self.left, self.spent, self.rest_cost = None, 0.0, None
        self._services.runner.cancel(_LEFT)
        self._reckon()
        self._tell(None)

    @staticmethod
    def _counts(leaf: TaskInfo) -> Tuple[Any, ...]:
        return (
            leaf.task_status,
            leaf.total_frames,
            leaf.done_frames,
            leaf.failed_frames,
            leaf.executing_frames,
            leaf.abort_frames,
            leaf.render_consume,
        )

    def _ask(self) -> None:
        """One sweep at a time; counts that change meanwhile have the next one follow."""
        leaf = self.leaf
        if leaf is None or leaf.id is None:
            return
        if self.is_loading:
            self._asks_again = True
            return
        number, pages, sweep = leaf.id, self._sweep.plan(leaf), self._sweep
        runner = self._services.runner

        shown = threading.Semaphore(MOST_UNSHOWN)

        def arrived(page: int, frames: Sequence[FrameInfo], page_count: Optional[int]) -> None:
            shown.release()
            self._arrived(sweep, page, frames, page_count)

        def work(client: Client, ticket: Ticket) -> None:
            for page in pages:
                ticket.check()
                while not shown.acquire(timeout=0.1):
                    ticket.check()
                frames, page_count = _page(client, number, page)
                runner.tell(ticket, functools.partial(arrived, page, frames, page_count))

        self.is_loading = True
        asked = self._services.connection.ask(work, lambda _: self._swept(), self._failed, key=_FRAMES)
        if asked is None:
            self.is_loading, self._face = False, None

    def _arrived(
        self, sweep: FrameSweep, page: int, frames: Sequence[FrameInfo], page_count: Optional[int]
    ) -> None:
        if sweep is not self._sweep:
            return
        sweep.arrived(page, frames, page_count)
        changed, has_moved = self.table.merge(frames)
        if changed or has_moved:
            self._tell(None if has_moved else changed)

    def _swept(self) -> None:
        self.is_loading = False
        self._services.errors.settled(_FRAMES)
        if self._asks_again:
            self._asks_again = False
            self._ask()
        self._reckon()
        self._tell([])

    def _reckon(self) -> None:
        """How long it still takes, on another thread: a hundred thousand times are not added up in an instant."""
        table = self.table
        if not len(table):
            return
        shown = columns(table, self._clock() * 1000)

        def done(answer: Reckoned) -> None:
            if table is self.table:
                self.left, self.spent, self.rest_cost = answer
                self._tell([])

        self._services.runner.run(lambda ticket: reckoned(shown), done, key=_LEFT)

    def _failed(self, error: RenderbusError) -> None:
        self.is_loading = False
        self._asks_again = False
        self._face = None
        self._services.errors.report(error, _FRAMES, self._ask)
        self._tell([])

    def _act(self, key: str, frame_ids: List[int], call: Callable[[Client, int], None]) -> None:
        """Each press is a question of its own: a later one, about other frames, takes none of the earlier's back."""
        leaf = self.leaf
        if leaf is None or leaf.id is None or not frame_ids:
            return
        number, errors = leaf.id, self._services.errors

        def again() -> None:
            if self.leaf is not None and self.leaf.id == number:
                self._act(key, frame_ids, call)

        self._services.connection.ask(
            lambda client, ticket: call(client, number),
            lambda _: self._acted(key),
            lambda error: errors.report(error, key, again),
        )

    def _acted(self, key: str) -> None:
        self._services.errors.settled(key)
        if self.task is not None and self.task.id is not None:
            self._services.watch.expect([self.task.id])
        self._ask()

    def _connection_changed(self) -> None:
        """Back on line: what could not be asked for is asked for now."""
        if self._services.connection.is_online and self._face is None and not self.is_loading:
            self.show(self.task)

    def close(self) -> None:
        self._stop_listening()
        super().close()

    def _tell(self, rows: Optional[List[int]]) -> None:
        self.changed_rows = rows
        self.changed()


def _page(client: Client, task_id: int, page: int) -> Tuple[Sequence[FrameInfo], Optional[int]]:
    try:
        answer = client.query_task_frames(task_id, page, PAGE_SIZE)
    except NoMoreRecordsError:
        return (), None
    return answer.items, answer.page_count
