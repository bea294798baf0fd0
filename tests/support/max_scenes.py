"""3ds Max scenes built by hand, one for each renderer, as a host or a file would tell them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict

from rb_dcc_core import max_renderers
from rb_dcc_core.host import MAX, Camera, FileReference, RenderLayer, SceneSnapshot
from rb_dcc_core.max_scene import MaxFacts, RenderElement

SCENE = "D:/shows/项目/shot 010.max"

# What a file alone tells: nothing of elements, gamma or the renderer's settings.
FROM_FILE = MaxFacts(
    renderer_id=(1, 0),
    product="Scanline Renderer",
    build="25.0.0.997",
    saved_as="2023",
    animation_range="0-100",
    elements_active=True,
    vertices=2090,
    faces=4108,
    own_plugins=("rend.dlr",),
)
# What a host tells besides.
FROM_HOST = replace(
    FROM_FILE,
    time_type=2,
    elements=(RenderElement("VRayAlpha", "D:/out/shot_VRayAlpha.exr"), RenderElement("VRayZDepth")),
    has_gamma=True,
    gamma=2.2,
    gamma_in=2.2,
    gamma_out=1.0,
    global_proxy=False,
    net_render=False,
    renderer_settings={
        "gi": "1",
        "gi_width": "1920",
        "gi_height": "1080",
        "gi_frames": "0",
        "primary_gi_engine": "0",
        "secondary_gi_engine": "3",
        "irradiance_map_mode": "0",
        "light_cache_mode": "0",
        "image_sampler_type": "1",
        "filter_on": "true",
        "filter_kernel": "Area",
        "displacement": "true",
        "reflection_refraction": "true",
        "vfb": "1",
        "save_sep_channel": "false",
        "channel_file": "",
        "onlyphoton": "false",
        "mem_limit": "4000",
        "default_geometry": "2",
    },
)


def layer(renderer: str = "Default_Scanline_Renderer", **changed: Any) -> RenderLayer:
    fields: Dict[str, Any] = {
        "name": "scene",
        "node": "scene",
        "renderable": True,
        "renderer": renderer,
        "cameras": ("Camera001",),
        "frames": "0-50x2",
        "width": 1920,
        "height": 1080,
        "pixel_aspect": 1.0,
        "image_format": "exr",
        "image_prefix": "shot",
        "device": max_renderers.device(renderer),
        "output": "D:/out/shot.exr",
    }
    fields.update(changed)
    return RenderLayer(**fields)


def scene(renderer: str = "Default_Scanline_Renderer", **changed: Any) -> SceneSnapshot:
    fields: Dict[str, Any] = {
        "host": MAX,
        "host_version": "2023",
        "scene": SCENE,
        "project": "D:/shows/项目",
        "fps": 25.0,
        "renderer": renderer,
        "plugins": {"rend.dlr": None, "vrender2023.dlr": None},
        "cameras": (Camera("Camera001", "Camera001", None), Camera("相机 2", "相机 2", None)),
        "layers": (layer(renderer),),
        "assets": (
            FileReference(SCENE, SCENE, "scene", None, True, 100),
            FileReference("D:/tex/wood.png", "D:\\tex\\wood.png", "texture", None, True, 10),
            FileReference("D:/tex/wood.png", "D:\\tex\\wood.png", "texture", None, True, 10),
            FileReference("D:/moved/a.vrmap", "X:\\old\\a.vrmap", "vrmap", None, True, 10),
            FileReference("D:/a.xyz", "D:\\a.xyz", "other", None, True, 10),
            FileReference("D:/gone.png", "D:\\gone.png", "texture", None, False, None),
        ),
        "max_facts": FROM_FILE,
    }
    fields.update(changed)
    return SceneSnapshot(**fields)
