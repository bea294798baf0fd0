"""The folders of a renderer's search path, as it is written: split, not yet looked up."""

from __future__ import annotations

import re
from typing import List

# By ";" or ":", a drive's colon and an address' aside.
_SEPARATOR = re.compile(r";|(?<![;:].)(?<!^.):|:(?![/])")
# Arnold writes variables as [NAME].
_VARIABLE = re.compile(r"\[(\w+)\]")


def split(text: str) -> List[str]:
    """The folders as written, with "/"."""
    parts = [part.strip() for part in _SEPARATOR.split(text.replace("\\", "/"))]
    return [part for part in parts if part]


def folders_of(text: str) -> List[str]:
    """Folders with ${NAME} for variables; a relative one is below the project."""
    return [_VARIABLE.sub(r"${\1}", part) for part in split(text)]
