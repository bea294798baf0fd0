"""A watcher with a budget is killed, as a computer that is switched off: the next one goes on with budget and history."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.money import DOLLAR, money_words
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run

# It takes a farm's time; what it goes through is tested piece by piece on every Python.
pytestmark = pytest.mark.long

MACHINES = 5
WAIT_S = 120.0


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Sandbox]:
    """A farm slow enough to be looked at several times while a frame renders."""
    with Sandbox(tmp_path / "farm", speed=10.0, seed=11) as running:
        yield running


@pytest.fixture
def watchers() -> Iterator[List[subprocess.Popen]]:
    started: List[subprocess.Popen] = []
    yield started
    for each in started:
        if each.poll() is None:
            each.kill()
        each.communicate()


def start(watchers: List[subprocess.Popen], number: int, *words: object) -> subprocess.Popen:
    command = [sys.executable, "-m", "rb_dcc_cli", "watch", str(number), "--interval", "0.2"]
    pipe = subprocess.PIPE
    watchers.append(
        subprocess.Popen(
            command + [str(each) for each in words], stdout=pipe, stderr=pipe, universal_newlines=True
        )
    )
    return watchers[-1]


def line_with(watcher: subprocess.Popen, words: str) -> str:
    """The next line on stderr that has the words; fails where it ends before."""
    assert watcher.stderr is not None
    for line in watcher.stderr:
        if words in line:
            return str(line)
    raise AssertionError(f"it ended without {words!r}")


def answer(text: str) -> Any:
    return json.loads(text)


def test_a_killed_watcher_is_followed_by_one_that_goes_on_with_its_budget_and_history(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, watchers: List[subprocess.Popen]
) -> None:
    shot = tmp_path / "shot.ma"
    shot.write_bytes(demo_scene().read_bytes())
    first = answer(rb_dcc("submit", shot, "--frames", "1-10", "--json").out)["task_id"]
    assert rb_dcc("watch", first, "--interval", "0.2").code in (0, 1)
    told = answer(rb_dcc("estimate", shot, "--frames", "1-60", "--json").out)
    half = round(told["cost"]["likely"] / 2, 4)
    number = answer(rb_dcc("submit", shot, "--frames", "1-60", "--new", "--json").out)["task_id"]
    watcher = start(watchers, number, "--budget", half, "--warn-at", round(half / 4, 4))
    assert "you wanted to be warned at" in line_with(watcher, "shot.ma has cost")
    watcher.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    assert watcher.wait(WAIT_S) != 0
    again = start(watchers, number)
    said = line_with(again, "is stopped")
    assert f"its budget is {money_words(half, DOLLAR)}" in said
    rest = again.communicate(timeout=WAIT_S)[1]
    assert again.returncode == 1
    assert "you wanted to be warned at" not in said + rest
    assert f"Task {number} has used up its budget" in rest
    fees = [each["cost"] or 0.0 for each in answer(rb_dcc("frames", number, "--json").out)]
    assert half <= sum(fees) <= half + MACHINES * max(fees)
    kept = answer(rb_dcc("costs", "--no-ask", "--json").out)["tasks"]
    assert {each["task_id"] for each in kept} == {first, number}


def test_a_stopped_task_is_stopped_again_until_its_budget_is_lifted(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path
) -> None:
    shot = tmp_path / "shot.ma"
    shot.write_bytes(demo_scene().read_bytes())
    number = answer(rb_dcc("submit", shot, "--frames", "1-40", "--json").out)["task_id"]
    ran = rb_dcc("watch", number, "--budget", "0.01", "--interval", "0.2")
    assert (ran.code, "its budget is $0.01" in ran.err) == (1, True)
    rb_dcc("start", number)
    again = rb_dcc("watch", number, "--interval", "0.2")
    assert (again.code, "its budget is $0.01" in again.err) == (1, True)
    rb_dcc("start", number)
    lifted = rb_dcc("watch", number, "--no-budget", "--interval", "0.2")
    assert "is stopped" not in lifted.err
    assert rb_dcc("watch", number, "--no-budget", "--budget", "3").code == 2


def test_what_ended_before_a_watcher_was_killed_is_in_the_history(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, watchers: List[subprocess.Popen]
) -> None:
    shot = tmp_path / "shot.ma"
    shot.write_bytes(demo_scene().read_bytes())
    short = answer(rb_dcc("submit", shot, "--frames", "1-2", "--json").out)["task_id"]
    long = answer(rb_dcc("submit", shot, "--frames", "1-400", "--new", "--json").out)["task_id"]
    watcher = start(watchers, short, long)
    ends = time.monotonic() + WAIT_S
    kept: List[int] = []
    while not kept and time.monotonic() < ends:
        kept = [each["task_id"] for each in answer(rb_dcc("costs", "--no-ask", "--json").out)["tasks"]]
    assert watcher.poll() is None
    watcher.kill()
    watcher.wait(WAIT_S)
    assert kept == [short]
