"""The tick box "A task for each camera" in the card of everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from rb_dcc_core.camera_jobs import camera_jobs
from rb_dcc_core.errors import Cancelled
from rb_dcc_core.host import MAX, MAYA
from rb_dcc_core.job import JobSettings
from rb_dcc_core.locations import Locations
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.services import Services
from rb_dcc_ui.submit.footer import Footer
from rb_dcc_ui.submit.more_card import MoreCard
from rb_dcc_ui.submit.presenters import SubmitPresenter
from rb_dcc_ui.submit.submission_presenter import SubmissionPresenter
from rb_dcc_ui.submit.submissions_strip import RowWidget, SubmissionsStrip
from tests.support.panel import HandRunner, HandTimers, HeldHost
from tests.support.submit_page import shot_scene

Open = Callable[[str], MoreCard]


@pytest.fixture
def language() -> Language:
    return Language("en")


@pytest.fixture
def opened(qtbot: Any, tmp_path: Path, language: Language) -> Iterator[Open]:
    closing = []
    grounds = []  # Qt for Python deletes a window that nothing of Python's holds

    def open_card(host: str) -> MoreCard:
        timers = HandTimers()
        locations = Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
        name = "shot.max" if host == MAX else "shot.ma"
        services = Services.make(
            HeldHost(shot_scene(tmp_path, name, host=host)), HandRunner(), timers, locations
        )
        page = SubmitPresenter(services)
        page.open()
        timers.pass_time(1.0)
        ground = QtWidgets.QWidget()
        grounds.append(ground)
        qtbot.addWidget(ground)
        card = MoreCard(language, page.scene, page.job, page.presets, ground)
        QtWidgets.QVBoxLayout(ground).addWidget(card)
        card.fold(False)
        ground.show()
        closing.extend([page.close, services.close])
        return card

    yield open_card
    for close in closing:
        close()


def box_of(card: MoreCard) -> QtWidgets.QCheckBox:
    (box,) = card.findChildren(QtWidgets.QCheckBox)
    return box


def test_in_maya_it_is_there_once_there_are_several_cameras(opened: Open) -> None:
    card = opened(MAYA)
    box = box_of(card)
    assert not box.isVisible()
    card._job.apply(cameras=("shot_cam", "rig:left"))
    assert box.isVisible()
    box.click()
    assert card._job.settings.task_per_camera
    assert "A task for each camera" in card.summary.text()
    card._job.apply(cameras=())
    assert box.isVisible()  # what is ticked can be unticked
    box.click()
    assert not card._job.settings.task_per_camera
    assert not box.isVisible()


def test_in_3ds_max_it_is_always_there(opened: Open) -> None:
    box = box_of(opened(MAX))
    assert box.isVisible()
    assert not box.isChecked()


def test_it_follows_settings_that_come_from_elsewhere(opened: Open) -> None:
    card = opened(MAX)
    card._job.apply(task_per_camera=True)
    assert box_of(card).isChecked()
    card._job.reset()
    assert not box_of(card).isChecked()


def test_the_foot_says_how_many_tasks_will_be_made(qtbot: Any, tmp_path: Path, language: Language) -> None:
    locations = Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
    timers, shot = HandTimers(), shot_scene(tmp_path)
    services = Services.make(HeldHost(shot), HandRunner(), timers, locations)
    page = SubmitPresenter(services)
    page.open()
    timers.pass_time(1.0)
    footer = Footer(language, page, lambda: None)
    qtbot.addWidget(footer)
    footer.show()
    page.job.apply(cameras=("shot_cam", "rig:left", "persp"))
    assert footer.tasks == ""
    page.job.apply(task_per_camera=True)
    assert footer.tasks == "Makes 3 tasks: one for each camera"
    assert page.task_count == len(camera_jobs(shot, page.job.settings)) == 3
    language.switch("zh")
    assert footer.tasks == "将创建 3 个任务：每台相机一个"
    page.job.apply(cameras=("shot_cam",))
    assert footer.tasks == ""
    page.close()
    services.close()


def test_it_says_why_in_both_languages(opened: Open, language: Language) -> None:
    box = box_of(opened(MAX))
    assert box.text() == "A task for each camera"
    assert box.toolTip().startswith("Each camera becomes a task of its own")
    language.switch("zh")
    assert box.text() == "每台相机一个任务"
    assert "依次提交" in box.toolTip()


def test_the_cameras_stand_in_their_order_above_what_is_older(
    qtbot: Any, tmp_path: Path, language: Language
) -> None:
    locations = Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
    services = Services.make(HeldHost(), HandRunner(), HandTimers(), locations)
    submissions = SubmissionPresenter(services)
    strip = SubmissionsStrip(language, submissions, lambda task: None)
    qtbot.addWidget(strip)
    older = submissions.begin("/shots/older.ma")
    shot = shot_scene(tmp_path)
    row = submissions.begin(shot.scene)
    jobs = camera_jobs(shot, JobSettings(cameras=("shot_cam", "rig:left", "persp")))
    submissions.submit_each(row, shot, jobs)  # nobody is logged in
    strip.show()
    shown = sorted(strip.findChildren(RowWidget), key=lambda each: each.y())
    assert [each.title for each in shown] == [
        "shot.ma · shot_cam",
        "shot.ma · rig:left",
        "shot.ma · persp",
        "older.ma",
    ]
    assert [each.words for each in shown[1:3]] == ["not submitted"] * 2
    submissions.fail(older, Cancelled())
    submissions.close()
    services.close()
