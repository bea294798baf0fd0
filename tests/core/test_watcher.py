"""One watcher for all tasks: how often it asks, and what it tells."""

from __future__ import annotations

from typing import Any, List, Sequence

import pytest

from rb_dcc_core.errors import ConnectionLost, NotFoundError, ServerFaultError, service_error
from rb_dcc_core.models import Page
from rb_dcc_core.watcher import TaskWatcher
from tests.support.farm import FakeFarm, HandClock


class Watching:
    """A watcher over a farm in memory, on a clock moved by hand."""

    def __init__(self) -> None:
        self.farm = FakeFarm()
        self.clock = HandClock()
        self.watcher = TaskWatcher(self.farm, self.clock)  # type: ignore[arg-type]

    def polled(self) -> List[int]:
        return [update.task_id for update in self.watcher.poll()]

    def run(self, seconds: float, step: float = 1.0) -> None:
        """Poll as its driver does: whenever the watcher says that a question is due."""
        until = self.clock.now + seconds
        while self.clock.now < until:
            if self.watcher.next_poll_in_s() == 0.0:
                self.watcher.poll()
            self.clock.move(step)


@pytest.fixture
def watching() -> Watching:
    return Watching()


def test_with_nothing_watched_nothing_is_asked(watching: Watching) -> None:
    assert watching.watcher.next_poll_in_s() is None
    assert watching.watcher.poll() == []
    assert watching.farm.questions == []


def test_a_task_is_asked_for_at_once_and_then_every_five_seconds(watching: Watching) -> None:
    watching.farm.add(1)
    watching.watcher.watch([1])
    assert watching.watcher.next_poll_in_s() == 0.0
    assert watching.polled() == [1]
    assert watching.watcher.next_poll_in_s() == 5.0
    watching.clock.move(4.9)
    assert watching.polled() == []
    assert len(watching.farm.questions) == 1
    watching.clock.move(0.1)
    watching.polled()
    assert len(watching.farm.questions) == 2


def test_many_tasks_cost_one_question_an_interval(watching: Watching) -> None:
    watching.farm.add(*range(1, 101))
    watching.watcher.watch(range(1, 101))
    watching.run(60)
    assert len(watching.farm.questions) == 12
    assert all(len(question) == 100 for question in watching.farm.questions)


def test_tasks_added_at_different_times_fall_into_one_question(watching: Watching) -> None:
    watching.farm.add(*range(1, 6))
    for task_id in range(1, 6):
        watching.watcher.watch([task_id])
        watching.run(1)
    del watching.farm.questions[:]
    watching.run(60)
    assert len(watching.farm.questions) == 12
    assert all(sorted(question) == [1, 2, 3, 4, 5] for question in watching.farm.questions)


def test_hidden_tasks_cost_one_question_a_minute(watching: Watching) -> None:
    watching.farm.add(1, 2, 3)
    watching.watcher.watch([1], visible=False)
    watching.run(10)
    watching.watcher.watch([2, 3], visible=False)
    watching.run(10)
    del watching.farm.questions[:]
    watching.run(600)
    assert [sorted(question) for question in watching.farm.questions] == [[1, 2, 3]] * 10


def test_a_question_for_visible_tasks_does_not_ask_for_hidden_ones_before_their_minute(
    watching: Watching,
) -> None:
    watching.farm.add(1, 2)
    watching.watcher.watch([1])
    watching.watcher.watch([2], visible=False)
    watching.run(60)
    assert [question for question in watching.farm.questions if 2 in question] == [[1, 2]]
    assert len(watching.farm.questions) == 12
    watching.run(1)
    assert watching.farm.questions[-1] == [1, 2]


def test_a_task_that_becomes_visible_is_asked_for_at_the_shorter_interval(watching: Watching) -> None:
    watching.farm.add(1)
    watching.watcher.watch([1], visible=False)
    watching.polled()
    watching.clock.move(10)
    assert watching.watcher.next_poll_in_s() == 50.0
    watching.watcher.watch([1])
    assert watching.watcher.next_poll_in_s() == 0.0


