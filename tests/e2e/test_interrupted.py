"""Interrupted submissions through the command line: found again, gone on with, given up; never doubled."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.journal import Journal
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run
from tests.support import fault_proxy
from tests.support.fault_proxy import FaultProxy


def press_ctrl_c(*_: object, **__: object) -> Any:
    raise KeyboardInterrupt


@pytest.fixture
def interrupted(logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch) -> int:
    """A submission of the demonstration scene on which Ctrl-C was pressed; the number of its task."""
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.store.StoreTransfer.send_file", press_ctrl_c)
        ran = rb_dcc("submit", demo_scene())
    assert ran.code == 130
    assert "it costs nothing. What is uploaded stays. 'rb-dcc resume 1' goes on." in ran.err
    (entry,) = entries(rb_dcc)
    assert (entry["state"], entry["error"]) == ("config_sent", None)
    return int(entry["task_id"])


def entries(rb_dcc: Run) -> List[Any]:
    ran = rb_dcc("submissions", "--json")
    assert ran.code == 0, ran.err
    return list(json.loads(ran.out))


def tasks(rb_dcc: Run) -> List[int]:
    return [each["id"] for each in json.loads(rb_dcc("tasks", "--json").out)]


def test_the_list_is_a_public_contract(interrupted: int, rb_dcc: Run) -> None:
    (entry,) = entries(rb_dcc)
    assert sorted(entry) == ["created", "error", "id", "scene", "state", "task_id"]
    assert entry["id"] == 1
    assert entry["scene"].endswith("turntable.ma")
    assert len(entry["created"]) == len("2026-11-22T20:09:02Z")
    shown = rb_dcc("submissions").out
    assert "turntable.ma" in shown
    assert "uploading" in shown


def test_resume_goes_on_with_the_same_task(interrupted: int, rb_dcc: Run) -> None:
    ran = rb_dcc("resume", "1")
    assert (ran.code, ran.out) == (0, f"Task {interrupted} is submitted.\n")
    assert [each["state"] for each in entries(rb_dcc)] == ["submitted"]
    assert tasks(rb_dcc) == [interrupted]
    again = rb_dcc("resume", "1", "--json")
    assert json.loads(again.out) == {"task_id": interrupted, "submission": 1}
    assert tasks(rb_dcc) == [interrupted]


def test_without_a_terminal_submit_refuses_and_names_both_ways(interrupted: int, rb_dcc: Run) -> None:
    ran = rb_dcc("submit", demo_scene())
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith(
        "Submission 1 of this scene was not finished (uploading). Give --resume to go on with it, or --new to begin"
        " anew.\n"
    )
    assert tasks(rb_dcc) == [interrupted]


def test_submit_resume_goes_on(interrupted: int, rb_dcc: Run) -> None:
    ran = rb_dcc("submit", demo_scene(), "--resume", "--wait", "--interval", "0.2", "--json")
    assert json.loads(ran.out)["task_id"] == interrupted
    assert [each["state"] for each in entries(rb_dcc)] == ["watched"]


def test_whoever_goes_on_with_other_choices_is_told_that_they_are_not_used(
    interrupted: int, rb_dcc: Run
) -> None:
    ran = rb_dcc("submit", demo_scene(), "--resume", "--frames", "2", "--budget", "0.5")
    assert ran.code == 0, ran.err
    assert "It goes on as it was prepared: the choices given now are not used." in ran.err
    assert f"'rb-dcc watch {interrupted}' does." in ran.err


def test_who_goes_on_with_no_other_choice_is_told_nothing(interrupted: int, rb_dcc: Run) -> None:
    assert "not used" not in rb_dcc("submit", demo_scene(), "--resume", "--budget", "4").err


def test_one_that_can_no_longer_be_read_is_told_and_struck(interrupted: int, rb_dcc: Run) -> None:
    with Journal(Locations.find().state) as journal:
        journal.change(1, parcel=b"no parcel")
    ran = rb_dcc("resume", "1")
    assert (ran.code, ran.err.splitlines()[-1]) == (
        1,
        "What submission 1 sends can no longer be read. 'rb-dcc forget 1' strikes it from the list; then submit its scene"
        " anew.",
    )
    assert (
        rb_dcc("forget", "1").out == f"Submission 1 is forgotten. Its empty task {interrupted} is deleted.\n"
    )


def test_what_a_newer_release_has_written_is_listed_as_it_is(logged_in: Sandbox, rb_dcc: Run) -> None:
    assert rb_dcc("submit", demo_scene()).code == 0
    with Journal(Locations.find().state) as journal:
        journal.change(1, state="archived")
    assert "archived" in rb_dcc("submissions").out
    assert [each["state"] for each in entries(rb_dcc)] == ["archived"]


def test_submit_new_gives_the_old_one_up_and_deletes_its_empty_number(interrupted: int, rb_dcc: Run) -> None:
    ran = rb_dcc("submit", demo_scene(), "--new")
    assert ran.code == 0, ran.err
    assert f"Submission 1 is forgotten. Its empty task {interrupted} is deleted." in ran.err
    assert [(each["id"], each["state"]) for each in entries(rb_dcc)] == [(2, "submitted")]
    assert tasks(rb_dcc) == [entries(rb_dcc)[0]["task_id"]]


@pytest.mark.parametrize(("pressed", "state"), [("y\n", (1, "submitted")), ("n\n", (2, "submitted"))])
def test_on_a_terminal_it_is_asked(
    interrupted: int, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, pressed: str, state: Any
) -> None:
    monkeypatch.setattr("rb_dcc_cli.submissions.is_asked", lambda: True)
    ran = rb_dcc("submit", demo_scene(), stdin=pressed)
    assert ran.code == 0, ran.err
    assert (
        "Submission 1 of this scene was not finished (uploading). Go on with it? [Y/n]" in ran.err + ran.out
    )
    assert [(each["id"], each["state"]) for each in entries(rb_dcc)] == [state]


def test_forget_strikes_it_and_deletes_the_empty_number(interrupted: int, rb_dcc: Run) -> None:
    ran = rb_dcc("forget", "1")
    assert (ran.code, ran.out) == (
        0,
        f"Submission 1 is forgotten. Its empty task {interrupted} is deleted.\n",
    )
    assert (entries(rb_dcc), tasks(rb_dcc)) == ([], [])
    assert rb_dcc("forget", "1").err == "There is no submission 1. 'rb-dcc submissions' lists them.\n"


def test_a_finished_submission_of_an_unchanged_scene_is_no_obstacle(logged_in: Sandbox, rb_dcc: Run) -> None:
    assert rb_dcc("submit", demo_scene()).code == 0
    assert rb_dcc("submit", demo_scene()).code == 0
    assert [each["state"] for each in entries(rb_dcc)] == ["submitted", "submitted"]
    assert rb_dcc("forget", "1").out.startswith("Submission 1 is forgotten. Task ")
    assert len(tasks(rb_dcc)) == 2


def test_resume_without_anything_unfinished_says_so(logged_in: Sandbox, rb_dcc: Run) -> None:
    ran = rb_dcc("submit", demo_scene(), "--resume")
    assert ran.err.endswith("There is no unfinished submission of this scene. Leave --resume out.\n")
    assert rb_dcc("submit", demo_scene(), "--resume", "--new").code == 2
    assert tasks(rb_dcc) == []


def test_another_account_cannot_go_on_with_it(
    interrupted: int, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_ACCESS_ID", "AKIDsomebodyelse")
    ran = rb_dcc("resume", "1")
    assert ran.code == 1
    assert "is of another account or service" in ran.err


def test_a_home_that_cannot_be_written_refuses_before_a_task_exists(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        (tmp_path / "file").write_text("", encoding="utf-8")
        patch.setenv("RB_DCC_HOME", str(tmp_path / "file" / "home"))
        ran = rb_dcc("submit", demo_scene())
    assert ran.code == 1
    assert "RB_DCC_HOME" in ran.err
    assert tasks(rb_dcc) == []


def test_no_secret_is_in_any_file_left_behind(interrupted: int, logged_in: Sandbox, rb_dcc: Run) -> None:
    assert rb_dcc("--verbose", "resume", "1").code == 0
    home = Path(os.environ["RB_DCC_HOME"])
    left = [path for path in home.rglob("*") if path.is_file()]
    assert home / "state" / "submissions.sqlite3" in left
    for path in left:
        assert logged_in.access_key.encode() not in path.read_bytes(), path


def test_two_processes_that_submit_a_scene_at_once_make_one_task(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is kept waiting by its line until the second has come to its end."""
    words = [sys.executable, "-m", "rb_dcc_cli", "submit", str(demo_scene())]
    with FaultProxy(int(logged_in.url.rsplit(":", 1)[1])) as proxy:
        monkeypatch.setenv("RB_DCC_SERVICE", proxy.url)
        second: List[Any] = []

        def start_the_second(method: str, path: str) -> str:
            if path.endswith("/createTask") and not second:
                second.append(subprocess.run(words, capture_output=True, timeout=60))
            return fault_proxy.PASS

        proxy.plan = start_the_second
        first = subprocess.run(words, capture_output=True, timeout=120)
        assert first.returncode == 0, first.stderr
        assert second[0].returncode == 1
        assert b"is being submitted by another program at this moment" in second[0].stderr
        assert len(tasks(rb_dcc)) == 1


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX'")
@pytest.mark.parametrize("end", ["/createTask", "/store/part", "/submit/task"])
def test_killed_in_the_middle_of_a_call_it_goes_on_as_one_task(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    words = [sys.executable, "-m", "rb_dcc_cli", "submit", str(demo_scene())]
    with FaultProxy(int(logged_in.url.rsplit(":", 1)[1])) as proxy:
        monkeypatch.setenv("RB_DCC_SERVICE", proxy.url)
        running: List[Any] = []

        def kill_at_its_end(method: str, path: str) -> str:
            """The call itself arrives; nobody hears its answer."""
            if not path.endswith(end):
                return fault_proxy.PASS
            running[0].kill()
            return fault_proxy.LOSE_ANSWER

        proxy.plan = kill_at_its_end
        running.append(subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        _, err = running[0].communicate(timeout=60)
        assert running[0].returncode == -signal.SIGKILL, err
        proxy.plan = lambda method, path: fault_proxy.PASS
        resumed = rb_dcc("submit", demo_scene(), "--resume")
        assert resumed.code == 0, resumed.err
        (entry,) = entries(rb_dcc)
        assert (entry["state"], entry["error"]) == ("submitted", None)
        assert tasks(rb_dcc) == [entry["task_id"]]
        assert proxy.sent_twice() == {}


def test_a_log_tells_the_stages_in_their_order(logged_in: Sandbox, rb_dcc: Run) -> None:
    ran = rb_dcc("submit", demo_scene())
    lines = ran.err.splitlines()
    begin = lines.index("Creating the task.")
    assert lines[begin : begin + 3] == ["Creating the task.", "Sending the job files.", "Uploading."]
    assert re.fullmatch(r"upload: \d+\.\d kB of \d+\.\d kB, 2 of 2 files, .*/s", lines[begin + 3])
    assert lines[begin + 4 :] == ["Submitting."]
    assert not any(chr(27) in line or chr(13) in line for line in lines)


def test_what_was_uploaded_before_is_not_told_as_an_upload(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.client.Client.submit_task", press_ctrl_c)
        assert rb_dcc("submit", demo_scene()).code == 130
    assert rb_dcc("resume", "1").err.splitlines() == ["Submitting."]


def test_the_engine_is_told_missing_with_its_server_and_how_to_get_it(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("RB_DCC_GENERATION", "v2")
    ran = rb_dcc("engine", "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["path"], told["found"], told["version"]) == (1, None, None, None)
    assert (told["engine"], told["server"], told["error"]) == ("aspera", "127.0.0.1:2121", None)
    assert "rayvision-sync" in rb_dcc("engine").out
    monkeypatch.setenv("RB_DCC_ENGINE", str(tmp_path / "gone"))
    assert "it is not there" in json.loads(rb_dcc("engine", "--json").out)["error"]


def test_the_engine_without_an_account_still_says_what_is_here(rb_dcc: Run) -> None:
    told = json.loads(rb_dcc("engine", "--json").out)
    assert told["server"] is None
    assert "rb-dcc login" in told["server_unknown"]
