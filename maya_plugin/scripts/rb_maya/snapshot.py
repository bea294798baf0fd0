"""A scene's snapshot, made from any SceneGraph: the same code for the file and for the running Maya."""

from __future__ import annotations

import re
from typing import List, Mapping, Optional, Sequence, Tuple

from rb_dcc_core.host import (
    ERROR,
    MASTER_LAYER_NODE,
    MAYA,
    NOTICE,
    WARNING,
    FileReference,
    Problem,
    RenderLayer,
    SceneSnapshot,
)
from rb_dcc_core.messages import Message

from .cameras import cameras
from .file_sources import FileSources
from .files import FileFinder
from .frame_range import GLOBALS, frames_per_second
from .layer_images import image_problems, layer_images, other_images
from .layers import SceneLayer, scene_layers
from .renderers import renderer
from .scene_graph import Look, SceneGraph
from .script_nodes import script_problems
from .workspace import Resolver

_YEAR = re.compile(r"(?:19|20)\d{2}|\d+(?:\.\d+)?")
_UNKNOWN_TYPES = ("unknown", "unknownDag", "unknownTransform")


def take_snapshot(graph: SceneGraph, resolver: Resolver) -> SceneSnapshot:
    """Read everything once. In a running Maya: on its main thread."""
    problems: List[Problem] = []
    found = scene_layers(graph)
    several = sum(layer.renderable for layer in found.layers) > 1
    layers = tuple(_render_layer(layer, several, problems) for layer in found.layers)
    problems.extend((*found.problems, *_layers_problems(layers)))
    master = found.layers[0].look
    fps = frames_per_second(graph.time_unit)
    if fps is None:
        text = Message("The time unit {unit} is not known; the frame rate is not told.", unit=graph.time_unit)
        problems.append(Problem(NOTICE, "time_unit_unknown", text))
    looks = [layer.look for layer in found.layers if layer.renderable or layer is found.layers[0]]
    assets = _files(graph, looks, resolver, problems)
    problems.extend(_node_problems(graph))
    problems[:0] = graph.problems()
    return SceneSnapshot(
        host=MAYA,
        host_version=_year(graph.host_version),
        scene=graph.scene_path,
        project=graph.workspace.root,
        fps=fps,
        renderer=_renderer_name(master),
        plugins=dict(graph.plugins),
        cameras=cameras(master),
        layers=layers,
        assets=assets,
        problems=_once(problems),
        layer_system=found.system,
    )


def _render_layer(layer: SceneLayer, several_layers: bool, problems: List[Problem]) -> RenderLayer:
    look = layer.look
    name = _renderer_name(look)
    settings = renderer(name or "")
    shown = settings.frames(look, layer.name)
    names = tuple(camera.name for camera in cameras(look) if camera.renderable)
    if name is not None and settings.name != name:
        problems.append(Problem(NOTICE, "renderer_unknown", Message(_UNKNOWN_RENDERER, name=name), GLOBALS))
    if layer.renderable:
        no_camera = () if names else (_no_camera(layer),)
        problems.extend((*shown.problems, *settings.problems(look), *no_camera))
    size, aovs = settings.size(look), settings.aovs(look)
    images = layer_images(look, settings, layer.name, names, several_layers)
    return RenderLayer(
        name=layer.name,
        node=layer.node,
        renderable=layer.renderable,
        renderer=name,
        cameras=names,
        frames=shown.text,
        width=size.width,
        height=size.height,
        pixel_aspect=size.pixel_aspect,
        image_format=settings.image_format(look),
        image_prefix=settings.image_prefix(look),
        aovs=aovs,
        animation=shown.animation,
        all_aovs=settings.all_aovs(look),
        device=settings.device(look),
        images=images,
        formats=settings.formats,
        other_images=other_images(look, settings, layer.name, images, several_layers) if aovs else (),
    )


def _layers_problems(layers: Tuple[RenderLayer, ...]) -> List[Problem]:
    found = image_problems(layers)
    if not any(layer.renderable for layer in layers):
        found.append(Problem(ERROR, "no_renderable_layer", Message(_NO_LAYER), MASTER_LAYER_NODE))
    return found


def _no_camera(layer: SceneLayer) -> Problem:
    return Problem(ERROR, "no_renderable_camera", Message(_NO_CAMERA, layer=layer.name), layer.node)


def _renderer_name(look: Look) -> Optional[str]:
    return look.text(look.graph.node(GLOBALS), "currentRenderer") or None


def _files(
    graph: SceneGraph, looks: Sequence[Look], resolver: Resolver, problems: List[Problem]
) -> Tuple[FileReference, ...]:
    """`looks`: the master layer's always (its files are opened with the scene), and each renderable layer's."""
    sources = FileSources(graph, looks)
    finder = FileFinder(graph.scene_path, resolver, resolver.folders)
    assets = finder.find(sources.wanted())
    problems.extend([*sources.problems, *finder.problems])
    return assets


def _node_problems(graph: SceneGraph) -> List[Problem]:
    problems = script_problems(graph)
    for node in [node for kind in _UNKNOWN_TYPES for node in graph.nodes(kind)]:
        text = Message(_UNKNOWN_NODE, node=node)
        problems.append(Problem(WARNING, "node_unknown", text, node))
    layers = [node for node in graph.nodes("renderLayer") if graph.is_referenced(node)]
    extra = [node for node in layers if node.rpartition(":")[2] != MASTER_LAYER_NODE]
    if extra:
        text = Message(
            "Render layers of references, not taken for the scene's own: {count}.", count=len(extra)
        )
        problems.append(Problem(NOTICE, "layers_in_references", text, extra[0]))
    return problems


def _year(version: Optional[str]) -> Optional[str]:
    """ "2018ff09" and "2016 Extension 2 SP1" -> the release's year; older releases keep their number
    ("8.5")."""
    match = _YEAR.search(version or "")
    return match.group() if match is not None else None


def _once(problems: List[Problem]) -> Tuple[Problem, ...]:
    """Each said once, however many layers say it; errors first, then warnings, then notices."""
    order: Mapping[str, int] = {ERROR: 0, WARNING: 1, NOTICE: 2}
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: order[problem.severity]))


_UNKNOWN_NODE = (
    "{node} is of a kind that Maya did not know when it saved; a plug-in is missing. Load the plug-in and save "
    "again, or delete the node."
)
_NO_LAYER = "No render layer is renderable, the master layer neither. Switch one on."
_NO_CAMERA = "The layer {layer} has no renderable camera. Make one renderable in the render settings."
_UNKNOWN_RENDERER = (
    "The renderer {name} is not one this product knows; it is described by Maya's own settings."
)
