"""A .max file becomes a running task without 3ds Max: archived, sent, gone on with after a kill, cleared away."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run
from tests.support.max_file import GZIP, PLAIN, MaxFile
from tests.support.seven_zip_reader import read_archive

ASKED = ("--frames", "0-2", "--output", "shot.exr", "--camera", "Camera001")
V_RAY = (("vrender2023.dlr", "V-Ray by Chaos"), ("rend.dlr", "Scanline (Autodesk)"))


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    """A scene of two cameras with one texture."""
    texture = tmp_path / "show" / "木.png"
    texture.parent.mkdir()
    texture.write_bytes(b"png")
    return MaxFile(
        assets=(("Bitmap", texture.as_posix(), ""),),
        files=("木.png",),
        cameras=("Camera001", "Camera002"),
        renderer="V-Ray 6, update 2.1",
        renderer_id=(1941615238, 2012806412),
        dlls=V_RAY,
    ).write(texture.parent / "shot.max")


def archives() -> List[Path]:
    from rb_dcc_core.locations import Locations

    folder = Locations.find().cache / "archives"
    return [path for path in folder.glob("**/*") if path.is_file()]


def press_ctrl_c(*_: object, **__: object) -> Any:
    raise KeyboardInterrupt


def test_a_max_scene_is_submitted_watched_and_fetched(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, tmp_path: Path
) -> None:
    results = tmp_path / "results"
    ran = rb_dcc("submit", shot, *ASKED, "--download", results, "--interval", "0.2", "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert (told["done_frames"], told["failed_frames"]) == (3, 0)
    assert len(list(results.rglob("*.png"))) == 3
    assert "vray 7.00.05 on the farm, the scene tells no version" in ran.err
    assert archives() == []
    assert sorted(path.name for path in shot.parent.iterdir()) == ["shot.max", "木.png"]


def test_without_the_options_it_is_refused_by_what_to_give(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    ran = rb_dcc("submit", shot)
    assert ran.code == 1
    for option in ("--frames", "--output", "--camera"):
        assert option in ran.err
    assert json.loads(rb_dcc("tasks", "--json").out) == []
    assert archives() == []


@pytest.mark.parametrize("layout", [PLAIN, GZIP])
def test_a_dry_run_leaves_the_archive_beside_the_job_files_that_tell_its_md5(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, layout: str
) -> None:
    scene = MaxFile(layout=layout).write(tmp_path / "a b.max")
    folder = tmp_path / "dry"
    ran = rb_dcc("submit", scene, *ASKED, "--dry-run", folder)
    assert ran.code == 0, ran.err
    packed = (folder / "a b.max.7z").read_bytes()
    assert read_archive(packed) == ("a b.max", scene.read_bytes())
    assert (len(packed) > scene.stat().st_size) is (layout == GZIP)
    upload = json.loads((folder / "upload.json").read_text(encoding="utf-8"))
    (entry,) = upload["scene"]
    assert entry["hash"] == hashlib.md5(packed).hexdigest()
    assert entry["local"] == (folder / "a b.max.7z").as_posix()
    assert entry["server"].endswith("a b.max.7z")
    assert archives() == []


def interrupt(rb_dcc: Run, shot: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.sending.upload", press_ctrl_c)
        assert rb_dcc("submit", shot, *ASKED).code == 130
    (entry,) = json.loads(rb_dcc("submissions", "--json").out)
    return int(entry["task_id"])


def test_an_interrupted_one_goes_on_with_its_archive(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = interrupt(rb_dcc, shot, monkeypatch)
    assert [path.name for path in archives()] == ["shot.max.7z"]
    assert rb_dcc("resume", "1").out == f"Task {task} is submitted.\n"
    assert archives() == []


def test_the_archive_is_made_again_where_it_is_gone(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = interrupt(rb_dcc, shot, monkeypatch)
    archives()[0].unlink()
    ran = rb_dcc("resume", "1")
    assert (ran.code, ran.out) == (0, f"Task {task} is submitted.\n"), ran.err


def test_one_made_again_of_another_scene_is_refused(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(rb_dcc, shot, monkeypatch)
    archives()[0].unlink()
    shot.write_bytes(shot.read_bytes() + b"saved again")
    ran = rb_dcc("resume", "1")
    assert ran.code == 1
    assert "was saved again since this submission was prepared" in ran.err
    assert "'rb-dcc forget 1' gives it up." in ran.err
    assert "goes on" not in ran.err


def test_forgetting_clears_the_archive_away(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(rb_dcc, shot, monkeypatch)
    assert rb_dcc("forget", "1").code == 0
    assert archives() == []


def test_describe_and_check_need_no_service(rb_dcc: Run, shot: Path) -> None:
    ran = rb_dcc("describe", shot)
    assert ran.code == 0
    assert "vrender2023.dlr, rend.dlr" in ran.out
    assert "Camera001, Camera002" in ran.out
    checked = rb_dcc("check", shot, *ASKED)
    assert "writes shot0000.exr" in checked.out


def test_one_task_for_each_camera_where_that_is_asked_for(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    cameras = ("--camera", "Camera002", "--task-per-camera")
    ran = rb_dcc("submit", shot, *ASKED, *cameras, "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)["tasks"]
    assert [each["camera"] for each in told] == ["Camera001", "Camera002"]
    assert sorted(task["id"] for task in json.loads(rb_dcc("tasks", "--json").out)) == sorted(
        each["task_id"] for each in told
    )


def test_tasks_for_each_camera_are_not_tested_first(logged_in: Sandbox, rb_dcc: Run, shot: Path) -> None:
    ran = rb_dcc("submit", shot, *ASKED, "--camera", "Camera002", "--task-per-camera", "--test-first")
    assert (ran.code, "--task-per-camera only submits" in ran.err) == (2, True)
    assert json.loads(rb_dcc("tasks", "--json").out) == []


def test_a_task_for_each_camera_is_remembered_beside_the_scene(
    logged_in: Sandbox, rb_dcc: Run, shot: Path
) -> None:
    cameras = ("--camera", "Camera002", "--task-per-camera")
    assert rb_dcc("submit", shot, *ASKED, *cameras, "--remember").code == 0
    again = rb_dcc("submit", shot, "--remembered", "--json")
    assert [each["camera"] for each in json.loads(again.out)["tasks"]] == ["Camera001", "Camera002"]
    once = rb_dcc("submit", shot, "--remembered", "--one-task")
    assert (once.code, once.out.count("is submitted")) == (0, 1), once.err
    waiting = rb_dcc("submit", shot, "--remembered", "--wait")
    assert (waiting.code, "--one-task" in waiting.err) == (2, True)


def test_all_cameras_are_one_task_otherwise(logged_in: Sandbox, rb_dcc: Run, shot: Path) -> None:
    ran = rb_dcc("submit", shot, *ASKED, "--camera", "Camera002", "--wait", "--interval", "0.2", "--json")
    assert json.loads(ran.out)["total_frames"] == 6
    assert len(json.loads(rb_dcc("tasks", "--json").out)) == 1


def test_where_one_cameras_task_fails_the_rest_is_named(
    logged_in: Sandbox, rb_dcc: Run, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cameras = ("--camera", "Camera002", "--task-per-camera")
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.sending.upload", press_ctrl_c)
        ran = rb_dcc("submit", shot, *ASKED, *cameras)
    assert ran.code == 130
    assert "Not begun: Camera002. Give them with --camera." in ran.err
    again = rb_dcc("submit", shot, *ASKED, *cameras)
    assert (again.code, "'rb-dcc resume 1' goes on with it; or give --new." in again.err) == (1, True)
