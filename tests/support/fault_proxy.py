"""A proxy on loopback between a client and the sandbox that does to each request what a plan says.

The client is told the proxy's address as the service's (the store's announced address is rewritten to it), so that every
byte passes here. What reached the service is counted, by path and offset.
"""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
import time
from typing import Callable, Dict, List, NamedTuple, Optional, Tuple
from urllib.parse import parse_qs, urlsplit

from tests.support.loopback import LoopbackServer, listener

STALL_S = 2.5
CHUNK = 1 << 16
TAIL_BYTES = 32

PASS = "pass"
DROP_BEFORE_BODY = "drop before the request's body"
DROP_IN_BODY = "drop in the middle of the request's body"
DROP_AFTER_BODY = "drop after the request's body, which is not handed on"
LOSE_ANSWER = "hand the request on and drop its answer"
RESET = "hand the request on and reset the connection"
STALL = "hand the request on and never answer"
TRUNCATE = "cut the answer in its middle"
DUPLICATE = "hand the request on twice"
FAIL_BEFORE = "answer 500 without handing the request on"
FAIL_AFTER = "hand the request on and answer 500"
SLOW = "send the answer byte by byte"
STALE = "answer, keep the connection, and close it on the next request"
FAULTS = (
    DROP_BEFORE_BODY,
    DROP_IN_BODY,
    DROP_AFTER_BODY,
    LOSE_ANSWER,
    RESET,
    STALL,
    TRUNCATE,
    DUPLICATE,
    FAIL_BEFORE,
    FAIL_AFTER,
    SLOW,
    STALE,
)
_UNSENT = (DROP_BEFORE_BODY, DROP_AFTER_BODY, FAIL_BEFORE)
_FAILED = b"HTTP/1.1 500 x\r\nConnection: close\r\nContent-Length: 4\r\n\r\noops"

Plan = Callable[[str, str], str]
"""Told a request's method and path, says what is done to it."""


class Put(NamedTuple):
    """Bytes of one PUT that were handed on."""

    path: str
    offset: int
    length: int


