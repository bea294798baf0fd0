"""Paths as 3ds Max writes them, Windows' own in every spelling, turned into absolute ones with "/". Pure."""

from __future__ import annotations

import ntpath
import re

from rb_dcc_core.serverpaths import without_verbatim

_DRIVE = re.compile(r"[A-Za-z]:/")


def plain_path(text: str, folder: str = "") -> str:
    r"""A stored path with "/", its "." and ".." taken out; a relative one is looked for from `folder`.

    "\\?\D:\a\..\b.png" is "D:/b.png", "\\?\UNC\srv\x\b.png" "//srv/x/b.png". Letter case and blanks stay as written.
    """
    path = without_verbatim(text.strip().strip('"').replace("\\", "/"))
    if not path or "\0" in path:
        return ""
    if not is_absolute(path):
        path = f"{folder.rstrip('/')}/{path}"
    return ntpath.normpath(path).replace("\\", "/")


def is_absolute(path: str) -> bool:
    """True of a drive's, a share's or a POSIX path with "/"."""
    return path.startswith("/") or bool(_DRIVE.match(path))


def file_name(path: str) -> str:
    """The last part of a path in either spelling."""
    return path.replace("\\", "/").rpartition("/")[2]


def is_foreign(path: str, is_windows: bool) -> bool:
    """True of a path that only Windows has, on another system: there it would name something else by chance."""
    return not is_windows and (bool(_DRIVE.match(path)) or path.startswith("//"))


def drive_of(path: str) -> str:
    """The drive ("D:") or share ("//srv/share") that a path is on, "" for another."""
    if _DRIVE.match(path):
        return path[:2].upper()
    parts = path.split("/")
    return "/".join(parts[:4]) if path.startswith("//") and len(parts) > 4 else ""


def is_of_host(path: str) -> bool:
    """True of a file that 3ds Max brings along: something like "C:/Program Files/Autodesk/3ds Max 2019/maps/…"."""
    return any(
        re.fullmatch(r"(?:autodesk )?3ds ?max ?(?:design )?\d{1,4}", part.lower())
        for part in path.split("/")[:-2]
    )
