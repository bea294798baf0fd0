"""Budgets while a panel watches: warned once, stopped until it stands still, kept over a restart. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List

import pytest

from rb_dcc_core.budget import Budget
from rb_dcc_core.budget_book import BudgetBook
from rb_dcc_core.errors import NetworkError
from rb_dcc_ui.costs.budget_keeper import BudgetKeeper
from rb_dcc_ui.notices import Notice, Notices
from tests.support.panel_farm import HandServices, PanelFarm

STOPPED = 10


class Surroundings:
    """Services over a farm in memory, with a keeper that listens."""

    def __init__(self, farm: PanelFarm, folder: Path) -> None:
        self.farm = farm
        self.hand = HandServices(farm, folder)
        self.services = self.hand.now
        self.notices = Notices(self.services)
        self.sent: List[Notice] = []
        self.notices.send_desktop = self.sent.append
        self.keeper = BudgetKeeper(
            self.services, self.notices, lambda: 1_800_000_000 + self.hand.timers.now_s
        )

    @property
    def said(self) -> List[str]:
        return [str(each.message) for each in self.services.errors.troubles]

    def close(self) -> None:
        self.keeper.close()
        self.notices.close()
        self.services.close()


@pytest.fixture
def farm() -> PanelFarm:
    made = PanelFarm()
    made.add(7, frames=[4, 4, 2, 2, 1, 1], renderConsume=1.0)
    return made


@pytest.fixture
def here(farm: PanelFarm, tmp_path: Path) -> Iterator[Surroundings]:
    made = Surroundings(farm, tmp_path)
    yield made
    made.close()


def test_a_task_with_a_budget_is_looked_at_every_poll_though_no_page_shows_it(here: Surroundings) -> None:
    here.keeper.set_budget([7], Budget(5.0, 10.0))
    here.hand.timers.pass_time(1)
    here.farm.take_asked()
    here.hand.timers.pass_time(15)
    assert here.farm.take_asked("tasks") == ["tasks [7]"] * 3
    assert here.keeper.budget_of(7) == Budget(5.0, 10.0)


def test_a_warning_is_given_once_and_again_for_another_limit(here: Surroundings) -> None:
    here.keeper.set_budget([7], Budget(2.0, None))
    here.hand.timers.pass_time(1)
    assert here.said == []
    for cost in (2.5, 2.6, 2.7):
        here.farm.tasks[7]["renderConsume"] = cost
        here.hand.timers.pass_time(5)
    assert here.said == ["shot_7.ma has cost $2.50, more than the $2.00 you wanted to be warned at."]
    assert len(here.sent) == 1
    here.keeper.set_budget([7], Budget(2.65, None))
    assert here.said[-1] == "shot_7.ma has cost $2.70, more than the $2.65 you wanted to be warned at."
    assert "stop [7]" not in here.farm.asked


def test_a_task_is_stopped_and_said_once_what_its_running_frames_may_still_cost(here: Surroundings) -> None:
    here.keeper.set_budget([7], Budget(None, 3.0))
    here.farm.tasks[7]["renderConsume"] = 3.0
    here.hand.timers.pass_time(6)
    assert here.farm.tasks[7]["taskStatus"] == STOPPED
    assert here.said == [
        "shot_7.ma has cost $3.00 and is stopped: its budget is $3.00. 2 frames still render and may finish, at about $3.00 more."
    ]


def test_stopping_is_tried_again_until_the_task_stands_still(here: Surroundings) -> None:
    stops: List[int] = []
    here.farm.stop_task = lambda ids: stops.append(len(stops))  # type: ignore[method-assign,assignment]
    here.keeper.set_budget([7], Budget(None, 1.0))
    here.hand.timers.pass_time(21)
    assert len(stops) >= 4
    here.farm.tasks[7]["taskStatus"] = STOPPED
    here.hand.timers.pass_time(10)
    tried = len(stops)
    here.hand.timers.pass_time(60)
    assert len(stops) == tried
    assert len(here.said) == 1


def test_a_stop_that_fails_says_so_and_is_tried_again(here: Surroundings) -> None:
    real = here.farm.stop_task

    def fails(ids: object) -> None:
        raise NetworkError("The line is down.")

    here.farm.stop_task = fails  # type: ignore[method-assign,assignment]
    here.keeper.set_budget([7], Budget(None, 1.0))
    here.hand.timers.pass_time(2)
    assert "The task could not be stopped yet, and it is tried again: The line is down." in here.said
    here.farm.stop_task = real  # type: ignore[method-assign]
    here.hand.timers.pass_time(30)
    assert here.farm.tasks[7]["taskStatus"] == STOPPED


def test_a_stopped_task_goes_on_without_a_limit_by_one_click(here: Surroundings) -> None:
    started: List[object] = []

    def start(ids: List[int]) -> None:
        started.append(list(ids))
        for number in ids:
            here.farm.tasks[number]["taskStatus"] = 5

    here.farm.start_task = start  # type: ignore[attr-defined]
    here.keeper.set_budget([7], Budget(None, 1.0))
    here.hand.timers.pass_time(6)
    trouble = here.services.errors.current
    assert trouble is not None
    assert str(trouble.retry_words) == "Go on without a limit"
    assert trouble.retry is not None
    trouble.retry()
    here.farm.tasks[7]["renderConsume"] = 50.0
    here.hand.timers.pass_time(30)
    assert started == [[7]]
    assert here.farm.tasks[7]["taskStatus"] == 5


def test_a_panel_that_is_opened_again_keeps_the_budget(farm: PanelFarm, tmp_path: Path) -> None:
    first = Surroundings(farm, tmp_path)
    first.keeper.set_budget([7], Budget(None, 4.0))
    first.close()
    farm.tasks[7]["renderConsume"] = 4.5
    second = Surroundings(farm, tmp_path)
    second.hand.timers.pass_time(2)
    assert second.services.watch.kept == {7}
    assert farm.tasks[7]["taskStatus"] == STOPPED
    second.close()


def test_the_days_limit_stops_every_running_task_and_leads_to_the_settings(here: Surroundings) -> None:
    shown: List[str] = []
    here.keeper.show_settings = lambda: shown.append("settings")
    here.farm.add(8, frames=[4, 2], renderConsume=2.5)
    here.services.preferences.set(budget_day_hard=3.0)
    here.services.watch.keep([7, 8])
    here.hand.timers.pass_time(6)
    assert [here.farm.tasks[each]["taskStatus"] for each in (7, 8)] == [STOPPED, STOPPED]
    trouble = here.services.errors.current
    assert trouble is not None
    assert str(trouble.message).startswith("Today has cost $3.50: every running task is stopped")
    assert trouble.retry is not None
    trouble.retry()
    assert shown == ["settings"]


def test_limits_act_though_what_is_kept_can_no_longer_be_read(here: Surroundings) -> None:
    here.farm.add(8, frames=[4, 2], renderConsume=2.5)
    here.services.preferences.set(budget_day_hard=50.0)
    here.keeper.set_budget([7], Budget(None, 4.0))
    here.services.watch.keep([8])
    here.hand.timers.pass_time(6)
    (here.services.locations.state / "history.sqlite3").write_bytes(b"no database at all" * 512)
    here.farm.tasks[7]["renderConsume"] = 4.5
    here.hand.timers.pass_time(6)
    assert [here.farm.tasks[each]["taskStatus"] for each in (7, 8)] == [STOPPED, 5]
    assert any("history.sqlite3 is damaged" in each for each in here.said)
    here.farm.tasks[8]["renderConsume"] = 55.0
    here.hand.timers.pass_time(6)
    assert here.farm.tasks[8]["taskStatus"] == STOPPED


def test_an_account_that_hides_costs_is_told_no_amount(here: Surroundings) -> None:
    import dataclasses

    connection = here.services.connection
    user = connection.standing.user
    assert user is not None
    hidden = dataclasses.replace(user, hide_job_charge=1)
    connection.standing = dataclasses.replace(connection.standing, user=hidden)
    here.keeper.set_budget([7], Budget(None, 1.0))
    here.hand.timers.pass_time(6)
    assert here.said == ["The task's budget is used up, and it is stopped."]


def test_a_task_that_has_ended_is_forgotten(here: Surroundings, tmp_path: Path) -> None:
    here.keeper.set_budget([7], Budget(None, 50.0))
    here.hand.timers.pass_time(1)
    here.farm.tasks[7]["taskStatus"] = 25
    here.hand.timers.pass_time(6)
    with BudgetBook(here.services.locations.state) as book:
        assert book.all(here.services.connection.account_key) == {}
