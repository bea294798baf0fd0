"""Render Setup read from its nodes: which layers there are, in which order, and what they override."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Set, Tuple

from .attributes import long_name
from .scene_graph import Look, SceneGraph

LAYER = "renderSetupLayer"
_ABSOLUTE = "absUniqueOverride"
_RELATIVE = "relUniqueOverride"


def setup_layers(graph: SceneGraph) -> Dict[str, str]:
    """The renderLayer node of every Render Setup layer to the layer's own node, in the order of the list.

    The legacy node is found by its connection, not by its name "rs_...": a layer may have been renamed since.
    """
    found: Dict[str, str] = {}
    for layer in _in_order(graph, [node for node in graph.nodes(LAYER) if not graph.is_referenced(node)]):
        for plug in graph.sources(layer, "legacyRenderLayer"):
            found[plug.node] = layer
    return found


def overrides_of(look: Look, layer: str) -> Dict[Tuple[str, str], Any]:
    """Enabled overrides that name their target (render settings do); those of collections' members are not
    read yet."""
    graph = look.graph
    found: Dict[Tuple[str, str], Any] = {}
    for kind in (_ABSOLUTE, _RELATIVE):
        for override in graph.nodes(kind):
            if graph.is_referenced(override) or _owner(look, override) != layer:
                continue
            target = graph.node(look.text(override, "targetNodeName"))
            if target is None:
                continue
            attribute = long_name(graph.node_type(target), look.text(override, "attribute"))
            value = _value(look, kind, override, target, attribute)
            if value is not None:
                found[(target, attribute)] = value
    return found


def _value(look: Look, kind: str, override: str, target: str, attribute: str) -> Any:
    if kind == _ABSOLUTE:
        return look.graph.stored(override, "attrValue")
    original = look.number(target, attribute)
    multiply = look.number(override, "multiply")
    offset = look.number(override, "offset")
    if original is None or multiply is None or offset is None:
        return None
    return original * multiply + offset


def _owner(look: Look, override: str) -> Optional[str]:
    """The layer an override belongs to; None where it, or a collection it is in, is switched off."""
    node = override
    seen: Set[str] = set()
    while node not in seen:
        seen.add(node)
        if look.graph.node_type(node) == LAYER:
            return node
        if not look.flag(node, "selfEnabled", unknown=True):
            return None
        node = next((plug.node for plug in look.graph.sources(node, "parentList")), node)
    return None


def _in_order(graph: SceneGraph, layers: List[str]) -> List[str]:
    """By the chain next -> previous; layers outside of it follow in the scene's order."""
    ordered: List[str] = []
    heads = [layer for layer in layers if not graph.sources(layer, "previous")]
    for head in [*heads, *layers]:
        node: Optional[str] = head
        while node is not None and node not in ordered and node in layers:
            ordered.append(node)
            node = next((plug.node for plug in graph.destinations(node, "next")), None)
    return ordered
