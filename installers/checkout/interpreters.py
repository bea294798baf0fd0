"""Finds the Python interpreters of this machine that really run."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

# What the hosts ship: 3.8 and 3.12 are in none of them.
HOST_VERSIONS = ((3, 7), (3, 9), (3, 10), (3, 11), (3, 13))
# From here on the newest tools run, and PySide6 is the binding.
FIRST_WITH_PYSIDE6 = (3, 11)

_QUESTION = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.version.replace(chr(10), ' '))"
_ANSWER_WITHIN_S = 20


@dataclass(frozen=True)
class Interpreter:
    """One Python that answered: `version` as (3, 11), `build` its full version text."""

    version: tuple[int, int]
    build: str
    executable: str

    @property
    def name(self) -> str:
        return f"Python {self.version[0]}.{self.version[1]}"

    @property
    def short_name(self) -> str:
        return f"py{self.version[0]}{self.version[1]}"

    @property
    def binding(self) -> str:
        """The Qt binding its suite runs on, as $PYTEST_QT_API spells it."""
        return "pyside6" if self.version >= FIRST_WITH_PYSIDE6 else "pyside2"


def starting_interpreter() -> Interpreter:
    """The Python that runs us; inside a virtual environment, the one that environment was made from."""
    executable = sys.executable
    if sys.prefix != sys.base_prefix:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        candidates = [
            getattr(sys, "_base_executable", None) or "",
            os.path.join(sys.base_prefix, "bin", f"python{version}"),
            os.path.join(sys.base_prefix, "python.exe"),
        ]
        ours = os.path.join(sys.prefix, "")
        executable = next((c for c in candidates if os.path.exists(c) and not c.startswith(ours)), executable)
    return Interpreter(
        (sys.version_info[0], sys.version_info[1]),
        sys.version.replace("\n", " "),
        os.path.abspath(executable),
    )


def ask(executable: str) -> Interpreter | None:
    """The interpreter behind a path, or None when it does not run (a version manager's shim may stand for nothing)."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        answer = subprocess.run(
            [executable, "-I", "-c", _QUESTION],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=variables,
            timeout=_ANSWER_WITHIN_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = answer.stdout.decode("utf-8", "replace").splitlines()
    if answer.returncode != 0 or len(lines) < 2:
        return None
    try:
        major, minor = (int(part) for part in lines[0].split("."))
    except ValueError:
        return None
    return Interpreter((major, minor), lines[1].strip(), os.path.abspath(executable))


def candidates(version: tuple[int, int]) -> list[str]:
    """Where a Python of this version may be, the likeliest first."""
    name = f"python{version[0]}.{version[1]}"
    on_path = shutil.which(name)
    pyenv_root = os.environ.get("PYENV_ROOT") or os.path.join(os.path.expanduser("~"), ".pyenv")
    patterns = [
        os.path.join(glob.escape(pyenv_root), "versions", f"{version[0]}.{version[1]}.*", "bin", name),
        os.path.join(os.sep, "usr", "bin", name),
        os.path.join(os.sep, "usr", "local", "bin", name),
        os.path.join(os.sep, "opt", "python", "*", "bin", name),
    ]
    found = [path for pattern in patterns for path in sorted(glob.glob(pattern), reverse=True)]
    return ([on_path] if on_path else []) + found


def find(version: tuple[int, int]) -> Interpreter | None:
    """The first candidate that runs and is really of this version; None when there is none."""
    for executable in candidates(version):
        interpreter = ask(executable)
        if interpreter is not None and interpreter.version == version:
            return interpreter
    return None


def find_hosts_pythons(start: Interpreter) -> tuple[list[Interpreter], list[tuple[int, int]]]:
    """The starting Python first, then every other one that a host ships; and the versions not found."""
    found, missing = [start], []
    for version in HOST_VERSIONS:
        if version == start.version:
            continue
        interpreter = find(version)
        if interpreter is None:
            missing.append(version)
        else:
            found.append(interpreter)
    return found, missing


def choose_for_checks(found: list[Interpreter]) -> Interpreter:
    """Where format, lint and types run: the starting Python if today's tools run there, else the newest found."""
    if found[0].version >= FIRST_WITH_PYSIDE6:
        return found[0]
    return max(found, key=lambda interpreter: interpreter.version)


def choose_for_long_suites(found: list[Interpreter]) -> set[Interpreter]:
    """One Python per binding, 3.11 or what is nearest to it: most hosts run it, and the vendor's SDK was made for it."""
    nearest: dict[str, Interpreter] = {}
    for interpreter in sorted(found, key=lambda one: abs(one.version[1] - FIRST_WITH_PYSIDE6[1])):
        nearest.setdefault(interpreter.binding, interpreter)
    return set(nearest.values())
