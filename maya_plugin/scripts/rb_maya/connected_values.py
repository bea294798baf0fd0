"""The value a connection brings to an attribute, where what is at its other end was set by hand and does not move."""

from __future__ import annotations

from typing import Any

from .dull_types import is_dull
from .scene_graph import Plug, SceneGraph

_LONGEST_CHAIN = 20
_MOVING = "time"


def connected_value(graph: SceneGraph, node: str, attribute: str) -> Any:
    """None where nothing is connected, or where only Maya can tell what the connection brings: something that is
    computed or animated, a conversion of units, a node whose attributes a file leaves unread."""
    sources = graph.sources(node, attribute)
    for _ in range(_LONGEST_CHAIN):
        if len(sources) != 1 or not _is_plain(graph, sources[0]):
            return None
        end = sources[0]
        sources = graph.sources(end.node, end.attribute)
        if not sources:
            value = graph.value(end.node, graph.long_name(end.node, end.attribute))
            return value if isinstance(value, (bool, int, float, str)) else None
    return None


def _is_plain(graph: SceneGraph, plug: Plug) -> bool:
    kind = graph.node_type(plug.node)
    if kind == _MOVING or is_dull(kind.encode("utf-8")):
        return False
    return graph.can_be_set(plug.node, plug.attribute)
