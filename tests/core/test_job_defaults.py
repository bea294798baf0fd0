"""The settings a scene itself stands for, presets over them, and what was changed."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Tuple

import pytest

from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import RenderLayer, SceneSnapshot
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.job_defaults import completed, differences, reduced, scene_defaults
from tests.support.scenes import STUDIO, layer, scene

FOG = {"cameras": ("rig:left",), "frames": "5", "animation": False}


def frames(text: str) -> FrameRange:
    return FrameRange.parse(text)


@pytest.fixture
def snapshot(tmp_path: Path) -> SceneSnapshot:
    """One layer that renders, one that does not, with other frames and another camera."""
    return scene(tmp_path / "a.ma", layers=(layer(), layer("fog", "rs_fog", renderable=False, **FOG)))


@pytest.fixture
def mixed(tmp_path: Path) -> SceneSnapshot:
    """Two layers that render, each its own frames from its own camera."""
    return scene(tmp_path / "a.ma", layers=(layer(), layer("fog", "rs_fog", **FOG)))


def rendered(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[RenderLayer, ...]:
    return tuple(each for each in chosen_layers(snapshot, settings) if each.renderable)


def told(settings: JobSettings, defaults: JobSettings) -> Any:
    return [(each.name, each.default, each.chosen) for each in differences(settings, defaults)]


def test_the_scenes_own_choices_stand_in_the_settings(snapshot: SceneSnapshot) -> None:
    assert scene_defaults(snapshot) == JobSettings(
        layers=("masterLayer",),
        cameras=("shot_cam",),
        frames=frames("1-10"),
        layer_frames=(("fog", frames("5")),),
    )


def test_what_one_value_cannot_say_stays_as_in_the_scene(mixed: SceneSnapshot) -> None:
    assert scene_defaults(mixed) == JobSettings(
        layers=("masterLayer", "fog"),
        layer_frames=(("masterLayer", frames("1-10")), ("fog", frames("5"))),
    )


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ((), JobSettings()),
        ((layer(renderable=False),), JobSettings(layer_frames=(("masterLayer", frames("1-10")),))),
        ((layer(frames=None, cameras=()),), JobSettings(layers=("masterLayer",))),
        ((layer(frames="9-1"),), JobSettings(layers=("masterLayer",), cameras=("shot_cam",))),
        (
            (layer(cameras=("deleted",)),),
            JobSettings(layers=("masterLayer",), frames=frames("1-10")),
        ),
        (
            (layer("fog", "a"), layer("fog", "b")),
            JobSettings(layers=("fog", "b"), cameras=("shot_cam",), frames=frames("1-10")),
        ),
    ],
)
def test_a_scene_that_says_less_leaves_more_blank(tmp_path: Path, layers: Any, expected: JobSettings) -> None:
    assert scene_defaults(scene(tmp_path / "a.ma", layers=layers)) == expected


PRESETS = [
    JobSettings(),
    JobSettings(layers=("fog",)),
    JobSettings(layers=("rs_fog",), tiles=4),
    JobSettings(cameras=("persp",)),
    JobSettings(frames=frames("3-8")),
    JobSettings(frames=frames("3-8"), layer_frames=(("fog", frames("2")),)),
    JobSettings(layer_frames=(("masterLayer", frames("1-3")),)),
    JobSettings(layers=("masterLayer", "fog"), cameras=("persp", "shot_cam"), output_prefix="x"),
]


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("kind", ["snapshot", "mixed"])
def test_settings_with_their_blanks_filled_in_render_the_same(
    request: pytest.FixtureRequest, kind: str, preset: JobSettings
) -> None:
    made: SceneSnapshot = request.getfixturevalue(kind)
    full = completed(made, preset)
    assert rendered(made, full) == rendered(made, preset)
    assert completed(made, full) == full
    assert completed(made, reduced(made, full)) == full


def test_a_whole_studio_scene_renders_the_same_too() -> None:
    assert rendered(STUDIO, scene_defaults(STUDIO)) == rendered(STUDIO, JobSettings())


def test_a_layer_chosen_by_a_preset_keeps_its_own_camera_and_frames(snapshot: SceneSnapshot) -> None:
    full = completed(snapshot, JobSettings(layers=("fog",), label="x"))
    assert (full.cameras, full.frames, full.label) == (("rig:left",), frames("5"), "x")
    assert full.layer_frames == (("masterLayer", frames("1-10")),)


def test_a_preset_of_another_scene_is_left_to_the_checks(snapshot: SceneSnapshot) -> None:
    full = completed(snapshot, JobSettings(layers=("smoke",), tiles=2))
    assert (full.layers, full.cameras, full.tiles) == (("smoke",), ("shot_cam",), 2)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"tiles": 4}, [("tiles", 1, 4)]),
        ({"cameras": ("persp",), "label": "x"}, [("cameras", ("shot_cam",), ("persp",)), ("label", "", "x")]),
        ({"cameras": (), "frames": None}, []),
        ({"frames": frames("1-20")}, [("frames", frames("1-10"), frames("1-20"))]),
        ({"output_folder": "/out"}, [("output_folder", "", "/out")]),
    ],
)
def test_what_was_changed_is_told_with_what_it_was(
    snapshot: SceneSnapshot, changes: Any, expected: Any
) -> None:
    defaults = scene_defaults(snapshot)
    assert told(dataclasses.replace(defaults, **changes), defaults) == expected


def test_another_order_is_no_change() -> None:
    one, two = JobSettings(cameras=("a", "b")), JobSettings(cameras=("b", "a"))
    assert differences(one, two) == ()
    assert told(JobSettings(path_map=(("/a", "X:"),)), two) == [("path_map", (), (("/a", "X:"),))]


def test_a_difference_is_told_to_scripts_in_plain_values(snapshot: SceneSnapshot) -> None:
    defaults = scene_defaults(snapshot)
    chosen = dataclasses.replace(defaults, frames=frames("1-5x2"), layer_frames=(), os_name=0)
    assert [each.to_json() for each in differences(chosen, defaults)] == [
        {"name": "frames", "default": "1-10", "chosen": "1-5x2"},
        {"name": "os_name", "default": "windows", "chosen": "linux"},
    ]


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, JobSettings()),
        ({"tiles": 4}, JobSettings(tiles=4)),
        ({"cameras": ("persp",)}, JobSettings(cameras=("persp",))),
        # The layer's own camera and frames are not those shown, so that they are kept with it.
        (
            {"layers": ("fog",)},
            JobSettings(
                layers=("fog",),
                cameras=("shot_cam",),
                frames=frames("1-10"),
                layer_frames=(("fog", frames("5")),),
            ),
        ),
    ],
)
def test_only_what_the_scene_does_not_say_is_remembered(
    snapshot: SceneSnapshot, changes: Any, kept: JobSettings
) -> None:
    assert reduced(snapshot, dataclasses.replace(scene_defaults(snapshot), **changes)) == kept


def test_cameras_chosen_for_all_layers_are_remembered(mixed: SceneSnapshot) -> None:
    settings = dataclasses.replace(scene_defaults(mixed), cameras=("persp",))
    assert reduced(mixed, settings) == JobSettings(cameras=("persp",))
