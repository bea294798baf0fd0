"""Colour configurations (config.ocio): the tables their transforms name."""

from __future__ import annotations

from typing import List

from rb_dcc_core.ocio import tables
from rb_maya.file_nodes import LUT

from .named import Named, folder_of
from .stream import small


def read(path: str) -> List[Named]:
    return [Named(each.written, LUT, each.folders) for each in tables(small(path), folder_of(path))]
