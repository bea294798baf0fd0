"""Elements of an XML file as they begin and end; entities are refused, so that a small file stays small."""

from __future__ import annotations

from typing import Callable, Dict, Optional
from xml.parsers import expat

from .named import ContentTooOdd
from .stream import BLOCK, MOST_BYTES, opened

Begin = Callable[[str, Dict[str, str]], None]
End = Callable[[str], None]


def read_elements(path: str, begin: Begin, end: Optional[End] = None) -> None:
    """Call `begin` and `end` for every element. Raises ContentTooOdd where the file is no XML (after what came
    before that was told)."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    if end is not None:
        parser.EndElementHandler = end
    parser.EntityDeclHandler = _refuse
    left = MOST_BYTES
    with opened(path) as stream:
        try:
            while left > 0:
                block = stream.read(BLOCK)
                left -= len(block)
                parser.Parse(block, not block)
                if not block:
                    return
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise ContentTooOdd(str(error)) from error


def _refuse(*_: object) -> None:
    raise ValueError("it declares entities")
