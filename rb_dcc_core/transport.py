"""The one door to the network: signed requests through `requests`, each low-level failure mapped once, here."""

from __future__ import annotations

import json
import logging
import secrets
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple, Union
from urllib.parse import urlsplit

from . import network_faults
from .address import ServiceAddress
from .answers import read_answer
from .credentials import Credentials
from .errors import NetworkError, SettingsError, SignatureExpiredError, UnreachableError
from .open_lines import OpenLines
from .retry import past_a_stale_connection, with_retries
from .signing import flatten, sign

if TYPE_CHECKING:
    import requests

_log = logging.getLogger(__name__)

CHANNEL = "4"
CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 60.0
PUBLIC_TIMEOUTS_S = (3.0, 5.0)
MOST_PUBLIC_BYTES = 8 << 20
LANGUAGE_FLAGS = {"zh": "0", "en": "1"}
Body = Union[bytes, Iterator[bytes], None]


def fresh_nonce() -> str:
    """A number nobody can guess or meet again, as text."""
    return str(secrets.randbelow(9 * 10**11) + 10**11)


class Transport:
    """Sends signed requests to one service for one account; usable from any thread, never on a host's main thread.

    `clock` gives seconds since the epoch. `platform` is the farm's platform number as text.
    """

    def __init__(
        self,
        address: ServiceAddress,
        credentials: Credentials,
        platform: str,
        language: str = "en",
        clock: Callable[[], float] = time.time,
        nonce: Callable[[], str] = fresh_nonce,
        sleep: Optional[Callable[[float], None]] = None,
        timeouts_s: Tuple[float, float] = (CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
    ) -> None:
        self.address = address
        self.platform = platform
        self.clock_offset_s = 0.0
        self.request_count = 0
        self._credentials = credentials
        self._language = language
        self._clock = clock
        self._nonce = nonce
        self._lines = OpenLines()
        self._sleep = sleep or self._lines.wait
        self._timeouts_s = timeouts_s
        self._local = threading.local()
        self._sessions: List[requests.Session] = []
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return f"Transport({self.address.url!r})"

    def post(self, path: str, body: Mapping[str, Any], header_version: str, repeatable: bool) -> Any:
        """Ask one interface and return the envelope's data; raises NetworkError or ServiceError."""
        return self.ask("POST", path, header_version, repeatable, body=body)

    def ask(
        self,
        method: str,
        path: str,
        header_version: str,
        repeatable: bool,
        body: Optional[Mapping[str, Any]] = None,
        query: Optional[Mapping[str, Any]] = None,
    ) -> Any:
        """Ask anything that answers with an envelope; a JSON body or a query is part of what is signed.

        What must not be repeated gets a connection of its own: whether it arrived through one that was closed
        meanwhile could not be told, and would cost a lost number or a question.
        """
        flatten(body or {})  # refuses what cannot be signed by its field, before JSON stumbles over it
        payload = (
            None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        )

        def once() -> requests.Response:
            return self._once(method, path, header_version, body or query or {}, query, payload)

        def attempt() -> Any:
            if not repeatable:
                self.release()
            response = past_a_stale_connection(once) if repeatable else once()
            return read_answer(response.status_code, response.headers, response.content)

        return with_retries(lambda: self._with_right_clock(attempt), repeatable, self._sleep)

    def send_bytes(self, path: str, header_version: str, query: Mapping[str, Any], content: Body) -> Any:
        """PUT raw bytes once; whoever sends knows where to go on, so the door itself does not repeat it.

        Raises StaleConnection where only the kept connection may be to blame.
        """
        response = self._once("PUT", path, header_version, query, query, content)
        return read_answer(response.status_code, response.headers, response.content)

    def fetch_bytes(
        self, path: str, header_version: str, query: Mapping[str, Any], start: int, block_size: int = 1 << 18
    ) -> Iterator[bytes]:
        """GET raw bytes from an offset on, in blocks; raises before the first block when it is refused.

        Raises TruncatedAnswerError when fewer bytes come than were announced.
        """
        extra = {"Accept-Encoding": "identity"}
        if start:
            extra["Range"] = f"bytes={start}-"
        response = past_a_stale_connection(
            lambda: self._once("GET", path, header_version, query, query, None, extra, stream=True)
        )
        try:
            with self._lines.cancelled_when_cut(), network_faults.mapped(self.address):
                if response.status_code not in (200, 206):
                    read_answer(response.status_code, response.headers, response.content)
                # Whoever knows no ranges sends the file from its start: what is held already is passed over.
                passed_over = start if response.status_code == 200 else 0
                yield from _whole_body(response, block_size, passed_over, self.address.host)
        finally:
            response.close()

    def close(self) -> None:
        """Close every kept connection."""
        with self._guard:
            sessions, self._sessions = self._sessions, []
            self._local = threading.local()
        for session in sessions:
            session.close()

    def release(self) -> None:
        """Close this thread's own connection."""
        session: Optional[requests.Session] = getattr(self._local, "session", None)
        self._local.session = None
        with self._guard:
            if session in self._sessions:
                self._sessions.remove(session)
        if session is not None:
            session.close()

    def abort(self) -> None:
        """Break off every request under way and allow no other: each raises Cancelled, at once. Any thread."""
        self._lines.cut()

    def _with_right_clock(self, attempt: Callable[[], Any]) -> Any:
        """610 tells the service's time: learn the offset and try once more (the request was refused, not done)."""
        try:
            return attempt()
        except SignatureExpiredError as error:
            if error.server_time_ms is None:
                raise
            self.clock_offset_s = error.server_time_ms / 1000.0 - self._clock()
            _log.info("clock differs from the service's by %d s; corrected", round(self.clock_offset_s))
            return attempt()

    def _once(
        self,
        method: str,
        path: str,
        header_version: str,
        signed: Mapping[str, Any],
        query: Optional[Mapping[str, Any]],
        payload: Body,
        extra: Optional[Mapping[str, str]] = None,
        stream: bool = False,
    ) -> requests.Response:
        """Send one request with a time, nonce and signature of its own."""
        headers = self._signed_headers(method, path, header_version, signed)
        headers.update(extra or {})
        started = time.monotonic()
        self._lines.check()
        self.request_count += 1
        lines = self._lines
        with lines.cancelled_when_cut(), lines.stale_where_kept(), network_faults.mapped(self.address):
            response = self._session().request(
                method,
                self.address.url + path,
                params=dict(query) if query else None,
                data=payload,
                headers=headers,
                timeout=self._timeouts_s,
                allow_redirects=False,
                stream=stream,
            )
        _log.debug(
            "%s %s: HTTP %s in %.0f ms",
            method,
            path,
            response.status_code,
            1000 * (time.monotonic() - started),
        )
        return response

    def _signed_headers(
        self, method: str, path: str, version: str, signed: Mapping[str, Any]
    ) -> Dict[str, str]:
        headers = {
            "accessId": self._credentials.access_id,
            "channel": CHANNEL,
            "platform": self.platform,
            "UTCTimestamp": str(int(self._clock() + self.clock_offset_s)),
            "nonce": self._nonce(),
            "version": version,
        }
        headers["signature"] = sign(
            self._credentials.access_key, self.address.host, path, headers, signed, method
        )
        headers["languageFlag"] = LANGUAGE_FLAGS.get(self._language, "1")
        headers["Content-Type"] = "application/octet-stream" if method == "PUT" else "application/json"
        return headers

    def _session(self) -> requests.Session:
        """A session of this thread's own; requests' sessions are not made to be shared."""
        session: Optional[requests.Session] = getattr(self._local, "session", None)
        if session is None:
            session = _new_session(self.address)
            self._lines.watch(session)
            self._local.session = session
            with self._guard:
                self._sessions.append(session)
        return session


@dataclass(frozen=True)
class NextStop:
    """The computer that a request goes to first: the service's own, or the proxy before it."""

    host: str
    port: int
    is_proxy: bool = False


def next_stop(address: ServiceAddress) -> NextStop:
    """Where requests to a service go first, by this computer's proxy settings. Connects to nothing."""
    import requests

    session = _new_session(address)
    try:
        proxies = session.merge_environment_settings(address.url, {}, False, None, None)["proxies"]
        proxy = requests.utils.select_proxy(address.url, proxies)
    finally:
        session.close()
    parts = urlsplit(address.url)
    if proxy:
        parts = urlsplit(proxy if "://" in proxy else "http://" + proxy)
    return NextStop(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80), bool(proxy))


