"""Files that files name: which formats are looked into, each by a small reader of its own."""

from __future__ import annotations

import zlib
from typing import Callable, Dict, List, Optional

from . import arnold, cache_xml, materialx, ocio, usd_text, vray, xgen
from .named import ContentTooOdd, Named
from .stream import opened

Reader = Callable[[str], List[Named]]

_READERS: Dict[str, Reader] = {
    "ass": arnold.read,
    "ass.gz": arnold.read,
    "usda": usd_text.read,
    "usd": usd_text.read,
    "mtlx": materialx.read,
    "vrscene": vray.read,
    "xgen": xgen.read,
    "xml": cache_xml.read,
    "ocio": ocio.read,
}
_BINARY = ("usdc", "usdz", "abc", "vrmesh", "rs", "fur")
_ALL_ENDINGS = frozenset(("gz", *_READERS, *_BINARY))
_CRATE = b"PXR-USDC"


def ending(path: str) -> str:
    name = path.rpartition("/")[2].lower()
    last = name.rpartition(".")[2]
    return "ass.gz" if name.endswith(".ass.gz") else last


def reader_for(path: str) -> Optional[Reader]:
    """The reader of a file's format; None where it is not one that is looked into."""
    return _READERS.get(ending(path))


def may_name(path: str) -> bool:
    """Whether a file is of a format that may name files, looked into or not; asked of every file."""
    return path[path.rfind(".") + 1 :].lower() in _ALL_ENDINGS


def is_binary(path: str) -> bool:
    """Whether a file is of a format that may name files, but is not text."""
    return ending(path) in _BINARY


def is_crate(path: str) -> bool:
    """Whether a .usd file is USD's binary format: the ending tells both. Raises OSError."""
    if ending(path) != "usd":
        return False
    with opened(path) as stream:
        return stream.read(len(_CRATE)) == _CRATE


def look_into(path: str, reader: Reader) -> List[Named]:
    """What a file names. Raises ContentTooOdd with why where it cannot be read."""
    try:
        return reader(path)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise ContentTooOdd(why) from error


__all__ = [
    "ContentTooOdd",
    "Named",
    "Reader",
    "ending",
    "is_binary",
    "is_crate",
    "look_into",
    "may_name",
    "reader_for",
]
