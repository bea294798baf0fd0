"""Several small pieces of work at once, each in a thread of its own, their progress and outcome told on the caller's."""

from __future__ import annotations

import collections
import logging
import queue
import threading
from types import TracebackType
from typing import Callable, Deque, Generic, Iterator, List, Optional, Sequence, Tuple, Type, TypeVar

from .errors import Cancelled
from .transfer import Advance

T = TypeVar("T")
# Whoever presses Ctrl-C does not wait for a line that is dead; the threads end with their request, or the process.
PATIENCE_S = 1.0
LOOK_S = 0.2

_log = logging.getLogger(__name__)


class Lanes(Generic[T]):
    """Up to `count` threads, from the first use to the end of the `with` block; each calls `at_end` last.

    After an error what has not begun is dropped, and what is under way is waited for.
    """

    def __init__(self, count: int, at_end: Callable[[], None]) -> None:
        self._count = count
        self._at_end = at_end
        self._waiting: queue.Queue[Optional[Callable[[Advance], T]]] = queue.Queue()
        self._ended: queue.Queue[Tuple[List[T], Optional[BaseException]]] = queue.Queue()
        self._moved: Deque[int] = collections.deque()
        self._is_unwanted = threading.Event()
        self._threads: List[threading.Thread] = []

    def __enter__(self) -> Lanes[T]:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        if error is not None:
            self._is_unwanted.set()
        for _ in self._threads:
            self._waiting.put(None)
        is_hasty = error is not None and not isinstance(error, Exception)
        for thread in self._threads:
            thread.join(PATIENCE_S if is_hasty else None)

    def each(self, jobs: Sequence[Callable[[Advance], T]], advance: Advance) -> Iterator[T]:
        """Do the jobs and give their outcomes as they come; raises what the first to fail raised."""
        while len(self._threads) < min(self._count, len(jobs)):
            thread = threading.Thread(target=self._work, name="lane", daemon=True)
            thread.start()
            self._threads.append(thread)
        for job in jobs:
            self._waiting.put(job)
        for _ in jobs:
            outcomes, error = self._next(advance)
            if error is not None:
                raise error
            yield from outcomes

    def _next(self, advance: Advance) -> Tuple[List[T], Optional[BaseException]]:
        """What ended next. Waited for in short turns: on Windows a wait without an end would not hear Ctrl-C."""
        while True:
            try:
                ended = self._ended.get(timeout=LOOK_S)
            except queue.Empty:
                ended = None
            if ended is None or ended[1] is None:
                while self._moved:
                    advance(self._moved.popleft())
            if ended is not None:
                return ended

    def _work(self) -> None:
        for job in iter(self._waiting.get, None):
            if self._is_unwanted.is_set():
                continue
            try:
                self._ended.put(([job(self._count_moved)], None))
            except BaseException as error:  # noqa: BLE001 - it belongs to the thread that asked, which waits for it
                _log.debug("stopped in a lane", exc_info=True)
                self._ended.put(([], error))
                self._is_unwanted.set()  # only now, or what it stops elsewhere would be told first
        self._at_end()

    def _count_moved(self, size: int) -> None:
        self._moved.append(size)
        if self._is_unwanted.is_set():
            raise Cancelled()