def test_more_than_a_hundred_tasks_are_asked_for_in_hundreds(watching: Watching) -> None:
    watching.farm.add(*range(1, 251))
    watching.watcher.watch(range(1, 251))
    assert len(watching.polled()) == 250
    assert [len(question) for question in watching.farm.questions] == [100, 100, 50]


def test_ten_thousand_new_tasks_are_all_asked_for_at_once() -> None:
    ticking = Watching()
    ticking.farm.add(*range(10000))

    def moving_clock() -> float:
        ticking.clock.move(0.00001)
        return ticking.clock.now

    watcher = TaskWatcher(ticking.farm, moving_clock)  # type: ignore[arg-type]
    watcher.watch(range(10000))
    assert len(watcher.poll()) == 10000


def test_only_what_changed_is_told(watching: Watching) -> None:
    watching.farm.add(1, 2)
    watching.watcher.watch([1, 2])
    assert watching.polled() == [1, 2]
    watching.clock.move(5)
    assert watching.polled() == []
    watching.farm.tasks[2]["doneFrames"] = 4
    watching.clock.move(5)
    (update,) = watching.watcher.poll()
    assert (update.task_id, update.ended) == (2, False)
    assert update.previous is not None
    assert update.task is not None
    assert (update.previous.done_frames, update.task.done_frames) == (0, 4)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("taskStatus", 10),
        ("totalFrames", 11),
        ("doneFrames", 1),
        ("failedFrames", 1),
        ("executingFrames", 1),
        ("abortFrames", 1),
        ("renderConsume", 0.5),
        ("projectName", "film"),
        ("outputFileName", "1_scene"),
        ("respRenderingTaskList", [{"id": 9, "doneFrames": 1}]),
    ],
)
def test_whatever_a_person_would_see_change_is_told(watching: Watching, field: str, value: Any) -> None:
    watching.farm.add(1)
    watching.watcher.watch([1])
    watching.polled()
    watching.farm.tasks[1][field] = value
    watching.clock.move(5)
    assert watching.polled() == [1]


def test_a_growing_duration_alone_is_no_change(watching: Watching) -> None:
    watching.farm.add(1)
    watching.watcher.watch([1])
    watching.polled()
    watching.farm.tasks[1]["renderDuration"] = 99
    watching.clock.move(5)
    assert watching.polled() == []


def test_frames_are_asked_only_of_leaves_whose_counters_changed(watching: Watching) -> None:
    children = [{"id": 8, "totalFrames": 3, "doneFrames": 0}, {"id": 9, "totalFrames": 3, "doneFrames": 0}]
    watching.farm.add(1, respRenderingTaskList=children)
    watching.watcher.watch([1])
    (first,) = watching.watcher.poll()
    assert [frame.task_id for frame in watching.watcher.changed_frames(first)] == [8, 9]
    children[1]["doneFrames"] = 1
    watching.clock.move(5)
    (second,) = watching.watcher.poll()
    assert [frame.task_id for frame in watching.watcher.changed_frames(second)] == [9]
    assert watching.farm.frame_questions == [8, 9, 9]


def test_no_frames_are_asked_of_a_task_that_has_none(watching: Watching) -> None:
    watching.farm.add(1, totalFrames=0)
    watching.watcher.watch([1])
    (update,) = watching.watcher.poll()
    assert list(watching.watcher.changed_frames(update)) == []
    assert watching.farm.frame_questions == []


def test_a_task_that_vanished_is_told_once_and_watched_no_longer(watching: Watching) -> None:
    watching.farm.add(1, 2)
    watching.watcher.watch([1, 2])
    watching.polled()
    del watching.farm.tasks[1]
    watching.clock.move(5)
    (update,) = watching.watcher.poll()
    assert (update.task_id, update.task, update.ended) == (1, None, True)
    assert update.previous is not None
    assert update.changed_leaves() == ()
    assert watching.watcher.watched == (2,)


