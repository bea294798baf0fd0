"""Guards around every test: no network but loopback, no unexpected log, no leaked thread, no setting from outside."""

from __future__ import annotations

import faulthandler
import ipaddress
import logging
import os
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from hypothesis import settings

OUR_LOGGERS = ("rb_dcc_core", "rb_dcc_cli", "rb_dcc_ui", "rb_maya", "rb_max")
PROXY_VARIABLES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy")
THREAD_GRACE_S = 2.0
# Where nothing gives a test one.
TIME_LIMIT_S = 300.0
# Past a test's own time limit.
HANG_GRACE_S = 30.0

# Without a screen Qt would end the whole run; the suite asks for none.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A slow machine is no failing property; in CI a failure must come again on the next run.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


class NetworkRefused(AssertionError):
    """A test reached for a machine other than this one. No OSError, so that no retry of ours swallows it."""


class NetworkGuard:
    """Stands in for the socket functions that reach out, and remembers each refusal, whatever thread it was in."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def check(self, host: object) -> None:
        if not is_loopback(host):
            self.refused.append(str(host))
            raise NetworkRefused(f"a test may talk to loopback only, not to {host!r}")

    def guard_method(self, patch: pytest.MonkeyPatch, name: str, address_from_end: int = 1) -> None:
        """Checks the address, a socket method's last argument, before the real method runs."""
        real = getattr(socket.socket, name)

        def guarded(this: socket.socket, *arguments: Any) -> Any:
            if this.family in (socket.AF_INET, socket.AF_INET6):
                self.check(arguments[-address_from_end][0])
            return real(this, *arguments)

        patch.setattr(socket.socket, name, guarded)

    def guard_lookup(self, patch: pytest.MonkeyPatch, name: str) -> None:
        """Checks the host, a lookup's first argument, before it asks a name server."""
        real = getattr(socket, name)

        def guarded(host: object, *arguments: Any, **named: Any) -> Any:
            self.check(host)
            return real(host, *arguments, **named)

        patch.setattr(socket, name, guarded)


def is_loopback(host: object) -> bool:
    """True for this machine's own addresses and for the empty host a server binds to."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if text in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(text).split("%")[0]).is_loopback or str(text) in ("0.0.0.0", "::")
    except ValueError:
        return False


def time_limit(item: pytest.Item) -> float:
    """Seconds, of the test's own marker or of the settings."""
    marker = item.get_closest_marker("timeout")
    own = next(iter(marker.args), marker.kwargs.get("timeout")) if marker is not None else None
    return float(own or item.config.getini("timeout") or TIME_LIMIT_S)


_stderr = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    # Before a test's capturing takes the number over; never closed, for a crash at the very end to have it.
    config.stash[_stderr] = os.dup(2)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # As in a shell's background; the commands under test would never hear their Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Ends a test that not even its time limit can end, every thread's stack shown.

    That limit needs the interpreter; two threads that wait for each other in C++ never give it back.
    """
    limit = time_limit(item) + HANG_GRACE_S
    faulthandler.dump_traceback_later(limit, exit=True, file=item.config.stash[_stderr])
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session", autouse=True)
def _network() -> Iterator[NetworkGuard]:
    guard = NetworkGuard()
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex", "sendto"):
            guard.guard_method(patch, method)
        for lookup in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            guard.guard_lookup(patch, lookup)
        yield guard


@pytest.fixture(autouse=True)
def _only_loopback(_network: NetworkGuard) -> Iterator[None]:
    _network.refused.clear()
    yield
    if _network.refused:
        pytest.fail(f"reached for the network: {', '.join(_network.refused)}", pytrace=False)


@pytest.fixture(autouse=True)
def _clean_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("RB_DCC_") or name.lower() in PROXY_VARIABLES:
                patch.delenv(name)
        # Whatever the developer's own system speaks.
        patch.setenv("LANGUAGE", "en")
        # A panel that is open for long would ask the package index.
        patch.setenv("RB_DCC_NO_UPDATE_CHECK", "1")
        patch.setenv("RB_DCC_HOME", str(tmp_path_factory.mktemp("renderbus-home")))
        yield


@pytest.fixture(autouse=True)
def _no_leaked_thread(_clean_settings: None) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + THREAD_GRACE_S
    while leaked_threads(before) and time.monotonic() < until:
        time.sleep(0.01)
    left = leaked_threads(before)
    if left:
        pytest.fail(f"left running: {', '.join(thread.name for thread in left)}", pytrace=False)


def leaked_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads started since. A foreign thread that only called into Python stays listed for ever, so it is left out."""
    foreign = threading._DummyThread  # type: ignore[attr-defined]
    return [
        t for t in threading.enumerate() if t not in before and t.is_alive() and not isinstance(t, foreign)
    ]


