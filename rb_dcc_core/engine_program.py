"""The vendor's transfer program on this computer: where it is, how it is called, what its lines and exit codes mean.

The user installs it (the vendor's `rayvision-sync` package or desktop client); it is never part of this product.
Source: JOBFILES, "Transfer engine"; the program's own --help and --version (1.1.5, both of which exit with 1).
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, List, Mapping, Optional, Tuple

from .errors import SettingsError

PROGRAM = "rayvision_transmitter"
PACKAGE = "rayvision_sync"
VARIABLE = "RB_DCC_ENGINE"
FULL_SPEED_KB_S = 1048576
RETRIES = 2

UPLOAD_JSON = "upload_json"
UPLOAD_PATH = "upload_path"
DOWNLOAD_PATH = "download_path"
DOWNLOAD_LIST = "download_list"

DONE = "done"
RETRY = "retry"
FINAL = "final"


@dataclass(frozen=True)
class Program:
    """The program's file, and where it was found: "settings", "path", "package"."""

    path: str
    source: str


@dataclass(frozen=True)
class EngineLine:
    """The server an engine connects to; `engine` as the program's -E takes it."""

    engine: str
    server: str
    port: int


@dataclass(frozen=True)
class Said:
    """One line of the program, as far as it means something: begin, progress, done, interrupt, fail, success, failure."""

    kind: str
    path: str = ""
    detail: str = ""

    @property
    def percent(self) -> Optional[float]:
        """How much of a file is through, 0 to 100; None where the line does not tell."""
        match = _PERCENT.search(self.detail)
        return min(float(match.group(1)), 100.0) if match else None


def works_on(system: str = sys.platform) -> bool:
    """The vendor has the program for Windows and Linux, none for macOS."""
    return system == "win32" or system.startswith("linux")


def find_program(
    configured: str = "",
    environ: Optional[Mapping[str, str]] = None,
    package_folder: Callable[[], Optional[Path]] = lambda: _package_folder(),
) -> Optional[Program]:
    """The program named in the settings (RB_DCC_ENGINE wins), on PATH, or inside an installed rayvision-sync.

    Raises SettingsError where the settings name a file that is not there: another one is not taken for it silently.
    """
    known = os.environ if environ is None else environ
    named = known.get(VARIABLE, "").strip() or configured.strip()
    if named:
        path = os.path.abspath(os.path.expanduser(named))
        if not os.path.isfile(path):
            raise SettingsError(
                "The settings name {path} as the transfer program, and it is not there. Correct {variable}.",
                path=path,
                variable=VARIABLE,
            )
        return Program(path, "settings")
    on_path = shutil.which(PROGRAM, path=known.get("PATH", os.defpath))
    if on_path:
        return Program(on_path, "path")
    folder = package_folder()
    ending = ".exe" if sys.platform == "win32" else ""
    for found in sorted(folder.rglob(PROGRAM + ending)) if folder is not None else ():
        if found.is_file():
            return Program(str(found), "package")
    return None


def runnable_program(configured: str = "") -> Optional[Program]:
    """The program found, allowed to run and tried once; None where there is none.

    Raises SettingsError for one that cannot run here: whoever asks knows it before anything is created.
    """
    program = find_program(configured)
    if program is not None:
        make_runnable(program)
        help_text(program)
    return program


def make_runnable(program: Program) -> None:
    """Allow the program, and the ones beside it that it calls, to run: rayvision-sync's wheel forgets that on Linux."""
    if os.name != "posix" or program.source != "package":
        return
    for each in (Path(program.path), *Path(program.path).parent.glob("*/*")):
        if not each.is_file() or os.access(str(each), os.X_OK):
            continue
        try:
            mode = each.stat().st_mode
            each.chmod(mode | (mode & 0o444) >> 2)
        except OSError as error:
            raise SettingsError(
                "The transfer program {path} may not be run. Allow it with: chmod +x '{path}'", path=str(each)
            ) from error


def help_text(program: Program, wait_s: float = 10.0) -> str:
    """What the program says to --help; "" where it does not come to an end. Raises SettingsError if it cannot start."""
    return _told(program, "--help", wait_s)


