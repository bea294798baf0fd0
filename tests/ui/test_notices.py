"""What is said of a task that ends, fails frames, runs out of money or time; once, and only where it is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List, Optional

import pytest

from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.notices import Notice, Notices, notices_of
from tests.support.panel_farm import DONE, OTHER, HandServices, PanelFarm


def task(status: int, failed: int = 0) -> TaskInfo:
    return TaskInfo(id=7, scene_name="shot.ma", task_status=status, failed_frames=failed, total_frames=9)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (task(5), task(5), []),
        (None, task(5), []),
        (task(5), task(25), ["shot.ma is finished: every frame is done."]),
        (None, task(25), ["shot.ma is finished: every frame is done."]),
        (task(5), task(40), ["shot.ma: the test frames are done and the task waits for you."]),
        (
            task(5, 1),
            task(30, 2),
            ["shot.ma is finished, but 2 frames failed. 'Retry failed' renders them again."],
        ),
        (task(5), task(5, 3), ["shot.ma: 3 frames failed."]),
        (None, task(5, 3), []),
        (
            task(5),
            task(20),
            ["shot.ma stopped: the account has no money left. Pay in, then start it again."],
        ),
        (task(5), task(23), ["shot.ma stopped: it rendered longer than its limit. Start goes on with it."]),
        (task(5), task(35), ["shot.ma: abandoned."]),
        (task(25), task(25), []),
    ],
)
def test_what_became_of_a_task_is_said_in_a_sentence(
    before: Optional[TaskInfo], now: TaskInfo, said: List[str]
) -> None:
    assert [str(each.message) for each in notices_of(now, before)] == said


@pytest.fixture
def farm() -> PanelFarm:
    return PanelFarm()


@pytest.fixture
def hand(farm: PanelFarm, tmp_path: Path) -> Iterator[HandServices]:
    made = HandServices(farm, tmp_path)
    yield made
    made.now.close()


@pytest.fixture
def notices(hand: HandServices) -> Iterator[Notices]:
    made = Notices(hand.now)
    yield made
    made.close()


def texts(notices: Notices) -> List[str]:
    return [str(each.message) for each in notices.recent]


def test_a_kept_task_is_followed_to_its_end_and_told_once(
    farm: PanelFarm, hand: HandServices, notices: Notices
) -> None:
    sent: List[Notice] = []
    notices.send_desktop = sent.append
    farm.add(7, frames=[2, 1])
    hand.now.watch.keep([7])
    hand.timers.pass_time(0)
    farm.set_frame(7, 2, 5)
    hand.timers.pass_time(60)
    farm.set_frame(7, 2, 4)
    farm.set_frame(7, 1, 4)
    farm.tasks[7]["taskStatus"] = DONE
    hand.timers.pass_time(60)
    assert texts(notices) == ["shot_7.ma: one frame failed.", "shot_7.ma is finished: every frame is done."]
    assert len(sent) == 2
    assert hand.now.watch.kept == frozenset()
    farm.take_asked()
    hand.timers.pass_time(600)
    assert farm.take_asked() == []


def test_what_is_switched_off_is_not_said(farm: PanelFarm, hand: HandServices, notices: Notices) -> None:
    hand.now.preferences.set(notices_finished=False)
    farm.add(7, DONE, [4])
    hand.now.watch.keep([7])
    hand.timers.pass_time(0)
    assert texts(notices) == []
    assert hand.now.watch.kept == frozenset()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("notices_finished", DONE),
        ("notices_failed_frames", 30),
        ("notices_arrears", 20),
        ("notices_over_time", 23),
    ],
)
def test_each_kind_has_a_switch_of_its_own(
    farm: PanelFarm, hand: HandServices, notices: Notices, kind: str, status: int
) -> None:
    sent: List[Notice] = []
    notices.send_desktop = sent.append
    others = {
        name: False
        for name in ("notices_finished", "notices_failed_frames", "notices_arrears", "notices_over_time")
        if name != kind
    }
    hand.now.preferences.set(**others)
    farm.add(7, status, [4, 5])
    hand.now.watch.keep([7])
    hand.timers.pass_time(0)
    assert [each.kind for each in notices.recent] == [kind]
    hand.now.preferences.set(**{kind: False})
    farm.add(8, status, [4, 5])
    hand.now.watch.keep([8])
    hand.timers.pass_time(0)
    assert (len(notices.recent), len(sent)) == (1, 1)


def test_tasks_of_another_account_are_not_asked_for_with_this_one(
    farm: PanelFarm, hand: HandServices, notices: Notices
) -> None:
    farm.add(7)
    hand.now.watch.keep([7])
    hand.timers.pass_time(0)
    hand.now.connection.use(OTHER)
    farm.take_asked()
    hand.timers.pass_time(600)
    assert farm.take_asked("tasks") == []
