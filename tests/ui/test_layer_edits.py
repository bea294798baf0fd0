"""Size and format of layers as the submit page decides on them: what stands beside what, what is refused, the way back.
No Qt."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Iterator, Tuple

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.images import ExpectedImage, ImageFormat
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_memory import JobMemory
from rb_dcc_core.locations import Locations
from rb_dcc_core.messages import Message
from rb_dcc_core.scene_host import CHANGED
from rb_dcc_ui.services import Services
from rb_dcc_ui.submit.job_presenter import JobPresenter
from rb_dcc_ui.submit.layer_rows import Shown, layer_rows
from rb_dcc_ui.submit.presenters import SubmitPresenter
from tests.support import max_scenes
from tests.support.panel import HandRunner, HandTimers, HeldHost
from tests.support.scenes import layer
from tests.support.submit_page import shot_scene

FORMATS = (ImageFormat("exr", "exr", True), ImageFormat("png", "png"), ImageFormat("jpg", "jpg"))
NODE = "defaultRenderLayer"


def renderable(**changed: object) -> Tuple[object, ...]:
    image = ExpectedImage("shot_cam", None, "shot.", ".exr", 4)
    return (layer(formats=FORMATS, images=(image,), **changed), layer("fog", "rs_fog", renderable=False))


@pytest.fixture
def shot(tmp_path: Path) -> SceneSnapshot:
    return shot_scene(tmp_path, layers=renderable())


@pytest.fixture
def host(shot: SceneSnapshot) -> HeldHost:
    return HeldHost(shot)


@pytest.fixture
def timers() -> HandTimers:
    return HandTimers()


@pytest.fixture
def places(tmp_path: Path) -> Locations:
    return Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})


@pytest.fixture
def page(host: HeldHost, timers: HandTimers, places: Locations) -> Iterator[SubmitPresenter]:
    services = Services.make(host, HandRunner(), timers, places)
    made = SubmitPresenter(services)
    made.open()
    timers.pass_time(1.0)
    yield made
    made.close()
    services.close()


@pytest.fixture
def job(page: SubmitPresenter) -> JobPresenter:
    return page.job


def text(message: object) -> str:
    return message.text() if isinstance(message, Message) else ""


def test_a_size_of_ones_own_stands_beside_the_scenes_and_goes_away_again(job: JobPresenter) -> None:
    assert job.rows[0].size == Shown("1920 × 1080")
    assert job.set_layer_size(NODE, "1280x720") is None
    assert job.rows[0].size == Shown("1280 × 720", "1920 × 1080")
    assert job.settings.layer_sizes == (("masterLayer", ImageSize(1280, 720)),)
    assert job.changed_settings == ("layer_sizes",)
    for back in ("", "1920 x 1080"):
        job.set_layer_size(NODE, "1280x720")
        assert job.set_layer_size(NODE, back) is None
        assert job.settings == JobSettings()
        assert job.rows[0].size == Shown("1920 × 1080")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("0 x 1080", "No picture is 0 x 1080 pixels: each side must be from 1 to 32768."),
        ("full HD", "'full HD' is no size in pixels. Write width x height, for example 1920x1080."),
    ],
)
def test_a_wrong_size_changes_nothing_and_says_what_to_write(
    job: JobPresenter, wrong: str, sentence: str
) -> None:
    job.set_layer_size(NODE, "1280x720")
    assert text(job.set_layer_size(NODE, wrong)) == sentence
    assert job.rows[0].size.text == "1280 × 720"


def test_a_format_is_chosen_from_those_of_the_renderer_and_the_names_follow(
    job: JobPresenter, timers: HandTimers
) -> None:
    assert (job.rows[0].formats, job.rows[0].format_fixed) == (("exr", "png", "jpg"), None)
    assert job.set_layer_format(NODE, "png") is None
    timers.pass_time(1.0)
    assert job.rows[0].image_format == Shown("png", "exr")
    assert job.evaluation.names == ("shot.0001.png",)
    assert text(job.set_layer_format(NODE, "webp")) == "Choose one of: exr, png, jpg."
    assert job.rows[0].image_format.text == "png"
    for back in ("", "exr"):
        job.set_layer_format(NODE, "png")
        job.set_layer_format(NODE, back)
        assert job.settings == JobSettings()


def test_a_format_that_cannot_be_changed_says_why(job: JobPresenter) -> None:
    assert job.rows[1].formats == ()
    why = "Which formats arnold writes is not known here. Change the format in the scene."
    assert text(job.rows[1].format_fixed) == why
    assert text(job.set_layer_format("rs_fog", "png")) == why
    assert job.settings == JobSettings()


def test_each_setting_of_a_layer_has_a_way_back_to_the_scene(job: JobPresenter) -> None:
    job.set_layer_size(NODE, "8x8")
    job.set_layer_format(NODE, "png")
    job.set_layer_frames(NODE, "1-2")
    job.set_camera(NODE, "persp", True)
    job.set_layer("rs_fog", True)
    assert len(job.changed_settings) == 5
    for setting in ("size", "format", "frames", "cameras"):
        job.as_in_scene(NODE, setting)
    job.as_in_scene("rs_fog", "layer")
    assert job.settings == JobSettings()


def test_frames_of_the_whole_job_do_not_stand_in_the_way_back(job: JobPresenter) -> None:
    job.type_frames("3-4")
    job.as_in_scene(NODE, "frames")
    assert job.rows[0].frames == Shown("1-10")


def test_what_is_remembered_is_shown_and_without_effect_where_the_scene_caught_up_or_the_layer_is_gone(
    page: SubmitPresenter, host: HeldHost, shot: SceneSnapshot, timers: HandTimers, places: Locations
) -> None:
    kept = JobSettings(
        layer_sizes=(("masterLayer", ImageSize(1280, 720)), ("smoke", ImageSize(8, 8))),
        layer_formats=(("masterLayer", "png"), ("smoke", "png")),
    )
    other = dataclasses.replace(shot, scene=shot.scene.replace("shot.ma", "other.ma"))
    JobMemory(places).remember(other.scene, kept)
    host.snapshot = other
    page.scene.read()
    timers.pass_time(1.0)
    assert page.job.settings == kept
    assert page.job.changed_settings == ("layer_sizes", "layer_formats")
    host.snapshot = dataclasses.replace(other, layers=renderable(width=1280, height=720, image_format="png"))
    host.tell(CHANGED)
    page.scene.read()
    timers.pass_time(1.0)
    assert (page.job.rows[0].size, page.job.rows[0].image_format) == (Shown("1280 × 720"), Shown("png"))
    assert page.job.changed_settings == ()
    assert page.job.settings == kept
    assert [each.code for each in page.job.problems if "smoke" in each.message.text()] == ["layer_gone"]


def test_a_preset_leaves_this_scenes_sizes_and_formats(page: SubmitPresenter) -> None:
    page.job.set_layer_size(NODE, "8x8")
    page.job.set_layer_format(NODE, "png")
    page.presets.save("draft")
    page.job.set_layer_size(NODE, "16x16")
    page.presets.use("draft")
    assert page.job.settings.layer_sizes == (("masterLayer", ImageSize(16, 16)),)
    assert page.job.settings.layer_formats == (("masterLayer", "png"),)


def test_of_a_3ds_max_scene_no_choice_is_what_stands_under_more() -> None:
    made = max_scenes.scene()
    (plain,) = layer_rows(made, JobSettings())
    assert (text(plain.no_format), plain.image_format) == ("as in the scene (exr)", Shown("exr"))
    (under_more,) = layer_rows(made, JobSettings(image_format="png"))
    assert text(under_more.no_format) == "as under More (png)"
    assert under_more.image_format == Shown("png", "exr")
    (own,) = layer_rows(made, JobSettings(image_format="png", layer_formats=(("scene", "exr"),)))
    assert own.image_format == Shown("exr")
