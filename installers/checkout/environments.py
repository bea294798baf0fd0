"""Makes and keeps the checkout's virtual environments, whatever a run before left of them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkout import processes, system_packages
from checkout.interpreters import Interpreter
from checkout.problem import SetupProblem

EXTRAS_FOR_DEMO = ("cli", "sandbox")
EXTRAS_FOR_PANEL = ("cli", "sandbox", "qt")
EXTRAS_FOR_SUITE = ("cli", "sandbox", "qt", "test")
# The types of all that the checked code imports.
EXTRAS_FOR_CHECKS = ("cli", "sandbox", "lint")
EXTRAS_FOR_SDK = ("bench",)
EXTRAS_FOR_PEERS = ("peers",)
# The vendor pins requests 2.23, tenacity 7.0 and attrs 19.3 exactly; with today's versions it runs as well.
SDK = "rayvision-api"

STAMP = "renderbus-dev.json"
# Raise to have every environment made anew.
LAYOUT = 1
# The first pip that installs an editable project without a setup.py.
FIRST_PIP_FOR_EDITABLE = (21, 3)


@dataclass(frozen=True)
class Environment:
    """One virtual environment of the checkout: `.venv` for the Python started with, `.venvs/pyXY` for others."""

    checkout: Path
    interpreter: Interpreter
    folder: Path

    @property
    def python(self) -> Path:
        return self.script("python")

    def script(self, name: str) -> Path:
        """A command's path inside the environment."""
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def prepare(self, extras: tuple[str, ...]) -> None:
        """Leaves the environment with these extras installed; at once when a finished run before did it.

        Raises SetupProblem. Safe after an interrupted run: the stamp is written last, and a folder
        without one is made anew, because pip may have stopped in the middle of a package.
        """
        stamp = read_stamp(self.folder)
        sound = stamp.get("identity") == self.identity()
        current = sound and stamp.get("requirements") == requirements_digest(self.checkout)
        kept = set(stamp.get("extras", ())) if current else set()
        if kept.issuperset(extras):
            return
        print(
            f"Setting up {self.interpreter.name} in {self.folder.relative_to(self.checkout)} ...", flush=True
        )
        require_writable(self.checkout)
        if sound:
            (self.folder / STAMP).unlink()
        else:
            self._make()
        self._install(tuple(sorted(kept.union(extras))))

    def identity(self) -> str:
        """What an environment cannot outlive: another Python, another place."""
        return "; ".join((str(LAYOUT), self.interpreter.build, self.interpreter.executable, str(self.folder)))

    def _make(self) -> None:
        set_aside(self.folder, self.checkout)
        if self._outside("-m", "venv", str(self.folder))[0] == 0:
            return
        # Debian's python3 without python3-venv: the environment is possible, only pip has to come from outside.
        set_aside(self.folder, self.checkout)
        bare = self._outside("-m", "venv", "--without-pip", str(self.folder))[0] == 0
        if bare and self._bring_pip_from_outside():
            return
        set_aside(self.folder, self.checkout)
        if (
            system_packages.install_venv_module(self.interpreter)
            and self._outside("-m", "venv", str(self.folder))[0] == 0
        ):
            return
        set_aside(self.folder, self.checkout)
        raise SetupProblem(missing_pip_message(self.interpreter))

    def _bring_pip_from_outside(self) -> bool:
        # `--target` is open to every pip and to an externally managed Python; `--python` only since pip 22.3.
        _, packages = self._inside("-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])")
        code, _ = self._outside("-m", "pip", "install", "-q", "--target", packages.strip(), "pip")
        return code == 0

    def _install(self, extras: tuple[str, ...]) -> None:
        _, said = self._inside("-m", "pip", "--version")
        if pip_version(said) < FIRST_PIP_FOR_EDITABLE:
            self._pip("--upgrade", "pip>=21.3")
        constraints = ("-c", str(self.checkout / "installers" / "constraints.txt"))
        self._pip(*constraints, "hatchling")
        self._pip(*constraints, "--no-build-isolation", "-e", f".[{','.join(extras)}]")
        if set(EXTRAS_FOR_SDK).issubset(extras):
            self._pip(*constraints, "--no-deps", "--no-build-isolation", SDK)
        write_stamp(
            self.folder,
            {
                "identity": self.identity(),
                "requirements": requirements_digest(self.checkout),
                "extras": list(extras),
            },
        )

    def _pip(self, *words: str) -> None:
        code, said = self._inside("-m", "pip", "install", "-q", "--prefer-binary", *words)
        if code != 0:
            raise SetupProblem(
                f"{said.strip()}\n\npip could not install what {self.interpreter.name} needs. Check the connection "
                "and pip's index settings (`pip config list`), then run the same command again."
            )

    def _outside(self, *words: str) -> tuple[int, str]:
        return self._capture(self.interpreter.executable, words)

    def _inside(self, *words: str) -> tuple[int, str]:
        return self._capture(str(self.python), words)

    def _capture(self, executable: str, words: tuple[str, ...]) -> tuple[int, str]:
        variables = processes.child_variables(self.checkout)
        return processes.capture([executable, *words], self.checkout, variables)


