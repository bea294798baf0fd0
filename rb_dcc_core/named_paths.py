"""Paths as files of many makers name them: what can be one, and the folders of a search path. Pure."""

from __future__ import annotations

import re
from typing import List

from .serverpaths import is_absolute

_LONGEST = 4096
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# By ";" or ":", a drive's colon and an address' aside.
_SEPARATOR = re.compile(r";|(?<![;:].)(?<!^.):|:(?![/])")


def is_path(text: str) -> bool:
    """Whether a text can be a file's path: not empty, no address of the net, no control characters."""
    if not text.strip() or len(text) > _LONGEST or any(sign < " " for sign in text):
        return False
    return _ADDRESS.match(text) is None


def split(text: str) -> List[str]:
    """The folders of a search path as written, with "/"."""
    parts = [part.strip() for part in _SEPARATOR.split(text.replace("\\", "/"))]
    return [part for part in parts if part]


def search_folders(text: str, folder: str) -> List[str]:
    """The folders of a search path, relative ones below `folder`."""
    return [part if is_absolute(part) else f"{folder}/{part}" for part in split(text)]
