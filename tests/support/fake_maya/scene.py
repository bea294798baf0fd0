"""The scene behind the fake: nodes and values from a scene file, by what Maya would know of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterable, Iterator, List, NamedTuple, Optional

from rb_maya.attributes import DERIVED, TABLES, default, long_name, table
from rb_maya.file_graph import FileGraph
from rb_maya.folders import Folders
from rb_maya.open_file import open_file
from rb_maya.scene_graph import SceneReference
from rb_maya.workspace import Resolver, Workspace, slashes


class NoSuchAttribute(Exception):
    """The node has no such attribute, as far as the tables and the file tell."""


class FakeReference(NamedTuple):
    """A reference with the reference node it is inside of."""

    told: SceneReference
    parent: Optional[str]


class FakeScene:
    """An open scene. Attributes go by long or short names, answers come with long ones, as in Maya."""

    def __init__(self, path: object, project: object = None) -> None:
        scene = slashes(os.path.abspath(str(path)))
        # Maya always has a project; where the test names none and there is none around, it is the scene's folder.
        around = Workspace.around(str(Path(scene).parent))
        root = str(project) if project is not None else around.root or str(Path(scene).parent)
        self.workspace = Workspace.at(os.path.abspath(root))
        self.graph = FileGraph(open_file(scene), Resolver(self.workspace, Folders(), os.environ))
        self.references: Dict[str, FakeReference] = {}
        for reference in self.graph.references():
            self.references[reference.node] = FakeReference(reference, self._parent_of(reference))
        self._names: List[str] = [name for name in self.graph._nodes if self.type_of(name)]
        self._names.extend(name for name in self.references if name not in self.graph._nodes)
        self._types: List[str] = []
        self._known = frozenset(self._names)
        self._attributes: Dict[str, FrozenSet[str]] = {}
        self._by_short: Dict[str, List[str]] = {}
        for name in self._names:
            self._by_short.setdefault(name.rpartition("|")[2], []).append(name)

    def names(self) -> List[str]:
        return list(self._names)

    def types(self) -> List[str]:
        """Registered node types: what the scene uses, and what every Maya has with its plug-ins loaded."""
        if self._types:
            return self._types
        found = dict.fromkeys(["transform", "mesh", "script", "joint", "reference", *TABLES])
        for derived in DERIVED.values():
            found.update(dict.fromkeys(derived))
        found.update(dict.fromkeys(self.type_of(name) for name in self._names))
        self._types = list(found)
        return self._types

    def type_of(self, name: str) -> str:
        return "reference" if name in self.references else self.graph.node_type(name)

    def of_type(self, kinds: Iterable[str], exact: bool) -> List[str]:
        found: Dict[str, None] = {}
        for kind in kinds:
            if kind == "reference":
                found.update(dict.fromkeys(self.references))
            members = self.graph.nodes(kind)
            found.update(dict.fromkeys(name for name in members if not exact or self.type_of(name) == kind))
        return list(found)

    def matching(self, name: str) -> List[str]:
        """Every node a name may mean; "|a|b" and "b" and ":b" all do."""
        name = name.lstrip(":")
        if name in self._known or name.startswith("|"):
            return [name] if name in self._known else []
        ending = "|" + name
        return [full for full in self._by_short.get(ending.rpartition("|")[2], ()) if full.endswith(ending)]

    def value(self, node: str, attribute: str) -> Any:
        """As getAttr answers: a list for an array, [(...)] for a compound, None for a text that was never set."""
        self.require(node, attribute)
        kind = self.type_of(node)
        long = self.long_path(kind, attribute)
        stored = self._stored(node, long)
        if stored is None:
            value = default(kind, long)
            return None if value == "" else value
        if isinstance(stored, tuple):
            numbers = stored and all(isinstance(part, (int, float)) for part in stored)
            return [stored] if numbers else list(stored)
        return stored

    def require(self, node: str, attribute: str) -> None:
        """Raises NoSuchAttribute for a name that neither the type's table nor the file has."""
        if node not in self._attributes:
            self._attributes[node] = frozenset(self._attribute_names(node))
        known = self._attributes[node]
        if any(part.partition("[")[0] not in known for part in attribute.split(".")):
            raise NoSuchAttribute(attribute)

    def _attribute_names(self, node: str) -> Iterator[str]:
        yield "message"
        for long, entry in table(self.type_of(node)).items():
            yield from (long, entry.short)
        found = self.graph._nodes.get(node)
        if found is not None:
            yield from found.statement.file_attributes
            yield from found.statement.defaults
            for name in self._stored_names(node):
                yield from (part.partition("[")[0] for part in name.split("."))

    def marked(self, node: str) -> List[str]:
        entry = self.graph._nodes.get(node)
        return list(entry.statement.file_attributes) if entry is not None else []

    def long_path(self, kind: str, attribute: str) -> str:
        parts = [part.partition("[") for part in attribute.split(".")]
        return ".".join(long_name(kind, name) + bracket + index for name, bracket, index in parts)

    def _stored(self, node: str, attribute: str) -> Any:
        entry = self.graph._nodes.get(node)
        if entry is None:
            return None
        stored = self.graph.stored(node, attribute)
        short = entry.statement.file_attributes.get(attribute)
        return self.graph.stored(node, short) if stored is None and short else stored

    def _stored_names(self, node: str) -> List[str]:
        entry = self.graph._nodes[node]
        ends = [end for _, end in self.graph._incoming(node)] + [end for end, _ in self.graph._outgoing(node)]
        linked = [end.rpartition("|")[2].partition(".")[2] for end in ends]
        return [*entry.statement.attributes, *self.graph._edited.get(node, ()), *linked]

    def _parent_of(self, reference: SceneReference) -> Optional[str]:
        inside = [
            known.told.node
            for known in self.references.values()
            if known.told.path.rpartition("/")[0] == reference.folder
            and reference.node.startswith(known.told.namespace + ":")
        ]
        return inside[-1] if inside else None
