"""Render layers, legacy and Render Setup, with what each overrides; layers are read, never switched."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from rb_dcc_core.host import LEGACY_LAYERS, MASTER_LAYER, MASTER_LAYER_NODE, RENDER_SETUP

from .attributes import long_name
from .render_setup import overrides_of, setup_layers
from .scene_graph import Look, SceneGraph

Overrides = Dict[Tuple[str, str], Any]
MANAGER = "renderLayerManager"


class SceneLayer(NamedTuple):
    """`name` is what the artist sees, `node` the renderLayer node, `look` the scene as this layer has it."""

    name: str
    node: str
    renderable: bool
    look: Look


class SceneLayers(NamedTuple):
    system: str
    layers: Tuple[SceneLayer, ...]


def scene_layers(graph: SceneGraph) -> SceneLayers:
    """The scene's own layers, the master layer first; those of references are not the scene's."""
    shown = setup_layers(graph)
    nodes = [
        node for node in graph.nodes("renderLayer") if node != MASTER_LAYER_NODE and _is_own(graph, node)
    ]
    places = {node: place for place, node in enumerate(shown)}
    nodes.sort(key=lambda node: (places.get(node, len(places)), _display_order(graph, node)))
    # While another layer was current, the master layer's values wait in its adjustments: they come before
    # all.
    master = _adjustments(graph, MASTER_LAYER_NODE)
    layers = [
        SceneLayer(
            MASTER_LAYER, MASTER_LAYER_NODE, _renderable(graph, MASTER_LAYER_NODE), Look(graph, master)
        )
    ]
    for node in nodes:
        overrides = dict(master)
        overrides.update(_adjustments(graph, node))
        setup = shown.get(node)
        if setup is not None:
            overrides.update(overrides_of(Look(graph, master), setup))
        name = graph.unique_name(setup) if setup is not None else graph.unique_name(node)
        layers.append(SceneLayer(name, node, _renderable(graph, node), Look(graph, overrides)))
    return SceneLayers(RENDER_SETUP if shown else LEGACY_LAYERS, tuple(layers))


def _is_own(graph: SceneGraph, node: str) -> bool:
    """Layers of references hang off their own managers, also after the reference was imported."""
    if graph.is_referenced(node):
        return False
    managers = [plug.node for plug in graph.sources(node, "identification")]
    if managers:
        return MANAGER in managers
    return graph.value(node, "global") is not True


def _renderable(graph: SceneGraph, node: str) -> bool:
    return Look(graph, {}).flag(node, "renderable", unknown=True)


def _display_order(graph: SceneGraph, node: str) -> float:
    order: Optional[float] = Look(graph, {}).number(node, "displayOrder")
    return order if order is not None else 0.0


def _adjustments(graph: SceneGraph, layer: str) -> Overrides:
    """What a legacy layer stores: adjustments[i].plug is connected from the attribute, .value is its
    value."""
    found: Overrides = {}
    indices: List[int] = list(graph.elements(layer, "adjustments"))
    for index in indices:
        value = graph.stored(layer, f"adjustments[{index}].value")
        if value is None:
            continue
        for plug in graph.sources(layer, f"adjustments[{index}].plug"):
            found[(plug.node, long_name(graph.node_type(plug.node), plug.attribute))] = value
    return found
