"""How 3ds Max takes an .mzp apart: the commands of mzp.run by their grammar, and the files they unpack."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Dict, List

_NAME = r'(?:"([^"]*)"|([A-Za-z0-9_$*.\\-]+))'
# Of the help's list, the commands that leave nothing but a temporary folder behind.
_COMMANDS = {
    "name": re.compile(r'name "([^"]+)"'),
    "description": re.compile(r'description "([^"]+)"'),
    "version": re.compile(r"version (\d+)"),
    "extract to": re.compile(rf"extract to {_NAME}"),
    "run": re.compile(rf"run {_NAME}"),
    "drop": re.compile(rf"drop {_NAME}"),
    "clear temp on": re.compile(r"clear temp on (MAX exit|reset)"),
}


def commands(control: bytes) -> Dict[str, str]:
    """Each command's argument; fails for a line that is none, or a second one of a kind."""
    found: Dict[str, str] = {}
    for line in control.decode("ascii").splitlines():
        matches = {name: pattern.fullmatch(line) for name, pattern in _COMMANDS.items()}
        (name,) = [name for name, match in matches.items() if match]
        assert name not in found, line
        match = matches[name]
        assert match is not None
        found[name] = next(group for group in match.groups() if group is not None)
    return found


def unpack(package: Path, temp: Path) -> Path:
    """Unpacks as mzp.run says, into 3ds Max' temporary folder; returns the script that a drop runs."""
    with zipfile.ZipFile(str(package)) as opened:
        told = commands(opened.read("mzp.run"))
        where = told["extract to"].split("\\")
        assert where[0] == "$temp", "anywhere else it would stay"
        folder = temp.joinpath(*where[1:])
        opened.extractall(str(folder))
    assert told["run"] == told["drop"]
    return folder / told["drop"]


def names(package: Path) -> List[str]:
    with zipfile.ZipFile(str(package)) as opened:
        return opened.namelist()
