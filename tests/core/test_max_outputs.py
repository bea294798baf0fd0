"""Where 3ds Max layers write: the scene's path, the artist's, formats, names of frames."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from rb_dcc_core.checks import check
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.job_rules import settings_problems
from tests.support.max_scenes import layer, scene

ENVIRONMENT = RenderEnvironment(2001, "2023", {"vray": "6.20.06"})


@pytest.mark.parametrize(
    ("own", "chosen", "output"),
    [
        ("D:/out/shot.exr", {}, "D:/out/shot.exr"),
        ("D:/out/shot.EXR", {}, "D:/out/shot.EXR"),
        ("D:/out/shot.exr", {"image_format": "png"}, "D:/out/shot.png"),
        ("D:/out/shot.v01", {"image_format": "png"}, "D:/out/shot.v01.png"),
        ("D:/out/shot.exr", {"output": "E:\\new\\x.tif"}, "E:/new/x.tif"),
        ("D:/out/shot.exr", {"output": "x", "image_format": "jpg"}, "x.jpg"),
        ("D:/out/shot.exr", {"output_prefix": "beauty/x"}, "D:/out/beauty/x.exr"),
        (None, {"output": "shot.exr"}, "shot.exr"),
        (None, {"image_format": "exr"}, None),
        (None, {}, None),
    ],
)
def test_the_output_is_the_scenes_but_for_what_was_chosen(
    own: Optional[str], chosen: Any, output: Optional[str]
) -> None:
    told = scene(layers=(layer(output=own),))
    (made,) = chosen_layers(told, JobSettings(**chosen))
    assert made.output == output


def test_each_frame_gets_four_digits_before_the_ending() -> None:
    (made,) = chosen_layers(scene(), JobSettings(frames=FrameRange.parse("8-10x2")))
    assert list(made.expected_outputs()) == ["shot0008.exr", "shot0010.exr"]


def test_several_cameras_write_each_into_a_folder() -> None:
    chosen = JobSettings(cameras=("Camera001", "相机 2"), frames=FrameRange.parse("1"))
    (made,) = chosen_layers(scene(), chosen)
    assert list(made.expected_outputs()) == ["Camera001/shot0001.exr", "相机 2/shot0001.exr"]


def problems_of(snapshot: SceneSnapshot, **chosen: Any) -> Any:
    found = check(snapshot, JobSettings(**chosen), ENVIRONMENT)
    return [problem.code for problem in found if problem.severity == "error"]


def test_checks_ask_for_what_the_scene_does_not_tell_and_are_content_when_it_is_given() -> None:
    told = scene(layers=(layer(output=None, frames=None, cameras=()),))
    assert problems_of(told) == ["no_renderable_camera", "frames_unknown", "output_unknown"]
    given = {"output": "shot", "frames": FrameRange.parse("1-2"), "cameras": ("Camera001",)}
    assert problems_of(told, **given) == ["format_unknown"]
    assert problems_of(told, image_format="exr", **given) == []


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (JobSettings(image_format="docx"), "'docx' is no image format here. Choose one of: tga, tif"),
        (JobSettings(output="D:/out/"), "The output 'D:/out/' names a folder, not an image."),
        (JobSettings(output="D:\\out\\a<b>.exr"), "The output's name holds '<' '>', which no file name can."),
    ],
)
def test_odd_outputs_are_refused_with_what_to_write(settings: JobSettings, text: str) -> None:
    (problem,) = settings_problems(settings)
    assert problem.message.text().startswith(text)
    assert problem.fix is not None


def test_movies_are_refused(tmp_path: Any) -> None:
    assert problems_of(scene(layers=(layer(output="D:/out/shot.avi"),))) == ["movie_format"]
