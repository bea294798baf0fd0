"""The cameras of a scene, under the names an artist knows them by."""

from __future__ import annotations

from typing import Tuple

from rb_dcc_core.host import Camera

from .scene_graph import Look


def cameras(look: Look) -> Tuple[Camera, ...]:
    """Every camera, the scene's own before those of references; `renderable` is as this look has it."""
    graph = look.graph
    found = []
    for shape in graph.nodes("camera"):
        transform = graph.parent(shape) or shape
        found.append(
            Camera(
                name=graph.unique_name(transform),
                shape=graph.unique_name(shape),
                renderable=look.flag(shape, "renderable", unknown=True),
            )
        )
    return tuple(found)
