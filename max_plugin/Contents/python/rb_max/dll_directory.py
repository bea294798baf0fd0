"""The stream DllDirectory: the plug-in files of a scene's classes, each with its own description."""

from __future__ import annotations

from typing import Dict, Tuple

from .chunks import chunks, leaves

_ENTRY, _DESCRIPTION, _FILE = 0x2038, 0x2039, 0x2037
_MAKER = "(autodesk)"


def descriptions(directory: bytes) -> Dict[str, str]:
    """Lower-case file names to descriptions."""
    found: Dict[str, str] = {}
    for chunk in chunks(directory):
        if chunk.number == _ENTRY and chunk.is_group:
            values = leaves(directory, chunk)
            name = _text(values.get(_FILE, b"")).lower()
            if name:
                found[name] = _text(values.get(_DESCRIPTION, b""))
    return found


def own_plugins(found: Dict[str, str]) -> Tuple[str, ...]:
    """Those that come with 3ds Max, by what they say of their maker."""
    return tuple(sorted(name for name, text in found.items() if text.lower().rstrip().endswith(_MAKER)))


def _text(value: bytes) -> str:
    return value.decode("utf-16-le", "replace").rstrip("\0")
