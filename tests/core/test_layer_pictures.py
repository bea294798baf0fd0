"""Size and format of single layers: what is written, what the scene keeps, the names that come of it, what is refused."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from pathlib import Path
from typing import Any, List, Tuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core import max_jobfiles
from rb_dcc_core.checks import check, fixed
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError
from rb_dcc_core.host import ERROR, MAX, MAYA, Problem, SceneSnapshot
from rb_dcc_core.image_formats import offered_formats, why_fixed
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.images import ExpectedImage, ImageFormat
from rb_dcc_core.job import JobSettings, apply_settings, chosen_layers
from rb_dcc_core.job_defaults import completed, reduced, scene_differences
from rb_dcc_core.job_outline import outline_of
from rb_dcc_core.jobfiles import JobContext, task_json
from rb_dcc_core.messages import Message
from rb_dcc_core.offline_scene import facts_of, scene_from_json, scene_to_json
from rb_dcc_core.offline_values import Fields
from rb_dcc_core.submission import prepare
from tests.support import max_scenes
from tests.support.scenes import layer, scene

ENVIRONMENT = RenderEnvironment(2000, "2023", {"MtoA": "5.3.1"})
CONTEXT = JobContext("10001136", "62")
FORMATS = (
    ImageFormat("exr", "exr", True),
    ImageFormat("deepexr", "exr", True),
    ImageFormat("png", "png"),
    ImageFormat("jpg", "jpg"),
)
ONE_FILE = (ExpectedImage("shot_cam", None, "s/fog.", ".exr", 4),)
FILE_EACH = (
    ExpectedImage("shot_cam", None, "beauty/s/fog.", ".png", 4),
    ExpectedImage("shot_cam", "N", "N/s/fog.", ".png", 4),
)


def fog(**changed: Any) -> Any:
    fields = {"formats": FORMATS, "images": ONE_FILE, "other_images": FILE_EACH, "aovs": ("N",)}
    return layer("fog", "rs_fog", **{**fields, **changed})


@pytest.fixture
def shot(tmp_path: Path) -> SceneSnapshot:
    return scene(tmp_path / "s.ma", layers=(layer(formats=FORMATS), fog()))


def told(snapshot: SceneSnapshot, settings: JobSettings) -> List[Tuple[str, str, str]]:
    problems = check(snapshot, settings, ENVIRONMENT)
    return [(each.severity, each.code, each.message.text()) for each in problems]


def sized(**sizes: str) -> JobSettings:
    return JobSettings(layer_sizes=tuple((name, ImageSize.parse(text)) for name, text in sizes.items()))


# -- the size as text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1280x720", (1280, 720)),
        (" 1280 X 720 ", (1280, 720)),
        ("1280 × 720", (1280, 720)),
        ("1280*720", (1280, 720)),
        ("1280 720", (1280, 720)),
        ("1x32768", (1, 32768)),
    ],
)
def test_a_size_is_read_however_it_is_written(text: str, size: Tuple[int, int]) -> None:
    assert ImageSize.parse(text) == size


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0 x 1080", "No picture is 0 x 1080 pixels: each side must be from 1 to 32768."),
        ("1920x32769", "No picture is 1920 x 32769 pixels: each side must be from 1 to 32768."),
        ("1920", "'1920' is no size in pixels. Write width x height, for example 1920x1080."),
        ("-5x10", "'-5x10' is no size in pixels. Write width x height, for example 1920x1080."),
        ("HD", "'HD' is no size in pixels. Write width x height, for example 1920x1080."),
        ("", "'' is no size in pixels. Write width x height, for example 1920x1080."),
    ],
)
def test_a_wrong_size_is_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        ImageSize.parse(text)
    assert str(refused.value) == sentence


@given(st.integers(1, 32768), st.integers(1, 32768))
def test_a_size_is_read_back_as_it_is_written(width: int, height: int) -> None:
    assert ImageSize.parse(str(ImageSize(width, height))) == (width, height)


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_a_size(text: str) -> None:
    with contextlib.suppress(InputError):
        assert all(side >= 1 for side in ImageSize.parse(text))


# -- what the job renders ----------------------------------------------------------------------------------------


def test_one_layer_gets_its_size_and_the_others_keep_the_scenes(shot: SceneSnapshot) -> None:
    before = dataclasses.replace(shot)
    layers = chosen_layers(shot, sized(fog="1280x720"))
    assert [(each.width, each.height) for each in layers] == [(1920, 1080), (1280, 720)]
    assert shot == before
    by_its_node = chosen_layers(shot, sized(rs_fog="64x64"))
    assert (by_its_node[1].width, by_its_node[1].height) == (64, 64)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("deepexr", ["s/fog.0001.exr"]),
        ("png", ["beauty/s/fog.0001.png", "N/s/fog.0001.png"]),
        ("jpg", ["beauty/s/fog.0001.jpg", "N/s/fog.0001.jpg"]),
        ("exr", ["s/fog.0001.exr"]),
    ],
)
def test_names_follow_the_format_and_aovs_leave_a_file_that_cannot_hold_them(
    shot: SceneSnapshot, name: str, names: List[str]
) -> None:
    made = chosen_layers(shot, JobSettings(layer_formats=(("fog", name),)))[1]
    assert made.image_format == name
    assert [next(iter(image.names([1]))) for image in made.images] == names


def test_aovs_go_into_one_file_where_the_new_format_holds_them(tmp_path: Path) -> None:
    apart = fog(image_format="png", images=FILE_EACH, other_images=ONE_FILE)
    made = scene(tmp_path / "s.ma", layers=(apart,))
    (job_layer,) = chosen_layers(made, JobSettings(layer_formats=(("fog", "exr"),)))
    assert list(job_layer.expected_outputs())[:1] == ["s/fog.0001.exr"]
    assert len(job_layer.images) == 1


@pytest.mark.parametrize(
    ("image", "name"),
    [
        (ExpectedImage("c", None, "s", ".exr"), "s.png"),
        (ExpectedImage("c", None, "s.exr.", "", 4), "s.png.0007"),
        (ExpectedImage("c", None, "s.exr_", "", 1), "s.png_7"),
        (ExpectedImage("c", None, "s.", ".EXR", 4), "s.0007.png"),
        (ExpectedImage("c", None, "s.", ".beauty", 4), "s.0007.beauty"),
        (ExpectedImage("c", None, "s.", "", 4), "s.0007"),
        (ExpectedImage("c", None, "exr.x.", ".exr", 4), "exr.x.0007.png"),
    ],
)
def test_an_ending_is_changed_wherever_it_stands_unless_the_artist_chose_it(
    tmp_path: Path, image: ExpectedImage, name: str
) -> None:
    made = scene(tmp_path / "s.ma", layers=(fog(images=(image,), other_images=()),))
    (job_layer,) = chosen_layers(made, JobSettings(layer_formats=(("fog", "png"),)))
    assert [next(iter(each.names([7]))) for each in job_layer.images] == [name]


def test_format_prefix_and_camera_are_chosen_together(shot: SceneSnapshot) -> None:
    settings = JobSettings(
        cameras=("rig:left",), output_prefix="<Camera>/<Extension>/x", layer_formats=(("fog", "jpg"),)
    )
    names = [image.pattern for image in chosen_layers(shot, settings)[1].images]
    assert names == ["rig_left/jpg/x.#.jpg", "rig_left/jpg/x_N.#.jpg"]


def test_overwriting_is_judged_by_the_names_that_come_of_the_format(tmp_path: Path) -> None:
    one, two = (ExpectedImage("shot_cam", None, "s.", ".exr", 4) for _ in range(2))
    layers = (layer(formats=FORMATS, images=(one,)), fog(images=(two,), other_images=()))
    made = scene(tmp_path / "s.ma", layers=layers)
    assert [code for _, code, _ in told(made, JobSettings())] == ["prefix_without_layer"]
    assert told(made, JobSettings(layer_formats=(("fog", "png"),))) == []


def test_an_estimate_scales_with_the_size_that_is_rendered(shot: SceneSnapshot) -> None:
    settings = JobSettings(layers=("fog",), layer_sizes=(("fog", ImageSize(960, 540)),))
    outline = outline_of(shot, settings)
    assert outline is not None
    assert outline.pixels == 960 * 540


# -- job files ---------------------------------------------------------------------------------------------------


def test_mayas_job_file_has_each_layers_size_and_format(shot: SceneSnapshot) -> None:
    settings = dataclasses.replace(sized(fog="1280x720"), layer_formats=(("fog", "png"),))
    info = task_json(shot, apply_settings(shot, settings), settings, ENVIRONMENT, CONTEXT)
    common = {node: each["common"] for node, each in info["scene_info_render"].items()}
    assert {node: (each["width"], each["height"], each["image_format"]) for node, each in common.items()} == {
        "defaultRenderLayer": ("1920", "1080", "exr"),
        "rs_fog": ("1280", "720", "png"),
    }


def test_3ds_maxs_job_file_has_the_size_and_the_format_of_what_it_renders() -> None:
    made = max_scenes.scene()
    settings = dataclasses.replace(sized(scene="1280x720"), layer_formats=(("scene", "png"),))
    environment = RenderEnvironment(2001, "2023", {}, None, 0, 1)
    info = max_jobfiles.task_json(made, apply_settings(made, settings), settings, environment, CONTEXT)
    common = info["scene_info_render"]["common"]
    assert {
        name: common[name]
        for name in ("width", "height", "output_file", "output_file_type", "output_file_basename")
    } == {
        "width": "1280",
        "height": "720",
        "output_file": "D:/out/shot.png",
        "output_file_type": ".png",
        "output_file_basename": "shot",
    }


def test_a_layers_format_wins_over_that_of_the_whole_3ds_max_job() -> None:
    settings = JobSettings(image_format="tif", layer_formats=(("scene", "png"),))
    assert [each.output for each in chosen_layers(max_scenes.scene(), settings)] == ["D:/out/shot.png"]


def test_3ds_max_layers_that_came_to_differ_are_refused_before_anything_is_made() -> None:
    made = max_scenes.scene(
        layers=(max_scenes.layer(name="Day", node="Day"), max_scenes.layer(name="Night", node="Night"))
    )
    assert "layers_differ" not in [code for _, code, _ in told(made, JobSettings())]
    for settings in (sized(Day="64x64"), JobSettings(layer_formats=(("Day", "png"),))):
        assert told(made, settings)[0] == (
            "error",
            "layers_differ",
            "'Day' and 'Night' have another size or format, and a 3ds Max task renders all in one. Give them the same, or"
            " render one of them.",
        )
        with pytest.raises(InputError, match="render differently"):
            max_jobfiles.rendered_layer(chosen_layers(made, settings))


# -- what may be chosen ------------------------------------------------------------------------------------------


def test_a_format_its_renderer_does_not_write_is_refused_with_those_it_does(shot: SceneSnapshot) -> None:
    settings = JobSettings(layer_formats=(("fog", "webp"),))
    (problem,) = check(shot, settings, ENVIRONMENT)
    assert (problem.severity, problem.code, problem.node, problem.message.text()) == (
        "error",
        "layer_format_odd",
        "rs_fog",
        "'webp' is no format that the layer 'fog' can be written in. Choose one of: exr, deepexr, png, jpg.",
    )
    assert problem.fix is not None
    assert fixed(settings, problem.fix) == JobSettings()


def test_a_format_is_fixed_where_renderman_has_displays_or_nobody_knows_the_renderer(tmp_path: Path) -> None:
    sentences = {
        "renderman": "RenderMan writes each image in the format of its display. Change it there, in the scene.",
        "maxwell": "Which formats maxwell writes is not known here. Change the format in the scene.",
    }
    for renderer, sentence in sentences.items():
        own = layer(renderer=renderer)
        why = why_fixed(MAYA, own)
        assert (offered_formats(MAYA, own), "" if why is None else why.text()) == ((), sentence)
        made = scene(tmp_path / "a.ma", layers=(own,))
        settings = JobSettings(layer_formats=(("masterLayer", "png"),))
        assert told(made, settings)[0] == ("error", "format_fixed", "masterLayer: " + sentence)
        as_it_is = JobSettings(layer_formats=(("masterLayer", "exr"),))
        assert told(made, as_it_is) == told(made, JobSettings())


def test_what_3ds_max_writes_is_offered_once_the_output_is_known() -> None:
    plain, vray = max_scenes.layer(), max_scenes.layer("V_Ray_6__update_2_1")
    assert offered_formats(MAX, plain)[:7] == ("tga", "tif", "jpg", "png", "exr", "rla", "rpf")
    assert {"jpeg", "tiff", "vrimg"} & set(offered_formats(MAX, plain)) == set()
    assert "vrimg" in offered_formats(MAX, vray)
    unknown = max_scenes.layer(output=None)
    assert offered_formats(MAX, unknown) == ()
    why = why_fixed(MAX, unknown)
    assert why is not None
    assert why.text() == (
        "The scene does not tell where 'scene' writes its images. Write the image's name first; the format is its ending."
    )


def test_3ds_max_understands_both_spellings_of_a_format_and_no_unknown_one() -> None:
    made = max_scenes.scene()
    for name, codes in (("tiff", []), ("webp", ["format_unknown", "layer_format_odd"])):
        problems = told(made, JobSettings(layer_formats=(("scene", name),)))
        assert [code for severity, code, _ in problems if severity == "error"] == codes


def test_a_scenes_movie_is_overruled_by_the_layers_format_and_that_is_offered(tmp_path: Path) -> None:
    reader = Problem(ERROR, "movie_format", Message("A movie."), "defaultRenderGlobals")
    made = scene(tmp_path / "s.ma", layers=(layer(image_format="avi", formats=FORMATS),), problems=(reader,))
    (problem,) = check(made, JobSettings(), ENVIRONMENT)
    assert problem.fix is not None
    assert problem.fix.label.text() == "Write exr"
    mended = fixed(JobSettings(), problem.fix)
    assert mended == JobSettings(layer_formats=(("defaultRenderLayer", "exr"),))
    assert told(made, mended) == []
    with pytest.raises(InputError, match="A movie"):
        prepare(made, JobSettings(), ENVIRONMENT, CONTEXT)
    task = prepare(made, mended, ENVIRONMENT, CONTEXT).files["task.json"]
    assert task["scene_info_render"]["defaultRenderLayer"]["common"]["image_format"] == "exr"


def test_a_movie_of_the_jobs_own_is_refused(tmp_path: Path) -> None:
    movies = (*FORMATS, ImageFormat("avi", "avi"))
    made = scene(tmp_path / "s.ma", layers=(layer(formats=movies),))
    assert [code for _, code, _ in told(made, JobSettings(layer_formats=(("masterLayer", "avi"),)))] == [
        "movie_format"
    ]


def test_a_size_no_picture_can_have_is_an_error_with_a_way_back(shot: SceneSnapshot) -> None:
    settings = JobSettings(layer_sizes=(("fog", ImageSize(0, 1080)), ("masterLayer", ImageSize(8, 8))))
    (problem,) = check(shot, settings, ENVIRONMENT)
    assert (problem.code, problem.message.text()) == (
        "layer_size_odd",
        "fog: No picture is 0 x 1080 pixels: each side must be from 1 to 32768.",
    )
    assert problem.fix is not None
    assert fixed(settings, problem.fix) == sized(masterLayer="8x8")


# -- what counts as changed --------------------------------------------------------------------------------------


def test_a_change_is_told_with_the_scenes_own_beside_it(shot: SceneSnapshot) -> None:
    settings = dataclasses.replace(
        sized(rs_fog="1280x720", masterLayer="1920x1080"),
        tiles=2,
        layer_formats=(("fog", "png"), ("masterLayer", "exr")),
    )
    assert [each.to_json() for each in scene_differences(shot, settings)] == [
        {"name": "tiles", "default": 1, "chosen": 2},
        {"name": "layer_sizes", "default": {"fog": "1920x1080"}, "chosen": {"fog": "1280x720"}},
        {"name": "layer_formats", "default": {"fog": "exr"}, "chosen": {"fog": "png"}},
    ]


def test_a_size_that_the_scene_does_not_tell_is_told_as_none(tmp_path: Path) -> None:
    made = scene(tmp_path / "s.ma", layers=(layer(width=None),))
    (difference,) = scene_differences(made, sized(masterLayer="64x64"))
    assert difference.to_json()["default"] == {"masterLayer": None}


def test_of_a_3ds_max_job_the_format_of_the_whole_job_is_what_a_layers_own_differs_from() -> None:
    settings = JobSettings(image_format="png", layer_formats=(("scene", "exr"),))
    assert [(each.name, each.chosen) for each in scene_differences(max_scenes.scene(), settings)] == [
        ("image_format", "png"),
        ("layer_formats", (("scene", "exr"),)),
    ]


def test_what_is_kept_for_a_layer_that_is_gone_has_no_effect_and_is_told(shot: SceneSnapshot) -> None:
    gone = dataclasses.replace(
        sized(smoke="64x64"), layer_formats=(("smoke", "png"),), layer_cameras=(("smoke", ("nobody",)),)
    )
    assert chosen_layers(shot, gone) == chosen_layers(shot, JobSettings())
    assert scene_differences(shot, gone) == ()
    assert told(shot, gone) == [
        (
            "notice",
            "layer_gone",
            "The scene has no layer 'smoke' any more. What was chosen for it is kept, without effect.",
        )
    ]
    back = dataclasses.replace(shot, layers=(*shot.layers, layer("smoke", "rs_smoke", formats=FORMATS)))
    assert chosen_layers(back, sized(smoke="64x64"))[2].width == 64


def test_settings_with_their_blanks_filled_in_keep_sizes_and_formats(shot: SceneSnapshot) -> None:
    settings = dataclasses.replace(sized(fog="64x64", smoke="8x8"), layer_formats=(("fog", "png"),))
    full = completed(shot, settings)
    assert (full.layer_sizes, full.layer_formats) == (settings.layer_sizes, settings.layer_formats)
    assert chosen_layers(shot, full) == chosen_layers(shot, settings)
    assert reduced(shot, full) == settings


# -- carried to another computer ---------------------------------------------------------------------------------


def test_an_offline_submission_keeps_what_a_layer_may_be_written_in(shot: SceneSnapshot) -> None:
    facts = facts_of(shot)
    assert [each.formats for each in facts.layers] == [FORMATS, FORMATS]
    data = json.loads(json.dumps(scene_to_json(facts)))
    assert scene_from_json(Fields(data)) == facts
    settings = JobSettings(layer_formats=(("fog", "png"),))
    assert [code for severity, code, _ in told(facts, settings) if severity == "error"] == []
    for each in data["layers"]:
        del each["formats"]  # as an older release wrote it
    assert [each.formats for each in scene_from_json(Fields(data)).layers] == [(), ()]
