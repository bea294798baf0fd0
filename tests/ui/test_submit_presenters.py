"""What the submit page decides: the scene's state, settings over it, problems, environments, files. No Qt."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import Iterator

import pytest

from rb_dcc_core.errors import SceneError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_memory import JobMemory
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE
from rb_dcc_ui.services import Services
from rb_dcc_ui.submit.evaluation import _IN_PANEL
from rb_dcc_ui.submit.layer_rows import Shown
from rb_dcc_ui.submit.presenters import SubmitPresenter
from tests.support.panel import HandRunner, HandTimers, HeldHost
from tests.support.scenes import scene
from tests.support.submit_page import account_of, shot_scene


@pytest.fixture
def shot(tmp_path: Path) -> SceneSnapshot:
    return shot_scene(tmp_path)


@pytest.fixture
def host(shot: SceneSnapshot) -> HeldHost:
    return HeldHost(shot)


@pytest.fixture
def timers() -> HandTimers:
    return HandTimers()


@pytest.fixture
def services(host: HeldHost, timers: HandTimers, tmp_path: Path) -> Iterator[Services]:
    made = Services.make(host, HandRunner(), timers, Locations.find({"RB_DCC_HOME": str(tmp_path / "home")}))
    yield made
    made.close()


@pytest.fixture
def page(services: Services, timers: HandTimers) -> Iterator[SubmitPresenter]:
    made = SubmitPresenter(services)
    made.open()
    timers.pass_time(1.0)
    yield made
    made.close()


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=500.0, seed=3) as running:
        yield running


@pytest.fixture
def online(services: Services, farm: Sandbox, page: SubmitPresenter, timers: HandTimers) -> SubmitPresenter:
    services.connection.use(account_of(farm))
    timers.pass_time(1.0)
    return page


def codes(page: SubmitPresenter) -> list[str]:
    return [problem.code for problem in page.job.problems]


# -- the scene ---------------------------------------------------------------------------------------------------


def test_reading_tells_how_far_it_is_and_keeps_what_was_read_before(
    page: SubmitPresenter, host: HeldHost, shot: SceneSnapshot
) -> None:
    host.reads_at_once = False
    page.scene.read()
    host.readings[0][2](0.4)
    assert (page.scene.share, page.scene.snapshot) == (0.4, shot)
    host.readings[0][2](0.2)  # never back
    assert page.scene.share == 0.4
    host.finish()
    assert page.scene.share is None


def test_a_changed_scene_is_marked_and_read_again_when_it_is_submitted(
    online: SubmitPresenter, host: HeldHost, shot: SceneSnapshot, timers: HandTimers
) -> None:
    host.snapshot = dataclasses.replace(shot, fps=30.0)
    host.tell(CHANGED)
    assert online.scene.is_stale
    online.submit()
    assert online.scene.snapshot is host.snapshot
    assert not online.scene.is_stale
    assert online.submissions.rows[0].state == "done"


def test_a_saved_scene_is_read_again_once_it_has_settled(
    page: SubmitPresenter, host: HeldHost, shot: SceneSnapshot, timers: HandTimers
) -> None:
    host.snapshot = dataclasses.replace(shot, fps=30.0)
    page.scene.save()
    assert host.saved == 1
    assert page.scene.snapshot is shot
    timers.pass_time(1.0)
    assert page.scene.snapshot is host.snapshot


def test_another_scene_drops_what_was_read_and_each_keeps_its_settings(
    page: SubmitPresenter, host: HeldHost, shot: SceneSnapshot, tmp_path: Path, timers: HandTimers
) -> None:
    page.job.type_frames("3-4")
    other = scene(tmp_path / "other.ma", host_version="2024")
    host.snapshot = other
    host.tell(OTHER_SCENE)
    timers.pass_time(1.0)
    assert page.scene.snapshot is other
    assert page.job.frames_text == ""
    host.snapshot = shot
    host.tell(OTHER_SCENE)
    timers.pass_time(1.0)
    assert page.job.frames_text == "3-4"


def test_a_scene_that_cannot_be_read_says_why_at_the_button(services: Services, host: HeldHost) -> None:
    host.reads_at_once = False
    page = SubmitPresenter(services)
    page.open()
    assert str(page.blocker) == "The scene is being read."
    page.scene._failed(SceneError("The file is damaged. Save it anew."))
    assert str(page.blocker) == "The file is damaged. Save it anew."
    page.close()


# -- settings over the scene -------------------------------------------------------------------------------------


def test_the_field_of_frames_counts_while_one_types(page: SubmitPresenter, timers: HandTimers) -> None:
    assert (page.job.frames_text, page.job.scene_frames, page.job.pictures) == ("", "1-10", 10)
    page.job.type_frames("1-5")
    assert (page.job.settings.frames, page.job.pictures) == (FrameRange.parse("1-5"), 5)
    page.job.type_frames("10-1")
    sentence = "'10-1' ends before it starts. Write 1-10 if you mean those frames."
    assert (page.job.frames_text, str(page.job.typed["frames"][1])) == ("10-1", sentence)
    assert str(page.job.errors[0].message) == sentence
    assert page.job.pictures == 5  # what could be read last
    page.job.type_frames(" ")
    assert (page.job.typed, page.job.settings.frames) == ({}, None)


def test_ticking_a_layer_shows_what_the_scene_has(page: SubmitPresenter) -> None:
    page.job.set_layer("rs_fog", True)
    assert page.job.settings.layers == ("masterLayer", "fog")
    assert [(row.is_on, row.was_on) for row in page.job.rows] == [(True, True), (True, False)]
    assert page.job.changed_settings == ("layers",)
    page.job.set_layer("rs_fog", False)
    assert page.job.settings == JobSettings()


def test_without_any_layer_there_is_an_error_that_says_so(page: SubmitPresenter) -> None:
    page.job.set_layer("defaultRenderLayer", False)
    assert [row.is_on for row in page.job.rows] == [False, False]
    assert str(page.job.errors[0].message) == "No layer is rendered. Tick one in the list of layers."
    page.job.set_layer("rs_fog", True)
    assert page.job.settings.layers == ("fog",)
    assert page.job.errors == ()


def test_a_camera_is_ticked_in_one_layer_alone(page: SubmitPresenter) -> None:
    page.job.set_camera("defaultRenderLayer", "persp", True)
    assert page.job.settings.layer_cameras == (("masterLayer", ("shot_cam", "persp")),)
    first, fog = page.job.rows
    assert (first.camera_text, fog.camera_text) == (Shown("shot_cam, persp", "shot_cam"), Shown("shot_cam"))
    assert page.job.pictures == 20
    page.job.set_camera("defaultRenderLayer", "persp", False)
    assert page.job.settings == JobSettings()


def test_a_layer_without_its_last_camera_is_left_out(page: SubmitPresenter) -> None:
    page.job.set_layer("rs_fog", True)
    page.job.set_camera("defaultRenderLayer", "shot_cam", False)
    assert [row.is_on for row in page.job.rows] == [False, True]
    assert page.job.settings.layer_cameras == ()


def test_frames_of_one_layer_stand_beside_the_scenes(page: SubmitPresenter) -> None:
    assert page.job.set_layer_frames("rs_fog", "5-7") is None
    assert page.job.rows[1].frames == Shown("5-7", "1-20x2")
    assert str(page.job.set_layer_frames("rs_fog", "x")) == (
        "'x' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."
    )
    assert page.job.rows[1].frames == Shown("5-7", "1-20x2")
    page.job.set_layer_frames("rs_fog", "1-20x2")  # as in the scene
    assert page.job.settings == JobSettings()


def test_frames_to_render_first_are_named(page: SubmitPresenter) -> None:
    page.job.set_priority(True, False, True)
    page.job.type_priority("4,99")
    assert page.job.priority_numbers == (1, 4, 10)
    assert str(page.job.settings.priority_frames) == "first,last,4,99"


def test_a_fix_changes_the_settings_and_the_problem_is_gone(
    page: SubmitPresenter, timers: HandTimers
) -> None:
    page.job.apply(tiles=4, frames_per_machine=2)
    timers.pass_time(1.0)
    (problem,) = [each for each in page.job.problems if each.code == "tiles_with_frames"]
    page.job.fix(problem)
    timers.pass_time(1.0)
    assert page.job.settings.frames_per_machine == 1
    assert "tiles_with_frames" not in codes(page)


def test_settings_are_remembered_beside_the_scene(
    online: SubmitPresenter, services: Services, timers: HandTimers, shot: SceneSnapshot
) -> None:
    online.job.apply(ram_gb=128)
    online.submit()
    assert Path(shot.scene + ".rb-dcc.json").exists()
    again = SubmitPresenter(services)
    again.open()
    assert again.job.settings == JobSettings(ram_gb=128)
    again.close()


def test_presets_keep_this_scenes_layers(page: SubmitPresenter) -> None:
    page.job.apply(tiles=4)
    page.presets.save("draft")
    page.job.reset()
    page.job.set_layer("rs_fog", True)
    assert page.presets.names == ("draft",)
    page.presets.use("draft")
    assert (page.job.settings.tiles, page.job.settings.layers) == (4, ("masterLayer", "fog"))
    page.presets.delete("draft")
    assert page.presets.names == ()


def test_the_panels_own_words_stand_for_sentences_that_the_core_still_says(checkout: Path) -> None:
    said = set()
    for path in (checkout / "rb_dcc_core" / "checks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            # Python 3.7 has a node of its own for texts.
            text = node.value if isinstance(node, ast.Constant) else vars(node).get("s")
            said.update([text] if isinstance(text, str) else [])
    assert set(_IN_PANEL) - said == set()
    left = {text for text in said if ("--" in text or "rb-dcc" in text) and " " in text} - set(_IN_PANEL)
    assert left == {
        "--output and --format are for 3ds Max scenes and change nothing here. Name images with --output-prefix, and"
        " give a layer another format with --layer-format."
    }


# -- what the farm adds ------------------------------------------------------------------------------------------


def test_the_environments_are_ranked_and_the_best_is_taken(online: SubmitPresenter) -> None:
    environment = online.environment
    assert environment.chosen is not None
    assert environment.chosen.fit == "exact"
    assert environment.proposal is not None
    environment.create_proposed()
    assert [match.environment.name for match in environment.matches] == ["Maya_2024_mtoa_5.3.5.2_Windows"]
    assert online.job.settings.environment == "Maya_2024_mtoa_5.3.5.2_Windows"
    assert environment.proposal is None


def test_an_environment_is_changed_made_default_and_deleted(online: SubmitPresenter) -> None:
    environment = online.environment
    draft = environment.new_draft()
    assert draft is not None
    done: list[str] = []
    older = next(each for each in environment.plugins(1, "2024")["mtoa"] if each != "5.3.5.2")
    changed = dataclasses.replace(draft, name="mine", plugins={"mtoa": older})
    environment.save(changed, lambda: done.append("saved"), lambda: done.append("failed"))
    environment.make_default("mine")
    (match,) = environment.matches
    assert (done, match.is_default, match.environment.plugins) == (["saved"], True, {"mtoa": older})
    assert [str(each) for each in match.differences] == [f"mtoa {older} on the farm, 5.3.5.2 in the scene"]
    held = environment.draft_of(match.environment)
    environment.save(
        dataclasses.replace(held, plugins={"mtoa": "5.3.5.2"}), lambda: None, lambda: done.append("failed")
    )
    assert environment.matches[0].fit == "exact"
    environment.delete("mine")
    assert (environment.matches, online.job.settings.environment, done) == ((), "", ["saved"])


def test_without_a_connection_submit_says_so(page: SubmitPresenter) -> None:
    assert page.blocker is not None
    assert str(page.blocker) == "Log in first: click on the account above."
    assert page.environment.matches == ()


def test_an_error_disables_submit_and_says_by_which(online: SubmitPresenter, timers: HandTimers) -> None:
    assert online.blocker is None
    online.job.apply(ram_gb=3)
    timers.pass_time(1.0)
    assert str(online.blocker) == "3 GB of memory cannot be asked for. Choose 64 or 128."
    assert online.blocking_problem is not None
    assert online.blocking_problem.code == "ram_gb_odd"
    online.job.type_frames("zz")
    assert str(online.blocker).startswith("'zz' is not a frame range.")
    assert str(online.blocker).endswith("(1 more error)")


def test_the_foot_says_what_will_be_sent(online: SubmitPresenter) -> None:
    assert str(online.summary) == "10 frames · 1 layer · 324 B, 324 B new"
    outlook = online.files.outlook
    assert outlook is not None
    assert [file.reference.path.rpartition("/")[2] for file in outlook.missing] == ["gone.png"]


def test_closing_leaves_no_listener_and_no_timer(
    services: Services, host: HeldHost, timers: HandTimers
) -> None:
    page = SubmitPresenter(services)
    page.open()
    page.close()
    assert host._listeners == []
    assert timers.waiting == 0


def test_settings_stay_when_a_scene_is_saved_for_the_first_time(
    page: SubmitPresenter, host: HeldHost, shot: SceneSnapshot, timers: HandTimers, tmp_path: Path
) -> None:
    host.snapshot = dataclasses.replace(shot, scene="")
    host.tell(OTHER_SCENE)
    page.job.apply(tiles=4)
    host.snapshot = shot_scene(tmp_path, "first.ma")
    page.scene.save()
    timers.pass_time(1.0)
    assert page.scene.snapshot is host.snapshot
    assert page.job.settings.tiles == 4


def test_a_task_for_each_camera_is_submitted_and_remembered(
    online: SubmitPresenter, shot: SceneSnapshot, services: Services
) -> None:
    online.job.apply(cameras=("shot_cam", "rig:left"), task_per_camera=True)
    assert online.job.camera_names == ("shot_cam", "rig:left")
    online.submit()
    assert [(row.title, row.state) for row in reversed(online.submissions.rows)] == [
        ("shot.ma · shot_cam", "done"),
        ("shot.ma · rig:left", "done"),
    ]
    assert JobMemory(services.locations).recall(shot.scene).settings.task_per_camera
    assert online.job.changed_settings == ("cameras", "task_per_camera")


def test_one_camera_is_one_task_however_it_is_asked_for(online: SubmitPresenter) -> None:
    online.job.apply(task_per_camera=True)
    online.submit()
    assert [(row.title, row.state) for row in online.submissions.rows] == [("shot.ma", "done")]


def test_all_cameras_are_one_task_otherwise(online: SubmitPresenter) -> None:
    online.job.apply(cameras=("shot_cam", "rig:left"))
    online.submit()
    assert len(online.submissions.rows) == 1