@pytest.fixture(autouse=True)
def _no_left_window(_no_leaked_thread: None) -> Iterator[None]:
    """What a test leaves to be deleted is deleted on this thread, before another test's threads collect garbage: a window
    deleted by one of those takes the whole run with it."""
    before = {id(window) for window in windows_of_python()}
    yield
    left = sorted(type(window).__name__ for window in windows_of_python() if id(window) not in before)
    if left:
        pytest.fail(f"left open: {', '.join(left)}", pytrace=False)


def windows_of_python() -> list[Any]:
    """Windows that Python would delete, once Qt has deleted what it was asked to. Nothing is loaded for it."""
    application = application_of_qt()
    if application is None:
        return []
    application.sendPostedEvents(None, int(_qt().QtCore.QEvent.Type.DeferredDelete))
    found = (each for each in application.topLevelWidgets() if each.parent() is None)
    return [each for each in found if _qt().is_owned_by_python(each)]


def application_of_qt() -> Any:
    """None where no test has made one. Nothing is loaded for it."""
    binding = _qt()
    return None if binding is None else binding.QtWidgets.QApplication.instance()


def _qt() -> Any:
    return sys.modules.get("rb_dcc_ui.binding")


@pytest.fixture(autouse=True)
def _same_colours(_no_left_window: None) -> Iterator[None]:
    """A host's fake gives its colours to the whole application; the next test must not find them there."""
    before = colours()
    yield
    after = colours()
    if before and after != before:
        application_of_qt().setPalette(_qt().QtWidgets.QApplication.style().standardPalette())
        pytest.fail(f"left the application's colours changed: {before} became {after}", pytrace=False)


def colours() -> list[str]:
    """The ground and the words on it, of an application that is there."""
    application = application_of_qt()
    if application is None:
        return []
    roles = _qt().QtGui.QPalette.ColorRole
    return [application.palette().color(role).name() for role in (roles.Window, roles.WindowText)]


class LogGuard(logging.Handler):
    """Collects our warnings and errors; each must have been expected by a piece of its text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, *pieces: str) -> None:
        self.expected.extend(pieces)

    def complaint(self) -> str:
        """What is wrong with what was logged; empty when all is as expected."""
        surprises = [text for text in self.texts if not any(piece in text for piece in self.expected)]
        absent = [piece for piece in self.expected if not any(piece in text for text in self.texts)]
        lines = [f"unexpected log: {text}" for text in surprises]
        return "\n".join(lines + [f"expected log never came: {piece}" for piece in absent])


@pytest.fixture(autouse=True)
def _log_guard(request: pytest.FixtureRequest, _same_colours: None) -> Iterator[LogGuard]:
    guard = LogGuard()
    for marker in request.node.iter_markers("expected_logs"):
        guard.expect(*marker.args)
    loggers = [logging.getLogger(name) for name in OUR_LOGGERS]
    before = {logger: list(logger.handlers) for logger in loggers}
    for logger in loggers:
        logger.addHandler(guard)
    yield guard
    for logger in loggers:
        for handler in [each for each in logger.handlers if each not in before[logger]]:
            # The guard, and the log file of a command that in life ends with its process.
            logger.removeHandler(handler)
            handler.close()
    if guard.complaint():
        pytest.fail(guard.complaint(), pytrace=False)


@pytest.fixture
def expected_logs(_log_guard: LogGuard) -> Callable[..., None]:
    """Call it with a piece of each warning's or error's text that the test provokes on purpose."""
    return _log_guard.expect


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The checkout's root folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def turntable(tmp_path: Path, checkout: Path) -> Path:
    """The shipped scene with its files, a test's own copy."""
    folder = tmp_path / "project"
    shutil.copytree(str(checkout / "ui" / "rb_dcc_cli" / "demo_scene"), str(folder))
    return folder / "turntable.ma"
