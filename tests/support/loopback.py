"""A listener on loopback that serves each connection in a thread of its own, until its end."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any, List, TypeVar

S = TypeVar("S", bound="LoopbackServer")


class LoopbackServer:
    """`serve` answers one connection and closes it; it looks at `stop` where it waits."""

    def __init__(self, listener: socket.socket, name: str) -> None:
        self.port = int(listener.getsockname()[1])
        self.stop = threading.Event()
        self._listener = listener
        self._name = name
        self._threads: List[threading.Thread] = []
        self._main = threading.Thread(target=self._accept, name=name)

    def serve(self, stream: socket.socket) -> None:
        raise NotImplementedError

    def __enter__(self: S) -> S:
        self._main.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop.set()
        # Somebody has to knock, so that the listener looks up.
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            pass
        self._main.join()
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            stream, _ = self._listener.accept()
            if self.stop.is_set():
                stream.close()
                return
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = threading.Thread(
                target=self.serve, args=(stream,), name=f"connection of the {self._name}"
            )
            self._threads.append(thread)
            thread.start()


def listener() -> socket.socket:
    """A listener on any free port of loopback."""
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    made.listen(64)
    return made
