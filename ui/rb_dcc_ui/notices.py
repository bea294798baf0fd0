"""Says when a watched task finishes, fails frames, stops for arrears or runs over time. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Set, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.statuses import FINISHED, FINISHED_WITH_FAILED, TEST_FRAMES_DONE, has_ended, task_words

from .connection import ONLINE
from .error_desk import NOTICE, WARNING
from .preferences import Preferences
from .presenter import Presenter
from .runner import Ticket
from .services import Services

if TYPE_CHECKING:
    from rb_dcc_core.models import TaskInfo
    from rb_dcc_core.watcher import TaskUpdate

ARREARS = 20
TIMED_OUT = 23
MOST_KEPT = 50


@dataclass(frozen=True)
class Notice:
    """One thing that happened to a task. `kind` is the name of the preference that switches it off."""

    kind: str
    severity: str
    task_id: int
    title: str
    message: Message


Send = Callable[[Notice], None]


class Notices(Presenter):
    """Listens to the watcher; `send_desktop` is set by whoever can show a desktop notice. Keeps watching what was
    submitted from this computer, also by an earlier run, until it has ended."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.send_desktop: Optional[Send] = None
        self.recent: List[Notice] = []
        self._services = services
        self._failed: Dict[int, int] = {}
        self._told_ended: Set[int] = set()
        self._account = ""
        self._stops = [
            services.watch.listen(self._watched),
            services.connection.listen(self._connection_changed),
        ]

    def close(self) -> None:
        for stop in self._stops:
            stop()
        super().close()

    def _watched(self) -> None:
        for update in self._services.watch.updates:
            self._look(update)

    def _look(self, update: TaskUpdate) -> None:
        task = update.task
        if update.task_id not in self._services.watch.kept:
            return
        if task is None:
            self._services.watch.let_go([update.task_id])
            return
        for notice in notices_of(task, update.previous, self._failed.get(update.task_id)):
            if notice.kind == "notices_finished" and update.task_id in self._told_ended:
                continue
            self._give(notice)
        self._failed[update.task_id] = _failed_frames(task)
        if has_ended(task.task_status):
            self._told_ended.add(update.task_id)
            self._services.watch.let_go([update.task_id])
            self._note_watched(update.task_id)

    def _give(self, notice: Notice) -> None:
        preferences = self._services.preferences.now
        if not _is_wanted(preferences, notice.kind):
            return
        self.recent = [*self.recent, notice][-MOST_KEPT:]
        self._services.errors.say(notice.severity, notice.message, f"notice {notice.task_id}")
        self.tell_desktop(notice)
        self.changed()

    def tell_desktop(self, notice: Notice) -> None:
        """Show something on the desktop too, where the user wants that."""
        if self._services.preferences.now.desktop_notices and self.send_desktop is not None:
            self.send_desktop(notice)

    def _connection_changed(self) -> None:
        """What an earlier run submitted and nobody has seen the end of is watched again."""
        connection = self._services.connection
        if connection.standing.kind != ONLINE or connection.account_key == self._account:
            return
        self._account = account = connection.account_key
        state = self._services.locations.state
        self._services.runner.run(
            lambda ticket: _unseen(state, account), self._services.watch.keep, key="unseen tasks"
        )

    def _note_watched(self, task_id: int) -> None:
        state, account = self._services.locations.state, self._account

        def work(ticket: Ticket) -> None:
            from rb_dcc_core.journal import SUBMITTED, WATCHED, Journal

            with Journal(state) as journal:
                record = journal.task(task_id, account)
                if record is not None and record.now.state == SUBMITTED:
                    record.reached(WATCHED)

        self._services.runner.run(work, lambda _: None)


def notices_of(
    task: TaskInfo, previous: Optional[TaskInfo], known_failed: Optional[int] = None
) -> Tuple[Notice, ...]:
    """What became of a task since it was last seen; nothing where it is seen for the first time and still goes on."""
    name = task.scene_name or str(task.id)
    before, now = previous.task_status if previous is not None else None, task.task_status
    found: List[Notice] = []
    failed, was_failed = _failed_frames(task), known_failed
    if was_failed is None and previous is not None:
        was_failed = _failed_frames(previous)
    if now != before:
        found.extend(_status_notices(task, name))
    ended_badly = now == FINISHED_WITH_FAILED
    if was_failed is not None and failed > was_failed and not ended_badly:
        text = Message("{name}: one frame failed.", name=name)
        if failed > 1:
            text = Message("{name}: {count} frames failed.", name=name, count=failed)
        found.append(Notice("notices_failed_frames", WARNING, task.id or 0, name, text))
    return tuple(found)


def _status_notices(task: TaskInfo, name: str) -> List[Notice]:
    number, status = task.id or 0, task.task_status
    if status == FINISHED:
        text = Message("{name} is finished: every frame is done.", name=name)
        return [Notice("notices_finished", NOTICE, number, name, text)]
    if status == TEST_FRAMES_DONE:
        text = Message("{name}: the test frames are done and the task waits for you.", name=name)
        return [Notice("notices_finished", NOTICE, number, name, text)]
    if status == FINISHED_WITH_FAILED:
        failed = _failed_frames(task)
        text = Message(
            "{name} is finished, but one frame failed. 'Retry failed' renders it again.", name=name
        )
        if failed != 1:
            text = Message(
                "{name} is finished, but {count} frames failed. 'Retry failed' renders them again.",
                name=name,
                count=failed,
            )
        return [Notice("notices_failed_frames", WARNING, number, name, text)]
    if status == ARREARS:
        text = Message(
            "{name} stopped: the account has no money left. Pay in, then start it again.", name=name
        )
        return [Notice("notices_arrears", WARNING, number, name, text)]
    if status == TIMED_OUT:
        text = Message("{name} stopped: it rendered longer than its limit. Start goes on with it.", name=name)
        return [Notice("notices_over_time", WARNING, number, name, text)]
    if has_ended(status):
        text = Message("{name}: {words}.", name=name, words=task_words(status))
        return [Notice("notices_finished", WARNING, number, name, text)]
    return []


def _failed_frames(task: TaskInfo) -> int:
    return sum(leaf.failed_frames or 0 for leaf in task.leaves())


def _is_wanted(preferences: Preferences, kind: str) -> bool:
    return bool(getattr(preferences, kind))


def _unseen(state: Path, account: str) -> List[int]:
    """Tasks of this account whose submission is in the journal and whose end nobody saw, the newest of them."""
    from rb_dcc_core.journal import SUBMITTED, Journal

    with Journal(state) as journal:
        found = [
            each.task_id
            for each in journal.submissions()
            if each.account == account and each.state == SUBMITTED and each.task_id is not None
        ]
    return found[:MOST_KEPT]
