"""Budgets kept over a restart, and what a day has cost: by tasks that are watched and by those that have ended."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from rb_dcc_core.budget import STOP, WARN, Budget, BudgetMemory, budget_acts
from rb_dcc_core.budget_book import BudgetBook, DayMemory, budget_facts
from rb_dcc_core.database import Database
from rb_dcc_core.errors import LocalFileError
from rb_dcc_core.history import History
from rb_dcc_core.journal import Journal
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.parcel import Parcel

NOON = datetime.datetime(2026, 11, 22, 12, 0)
NEXT_NOON = datetime.datetime(2026, 11, 23, 12, 0)


def ms(moment: datetime.datetime) -> int:
    return int(moment.timestamp() * 1000)


def task(number: int, cost: float, begun: datetime.datetime = NOON, **more: Any) -> TaskInfo:
    return TaskInfo(id=number, task_status=5, render_consume=cost, start_time_ms=ms(begun), **more)


def submitted(folder: Path, number: int, *budget: Any) -> None:
    with Journal(folder) as journal:
        journal.begin("acc", Parcel("/a.ma", {}, (), budget=budget)).created(number)


def test_a_task_brings_the_budget_it_was_submitted_with(tmp_path: Path) -> None:
    submitted(tmp_path, 7, 2.0, 5.0)
    submitted(tmp_path, 8, None, None)
    facts = budget_facts(tmp_path, "acc", [task(7, 1.0), task(8, 1.0), task(9, 1.0)], NOON)
    assert facts.jobs == {7: Budget(2.0, 5.0)}
    assert budget_facts(tmp_path, "another account", [task(7, 1.0)], NOON).jobs == {}


def test_a_full_disk_keeps_nothing_and_takes_no_budget_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(tmp_path, 7, 2.0, 5.0)
    with BudgetBook(tmp_path):
        pass
    own = Database.run

    def run(self: Database, statement: str, values: Any = ()) -> int:
        if statement.startswith("INSERT"):
            raise LocalFileError("The disk is full.")
        return own(self, statement, values)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "run", run)
        facts = budget_facts(tmp_path, "acc", [task(7, 1.0)], NOON)
        assert (facts.jobs, facts.before) == ({7: Budget(2.0, 5.0)}, {7: 0.0})
    with BudgetBook(tmp_path) as book:
        assert book.all("acc") == {}
        assert book.of("acc", [7]) == {7: Budget(2.0, 5.0)}


def test_a_submission_that_can_no_longer_be_read_takes_no_other_tasks_budget(tmp_path: Path) -> None:
    submitted(tmp_path, 7, 2.0, 5.0)
    submitted(tmp_path, 8, 1.0, 3.0)
    with Journal(tmp_path) as journal:
        journal.change(1, parcel=b"no parcel")
    assert budget_facts(tmp_path, "acc", [task(7, 1.0), task(8, 1.0)], NOON).jobs == {8: Budget(1.0, 3.0)}


def test_a_budget_that_is_set_later_wins_and_an_empty_one_lifts_it(tmp_path: Path) -> None:
    submitted(tmp_path, 7, None, 5.0)
    with BudgetBook(tmp_path) as book:
        assert book.of("acc", [7]) == {7: Budget(None, 5.0)}
        book.set("acc", 7, Budget(None, 9.0))
        book.set("acc", 11, Budget(1.0, None))
    with BudgetBook(tmp_path) as book:
        assert book.all("acc") == {7: Budget(None, 9.0), 11: Budget(1.0, None)}
        book.set("acc", 7, Budget())
        assert book.of("acc", [7, 11]) == {11: Budget(1.0, None)}


def test_what_began_today_counts_whole_and_what_began_earlier_from_the_first_look(tmp_path: Path) -> None:
    yesterday = NOON - datetime.timedelta(days=1)
    facts = budget_facts(tmp_path, "acc", [task(1, 3.0), task(2, 40.0, yesterday)], NOON)
    assert facts.before == {1: 0.0, 2: 40.0}
    later = budget_facts(tmp_path, "acc", [task(1, 4.0), task(2, 42.0, yesterday)], NOON)
    assert later.before == {1: 0.0, 2: 40.0}


def test_whoever_watches_over_midnight_knows_what_tasks_had_cost_then(tmp_path: Path) -> None:
    days = DayMemory()
    assert days.look(NOON, [task(1, 10.0)]) == {}
    assert days.look(NOON, [task(1, 12.0)]) == {}
    seen = days.look(NEXT_NOON, [task(1, 12.5)])
    assert seen == {1: 12.0}
    assert budget_facts(tmp_path, "acc", [task(1, 12.5)], NEXT_NOON, seen).before == {1: 12.0}
    assert days.look(NEXT_NOON, [task(1, 13.0)]) == {1: 12.0}


def test_what_has_ended_today_counts_once_and_only_with_this_days_part(tmp_path: Path) -> None:
    budget_facts(tmp_path, "acc", [task(2, 6.0, NOON - datetime.timedelta(days=1))], NOON)
    with History(tmp_path) as history:
        for number, cost in ((1, 3.0), (2, 8.0), (3, 5.0)):
            history.remember("acc", task(number, cost, completed_date_ms=ms(NOON)), ())
        old = task(4, 100.0, completed_date_ms=ms(NOON - datetime.timedelta(days=2)))
        history.remember("acc", old, ())
    facts = budget_facts(tmp_path, "acc", [task(3, 5.0)], NOON)
    assert facts.today == pytest.approx(3.0 + 2.0)


def test_what_a_watcher_was_told_wins_over_what_the_task_had_and_stays(tmp_path: Path) -> None:
    submitted(tmp_path, 7, 2.0, 5.0)
    with BudgetBook(tmp_path) as book:
        book.limit("acc", 7, Budget(None, 9.0, None, 30.0))
        book.limit("acc", 7, Budget(None, None, 12.0, None))
        book.limit("acc", 8, Budget(None, None, None, 20.0))
    with BudgetBook(tmp_path) as book:
        assert book.of("acc", [7, 8]) == {7: Budget(2.0, 9.0)}
        assert book.day_budget("acc", [7]) == Budget(None, None, 12.0, 30.0)
        assert book.day_budget("acc", [7, 8]) == Budget(None, None, 12.0, 20.0)
        assert book.day_budget("acc", [9]).is_empty
        assert book.day_budget("another account", [7]).is_empty
        book.lift("acc", 7)
        assert (book.of("acc", [7]), book.day_budget("acc", [7])) == ({}, Budget())


def test_what_was_said_is_kept_with_its_limit_until_it_is_lifted(tmp_path: Path) -> None:
    with BudgetBook(tmp_path) as book:
        book.tell("acc", (WARN, "7", 2.0))
        book.tell("acc", (STOP, "7", 5.0))
        book.tell("acc", (WARN, "day 2026-11-22", 8.0))
    with BudgetBook(tmp_path) as book:
        told = book.told("acc")
        assert told == {(WARN, "7", 2.0), (STOP, "7", 5.0), (WARN, "day 2026-11-22", 8.0)}
        assert book.told("another account") == frozenset()
        book.lift("acc", 7)
        assert book.told("acc") == {(WARN, "day 2026-11-22", 8.0)}


def test_a_program_that_is_started_again_warns_only_of_what_is_new() -> None:
    acts = budget_acts(Budget(job_soft=2.0, day_soft=3.0), [task(7, 4.0)], 0.0)
    assert [act.kind for act in acts] == [WARN, WARN]
    memory = BudgetMemory({(WARN, "7", 2.0), (WARN, "day 2026-11-22", 3.0)})
    assert memory.fresh(acts, "2026-11-22") == []
    assert [act.is_of_day for act in memory.fresh(acts, "2026-11-23")] == [True]
    raised = budget_acts(Budget(job_soft=2.5), [task(7, 4.0)], 0.0)
    assert memory.fresh(raised, "2026-11-23") == raised
