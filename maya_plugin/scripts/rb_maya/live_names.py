"""The names and kinds of the open scene's nodes: each kind is listed once, each single name looked up once."""

from __future__ import annotations

from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from .live_commands import HOST_ERRORS, Commands
from .live_values import texts

# Maya's node types for what it does not know; they are always there, whether it lists them as types or not [?].
_ALWAYS_ASKED = ("unknown", "unknownDag", "unknownTransform")
_PATTERN = frozenset("*?[]. ")

Odd = Callable[[Exception, str], None]


class LiveNames:
    """`odd` is called where Maya refuses a question that it should answer."""

    def __init__(self, commands: Commands, odd: Odd) -> None:
        self._commands = commands
        self._odd = odd
        self._kinds: Optional[Dict[str, None]] = None
        self._listed: Dict[str, List[str]] = {}
        self._kind_listed: Dict[str, str] = {}
        self._types: Dict[str, str] = {}
        self._paths: Dict[str, List[str]] = {}
        self._looked_up: Dict[str, Optional[str]] = {}
        self._short: Dict[str, str] = {}

    def of_kind(self, kind: str) -> Sequence[str]:
        """Full names of the nodes of a type and the types derived from it, in the order of Maya's `ls`."""
        if kind not in self._listed:
            found = self._list(kind) if self._is_registered(kind) else []
            self._listed[kind] = found
            for node in found:
                self._kind_listed.setdefault(node, kind)
        return self._listed[kind]

    def full(self, name: str) -> Optional[str]:
        """The full name of what any name tells apart; None where there is none such, or several."""
        name = name.lstrip(":")
        if name in self._types:
            return name
        if not name or _PATTERN.intersection(name):
            return None  # `ls` would take it for a pattern or an attribute
        if name not in self._looked_up:
            found = self._typed(self._asked(name))
            self._looked_up[name] = found[0] if len(found) == 1 else None
        return self._looked_up[name]

    def of_partial(self, name: str) -> Optional[str]:
        """The full name of what Maya itself named shortly: any listed node that ends so is the one meant."""
        if name in self._types:
            return name
        ending = "|" + name.lstrip("|")
        listed = [] if name.startswith("|") else self._paths.get(ending.rpartition("|")[2], [])
        fitting = [path for path in listed if path.endswith(ending)]
        return fitting[0] if len(fitting) == 1 else self.full(name)

    def kind(self, node: str) -> str:
        """The node's own type; "" for what is no node."""
        if node not in self._types:
            self.full(node)
        return self._types.get(node, "")

    def unique(self, node: str) -> str:
        """The shortest name that is unique; what is not in the outliner has no other."""
        if "|" not in node:
            return node
        if node not in self._short:
            self._learn_short_names(node)
        return self._short.get(node, node)

    def registered(self) -> Mapping[str, None]:
        """Every node type this Maya knows, in its order."""
        if self._kinds is None:
            try:
                self._kinds = dict.fromkeys(texts(self._commands.allNodeTypes()))
            except HOST_ERRORS as error:
                self._odd(error, "allNodeTypes")
                self._kinds = {}
        return self._kinds

    def _is_registered(self, kind: str) -> bool:
        """Asking `ls` for a type of a plug-in that is not loaded puts a warning before the artist's eyes."""
        return kind in self.registered() or kind in _ALWAYS_ASKED

    def _list(self, kind: str) -> List[str]:
        try:
            return self._typed(texts(self._commands.ls(type=kind, long=True, showType=True)))
        except HOST_ERRORS as error:
            if kind not in _ALWAYS_ASKED:
                self._odd(error, kind)
            return []

    def _typed(self, answer: List[str]) -> List[str]:
        """Keep what `ls` tells in pairs of node and type; each node once."""
        found: Dict[str, None] = {}
        for node, kind in zip(answer[0::2], answer[1::2]):
            found[node] = None
            if node not in self._types:
                self._types[node] = kind
                if "|" in node:
                    self._paths.setdefault(node.rpartition("|")[2], []).append(node)
        return list(found)

    def _learn_short_names(self, node: str) -> None:
        """Those of the node's whole kind at once, where it was listed: a scene may have very many of a kind."""
        kind = self._kind_listed.get(node)
        if kind is not None:
            fulls = self._listed[kind]
            try:
                shorts = texts(self._commands.ls(type=kind))
            except HOST_ERRORS:
                shorts = []
            if len(shorts) == len(fulls) and all(_ends_with(pair) for pair in zip(fulls, shorts)):
                self._short.update(zip(fulls, shorts))
                return
        try:
            shorts = texts(self._commands.ls(node))
        except HOST_ERRORS:
            shorts = []
        self._short[node] = shorts[0] if len(shorts) == 1 else node

    def _asked(self, name: str) -> List[str]:
        try:
            return texts(self._commands.ls(name, long=True, showType=True))
        except HOST_ERRORS as error:
            self._odd(error, name)
            return []


def _ends_with(pair: Tuple[str, str]) -> bool:
    full, short = pair
    return ("|" + full).endswith("|" + short.lstrip("|"))
