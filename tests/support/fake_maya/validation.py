"""Checks one call against the published command tables of a Maya year."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Sequence

from .command_tables import command_table
from .refusals import text

_TYPES = {
    "<type bool>": (bool, int),
    "<type int>": (int,),
    "<type str>": (str,),
    "<type float>": (int, float),
}


def check_call(
    year: str, language: str, command: str, arguments: Sequence[Any], flags: Mapping[str, Any]
) -> None:
    """Raises what Maya raises: AttributeError, TypeError, RuntimeError. Short flags are refused: the product
    writes the long ones, which are the same in every year."""
    table = command_table(year, command)
    if table is None:
        raise AttributeError(f"module 'maya.cmds' has no attribute '{command}'")
    for place, argument in enumerate(arguments, 1):
        if not isinstance(argument, (str, bool, int, float, list, tuple)):
            raise TypeError(text(language, "argument", place=place, got=argument))
    known: Dict[str, Any] = table.get("flags", {})
    mode = "query" if flags.get("query") else "edit" if flags.get("edit") else "create"
    for flag, value in flags.items():
        if flag not in known:
            raise TypeError(text(language, "flag", flag=flag))
        if flag not in ("query", "edit"):
            _check_flag(language, flag, value, known[flag], mode)


def _check_flag(language: str, flag: str, value: Any, entry: Mapping[str, Any], mode: str) -> None:
    if mode not in entry.get("modes", (mode,)):
        raise RuntimeError(text(language, "mode", flag=flag, mode=mode))
    if mode == "query":
        if value is not True and not entry.get("numArgs"):
            raise TypeError(text(language, "query", flag=flag))
        return
    expected = entry.get("args")
    several = isinstance(value, (list, tuple)) and "multiuse" in entry.get("modes", ())
    types = _TYPES.get(expected) if isinstance(expected, str) else None
    if types is None:
        return
    for single in value if several else [value]:
        if not isinstance(single, types):
            got = type(single).__name__
            raise TypeError(text(language, "value", flag=flag, expected=expected, got=got))
