"""The renderer of the open scene: which it is, and those of its settings that the farm's job file names. Main thread."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Tuple

from rb_dcc_core import max_renderers

from .files import Wanted
from .live_scene import LiveRenderer
from .runtime import Max, class_of, decimal_of, flag_of, pair_of, text_of, whole_of, word_of

_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)+")
# JOBFILES' key: V-Ray's property. What gi_width, gi_height and gi_frames mean to the farm no source tells [?]: left out.
_VRAY = {
    "gi": "gi_on",
    "primary_gi_engine": "gi_primary_type",
    "secondary_gi_engine": "gi_secondary_type",
    "irradiance_map_mode": "adv_irradmap_mode",
    "light_cache_mode": "lightcache_mode",
    "filter_on": "filter_on",
    "displacement": "options_displacement",
    "reflection_refraction": "options_reflectionRefraction",
    "vfb": "output_on",
    "save_sep_channel": "output_splitgbuffer",
    "channel_file": "output_splitfilename",
    "onlyphoton": "options_dontRenderImage",
    "mem_limit": "system_raycaster_memLimit",
    "default_geometry": "system_raycaster_defaultGeometry",
}
_FROM_FILE = 2
_ANIMATION_RENDER = 7
# JOBFILES' image_sampler_type of V-Ray's newer choice between two: buckets sample adaptively [K].
_NEWER_SAMPLERS = {0: "1", 1: "3"}


def current_renderer(max_: Max) -> Any:
    """The production renderer. `current` is what the Render Setup shows, which may be ActiveShade's [?]."""
    found = max_.value("renderers.production")
    return found if found is not None else max_.value("renderers.current")


def read_renderer(max_: Max, renderer: Any) -> LiveRenderer:
    if renderer is None:
        return LiveRenderer()
    number = pair_of(max_.listed(max_.of(renderer, "classid")))
    printed = class_of(renderer) or None
    known = max_renderers.class_name(number, None)
    name = known or printed
    told = LiveRenderer(
        name=name, renderer_id=number, is_missing=(printed or "").lower().startswith("missing")
    )
    if max_renderers.family(name) != max_renderers.VRAY and number not in _VRAY_IDS:
        return told
    return _vray(max_, renderer, name, number)


_VRAY_IDS = (max_renderers.VRAY_ID, max_renderers.VRAY_GPU_ID)


def _vray(max_: Max, renderer: Any, name: Optional[str], number: Optional[Tuple[int, int]]) -> LiveRenderer:
    """The CPU renderer has its settings itself, the GPU one keeps them in an object of its own."""
    owner = max_.of(renderer, "V_Ray_settings")
    is_gpu = number == max_renderers.VRAY_GPU_ID or owner is not None
    owner = renderer if owner is None else owner
    is_own_size = flag_of(max_.of(owner, "output_getsetsfrommax")) is False
    is_raw = flag_of(max_.of(owner, "output_on")) and flag_of(max_.of(owner, "output_saveRawFile"))
    return LiveRenderer(
        name=name,
        renderer_id=number,
        is_gpu=is_gpu,
        version=_vray_version(max_),
        settings=_settings(max_, owner),
        raw_output=text_of(max_.of(owner, "output_rawFileName")) if is_raw else None,
        width=whole_of(max_.of(owner, "output_width")) if is_own_size else None,
        height=whole_of(max_.of(owner, "output_height")) if is_own_size else None,
    )


def _settings(max_: Max, owner: Any) -> Dict[str, str]:
    """Job files hold texts; how V-Ray's own flags are to be written there no source tells [?]: "1" and "0"."""
    told = {key: _written(max_.of(owner, name)) for key, name in _VRAY.items()}
    told["image_sampler_type"] = _sampler(max_, owner)
    told["filter_kernel"] = class_of(max_.of(owner, "filter_kernel"))
    return {key: value for key, value in told.items() if value}


def _sampler(max_: Max, owner: Any) -> str:
    newer = whole_of(max_.of(owner, "imageSampler_type_new"))
    if newer in _NEWER_SAMPLERS:
        return _NEWER_SAMPLERS[newer or 0]
    return _written(max_.of(owner, "imageSampler_type"))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, str):
        return value
    number = decimal_of(value)
    return "" if number is None else f"{number:g}"


def _vray_version(max_: Max) -> Optional[str]:
    """The first whole version among the texts that vrayVersion() gives."""
    told = max_.call("vrayVersion")
    texts = [told] if isinstance(told, str) else [word_of(each) for each in max_.listed(told)]
    found = [match.group() for match in map(_VERSION.search, texts) if match]
    return found[0] if found else None


def gi_files(max_: Max, renderer: Any) -> List[Wanted]:
    """GI maps that V-Ray reads. An animation's irradiance maps are one a frame: four digits before the ending."""
    owner = max_.of(renderer, "V_Ray_settings")
    owner = renderer if owner is None else owner
    found = []
    mode = whole_of(max_.of(owner, "adv_irradmap_mode"))
    if mode in (_FROM_FILE, _ANIMATION_RENDER):
        path = text_of(max_.of(owner, "adv_irradmap_loadFileName"))
        if path is not None:
            stem, dot, ending = path.rpartition(".")
            path = f"{stem}####.{ending}" if mode == _ANIMATION_RENDER and dot else path
            found.append(Wanted(path, "vrmap"))
    if whole_of(max_.of(owner, "lightcache_mode")) == _FROM_FILE:
        path = text_of(max_.of(owner, "lightcache_loadFileName"))
        if path is not None:
            found.append(Wanted(path, "vrlmap"))
    return found
