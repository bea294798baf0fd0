"""task.json and asset.json of a 3ds Max scene (JOBFILES); its other two files are made as every host's. Pure."""

from __future__ import annotations

import posixpath
from typing import Any, Dict, List, Optional, Tuple

from . import max_renderers
from .checks.outputs import unknown_output
from .environments import RenderEnvironment
from .errors import InputError
from .frames import FrameRange
from .host import RenderLayer, SceneSnapshot
from .job import OS_WINDOWS, JobSettings, by_node
from .jobfiles import JobContext, software, task_info, unique, written_or_path
from .max_outputs import OUTPUT_TYPES, split
from .max_scene import MaxFacts

ANALYSER_VERSION = "2"
SINGLE, ACTIVE_SEGMENT, RANGE, FRAME_LIST = 1, 2, 3, 4
# task.json's `renderer` for V-Ray, in JOBFILES' order; the host tells them, a scene file does not.
VRAY_SETTINGS = (
    "gi",
    "gi_width",
    "gi_height",
    "gi_frames",
    "primary_gi_engine",
    "secondary_gi_engine",
    "irradiance_map_mode",
    "light_cache_mode",
    "image_sampler_type",
    "filter_on",
    "filter_kernel",
    "displacement",
    "reflection_refraction",
    "vfb",
    "save_sep_channel",
    "channel_file",
    "onlyphoton",
    "mem_limit",
    "default_geometry",
)
# The lists of asset.json that are always there; other kinds of files add theirs.
ASSET_KINDS = ("texture", "vrmap", "vrlmap", "point_cache", "alembic", "fumefx", "phoenix")


def task_json(
    snapshot: SceneSnapshot,
    layers: Tuple[RenderLayer, ...],
    settings: JobSettings,
    environment: RenderEnvironment,
    context: JobContext,
) -> Dict[str, Any]:
    """task.json of a 3ds Max scene: one task with one frame range, size and output for all its cameras.

    Raises InputError where layers that differ are to be rendered, or where the output is not known.
    """
    layer = rendered_layer(layers)
    facts = snapshot.max_facts or MaxFacts()
    info = task_info(snapshot, layers, settings, environment, context)
    # 3ds Max renders on Windows, has no layers and is not distributed over machines.
    info.update(os_name=str(OS_WINDOWS), enable_layered="0", render_layer_type="0", is_distribute_render="0")
    info["version"] = ANALYSER_VERSION
    return {
        "software_config": software(environment),
        "task_info": info,
        "scene_info_render": {
            "common": _common(snapshot, layer, settings, facts),
            "renderer": _renderer(layer, facts),
        },
    }


def asset_json(snapshot: SceneSnapshot, archive: str) -> Dict[str, List[str]]:
    """asset.json: the scene's archive, the files by kind, and what is missing."""
    found: Dict[str, List[str]] = {"zip": [archive]}
    found.update({kind: [] for kind in ASSET_KINDS})
    missing = []
    for asset in snapshot.assets:
        if not asset.exists:
            missing.append(written_or_path(asset))
        elif asset.kind != "scene":
            found.setdefault(asset.kind, []).append(asset.path)
    return {**{kind: unique(paths) for kind, paths in found.items()}, "asset_missing": unique(missing)}


def rendered_layer(layers: Tuple[RenderLayer, ...]) -> RenderLayer:
    """The one layer that speaks for all that render: a task has one setting for its whole scene."""
    rendered = [layer for layer in layers if layer.renderable]
    first = rendered[0]
    for other in rendered[1:]:
        if _told(other) != _told(first):
            raise InputError(
                "'{first}' and '{other}' render differently, and a 3ds Max task renders its scene in one way. Choose one"
                " with --layer.",
                first=first.name,
                other=other.name,
            )
    for problem in unknown_output((first,)):
        raise InputError(problem.message)
    return first


def _told(layer: RenderLayer) -> Tuple[Any, ...]:
    size = (layer.width, layer.height)
    return (layer.renderer, layer.cameras, layer.frames, size, layer.output)


def _common(
    snapshot: SceneSnapshot, layer: RenderLayer, settings: JobSettings, facts: MaxFacts
) -> Dict[str, Any]:
    """What is not known is "", as in every job file; nothing is made up."""
    frames = FrameRange.parse(layer.frames) if layer.frames else None
    return {
        "CurrentProjectFolder": snapshot.project or "",
        "Peak_Memory": "",
        "Vertices": _number(facts.vertices),
        "Faces": _number(facts.faces),
        "all_camera": [camera.name for camera in snapshot.cameras],
        "all_element_type": list(OUTPUT_TYPES),
        "all_output_file_type": list(OUTPUT_TYPES),
        "cgv": snapshot.host_version or "",
        "frames": frames.farm_text() if frames else "",
        "animation_range": facts.animation_range or "",
        "gamma": _flag(facts.has_gamma),
        "gamma_val": _decimal(facts.gamma),
        "in_gamma": _decimal(facts.gamma_in),
        "out_gamma": _decimal(facts.gamma_out),
        "global_proxy": _word(facts.global_proxy),
        "width": _number(layer.width),
        "height": _number(layer.height),
        "is_picture": "0",
        "rend_timeType": str(_time_type(snapshot, frames, settings, facts)),
        "renderable_camera": list(layer.cameras),
        "net_render": _flag(facts.net_render),
        **_images(layer, facts),
    }


def _images(layer: RenderLayer, facts: MaxFacts) -> Dict[str, Any]:
    """What of `common` tells where images and render elements are written."""
    stem, ending = split(layer.output or "")
    elements = facts.elements or ()
    return {
        "output_file": layer.output or "",
        "output_file_basename": posixpath.basename(stem),
        "output_file_type": ending,
        # Whatever the artist has ticked: a job without images would be none.
        "rend_save_file": "true",
        "element_active": _flag(facts.elements_active),
        "element_list": [element.kind for element in elements],
        "element_path_list": [element.path or "" for element in elements],
        "element_type": ending,
    }


def _renderer(layer: RenderLayer, facts: MaxFacts) -> Dict[str, str]:
    """The vendor writes one name twice ("vray") beside the class itself; of a renderer nobody knows the class thrice."""
    kind = max_renderers.family(layer.renderer) or layer.renderer or ""
    told = {"name": kind, "renderer": kind, "renderer_orign": layer.renderer or ""}
    known = VRAY_SETTINGS if kind == max_renderers.VRAY else ()
    told.update({name: facts.renderer_settings.get(name, "") for name in known})
    return told


def _time_type(
    snapshot: SceneSnapshot, frames: Optional[FrameRange], settings: JobSettings, facts: MaxFacts
) -> int:
    """The scene's own where its own frames are rendered, else what the chosen frames come to."""
    is_own = settings.frames is None and not by_node(snapshot, settings.layer_frames)
    if facts.time_type is not None and is_own:
        return facts.time_type
    if frames is None or len(frames) == 1:
        return SINGLE
    return RANGE if len(frames.spans) == 1 else FRAME_LIST


def _number(value: Optional[int]) -> str:
    return "" if value is None else str(value)


def _decimal(value: Optional[float]) -> str:
    return "" if value is None else f"{value:g}"


def _flag(value: Optional[bool]) -> str:
    return "" if value is None else str(int(value))


def _word(value: Optional[bool]) -> str:
    return "" if value is None else str(value).lower()
