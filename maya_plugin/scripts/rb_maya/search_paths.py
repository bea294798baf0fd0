"""The folders of a renderer's search path, as it is written: split, not yet looked up."""

from __future__ import annotations

import re
from typing import List

from rb_dcc_core.named_paths import split

# Arnold writes variables as [NAME].
_VARIABLE = re.compile(r"\[(\w+)\]")


def folders_of(text: str) -> List[str]:
    """Folders with ${NAME} for variables; a relative one is below the project."""
    return [_VARIABLE.sub(r"${\1}", part) for part in split(text)]
