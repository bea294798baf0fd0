"""Points a running Maya at a version folder, in place of any other version: what Maya itself does at its start."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import List

# Maya reads these again whenever it looks for a plug-in, a script or an icon.
_VARIABLES = {"MAYA_PLUG_IN_PATH": "plug-ins", "MAYA_SCRIPT_PATH": "scripts", "XBMLANGPATH": "icons"}
# On Linux an entry for icons ends in the name that is looked for.
_ANY_ICON = "/%B"


def point_at(place: Path, versions: Path) -> None:
    """Makes this session find what lies in `place`, and no other version below `versions`."""
    withdraw(versions)
    for variable, folder in _VARIABLES.items():
        entry = (place / folder).as_posix()
        if variable == "XBMLANGPATH" and sys.platform.startswith("linux"):
            entry += _ANY_ICON
        entries = [*_entries(variable), entry]
        os.environ[variable] = os.pathsep.join(entries)
    # First, as an older copy elsewhere on the path would be taken for the one just installed.
    sys.path.insert(0, str(place / "scripts"))
    importlib.invalidate_caches()


def withdraw(versions: Path) -> None:
    """Takes every version below a folder out of this session's search paths.

    What an older version vendored stays: packages it imported, and others may use by now, load more of themselves later.
    """
    for variable in _VARIABLES:
        if variable in os.environ:
            kept = [entry for entry in _entries(variable) if not _is_below(entry, versions)]
            os.environ[variable] = os.pathsep.join(kept)
    sys.path[:] = [
        entry
        for entry in sys.path
        if not (_is_below(entry, versions) and os.path.basename(os.path.normpath(entry)) == "scripts")
    ]


def _entries(variable: str) -> List[str]:
    return [entry for entry in os.environ.get(variable, "").split(os.pathsep) if entry]


def _is_below(entry: str, folder: Path) -> bool:
    if not entry:
        return False
    inner = os.path.normcase(os.path.realpath(entry))
    outer = os.path.normcase(os.path.realpath(str(folder)))
    return inner.startswith(outer + os.sep)
