"""One watcher for all tasks: one batched question a poll interval, and what changed since the last.

Nothing here starts a thread or sleeps: whoever drives it (the command line, the panel's background thread) calls
`poll` when `next_poll_in_s` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Dict, Iterable, Iterator, List, Optional, Set, Tuple

from .errors import NoMoreRecordsError, NotFoundError
from .statuses import has_ended

if TYPE_CHECKING:
    from .client import Client
    from .models import FrameInfo, Page, TaskInfo

POLL_INTERVAL_S = 5.0
HIDDEN_INTERVAL_S = 60.0
BATCH = 100


@dataclass(frozen=True)
class TaskUpdate:
    """A watched task that is new or changed; `task` is None where the service lists it no longer."""

    task_id: int
    task: Optional[TaskInfo]
    previous: Optional[TaskInfo]

    @property
    def ended(self) -> bool:
        """True where nothing more will happen to the task by itself."""
        return self.task is None or has_ended(self.task.task_status)

    def changed_leaves(self) -> Tuple[TaskInfo, ...]:
        """Leaves whose counters or status differ from the last answer: only their frames are worth asking for."""
        if self.task is None:
            return ()
        before = {leaf.id: _face(leaf) for leaf in (self.previous.leaves() if self.previous else ())}
        return tuple(leaf for leaf in self.task.leaves() if before.get(leaf.id) != _face(leaf))


class TaskWatcher:
    """Watches tasks for every page and command at once; use it from one background thread.

    Visible tasks are asked for every `interval_s`, the others once a minute; with none watched nothing is asked. A
    question carries all tasks of its kind, whenever they were added, so that they fall due together from then on.
    `clock` is monotonic seconds.
    """

    def __init__(
        self, client: Client, clock: Callable[[], float], interval_s: float = POLL_INTERVAL_S
    ) -> None:
        self._client = client
        self._clock = clock
        self.set_interval(interval_s)
        self._known: Dict[int, Optional[TaskInfo]] = {}
        self._visible: Set[int] = set()
        self._asked_at: Dict[int, float] = {}

    def set_interval(self, interval_s: float) -> None:
        """Seconds between questions about visible tasks, from the next on."""
        self._interval_s = interval_s
        self._hidden_interval_s = max(HIDDEN_INTERVAL_S, interval_s)

    def ask_at_once(self) -> None:
        """Everything is due now: something was just done to a task."""
        self._asked_at.clear()

    def watch(self, task_ids: Iterable[int], visible: bool = True) -> None:
        """Watch tasks (again), as visible or hidden; a task met for the first time is asked for at once."""
        for task_id in task_ids:
            self._known.setdefault(task_id, None)
            (self._visible.add if visible else self._visible.discard)(task_id)

    def forget(self, task_ids: Iterable[int]) -> None:
        """Watch no longer."""
        for task_id in task_ids:
            self._known.pop(task_id, None)
            self._asked_at.pop(task_id, None)
            self._visible.discard(task_id)

    @property
    def watched(self) -> Tuple[int, ...]:
        return tuple(self._known)

    def next_poll_in_s(self) -> Optional[float]:
        """Seconds until a question is due (0 now); None where nothing is watched."""
        if not self._known:
            return None
        now = self._clock()
        return max(0.0, min(self._due_at(task_id) for task_id in self._known) - now)

    def poll(self) -> List[TaskUpdate]:
        """Ask for every task when one is due, in one question (of up to 100 tasks), and return what changed.

        Raises NetworkError or ServiceError; the next poll then asks the same again after the interval.
        """
        now = self._clock()
        asked = self._to_ask(now)
        for task_id in asked:
            self._asked_at[task_id] = now
        pages = [each for batch in _batches(asked) for each in self._pages(batch)]
        return [update for batch, page in pages for update in self._updates(batch, page)]

    def changed_frames(self, update: TaskUpdate) -> Iterator[FrameInfo]:
        """The frames of every leaf that changed; nothing is asked where nothing did."""
        for leaf in update.changed_leaves():
            if leaf.id is not None and leaf.total_frames:
                yield from self._client.frames(leaf.id)

    def _to_ask(self, now: float) -> List[int]:
        """Nothing until a task is due; then all visible ones with it, and all hidden ones where a hidden one is due."""
        due = {task_id for task_id in self._known if self._due_at(task_id) <= now + 0.001}
        with_hidden = not due <= self._visible
        return [task_id for task_id in self._known if due and (with_hidden or task_id in self._visible)]

    def _pages(self, batch: List[int]) -> List[Tuple[List[int], Page]]:
        """One question; where the service refuses it for a number that it knows no more, the others are asked for without."""
        from .models import Page

        try:
            return [(batch, self._page(batch))]
        except NotFoundError:
            parts = list(self._halves(batch))
            if all(page is None for _, page in parts):
                raise  # it knows none of them, or not what is asked for
            return [(part, page or Page(total=0)) for part, page in parts]

    def _halves(self, batch: List[int]) -> Iterator[Tuple[List[int], Optional[Page]]]:
        """A refused question asked in halves, down to single numbers; None for one that the service does not know."""
        if len(batch) == 1:
            yield batch, None
            return
        middle = len(batch) // 2
        for half in (batch[:middle], batch[middle:]):
            try:
                yield half, self._page(half)
            except NotFoundError:
                yield from self._halves(half)

    def _page(self, batch: List[int]) -> Page:
        try:
            return self._client.query_task_info(batch)
        except NoMoreRecordsError:
            from .models import Page

            return Page(total=0)

    def _updates(self, batch: List[int], page: Page) -> Iterator[TaskUpdate]:
        found = {task.id: task for task in page.items}
        is_whole = page.total is None or page.total <= len(page.items)
        for task_id in batch:
            previous = self._known.get(task_id)
            task = found.get(task_id)
            if task is None:
                if is_whole:
                    self.forget([task_id])
                    yield TaskUpdate(task_id, None, previous)
            elif previous is None or _face(task) != _face(previous):
                self._known[task_id] = task
                yield TaskUpdate(task_id, task, previous)

    def _due_at(self, task_id: int) -> float:
        asked = self._asked_at.get(task_id)
        if asked is None:
            return float("-inf")
        return asked + (self._interval_s if task_id in self._visible else self._hidden_interval_s)


def _batches(task_ids: List[int]) -> Iterator[List[int]]:
    for start in range(0, len(task_ids), BATCH):
        yield task_ids[start : start + BATCH]


def _face(task: TaskInfo) -> Tuple[object, ...]:
    """What a person would see of a task; a growing duration alone is no change."""
    own = (
        task.task_status,
        task.total_frames,
        task.done_frames,
        task.failed_frames,
        task.executing_frames,
        task.abort_frames,
        task.render_consume,
        task.every_label,
        task.task_user_level,
        task.output_file_name,
    )
    return own + tuple((child.id, _face(child)) for child in task.children or ())