def own_environment(checkout: Path, start: Interpreter) -> Environment:
    """`.venv`, where editors look for it, made from the Python that runs us."""
    return Environment(checkout, start, checkout / ".venv")


def other_environment(checkout: Path, interpreter: Interpreter) -> Environment:
    """The environment of a Python that is not the one we were started with."""
    return Environment(checkout, interpreter, checkout / ".venvs" / interpreter.short_name)


def checks_environment(checkout: Path, interpreter: Interpreter) -> Environment:
    """For the checks on a Python whose suite runs on PySide2: they need PySide6's stubs, and one cannot have both."""
    return Environment(checkout, interpreter, checkout / ".venvs" / "checks")


def requirements_digest(checkout: Path) -> str:
    """Changes whenever what is to be installed may have changed."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "installers/constraints.txt"):
        digest.update((checkout / name).read_bytes())
    return digest.hexdigest()


def read_stamp(folder: Path) -> dict[str, Any]:
    """What the last finished run wrote; empty when there is none, or none that can be read."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(folder: Path, stamp: dict[str, Any]) -> None:
    unfinished = folder / (STAMP + ".new")
    unfinished.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    os.replace(str(unfinished), str(folder / STAMP))


def pip_version(said: str) -> tuple[int, ...]:
    """(22, 0) from `pip 22.0.4 from ...`; (0,) when pip did not answer."""
    words = said.split()
    if len(words) < 2 or words[0] != "pip":
        return (0,)
    numbers = [part for part in words[1].split(".")[:2] if part.isdigit()]
    return tuple(int(part) for part in numbers) or (0,)


def set_aside(folder: Path, checkout: Path) -> None:
    """Removes an environment. Moved first: a removal that is interrupted leaves no half of one in its place."""
    if not folder.exists() and not folder.is_symlink():
        folder.parent.mkdir(parents=True, exist_ok=True)
        return
    if not looks_like_environment(folder):
        raise SetupProblem(
            f"{folder} stands where the environment goes and is none. Move it away, then run again."
        )
    trash = checkout / ".venvs" / "trash"
    trash.mkdir(parents=True, exist_ok=True)
    os.replace(str(folder), tempfile.mkdtemp(dir=str(trash)))
    shutil.rmtree(str(trash), ignore_errors=True)


def looks_like_environment(folder: Path) -> bool:
    """An environment, or the beginning of one: never a folder of somebody's own files."""
    return folder.is_dir() and ((folder / "pyvenv.cfg").exists() or not any(folder.iterdir()))


def require_writable(checkout: Path) -> None:
    """Raises SetupProblem when the checkout's folder takes no new file."""
    try:
        (checkout / ".venvs").mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=str(checkout / ".venvs")):
            return
    except OSError as error:
        raise SetupProblem(
            f"{checkout} cannot be written ({error.strerror}). Make it writable for you, or copy the checkout "
            "into a folder of your own, then run the same command there."
        ) from error


def missing_pip_message(interpreter: Interpreter) -> str:
    """What to run where neither venv nor pip can be had."""
    if sys.platform.startswith("linux"):
        advice = f"Run this once (or your system's like of it):\n  {system_packages.venv_install_line(interpreter)}\n"
    else:
        advice = "Install Python with its pip once (the installer of python.org brings it), "
    return f"{interpreter.name} has neither ensurepip nor pip. {advice}then the same command again."
