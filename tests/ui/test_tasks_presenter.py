"""The task list without Qt: pages, filters, the watcher's news, what is done to tasks, other accounts, a lost line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Iterator, List, Tuple

import pytest

from rb_dcc_core.errors import ConnectionLost, UnreachableError
from rb_dcc_ui.tasks.actions import ACTIONS, named, possible
from rb_dcc_ui.tasks.presenter import TasksPresenter
from tests.support.panel_farm import DONE, OTHER, STOPPED, WITH_FAILED, HandServices, PanelFarm

LOST = UnreachableError("The farm cannot be reached.")


@pytest.fixture
def farm() -> PanelFarm:
    return PanelFarm()


@pytest.fixture
def hand(farm: PanelFarm, tmp_path: Path) -> Iterator[HandServices]:
    made = HandServices(farm, tmp_path)
    farm.take_asked()
    yield made
    made.now.close()
    assert made.timers.waiting == 0


def presenter_of(hand: HandServices) -> TasksPresenter:
    made = TasksPresenter(hand.now)
    made.reload()
    return made


def statuses(presenter: TasksPresenter) -> List[Tuple[int, int]]:
    return [(number, presenter.tasks[number].task_status or 0) for number in presenter.order]


def test_the_presenters_need_no_qt(checkout: Path) -> None:
    modules = (
        "services farm_watch notices connection runner error_desk preferences tasks.presenter tasks.columns"
        " frames.presenter frames.detail_presenter frames.frame_table downloads.presenter"
    )
    program = "import sys\n" + "".join(f"import rb_dcc_ui.{name}\n" for name in modules.split())
    program += "sys.exit(any(name.startswith('PySide') for name in sys.modules))"
    assert subprocess.call([sys.executable, "-c", program], cwd=str(checkout), timeout=60) == 0


def test_tasks_come_page_by_page_newest_first(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1, DONE)
    for number in range(2, 121):
        farm.add(number)
    presenter = presenter_of(hand)
    assert presenter.order[:2] == [120, 119]
    assert (len(presenter.order), presenter.total, presenter.can_load_more) == (50, 120, True)
    presenter.load_more()
    presenter.load_more()
    assert (len(presenter.order), presenter.can_load_more) == (120, False)
    presenter.load_more()
    assert farm.take_asked("list") == ["list 1", "list 2", "list 3"]


@pytest.mark.parametrize("count", [20, 100000])
def test_the_list_opens_with_one_question_however_many_tasks_there_are(
    farm: PanelFarm, hand: HandServices, count: int
) -> None:
    for number in range(1, count + 1):
        farm.add(number, DONE)
    presenter = presenter_of(hand)
    assert farm.take_asked() == ["list 1"]
    assert presenter.order == list(range(count, max(0, count - 50), -1))
    assert presenter.total == count
    hand.timers.pass_time(600)
    assert farm.take_asked() == []


def test_only_what_can_still_change_and_is_in_sight_is_watched(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1, DONE)
    farm.add(2)
    farm.add(3)
    presenter = presenter_of(hand)
    presenter.look_at([1, 2])
    hand.timers.pass_time(0)
    hand.timers.pass_time(5)
    assert farm.take_asked("tasks") == ["tasks [2]", "tasks [2]"]


def test_a_hidden_page_asks_nothing(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1)
    presenter = presenter_of(hand)
    presenter.look_at([1])
    hand.timers.pass_time(0)
    hand.now.watch.set_visible(False)
    farm.take_asked()
    hand.timers.pass_time(600)
    assert farm.take_asked() == []
    hand.now.watch.set_visible(True)
    hand.timers.pass_time(0)
    assert farm.take_asked() == ["tasks [1]"]


def test_news_change_a_task_in_place_and_what_is_gone_goes(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1, frames=[2, 1])
    farm.add(2)
    presenter = presenter_of(hand)
    presenter.look_at([1, 2])
    hand.timers.pass_time(0)
    farm.set_frame(1, 1, 4)
    hand.timers.pass_time(5)
    assert (presenter.has_new_order, presenter.changed_ids) == (False, (1,))
    assert presenter.tasks[1].done_frames == 1
    del farm.tasks[2]
    hand.timers.pass_time(5)
    assert (presenter.has_new_order, presenter.order) == (True, [1])


def test_a_filter_asks_the_service_and_an_empty_answer_is_an_empty_list(
    farm: PanelFarm, hand: HandServices
) -> None:
    farm.add(1, DONE)
    farm.add(2)
    presenter = presenter_of(hand)
    assert presenter.choose(filter_name="finished")
    assert presenter.order == [1]
    presenter.choose(filter_name="halted")
    assert (presenter.order, presenter.total) == ([], 0)
    assert not presenter.choose(filter_name="halted")


def test_the_newer_service_searches_itself_and_for_the_older_one_what_is_loaded_is_searched(
    tmp_path: Path,
) -> None:
    farm = PanelFarm("v1")
    farm.add(1, projectName="Winter")
    farm.add(2)
    hand = HandServices(farm, tmp_path)
    presenter = presenter_of(hand)
    farm.take_asked()
    presenter.choose(search="WINTER ")
    assert [task.id for task in presenter.shown()] == [1]
    assert farm.take_asked() == []
    farm.generation = "v2"
    presenter.choose(search="shot_2")
    assert farm.take_asked() == ["list 1 searchKeyword=shot_2"]
    hand.now.close()


def test_a_deleted_task_leaves_the_list_without_asking_for_it_again(
    farm: PanelFarm, hand: HandServices
) -> None:
    for number in range(1, 61):
        farm.add(number, STOPPED)
    presenter = presenter_of(hand)
    presenter.load_more()
    farm.take_asked()
    presenter.do(named("delete"), [presenter.tasks[7]])
    assert farm.take_asked() == ["delete [7]"]
    assert (len(presenter.order), presenter.total, 7 in presenter.order) == (59, 59, False)


def test_a_finished_task_whose_frames_are_rendered_again_is_followed(
    farm: PanelFarm, hand: HandServices
) -> None:
    farm.add(1, WITH_FAILED, [4, 5])
    presenter = presenter_of(hand)
    presenter.look_at([1])
    presenter.do(named("retry"), [presenter.tasks[1]])
    farm.tasks[1]["taskStatus"] = WITH_FAILED
    hand.timers.pass_time(4)  # the farm has not even begun
    assert statuses(presenter) == [(1, WITH_FAILED)]
    farm.tasks[1]["taskStatus"] = 5
    hand.timers.pass_time(5)
    assert statuses(presenter) == [(1, 5)]
    farm.set_frame(1, 2, 4)
    hand.timers.pass_time(300)  # long after the minute in which anything is expected of an ended one
    assert presenter.tasks[1].done_frames == 2
    farm.tasks[1]["taskStatus"] = DONE
    hand.timers.pass_time(5)
    farm.take_asked()
    hand.timers.pass_time(300)
    assert farm.take_asked() == []


def test_an_action_is_done_to_those_tasks_it_fits(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1)
    farm.add(2, DONE)
    presenter = presenter_of(hand)
    both = [presenter.tasks[1], presenter.tasks[2]]
    farm.take_asked()
    presenter.do(named("stop"), both)
    presenter.do(named("stop"), [presenter.tasks[2]])
    assert farm.take_asked("stop") == ["stop [1]"]
    trouble = hand.now.errors.current
    assert trouble is not None
    assert str(trouble.message) == "Stopped: 1."
    presenter.do(named("label"), both, "Winter")
    hand.timers.pass_time(0)
    assert presenter.tasks[2].project_name == "Winter"


def test_a_failed_action_stands_in_the_error_bar_and_can_be_tried_again(
    farm: PanelFarm, hand: HandServices
) -> None:
    farm.add(1)
    presenter = presenter_of(hand)
    farm.error = LOST
    presenter.do(named("stop"), [presenter.tasks[1]])
    trouble = hand.now.errors.current
    assert trouble is not None
    assert str(trouble.message) == "The farm cannot be reached."
    farm.error = None
    hand.timers.pass_time(5)
    assert trouble.retry is not None
    farm.take_asked()
    trouble.retry()
    assert farm.take_asked("stop") == ["stop [1]"]
    assert hand.now.errors.current is not None
    assert str(hand.now.errors.current.message) == "Stopped: 1."


def test_where_the_line_broke_the_farm_is_asked_whether_it_was_done_all_the_same(
    farm: PanelFarm, hand: HandServices
) -> None:
    farm.add(1, WITH_FAILED, [4, 5])
    presenter = presenter_of(hand)
    farm.error = ConnectionLost("The connection broke.")
    presenter.do(named("retry"), [presenter.tasks[1]])
    farm.error = None
    farm.restart_failed_frames([1])
    hand.timers.pass_time(10)
    assert statuses(presenter) == [(1, 5)]


def test_another_account_shows_nothing_of_the_one_before(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1)
    presenter = presenter_of(hand)
    seen: List[List[int]] = []
    presenter.listen(lambda: seen.append(list(presenter.order)))
    del farm.tasks[1]
    farm.add(9)
    hand.now.connection.use(OTHER)
    assert seen[0] == []
    assert presenter.order == [9]


def test_an_answer_for_an_account_left_meanwhile_is_dropped(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1)
    presenter = presenter_of(hand)
    hand.runner.waits = True
    presenter.load_more()
    presenter.reload()
    hand.now.connection.use(OTHER)
    assert hand.now.errors.current is None
    hand.runner.waits = False
    hand.runner.turn()
    assert hand.now.errors.current is None
    assert not presenter.is_loading


def test_a_list_that_could_not_be_had_comes_by_itself_when_the_line_is_back(
    farm: PanelFarm, hand: HandServices
) -> None:
    farm.add(1)
    farm.error = LOST
    presenter = presenter_of(hand)
    assert presenter.order == []
    farm.error = None
    hand.timers.pass_time(5)
    assert presenter.order == [1]
    assert hand.now.errors.current is None


@pytest.mark.parametrize(
    ("status", "generation", "names"),
    [
        (5, "v2", "stop retry download folder priority full speed over time label budget abandon"),
        (5, "v1", "stop retry download folder full speed over time budget abandon"),
        (10, "v2", "start retry download folder priority full speed over time label budget abandon delete"),
        (25, "v2", "retry download folder label delete"),
        (60, "v2", "retry download folder label budget abandon"),
    ],
)
def test_what_can_be_done_follows_from_the_status_and_the_generation(
    farm: PanelFarm, hand: HandServices, status: int, generation: str, names: str
) -> None:
    farm.add(1, status, [4, 5, 1])
    task = presenter_of(hand).tasks[1]
    found = [action.name for action in ACTIONS if possible(action, [task], generation)]
    assert " ".join(found) == names


def test_the_same_account_back_on_line_keeps_the_list_as_it_is(farm: PanelFarm, hand: HandServices) -> None:
    farm.add(1)
    presenter = presenter_of(hand)
    presenter.look_at([1])
    farm.error = LOST
    hand.timers.pass_time(5)
    farm.error = None
    seen: List[List[int]] = []
    presenter.listen(lambda: seen.append(list(presenter.order)))
    farm.take_asked()
    hand.timers.pass_time(60)
    assert [] not in seen
    assert farm.take_asked("list") == []
