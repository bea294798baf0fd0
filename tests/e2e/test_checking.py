"""Matching, checking and choosing through the command line: what is told before anything is created."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_memory import JobMemory
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run


def answer(text: str) -> Any:
    return json.loads(text)


def test_environments_are_ranked_and_the_missing_one_is_created_once(logged_in: Sandbox, rb_dcc: Run) -> None:
    rb_dcc("env", "create", "old", "--version", "2024", "--plugin", "mtoa 5.2.2.3")
    rb_dcc("env", "create", "far", "--version", "2022", "--plugin", "mtoa 5.0.0.4")
    told = answer(rb_dcc("env", "match", demo_scene(), "--json").out)
    assert [(each["name"], each["fit"], each["differences"]) for each in told["matches"]] == [
        ("old", "compatible", ["mtoa 5.2.2.3 on the farm, 5.3.5.2 in the scene"]),
        (
            "far",
            "none",
            ["Maya 2022 on the farm, 2024 in the scene", "mtoa 5.0.0.4 on the farm, 5.3.5.2 in the scene"],
        ),
    ]
    assert (told["proposal"]["name"], told["proposal"]["differences"], told["created"]) == (
        "Maya_2024_mtoa_5.3.5.2_Windows",
        [],
        None,
    )
    assert "Created 'Maya_2024_mtoa_5.3.5.2_Windows':" in rb_dcc("env", "match", demo_scene(), "--create").out
    again = rb_dcc("env", "match", demo_scene(), "--create")
    assert again.code == 0
    assert "'Maya_2024_mtoa_5.3.5.2_Windows' is exact; nothing was created." in again.out
    assert len(answer(rb_dcc("env", "list", "--json").out)) == 3


def test_a_check_tells_all_and_creates_nothing(logged_in: Sandbox, rb_dcc: Run) -> None:
    ran = rb_dcc("check", demo_scene(), "--tiles", "4", "--frames-per-machine", "2", "--ram", "5", "--json")
    assert ran.code == 1
    problems = [each for each in answer(ran.out)["problems"] if each["severity"] == "error"]
    assert [(each["code"], each["fix"]) for each in problems] == [
        (
            "ram_gb_odd",
            {"kind": "settings", "label": "Use the default (64)", "settings": ["ram_gb"]},
        ),
        (
            "tiles_with_frames",
            {
                "kind": "settings",
                "label": "Render one frame per machine",
                "settings": ["frames_per_machine"],
            },
        ),
    ]
    good = rb_dcc("check", demo_scene(), "--output-prefix", "<Camera>/x")
    assert good.code == 0
    assert "writes turntableCam/x.0001.exr" in good.out
    assert good.out.endswith("Nothing stops a submission.\n")
    assert answer(rb_dcc("tasks", "--json").out) == []


def test_a_check_without_an_account_checks_what_needs_none(rb_dcc: Run) -> None:
    ran = rb_dcc("check", demo_scene())
    assert ran.code == 0
    assert "only the scene and the settings are checked." in ran.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--ram", "5"], "5 GB of memory cannot be asked for. Choose 64 or 128."),
        (["--preset", "x"], "There is no preset 'x'. There are: none yet; --save-preset makes one."),
        (
            ["--priority-frames", "some"],
            "'some' names no priority frames. Write first, middle, last, frames such as 1,5-8, or none.",
        ),
        (["--map", "x"], "'x' is not for --map. Write NAME=VALUE."),
        (["--layer-frames", "x=1-3"], "The scene has no layer 'x'. It has: masterLayer."),
        (["--layer-size", "x=64x64"], "The scene has no layer 'x'. It has: masterLayer."),
        (["--layer-format", "x=png"], "The scene has no layer 'x'. It has: masterLayer."),
        (["--layer-size", "64x64"], "'64x64' is not for --layer-size. Write NAME=VALUE."),
        (
            ["--layer-size", "masterLayer=0x1080"],
            "No picture is 0 x 1080 pixels: each side must be from 1 to 32768.",
        ),
        (
            ["--layer-format", "masterLayer=webp"],
            "'webp' is no format that the layer 'masterLayer' can be written in. Choose one of: exr, deepexr, png, tif,"
            " jpg.",
        ),
    ],
)
def test_an_error_stops_a_submission_before_anything_is_created(
    logged_in: Sandbox, rb_dcc: Run, words: Any, sentence: str
) -> None:
    ran = rb_dcc("submit", demo_scene(), *words)
    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (1, "", sentence)
    assert answer(rb_dcc("tasks", "--json").out) == []


@pytest.mark.parametrize(
    ("release", "words", "sentence"),
    [
        ("2013", [], "The farm has no Maya 2013. It has: 2022, 2023, 2024, 2025, 2026, 2027."),
        ("2024", ["--env", "gone"], "There is no render environment 'gone'."),
    ],
)
def test_an_environment_that_cannot_be_had_hides_no_other_problem(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, release: str, words: Any, sentence: str
) -> None:
    scene = tmp_path / "shot.ma"
    text = demo_scene().read_text(encoding="utf-8")
    scene.write_text(text.replace('requires maya "2024"', f'requires maya "{release}"'), encoding="utf-8")
    checked = rb_dcc("check", scene, *words, "--ram", "5", "--json")
    errors = [each for each in answer(checked.out)["problems"] if each["severity"] == "error"]
    assert [each["code"] for each in errors] == ["environment_not_to_be_had", "ram_gb_odd"]
    assert errors[0]["message"].startswith(sentence)
    ran = rb_dcc("submit", scene, *words, "--ram", "5")
    assert ran.code == 1
    assert "error: 5 GB of memory cannot be asked for. Choose 64 or 128." in ran.err
    assert ran.err.splitlines()[-1].startswith(sentence)


def test_a_closed_platform_stops_a_submission(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_PLATFORM", "21")
    ran = rb_dcc("check", demo_scene())
    assert ran.code == 1
    assert "error: The platform 21 is closed. Choose another: 'rb-dcc platforms' lists them." in ran.out


def test_choices_and_presets_reach_the_job_files(logged_in: Sandbox, rb_dcc: Run, tmp_path: Path) -> None:
    scene = tmp_path / "shot.ma"
    scene.write_bytes(demo_scene().read_bytes())
    given = ["--priority-frames", "first,last", "--pause", "--frames-per-machine", "2", "--ram", "128"]
    given += ["--frame-timeout", "7200", "--distributed", "4", "--output-prefix", "<Camera>/x"]
    first = rb_dcc(
        "submit", scene, *given, "--save-preset", "draft", "--remember", "--dry-run", tmp_path / "a"
    )
    assert first.code == 0, first.err
    for words, folder in ((["--preset", "draft"], "b"), (["--remembered"], "c")):
        assert rb_dcc("submit", scene, *words, "--ram", "64", "--dry-run", tmp_path / folder).code == 0
    a, b, c = (
        json.loads((tmp_path / name / "task.json").read_text(encoding="utf-8")) for name in ("a", "b", "c")
    )
    info = a["task_info"]
    assert {
        key: info[key]
        for key in (
            "pre_frames",
            "stop_after_test",
            "frames_per_task",
            "ram",
            "job_stop_time",
            "is_distribute_render",
        )
    } == {
        "pre_frames": "101",
        "stop_after_test": "1",
        "frames_per_task": "2",
        "ram": "128",
        "job_stop_time": "7200",
        "is_distribute_render": "1",
    }
    layers = a["scene_info_render"]
    assert layers["defaultRenderLayer"]["common"]["image_file_prefix"] == "<Camera>/x"
    assert b == c == dict(a, task_info=dict(info, ram="64"))
    assert (tmp_path / "shot.ma.rb-dcc.json").exists()


def test_size_and_format_of_a_layer_reach_the_job_file_and_are_told_beside_the_scenes_own(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path
) -> None:
    scene = tmp_path / "shot.ma"
    scene.write_bytes(demo_scene().read_bytes())
    given = ["--layer-size", "masterLayer=320x180", "--layer-format", "defaultRenderLayer=.PNG"]
    ran = rb_dcc("check", scene, *given)
    assert "changed layer sizes: masterLayer=320x180 (else masterLayer=640x360)" in ran.out
    assert "changed layer formats: masterLayer=png (else masterLayer=exr)" in ran.out
    assert [line[-4:] for line in ran.out.splitlines() if line.startswith("writes ")] == [".png"]
    kept = ["--remember", "--save-preset", "small"]
    assert rb_dcc("submit", scene, *given, *kept, "--dry-run", tmp_path / "a").code == 0
    for words, folder in ((["--remembered"], "b"), (["--preset", "small"], "c")):
        assert rb_dcc("submit", scene, *words, "--dry-run", tmp_path / folder).code == 0
    for folder in "abc":
        task = json.loads((tmp_path / folder / "task.json").read_text(encoding="utf-8"))
        common = task["scene_info_render"]["defaultRenderLayer"]["common"]
        assert (common["width"], common["height"], common["image_format"]) == ("320", "180", "png")
    assert scene.read_bytes() == demo_scene().read_bytes()


def test_what_a_preset_has_for_a_layer_of_another_scene_does_not_stop_this_one(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path
) -> None:
    JobMemory(Locations.find()).save_preset(
        "theirs", JobSettings(layer_sizes=(("smoke", ImageSize(8, 8)),), layer_formats=(("smoke", "png"),))
    )
    ran = rb_dcc("check", demo_scene(), "--preset", "theirs")
    assert ran.code == 0, ran.err
    assert "changed" not in ran.out
    assert (
        "notice: The scene has no layer 'smoke' any more. What was chosen for it is kept, without effect."
        in ran.out
    )


def test_a_local_folder_is_mapped_to_its_place_on_the_farm(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path
) -> None:
    scene = tmp_path / "shot.ma"
    scene.write_bytes(demo_scene().read_bytes())
    ran = rb_dcc("submit", scene, "--map", f"{tmp_path.as_posix()}=X:/shows", "--dry-run", tmp_path / "a")
    assert ran.code == 0, ran.err
    upload = json.loads((tmp_path / "a" / "upload.json").read_text(encoding="utf-8"))
    assert upload["scene"][0]["server"] == "/X/shows/shot.ma"
