"""The values that Maya put aside while a Render Setup layer was visible.

A scene saved with a layer visible keeps, before each overridden attribute, a chain of nodes that apply the overrides;
the lowest of them holds the value that all other layers have.
"""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from .attributes import APPLY_OVERRIDES
from .scene_graph import Plug, SceneGraph

_CONVERSIONS = ("unitConversion", "timeToUnitConversion", "unitToTimeConversion")
_LONGEST_CHAIN = 1000


def originals(graph: SceneGraph) -> Dict[Tuple[str, str], Any]:
    """(node, long attribute) to the value without any override; not where something else drives it."""
    found: Dict[Tuple[str, str], Any] = {}
    for kind in APPLY_OVERRIDES:
        for node in graph.nodes(kind):
            for plug in _driven(graph, node):
                value = _original(graph, node)
                if value is not None:
                    found[(plug.node, graph.long_name(plug.node, plug.attribute))] = value
    return found


def _driven(graph: SceneGraph, node: str) -> List[Plug]:
    """The attributes at the end of a chain: none for a node in the middle of one."""
    found: List[Plug] = []
    for plug in graph.destinations(node, "out"):
        kind = graph.node_type(plug.node)
        if kind in _CONVERSIONS:
            found.extend(graph.destinations(plug.node, "output"))
        elif kind not in APPLY_OVERRIDES:
            found.append(plug)
    return [plug for plug in found if graph.node_type(plug.node) not in APPLY_OVERRIDES]


def _original(graph: SceneGraph, node: str) -> Any:
    for _ in range(_LONGEST_CHAIN):
        below = _source(graph, node)
        if below is None:
            stored = graph.value(node, "original")
            return stored if stored is not None else APPLY_OVERRIDES[graph.node_type(node)]
        if graph.node_type(below) not in APPLY_OVERRIDES:
            return None
        node = below
    return None


def _source(graph: SceneGraph, node: str) -> Any:
    for plug in graph.sources(node, "original"):
        if graph.node_type(plug.node) in _CONVERSIONS:
            return next((above.node for above in graph.sources(plug.node, "input")), plug.node)
        return plug.node
    return None