def test_no_more_records_means_that_all_have_vanished(watching: Watching) -> None:
    watching.farm.errors["query_task_info"] = [service_error(700, "")]
    watching.watcher.watch([1])
    (update,) = watching.watcher.poll()
    assert (update.task_id, update.task) == (1, None)


def test_a_task_that_an_incomplete_page_lacks_has_not_vanished(watching: Watching) -> None:
    watching.farm.add(1)
    watching.farm.total = 2
    watching.watcher.watch([1, 2])
    assert watching.polled() == [1]
    assert watching.watcher.watched == (1, 2)


def test_a_failed_question_is_asked_again_after_the_interval(watching: Watching) -> None:
    watching.farm.add(1)
    watching.farm.errors["query_task_info"] = [ConnectionLost("x")]
    watching.watcher.watch([1])
    with pytest.raises(ConnectionLost):
        watching.watcher.poll()
    assert watching.watcher.next_poll_in_s() == 5.0
    assert watching.watcher.poll() == []
    watching.clock.move(5)
    assert watching.polled() == [1]


def test_a_failure_in_the_second_hundred_loses_nothing_of_the_first(watching: Watching) -> None:
    watching.farm.add(*range(150))
    watching.farm.errors["query_task_info"] = [None, service_error(500, "")]
    watching.watcher.watch(range(150))
    with pytest.raises(ServerFaultError):
        watching.watcher.poll()
    watching.clock.move(5)
    assert len(watching.polled()) == 150


def test_a_forgotten_task_is_asked_for_no_longer_and_anew_when_watched_again(watching: Watching) -> None:
    watching.farm.add(1)
    watching.watcher.watch([1])
    watching.polled()
    watching.watcher.forget([1, 99])
    assert watching.watcher.next_poll_in_s() is None
    watching.watcher.watch([1])
    assert watching.watcher.next_poll_in_s() == 0.0
    assert watching.polled() == [1]


@pytest.mark.parametrize("status", [25, 30, 35, 45, 65, 70])
def test_an_ended_task_is_told_as_ended(watching: Watching, status: int) -> None:
    watching.farm.add(1, taskStatus=status)
    watching.watcher.watch([1])
    assert watching.watcher.poll()[0].ended


@pytest.mark.parametrize("status", [0, 5, 8, 10, 15, 20, 23, 40, 50, 60, 100, 4711])
def test_a_task_that_may_go_on_is_not(watching: Watching, status: int) -> None:
    watching.farm.add(1, taskStatus=status)
    watching.watcher.watch([1])
    assert not watching.watcher.poll()[0].ended


class StrictFarm(FakeFarm):
    """One that refuses a question of which it knows a number no more, as the embedded service does."""

    def query_task_info(self, task_ids: Sequence[int]) -> Page:
        page = super().query_task_info(task_ids)
        if len(page.items) < len(task_ids):
            raise service_error(404, "not found")
        return page


def test_a_number_that_the_service_refuses_hides_none_of_the_others() -> None:
    farm = StrictFarm()
    farm.add(*range(1, 101))
    del farm.tasks[37], farm.tasks[38]
    watcher = TaskWatcher(farm, HandClock())  # type: ignore[arg-type]
    watcher.watch(range(1, 101))
    updates = watcher.poll()
    assert {each.task_id for each in updates if each.task is None} == {37, 38}
    assert len([each for each in updates if each.task is not None]) == 98
    assert len(farm.questions) <= 4 * 7
    assert len(watcher.watched) == 98


def test_a_service_that_knows_nothing_at_all_is_an_error_and_no_end_of_tasks() -> None:
    farm = StrictFarm()
    watcher = TaskWatcher(farm, HandClock())  # type: ignore[arg-type]
    watcher.watch([1, 2, 3])
    with pytest.raises(NotFoundError):
        watcher.poll()
    assert watcher.watched == (1, 2, 3)
