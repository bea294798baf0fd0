"""Background work: runs off the interface thread, hands its answer back there, drops answers nobody waits for any more.

No Qt in here: `deliver` is what brings a call to the interface thread (delivery.py does it for Qt).
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Callable, Dict, Optional

from rb_dcc_core.errors import Cancelled, RenderbusError

_log = logging.getLogger(__name__)

ASK = "ask"
MOVE = "move"
PICTURE = "picture"
THREADS = {ASK: 3, MOVE: 2, PICTURE: 2}
"""Threads of each lane: questions to the service, uploads and downloads, pictures and logs. None waits for another's."""
CLOSING_WAIT_S = 0.03
"""What closing may cost the interface thread: cancelled work ends within milliseconds, a name being looked up does not."""

Deliver = Callable[[Callable[[], None]], None]
Done = Callable[[Any], None]
Failed = Callable[[RenderbusError], None]


class Ticket:
    """One piece of work under way; hand it on to whatever can stop half-way."""

    def __init__(self, key: Optional[str] = None) -> None:
        self.key = key
        self._stop = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; its answer is dropped from now on. Any thread."""
        self._stop.set()

    def check(self) -> None:
        """Raise Cancelled where the work is to stop; for the thread that does it."""
        if self._stop.is_set():
            raise Cancelled()

    def sleep(self, seconds: float) -> None:
        """Wait, but not a moment longer than until the work is to stop; raises Cancelled then."""
        self._stop.wait(seconds)
        self.check()

    def advance(self, size_bytes: int) -> None:
        """A transfer's progress nobody watches, which can be stopped all the same."""
        self.check()


class TaskRunner:
    """Runs work for one panel. `run`, `cancel` and `close` are for the interface thread."""

    def __init__(self, deliver: Deliver, end_delivery: Callable[[], None] = lambda: None) -> None:
        self._deliver = deliver
        self._end_delivery = end_delivery
        self._lanes: Dict[str, ThreadPoolExecutor] = {}
        self._running: Dict[Ticket, Future[None]] = {}
        self._newest: Dict[str, Ticket] = {}
        self._is_closed = False

    def run(
        self,
        work: Callable[[Ticket], Any],
        done: Done,
        failed: Optional[Failed] = None,
        key: Optional[str] = None,
        lane: str = ASK,
    ) -> Ticket:
        """Do work on a thread of a lane; `done` or `failed` is called on the interface thread with what came of it.

        Of work with the same key only the newest is waited for: what is older is cancelled and its answer dropped when
        it arrives. Cancelled work calls nobody.
        """
        ticket = Ticket(key)
        if self._is_closed:
            ticket.cancel()
            return ticket
        if key is not None:
            self.cancel(key)
            self._newest[key] = ticket
        self._running[ticket] = self._lane(lane).submit(self._work, work, ticket, done, failed)
        return ticket

    def cancel(self, key: str) -> None:
        """Wait no longer for the work of a key."""
        older = self._newest.pop(key, None)
        if older is not None:
            older.cancel()

    def is_running(self, key: str) -> bool:
        return key in self._newest

    def tell(self, ticket: Ticket, report: Callable[[], None]) -> None:
        """From work under way: have `report` called on the interface thread, unless nobody waits any more."""
        self._deliver(lambda: None if ticket.is_cancelled else report())

    def stop(self) -> None:
        """Cancel everything; no answer is heard any more."""
        self._is_closed = True
        for ticket in self._running:
            ticket.cancel()
        self._newest.clear()

    def close(self, wait_s: float = CLOSING_WAIT_S) -> None:
        """Cancel everything and return when no work is left, after `wait_s` seconds at the latest.

        What cannot be broken into ends by itself then, unheard, and its thread with it; the process waits for it at its
        end. Nothing is delivered any more.
        """
        self.stop()
        lanes, self._lanes = self._lanes, {}
        left = list(self._running.values())
        for lane in lanes.values():
            lane.shutdown(wait=False)
        if left and wait_s > 0:
            wait(left, wait_s)
        self._running.clear()
        self._end_delivery()

    def _lane(self, name: str) -> ThreadPoolExecutor:
        if name not in self._lanes:
            self._lanes[name] = ThreadPoolExecutor(THREADS[name], thread_name_prefix="renderbus-" + name)
        return self._lanes[name]

    def _work(
        self, work: Callable[[Ticket], Any], ticket: Ticket, done: Done, failed: Optional[Failed]
    ) -> None:
        error: Optional[RenderbusError] = None
        answer: Any = None
        try:
            ticket.check()
            answer = work(ticket)
        except RenderbusError as raised:
            error = raised
        except Exception as raised:  # noqa: BLE001 - a thread ends here
            _log.exception("background work failed unexpectedly")
            error = _unexpected(raised)
        self._deliver(lambda: self._arrive(ticket, done, failed, answer, error))

    def _arrive(
        self,
        ticket: Ticket,
        done: Done,
        failed: Optional[Failed],
        answer: Any,
        error: Optional[RenderbusError],
    ) -> None:
        """On the interface thread: only now is it known whether anybody still waits."""
        self._running.pop(ticket, None)
        if ticket.is_cancelled or self._is_closed:
            return
        if ticket.key is not None and self._newest.get(ticket.key) is ticket:
            del self._newest[ticket.key]
        if error is None:
            done(answer)
        elif failed is not None:
            failed(error)
        else:
            _log.info("nobody was told of: %s", error)


def _unexpected(raised: Exception) -> RenderbusError:
    error = RenderbusError(
        "Something went wrong that should not ({what}). The log file has the details: please send it to us.",
        what=type(raised).__name__,
    )
    error.__cause__ = raised
    return error
