"""Render settings that a connection drives: a file stores no value of theirs, only Maya has one."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Tuple

from rb_dcc_core.host import NOTICE, Problem
from rb_dcc_core.messages import Message

from .applied_overrides import originals
from .connected_values import connected_value
from .frame_range import GLOBALS
from .scene_graph import SceneGraph

_SETTINGS = {
    GLOBALS: (
        *("currentRenderer", "animation", "startFrame", "endFrame", "byFrameStep"),
        *("imageFilePrefix", "imageFormat", "extensionPadding"),
    ),
    "defaultResolution": ("width", "height", "pixelAspect"),
}

Driven = Dict[Tuple[str, str], Any]


def driven_settings(graph: SceneGraph) -> Tuple[Driven, List[Problem]]:
    """What plain attributes bring to the settings, and a notice for each that only Maya can tell.

    What a visible Render Setup layer drives is not among them: its overrides are read from their own nodes.
    """
    found: Driven = {}
    problems: List[Problem] = []
    overridden = originals(graph)
    for node, attribute in _plugs(graph):
        if (node, attribute) in overridden or not graph.sources(node, attribute):
            continue
        value = connected_value(graph, node, attribute)
        if value is None:
            text = Message(_DRIVEN, plug=f"{graph.unique_name(node)}.{attribute}")
            problems.append(Problem(NOTICE, "setting_connected", text, graph.unique_name(node)))
        else:
            found[(node, attribute)] = value
    return found, problems


def _plugs(graph: SceneGraph) -> Iterator[Tuple[str, str]]:
    for name, attributes in _SETTINGS.items():
        node = graph.node(name)
        if node is not None:
            yield from ((node, attribute) for attribute in attributes)
    yield from ((camera, "renderable") for camera in graph.nodes("camera"))


_DRIVEN = (
    "The render setting {plug} takes its value from a connection, which cannot be told without Maya; the one it would "
    "have without is taken."
)
