"""What single statements of a Maya ASCII file say: nodes, references, and the flags each command takes."""

from __future__ import annotations

from typing import Any, Dict, Tuple

from .ascii_tokens import Arguments
from .scene_file import FileReferenceStatement


def _flags(*table: Tuple[str, str, int]) -> Dict[str, Tuple[str, int]]:
    return {spelling: (short, count) for short, long, count in table for spelling in (short, long)}


NODE_FLAGS = _flags(("s", "shared", 0), ("n", "name", 1), ("p", "parent", 1), ("ss", "skipSelect", 0))
FILE_FLAGS = _flags(
    ("r", "reference", 0),
    ("rdi", "referenceDepthInfo", 1),
    ("ns", "namespace", 1),
    ("rfn", "referenceNode", 1),
    ("rpr", "renamingPrefix", 1),
    ("dr", "deferReference", 1),
    ("op", "options", 1),
    ("typ", "type", 1),
    ("shd", "sharedNodes", 1),
    ("srf", "sharedReferenceFile", 0),
    ("f", "force", 0),
)
REQUIRES_FLAGS = _flags(("nt", "nodeType", 1), ("dt", "dataType", 1))
UNIT_FLAGS = _flags(("l", "linear", 1), ("a", "angle", 1), ("t", "time", 1), ("f", "fullName", 0))
ADD_FLAGS = _flags(
    *[(short, long, 1) for short, long in (("sn", "shortName"), ("ln", "longName"), ("at", "attributeType"))],
    *[(short, long, 1) for short, long in (("dt", "dataType"), ("p", "parent"), ("nn", "niceName"))],
    *[(short, long, 1) for short, long in (("ci", "cachedInternally"), ("h", "hidden"), ("k", "keyable"))],
    *[(short, long, 1) for short, long in (("dv", "defaultValue"), ("min", "minValue"), ("max", "maxValue"))],
    *[
        (short, long, 1)
        for short, long in (("dcb", "disconnectBehaviour"), ("r", "readable"), ("w", "writable"))
    ],
    ("uaf", "usedAsFilename", 0),
    ("m", "multi", 0),
)


def file_reference(parsed: Arguments) -> FileReferenceStatement:
    """What a `file -r` statement says."""
    return FileReferenceStatement(
        path=parsed.rest[-1].text if parsed.rest else "",
        namespace=parsed.flag("ns") or "",
        prefix=parsed.flag("rpr") or "",
        node=parsed.flag("rfn") or "",
        type=parsed.flag("typ") or "",
    )


def added_default(parsed: Arguments) -> Any:
    """What an added attribute holds where no setAttr follows."""
    kind = parsed.flag("at") or parsed.flag("dt") or ""
    written = parsed.flag("dv")
    try:
        number = float(written) if written else 0.0
    except ValueError:
        return None
    if kind == "bool":
        return bool(number)
    if kind in ("long", "short", "byte", "char", "enum"):
        return int(number) if abs(number) < 1e12 else None
    return {"string": "", "double": number, "float": number, "doubleLinear": number, "time": number}.get(kind)
