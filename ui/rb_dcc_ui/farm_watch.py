"""One watcher for every page: polls while something is watched, tells whoever listens what changed."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Callable, Dict, FrozenSet, Iterable, List, Optional, Set

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.watcher import POLL_INTERVAL_S, TaskUpdate, TaskWatcher

from .connection import Connection
from .presenter import Presenter
from .runner import Ticket
from .waiting import Cancel, Timers

if TYPE_CHECKING:
    from rb_dcc_core.client import Client

_KEY = "watch"
EXPECTED_S = 60.0


class FarmWatch(Presenter):
    """Watches tasks for pages, each by its own name. `updates` are those of the last poll, told through `listen`.

    A visible panel asks once a poll interval about what its pages show; a hidden one once a minute about what is still
    watched; with nothing watched nothing is asked.
    """

    def __init__(
        self,
        connection: Connection,
        timers: Timers,
        clock: Callable[[], float] = time.monotonic,
        interval_s: float = POLL_INTERVAL_S,
    ) -> None:
        super().__init__()
        self.updates: List[TaskUpdate] = []
        self._connection = connection
        self._timers = timers
        self._clock = clock
        self._interval_s = interval_s
        self._wanted: Dict[str, Set[int]] = {}
        self._kept: Set[int] = set()
        self._numbers = itertools.count()
        self._forgetting: Dict[str, Cancel] = {}
        self._account = connection.account_key
        self._is_visible = True
        self._watcher: Optional[TaskWatcher] = None
        self._watched_client: Optional[Client] = None
        self._next: Optional[Cancel] = None
        self._is_asking = False
        self._stop_listening = connection.listen(self._connection_changed)

    def set_interval(self, interval_s: float) -> None:
        """Seconds between polls of a visible panel, from the next on."""
        self._interval_s = interval_s
        if self._watcher is not None:
            self._watcher.set_interval(interval_s)
        self._plan()

    def show_for(self, page: str, task_ids: Iterable[int]) -> None:
        """A page shows these tasks now, and no others."""
        wanted = set(task_ids)
        if self._wanted.get(page) != wanted:
            self._wanted[page] = wanted
            self._plan()

    def keep(self, task_ids: Iterable[int]) -> None:
        """Go on watching these though no page shows them: what was submitted from here, until it has ended."""
        self._kept.update(task_ids)
        self._plan()

    def let_go(self, task_ids: Iterable[int]) -> None:
        self._kept.difference_update(task_ids)
        self._plan()

    @property
    def kept(self) -> FrozenSet[int]:
        return frozenset(self._kept)

    def set_visible(self, is_visible: bool) -> None:
        """The panel was shown or hidden."""
        if is_visible != self._is_visible:
            self._is_visible = is_visible
            self._plan()

    def expect(self, task_ids: Iterable[int]) -> None:
        """Something was just done to these: they are asked for at once, and for a while as if they were in sight, because
        a task that had ended may go on again, and not at once."""
        name = f"expected {next(self._numbers)}"
        self._wanted[name] = set(task_ids)
        self._forgetting[name] = self._timers.call_later(EXPECTED_S, lambda: self._expect_no_more(name))
        self.look_now()

    def _expect_no_more(self, name: str) -> None:
        del self._wanted[name], self._forgetting[name]
        self._plan()

    def look_now(self) -> None:
        """Ask at once: something was just done to a task."""
        if self._watcher is not None:
            self._watcher.ask_at_once()
        self._plan()

    def close(self) -> None:
        self._stop_listening()
        self._cancel_next()
        for cancel in self._forgetting.values():
            cancel()
        super().close()

    # -- how it is driven ----------------------------------------------------------------------------------------

    def _connection_changed(self) -> None:
        """Another account has other tasks: none of the earlier one's is kept."""
        connection = self._connection
        if connection.is_online and connection.account_key != self._account:
            self._account = connection.account_key
            self._kept.clear()
        self._plan()

    def _plan(self) -> None:
        """Have the next poll made when it is due."""
        self._cancel_next()
        if self._is_asking or not self._connection.is_online:
            return
        visible = set().union(*self._wanted.values()) if self._is_visible and self._wanted else set()
        watcher = self._watcher_of(visible | self._kept, visible)
        wait_s = None if watcher is None else watcher.next_poll_in_s()
        if wait_s is not None:
            self._next = self._timers.call_later(wait_s, self._poll)

    def _watcher_of(self, wanted: Set[int], visible: Set[int]) -> Optional[TaskWatcher]:
        client = self._connection.client
        if client is None:
            return None
        if self._watcher is None or self._watched_client is not client:
            self._watcher = TaskWatcher(client, self._clock, self._interval_s)
            self._watched_client = client
        self._watcher.forget(set(self._watcher.watched) - wanted)
        self._watcher.watch(wanted - visible, visible=False)
        self._watcher.watch(visible, visible=True)
        return self._watcher

    def _poll(self) -> None:
        self._next = None
        watcher = self._watcher
        if watcher is None:
            return
        self._is_asking = True
        asked = self._connection.ask(self._work(watcher), self._arrived, self._failed, key=_KEY)
        if asked is None:
            self._is_asking = False

    @staticmethod
    def _work(watcher: TaskWatcher) -> Callable[[Client, Ticket], List[TaskUpdate]]:
        return lambda client, ticket: watcher.poll()

    def _arrived(self, updates: List[TaskUpdate]) -> None:
        self._is_asking = False
        if updates:
            self.updates = updates
            self.changed()
        self._plan()

    def _failed(self, error: RenderbusError) -> None:
        """The connection has noted it and says so; here only the next poll is planned."""
        self._is_asking = False
        self._plan()

    def _cancel_next(self) -> None:
        if self._next is not None:
            self._next()
            self._next = None
