"""Writes every watched task that renders no more into the history, once; the balance is told with the prices. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, List, Set, Tuple

from rb_dcc_core.statuses import has_ended, has_halted
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.services import Services
from rb_dcc_ui.waiting import Cancel

if TYPE_CHECKING:
    from pathlib import Path

    from rb_dcc_core.client import Client
    from rb_dcc_core.models import TaskInfo, UserProfile

AGAIN_S = 60.0
MOST_TRIES = 3

_Face = Tuple[str, int, int, int]


class Bookkeeper(Presenter):
    """Listens to the watcher; `changed` tells that the history knows more than before."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._written: Set[_Face] = set()
        self._again: Dict[_Face, Cancel] = {}
        self._stop_listening = services.watch.listen(self._watched)

    def close(self) -> None:
        self._stop_listening()
        for cancel in self._again.values():
            cancel()
        super().close()

    def _watched(self) -> None:
        account = self._services.connection.account_key
        for update in self._services.watch.updates:
            task = update.task
            if task is None or not (has_ended(task.task_status) or has_halted(task.task_status)):
                continue
            leaves = task.leaves()
            done = sum(leaf.done_frames or 0 for leaf in leaves)
            face = (account, update.task_id, task.task_status or 0, done)
            if done and face not in self._written:
                self._written.add(face)
                self._write(face, task, MOST_TRIES)

    def _write(self, face: _Face, task: TaskInfo, tries: int) -> None:
        state, account = self._services.locations.state, face[0]
        self._again.pop(face, None)
        if account != self._services.connection.account_key:
            return

        def written(is_written: bool) -> None:
            if is_written:
                self.changed()
                if told:
                    self._services.connection.profile_came(told[-1])
                else:
                    self._services.connection.refresh()
            elif tries > 1:
                self._again[face] = self._services.timers.call_later(
                    AGAIN_S, lambda: self._write(face, task, tries - 1)
                )

        told: List[UserProfile] = []
        asked = self._services.connection.ask(
            lambda client, ticket: _keep_book(client, state, account, task, told.append),
            written,
            lambda error: written(False),
            key=f"book of task {face[1]}",
        )
        if asked is None:
            written(False)

    @property
    def waiting(self) -> List[int]:
        """Tasks that could not be written yet and are tried again."""
        return sorted(face[1] for face in self._again)


def _keep_book(
    client: Client, state: Path, account: str, task: TaskInfo, told: Callable[[UserProfile], object]
) -> bool:
    """On a working thread, which is where this is loaded too."""
    from rb_dcc_core.bookkeeping import keep_book

    return keep_book(client, state, account, task, told)
