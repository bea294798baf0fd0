"""Budgets: warned once, stopped until it stands still, and honest about what may still come."""

from __future__ import annotations

from typing import Any

import pytest

from rb_dcc_core.budget import (
    STOP,
    WARN,
    Budget,
    BudgetMemory,
    budget_acts,
    cost_of,
    seconds_until,
    still_to_come,
    stop_words,
)
from rb_dcc_core.models import TaskInfo


def task(number: int, cost: float, status: int = 5, **more: Any) -> TaskInfo:
    fields = {"done_frames": 10, "executing_frames": 2, "total_frames": 40, "scene_name": "shot.ma"}
    return TaskInfo(id=number, task_status=status, render_consume=cost, **dict(fields, **more))


def test_without_limits_nothing_is_done() -> None:
    assert Budget().is_empty
    assert budget_acts(Budget(), [task(1, 1e9)], 1e9) == []


@pytest.mark.parametrize(
    ("cost", "kinds"), [(4.99, []), (5.0, [WARN]), (9.99, [WARN]), (10.0, [STOP]), (80.0, [STOP])]
)
def test_a_job_is_warned_at_its_soft_limit_and_stopped_at_its_hard_one(cost: float, kinds: list) -> None:
    acts = budget_acts(Budget(job_soft=5.0, job_hard=10.0), [task(7, cost)], 0.0)
    assert [act.kind for act in acts] == kinds
    assert all(act.task_ids == (7,) for act in acts)


def test_a_stop_says_how_many_frames_may_still_finish_and_at_what_cost() -> None:
    (act,) = budget_acts(Budget(job_hard=10.0), [task(7, 10.0)], 0.0)
    assert (act.running, act.still) == (2, pytest.approx(2.0))
    assert str(act.message) == "shot.ma has cost $10.00 and is stopped: its budget is $10.00."


def test_where_no_frame_is_finished_nobody_knows_what_the_running_ones_cost() -> None:
    assert still_to_come([task(1, 0.0, done_frames=0)]) is None
    assert still_to_come([task(1, 3.0, executing_frames=0)]) == 0.0


def test_tasks_that_stand_still_or_have_ended_are_left_alone_and_count_for_the_day() -> None:
    tasks = [task(1, 6.0, status=25), task(2, 5.0, status=10), task(3, 1.0)]
    acts = budget_acts(Budget(job_hard=2.0, day_hard=12.0), tasks, 0.5)
    assert [(act.kind, act.task_ids) for act in acts] == [(STOP, (3,))]
    assert str(acts[0].message).startswith("Today has cost $12.50")


def test_the_budget_of_one_job_wins_over_the_budget_of_all() -> None:
    acts = budget_acts(Budget(job_hard=2.0), [task(1, 3.0), task(2, 3.0)], 0.0, {1: Budget(job_hard=5.0)})
    assert [act.task_ids for act in acts] == [(2,)]


def test_a_day_that_is_over_its_limit_stops_everything_that_still_runs_in_one_act() -> None:
    acts = budget_acts(Budget(job_hard=4.0, day_hard=6.0), [task(1, 4.0), task(2, 1.0), task(3, 1.0)], 0.0)
    assert [(act.kind, act.task_ids) for act in acts] == [(STOP, (1,)), (STOP, (2, 3))]


def test_a_warning_is_given_once_and_a_stop_until_it_has_worked() -> None:
    memory, soft, hard = BudgetMemory(), Budget(job_soft=1.0), Budget(job_hard=1.0)
    warned = budget_acts(soft, [task(1, 2.0)], 0.0)
    assert memory.fresh(warned) == warned
    assert memory.fresh(budget_acts(soft, [task(1, 3.0)], 0.0)) == []
    stopped = budget_acts(hard, [task(1, 3.0)], 0.0)
    assert memory.fresh(stopped) == stopped
    assert memory.fresh(stopped) == stopped


def test_a_parent_that_tells_no_cost_costs_what_its_parts_cost() -> None:
    parent = TaskInfo(id=1, children=(task(2, 1.5), task(3, 2.0)))
    assert cost_of(parent) == 3.5


def test_a_day_counts_only_what_tasks_have_cost_since_it_began() -> None:
    tasks = [task(1, 30.0), task(2, 1.0)]
    assert budget_acts(Budget(day_hard=5.0), tasks, 1.0, before={1: 29.0}) == []
    (act,) = budget_acts(Budget(day_hard=3.0), tasks, 1.0, before={1: 29.0})
    assert str(act.message).startswith("Today has cost $3.00")
    assert act.is_of_day


def test_the_days_warning_is_given_once_whichever_tasks_run() -> None:
    memory, soft = BudgetMemory(), Budget(day_soft=1.0)
    assert len(memory.fresh(budget_acts(soft, [task(1, 2.0)], 0.0))) == 1
    assert memory.fresh(budget_acts(soft, [task(1, 2.0), task(2, 2.0)], 0.0)) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"executing_frames": 0}, "shot.ma has cost $10.00 and is stopped: its budget is $10.00."),
        (
            {"executing_frames": 1},
            "shot.ma has cost $10.00 and is stopped: its budget is $10.00. 1 frame still renders and may finish, at about $1.00"
            " more.",
        ),
        (
            {"executing_frames": 3, "done_frames": 0},
            "shot.ma has cost $10.00 and is stopped: its budget is $10.00. 3 frames still render and may finish.",
        ),
    ],
)
def test_a_stop_is_told_with_what_may_still_come(more: dict, expected: str) -> None:
    (act,) = budget_acts(Budget(job_hard=10.0), [task(7, 10.0, **more)], 0.0)
    assert str(stop_words(act)) == expected


def test_when_a_limit_will_be_reached_is_told_by_the_pace_so_far() -> None:
    assert seconds_until(10.0, [(0.0, 1.0), (30.0, 2.0), (60.0, 4.0)]) == pytest.approx(120.0)
    assert seconds_until(10.0, [(0.0, 9.0), (60.0, 12.0)]) == 0.0
    assert seconds_until(10.0, [(0.0, 4.0), (60.0, 4.0)]) is None
    assert seconds_until(10.0, [(0.0, 4.0)]) is None
