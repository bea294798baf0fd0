"""The connections that one transport has open, so that another thread can cut them all at once."""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from typing import TYPE_CHECKING, Any, Dict, Iterator

from .errors import Cancelled, ConnectionLost, NetworkError, StaleConnection

if TYPE_CHECKING:
    import requests


class OpenLines:
    """Usable from any thread. Once cut, nothing can be asked through them any more.

    A thread that waits for an answer wakes at once when its connection is cut. Only a host's name being looked up, and
    a connection not made yet, cannot be broken into: these end by themselves, within the time for connecting.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        # Weakly, until they are closed in truth: http.client lets go of one whose last answer is still being read.
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._cut = threading.Event()
        self._local = threading.local()

    @property
    def made_here(self) -> int:
        """How many connections the calling thread has made."""
        return int(getattr(self._local, "made", 0))

    @property
    def is_cut(self) -> bool:
        return self._cut.is_set()

    def check(self) -> None:
        """Raise Cancelled where the lines are cut."""
        if self._cut.is_set():
            raise Cancelled()

    def wait(self, seconds: float) -> None:
        """Sleep, but not a moment longer than until the lines are cut."""
        self._cut.wait(seconds)

    def cut(self) -> None:
        """Break off every request under way; it raises in the thread that made it."""
        self._cut.set()
        with self._guard:
            held = list(self._open)
        for each in held:
            _break_off(each)

    @contextlib.contextmanager
    def cancelled_when_cut(self) -> Iterator[None]:
        """A connection that breaks because we cut it is no fault of the network's."""
        try:
            yield
        except NetworkError as error:
            if self.is_cut:
                raise Cancelled() from error
            raise

    @contextlib.contextmanager
    def stale_where_kept(self) -> Iterator[None]:
        """Tell a break of a connection that was kept since its last answer from one of a connection made for this request."""
        made_before = self.made_here
        try:
            yield
        except ConnectionLost as error:
            if self.made_here > made_before:
                raise
            raise StaleConnection(error.message) from error

    def watch(self, session: requests.Session) -> None:
        """Know of every connection the session makes from now on."""
        for prefix in ("https://", "http://"):
            session.mount(prefix, _adapter(self))

    def opened(self, line: Any) -> None:
        """The calling thread made a connection; what is no socket of Python's own cannot be cut."""
        self._local.made = self.made_here + 1
        if not isinstance(line, socket.socket):
            return
        with self._guard:
            self._open.add(line)
        if self._cut.is_set():
            _break_off(line)


def _break_off(line: socket.socket) -> None:
    """End a connection under whoever waits on it; the thread that waits closes it itself."""
    # The plain socket's method: the secure one's would take its state away from the thread that reads.
    with contextlib.suppress(OSError, ValueError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _adapter(lines: OpenLines) -> Any:
    from requests.adapters import HTTPAdapter

    class WatchedAdapter(HTTPAdapter):
        """Makes its connections with classes that tell `lines`, straight or through a proxy."""

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)  # type: ignore[no-untyped-call,unused-ignore]
            _tell_of_connections(self.poolmanager, lines)

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
            manager = super().proxy_manager_for(*args, **kwargs)  # type: ignore[no-untyped-call,unused-ignore]
            _tell_of_connections(manager, lines)
            return manager

    return WatchedAdapter()


def _tell_of_connections(manager: Any, lines: OpenLines) -> None:
    """Put our connection classes into a pool manager of urllib3, whichever version the studio has."""
    classes: Dict[str, Any] = dict(getattr(manager, "pool_classes_by_scheme", {}))
    for scheme, pool in classes.items():
        if not getattr(pool.ConnectionCls, "tells_lines", False):
            watched = {"ConnectionCls": _watched(pool.ConnectionCls, lines)}
            classes[scheme] = type(pool.__name__, (pool,), watched)
    manager.pool_classes_by_scheme = classes


def _watched(base: Any, lines: OpenLines) -> Any:
    class WatchedConnection(base):  # type: ignore[misc]
        tells_lines = True

        def connect(self) -> None:
            super().connect()
            lines.opened(self.sock)

    return WatchedConnection