class FaultProxy(LoopbackServer):
    """Serves until its end; `plan` may be changed at any time."""

    def __init__(self, upstream_port: int, plan: Plan = lambda method, path: PASS) -> None:
        super().__init__(_listener_like(upstream_port), "fault proxy")
        self.plan = plan
        self.puts: List[Put] = []
        self.met: List[Tuple[str, str]] = []
        self._upstream_port = upstream_port
        self._guard = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def sent_twice(self) -> Dict[str, int]:
        """Bytes of each path that were handed on more than once."""
        twice: Dict[str, int] = {}
        reached: Dict[str, int] = {}
        with self._guard:
            puts = list(self.puts)
        for put in puts:
            again = min(put.length, max(0, reached.get(put.path, 0) - put.offset))
            if again:
                twice[put.path] = twice.get(put.path, 0) + again
            reached[put.path] = max(reached.get(put.path, 0), put.offset + put.length)
        return twice

    def serve(self, stream: socket.socket) -> None:
        stream.settimeout(0.2)
        with stream, contextlib.suppress(OSError, ConnectionError):
            while not self.stop.is_set():
                head, rest = self._read_head(stream, b"")
                method, target = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")[:2]
                fault = self.plan(method, urlsplit(target).path)
                with self._guard:
                    self.met.append((fault, urlsplit(target).path))
                if not self._handle(stream, head, rest, method, target, fault):
                    return

    def _handle(
        self, stream: socket.socket, head: bytes, rest: bytes, method: str, target: str, fault: str
    ) -> bool:
        """One request and its fault; False ends the connection."""
        if fault == DROP_BEFORE_BODY:
            return False
        length = _length(head)
        if fault in _UNSENT:
            self._read_body(stream, rest, length)
            if fault == FAIL_BEFORE:
                stream.sendall(_FAILED)
            return False
        most = length // 2 if fault == DROP_IN_BODY else length
        answer = b""
        for again in range(2 if fault == DUPLICATE else 1):
            with socket.create_connection(("127.0.0.1", self._upstream_port), 10) as upstream:
                rest = self._hand_on(stream, upstream, head, rest, most, "" if again else method, target)
                if fault != DROP_IN_BODY:
                    answer = answer or self._answer_of(upstream)
        return self._give(stream, answer, fault)

    def _hand_on(
        self,
        stream: socket.socket,
        upstream: socket.socket,
        head: bytes,
        rest: bytes,
        most: int,
        method: str,
        target: str,
    ) -> bytes:
        """Hand head and body on as they come, so that a killed sender's half reaches the service; returns the body."""
        upstream.sendall(_told(head + b"\r\n\r\n", b"close"))
        body = b""
        chunk = rest[:most]
        try:
            while True:
                upstream.sendall(chunk)
                body += chunk
                if len(body) >= most:
                    break
                chunk = self._read(stream)[: most - len(body)]
        finally:
            if method == "PUT":
                query = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
                tail = TAIL_BYTES if "tail" in query else 0
                handed_on = min(len(body), _length(head) - tail)
                with self._guard:
                    self.puts.append(Put(query["path"], int(query["offset"]), handed_on))
        return body

    def _answer_of(self, upstream: socket.socket) -> bytes:
        upstream.settimeout(30)
        answer = b""
        while True:
            data = upstream.recv(CHUNK)
            if not data:
                break
            answer += data
        here, there = (
            f"127.0.0.1:{self.port}/store".encode(),
            f"127.0.0.1:{self._upstream_port}/store".encode(),
        )
        return answer.replace(there, here)

    def _give(self, stream: socket.socket, answer: bytes, fault: str) -> bool:
        if fault in (DROP_IN_BODY, LOSE_ANSWER):
            return False
        # The client has to know that its connection ends here, or it may write the next request into it.
        answer = _told(answer, b"keep-alive" if fault == STALE else b"close")
        if fault == STALE:
            stream.sendall(answer)
            self._read(stream)
        elif fault == RESET:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif fault == STALL:
            self.stop.wait(STALL_S)
        elif fault == TRUNCATE:
            stream.sendall(answer[: max(1, len(answer) - 20)])
        elif fault == FAIL_AFTER:
            stream.sendall(_FAILED)
        elif fault == SLOW:
            for at in range(0, len(answer), 64):
                stream.sendall(answer[at : at + 64])
                time.sleep(0.002)
        else:
            stream.sendall(answer)
        return False

    def _read_head(self, stream: socket.socket, data: bytes) -> Tuple[bytes, bytes]:
        while b"\r\n\r\n" not in data:
            data += self._read(stream)
        head, rest = data.split(b"\r\n\r\n", 1)
        return head, rest

    def _read_body(self, stream: socket.socket, rest: bytes, length: int) -> None:
        while len(rest) < length:
            rest += self._read(stream)

    def _read(self, stream: socket.socket) -> bytes:
        while not self.stop.is_set():
            try:
                data = stream.recv(CHUNK)
            except socket.timeout:
                continue
            if not data:
                break
            return data
        raise ConnectionError("the other side closed")


class RandomPlan:
    """Each request meets a fault with a chance, never more than `most_in_a_row`: a bad line, not a dead one."""

    def __init__(
        self, seed: int, chance: float, faults: Tuple[str, ...] = FAULTS, most_in_a_row: int = 3
    ) -> None:
        self._random = random.Random(seed)
        self._chance = chance
        self._faults = faults
        self._most = most_in_a_row
        self._row = 0
        self._guard = threading.Lock()

    def __call__(self, method: str, path: str) -> str:
        with self._guard:
            if self._row >= self._most or self._random.random() >= self._chance:
                self._row = 0
                return PASS
            self._row += 1
            return self._random.choice(self._faults)


class Script:
    """The faults of the coming requests to one path, in their order; everything else passes."""

    def __init__(self, path_end: str, *faults: str) -> None:
        self._path_end = path_end
        self._faults = list(faults)

    def __call__(self, method: str, path: str) -> str:
        return self._faults.pop(0) if path.endswith(self._path_end) and self._faults else PASS


def _listener_like(port: int) -> socket.socket:
    """A listener whose port has as many digits as another, so that an address can be rewritten in place."""
    held: List[socket.socket] = []
    try:
        while True:
            made = listener()
            if len(str(made.getsockname()[1])) == len(str(port)):
                return made
            held.append(made)
    finally:
        for each in held:
            each.close()


def _length(head: bytes) -> int:
    return int(_header(head, b"content-length") or b"0")


def _header(head: bytes, name: bytes) -> Optional[bytes]:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return None


def _told(message: bytes, connection: bytes) -> bytes:
    """A request or an answer whose head says what becomes of the connection after it; what has no whole head stays."""
    head, end, body = message.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: " + connection]) + end + body if end else message
