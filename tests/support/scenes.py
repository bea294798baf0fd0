"""Scenes built by hand, and the farm's answers that go with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Tuple

from rb_dcc_core import models
from rb_dcc_core.host import MAYA, RENDER_SETUP, Camera, FileReference, RenderLayer, SceneSnapshot


def layer(name: str = "masterLayer", node: str = "defaultRenderLayer", **changed: Any) -> RenderLayer:
    fields = {
        "name": name,
        "node": node,
        "renderable": True,
        "renderer": "arnold",
        "cameras": ("shot_cam",),
        "frames": "1-10",
        "width": 1920,
        "height": 1080,
        "pixel_aspect": 1.0,
        "image_format": "exr",
        "image_prefix": "<Scene>/<RenderLayer>",
        "animation": True,
    }
    fields.update(changed)
    return RenderLayer(**fields)


def asset(path: str, as_written: str = "", kind: str = "texture", exists: bool = True) -> FileReference:
    return FileReference(path, as_written or path, kind, "file1", exists, 10 if exists else None)


CAMERAS: Tuple[Camera, ...] = (
    Camera("persp", "perspShape", False),
    Camera("shot_cam", "shot_camShape", True),
    Camera("rig:left", "rig:leftShape", False),
)


def scene(path: Path, *assets: FileReference, **changed: Any) -> SceneSnapshot:
    """A small Maya scene that stands in a real file."""
    path.write_bytes(b"//Maya ASCII 2023 scene\n")
    own = FileReference(path.as_posix(), path.as_posix(), "scene", None, True, path.stat().st_size)
    fields = {
        "host": MAYA,
        "host_version": "2023",
        "scene": path.as_posix(),
        "project": path.parent.as_posix(),
        "fps": 24.0,
        "renderer": "arnold",
        "plugins": {"mtoa": "5.3.1"},
        "cameras": CAMERAS,
        "layers": (layer(),),
        "assets": (own, *assets),
    }
    fields.update(changed)
    return SceneSnapshot(**fields)


# One scene in all three spellings of a path: POSIX textures, a Windows cache, a texture on a share.
STUDIO_SCENE = "D:/shows/项目/shot_010.ma"
STUDIO = SceneSnapshot(
    host=MAYA,
    host_version="2024",
    scene=STUDIO_SCENE,
    project="D:/shows/项目",
    fps=25.0,
    renderer="vray",
    plugins={"mtoa": "5.3.1", "vrayformaya": "6.10.08"},
    cameras=CAMERAS,
    layers=(
        layer(renderable=False, frames="1-100", animation=False),
        layer(
            "beauty",
            "rs_beauty",
            renderer="vray",
            cameras=("shot_cam", "rig:left"),
            frames="1001-1100x5,1200",
            width=2048,
            height=858,
            image_format="png",
        ),
        layer(
            "fog",
            "rs_fog",
            renderer=None,
            frames=None,
            width=None,
            height=None,
            image_format=None,
            image_prefix=None,
            animation=None,
            renderable=False,
        ),
    ),
    assets=(
        FileReference(STUDIO_SCENE, STUDIO_SCENE, "scene", None, True, 100),
        asset("/mnt/tex/wood.png"),
        asset("/mnt/tex/tiles.1001.exr", "/mnt/tex/tiles.<UDIM>.exr"),
        asset("/mnt/tex/tiles.1002.exr", "/mnt/tex/tiles.<UDIM>.exr"),
        asset("D:/cache/smoke.0001.vdb", "d:\\cache\\smoke.####.vdb", "cache"),
        asset("//server/share/logo.tif"),
        asset("D:/shows/项目/sourceimages/moved.png", "X:/old/moved.png"),
        asset("D:/shows/项目/sourceimages/rel.png", "sourceimages/rel.png"),
        asset("/mnt/tex/wood.png", "/mnt/tex/wood.png"),
        asset("/mnt/tex/gone.png", "/mnt/tex/gone.png", exists=False),
        asset("/mnt/tex/gone.png", "/mnt/tex/gone.png", exists=False),
        asset("D:/x/lost.<UDIM>.png", "lost.<UDIM>.png", exists=False),
    ),
    layer_system=RENDER_SETUP,
)

OFFERED = models.SupportedPlugins.from_json(
    {
        "cgVersion": [
            {"id": 23, "cgId": 2000, "cgName": "Maya", "cgVersion": "2023"},
            {"id": 24, "cgId": 2000, "cgName": "Maya", "cgVersion": "2024"},
        ],
        "cgPlugin": [
            {
                "cvId": 23,
                "pluginName": "MtoA",
                "pluginVersions": [
                    {"pluginId": 1, "pluginName": "MtoA", "pluginVersion": "MtoA 5.3.1"},
                    {"pluginId": 2, "pluginName": "MtoA", "pluginVersion": "MtoA 5.3.4"},
                    {"pluginId": 3, "pluginName": "MtoA", "pluginVersion": "MtoA 5.10.0"},
                    {"pluginId": 4, "pluginName": "MtoA", "pluginVersion": "MtoA 4.2.0"},
                ],
            },
            {
                "cvId": 24,
                "pluginName": "MtoA",
                "pluginVersions": [{"pluginId": 5, "pluginName": "MtoA", "pluginVersion": "MtoA 5.4.0"}],
            },
            {
                "cvId": 23,
                "pluginName": "redshift",
                "pluginVersions": [
                    {"pluginId": 6, "pluginName": "redshift", "pluginVersion": "redshift 3.5.20"}
                ],
            },
        ],
    }
)
