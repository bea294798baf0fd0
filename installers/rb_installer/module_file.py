"""Maya's module file: one block per Maya year, each naming the folder that this year loads.

A line `+ [MAYAVERSION:year] [PLATFORM:x] [LOCALE:x] name version path` begins a block, `-` one that is switched off; the
lines up to the next such line are its own. (Maya's help: "Maya module paths, folders and versions".) The path is relative
to the file: so the file is plain ASCII, whatever the user's name, and can be moved together with the folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Iterable, List, Mapping, NamedTuple, Optional, Set, Tuple

NAME = "renderbus"
FILE_NAME = NAME + ".mod"

_HEADER = re.compile(r"[+-]\s+((?:[A-Z]+:\S*\s+)*)(\S+)\s+(\S+)\s+(\S.*?)\s*$")
_YEAR = re.compile(r"MAYAVERSION:(\d{4})\b")


class Target(NamedTuple):
    """What a year loads: the version to show and the folder, relative to the module file."""

    version: str
    path: str


@dataclass(frozen=True)
class Block:
    """One block as it stands; `year` is None for one that holds for every Maya, `target` for what is no block."""

    name: str
    year: Optional[int]
    target: Optional[Target]
    lines: Tuple[str, ...]


def blocks(text: str) -> List[Block]:
    """The blocks of a module file, and whatever stands before the first."""
    found: List[Block] = []
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header is not None:
            conditions, name, version, path = header.groups()
            year = _YEAR.search(conditions)
            target = Target(version, path)
            found.append(Block(name, int(year.group(1)) if year else None, target, (line,)))
        elif found:
            found[-1] = Block(found[-1].name, found[-1].year, found[-1].target, (*found[-1].lines, line))
        else:
            found.append(Block("", None, None, (line,)))
    return found


def targets(text: str) -> Dict[int, Target]:
    """What each year of ours loads."""
    return {
        block.year: block.target
        for block in blocks(text)
        if block.name == NAME and block.year is not None and block.target is not None
    }


def paths(text: str) -> Set[str]:
    """Every folder that any block of ours names."""
    return {block.target.path for block in blocks(text) if block.name == NAME and block.target is not None}


def merged(text: str, chosen: Mapping[int, Target]) -> str:
    """The file with these years' blocks in place of their old ones; every other line stays as it is."""
    new = [
        f"+ MAYAVERSION:{year} {NAME} {target.version} {target.path}"
        for year, target in sorted(chosen.items())
    ]
    return "\n".join(_without(text, chosen) + new) + "\n"


def without(text: str, years: Iterable[int]) -> str:
    """The file without these years' blocks; empty when nothing is left in it that means anything."""
    kept = _without(text, years)
    return "\n".join(kept) + "\n" if any(line.strip() for line in kept) else ""


def _without(text: str, years: Iterable[int]) -> List[str]:
    gone = set(years)
    kept = [block for block in blocks(text) if block.name != NAME or block.year not in gone]
    return [line for block in kept for line in block.lines]