def look_up(host: str, port: int) -> Tuple[str, ...]:
    """The addresses behind a host's name; raises UnreachableError where nobody knows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(
            "The name {host} is not known here. Check the service address, and this computer's network.",
            host=host,
        ) from error
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def knock(host: str, port: int, timeout_s: float = CONNECT_TIMEOUT_S) -> None:
    """Connect and leave again; raises UnreachableError where nobody opens."""
    try:
        socket.create_connection((host, port), timeout_s).close()
    except OSError as error:
        raise UnreachableError(
            "{host} does not answer on port {port}. Check the network and the firewall.", host=host, port=port
        ) from error


def greet(address: ServiceAddress) -> Tuple[int, str]:
    """Ask for a service's front page, unsigned and once: the HTTP status and the Date header, "" where none is told.

    Says nothing of any account, but everything of the way there; raises NetworkError.
    """
    session = _new_session(address)
    try:
        with network_faults.mapped(address):
            response = session.get(
                address.url + "/",
                timeout=(CONNECT_TIMEOUT_S, CONNECT_TIMEOUT_S),
                allow_redirects=False,
                stream=True,
            )
        response.close()
    finally:
        session.close()
    return response.status_code, response.headers.get("Date", "")


def fetch_public(address: ServiceAddress, path: str, most_bytes: int = MOST_PUBLIC_BYTES) -> bytes:
    """Ask for something that anybody may read, unsigned and once; raises NetworkError, also where it is too large.

    Redirects are not followed: the answer comes from whom it was asked of.
    """
    session = _new_session(address)
    received = bytearray()
    try:
        with network_faults.mapped(address):
            response = session.get(
                address.url + path, timeout=PUBLIC_TIMEOUTS_S, allow_redirects=False, stream=True
            )
            with response:
                if response.status_code == 200:
                    for block in response.iter_content(1 << 16):
                        received += block
                        if len(received) > most_bytes:
                            break
    finally:
        session.close()
    if response.status_code != 200 or len(received) > most_bytes:
        raise NetworkError(
            "{host} did not answer what was asked (HTTP {status}). Try again later.",
            host=address.host,
            status=response.status_code,
        )
    return bytes(received)


def _whole_body(response: requests.Response, block_size: int, passed_over: int, host: str) -> Iterator[bytes]:
    """The body's blocks, without its first `passed_over` bytes; older urllib3 takes an early end for the end."""
    announced = response.headers.get("Content-Length", "")
    received = 0
    for block in response.iter_content(block_size):
        wanted = block[max(0, passed_over - received) :]
        received += len(block)
        if wanted:
            yield wanted
    if announced.isdecimal() and not response.headers.get("Content-Encoding") and received < int(announced):
        raise network_faults.broken_off(host)


def _new_session(address: ServiceAddress) -> requests.Session:
    try:
        import requests
    except ImportError as error:
        raise SettingsError(
            "The network library could not be loaded ({why}). On some Linux systems the host's Python lacks SSL:"
            " install the system's OpenSSL libraries.",
            why=str(error),
        ) from error
    session = requests.Session()
    session.hooks["response"].append(_drop_location)
    session.auth = _leave_alone  # else a .netrc entry for the host would add its password to our requests
    if address.is_local:
        session.trust_env = False  # a proxy cannot reach this computer's own service
    return session


def _drop_location(response: requests.Response, **_: Any) -> requests.Response:
    """Redirects are not followed, but `requests` reads their address all the same and stumbles over a broken one."""
    response.headers.pop("Location", None)
    return response


def _leave_alone(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
