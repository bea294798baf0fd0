"""Attributes that Maya marks as file names, beyond those in our tables: found in few commands over many nodes."""

from __future__ import annotations

from typing import Dict, Iterator, List, Sequence, Tuple

from .attributes import DEFAULT_NODES, TABLES
from .live_commands import HOST_ERRORS, Commands
from .live_values import texts

# Each command's answer stays small enough for one slice of the interface's time: a listing of some of the node
# types, and a question about so many nodes at once.
TYPES_AT_ONCE = 50
NODES_AT_ONCE = 100
# Their file names are read by the tables, and what they mark besides is where they write to.
_READ_BY_TABLE = frozenset(TABLES).union(DEFAULT_NODES.values())


def marked_attributes(commands: Commands, kinds: Sequence[str]) -> Iterator[Tuple[str, str]]:
    """(node, attribute) of each, on nodes of exactly these types: the types' own ones (a shader of a plug-in
    that nobody here knows), then those that somebody added to single nodes."""
    marks = _Marks(commands)
    for start in range(0, len(kinds), TYPES_AT_ONCE):
        nodes = marks.nodes(kinds[start : start + TYPES_AT_ONCE])
        by_kind: Dict[str, List[str]] = {}
        for node, kind in nodes.items():
            by_kind.setdefault(kind, []).append(node)
        for kind, members in by_kind.items():
            if kind not in _READ_BY_TABLE:
                for attribute in marks.of_type(members[0]):
                    yield from ((node, attribute) for node in members)
        names = list(nodes)
        for first in range(0, len(names), NODES_AT_ONCE):
            yield from marks.added(names[first : first + NODES_AT_ONCE])


class _Marks:
    """The questions; what was added to a single node is asked for once."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._added_to: Dict[Tuple[str, ...], List[str]] = {}

    def nodes(self, kinds: Sequence[str]) -> Dict[str, str]:
        """Full names to types."""
        try:
            found = texts(self._commands.ls(exactType=list(kinds), long=True, showType=True))
            return dict(zip(found[0::2], found[1::2]))
        except HOST_ERRORS:
            if len(kinds) == 1:
                return {}  # a type that Maya lists as its own and does not know; nothing is lost with it
            half = len(kinds) // 2
            return {**self.nodes(kinds[:half]), **self.nodes(kinds[half:])}

    def of_type(self, node: str) -> List[str]:
        """What every node of this one's type has; a file to be written is none to be sent."""
        try:
            marked = texts(self._commands.listAttr(node, usedAsFilename=True))
        except HOST_ERRORS:
            return []
        added = self._ask_added((node,)) if marked else []
        return [name for name in marked if name not in added and "output" not in name.lower()]

    def added(self, nodes: Sequence[str]) -> Iterator[Tuple[str, str]]:
        """listAttr does not tell which node an attribute is of before Maya 2024, so it is asked about many nodes
        at once, and about ever fewer where it finds any: most scenes have none."""
        found = self._ask_added(tuple(nodes))
        if len(nodes) == 1:
            yield from ((nodes[0], attribute) for attribute in found if attribute)
        elif found:
            half = len(nodes) // 2
            yield from self.added(nodes[:half])
            yield from self.added(nodes[half:])

    def _ask_added(self, nodes: Tuple[str, ...]) -> List[str]:
        if nodes not in self._added_to:
            try:
                answer = self._commands.listAttr(*nodes, userDefined=True, usedAsFilename=True)
                self._added_to[nodes] = texts(answer)
            except HOST_ERRORS:
                self._added_to[nodes] = [""]  # one of them is odd: the others are asked about without it
        return self._added_to[nodes]
