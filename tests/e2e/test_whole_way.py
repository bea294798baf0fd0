"""From a scene file to pictures on disk, through the command line, over real HTTP, in both generations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run


def answer(text: str) -> Any:
    return json.loads(text)


@pytest.mark.parametrize("generation", ["v1", "v2", "auto"])
def test_a_scene_goes_from_its_file_to_finished_frames(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, generation: str
) -> None:
    monkeypatch.setenv("RB_DCC_GENERATION", generation)
    out = tmp_path / "pictures"
    ran = rb_dcc(
        "submit",
        demo_scene(),
        "--frames",
        "2-6x2",
        "--label",
        "spot",
        "--download",
        out,
        "--interval",
        "0.2",
        "--json",
    )
    assert ran.code == 0, ran.err
    told = answer(ran.out)
    task = told["task_id"]
    assert (told["status"], told["total_frames"], told["done_frames"], told["failed_frames"]) == (25, 3, 3, 0)
    names = sorted(path.name for path in out.rglob("*.png"))
    assert names == ["turntable.0002.png", "turntable.0004.png", "turntable.0006.png"]
    for path in out.rglob("*.png"):
        with Image.open(path) as picture:
            assert picture.size[0] * 360 == picture.size[1] * 640
    listed = answer(rb_dcc("tasks", "--json").out)
    assert [(each["id"], each["status_text"], each["label"]) for each in listed] == [
        (task, "finished", "spot")
    ]
    frames = answer(rb_dcc("frames", task, "--json").out)
    assert [(each["frame"], each["status_text"]) for each in frames] == [
        ("2", "done"),
        ("4", "done"),
        ("6", "done"),
    ]


def test_a_download_made_twice_fetches_nothing_twice(logged_in: Sandbox, rb_dcc: Run, tmp_path: Path) -> None:
    submitted = answer(
        rb_dcc("submit", demo_scene(), "--frames", "1", "--wait", "--interval", "0.2", "--json").out
    )
    first = answer(rb_dcc("download", submitted["task_id"], tmp_path / "a", "--json").out)
    again = answer(rb_dcc("download", submitted["task_id"], tmp_path / "a", "--json").out)
    assert (first["fetched"], first["already_there"]) == (1, 0)
    assert (again["fetched"], again["already_there"]) == (0, 1)
    assert first["files"] == again["files"]


def test_failed_frames_are_told_and_rendered_again(logged_in: Sandbox, rb_dcc: Run) -> None:
    ran = rb_dcc("submit", demo_scene(), "--frames", "1-200", "--wait", "--interval", "0.2", "--json")
    told = answer(ran.out)
    assert ran.code == 1
    assert told["status"] == 30
    assert told["failed_frames"] > 0
    assert told["done_frames"] + told["failed_frames"] == 200
    assert f"'rb-dcc retry {told['task_id']}'" in ran.err
    retried = answer(rb_dcc("retry", told["task_id"], "--json").out)
    assert retried["frames"] == told["failed_frames"]
    assert rb_dcc("watch", told["task_id"], "--interval", "0.2").code == 0
    assert rb_dcc("retry", told["task_id"]).out == "No frame has failed; nothing was restarted.\n"


def test_chosen_frames_are_rendered_again(logged_in: Sandbox, rb_dcc: Run) -> None:
    task = answer(
        rb_dcc("submit", demo_scene(), "--frames", "1-5", "--wait", "--interval", "0.2", "--json").out
    )["task_id"]
    assert rb_dcc("retry", task, "--frames", "2-3").out == "2 frames restarted.\n"
    assert rb_dcc("watch", task, "--interval", "0.2").code == 0
    refused = rb_dcc("retry", task, "--frames", "77")
    assert refused.code == 1
    assert refused.err == f"Task {task} has none of the frames 77. 'rb-dcc frames {task}' lists its frames.\n"


def test_a_task_is_stopped_started_hurried_abandoned_and_deleted(
    tmp_path: Path, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(tmp_path / "slow", speed=1.0) as service:
        for name, value in service.announcement().items():
            monkeypatch.setenv("RB_DCC_" + name.upper(), str(value))
        task = answer(rb_dcc("submit", demo_scene(), "--json").out)["task_id"]
        assert rb_dcc("priority", task, "--level", "high").code == 0
        assert rb_dcc("full-speed", task).code == 0
        assert rb_dcc("over-time", task, "--hours", "2").code == 0
        assert rb_dcc("stop", task).out == f"Stopped: {task}.\n"
        assert answer(rb_dcc("tasks", "--json").out)[0]["status_text"] == "stopped"
        waited = rb_dcc("watch", task)
        assert waited.code == 1
        assert f"Task {task}: stopped. 'rb-dcc start {task}' goes on." in waited.err
        assert rb_dcc("start", task).code == 0
        assert rb_dcc("abandon", task).code == 0
        assert answer(rb_dcc("tasks", "--json").out)[0]["status_text"] == "abandoned"
        assert rb_dcc("delete", task).code == 0
        assert answer(rb_dcc("tasks", "--json").out) == []


def test_the_demo_leaves_pictures(rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rb_dcc_cli.demo.SPEED", 400.0)
    ran = rb_dcc("demo", "--terminal", "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert len(list((tmp_path / "out").rglob("turntable.*.png"))) == 12
    assert "12 pictures in" in ran.out


def test_login_tests_the_key_and_keeps_it(
    service: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "home"))
    words = ["login", "--service", service.url, "--access-id", service.access_id, "--key-stdin"]
    wrong = rb_dcc(*words, stdin="not-the-right-key\n")
    assert wrong.code == 1
    assert "did not accept the access id and key" in wrong.err
    assert not (tmp_path / "home" / "settings.json").exists()
    ran = rb_dcc(*words, stdin=service.access_key + "\n")
    assert ran.code == 0, ran.err
    assert "Logged in as sandbox on platform 62." in ran.out
    assert service.access_key not in ran.out + ran.err
    assert service.access_key not in (tmp_path / "home" / "settings.json").read_text(encoding="utf-8")
    assert answer(rb_dcc("account", "--json").out)["user_name"] == "sandbox"


def test_environments_are_made_changed_and_used(logged_in: Sandbox, rb_dcc: Run) -> None:
    assert rb_dcc("env", "create", "a", "--version", "2024", "--plugin", "mtoa 5.3.5.2").code == 0
    assert rb_dcc("env", "edit", "a", "--os", "linux", "--render-setup").code == 0
    assert rb_dcc("env", "default", "a").code == 0
    shown = answer(rb_dcc("env", "show", "a", "--json").out)
    assert shown == {
        "name": "a",
        "host": "Maya",
        "version": "2024",
        "os": "linux",
        "render_setup": True,
        "default": True,
        "plugins": {"mtoa": "5.3.5.2"},
    }
    assert (
        rb_dcc("submit", demo_scene(), "--env", "a", "--frames", "1", "--wait", "--interval", "0.2").code == 0
    )
    assert rb_dcc("env", "delete", "a").code == 0
    gone = rb_dcc("submit", demo_scene(), "--env", "a")
    assert (gone.code, gone.err) == (
        1,
        "There is no render environment 'a'. There are: none yet; 'rb-dcc env create' makes one.\n",
    )


def test_labels_are_added_listed_and_deleted(logged_in: Sandbox, rb_dcc: Run) -> None:
    assert rb_dcc("labels", "add", "项目 é").code == 0
    assert [each["name"] for each in answer(rb_dcc("labels", "list", "--json").out)] == ["项目 é"]
    assert rb_dcc("labels", "add", "项目 é").code == 1
    assert rb_dcc("labels", "delete", "项目 é").code == 0
    assert answer(rb_dcc("labels", "list", "--json").out) == []


def test_any_interface_can_be_called_and_secrets_are_masked(logged_in: Sandbox, rb_dcc: Run) -> None:
    masked = answer(rb_dcc("api", "getRaySyncUserKey").out)
    assert masked["raySyncUserKey"] == "********"
    shown = answer(rb_dcc("api", "getRaySyncUserKey", "--show-secrets").out)
    assert shown["raySyncUserKey"] not in ("", "********")
    assert answer(rb_dcc("api", "queryPlatforms", "--data", '{"zone": 1}').out)[0]["platform"] == 3
    assert answer(rb_dcc("api", "queryPlatforms", "--data", "-", stdin='{"zone": 1}').out)[0]["platform"] == 3
    refused = rb_dcc("api", "queryPlatforms", "--data", '{"zone": null}')
    assert (refused.code, refused.err) == (
        1,
        "The field 'zone' is null, which cannot be signed; leave the field out.\n",
    )


def test_every_query_speaks_json(logged_in: Sandbox, rb_dcc: Run) -> None:
    for words in (
        ("platforms",),
        ("account",),
        ("stats",),
        ("tasks",),
        ("software",),
        ("software", "maya"),
        ("env", "list"),
        ("labels", "list"),
        ("why", "10012"),
        ("describe", str(demo_scene())),
    ):
        ran = rb_dcc(*words, "--json")
        assert (ran.code, ran.err) == (0, ""), words
        answer(ran.out)
        assert rb_dcc(*words).code == 0
