"""A watcher with a budget whose disk, journal or line fails meanwhile: the limit acts all the same, and it is said."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Callable, List

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.budget_book import BudgetBook
from rb_dcc_core.client import Client
from rb_dcc_core.database import Database
from rb_dcc_core.errors import LocalFileError, NotJsonError, ProxyFailure, RenderbusError, ServerFaultError
from rb_dcc_core.journal import DOWNLOADED, WATCHED, Journal
from rb_dcc_core.locations import Locations
from rb_dcc_core.models import Page
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run

# It takes a farm's time; what it goes through is tested piece by piece on every Python.
pytestmark = pytest.mark.long

STOPPED = 10


@pytest.fixture
def task(logged_in: Sandbox, rb_dcc: Run, tmp_path: Path) -> int:
    """One that would render for days."""
    shot = tmp_path / "shot.ma"
    shot.write_bytes(demo_scene().read_bytes())
    number: int = json.loads(rb_dcc("submit", shot, "--frames", "1-4000", "--json").out)["task_id"]
    return number


def fill_the_disk(patch: pytest.MonkeyPatch) -> None:
    """From now on no memory of this product takes anything more."""
    own = Database.run

    def run(self: Database, statement: str, values: Any = ()) -> int:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            raise LocalFileError("The disk is full: {path} could not be written.", path=self.path.name)
        return own(self, statement, values)

    patch.setattr(Database, "run", run)


def damage(name: str) -> None:
    (Path(os.environ["RB_DCC_HOME"]) / "state" / name).write_bytes(b"no database at all" * 512)


def state_of(rb_dcc: Run, task: int) -> int:
    ran = rb_dcc("tasks", "--json")
    assert ran.code == 0
    return next(each["status"] for each in json.loads(ran.out) if each["id"] == task)


def test_a_disk_that_is_full_takes_no_limit_away(
    rb_dcc: Run, task: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_the_disk(monkeypatch)
    ran = rb_dcc("watch", task, "--budget", "0.01", "--interval", "0.2")
    assert ran.code == 1
    assert "is stopped: its budget is $0.01." in ran.err
    assert ran.err.count("Limits act as long as this runs, but are not kept.") == 1
    assert state_of(rb_dcc, task) == STOPPED


def test_a_limit_of_before_acts_though_the_disk_is_full_now(
    rb_dcc: Run, task: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rb_dcc("stop", task)
    rb_dcc("watch", task, "--budget", "0.01", "--budget-day", "2")
    rb_dcc("start", task)
    fill_the_disk(monkeypatch)
    ran = rb_dcc("watch", task, "--interval", "0.2")
    assert (ran.code, "its budget is $0.01." in ran.err) == (1, True)
    rb_dcc("start", task)
    lifted = rb_dcc("watch", task, "--no-budget", "--budget-day", "0.02", "--interval", "0.2")
    assert lifted.code == 2
    day = rb_dcc("watch", task, "--budget", "100", "--budget-day", "0.02", "--interval", "0.2")
    assert "because the day's budget is $0.02." in day.err
    assert "its budget is" not in day.err


@pytest.mark.parametrize("name", ["history.sqlite3", "submissions.sqlite3"])
def test_a_damaged_memory_takes_no_limit_away_and_no_query(rb_dcc: Run, task: int, name: str) -> None:
    with BudgetBook(
        Locations.find().state
    ) as book:  # as a task that nobody has looked at since it was submitted
        book._database.run("DELETE FROM budgets")
    damage(name)
    ran = rb_dcc("watch", task, "--budget", "0.01", "--interval", "0.2")
    assert ran.code == 1
    assert "is stopped: its budget is $0.01." in ran.err
    assert f"{name} is damaged" in ran.err
    assert state_of(rb_dcc, task) == STOPPED
    assert json.loads(rb_dcc("frames", task, "--json").out)


def test_what_a_full_disk_knows_is_told(rb_dcc: Run, task: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rb_dcc("watch", task, "--budget", "0.01", "--interval", "0.2")
    fill_the_disk(monkeypatch)
    ran = rb_dcc("costs", "--json")
    assert ran.code == 0
    assert [each["task_id"] for each in json.loads(ran.out)["tasks"]] == [task]


@pytest.mark.parametrize(
    "fault",
    [
        lambda: ServerFaultError(500, "oops"),
        lambda: NotJsonError("The answer is no JSON."),
        lambda: ProxyFailure("The proxy does not answer."),
    ],
)
def test_a_service_that_has_answered_before_is_waited_for(
    rb_dcc: Run, task: int, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], RenderbusError]
) -> None:
    own, asked = Client.query_task_info, [0]

    def query(client: Client, task_ids: List[int]) -> Page:
        asked[0] += 1
        if 1 < asked[0] < 4:
            raise fault()
        return own(client, task_ids)

    monkeypatch.setattr(Client, "query_task_info", query)
    ran = rb_dcc("watch", task, "--budget", "0.01", "--interval", "0.2")
    assert ran.err.count("Still watching.") == 2
    assert "is stopped: its budget is $0.01." in ran.err


def test_a_service_that_never_was_one_is_told_at_once(
    rb_dcc: Run, task: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def query(client: Client, task_ids: List[int]) -> Page:
        raise NotJsonError("The answer is no JSON.")

    monkeypatch.setattr(Client, "query_task_info", query)
    ran = rb_dcc("watch", task, "--interval", "0.2")
    assert (ran.code, ran.err) == (1, "The answer is no JSON.\n")


def test_a_journal_that_takes_nothing_more_keeps_no_picture_back(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Journal.change

    def change(journal: Journal, number: int, **values: Any) -> None:
        if values.get("state") in (WATCHED, DOWNLOADED):
            raise LocalFileError("The disk is full: {path} could not be written.", path="journal")
        own(journal, number, **values)

    monkeypatch.setattr(Journal, "change", change)
    ran = rb_dcc(
        "submit", demo_scene(), "--frames", "1-2", "--interval", "0.2", "--download", tmp_path / "pictures"
    )
    assert ran.code == 0
    assert "The disk is full: journal could not be written." in ran.err
    assert len(list((tmp_path / "pictures").rglob("*.png"))) == 2
