"""The cameras of a scene, under the names an artist knows them by."""

from __future__ import annotations

from typing import Dict, Tuple

from rb_dcc_core.host import Camera

from .scene_graph import Look, SceneGraph

RIG = "stereoRigTransform"
_SIDES = {"leftCam": "left", "rightCam": "right", "centerCam": "center"}


def cameras(look: Look) -> Tuple[Camera, ...]:
    """Every camera, the scene's own before those of references; `renderable` is as this look has it.

    A stereo rig is three cameras: the pair that renders, each below the rig, and the centre one, whose transform is
    the rig itself. Maya renders the pair by their own "renderable", not by the rig's.
    """
    graph = look.graph
    sides = _sides(graph)
    found = []
    for shape in graph.nodes("camera"):
        transform = graph.parent(shape) or shape
        found.append(
            Camera(
                name=graph.unique_name(transform),
                shape=graph.unique_name(shape),
                renderable=look.flag(shape, "renderable", unknown=True),
                orthographic=look.flag(shape, "orthographic"),
                stereo=sides.get(shape, sides.get(transform)),
            )
        )
    return tuple(found)


def _sides(graph: SceneGraph) -> Dict[str, str]:
    """What is connected into a rig as its left, right and centre camera: their transforms, or their shapes."""
    return {
        plug.node: side
        for rig in graph.nodes(RIG)
        for attribute, side in _SIDES.items()
        for plug in graph.sources(rig, attribute)
    }
