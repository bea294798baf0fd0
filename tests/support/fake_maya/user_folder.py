"""A person's own Maya folder: the module files that Maya reads at its start, and what it writes there itself."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Dict, Iterable, List, NamedTuple

from .windows import Control

# https://help.autodesk.com: "Maya module paths, folders and versions". Conditions stand between the sign and the name.
_HEADER = re.compile(r"\+((?:\s+[A-Z]+:\S+)*)\s+(\S+)\s+(\S+)\s+(\S.*)")
_TITLE = "//Maya Preference {year} (Release 1)\n//\n//\n\n\n"
_AUTOLOAD = 'evalDeferred("autoLoadPlugin(\\"\\", \\"{file}\\", \\"{name}\\")");\n'
_AUTOLOADED = re.compile(r'autoLoadPlugin\(\\"\\", \\"([^"\\]+)\\", \\"[^"\\]+\\"\)')


class Module(NamedTuple):
    """A module as one year loads it."""

    name: str
    version: str
    folder: Path


class UserFolder:
    """MAYA_APP_DIR as the Maya of one year uses it."""

    def __init__(self, app: Path, year: str) -> None:
        self.app = app
        self.year = year
        self._prefs = app / year / "prefs"
        self._plugins = self._prefs / "pluginPrefs.mel"
        self._workspace = self._prefs / "workspaces" / "Maya_Classic.json"

    def make(self) -> None:
        """What Maya's first start of all leaves."""
        (self.app / "scripts").mkdir(parents=True, exist_ok=True)
        self._workspace.parent.mkdir(parents=True, exist_ok=True)
        if not self._plugins.exists():
            self.write_autoload({})

    def modules(self) -> List[Module]:
        """Of every file in `modules`, whatever its name says it is."""
        folder = self.app / "modules"
        files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
        return [module for path in files for module in self._modules_of(path)]

    def _modules_of(self, path: Path) -> Iterable[Module]:
        assert path.suffix == ".mod", f"Maya would read {path.name} as a module file"
        for line in path.read_text(encoding="ascii").splitlines():
            header = _HEADER.fullmatch(line)
            if header is not None and f"MAYAVERSION:{self.year}" in header.group(1).split():
                yield Module(header.group(2), header.group(3), path.parent / header.group(4))

    def autoloaded(self) -> List[str]:
        """The files of the plug-ins that are ticked."""
        return _AUTOLOADED.findall(self._plugins.read_text(encoding="utf-8"))

    def write_autoload(self, ticked: Dict[str, str]) -> None:
        """By name the file of each plug-in that is ticked."""
        lines = [_AUTOLOAD.format(file=file, name=name) for name, file in sorted(ticked.items())]
        self._plugins.write_text(_TITLE.format(year=self.year) + "".join(lines), encoding="utf-8")

    def controls(self) -> List[Control]:
        """The workspace as it was when Maya ended."""
        if not self._workspace.exists():
            return []
        return [Control(**told) for told in json.loads(self._workspace.read_text(encoding="utf-8"))]

    def write_controls(self, controls: Iterable[Control]) -> None:
        """Whether a script has filled a control is not kept, nor is what runs when it is closed."""
        told = [{**asdict(control), "close_script": "", "is_filled": False} for control in controls]
        self._workspace.write_text(json.dumps(told, indent=1), encoding="utf-8")
