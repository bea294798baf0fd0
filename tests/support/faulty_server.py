"""A server on loopback that does to each request what its script says: answer, break off, stall, refuse.

Raw sockets, because the faults worth testing are below HTTP. It records every request whose bytes arrived, answers one
request a connection, and can stand as an HTTPS service or, in front of itself, as a proxy that opens tunnels.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple
from urllib.parse import parse_qsl, urlsplit

from tests.support.loopback import LoopbackServer, listener
from tests.support.reference_signature import expected_signature

MOST_WAIT_S = 10.0


@dataclass(frozen=True)
class Request:
    """One request as its bytes came."""

    method: str
    target: str
    headers: Dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> Dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body.decode("utf-8"))

    def signature_is_valid(self, access_key: str) -> bool:
        """Recomputed from what arrived, by the protocol's text alone."""
        signed = self.json if self.method == "POST" else self.query
        host = self.headers["Host"]
        expected = expected_signature(access_key, self.method, host, self.path, self.headers, signed)
        return self.headers["signature"] == expected


@dataclass(frozen=True)
class Fault:
    """What is done to one connection: `reads` False breaks it before the request is read."""

    act: Callable[[Connection], None] = field(repr=False)
    reads: bool = True


class Connection:
    """One accepted connection and the request that came through it."""

    def __init__(self, stream: socket.socket, stop: threading.Event) -> None:
        self.stream = stream
        self.stop = stop

    def send(self, data: bytes) -> None:
        self.stream.sendall(data)

    def reset(self) -> None:
        """Close with a reset instead of a proper end."""
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def read_request(self) -> Request:
        head, rest = self.read_head()
        lines = head.decode("latin-1").split("\r\n")
        method, target = lines[0].split(" ")[:2]
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        length = int(headers.get("Content-Length", "0"))
        while len(rest) < length:
            rest += self._more()
        return Request(method, target, headers, rest)

    def read_head(self) -> Tuple[bytes, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, rest = data.split(b"\r\n\r\n", 1)
        return head, rest

    def _more(self) -> bytes:
        data = self.stream.recv(65536)
        if not data:
            raise ConnectionError("the other side closed")
        return data


def http(status: int, content: bytes, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} x"]
    named = {
        "Connection": "close",
        "Content-Length": str(len(content)),
        "Content-Type": "application/json",
    }
    named.update((name.replace("_", "-"), value) for name, value in headers.items())
    lines += [f"{name}: {value}" for name, value in named.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + content


def envelope(code: int = 200, data: Any = None, **more: Any) -> bytes:
    answer = {
        "version": "1.0.0",
        "result": code == 200,
        "message": "said",
        "code": code,
        "data": data,
        "serverTime": 1,
    }
    return json.dumps(dict(answer, **more)).encode("utf-8")


def answers(content: bytes, status: int = 200, **headers: str) -> Fault:
    return Fault(lambda c: c.send(http(status, content, **headers)))


def ok(data: Any = None) -> Fault:
    return answers(envelope(data=data))


def goes_stale(data: Any = None) -> Fault:
    """Answers as if the connection were kept, and closes it on the next request."""

    def act(connection: Connection) -> None:
        connection.send(http(200, envelope(data=data), Connection="keep-alive"))
        connection.stream.recv(1)
        connection.reset()

    return Fault(act)


def refuses(code: int, **more: Any) -> Fault:
    return answers(envelope(code, **more))


def drops_before_reading() -> Fault:
    return Fault(lambda c: c.reset(), reads=False)


def drops_after_reading() -> Fault:
    return Fault(lambda c: None)


def resets_after_reading() -> Fault:
    return Fault(lambda c: c.reset())


def stalls() -> Fault:
    return Fault(lambda c: _wait(c))


def stalls_in_the_answer() -> Fault:
    def act(connection: Connection) -> None:
        connection.send(http(200, envelope(data="x" * 100))[:-50])
        connection.stop.wait(MOST_WAIT_S)

    return Fault(act)


def breaks_off(content: bytes, keep: int, **headers: str) -> Fault:
    """Announces the whole and sends only its first bytes."""
    whole = http(200, content, **headers)
    return Fault(lambda c: c.send(whole[: len(whole) - len(content) + keep]))


def resets_in_the_answer() -> Fault:
    def act(connection: Connection) -> None:
        connection.send(http(200, envelope(data="x" * 100))[:-50])
        connection.reset()

    return Fault(act)


def speaks_no_http() -> Fault:
    return Fault(lambda c: c.send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))


def _wait(connection: Connection) -> None:
    connection.stop.wait(MOST_WAIT_S)


class FaultyServer(LoopbackServer):
    """Serves from a script, one entry a connection; when it is used up `otherwise` is done to every further request."""

    def __init__(
        self, *script: Fault, tls: Optional[ssl.SSLContext] = None, tunnel: Optional[int] = None
    ) -> None:
        super().__init__(listener(), "faulty server")
        self.requests: List[Request] = []
        self.connections = 0
        self.tunnels: List[str] = []
        self.otherwise = ok()
        self._script = list(script)
        self._tls = tls
        self._tunnel_status = tunnel
        self._guard = threading.Lock()

    @property
    def url(self) -> str:
        return "{}://127.0.0.1:{}".format("http" if self._tls is None else "https", self.port)

    def serve(self, stream: socket.socket) -> None:
        stream.settimeout(MOST_WAIT_S)
        with self._guard:
            self.connections += 1
        with contextlib.suppress(OSError), self._secured(stream) as secured:
            if secured is not None:
                self._answer(Connection(secured, self.stop))

    def _answer(self, connection: Connection) -> None:
        with self._guard:
            fault = self._script.pop(0) if self._script else self.otherwise
        if fault.reads:
            request = connection.read_request()
            with self._guard:
                self.requests.append(request)
        fault.act(connection)

    @contextlib.contextmanager
    def _secured(self, stream: socket.socket) -> Iterator[Optional[socket.socket]]:
        """The stream to speak HTTP on: after the tunnel is open and TLS is made; None where a tunnel was refused."""
        with stream:
            if self._tunnel_status is not None and not self._open_tunnel(Connection(stream, self.stop)):
                yield None
            elif self._tls is None:
                yield stream
            else:
                with self._tls.wrap_socket(stream, server_side=True) as secured:
                    yield secured

    def _open_tunnel(self, connection: Connection) -> bool:
        head, _ = connection.read_head()
        with self._guard:
            self.tunnels.append(head.decode("latin-1").split("\r\n")[0])
        connection.send(f"HTTP/1.1 {self._tunnel_status} x\r\n\r\n".encode("latin-1"))
        return self._tunnel_status == 200


def unused_port() -> int:
    """A loopback port on which nothing listens."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
