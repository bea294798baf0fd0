"""Reads scene_info_render of task.json: the layers of a Maya scene, the one scene of 3ds Max."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Tuple

from .jobs import Layer, frame_range, number
from .refusals import Refusal, invalid, missing

_IRRADIANCE_MAP = "0"
_LIGHT_CACHE = "3"
_FROM_FILE = "2"


def maya_layers(scene: Mapping[str, Any]) -> List[Layer]:
    """The layers that are set to render, in the file's order."""
    layers = []
    for name, layer in scene.items():
        if not isinstance(layer, dict) or not isinstance(layer.get("common"), dict):
            raise missing(f"scene_info_render.{name}.common")
        if layer.get("renderable", "1") == "1":
            layers.append(_maya_layer(name, layer["common"]))
    if not layers:
        raise Refusal(600, "invalid parameter: scene_info_render has no layer that is set to render")
    return layers


def _maya_layer(name: str, common: Mapping[str, Any]) -> Layer:
    where = f"scene_info_render.{name}.common."
    cameras = _names(common, "render_camera", where)
    if not cameras:
        raise invalid(where + "render_camera", "names no camera")
    return Layer(
        name=name,
        frames=_frames(common, where),
        width=_pixels(common, "width"),
        height=_pixels(common, "height"),
        cameras=cameras,
        all_cameras=_names(common, "all_camera", where) or cameras,
        prefix=_text(common, "image_file_prefix"),
        renderer=_text(common, "renderer"),
    )


def max_layers(scene: Mapping[str, Any]) -> List[Layer]:
    """The scene as one layer without a name; raises Refusal where common or renderer is missing."""
    common, renderer = _part(scene, "common"), _part(scene, "renderer")
    where = "scene_info_render.common."
    cameras = _names(common, "renderable_camera", where) or _names(common, "render_camera", where)
    if not cameras:
        raise invalid(where + "renderable_camera", "names no camera")
    return [
        Layer(
            name="",
            frames=_frames(common, where),
            width=_pixels(common, "width"),
            height=_pixels(common, "height"),
            cameras=cameras,
            all_cameras=_names(common, "all_camera", where) or cameras,
            prefix=_text(common, "output_file_basename").rstrip("_."),
            renderer=_text(renderer, "name") or _text(renderer, "renderer"),
            needs_photons=needs_photons(renderer),
        )
    ]


def needs_photons(renderer: Mapping[str, Any]) -> bool:
    """True where V-Ray's global illumination is cached before the pictures: an irradiance map or a light cache
    that is not read from a file."""
    if "vray" not in str(renderer.get("name", renderer.get("renderer", ""))).lower().replace("-", ""):
        return False
    if renderer.get("gi") != "1":
        return False
    irradiance = renderer.get("primary_gi_engine") == _IRRADIANCE_MAP
    light_cache = _LIGHT_CACHE in (renderer.get("primary_gi_engine"), renderer.get("secondary_gi_engine"))
    return (irradiance and renderer.get("irradiance_map_mode") != _FROM_FILE) or (
        light_cache and renderer.get("light_cache_mode") != _FROM_FILE
    )


def _part(scene: Mapping[str, Any], name: str) -> Dict[str, Any]:
    part = scene.get(name)
    if not isinstance(part, dict):
        raise missing("scene_info_render." + name)
    return part


def _frames(common: Mapping[str, Any], where: str) -> str:
    frames = common.get("frames")
    if not isinstance(frames, str) or not frames:
        raise missing(where + "frames")
    frame_range(frames)
    return frames


def _names(common: Mapping[str, Any], name: str, where: str) -> Tuple[str, ...]:
    names = common.get(name, [])
    if not isinstance(names, list) or not all(isinstance(one, str) and one for one in names):
        raise invalid(where + name, "must be a list of names")
    return tuple(dict.fromkeys(names))


def _pixels(common: Mapping[str, Any], name: str) -> int:
    text = common.get(name)
    if not isinstance(text, str):
        raise missing(f"scene_info_render common.{name} (as text)")
    return number({name: text}, name, 1, 1000000)


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name, "")
    return value if isinstance(value, str) else ""
