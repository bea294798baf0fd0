"""Render Setup read from its nodes: which layers there are, in which order, and what they override.

A layer holds groups and collections, these hold overrides; each list runs from the lowest priority to the highest,
so that what comes later wins. Isolating a collection counts in Maya's window only, not when a farm renders.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from rb_dcc_core.host import NOTICE, Problem
from rb_dcc_core.messages import Message

from .attributes import is_known, long_name
from .connected_values import connected_value
from .file_nodes import FILE_TYPES
from .scene_graph import Look, SceneGraph
from .selectors import selects

LAYER = "renderSetupLayer"
_UNIQUE = ("absUniqueOverride", "relUniqueOverride")
_RELATIVE = ("relOverride", "relUniqueOverride")
_VALUES = ("absOverride", "relOverride", *_UNIQUE)
_CONNECTIONS = ("connectionOverride", "connectionUniqueOverride", "shaderOverride", "materialOverride")

# The types whose attributes are read per layer: an override of a collection is looked for on their nodes only.
READ_TYPES = (
    *("camera", "renderGlobals", "resolution"),
    *("aiOptions", "aiAOVDriver", "aiAOV"),
    *("VRaySettingsNode", "VRayRenderElement", "VRayRenderElementSet"),
    *("RedshiftOptions", "RedshiftAOV", "rmanGlobals", "rmanDisplay"),
    *FILE_TYPES,
)


class AddedNames:
    """Nodes by the attributes that were added to them to name files; asked for when first needed, once a scene."""

    def __init__(self, graph: SceneGraph) -> None:
        self._graph = graph
        self._nodes: Optional[Dict[str, List[str]]] = None

    def nodes_with(self, attribute: str) -> Sequence[str]:
        if self._nodes is None:
            self._nodes = {}
            for node, name in self._graph.file_attributes():
                self._nodes.setdefault(name, []).append(node)
        return self._nodes.get(attribute, ())


class LayerOverrides(NamedTuple):
    values: Dict[Tuple[str, str], Any]
    problems: Tuple[Problem, ...]


class _Override(NamedTuple):
    node: str
    kind: str
    collection: str


def setup_layers(graph: SceneGraph) -> Dict[str, str]:
    """The renderLayer node of every Render Setup layer to the layer's own node, in the order of the list.

    The legacy node is found by its connection, not by its name "rs_...": a layer may have been renamed since.
    """
    found: Dict[str, str] = {}
    for layer in _in_order(graph, [node for node in graph.nodes(LAYER) if not graph.is_referenced(node)]):
        for plug in graph.sources(layer, "legacyRenderLayer"):
            found[plug.node] = layer
    return found


def overrides_of(look: Look, layer: str, added: AddedNames) -> LayerOverrides:
    """What a layer changes, `look` being the scene as its master layer has it; what cannot be evaluated without
    Maya is named."""
    reader = _LayerReader(look, added)
    for override in _overrides_below(look, layer, reader.problems):
        reader.apply(override)
    return LayerOverrides(reader.look.overrides, tuple(reader.problems))


class _LayerReader:
    """Applies overrides one after the other; a relative one counts from what those before it left."""

    def __init__(self, look: Look, added: AddedNames) -> None:
        self.look = Look(look.graph, {})
        self.problems: List[Problem] = []
        self._master = look
        self._added = added

    def apply(self, override: _Override) -> None:
        targets = self._targets(override)
        if not targets:
            return
        if override.kind in _CONNECTIONS or self._is_driven_unseen(override):
            self.problems.append(_notice("override_connected", _CONNECTED, override.node))
            return
        for target, attribute in targets:
            value = self._value(override, target, attribute)
            if value is not None:
                self.look.overrides[(target, attribute)] = value

    def _targets(self, override: _Override) -> List[Tuple[str, str]]:
        graph = self.look.graph
        name = self.look.text(override.node, "attribute")
        if override.kind.endswith("UniqueOverride"):
            target = graph.node(self.look.text(override.node, "targetNodeName"))
            return [(target, graph.long_name(target, name))] if target is not None else []
        candidates = self._nodes_with(name)
        return [pair for pair in candidates if self._is_member(override, pair[0])] if candidates else []

    def _nodes_with(self, name: str) -> List[Tuple[str, str]]:
        graph = self.look.graph
        found: List[Tuple[str, str]] = []
        for type_name in READ_TYPES:
            attribute = long_name(type_name, name)
            if is_known(type_name, attribute):
                found.extend((node, attribute) for node in graph.nodes(type_name))
        found.extend((node, name) for node in self._added.nodes_with(name))
        return list(dict.fromkeys(found))

    def _is_member(self, override: _Override, node: str) -> bool:
        graph = self.look.graph
        for plug in graph.sources(override.collection, "selector"):
            taken = selects(graph, plug.node, node)
            if taken is None:
                problem = _notice("selector_unread", _SELECTOR, plug.node, override=override.node)
                self.problems.append(problem)
            return taken is True
        return False

    def _is_driven_unseen(self, override: _Override) -> bool:
        """Whether one of its own values comes from a connection that cannot be followed."""
        graph = self.look.graph
        driven = [name for name in _settings(override) if graph.sources(override.node, name)]
        return any(connected_value(graph, override.node, name) is None for name in driven)

    def _setting(self, override: _Override, name: str) -> Any:
        found = connected_value(self.look.graph, override.node, name)
        return self.look.graph.value(override.node, name) if found is None else found

    def _value(self, override: _Override, target: str, attribute: str) -> Any:
        settings = [self._setting(override, name) for name in _settings(override)]
        if override.kind not in _RELATIVE:
            return settings[0]
        known = (target, attribute) in self.look.overrides
        original = (self.look if known else self._master).number(target, attribute)
        multiply, offset = settings
        if original is None or not _is_number(multiply) or not _is_number(offset):
            return None
        return original * multiply + offset


def _overrides_below(
    look: Look, container: str, problems: List[Problem], seen: Tuple[str, ...] = ()
) -> Iterator[_Override]:
    """The enabled overrides below a layer, group or collection, lowest priority first."""
    graph = look.graph
    for node in _in_order(graph, _children(graph, container)):
        kind = graph.node_type(node)
        if node in seen or not look.flag(node, "selfEnabled", unknown=True):
            continue
        if kind not in _VALUES and kind not in _CONNECTIONS:
            if look.flag(node, "isolateSelected"):
                problems.append(_notice("isolate_ignored", _ISOLATED, node))
            yield from _overrides_below(look, node, problems, (*seen, container))
        elif look.flag(node, "localRender"):
            # Counts while rendering in Maya's window, not in batch [K].
            problems.append(_notice("override_local", _LOCAL, node))
        else:
            yield _Override(node, kind, container)


def _settings(override: _Override) -> Tuple[str, ...]:
    """The attributes that say what an override does."""
    return ("multiply", "offset") if override.kind in _RELATIVE else ("attrValue",)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and abs(value) < 1e12


def _children(graph: SceneGraph, container: str) -> List[str]:
    return list(dict.fromkeys(plug.node for plug in graph.destinations(container, "listItems")))


def _in_order(graph: SceneGraph, nodes: List[str]) -> List[str]:
    """By the chain next -> previous; nodes outside of it follow in the scene's order."""
    ordered: Dict[str, None] = {}
    known = set(nodes)
    heads = [node for node in nodes if not graph.sources(node, "previous")]
    for head in [*heads, *nodes]:
        node: Optional[str] = head
        while node is not None and node not in ordered and node in known:
            ordered[node] = None
            node = next((plug.node for plug in graph.destinations(node, "next")), None)
    return list(ordered)


def _notice(code: str, template: str, node: str, **args: str) -> Problem:
    return Problem(NOTICE, code, Message(template, node=node, **args), node)


_CONNECTED = "The override {node} takes its value from a connection, which cannot be told without Maya."
_SELECTOR = "Which nodes {node} selects cannot be told without Maya; the override {override} is left out."
_ISOLATED = "The collection {node} is isolated; a farm renders the others of its layer too."
_LOCAL = "The override {node} is for local renders only and does not count on the farm."
