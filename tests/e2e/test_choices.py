"""Choices that last beyond one command: the results' folder, the language; and what is shown of those that were made."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.sandbox.service import Sandbox
from tests.e2e.conftest import Run


def answer(text: str) -> Any:
    return json.loads(text)


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    path = tmp_path / "shot.ma"
    path.write_bytes(demo_scene().read_bytes())
    return path


def test_a_task_is_downloaded_into_the_folder_it_was_submitted_with(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("submit", shot, "--frames", "1", "--output-folder", "out", "--save-preset", "here", "--wait")
    task = answer(rb_dcc(*words, "--interval", "0.2", "--json").out)["task_id"]
    assert not (tmp_path / "out").exists()
    monkeypatch.chdir("/")
    told = answer(rb_dcc("download", task, "--json").out)
    assert (told["folder"], told["fetched"]) == (str(tmp_path / "out"), 1)
    again = rb_dcc("submit", shot, "--frames", "2", "--preset", "here", "--download", "--interval", "0.2")
    assert again.code == 0, again.err
    assert len(list((tmp_path / "out").rglob("*.png"))) == 2


def test_without_a_folder_nothing_is_guessed(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path, shot: Path
) -> None:
    asked = rb_dcc("submit", shot, "--download")
    assert asked.code == 2
    assert "Give the folder: --download DIR, or set it with --output-folder DIR." in asked.err
    assert answer(rb_dcc("tasks", "--json").out) == []
    task = answer(rb_dcc("submit", shot, "--frames", "1", "--json").out)["task_id"]
    for number in (task, 99):
        ran = rb_dcc("download", number)
        assert (ran.code, ran.err) == (
            1,
            f"No folder is known for the results of task {number}. Give one: 'rb-dcc download {number} DIR'.\n",
        )


def test_the_farms_texts_come_in_the_users_language(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, chinese = "A file is missing", "文件缺失"
    assert english in rb_dcc("why", "10012").out
    settings = Path(os.environ["RB_DCC_HOME"]) / "settings.json"
    settings.write_text('{"language": "zh"}', encoding="utf-8")
    assert chinese in rb_dcc("why", "10012").out
    assert english in rb_dcc("why", "10012", "--language", "en").out
    monkeypatch.setenv("RB_DCC_LANGUAGE", "en")
    assert english in rb_dcc("why", "10012").out
    monkeypatch.setenv("RB_DCC_LANGUAGE", "klingon")
    refused = rb_dcc("why", "10012")
    assert (refused.code, refused.err) == (1, "The language 'klingon' is not one. Use en or zh.\n")


def test_a_check_shows_what_was_changed_and_what_it_was(rb_dcc: Run) -> None:
    words = ("check", demo_scene(), "--frames", "1-5", "--tiles", "4", "--camera", "turntableCam")
    assert answer(rb_dcc(*words, "--json").out)["changed"] == [
        {"name": "frames", "default": "1-12", "chosen": "1-5"},
        {"name": "tiles", "default": 1, "chosen": 4},
    ]
    shown = rb_dcc(*words, "--distributed", "4", "--map", "/mnt/a=X:/a").out.splitlines()
    assert shown[:5] == [
        "changed frames: 1-5 (else 1-12)",
        "changed tiles: 4 (else 1)",
        "changed distributed: yes (else no)",
        "changed distributed nodes: 4 (else 3)",
        "changed path map: /mnt/a=X:/a (else none)",
    ]


@pytest.mark.parametrize("generation", ["v1", "v2"])
def test_machines_are_those_the_farm_lists_where_it_lists_any(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, generation: str
) -> None:
    monkeypatch.setenv("RB_DCC_GENERATION", generation)
    unknown = rb_dcc("check", demo_scene(), "--hardware", "9")
    known = rb_dcc("check", demo_scene(), "--hardware", "202")
    assert known.code == 0
    if generation == "v1":
        assert (unknown.code, "machine" in unknown.out, "machine" in known.out) == (0, False, False)
        return
    assert unknown.code == 1
    assert "error: The farm has no machines 9. It has: 101 (" in unknown.out
    assert "machine 202 (3090, 2*GPU, 128GB)\n" in known.out
    listed = answer(rb_dcc("check", demo_scene(), "--json").out)["machines"]
    assert {"id": 202, "kind": "gpu", "model": "3090", "graphics_cards": "2*GPU", "ram": "128GB"} in listed


def test_a_project_folder_that_is_gone_and_a_file_for_a_folder_are_told(
    rb_dcc: Run, tmp_path: Path, shot: Path
) -> None:
    words = ("check", shot, "--project", tmp_path / "gone", "--output-folder", shot, "--json")
    codes = {each["code"] for each in answer(rb_dcc(*words).out)["problems"]}
    assert codes >= {"project_folder_missing", "output_folder_is_file"}
