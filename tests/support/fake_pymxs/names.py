"""The list of 3ds Max' names that the product may use, each with its years and its source."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Set

LIST = Path(__file__).with_name("names.txt")


class Listed(NamedTuple):
    name: str
    since: int
    until: int
    source: str


class UnlistedName(AssertionError):
    """The product asks for a name that is not on the list. No error that pymxs raises, so that nothing swallows it."""


def read_names() -> List[Listed]:
    found = []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# ") and line != "#":
            name, years, source = (part.strip() for part in line.split("|", 2))
            since, _, until = years.partition("-")
            found.append(Listed(name, int(since or 2021), int(until or 2027), source))
    return found


NAMES: Dict[str, Listed] = {each.name.lower(): each for each in read_names()}


def globals_and_paths() -> Set[str]:
    """What stands at the front of a question: "rendStart", "batchRenderMgr.GetView"."""
    return {each.name for each in NAMES.values() if not each.name.startswith("#") and not _is_member(each)}


def members() -> Set[str]:
    return {each.name.partition(".")[2] for each in NAMES.values() if _is_member(each)}


def events() -> Set[str]:
    return {each.name[1:] for each in NAMES.values() if each.name.startswith("#")}


_KINDS = [
    "AOV",
    "AOVDriver",
    "AOVManager",
    "Asset",
    "BatchView",
    "CuiMenu",
    "CuiMenuMgr",
    "Interval",
    "Keeper",
    "Menu",
    "MenuItem",
    "Node",
    "RenderElement",
    "RenderElementMgr",
    "Renderer",
    "StateSets",
    "Time",
    "XRefRecord",
    "XRefScene",
]


def _is_member(each: Listed) -> bool:
    return each.name.partition(".")[0] in _KINDS


def check_listed(name: str, year: int) -> None:
    """Raises UnlistedName for one that is not on the list, AttributeError for one that this year lacks."""
    listed: Optional[Listed] = NAMES.get(name.lower())
    if listed is None:
        raise UnlistedName(f"'{name}' is not on the list of 3ds Max' names")
    if not listed.since <= year <= listed.until:
        raise AttributeError(f"3ds Max {year} has no '{name}'")
