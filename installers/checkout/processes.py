"""Runs child processes: freed from the caller's Python settings, and ended with us."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

# Each of these would bend the children's Python, pip, pytest or Qt away from the checkout's own environment.
DROPPED_VARIABLES = (
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "PYTHONOPTIMIZE",
    "PYTHONWARNINGS",
    "PYTHONUSERBASE",
    "PYTHONEXECUTABLE",
    "__PYVENV_LAUNCHER__",
    "PYENV_VERSION",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_PYTHON",
    "PYTEST_ADDOPTS",
    "PYTEST_PLUGINS",
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_API",
)

GRACE_S = 5.0
# What coreutils' `timeout` answers.
OVER_THE_LIMIT = 124

_running: set[subprocess.Popen[str]] = set()
_ending = threading.Event()


def child_variables(checkout: Path) -> dict[str, str]:
    """The caller's variables without those in DROPPED_VARIABLES; pip's index settings stay as they are.

    With a home folder that cannot be written, caches and the product's own settings go into the checkout.
    A home that is not there is replaced: tools that pip asks for their version would make it. One that is there
    and read-only stays, for pip's settings in it.
    """
    variables = {name: value for name, value in os.environ.items() if name not in DROPPED_VARIABLES}
    # An environment takes no `--user` install, and the outer pip is asked to write into ours.
    variables.update(
        PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1"
    )
    if not _home_is_writable():
        home = checkout / ".venvs" / "home"
        if not os.path.isdir(os.path.expanduser("~")):
            variables["HOME"] = str(home)
        for name, folder in (
            ("PIP_CACHE_DIR", "cache/pip"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("RB_DCC_HOME", "renderbus"),
        ):
            variables.setdefault(name, str(home / folder))
    return variables


def has_screen() -> bool:
    """True where a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _home_is_writable() -> bool:
    home = os.path.expanduser("~")
    return os.path.isdir(home) and os.access(home, os.W_OK)


def run(command: list[str], folder: Path, variables: dict[str, str], limit_s: float | None = None) -> int:
    """Runs a command with our own output as its output; returns its exit code.

    Past `limit_s` (None: no limit) it is aborted, so that each Python among it that can prints where it stood,
    and the answer is OVER_THE_LIMIT.
    """
    sys.stdout.flush()
    child = _start(command, folder, variables, output=None)
    try:
        return _finish(child, limit_s)[0]
    except subprocess.TimeoutExpired:
        print(f"\nNot done within {limit_s:.0f} s: aborting it.", flush=True)
        _abort(child)
        return OVER_THE_LIMIT


def capture(command: list[str], folder: Path, variables: dict[str, str]) -> tuple[int, str]:
    """Runs a command and keeps what it says; returns the exit code, and output and errors together."""
    try:
        return _finish(_start(command, folder, variables, output=subprocess.PIPE))
    except OSError as error:
        return 127, str(error)


def _start(
    command: list[str], folder: Path, variables: dict[str, str], output: int | None
) -> subprocess.Popen[str]:
    if _ending.is_set():
        raise KeyboardInterrupt
    # A process group of its own: Ctrl-C reaches us alone, and we end the child with all that it started.
    child = subprocess.Popen(
        command,
        cwd=str(folder),
        env=variables,
        stdin=None if output is None else subprocess.DEVNULL,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
        start_new_session=True,
    )
    _running.add(child)
    return child


def _finish(child: subprocess.Popen[str], limit_s: float | None = None) -> tuple[int, str]:
    try:
        text = child.communicate(timeout=limit_s)[0] or ""
    except KeyboardInterrupt:
        end_all()
        raise
    _running.discard(child)
    return child.returncode, text


def end_all() -> None:
    """Ends every child with all that it started, after GRACE_S seconds for good.

    Not by SIGINT: each Python among them would print a traceback of its own.
    """
    _ending.set()
    children = [child for child in list(_running) if child.poll() is None]
    for child in children:
        _signal_group(child, signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=GRACE_S)
        except subprocess.TimeoutExpired:
            _signal_group(child, getattr(signal, "SIGKILL", signal.SIGTERM))
            child.wait()
        _running.discard(child)


def _abort(child: subprocess.Popen[str]) -> None:
    _signal_group(child, getattr(signal, "SIGABRT", signal.SIGTERM))
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=GRACE_S)
    # What ignored it, and children whose parent is gone already.
    _signal_group(child, getattr(signal, "SIGKILL", signal.SIGTERM))
    child.wait()
    _running.discard(child)


def _signal_group(child: subprocess.Popen[str], number: int) -> None:
    try:
        if os.name == "posix":
            os.killpg(child.pid, number)
        else:
            child.terminate()
    except ProcessLookupError:
        return
