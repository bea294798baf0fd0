"""A job split by its cameras: together the parts render what the whole would, and nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.camera_jobs import camera_jobs
from rb_dcc_core.errors import UnknownNameError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings, chosen_layers
from tests.support.scenes import CAMERAS, layer, scene

NAMES = [camera.name for camera in CAMERAS]


@pytest.fixture
def shot(tmp_path: Path) -> SceneSnapshot:
    """`beauty` has two cameras, `fog` one of them; `off` is not rendered."""
    layers = (
        layer("beauty", "rs_beauty", cameras=("shot_cam", "rig:left")),
        layer("fog", "rs_fog", cameras=("rig:left",)),
        layer("off", "rs_off", cameras=("persp",), renderable=False),
    )
    return scene(tmp_path / "a.ma", layers=layers)


def rendered(snapshot: SceneSnapshot, settings: JobSettings) -> List[Tuple[str, str, str]]:
    """Each layer with each camera that it renders, and the frames."""
    layers = [each for each in chosen_layers(snapshot, settings) if each.renderable]
    return [(each.node, camera, each.frames) for each in layers for camera in each.cameras]


def test_a_camera_renders_in_the_layers_that_have_it(shot: SceneSnapshot) -> None:
    jobs = camera_jobs(shot, JobSettings(task_per_camera=True))
    assert [(job.camera, job.settings.cameras, job.settings.layers) for job in jobs] == [
        ("shot_cam", ("shot_cam",), ("beauty",)),
        ("rig:left", ("rig:left",), ()),
    ]
    assert [job.settings.task_per_camera for job in jobs] == [False, False]


def test_cameras_of_single_layers_do_not_come_back(shot: SceneSnapshot) -> None:
    settings = JobSettings(layer_cameras=(("fog", ("persp", "shot_cam")),), label="kept")
    jobs = camera_jobs(shot, settings)
    assert [job.camera for job in jobs] == ["shot_cam", "rig:left", "persp"]
    assert rendered(shot, jobs[2].settings) == [("rs_fog", "persp", "1-10")]
    assert {job.settings.label for job in jobs} == {"kept"}


def test_without_a_camera_there_is_nothing_to_split(tmp_path: Path) -> None:
    assert camera_jobs(scene(tmp_path / "a.ma", layers=(layer(cameras=()),)), JobSettings()) == ()


def test_an_unknown_camera_is_refused(shot: SceneSnapshot) -> None:
    with pytest.raises(UnknownNameError):
        camera_jobs(shot, JobSettings(cameras=("gone",)))


CHOSEN = st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple)


@given(
    st.lists(st.tuples(CHOSEN, st.booleans()), min_size=1, max_size=4),
    CHOSEN,
    st.dictionaries(st.integers(0, 3), CHOSEN.filter(bool), max_size=3),
    st.booleans(),
)
def test_the_parts_are_the_whole_and_nothing_is_rendered_twice(
    tmp_path_factory: pytest.TempPathFactory,
    layers: List[Tuple[Tuple[str, ...], bool]],
    cameras: Tuple[str, ...],
    own: dict[int, Tuple[str, ...]],
    share_a_name: bool,
) -> None:
    made = tuple(
        layer("same" if share_a_name else f"layer{n}", f"node{n}", cameras=names, renderable=is_on)
        for n, (names, is_on) in enumerate(layers)
    )
    snapshot = scene(tmp_path_factory.mktemp("split") / "a.ma", layers=made)
    settings = JobSettings(
        cameras=cameras,
        layer_cameras=tuple((f"node{n}", names) for n, names in own.items() if n < len(made)),
        layer_frames=(("node0", FrameRange.parse("3-4")),),
    )
    parts = [each for job in camera_jobs(snapshot, settings) for each in rendered(snapshot, job.settings)]
    assert sorted(parts) == sorted(rendered(snapshot, settings))
