"""What goes wrong on the way is one sentence that says what to do, and loses nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import List, Tuple

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--frames", ""], "No frames are given. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        (["--frames", "5-1"], "'5-1' ends before it starts. Write 1-5 if you mean those frames."),
        (["--frames", "1-1e9"], "'1-1e9' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        (["--frames", "1--3"], "'1--3' ends before it starts. Write -3-1 if you mean those frames."),
        (["--frames", "a"], "'a' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        (["--camera", "x"], "The scene has no camera 'x'. It has: persp, top, front, side, turntableCam."),
        (["--layer", "x"], "The scene has no layer 'x'. It has: masterLayer."),
    ],
)
def test_a_wrong_choice_is_refused_before_a_task_exists(
    logged_in: Sandbox, rb_dcc: Run, words: List[str], sentence: str
) -> None:
    ran = rb_dcc("submit", demo_scene(), *words)
    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (1, "", sentence)
    assert json.loads(rb_dcc("tasks", "--json").out) == []


def test_without_an_account_it_says_what_to_do(rb_dcc: Run) -> None:
    ran = rb_dcc("tasks")
    assert ran.code == 1
    assert "Run 'rb-dcc login', or set RB_DCC_ACCESS_ID and RB_DCC_ACCESS_KEY." in ran.err


def test_a_wrong_key_is_told_as_such(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_ACCESS_KEY", "0123456789abcdef")
    ran = rb_dcc("tasks")
    assert ran.code == 1
    assert "The service did not accept the access id and key." in ran.err
    assert "0123456789abcdef" not in ran.err


def test_an_unreachable_service_is_told_as_such(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_SERVICE", "http://127.0.0.1:1")
    monkeypatch.setattr("rb_dcc_core.retry.FIRST_WAIT_S", 0.01)
    ran = rb_dcc("platforms")
    assert (ran.code, ran.out) == (1, "")
    assert (
        ran.err == "127.0.0.1:1 cannot be reached. Check the network, the firewall and the service address.\n"
    )


def test_an_insecure_address_is_refused(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_SERVICE", "http://task.renderbus.com")
    ran = rb_dcc("platforms")
    assert ran.code == 1
    assert "is not secure. Write https://" in ran.err


def test_wrong_usage_is_exit_two(rb_dcc: Run) -> None:
    assert rb_dcc("frobnicate").code == 2
    assert rb_dcc("frames").code == 2
    assert rb_dcc("watch", "abc").code == 2
    assert rb_dcc("over-time", "3").code == 2


@pytest.mark.parametrize("number", ["nan", "inf", "1e999"])
@pytest.mark.parametrize(
    "words",
    [
        ("watch", "3", "--budget"),
        ("watch", "3", "--warn-day"),
        ("watch", "3", "--interval"),
        ("submit", "shot.ma", "--budget-day"),
        ("submit", "shot.ma", "--limit"),
        ("over-time", "3", "--hours"),
    ],
)
def test_what_is_no_number_to_count_with_is_wrong_usage_and_no_limit_that_never_acts(
    rb_dcc: Run, words: Tuple[str, ...], number: str
) -> None:
    ran = rb_dcc(*words, number)
    assert ran.code == 2
    assert f"Invalid value for '{words[-1]}'" in ran.err


def test_a_home_that_cannot_be_written_stops_no_query(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "file" / "home"))
    assert rb_dcc("platforms").code == 0
    words = ["--service", logged_in.url, "--access-id", logged_in.access_id, "--key-stdin"]
    ran = rb_dcc("login", *words, stdin=logged_in.access_key + "\n")
    assert ran.code == 1
    assert "could not be written" in ran.err
    assert "RB_DCC_HOME" in ran.err


def test_a_broken_settings_file_is_set_aside_and_named(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.json").write_text('{"profiles": {', encoding="utf-8")
    ran = rb_dcc("platforms")
    assert ran.code == 0
    assert "was set aside as" in ran.err
    aside = list((tmp_path / "home").glob("settings.broken-*.json"))
    assert [path.read_text(encoding="utf-8") for path in aside] == ['{"profiles": {']


def test_a_dry_run_needs_no_account_and_sends_nothing(rb_dcc: Run, tmp_path: Path) -> None:
    ran = rb_dcc("submit", demo_scene(), "--dry-run", tmp_path / "dry")
    assert ran.code == 0
    assert "the environment is the scene's own, unchecked" in ran.err
    task = json.loads((tmp_path / "dry" / "task.json").read_text(encoding="utf-8"))
    assert task["task_info"]["task_id"] == ""
    assert task["software_config"] == {
        "cg_name": "Maya",
        "cg_version": "2024",
        "plugins": {"mtoa": "5.3.5.2"},
    }
    assert sorted(path.name for path in (tmp_path / "dry").iterdir()) == [
        "asset.json",
        "task.json",
        "tips.json",
        "upload.json",
    ]


@pytest.mark.skipif(os.name != "posix", reason="signals are sent the POSIX way")
def test_ctrl_c_while_waiting_says_what_remains_and_exits_130(logged_in: Sandbox, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "rb_dcc_cli", "submit", str(demo_scene()), "--frames", "1-9999", "--wait"]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    assert running.stdout is not None
    first = running.stdout.readline()
    assert "is submitted." in first
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "The task goes on on the farm: 'rb-dcc watch" in err
    assert "Traceback" not in err


@pytest.mark.skipif(os.name != "posix", reason="signals are sent the POSIX way")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_sandbox_command_says_when_it_is_ready_and_stops_when_told(tmp_path: Path, number: int) -> None:
    words = [
        sys.executable,
        "-m",
        "rb_dcc_cli",
        "sandbox",
        "--state",
        str(tmp_path / "state"),
        "--speed",
        "10",
    ]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    assert running.stdout is not None
    told = json.loads(running.stdout.readline())
    assert sorted(told) == ["access_id", "access_key", "platform", "service", "store"]
    running.send_signal(number)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (0, "", "")


def press_ctrl_c(*_: object, **__: object) -> int:
    """What a transfer does on which somebody presses Ctrl-C."""
    raise KeyboardInterrupt


def test_ctrl_c_while_uploading_says_what_remains(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rb_dcc_core.store.StoreTransfer.send_file", press_ctrl_c)
    ran = rb_dcc("submit", demo_scene())
    assert ran.code == 130
    assert "The task was created but not submitted; it costs nothing." in ran.err
    assert ran.err.endswith("Interrupted.\n")
    assert ran.err.count("Interrupted") == 1


def test_ctrl_c_while_downloading_keeps_what_is_fetched(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = rb_dcc("submit", demo_scene(), "--frames", "1-2", "--wait", "--interval", "0.2", "--json")
    task = json.loads(ran.out)["task_id"]
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.store.StoreTransfer.fetch_blocks", press_ctrl_c)
        stopped = rb_dcc("download", task, tmp_path / "out")
    assert (stopped.code, stopped.out) == (130, "")
    assert "the same command again goes on from there" in stopped.err
    assert rb_dcc("download", task, tmp_path / "out").code == 0
    assert len(list((tmp_path / "out").rglob("*.png"))) == 2
    assert list((tmp_path / "out").rglob("*.rb-part")) == []
