"""The scene that is open in Maya, read through `maya.cmds` as a SceneGraph, and never changed."""

from __future__ import annotations

from typing import Any, Callable, Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence, Tuple

from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

from .attributes import default
from .live_commands import HOST_ERRORS, Commands
from .live_marks import marked_attributes
from .live_names import LiveNames
from .live_plugins import missing_plugins, plugins_in_use
from .live_references import ReferenceReading, read_references
from .live_values import pairs, plain, split_plug, texts
from .scene_graph import Plug, SceneGraph, SceneReference
from .workspace import Resolver, Workspace, slashes


class LiveGraph(SceneGraph):
    """Asks Maya when it is asked, each question once, and keeps the answers: made anew for every reading.

    On the main thread only, as all of `maya.cmds`. Attributes go by their long names, also in connections. A
    file cannot tell what was never stored; Maya always can: `stored` is the value there.
    """

    def __init__(self, commands: Commands, resolver: Resolver) -> None:
        self._commands = commands
        self._resolver = resolver
        self._names = LiveNames(commands, self._note_odd)
        self._problems: Dict[Problem, None] = {}
        self._facts: Dict[str, Any] = {}
        self._values: Dict[Tuple[str, str], Any] = {}
        self._elements: Dict[Tuple[str, str], Sequence[int]] = {}
        self._links: Dict[Tuple[str, str, bool], Sequence[Plug]] = {}
        self._references: Optional[ReferenceReading] = None
        self._referenced: Optional[FrozenSet[str]] = None
        self._marked: Optional[List[Tuple[str, str]]] = None
        self._settable: Dict[Tuple[str, str], bool] = {}

    @property
    def scene_path(self) -> str:
        named = self._fact("scene", lambda: self._commands.file(query=True, sceneName=True))
        return slashes(named) if isinstance(named, str) else ""

    @property
    def host_version(self) -> Optional[str]:
        told = self._fact("version", lambda: self._commands.about(version=True))
        return told if isinstance(told, str) else None

    @property
    def time_unit(self) -> str:
        unit = self._fact("time unit", lambda: self._commands.currentUnit(query=True, time=True))
        return unit if isinstance(unit, str) else ""

    @property
    def workspace(self) -> Workspace:
        return self._resolver.workspace

    @property
    def plugins(self) -> Mapping[str, str]:
        missing = self._missing_plugins()
        found: Mapping[str, str] = self._fact("plug-ins", lambda: plugins_in_use(self._commands, missing))
        return found

    @property
    def file_info(self) -> Mapping[str, str]:
        return pairs(self._fact("file info", lambda: self._commands.fileInfo(query=True)))

    def problems(self) -> Sequence[Problem]:
        found: List[Problem] = []
        if not self.scene_path:
            found.append(Problem(ERROR, "scene_untitled", Message(_UNTITLED)))
        elif self._fact("modified", lambda: self._commands.file(query=True, modified=True)) is True:
            found.append(Problem(NOTICE, "scene_modified", Message(_MODIFIED)))
        for name in self._missing_plugins():
            found.append(Problem(WARNING, "plugin_missing", Message(_PLUGIN_MISSING, name=name)))
        found.extend(self._read_references().problems)
        found.extend(self._problems)
        return found

    def references(self) -> Sequence[SceneReference]:
        return self._read_references().references

    def nodes(self, type_name: str) -> Sequence[str]:
        return sorted(self._names.of_kind(type_name), key=self.is_referenced)

    def node(self, name: str) -> Optional[str]:
        return self._names.full(name)

    def node_type(self, node: str) -> str:
        return self._names.kind(node)

    def stored(self, node: str, attribute: str) -> Any:
        key = (node, attribute)
        if key not in self._values:
            self._values[key] = plain(self._read(node, attribute, False))
        return self._values[key]

    def value(self, node: str, attribute: str) -> Any:
        """A text that was never set is None in Maya: its default is the table's, as for a file."""
        stored = self.stored(node, attribute)
        return default(self.node_type(node), attribute) if stored is None else stored

    def elements(self, node: str, attribute: str) -> Iterable[int]:
        key = (node, attribute)
        if key not in self._elements:
            found = self._read(node, attribute, True)
            indices = found if isinstance(found, (list, tuple)) else ()
            self._elements[key] = sorted(index for index in indices if isinstance(index, int))
        return self._elements[key]

    def sources(self, node: str, attribute: str) -> Sequence[Plug]:
        return self._connected(node, attribute, True)

    def destinations(self, node: str, attribute: str) -> Sequence[Plug]:
        return self._connected(node, attribute, False)

    def parent(self, node: str) -> Optional[str]:
        return node.rpartition("|")[0] or None

    def unique_name(self, node: str) -> str:
        return self._names.unique(node)

    def is_referenced(self, node: str) -> bool:
        """Known from one listing of all referenced nodes, made only where the scene has a reference at all."""
        if self._referenced is None:
            found: Sequence[str] = ()
            if self._names.of_kind("reference"):
                answer = self._fact(
                    "referenced nodes", lambda: self._commands.ls(referencedNodes=True, long=True)
                )
                found = texts(answer)
            self._referenced = frozenset(found)
        return node in self._referenced

    def file_attributes(self) -> Iterable[Tuple[str, str]]:
        if self._marked is None:
            self._marked = list(marked_attributes(self._commands, list(self._names.registered())))
        return self._marked

    def can_be_set(self, node: str, attribute: str) -> bool:
        """An attribute that its node computes is not writable."""
        key = (node, attribute.rpartition(".")[2].partition("[")[0])
        if key not in self._settable:
            try:
                answer = self._commands.attributeQuery(key[1], node=node, writable=True)
            except HOST_ERRORS:
                answer = False
            self._settable[key] = answer is True
        return self._settable[key]

    def _missing_plugins(self) -> Sequence[str]:
        names: Sequence[str] = self._fact("missing plug-ins", lambda: missing_plugins(self._commands))
        return names

    def _read_references(self) -> ReferenceReading:
        if self._references is None:
            folder = self.scene_path.rpartition("/")[0]
            nodes = self._names.of_kind("reference")
            self._references = read_references(self._commands, nodes, self._resolver, folder)
        return self._references

    def _read(self, node: str, attribute: str, indices: bool) -> Any:
        plug = f"{node}.{attribute}"
        try:
            if indices:
                return self._commands.getAttr(plug, multiIndices=True)
            return self._commands.getAttr(plug)
        except ValueError:
            return None  # no such attribute: nodes of other versions and plug-ins have other ones
        except HOST_ERRORS as error:
            self._note_unreadable(error, node, attribute)
            return None

    def _connected(self, node: str, attribute: str, incoming: bool) -> Sequence[Plug]:
        key = (node, attribute, incoming)
        if key not in self._links:
            self._links[key] = [
                Plug(full, name)
                for end, name in map(split_plug, self._ends(node, attribute, incoming))
                for full in [self._names.of_partial(end)]
                if full is not None
            ]
        return self._links[key]

    def _ends(self, node: str, attribute: str, incoming: bool) -> List[str]:
        try:
            return texts(
                self._commands.listConnections(
                    f"{node}.{attribute}", source=incoming, destination=not incoming, plugs=True
                )
            )
        except ValueError:
            return []
        except HOST_ERRORS as error:
            self._note_unreadable(error, node, attribute)
            return []

    def _fact(self, name: str, ask: Callable[[], Any]) -> Any:
        """One of the scene's own facts, asked for once; None, and a problem, where Maya refuses to tell it."""
        if name not in self._facts:
            try:
                self._facts[name] = ask()
            except HOST_ERRORS as error:
                self._note_odd(error, name)
                self._facts[name] = None
        return self._facts[name]

    def _note_unreadable(self, error: Exception, node: str, attribute: str) -> None:
        try:
            missing = self._commands.objExists(f"{node}.{attribute}") is False
        except HOST_ERRORS:
            missing = False
        if not missing:
            text = Message(_UNREADABLE, node=node, attribute=attribute, why=_first_line(error))
            self._problems.setdefault(Problem(WARNING, "node_unreadable", text, node))

    def _note_odd(self, error: Exception, what: str) -> None:
        text = Message(_REFUSED, what=what, why=_first_line(error))
        self._problems.setdefault(Problem(WARNING, "host_refused", text))


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


_UNTITLED = "The scene was never saved. Save it, then submit: what is sent is the file."
_MODIFIED = "The scene has changes that are not saved. What is sent is the file: save it first."
_PLUGIN_MISSING = "The scene needs the plug-in {name}, which this Maya could not load."
_UNREADABLE = "{node}: its attribute {attribute} cannot be read; it is passed over. Maya says: {why}"
_REFUSED = "Maya cannot tell: {what}. It says: {why}"
