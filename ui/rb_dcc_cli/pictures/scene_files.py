"""Scenes on disk for the pictures: the shipped one under the names, sizes and layers that a studio's have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Tuple

from rb_dcc_cli.demo import demo_scene

_MANAGER = 'connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";\n'
_MASTER = 'createNode renderLayer -n "defaultRenderLayer";'
_TEXTURE = 'setAttr ".ftn" -type "string" "checker.png";'
_SIZE = 'setAttr ".w" 640;\n\tsetAttr ".h" 360;'
_LAST_FRAME = 'setAttr ".ef" 12;'
_PLUGIN = '"mtoa" "5.3.5.2"'
_CAMERA = "turntableCam"


@dataclass(frozen=True)
class SceneFile:
    """One scene. `layers` beside the master layer; `textures` are written with that many bytes each, `missing` are only named;
    `plugin` is the version of Arnold's plug-in that it was saved with."""

    name: str
    last_frame: int = 120
    width: int = 1920
    height: int = 1080
    camera: str = "renderCam"
    layers: Tuple[str, ...] = ()
    textures: Tuple[Tuple[str, int], ...] = ()
    missing: Tuple[str, ...] = ()
    plugin: str = "5.3.5.2"

    def write(self, project: Path) -> Path:
        """Put it and its textures into a project folder; returns the scene's path."""
        project.mkdir(parents=True, exist_ok=True)
        shipped = demo_scene()
        for name in ("workspace.mel", "checker.png"):
            (project / name).write_bytes((shipped.parent / name).read_bytes())
        for name, size_bytes in self.textures:
            path = project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_noise(name, size_bytes))
        target = project / self.name
        target.write_text(self._text(shipped.read_text(encoding="utf-8")), encoding="utf-8")
        return target

    def _text(self, shipped: str) -> str:
        text = shipped.replace(_CAMERA, self.camera).replace(_PLUGIN, f'"mtoa" "{self.plugin}"')
        text = text.replace(_LAST_FRAME, f'setAttr ".ef" {self.last_frame};')
        text = text.replace(_SIZE, f'setAttr ".w" {self.width};\n\tsetAttr ".h" {self.height};')
        if self.layers:
            text = text.replace(_MASTER, _MASTER + '\n\tsetAttr ".rndr" no;', 1)
        named = [name for name, _ in self.textures] + list(self.missing)
        text = text.replace(_TEXTURE, _TEXTURE + "\n" + "".join(map(_texture, range(len(named)), named)), 1)
        return text.replace(_MANAGER, _MANAGER + "".join(map(_layer, range(1, 99), self.layers)), 1)


def _texture(place: int, name: str) -> str:
    return f'createNode file -n "paint{place + 1}";\n\tsetAttr ".ftn" -type "string" "{name}";\n'


def _layer(place: int, name: str) -> str:
    made = f'createNode renderLayer -n "{name}";\n\tsetAttr ".do" {place};\n'
    return made + f'connectAttr "renderLayerManager.rlmi[{place}]" "{name}.rlid";\n'


def _noise(name: str, size_bytes: int) -> bytes:
    """Bytes that differ from file to file: nothing looks at what is in them."""
    return (name.encode("utf-8") + b"\0") * (size_bytes // (len(name) + 1) + 1)


HERO = SceneFile(
    "sh010_kitchen_light_v014.ma",
    last_frame=240,
    layers=("beauty", "shadows"),
    textures=(
        ("sourceimages/wood_oak_basecolor.1001.tif", 3200000),
        ("sourceimages/tiles_blue_roughness.tif", 2100000),
        ("sourceimages/sky_overcast_4k.exr", 4800000),
    ),
)
NEXT = SceneFile("sh020_kitchen_close_v003.ma", last_frame=96, camera="closeUp", layers=("beauty",))
ODD = SceneFile(
    "sh030_garden wide_v021.ma",
    last_frame=144,
    camera="gardenCam",
    textures=(("sourceimages/leaf_atlas.tif", 1500000),),
    missing=(
        "D:/projects/nordlicht/textures/vegetation/ivy_old_wall_basecolor_8k.1001.tif",
        "sourceimages/gravel_displacement.exr",
    ),
    plugin="5.0.0.4",
)
