"""The names a job's images get, as the artist types the prefix."""

from __future__ import annotations

from pathlib import Path
from typing import Tuple

import pytest

from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import RenderLayer
from rb_dcc_core.images import ExpectedImage
from rb_dcc_core.job import JobSettings, apply_settings
from rb_dcc_core.outputs import images_for, preview
from tests.support.scenes import layer, scene

SCENE = "D:/shows/shot.010.ma"


def told(*cameras: str, aovs: Tuple[str, ...] = ()) -> RenderLayer:
    """A layer whose reader has told the names of "<Scene>/<RenderLayer>"."""
    images = [
        ExpectedImage(camera, aov, f"shot.010/masterLayer{'_' + aov if aov else ''}.", ".exr", 4)
        for camera in cameras
        for aov in (None, *aovs)
    ]
    return layer(cameras=cameras, images=tuple(images))


def test_the_scenes_own_names_stand_without_a_prefix() -> None:
    assert preview(told("cam"), SCENE) == ("shot.010/masterLayer.0001.exr",)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("<Camera>/<Scene>", ("cam/shot.010.0001.exr", "rig_left/shot.010.0001.exr")),
        ("beauty", ("beauty.0001.exr", "beauty.0001.exr")),
        ("%l/%c_%s", ("masterLayer/cam_shot.010.0001.exr", "masterLayer/rig_left_shot.010.0001.exr")),
        ("<camera>//<Unknown>x\\y", ("cam/x/y.0001.exr", "rig_left/x/y.0001.exr")),
    ],
)
def test_a_prefix_names_each_camera(prefix: str, names: Tuple[str, ...]) -> None:
    assert preview(told("cam", "rig:left"), SCENE, prefix) == names


def test_files_of_aovs_stay_apart() -> None:
    assert preview(told("cam", aovs=("Z",)), SCENE, "x") == ("x.0001.exr", "x_Z.0001.exr")
    assert preview(told("cam", aovs=("Z",)), SCENE, "<RenderPass>/x") == (
        "beauty/x.0001.exr",
        "Z/x.0001.exr",
    )


def test_where_the_reader_told_no_image_a_plain_name_is_shown() -> None:
    assert preview(layer(frames="7-9"), SCENE, "<Scene>") == ("shot.010.0007.exr",)
    assert preview(layer(animation=False, image_prefix=None), SCENE) == ("shot.010.exr",)


def test_without_any_prefix_layers_and_cameras_get_folders() -> None:
    bare = layer(image_prefix=None, cameras=("a", "b"))
    assert preview(bare, "/x/s.ma", several_layers=True) == (
        "masterLayer/a/s.0001.exr",
        "masterLayer/b/s.0001.exr",
    )


def test_a_still_rendered_as_an_animation_gets_numbers() -> None:
    still = layer(cameras=("a",), images=(ExpectedImage("a", None, "s", ".exr"),), animation=True)
    assert [image.pattern for image in images_for(still, SCENE, was_still=True)] == ["s.#.exr"]
    assert [image.pattern for image in images_for(still, SCENE)] == ["s.exr"]


def test_settings_carry_the_names_into_the_layers(tmp_path: Path) -> None:
    made = scene(tmp_path / "shot.ma", layers=(told("shot_cam"),))
    settings = JobSettings(cameras=("rig:left",), output_prefix="<Camera>/<Scene>")
    (job_layer,) = apply_settings(made, settings)
    assert job_layer.image_prefix == "<Camera>/<Scene>"
    assert list(job_layer.expected_outputs(FrameRange.parse("5-6"))) == [
        "rig_left/shot.0005.exr",
        "rig_left/shot.0006.exr",
    ]


def test_frames_of_one_layer_win_over_those_of_all(tmp_path: Path) -> None:
    made = scene(tmp_path / "a.ma", layers=(layer(), layer("fog", "rs_fog")))
    settings = JobSettings(frames=FrameRange.parse("1-2"), layer_frames=(("fog", FrameRange.parse("7")),))
    assert [each.frames for each in apply_settings(made, settings)] == ["1-2", "7"]
