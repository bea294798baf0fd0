"""Names from outside: paths in the file store, and names of pictures that a job file asks for."""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, Sequence, Set

from .refusals import invalid

LONGEST_PATH = 4096
LONGEST_PART = 100
_DRIVE = re.compile(r"[A-Za-z]:")
_SHAPE = re.compile(r"(?<=.)Shape(\d*)$")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\/\u2028\u2029\ud800-\udfff]')
_TOKEN = re.compile(r"<([A-Za-z]+)>")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [name + digit for name in ("com", "lpt") for digit in "0123456789¹²³"]
)


def clean_path(path: str) -> str:
    """A path of the store as it is kept: parts joined by "/", none in front.

    Refuses (600) what could mean another place on any computer it is later fetched to: "." and ".." parts, empty
    parts, drive letters, backslashes, NUL. A leading "/" says nothing and is dropped.
    """
    whole = path[1:] if path.startswith("/") else path
    if not whole or len(whole) > LONGEST_PATH or "\0" in whole or "\\" in whole:
        raise invalid("path", f"must be 1 to {LONGEST_PATH} characters with neither NUL nor backslash")
    if any(part in ("", ".", "..") for part in whole.split("/")):
        raise invalid("path", 'must hold no empty part and no "." or ".."')
    if _DRIVE.match(whole):
        raise invalid("path", "must not start with a drive letter")
    try:
        whole.encode("utf-8")
    except UnicodeEncodeError:
        raise invalid("path", "holds half of a character pair") from None
    return whole


def clean_folder(path: str) -> str:
    """A folder of the store; the area itself is the empty text."""
    return clean_path(path.rstrip("/")) if path.strip("/") else ""


def safe_part(name: str) -> str:
    """One name made fit for every file system: no separators, control characters, reserved or hidden meaning."""
    cleaned = _UNSAFE.sub("_", name).strip().rstrip(". ")[:LONGEST_PART].rstrip(". ")
    if not cleaned or not cleaned.strip("."):
        return "_"
    if cleaned.split(".")[0].rstrip().lower() in _RESERVED:
        return "_" + cleaned
    return cleaned


def camera_name(camera: str) -> str:
    """What a picture's name calls a camera: job files name its shape, Maya puts its transform's name ("cam1Shape" is
    "cam1", "camShape1" is "cam1") where it has its usual name."""
    return _SHAPE.sub(r"\1", camera)


def layer_name(layer: str) -> str:
    """What a picture's name calls a render layer, given its node's name."""
    if layer == "defaultRenderLayer":
        return "masterLayer"
    return layer[3:] if layer.startswith("rs_") and len(layer) > 3 else layer


def safe_names(names: Sequence[str]) -> Dict[str, str]:
    """Each camera's name in pictures, in its safe form; two never share one, not even on a file system that ignores case."""
    taken: Set[str] = set()
    result: Dict[str, str] = {}
    for name in names:
        wanted = safe = safe_part(camera_name(name))
        count = 1
        while safe.lower() in taken:
            count += 1
            safe = f"{wanted}_{count}"
        taken.add(safe.lower())
        result[name] = safe
    return result


def stem(file_name: str) -> str:
    """A file name without its ending."""
    return file_name.rpartition(".")[0] or file_name


def picture_pattern(prefix: str, scene: str, layer: str, has_layers: bool, has_cameras: bool) -> str:
    """The name of a task's pictures below its output folder; "<Camera>" stays in it until the camera is known.

    Tokens the prefix lacks become folders where several layers or cameras would overwrite each other.
    """
    shown_layer = safe_part(layer_name(layer))
    tokens = {"scene": safe_part(scene), "renderlayer": shown_layer, "layer": shown_layer}
    found: Set[str] = set()

    def replaced(match: re.Match[str]) -> str:
        name = match.group(1).lower()
        found.add("renderlayer" if name == "layer" else name)
        return "\x01" if name == "camera" else tokens.get(name, "")

    wanted = _TOKEN.sub(replaced, prefix.replace("\x01", "_").replace("\\", "/")) or tokens["scene"]
    parts = _pattern_parts(wanted.split("/")) or [tokens["scene"]]
    if has_cameras and "camera" not in found:
        parts.insert(0, "<Camera>")
    if has_layers and "renderlayer" not in found:
        parts.insert(0, tokens["renderlayer"])
    return "/".join(parts)


def _pattern_parts(parts: Iterable[str]) -> List[str]:
    kept = [part for part in parts if part.strip() not in ("", ".", "..")]
    return ["<Camera>".join(_piece(piece) for piece in part.split("\x01")) for part in kept]


def _piece(piece: str) -> str:
    return safe_part(piece) if piece else ""


def picture_path(output_name: str, pattern: str, camera: str, number: int) -> str:
    """Where one picture lies in the output area; `camera` is the safe form of its name."""
    return "{}/{}.{:04d}.png".format(output_name, pattern.replace("<Camera>", camera), number)
