"""A server's path never writes outside the folder the user chose. Pure."""

from __future__ import annotations

import re
from pathlib import Path

from .errors import TransferError

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*]')


def local_path(folder: Path, server_path: str) -> Path:
    """Where a server's file goes below a folder of this computer; the same rules on every system.

    Raises TransferError for a path that climbs out, is absolute by a drive, or holds a name some system cannot carry.
    """
    parts = [part for part in server_path.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or any(not _is_safe(part) for part in parts):
        raise TransferError(
            "The service names a result '{path}', which cannot be written safely; it was left out.",
            path="".join(char if char.isprintable() else "?" for char in server_path[:200]),
        )
    target = folder.joinpath(*parts)
    _check_links(folder, target, server_path)
    return target


def safe_name(name: str) -> str:
    """One folder's or file's name made of any text, that every system can carry; "results" where nothing of it is left."""
    plain = _FORBIDDEN.sub("_", name.replace("/", "_").replace("\\", "_")).strip(". ")
    plain = plain.encode("utf-8", "replace").decode("utf-8")[:80].rstrip(". ")
    if not plain or _RESERVED.fullmatch(plain):
        return "results" + ("_" + plain if plain else "")
    return plain


def _is_safe(part: str) -> bool:
    if part == ".." or _FORBIDDEN.search(part) or part[-1] in ". ":
        return False
    try:
        size_bytes = len(part.encode("utf-8"))
    except UnicodeEncodeError:
        return False
    return not _RESERVED.fullmatch(part) and size_bytes <= 255


def _check_links(folder: Path, target: Path, server_path: str) -> None:
    """A link inside the folder must not lead a result out of it."""
    root = folder.resolve()
    real = target.parent.resolve()
    if real != root and root not in real.parents:
        raise TransferError(
            "'{path}' would be written outside the chosen folder through a link; it was left out.",
            path=server_path[:200],
        )
