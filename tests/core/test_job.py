"""What the artist chose, laid over what the scene says."""

from __future__ import annotations

from pathlib import Path

import pytest

from rb_dcc_core.errors import InputError, UnknownNameError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings, apply_settings
from tests.support.scenes import layer, scene


@pytest.fixture
def snapshot(tmp_path: Path) -> SceneSnapshot:
    layers = (layer(), layer("fog", "rs_fog", renderable=False, frames="5", animation=False))
    return scene(tmp_path / "a.ma", layers=layers)


def test_without_choices_the_scene_stands(snapshot: SceneSnapshot) -> None:
    assert apply_settings(snapshot, JobSettings()) == snapshot.layers


@pytest.mark.parametrize("name", ["fog", "rs_fog"])
def test_a_layer_is_chosen_by_its_name_or_its_node(snapshot: SceneSnapshot, name: str) -> None:
    layers = apply_settings(snapshot, JobSettings(layers=(name,)))
    assert [each.renderable for each in layers] == [False, True]


@pytest.mark.parametrize("name", ["rig:left", "rig:leftShape"])
def test_a_camera_is_chosen_by_its_name_or_its_shape(snapshot: SceneSnapshot, name: str) -> None:
    assert apply_settings(snapshot, JobSettings(cameras=(name,)))[0].cameras == ("rig:left",)


def test_frames_chosen_count_for_every_layer_and_make_it_an_animation(snapshot: SceneSnapshot) -> None:
    layers = apply_settings(snapshot, JobSettings(frames=FrameRange.parse("3,7-9")))
    assert [(each.frames, each.animation) for each in layers] == [("3,7-9", True), ("3,7-9", True)]


def test_one_frame_makes_no_animation_of_a_still(snapshot: SceneSnapshot) -> None:
    layers = apply_settings(snapshot, JobSettings(frames=FrameRange.parse("3")))
    assert [each.animation for each in layers] == [True, False]


def test_an_unknown_layer_is_refused_with_the_names_there_are(snapshot: SceneSnapshot) -> None:
    with pytest.raises(UnknownNameError) as refused:
        apply_settings(snapshot, JobSettings(layers=("smoke",)))
    assert str(refused.value) == "The scene has no layer 'smoke'. It has: masterLayer, fog."


def test_an_unknown_camera_is_refused_with_the_names_there_are(snapshot: SceneSnapshot) -> None:
    with pytest.raises(UnknownNameError) as refused:
        apply_settings(snapshot, JobSettings(cameras=("top",)))
    assert str(refused.value) == "The scene has no camera 'top'. It has: persp, shot_cam, rig:left."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"renderable": False}, "No layer is renderable."),
        ({"cameras": ()}, "The layer 'masterLayer' has no renderable camera."),
        ({"frames": None}, "The frames of the layer 'masterLayer' cannot be read from the scene."),
    ],
)
def test_a_scene_with_nothing_to_render_is_refused(tmp_path: Path, changed: dict, sentence: str) -> None:  # type: ignore[type-arg]
    bare = scene(tmp_path / "a.ma", layers=(layer(**changed),))
    with pytest.raises(InputError) as refused:
        apply_settings(bare, JobSettings())
    assert str(refused.value).startswith(sentence)


def test_a_chosen_camera_and_frames_mend_what_the_scene_lacks(tmp_path: Path) -> None:
    bare = scene(tmp_path / "a.ma", layers=(layer(cameras=(), frames=None),))
    settings = JobSettings(cameras=("persp",), frames=FrameRange.parse("1-2"))
    assert apply_settings(bare, settings)[0].cameras == ("persp",)


def test_tiles_and_several_frames_a_machine_exclude_each_other(snapshot: SceneSnapshot) -> None:
    with pytest.raises(InputError, match="Set one of them to 1"):
        apply_settings(snapshot, JobSettings(tiles=4, frames_per_machine=2))
