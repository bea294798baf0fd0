"""What of a scene an offline submission keeps, so that the account's checks can be made where there is no scene. Pure."""

from __future__ import annotations

import dataclasses
from typing import Any, Dict

from .host import LEGACY_LAYERS, MAX, MAYA, RENDER_SETUP, Camera, RenderLayer, SceneSnapshot
from .images import ImageFormat
from .max_scene import MaxFacts
from .offline_values import Fields

_HOSTS = f"{MAYA}|{MAX}"
_LAYER_SYSTEMS = f"{LEGACY_LAYERS}|{RENDER_SETUP}"
_CAMERA = ("name", "shape", "renderable", "orthographic", "stereo")
_LAYER = (
    "name",
    "node",
    "renderable",
    "renderer",
    "cameras",
    "frames",
    "width",
    "height",
    "pixel_aspect",
    "image_format",
    "image_prefix",
    "animation",
    "device",
    "output",
)

_FORMAT = ("name", "extension", "holds_aovs")


def facts_of(snapshot: SceneSnapshot) -> SceneSnapshot:
    """The scene without its files, images and problems: these were dealt with where it was prepared."""
    without: Dict[str, Any] = {"aovs": (), "all_aovs": (), "images": (), "other_images": ()}
    layers = tuple(dataclasses.replace(layer, **without) for layer in snapshot.layers)
    facts = snapshot.max_facts
    return dataclasses.replace(
        snapshot,
        plugins=dict(snapshot.plugins),
        layers=layers,
        assets=(),
        problems=(),
        max_facts=None if facts is None else MaxFacts(own_plugins=facts.own_plugins),
    )


def scene_to_json(scene: SceneSnapshot) -> Dict[str, Any]:
    return {
        "path": scene.scene,
        "project": scene.project,
        "host": scene.host,
        "host_version": scene.host_version,
        "fps": scene.fps,
        "renderer": scene.renderer,
        "plugins": dict(scene.plugins),
        "own_plugins": None if scene.max_facts is None else list(scene.max_facts.own_plugins),
        "layer_system": scene.layer_system,
        "cameras": [{name: getattr(camera, name) for name in _CAMERA} for camera in scene.cameras],
        "layers": [_layer_to_json(layer) for layer in scene.layers],
    }


def scene_from_json(data: Fields) -> SceneSnapshot:
    """Raises Malformed."""
    return SceneSnapshot(
        host=data.text("host", _HOSTS),
        host_version=data.text_or_none("host_version"),
        scene=data.text("path"),
        project=data.text_or_none("project"),
        fps=data.number_or_none("fps"),
        renderer=data.text_or_none("renderer"),
        plugins=data.pairs_or_none("plugins"),
        cameras=tuple(_camera_from_json(each) for each in data.each("cameras")),
        layers=tuple(_layer_from_json(each) for each in data.each("layers")),
        layer_system=data.text("layer_system", _LAYER_SYSTEMS),
        max_facts=MaxFacts(own_plugins=data.texts("own_plugins")) if data.has("own_plugins") else None,
    )


def _layer_to_json(layer: RenderLayer) -> Dict[str, Any]:
    formats = [{name: getattr(each, name) for name in _FORMAT} for each in layer.formats]
    return dict({name: getattr(layer, name) for name in _LAYER}, formats=formats)


def _camera_from_json(data: Fields) -> Camera:
    return Camera(
        data.text("name"),
        data.text("shape"),
        data.flag_or_none("renderable"),
        data.flag("orthographic"),
        data.text_or_none("stereo"),
    )


def _layer_from_json(data: Fields) -> RenderLayer:
    return RenderLayer(
        name=data.text("name"),
        node=data.text("node"),
        renderable=data.flag("renderable"),
        renderer=data.text_or_none("renderer"),
        cameras=data.texts("cameras"),
        frames=data.text_or_none("frames"),
        width=data.whole_or_none("width"),
        height=data.whole_or_none("height"),
        pixel_aspect=data.number_or_none("pixel_aspect"),
        image_format=data.text_or_none("image_format"),
        image_prefix=data.text_or_none("image_prefix"),
        animation=data.flag_or_none("animation"),
        device=data.text_or_none("device"),
        output=data.text_or_none("output"),
        formats=tuple(
            ImageFormat(each.text("name"), each.text("extension"), each.flag("holds_aovs"))
            for each in (data.each("formats") if data.has("formats") else ())
        ),
    )
