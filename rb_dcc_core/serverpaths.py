"""Where a local file goes on the farm (JOBFILES: upload.json). Pure."""

from __future__ import annotations

import re
from typing import Optional, Tuple

from .errors import InputError
from .host import FileReference

UNC_SHARE = "share"
UNC_KEEP = "keep"
UNC_BARE = "bare"
_DRIVE = re.compile(r"[A-Za-z]:(?:/|$)")


PathMap = Tuple[Tuple[str, str], ...]


def server_path(path: str, unc_style: str = UNC_SHARE, path_map: PathMap = ()) -> str:
    """Turn an absolute local path ("/" separators) into the farm's.

    "D:/a/b" becomes "/D/a/b" (the letter's case kept, every ":" removed). "/home/x" becomes "home/x", as the vendor's
    SDK sends it. "//srv/share/x" has three rules in the vendor's own packages [?]: `unc_style` "share" (default) gives
    "/srv/share/x", "keep" leaves it as it is, "bare" gives "srv/share/x". `path_map` (local root, farm root) comes first.
    """
    plain = without_verbatim(path.replace("\\", "/"))
    mapped = _mapped(plain, path_map)
    if mapped is not None:
        return "/" + mapped.replace(":", "") if _DRIVE.match(mapped) else mapped
    if plain.startswith("//"):
        return {UNC_SHARE: "/" + plain.lstrip("/"), UNC_KEEP: plain, UNC_BARE: plain.lstrip("/")}[unc_style]
    if _DRIVE.match(plain):
        return "/" + plain.replace(":", "")
    return plain.lstrip("/").replace(":", "")


def without_verbatim(path: str) -> str:
    """A path ("/" separators) without Windows' mark for verbatim ones: "//?/D:/a" is "D:/a", "//?/UNC/srv/x" "//srv/x"."""
    for mark in ("//?/", "//./"):
        if path.startswith(mark):
            rest = path[len(mark) :]
            return "//" + rest[4:] if rest[:4].upper() == "UNC/" else rest
    return path


def _mapped(path: str, path_map: PathMap) -> Optional[str]:
    """The path under the farm's root of the longest local root that holds it; None where none does.

    A farm root is taken as it is written, but for a drive letter, which goes by the farm's rule. Roots with a drive or
    of a share are compared as Windows compares them.
    """
    found: Optional[Tuple[str, str]] = None
    for local, farm in path_map:
        root = local.replace("\\", "/").rstrip("/") + "/"
        is_windows = root.startswith("//") or bool(_DRIVE.match(root))
        same = path[: len(root)].lower() == root.lower() if is_windows else path.startswith(root)
        if same and (found is None or len(root) > len(found[0])):
            found = (root, farm.replace("\\", "/").rstrip("/") + "/")
    return None if found is None else found[1] + path[len(found[0]) :]


def is_absolute(path: str) -> bool:
    """True of POSIX, drive-letter and UNC paths alike, whatever system this is."""
    plain = path.replace("\\", "/")
    return plain.startswith("/") or bool(_DRIVE.match(plain))


def server_path_of(asset: FileReference, unc_style: str = UNC_SHARE, path_map: PathMap = ()) -> str:
    """The farm's path of a file the scene needs: where the scene stores it, even if it was found elsewhere.

    A relative path in the scene is looked up on the farm as it was here, so the place where it was found counts. Of a
    path with tokens (<UDIM>, ####) the folder counts and each file keeps its name; where the folder itself holds a
    token, the place where the file was found counts.
    """
    written = without_verbatim(asset.as_written.replace("\\", "/"))
    # By hand, not by posixpath: this is done for each of very many files.
    folder = written.rpartition("/")[0]
    if not is_absolute(written) or _has_dots(written) or "<" in folder:
        return server_path(asset.path, unc_style, path_map)
    name = asset.path.rpartition("/")[2]
    return server_path(f"{folder.rstrip('/') or folder}/{name}", unc_style, path_map)


def _has_dots(path: str) -> bool:
    return "$" in path or (".." in path and ".." in path.split("/"))


def check_sendable(path: str) -> None:
    """Raise InputError for a local path that upload.json cannot carry."""
    if not is_absolute(path):
        raise InputError("'{path}' is not an absolute path. Save the scene first.", path=path[:200])
