"""Render layers, legacy and Render Setup, with what each overrides; layers are read, never switched."""

from __future__ import annotations

import re
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from rb_dcc_core.host import (
    LEGACY_LAYERS,
    MASTER_LAYER,
    MASTER_LAYER_NODE,
    NOTICE,
    RENDER_SETUP,
    WARNING,
    Problem,
)
from rb_dcc_core.messages import Message

from .applied_overrides import originals
from .render_setup import AddedNames, overrides_of, setup_layers
from .scene_graph import Look, SceneGraph

Overrides = Dict[Tuple[str, str], Any]
MANAGER = "renderLayerManager"
_INDEX = re.compile(r"\[(\d+)\]")


class SceneLayer(NamedTuple):
    """`name` is what the artist sees, `node` the renderLayer node, `look` the scene as this layer has it."""

    name: str
    node: str
    renderable: bool
    look: Look


class SceneLayers(NamedTuple):
    system: str
    layers: Tuple[SceneLayer, ...]
    problems: Tuple[Problem, ...]


def scene_layers(graph: SceneGraph) -> SceneLayers:
    """The scene's own layers, the master layer first; those of references are not the scene's."""
    shown = setup_layers(graph)
    nodes = [
        node for node in graph.nodes("renderLayer") if node != MASTER_LAYER_NODE and _is_own(graph, node)
    ]
    places = {node: place for place, node in enumerate(shown)}
    nodes.sort(key=lambda node: (places.get(node, len(places)), _display_order(graph, node)))
    current = _current(graph, nodes)
    master = _master(graph, current)
    layers = [_layer(graph, MASTER_LAYER_NODE, MASTER_LAYER, Look(graph, master))]
    problems: List[Problem] = []
    added = AddedNames(graph)
    for node in nodes:
        setup = shown.get(node)
        overrides = dict(master)
        if setup is None:
            overrides.update(_adjustments(graph, node, node == current))
        else:
            # Adjustments that are left at its renderLayer node do nothing: Maya renders what Render Setup overrides.
            found = overrides_of(Look(graph, master), setup, added)
            overrides.update(found.values)
            problems.extend(found.problems)
        layers.append(_layer(graph, node, graph.unique_name(setup or node), Look(graph, overrides)))
    mixed = [layer for layer in layers[1:] if shown and layer.node not in shown]
    if mixed:
        problems.append(_mixed_systems(mixed))
    return SceneLayers(RENDER_SETUP if shown else LEGACY_LAYERS, tuple(layers), tuple(problems))


def _mixed_systems(layers: List[SceneLayer]) -> Problem:
    """With Render Setup Maya switches to no legacy layer: where one renders, it renders the master layer in its place."""
    renders = [layer.node for layer in layers if layer.renderable]
    nodes = renders or [layer.node for layer in layers]
    text = Message(_MIXED_RENDERS if renders else _MIXED, layers=", ".join(nodes))
    return Problem(WARNING if renders else NOTICE, "layer_systems_mixed", text, nodes[0])


def _layer(graph: SceneGraph, node: str, name: str, look: Look) -> SceneLayer:
    renderable = Look(graph, {}).flag(node, "renderable", unknown=True)
    return SceneLayer(name, node, renderable, look)


def _master(graph: SceneGraph, current: Optional[str]) -> Overrides:
    """The values without any layer's, where the scene was saved with a layer current and so stores that layer's."""
    found = originals(graph)
    if current is not None:
        found.update(_adjustments(graph, MASTER_LAYER_NODE))
    return found


def _current(graph: SceneGraph, nodes: List[str]) -> Optional[str]:
    """The layer the scene was saved with; None where that is the master layer."""
    manager = graph.node(MANAGER)
    number = graph.value(manager, "currentRenderLayer") if manager is not None else None
    if manager is None or not isinstance(number, (int, float)) or not number:
        return None
    for node in nodes:
        for plug in graph.sources(node, "identification"):
            match = _INDEX.search(plug.attribute)
            slot = match.group(1) if match is not None else ""
            if graph.stored(manager, f"renderLayerId[{slot}]") == number:
                return node
    return None


def _is_own(graph: SceneGraph, node: str) -> bool:
    """Layers of references hang off their own managers, also after the reference was imported."""
    if graph.is_referenced(node):
        return False
    managers = [plug.node for plug in graph.sources(node, "identification")]
    if managers:
        return MANAGER in managers
    return graph.value(node, "global") is not True


def _display_order(graph: SceneGraph, node: str) -> float:
    order: Optional[float] = Look(graph, {}).number(node, "displayOrder")
    return order if order is not None else 0.0


def _adjustments(graph: SceneGraph, layer: str, is_current: bool = False) -> Overrides:
    """What a legacy layer changes: adjustments[i].plug is connected from the attribute, .value is its value. While
    the layer is current, the attribute itself has the newest value."""
    found: Overrides = {}
    indices: List[int] = list(graph.elements(layer, "adjustments"))
    for index in indices:
        value = graph.stored(layer, f"adjustments[{index}].value")
        for plug in graph.sources(layer, f"adjustments[{index}].plug"):
            attribute = graph.long_name(plug.node, plug.attribute)
            newest = graph.value(plug.node, attribute) if is_current else None
            if newest is not None or value is not None:
                found[(plug.node, attribute)] = value if newest is None else newest
    return found


_MIXED = (
    "The layers {layers} are legacy render layers beside Render Setup's; Maya's window does not list them."
)
_MIXED_RENDERS = (
    "The layers {layers} are legacy render layers beside Render Setup's: Maya's window does not list them, and a render "
    "of one shows the master layer. Switch them off, or make Render Setup layers of them."
)
