"""A scene read from its file (.ma or .mb), references and their edits included, as a SceneGraph."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Any, DefaultDict, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from rb_dcc_core.host import Problem

from .attributes import DEFAULT_NODES, DERIVED, default, spellings
from .dag_types import TRANSFORMS
from .driven_settings import driven_settings
from .file_connections import Connections, attribute_matcher, own_attribute, prefixed
from .file_references import Instance, ReferenceReader
from .scene_file import FileNode, SceneFile
from .scene_graph import Plug, SceneGraph, SceneReference
from .untold_settings import untold_settings
from .workspace import Resolver, Workspace

_INDEX = re.compile(r"\[(\d{1,9})(?::(\d{1,9}))?\]")
_ONE_INDEX = re.compile(r"\d{1,9}\Z")
_new = tuple.__new__
_SHARED_CAMERAS = ("persp", "top", "front", "side")


class _Node(NamedTuple):
    statement: FileNode
    instance: Instance
    type: str
    parent: Optional[str]


class FileGraph(SceneGraph):
    """Built once from a parsed file; values and connections are read from the text when they are asked
    for."""

    def __init__(self, scene: SceneFile, resolver: Resolver) -> None:
        opened = ReferenceReader(resolver).open(scene)
        self._scene = scene
        self._resolver = resolver
        self._opened = opened
        self._nodes: Dict[str, _Node] = {}
        # Those in the outliner, by the last name of their path; others have no path.
        self._by_short: DefaultDict[str, List[str]] = defaultdict(list)
        self._by_type: DefaultDict[str, List[str]] = defaultdict(list)
        self._edited: Dict[str, Dict[str, Any]] = {}
        self._in_edits: List[Tuple[str, str]] = []
        self._own_shared = {node.name.lstrip(":") for node in scene.nodes if node.shared}
        self._links: Optional[Connections] = None
        # Inner files first: a scene's nodes may be parented below nodes of its references.
        for instance in [*opened.instances[1:], opened.instances[0]]:
            self._add_instance(instance)
        for name, type_name in DEFAULT_NODES.items():
            if name not in self._nodes:
                self._add(
                    name,
                    _Node(FileNode(type_name, name, None, True, False), opened.instances[0], type_name, None),
                )
        for instance in reversed(opened.instances):
            self._add_edits(instance)
        self._driven: List[Problem] = []
        if any(instance.file.may_drive_settings() for instance in opened.instances):
            values, self._driven = driven_settings(self)
            for (node, attribute), value in values.items():
                self._edited.setdefault(node, {})[attribute] = value

    @property
    def scene_path(self) -> str:
        return self._scene.path

    @property
    def host_version(self) -> Optional[str]:
        return self._scene.host_version

    @property
    def time_unit(self) -> str:
        return self._scene.units.get("t", "film")

    @property
    def workspace(self) -> Workspace:
        return self._resolver.workspace

    @property
    def plugins(self) -> Mapping[str, str]:
        found: Dict[str, str] = {}
        for instance in self._opened.instances:
            for name, version in instance.file.requires.items():
                if name != "maya":
                    found.setdefault(name, version)
        return found

    @property
    def file_info(self) -> Mapping[str, str]:
        return self._scene.file_info

    def problems(self) -> Sequence[Problem]:
        found = list(self._opened.problems)
        files = {instance.file.path: instance.file for instance in self._opened.instances}
        for file in files.values():
            found.extend(file.problems)
        return [
            *found,
            *self._driven,
            *untold_settings(self, lambda node: self._nodes[node].statement.attributes),
        ]

    def references(self) -> Sequence[SceneReference]:
        return self._opened.references

    def nodes(self, type_name: str) -> Sequence[str]:
        found = list(self._by_type.get(type_name, ()))
        for derived in DERIVED.get(type_name, ()):
            found.extend(self._by_type.get(derived, ()))
        return sorted(found, key=self.is_referenced) if len(self._opened.instances) > 1 else found

    def node(self, name: str) -> Optional[str]:
        name = name.lstrip(":")
        if name in self._nodes:
            return name
        short = name.rpartition("|")[2]
        tail = "|" + name.lstrip("|")
        matches = [node for node in self._of_short_name(short) if ("|" + node).endswith(tail)]
        return matches[0] if len(matches) == 1 else None

    def node_type(self, node: str) -> str:
        found = self._nodes.get(node)
        return found.type if found is not None else ""

    def stored(self, node: str, attribute: str) -> Any:
        found = self._nodes.get(node)
        return (
            None if found is None else self._stored(node, found, attribute, spellings(found.type, attribute))
        )

    def value(self, node: str, attribute: str) -> Any:
        found = self._nodes.get(node)
        if found is None:
            return default("", attribute)
        names, unset = _asked(found.type, attribute)
        stored = self._stored(node, found, attribute, names)
        return unset if stored is None else stored

    def values(self, node: str, attributes: Tuple[str, ...]) -> Sequence[Any]:
        """Runs for every file of a scene: at nearly all a glance is enough."""
        found = self._nodes.get(node)
        if found is None or node in self._edited:
            return super().values(node, attributes)
        statement, instance, type_name, _ = found
        quoted, unset = _asked_together(type_name, attributes)
        written = statement.glance(quoted)
        if written is None:
            return super().values(node, attributes)
        values: List[Any] = []
        for place, one in enumerate(written):
            value = None if one is None else instance.file.value(one)
            if value is None:
                value = unset[place]
            elif not isinstance(value, str):
                value = _as_declared(type_name, attributes[place], value)
            values.append(value)
        return values

    def _stored(self, node: str, found: _Node, attribute: str, names: Sequence[str]) -> Any:
        statement, instance, type_name, _ = found
        if node in self._edited:
            edited = self._edited[node]
            for name in names:
                if name in edited:
                    return edited[name]
        spans = statement.attributes
        for name in names:
            if name in spans:
                value = instance.file.value(spans[name])
                return value if isinstance(value, str) else _as_declared(type_name, attribute, value)
        if attribute[-1:] == "]":
            return _element(found, names)
        if statement.defaults:
            return next((statement.defaults[name] for name in names if name in statement.defaults), None)
        if statement.file_attributes:
            short = statement.file_attributes.get(attribute, attribute)
            return self.stored(node, short) if short != attribute else None
        return None

    def elements(self, node: str, attribute: str) -> Iterable[int]:
        found = self._nodes.get(node)
        if found is None:
            return ()
        starts = tuple(name + "[" for name in spellings(found.type, attribute))
        names = [name for name in found.statement.attributes if name.startswith(starts)]
        names.extend(own_attribute(destination) for _, destination in self._incoming(node))
        indices: Set[int] = set()
        for name in names:
            match = _INDEX.search(name) if name.startswith(starts) else None
            if match is not None:
                first, last = int(match.group(1)), int(match.group(2) or match.group(1))
                indices.update(range(first, min(last, first + 10000) + 1))
        return sorted(indices)

    def sources(self, node: str, attribute: str) -> Sequence[Plug]:
        wanted = attribute_matcher(spellings(self.node_type(node), attribute))
        links = self._incoming(node)
        return [plug for source, own in links if wanted(own_attribute(own)) for plug in self._plug(source)]

    def destinations(self, node: str, attribute: str) -> Sequence[Plug]:
        wanted = attribute_matcher(spellings(self.node_type(node), attribute))
        links = self._outgoing(node)
        return [plug for own, target in links if wanted(own_attribute(own)) for plug in self._plug(target)]

    def parent(self, node: str) -> Optional[str]:
        found = self._nodes.get(node)
        return found.parent if found is not None else None

    def unique_name(self, node: str) -> str:
        short = node.rpartition("|")[2] if "|" in node else node
        if short not in self._by_short:
            return short
        others = [other for other in self._of_short_name(short) if other != node]
        name = short
        rest = node[: -len(short)].rstrip("|") if node.endswith(short) else ""
        while others and rest:
            rest, _, part = rest.rpartition("|")
            name = f"{part}|{name}"
            others = [other for other in others if ("|" + other).endswith("|" + name)]
        return "|" + name if others else name

    def is_referenced(self, node: str) -> bool:
        found = self._nodes.get(node)
        return found is not None and found.instance.referenced

    def file_attributes(self) -> Iterable[Tuple[str, str]]:
        marked = [name for name, node in self._nodes.items() if node.statement.file_attributes]
        for name in sorted(marked, key=self.is_referenced):
            node = self._nodes[name]
            for attribute in node.statement.file_attributes:
                yield name, attribute

    def files_in_edits(self) -> Iterable[Tuple[str, str]]:
        return self._in_edits

    def long_name(self, node: str, attribute: str) -> str:
        found = self._nodes.get(node)
        added = found.statement.file_attributes if found is not None else {}
        mine = next((long for long, short in added.items() if short == attribute), None)
        return mine or super().long_name(node, attribute)

    def _add_instance(self, instance: Instance) -> None:
        inside: Dict[str, str] = {}
        referenced, add = instance.referenced, self._add
        for statement in instance.file.nodes:
            shared = referenced and statement.shared
            if shared and self._is_shared_already(statement):
                continue
            name, kind = statement.name, statement.type
            short = name if name[:1] != ":" else name.lstrip(":")
            if instance.prefix and not shared:
                short = instance.prefix + short
            parent = self._parent_of(statement, instance, inside) if statement.parent else None
            top = "|" + short if kind in TRANSFORMS else short
            full = top if parent is None else f"{parent}|{short}"
            inside[name] = full
            # A named tuple's own call takes twice as long, and this runs for every node.
            add(full, _new(_Node, (statement, instance, kind, parent)))
        if not instance.referenced:
            for name, statement in instance.file.selected.items():
                self._add_selected(name, statement, instance)

    def _is_shared_already(self, statement: FileNode) -> bool:
        """A reference's shared nodes are the scene's own, where it has them; the default cameras always
        are."""
        top = (statement.parent or statement.name).lstrip("|")
        name = statement.name.lstrip(":")
        return top in _SHARED_CAMERAS or name in self._own_shared or name in self._nodes

    def _add_selected(self, name: str, statement: FileNode, instance: Instance) -> None:
        existing = self.node(name)
        if existing is None:
            self._add(name, _Node(statement, instance, DEFAULT_NODES.get(name, ""), None))
            return
        known = self._nodes[existing]
        if known.instance is instance:
            known.statement.attributes.update(statement.attributes)
            return
        values = self._edited.setdefault(existing, {})
        for attribute, span in statement.attributes.items():
            value = instance.file.value(span)
            if value is not None:
                values[attribute] = value

    def _add(self, full: str, node: _Node) -> None:
        known = self._nodes.get(full)
        if known is not None:
            if known.type == node.type and known.instance is node.instance:
                known.statement.attributes.update(node.statement.attributes)
            return
        self._nodes[full] = node
        if "|" in full:
            self._by_short[full.rpartition("|")[2]].append(full)
        self._by_type[node.type].append(full)

    def _parent_of(self, statement: FileNode, instance: Instance, inside: Dict[str, str]) -> Optional[str]:
        written = statement.parent or ""
        if written in inside:
            return inside[written]
        name = prefixed(written, instance.prefix)
        return self.node(name) or "|" + name.lstrip("|")

    def _add_edits(self, instance: Instance) -> None:
        for statement in instance.file.nodes:
            if statement.type != "reference":
                continue
            named = instance.file.named_in_edits(statement)
            self._in_edits.extend((instance.prefix + statement.name, path) for path in named)
            for edit in instance.file.edits(statement):
                node = self.node(prefixed(edit.node, instance.prefix))
                if node is not None:
                    self._edited.setdefault(node, {})[edit.attribute] = edit.value

    def _of_short_name(self, short: str) -> List[str]:
        found = self._by_short.get(short, [])
        return [short, *found] if short in self._nodes else found

    def _incoming(self, node: str) -> List[Tuple[str, str]]:
        links = self._connections().incoming.get(self.short_name(node), [])
        return [link for link in links if self._is_of(link[1], node)]

    def _outgoing(self, node: str) -> List[Tuple[str, str]]:
        links = self._connections().outgoing.get(self.short_name(node), [])
        return [link for link in links if self._is_of(link[0], node)]

    def _connections(self) -> Connections:
        if self._links is None:
            self._links = Connections(self._opened.instances)
        return self._links

    def _is_of(self, plug: str, node: str) -> bool:
        """Whether a plug is of this node, and not of another one with the same short name."""
        if len(self._of_short_name(self.short_name(node))) < 2:
            return True
        return any(found.node == node for found in self._plug(plug))

    def _plug(self, plug: str) -> List[Plug]:
        path, _, last = plug.rpartition("|")
        name, _, attribute = last.partition(".")
        node = self.node(f"{path}|{name}" if path else name)
        return [Plug(node, attribute)] if node is not None else []


@lru_cache(maxsize=4096)
def _asked(type_name: str, attribute: str) -> Tuple[Sequence[str], Any]:
    """The names an attribute may be stored under, and what it is where it is not."""
    return spellings(type_name, attribute), default(type_name, attribute)


@lru_cache(maxsize=64)
def _asked_together(
    type_name: str, attributes: Tuple[str, ...]
) -> Tuple[Sequence[Sequence[str]], Sequence[Any]]:
    """The quoted names each may be stored under, and what each is where it is not."""
    asked = [_asked(type_name, attribute) for attribute in attributes]
    return [[f'".{name}"' for name in names] for names, _ in asked], [unset for _, unset in asked]


def _element(node: _Node, names: Sequence[str]) -> Any:
    """An element that the file stores with its neighbours: "rlmi[2]" out of "rlmi[1:4]"."""
    for key, span in node.statement.attributes.items():
        base, _, ends = key.rpartition("[")
        first, colon, _ = ends[:-1].partition(":")
        indices = [int(name[len(base) + 1 : -1]) for name in names if colon and _is_element(name, base)]
        if not indices or not _ONE_INDEX.match(first):
            continue
        values = node.instance.file.value(span)
        for index in indices:
            if isinstance(values, tuple) and 0 <= index - int(first) < len(values):
                return values[index - int(first)]
    return None


def _is_element(name: str, base: str) -> bool:
    return name.startswith(base + "[") and _ONE_INDEX.match(name[len(base) + 1 : -1]) is not None


def _as_declared(type_name: str, attribute: str, value: Any) -> Any:
    """Binary files store every number alike: what is known to be a switch comes back as one."""
    switch = isinstance(value, (int, float)) and isinstance(default(type_name, attribute), bool)
    return bool(value) if switch else value
