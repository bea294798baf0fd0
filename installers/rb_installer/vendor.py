"""Fetches the packages of vendor.txt, each wheel checked by its hash, and unpacks them into a folder of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Dict

from .bundle import inner_path, sha256
from .problem import InstallProblem
from .wording import Text

REQUIREMENTS = Path(__file__).with_name("vendor.txt")
LICENSES = "LICENSES"
STAMP = "vendored.json"
# Where a checkout's plug-ins look for them; git ignores both.
FOLDERS = ("maya_plugin/vendor", "max_plugin/Contents/vendor")

# One set of wheels for every host's Python: the oldest chooses, and none may hold compiled code.
_DOWNLOAD = (
    *("-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-input"),
    *("--no-deps", "--require-hashes", "--only-binary", ":all:"),
    *("--platform", "any", "--implementation", "py", "--abi", "none", "--python-version", "3.7"),
)


def make_ready(checkout: Path, python: str = sys.executable) -> Path:
    """Fills the checkout's vendor folders where they are not as vendor.txt says; returns the first.

    Raises InstallProblem. Nothing is fetched when one of them is right already.
    """
    folders = [checkout / name for name in FOLDERS]
    right = next((folder for folder in folders if is_current(folder)), None)
    if right is None:
        right = folders[0]
        _replace(right, _fetched(python))
    for folder in folders:
        if not is_current(folder):
            _replace(folder, _contents(right))
    return folders[0]


def is_current(folder: Path) -> bool:
    """True when the folder holds exactly what vendor.txt names, untouched."""
    try:
        stamp: Any = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        if stamp["requirements"] != sha256(_requirements()):
            return False
        return all(
            sha256((folder / inner_path(path)).read_bytes()) == digest
            for path, digest in stamp["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _contents(folder: Path) -> Dict[str, bytes]:
    """The files of a folder that is current, by their stamp: what Python compiled beside them stays out."""
    stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    return {path: (folder / inner_path(path)).read_bytes() for path in stamp["files"]}


def contents(folder: Path) -> Dict[str, bytes]:
    """The files to carry in a bundle; raises InstallProblem where the folder is not as vendor.txt says."""
    if not is_current(folder):
        raise InstallProblem(
            Text(
                "{path} is not what vendor.txt names. Run 'python3 installers/dev.py vendor'.",
                path=str(folder),
            )
        )
    return _contents(folder)


def _fetched(python: str) -> Dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        command = [python, *_DOWNLOAD, "-r", str(REQUIREMENTS), "-d", folder]
        try:
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            failed, said = done.returncode != 0, done.stdout
        except OSError as error:
            failed, said = True, str(error)
        if failed:
            raise InstallProblem(
                Text(
                    "{said}\n\npip could not fetch the packages that a bundle carries. Check the connection and pip's "
                    "index settings (`pip config list`), then run the same command again.",
                    said=said.strip(),
                )
            )
        found: Dict[str, bytes] = {}
        for wheel in sorted(Path(folder).glob("*.whl")):
            found.update(unpacked(wheel))
        return found


def unpacked(wheel: Path) -> Dict[str, bytes]:
    """What of a wheel is carried: its code, its licences, and its entry points where other code asks for them."""
    found: Dict[str, bytes] = {}
    with zipfile.ZipFile(str(wheel)) as archive:
        for name in archive.namelist():
            place = _place_of(name)
            if place and not name.endswith("/"):
                found[place] = archive.read(name)
    entry_points = [path for path in found if path.endswith("/entry_points.txt")]
    if not any(_is_asked_for(found[path]) for path in entry_points):
        found = {path: content for path, content in found.items() if ".dist-info/" not in path}
    compiled = [path for path in found if path.endswith((".so", ".pyd", ".dll", ".dylib"))]
    if compiled:
        raise InstallProblem(
            Text(
                "{wheel} holds compiled code ({path}), which no bundle may carry. Pin a pure wheel.",
                wheel=wheel.name,
                path=compiled[0],
            )
        )
    return found


def _place_of(name: str) -> str:
    """Where a wheel's file goes; empty for one that is left out."""
    top, _, rest = name.partition("/")
    if top.endswith(".dist-info"):
        last = rest.rpartition("/")[2]
        if last.upper().startswith(("LICENSE", "LICENCE", "NOTICE", "COPYING")):
            return f"{LICENSES}/{top[: -len('.dist-info')]}/{last}"
        return name if rest in ("METADATA", "entry_points.txt") else ""
    # Tests and manuals of other people's packages only make a bundle larger.
    return "" if {"tests", "doc", "docs"}.intersection(rest.split("/")[:-1]) else name


def _is_asked_for(entry_points: bytes) -> bool:
    sections = [line.strip() for line in entry_points.decode("utf-8").splitlines() if line.startswith("[")]
    return any(section not in ("[console_scripts]", "[gui_scripts]") for section in sections)


def _replace(folder: Path, files: Dict[str, bytes]) -> None:
    """Puts the files in the folder's place in one step; another run that did the same a moment ago is as good."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=str(folder.parent)) as aside:
        new = Path(aside, "new")
        for path, content in files.items():
            place = new / inner_path(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        stamp = {
            "requirements": sha256(_requirements()),
            "files": {path: sha256(content) for path, content in sorted(files.items())},
        }
        (new / STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        try:
            if folder.exists():
                os.rename(str(folder), str(Path(aside, "old")))
            os.rename(str(new), str(folder))
        except OSError:
            if not is_current(folder):
                raise
    shutil.rmtree(aside, ignore_errors=True)


def _requirements() -> bytes:
    return REQUIREMENTS.read_bytes()
