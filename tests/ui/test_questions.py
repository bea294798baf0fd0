"""What a panel asks of the service, counted: seen, one question a poll interval; hidden, one a minute or none. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.frames.presenter import FramesPresenter
from rb_dcc_ui.notices import Notices
from rb_dcc_ui.tasks.presenter import TasksPresenter
from tests.support.panel_farm import DONE, HandServices, PanelFarm

POLL_S = 5


class Pages:
    """The tasks page as far as it asks: the tasks in sight, the frames of the first, what is submitted from here."""

    def __init__(self, farm: PanelFarm, services: HandServices) -> None:
        self.farm = farm
        self.timers = services.timers
        self.watch = services.now.watch
        self.notices = Notices(services.now)
        self.tasks = TasksPresenter(services.now)
        self.frames = FramesPresenter(services.now)
        self.tasks.listen(self._show)

    def open(self, *in_sight: int) -> None:
        self.tasks.reload()
        self.tasks.look_at(in_sight)
        self._show()
        self.timers.pass_time(0)

    def asked_in(self, seconds: float) -> list[str]:
        self.farm.take_asked()
        self.timers.pass_time(seconds)
        return self.farm.take_asked()

    def _show(self) -> None:
        task = self.tasks.tasks.get(1)
        if isinstance(task, TaskInfo):
            self.frames.show(task)

    def close(self) -> None:
        self.frames.close()
        self.tasks.close()
        self.notices.close()


@pytest.fixture
def farm() -> PanelFarm:
    made = PanelFarm()
    made.add(1, frames=[4] * 200 + [2] * 100)
    for number in range(2, 41):
        made.add(number, frames=[1])
    return made


@pytest.fixture
def pages(farm: PanelFarm, tmp_path: Path) -> Iterator[Pages]:
    services = HandServices(farm, tmp_path)
    made = Pages(farm, services)
    made.open(*range(1, 41))
    yield made
    made.close()
    services.now.close()
    assert services.timers.waiting == 0


def test_a_visible_panel_asks_one_question_a_poll_interval_whatever_is_in_sight(pages: Pages) -> None:
    asked = pages.asked_in(60 * POLL_S)
    assert asked == [f"tasks {list(range(1, 41))}"] * 60


def test_frames_are_asked_for_only_after_the_tasks_counts_changed(pages: Pages) -> None:
    assert [each for each in pages.asked_in(POLL_S * 10) if each.startswith("frames")] == []
    pages.farm.set_frame(1, 201, 4)
    first = pages.asked_in(POLL_S)
    assert first == [f"tasks {list(range(1, 41))}", "frames 1 2"]
    assert [each for each in pages.asked_in(POLL_S * 10) if each.startswith("frames")] == []


def test_a_hidden_panel_asks_nothing_in_an_hour_while_nothing_is_watched(pages: Pages) -> None:
    pages.watch.set_visible(False)
    assert pages.asked_in(3600) == []


def test_a_hidden_panel_asks_one_question_a_minute_for_all_that_is_watched(pages: Pages) -> None:
    pages.watch.keep([1, 2, 3])
    pages.timers.pass_time(0)
    pages.watch.set_visible(False)
    assert pages.asked_in(3600) == ["tasks [1, 2, 3]"] * 60


def test_a_hidden_panel_asks_nothing_any_more_once_the_last_watched_task_has_ended(pages: Pages) -> None:
    pages.watch.keep([2])
    pages.timers.pass_time(0)
    pages.watch.set_visible(False)
    pages.farm.tasks[2]["taskStatus"] = DONE
    assert pages.asked_in(120) == ["tasks [2]"]
    assert pages.asked_in(3600) == []


def test_shown_again_it_asks_at_once(pages: Pages) -> None:
    pages.watch.set_visible(False)
    pages.timers.pass_time(600)
    pages.farm.take_asked()
    pages.watch.set_visible(True)
    pages.timers.pass_time(0)
    assert pages.farm.take_asked() == [f"tasks {list(range(1, 41))}"]
