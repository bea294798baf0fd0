"""Descriptions of Maya's geometry caches (.xml): their data lies beside them, under names made of theirs."""

from __future__ import annotations

from contextlib import suppress
from typing import Dict, List

from rb_maya.file_nodes import CACHE
from rb_maya.file_patterns import cache_data

from .named import Named, folder_of
from .xml_events import read_elements


class _Enough(Exception):
    """The root is read: the rest tells of channels only."""


def read(path: str) -> List[Named]:
    roots: List[str] = []

    def begin(element: str, _: Dict[str, str]) -> None:
        roots.append(element)
        raise _Enough

    with suppress(_Enough):
        read_elements(path, begin)
    if roots != ["Autodesk_Cache_File"]:
        return []
    name = path.rpartition("/")[2]
    return [Named(name, CACHE, (folder_of(path),), cache_data(name[:-4]))]