def version_of(program: Program, wait_s: float = 10.0) -> Optional[str]:
    """The version the program tells with --version; None where it tells none, cannot start or does not end."""
    try:
        told = _told(program, "--version", wait_s)
    except SettingsError:
        return None
    match = re.search(r"version\D{0,5}(\d+(?:\.\d+)+)", told, re.IGNORECASE)
    return match.group(1) if match else None


def cannot_start(path: str, error: OSError) -> SettingsError:
    """The sentence for a program that this system does not run."""
    return SettingsError(
        "The transfer program {path} cannot be started ({why}). 'rb-dcc engine' says how to get it.",
        path=path,
        why=error.strerror or str(error),
    )


def _told(program: Program, word: str, wait_s: float) -> str:
    try:
        ran = subprocess.run(
            [program.path, word],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=wait_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    except OSError as error:
        raise cannot_start(program.path, error) from error
    return ran.stdout.decode("utf-8", "replace")


def _package_folder() -> Optional[Path]:
    """Where rayvision-sync is installed, without importing it."""
    try:
        spec = importlib.util.find_spec(PACKAGE)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def engine_lines(config: Mapping[str, Any]) -> Tuple[EngineLine, ...]:
    """The default line of each engine that v2's getConfig names (aspera first, as the vendor's SDK does); the first line
    where none is marked. What cannot be read is left out.
    """
    found: List[EngineLine] = []
    engines = config.get("resqEngines")
    for engine in engines if isinstance(engines, list) else ():
        line = _default_line(engine)
        name = str(engine.get("engineName", "")).lower() if isinstance(engine, dict) else ""
        for known in ("aspera", "raysync"):
            if line is not None and name.startswith(known):
                found.append(EngineLine(known, line[0], line[1]))
    return tuple(sorted(found, key=lambda each: each.engine))


def _default_line(engine: Any) -> Optional[Tuple[str, int]]:
    lines = engine.get("respTaskEngineLines") if isinstance(engine, dict) else None
    usable = [
        line
        for line in (lines if isinstance(lines, list) else ())
        if isinstance(line, dict) and line.get("server") and str(line.get("port", "")).isdecimal()
    ]
    for line in sorted(usable, key=lambda each: not each.get("isDefault")):
        return str(line["server"]), int(line["port"])
    return None


def arguments(
    program: Program,
    line: EngineLine,
    storage_id: str,
    user_id: str,
    kind: str,
    local: str,
    remote: str = "/",
    speed_kb_s: int = FULL_SPEED_KB_S,
    skip_database: Optional[str] = None,
    keeps_folders: bool = False,
) -> List[str]:
    """The program's words; never a shell's line. `skip_database` is its ini (engine_memory), None for none."""
    named = {
        "-E": line.engine,
        "-H": line.server,
        "-P": str(line.port),
        "-S": storage_id,
        "-U": user_id,
        "-T": kind,
        "-L": local,
        "-R": remote,
        "-r": str(RETRIES),
        "-K": "true" if keeps_folders else "false",
        "-s": str(min(max(speed_kb_s, 1), FULL_SPEED_KB_S)),
        "-C": skip_database or "None",
        "-p": "0",
    }
    return [program.path, *(word for pair in named.items() for word in pair)]


def verdict(exit_code: int) -> str:
    """What an exit code means: 0 done, 1 and 10 try again, anything else will not get better."""
    return DONE if exit_code == 0 else RETRY if exit_code in (1, 10) else FINAL


_FILE_LINE = re.compile(r"file\s+(begin|progress|done|interrupt|fail)\s*\((.*)\)(.*)", re.IGNORECASE)
_NOT_READ = re.compile(r"(?:get path|open path|open directory)\s*\((.*)\)\s*(?:info )?failed", re.IGNORECASE)
_PERCENT = re.compile(r"progress:\s*(\d+(?:\.\d+)?)\s*%", re.IGNORECASE)


def read_line(line: str) -> Optional[Said]:
    """What a line says, None for one that means nothing to us; read loosely, whatever stands around it."""
    match = _FILE_LINE.search(line)
    if match:
        return Said(match.group(1).lower(), match.group(2), match.group(3).strip(" ,.\t\r\n"))
    match = _NOT_READ.search(line)
    if match:
        return Said("fail", match.group(1), "cannot be read")
    low = line.lower()
    if "task all success" in low or "task success" in low:
        return Said("success")
    return Said("failure") if "task has failure" in low or "task failure" in low else None
