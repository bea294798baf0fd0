"""Where 3ds Max looks for packages: in the user's folder ApplicationPlugins and in the one for all users."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Mapping, Type, TypeVar

from .problem import InstallProblem
from .wording import Text

_Path = TypeVar("_Path", bound=PurePath)
_INNER = ("Autodesk", "ApplicationPlugins")


def of_user(environ: Mapping[str, str], kind: Type[_Path]) -> _Path:
    """%APPDATA%\\Autodesk\\ApplicationPlugins; raises InstallProblem anywhere but on Windows."""
    folder = environ.get("APPDATA", "").strip()
    if not folder and environ.get("USERPROFILE", "").strip():
        folder = str(kind(environ["USERPROFILE"].strip(), "AppData", "Roaming"))
    return _below(folder, kind)


def of_everyone(environ: Mapping[str, str], kind: Type[_Path]) -> _Path:
    """%ProgramData%\\Autodesk\\ApplicationPlugins; raises InstallProblem anywhere but on Windows."""
    # Windows takes the names of variables in any case; a copied environment may have them all in capitals.
    folder = environ.get("ProgramData") or environ.get("PROGRAMDATA") or environ.get("ALLUSERSPROFILE", "")
    return _below(folder.strip(), kind)


def _below(folder: str, kind: Type[_Path]) -> _Path:
    if not folder:
        raise InstallProblem(
            Text(
                "3ds Max runs on Windows alone, and this system has none of its folders. Name the folder "
                "'ApplicationPlugins' with --plugins-folder."
            )
        )
    return kind(os.path.expanduser(folder), *_INNER)
