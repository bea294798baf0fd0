"""Real scenes of others, where they lie beside the checkout: read as they are by hand, packed and described without a fault."""

from __future__ import annotations

from pathlib import Path
from typing import List, NamedTuple, Optional

import pytest

from rb_dcc_core.seven_zip import write_archive
from rb_max.reader import read_scene
from tests.support.seven_zip_reader import read_archive

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "scenes" / "max"
SCANLINE = "Default_Scanline_Renderer"
FIVE = ["UserCamera", "CameraTargetAnimatedMesh", "CameraAnimatedTarget", "AnimatedFreeCamera"]


class Told(NamedTuple):
    """What a scene holds; `cameras` by name or their number, `files` those it needs."""

    name: str
    release: str
    fps: float = 30.0
    frames: str = "0-100"
    renderer: str = SCANLINE
    cameras: Optional[List[str]] = None
    camera_count: int = 0
    files: Optional[List[str]] = None


SCENES = [
    Told("Azure_BatchExplorer-data__3dsmax", "2018"),
    Told("Azure_BatchExplorer-data__3ds_max_next", "2019", renderer="V_Ray_GPU_Next__update_1_1"),
    Told(
        "BabylonJS_Exporters__AnimatedMeshCameraLight",
        "2019",
        cameras=[*FIVE, "AnimatedCameraTarget"],
        camera_count=5,
    ),
    Told(
        "BabylonJS_Exporters__CubesImageFormat",
        "2017",
        files=["a.png", "b.jpg", "b_2.bmp", "l.dds", "n.gif", "o.tif", "y.tga"],
    ),
    Told("BabylonJS_Exporters__CustomAttributes", "2019", cameras=["Camera001"], camera_count=1),
    Told("BabylonJS_Exporters__LightOrientation", "2019", fps=24.0, frames="1-100"),
    Told("BabylonJS_Exporters__RiggedElf", "2018", frames="0-140"),
    Told("NeKidaem_max_dump__07-standard-17_physical_cameras", "2016", camera_count=17),
    Told("NeKidaem_max_dump__2014_many_cams", "2014", camera_count=35),
]


@pytest.mark.parametrize("told", SCENES, ids=[each.name for each in SCENES])
def test_a_real_scene_is_read_right(told: Told, tmp_path: Path) -> None:
    path = FOLDER / f"{told.name}.max"
    if not path.is_file():
        pytest.skip("the scenes of others do not lie beside this checkout")
    found = read_scene(path)
    assert found.max_facts is not None
    assert (found.host_version, found.max_facts.saved_as) == (told.release, told.release)
    assert (found.fps, found.max_facts.animation_range) == (told.fps, told.frames)
    assert (found.renderer, found.layers[0].renderer) == (told.renderer, told.renderer)
    assert (found.layers[0].width, found.layers[0].height) == (640, 480)
    assert len(found.cameras) == told.camera_count
    if told.cameras is not None:
        assert [camera.name for camera in found.cameras] == told.cameras
    if told.files is not None:
        assert sorted(asset.path.rpartition("/")[2].lower() for asset in found.assets[1:]) == told.files
    archive = tmp_path / "scene.max.7z"
    write_archive(path, archive)
    name, content = read_archive(archive.read_bytes())
    assert (name, content) == (path.name, path.read_bytes())


def test_no_real_scene_is_left_out() -> None:
    there = sorted(path.stem for path in FOLDER.glob("*.max"))
    assert there in ([], sorted(each.name for each in SCENES))
