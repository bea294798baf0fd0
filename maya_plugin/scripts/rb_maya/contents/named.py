"""A file that another file names."""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Tuple

from rb_maya.file_patterns import NamePattern
from rb_maya.search_paths import split
from rb_maya.workspace import is_absolute

MOST_NAMED = 200000
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


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


def is_path(text: str) -> bool:
    """Whether a text can be a file's path: not empty, no address of the net, no control characters."""
    if not text.strip() or len(text) > 4096 or any(sign < " " for sign in text):
        return False
    return _ADDRESS.match(text) is None


def folder_of(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def search_folders(text: str, folder: str) -> List[str]:
    """The folders of a search path, relative ones below `folder`."""
    return [part if is_absolute(part) else f"{folder}/{part}" for part in split(text)]
