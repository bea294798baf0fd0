"""The HTTP server: werkzeug's, with connections that stay open and threads that are all gone after stop.

Werkzeug's own handler closes the connection after each answer, because it cannot tell how much of a body was left
unread. This one counts: a body has as many bytes as its Content-Length says, and what the service did not read is read
away before the next request, or the connection is closed where that is much.
"""

from __future__ import annotations

import io
import logging
import os
import socket
import sys
import threading
from typing import Any, Callable, Dict, Iterable, List, Set, Tuple

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from rb_dcc_core.errors import SettingsError

LOOPBACK = "127.0.0.1"
IDLE_S = 60.0
DRAINED_BYTES = 1024 * 1024
JOIN_S = 10.0
_POLL_S = 0.02

_log = logging.getLogger(__name__)


class Body(io.RawIOBase):
    """The body of one request. A read gives what has arrived, so that none of it is lost with the connection."""

    def __init__(self, source: Any, length: int) -> None:
        super().__init__()
        self._source = source
        self.left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.left or not len(buffer):
            return 0
        try:
            size = int(self._source.readinto1(memoryview(buffer)[: self.left]))
        except OSError:
            size = 0
        # A broken connection ends the body early; `left` then says so.
        self.left -= size
        return size


class KeepAliveHandler(WSGIRequestHandler):
    """Serves one connection, many requests long."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE_S
    wbufsize = 64 * 1024

    def run_wsgi(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            self.send_error(411)
            self.close_connection = True
            return
        body = Body(self.rfile, int(length))
        self.environ = environ = self.make_environ()
        environ["wsgi.input"] = body
        try:
            self._answer(environ, body)
            self._drain(body)
        except (ConnectionError, socket.timeout):
            self.close_connection = True

    def _answer(self, environ: Dict[str, Any], body: Body) -> None:
        started: List[Tuple[str, List[Tuple[str, str]]]] = []

        def start_response(
            status: str, headers: List[Tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], Any]:
            started[:] = [(status, headers)]
            return self.wfile.write

        chunks: Any = self.server.app(environ, start_response)
        if body.left > DRAINED_BYTES:
            self.close_connection = True
        try:
            self._send(started[0][0], started[0][1], chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()

    def _send(self, status: str, headers: List[Tuple[str, str]], chunks: Iterable[bytes]) -> None:
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        promised = int(dict(headers).get("Content-Length", -1))
        if promised < 0 or self.close_connection:
            # Where it is not said, the client may write its next request into a connection that has ended.
            self.send_header("Connection", "close")
        self.end_headers()
        sent = 0
        for chunk in chunks:
            self.wfile.write(chunk)
            sent += len(chunk)
        self.wfile.flush()
        if self.command != "HEAD" and sent != promised:
            self.close_connection = True

    def _drain(self, body: Body) -> None:
        while 0 < body.left <= DRAINED_BYTES:
            if not body.read(64 * 1024):
                self.close_connection = True
                return

    def log(self, type: str, message: str, *args: Any) -> None:
        """Requests are told to our own log, at its lowest level; a signature stands in no request line."""
        _log.debug(message, *args)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        _log.debug("%s %s", getattr(self, "command", "?"), code)


class Server(ThreadedWSGIServer):
    """Knows its open connections and their threads, to end them at stop."""

    def __init__(self, port: int) -> None:
        self._guard = threading.Lock()
        self._open: Set[socket.socket] = set()
        self._handlers: List[threading.Thread] = []
        with bound(port) as listening:
            super().__init__(LOOPBACK, port, _not_ready, KeepAliveHandler, fd=listening.fileno())
        self._loop = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        """Take no more connections, break the open ones, wait for their threads."""
        self.shutdown()
        self._loop.join(JOIN_S)
        with self._guard:
            for connection in self._open:
                _break_off(connection)
            handlers = list(self._handlers)
        for thread in handlers:
            thread.join(JOIN_S)

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self._serve, args=(request, client_address), name="sandbox-connection", daemon=True
        )
        with self._guard:
            self._open.add(request)
            self._handlers = [one for one in self._handlers if one.is_alive()] + [thread]
            thread.start()

    def _serve(self, request: Any, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._guard:
                self._open.discard(request)

    def _run(self) -> None:
        self.serve_forever(_POLL_S)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault; anything else is one of ours."""
        if isinstance(sys.exc_info()[1], OSError):
            _log.debug("a client went away")
        else:
            _log.exception("a connection of the embedded service ended in an error")


def bound(port: int) -> socket.socket:
    """A socket that listens on loopback; there is no setting to bind anything else."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            # Elsewhere this option would let two services listen on one port.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise SettingsError(
            "The embedded service cannot use port {port} ({why}). Give another port, or 0 for any free one.",
            port=port,
            why=str(error),
        ) from error
    return listening


def _break_off(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _not_ready(environ: Any, start_response: Any) -> Any:
    """Stands where the application will be; the server takes no request before that."""
    raise RuntimeError("the embedded service was started without its application")
