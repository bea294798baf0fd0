"""A file that another file names."""

from __future__ import annotations

from typing import NamedTuple, Optional, Tuple

from rb_dcc_core.named_paths import is_path, search_folders
from rb_maya.file_patterns import NamePattern

__all__ = ["MOST_NAMED", "ContentTooOdd", "Named", "folder_of", "is_path", "search_folders", "text_of"]

MOST_NAMED = 200000


class ContentTooOdd(Exception):
    """A file cannot be looked into; the text says why."""


class Named(NamedTuple):
    """`near` are the folders a relative path is looked up in; the other fields are as in file_sources.Wanted."""

    written: str
    kind: str
    near: Tuple[str, ...]
    pattern: Optional[NamePattern] = None
    whole_folder: bool = False
    optional: bool = False


def text_of(raw: bytes) -> str:
    """A path in whatever encoding: odd bytes are replaced, never fatal."""
    return raw.decode("utf-8", "replace")


def folder_of(path: str) -> str:
    return path.rpartition("/")[0] or "/"
