"""What a job costs: asked before, tested with a few frames, limited while it renders, found again afterwards."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Tuple

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.history import History
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox import seeds
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run

# It takes a farm's time; what it goes through is tested piece by piece on every Python.
pytestmark = pytest.mark.long


def answer(text: str) -> Any:
    return json.loads(text)


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    path = tmp_path / "shot.ma"
    path.write_bytes(demo_scene().read_bytes())
    return path


def test_a_first_job_has_no_estimate_and_a_second_one_rests_on_it(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    assert answer(rb_dcc("estimate", shot, "--json").out) is None
    assert rb_dcc("estimate", shot).out.startswith("No estimate yet")
    first = answer(rb_dcc("submit", shot, "--frames", "1-8", "--wait", "--interval", "0.2", "--json").out)
    told = answer(rb_dcc("estimate", shot, "--frames", "1-80", "--json").out)
    assert (told["kind"], told["jobs"], told["frames"]) == ("same scene", 1, first["done_frames"])
    assert told["cost"]["low"] < told["cost"]["likely"] < told["cost"]["high"]
    (spent,) = answer(rb_dcc("costs", "--json").out)["tasks"]
    pictures = first["done_frames"]
    assert told["cost"]["likely"] == pytest.approx(80 * spent["cost"] / pictures, rel=0.3)


def test_test_first_stops_after_its_frames_and_says_what_the_rest_will_cost(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    ran = rb_dcc("submit", shot, "--frames", "1-40", "--test-first", "--interval", "0.2", "--json")
    told = answer(ran.out)
    assert (ran.code, told["status"]) == (0, 40)
    assert [each["frame"] for each in told["test_frames"]] == ["1", "20", "40"]
    assert told["rest"]["kind"] == "test frames"
    sum_of_tests = sum(each["cost"] for each in told["test_frames"])
    assert told["rest"]["cost"]["likely"] == pytest.approx(37 * sum_of_tests / 3, rel=0.01)
    spoken = rb_dcc("submit", shot, "--frames", "1-9", "--test-first", "--interval", "0.2", "--new").out
    assert "The other 6 frames: about $" in spoken
    assert "on 3 machines · from 3 finished frames of this task" in spoken
    assert "It rests on 3 finished frames of the task itself and takes the others to be like them." in spoken
    assert "Their pictures: 'rb-dcc download" in spoken
    assert "goes on, 'rb-dcc abandon" in spoken


@pytest.mark.parametrize("cut", [("--tiles", "2"), ("--frames-per-machine", "5")], ids=["tiles", "groups"])
def test_after_test_frames_the_rest_is_billed_in_whole_pictures(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, cut: Tuple[str, str]
) -> None:
    """As many as there are frames, however they are cut: a tile is no picture, and a group of five is five."""
    told = answer(
        rb_dcc("submit", shot, "--frames", "1-40", *cut, "--test-first", "--interval", "0.2", "--json").out
    )
    assert [each["frame"] for each in told["test_frames"]] == ["1", "20", "40"]
    sum_of_tests = sum(each["cost"] for each in told["test_frames"])
    assert told["rest"]["cost"]["likely"] == pytest.approx(37 * sum_of_tests / 3, rel=0.01)
    rb_dcc("start", told["task_id"])
    rb_dcc("watch", told["task_id"], "--interval", "0.2")
    (spent,) = answer(rb_dcc("costs", "--tasks", "--json").out)["tasks"]
    assert spent["frames"] >= 35
    after = answer(rb_dcc("estimate", shot, "--frames", "1-40", *cut, "--json").out)
    assert after["cost"]["likely"] == pytest.approx(spent["cost"], rel=0.2)


def test_the_pictures_of_the_test_are_there_where_results_are_downloaded(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, tmp_path: Path
) -> None:
    words = (
        "submit",
        shot,
        "--frames",
        "1-9",
        "--test-first",
        "--interval",
        "0.2",
        "--download",
        tmp_path / "out",
    )
    assert f"Their pictures are in {tmp_path / 'out'}." in rb_dcc(*words).out
    assert len([each for each in (tmp_path / "out").rglob("*") if each.is_file()]) == 3


@pytest.mark.parametrize(
    ("key", "status", "words"),
    [
        ("g", (0, 5, 25, 30), "It goes on."),
        ("u", (35,), "Given up."),
        ("c", (40,), "Submit it again with what is to be changed and --new."),
        ("w", (40,), "Go on (g), change (c), give up (u), or leave it waiting (w)?"),
    ],
)
def test_on_a_terminal_the_card_asks_what_now(
    logged_in: Sandbox,
    rb_dcc: Run,
    shot: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    status: Tuple[int, ...],
    words: str,
) -> None:
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("rb_dcc_cli.test_first.sys", terminal)
    ran = rb_dcc("submit", shot, "--frames", "1-9", "--test-first", "--interval", "0.2", stdin=key + "\n")
    assert words in ran.out
    (task,) = answer(rb_dcc("tasks", "--json").out)
    assert task["status"] in status


def test_a_budget_stops_a_task_and_says_what_may_still_come(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    words = (
        "submit",
        shot,
        "--frames",
        "1-4000",
        "--wait",
        "--interval",
        "0.2",
        "--budget",
        "0.01",
        "--json",
    )
    ran = rb_dcc(*words)
    told = answer(ran.out)
    assert (ran.code, told["status"]) == (1, 10)
    assert told["done_frames"] < 4000
    assert "A budget acts only while this panel, or 'rb-dcc watch --budget', watches." in ran.err
    assert "is stopped: its budget is $0.01." in ran.err


def test_costs_are_written_for_a_spreadsheet_without_a_formula_in_them(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, shot: Path
) -> None:
    odd = tmp_path / "=shot.ma"
    shot.rename(odd)
    rb_dcc("submit", odd, "--frames", "1-2", "--wait", "--interval", "0.2")
    sheet = tmp_path / "costs.csv"
    assert rb_dcc("costs", "--csv", sheet).code == 0
    rows = list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["task", "scene", "label", "finished", "cost", "frames", "currency"]
    assert rows[1][1] == "'=shot.ma"
    assert float(rows[1][4]) > 0
    assert rows[1][6] == "USD"


def test_without_the_farm_what_is_known_here_is_shown(
    service: Sandbox, logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    rb_dcc("submit", shot, "--frames", "1-2", "--wait", "--interval", "0.2")
    service.stop()
    ran = rb_dcc("costs", "--json", "--no-ask")
    assert (ran.code, len(answer(ran.out)["tasks"])) == (0, 1)
    offline = rb_dcc("costs")
    assert offline.code == 0
    assert "Only what this computer knows is shown." in offline.err


def test_a_wrong_month_is_said_so(logged_in: Sandbox, rb_dcc: Run) -> None:
    ran = rb_dcc("costs", "--month", "November")
    assert (ran.code, ran.err) == (1, "'November' is no month. Give it as 2026-11.\n")


def test_a_month_is_found_however_it_is_written_and_one_without_tasks_is_said_so(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    number = answer(rb_dcc("submit", shot, "--frames", "1-2", "--wait", "--interval", "0.2", "--json").out)[
        "task_id"
    ]
    state = Locations.find().state
    with History(state) as history:
        history._database.run("UPDATE jobs SET finished_ms = 1772366400000")  # 2026-03-01, noon UTC
    found = answer(rb_dcc("costs", "--no-ask", "--month", "2026-3", "--json").out)
    assert [each["task_id"] for each in found["tasks"]] == [number]
    assert [each["month"] for each in found["sums"]] == ["2026-03"]
    assert rb_dcc("costs", "--no-ask", "--month", "2026-04").out == "No task that ended is of these.\n"


def test_a_budget_goes_with_the_task_to_whoever_watches_it_later(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    number = answer(rb_dcc("submit", shot, "--frames", "1-4000", "--budget", "0.01", "--json").out)["task_id"]
    ran = rb_dcc("watch", number, "--interval", "0.2")
    assert ran.code == 1
    assert "A budget acts only while this panel, or 'rb-dcc watch --budget', watches." in ran.err
    assert "is stopped: its budget is $0.01." in ran.err


def test_limits_of_a_task_that_nothing_watches_are_kept_and_said_to_need_a_watcher(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    ran = rb_dcc("submit", shot, "--frames", "1-4000", "--budget-day", "0.01", "--json")
    number = answer(ran.out)["task_id"]
    assert "A budget acts only while this panel, or 'rb-dcc watch --budget', watches." in ran.err
    assert f"Nothing watches now: 'rb-dcc watch {number}' does." in ran.err
    watched = rb_dcc("watch", number, "--interval", "0.2")
    assert "because the day's budget is $0.01." in watched.err
    free = rb_dcc("submit", shot, "--frames", "1", "--new")
    assert "Nothing watches now" not in free.err


def test_a_limit_is_remembered_with_the_scene_and_in_presets(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    words = ["--frames", "1-2", "--budget", "5", "--warn-at", "3"]
    assert rb_dcc("submit", shot, *words, "--remember", "--save-preset", "dear").code == 0
    for again in (["--remembered"], ["--preset", "dear"]):
        told = answer(rb_dcc("check", shot, *again, "--json").out)["settings"]
        assert (told["budget_hard"], told["budget_soft"]) == (5.0, 3.0)
        assert "Nothing watches now" in rb_dcc("submit", shot, *again).err


def test_a_prepared_submission_brings_its_limit_and_takes_none_of_the_day(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, tmp_path: Path
) -> None:
    assert rb_dcc("submit", shot, "--offline", tmp_path / "kept", "--budget-day", "5").code == 2
    assert rb_dcc("submit", shot, "--offline", tmp_path / "kept", "--budget", "5").code == 0
    assert "Nothing watches now: 'rb-dcc watch" in rb_dcc("send", tmp_path / "kept").err


def test_an_account_in_china_counts_in_yuan_and_the_command_too(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(seeds.PROFILE, "zone", 1)
    rb_dcc("submit", shot, "--frames", "1-4", "--wait", "--interval", "0.2")
    assert "¥0." in rb_dcc("costs").out
    assert answer(rb_dcc("costs", "--json").out)["currency"] == "¥"
    assert rb_dcc("estimate", shot, "--frames", "1-80").out.startswith("about ¥0.")
    assert "¥0." in rb_dcc("tasks").out
    sheet = tmp_path / "costs.csv"
    rb_dcc("costs", "--csv", sheet)
    assert list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines()))[1][6] == "CNY"


@pytest.mark.parametrize("field", ["hideBalance", "hideJobCharge"])
def test_an_account_that_hides_its_money_shows_no_cost_anywhere(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    monkeypatch.setitem(seeds.PROFILE, field, 1)
    number = answer(rb_dcc("submit", shot, "--frames", "1-4", "--wait", "--interval", "0.2", "--json").out)[
        "task_id"
    ]
    told = answer(rb_dcc("costs", "--json").out)
    assert [each["cost"] for each in (*told["sums"], *told["tasks"])] == [None, None]
    assert "The account hides what its jobs cost." in rb_dcc("costs").err
    assert [each["cost"] for each in answer(rb_dcc("tasks", "--json").out)] == [None]
    assert {each["cost"] for each in answer(rb_dcc("frames", number, "--json").out)} == {None}
    assert answer(rb_dcc("estimate", shot, "--json").out)["cost"] is None
    assert "$" not in rb_dcc("estimate", shot).out + rb_dcc("costs").out + rb_dcc("tasks").out
    sheet = tmp_path / "costs.csv"
    rb_dcc("costs", "--csv", sheet)
    assert list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines()))[1][4] == ""


def test_the_days_limits_warn_once_and_stop_and_are_kept(logged_in: Sandbox, rb_dcc: Run, shot: Path) -> None:
    number = answer(rb_dcc("submit", shot, "--frames", "1-4000", "--json").out)["task_id"]
    ran = rb_dcc("watch", number, "--interval", "0.2", "--warn-day", "0.005", "--budget-day", "2")
    assert ran.code == 1
    assert ran.err.count("more than the $0.0050 you wanted to be warned at.") == 1
    assert "every running task is stopped, because the day's budget is $2.00." in ran.err
    rb_dcc("start", number)
    again = rb_dcc("watch", number, "--interval", "0.2")
    assert again.code == 1
    assert "you wanted to be warned at" not in again.err
    assert "because the day's budget is $2.00." in again.err


def test_a_stop_names_no_amount_where_the_account_hides_them(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(seeds.PROFILE, "hideBalance", 1)
    number = answer(rb_dcc("submit", shot, "--frames", "1-4000", "--json").out)["task_id"]
    ran = rb_dcc("watch", number, "--interval", "0.2", "--budget", "0.01")
    assert (ran.code, "$" in ran.err) == (1, False)
    assert "The task's budget is used up, and it is stopped." in ran.err
    assert f"Task {number} has used up its budget. To go on" in ran.err
