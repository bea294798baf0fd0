"""The published flags of every Maya command, by year: long and short name, argument, and modes."""

from __future__ import annotations

import ast
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Optional

# pymel 1.5.0 ends with Maya 2025. 2026 and 2027 are checked against 2025's tables until newer ones are published:
# a flag that came or went since is not noticed.
_TABLE_OF = {"2026": "2025", "2027": "2025"}


def command_table(year: str, command: str) -> Optional[Dict[str, Any]]:
    """{"flags": {long name: {"args", "modes", "numArgs", "shortname"}}, ...}; None for a command that is none.

    The tables are 9 MB of Python literals each. Executing one takes seconds; one command's piece is cut out and
    read instead.
    """
    return _entry(_TABLE_OF.get(year, year), command)


@lru_cache(maxsize=None)
def _entry(year: str, command: str) -> Optional[Dict[str, Any]]:
    text = _text(year)
    start = text.find(f"\n  '{command}': ")
    if start < 0:
        return None
    start += len(f"\n  '{command}': ")
    end = text.find("\n  '", start)
    entry: Dict[str, Any] = ast.literal_eval(text[start:end].rstrip().rstrip(","))
    return entry


@lru_cache(maxsize=None)
def _text(year: str) -> str:
    # pymel itself needs a running Maya, so its package is found and never imported.
    found = importlib.util.find_spec("pymel")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("pymel is not installed; it is part of the extra `test`")
    folder = Path(next(iter(found.submodule_search_locations)))
    return (folder / "cache" / f"mayaCmdsList{year}.py").read_text(encoding="utf-8")
