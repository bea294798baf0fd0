"""The four job files against their golden copies, and each rule by itself."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError, LocalFileError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.job import JobSettings, apply_settings
from rb_dcc_core.jobfiles import (
    JobContext,
    asset_json,
    file_bytes,
    file_md5,
    task_json,
    tips_json,
    upload_entries,
    upload_json,
    write_job_files,
)
from rb_dcc_core.priority import PriorityFrames
from tests.support.scenes import STUDIO, STUDIO_SCENE, asset, layer, scene

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
MD5 = "0123456789abcdef0123456789abcdef"
ENVIRONMENT = RenderEnvironment(2000, "2024", {"mtoa": "5.3.1", "vray": "6.10.08"}, None, 1, 1)
CONTEXT = JobContext("10001136", "62")
CHOSEN = JobSettings(
    label="film",
    ram_gb=128,
    graphics_cards=1,
    hardware_config_ids=(3, 5),
    frames_per_machine=2,
    priority_frames=PriorityFrames(first=True, last=True),
    is_test_stop=True,
    frame_timeout_s=7200,
    task_timeout_s=86400,
    reminder_s=3600,
    tiles=1,
    is_distributed=True,
    distributed_nodes=5,
)


def golden(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def task_of(settings: JobSettings, context: JobContext = CONTEXT) -> Any:
    return task_json(STUDIO, apply_settings(STUDIO, settings), settings, ENVIRONMENT, context)


def test_task_json_of_a_dry_run_is_as_it_was() -> None:
    made = task_of(JobSettings())
    assert made == golden("task_defaults.json")
    assert made["task_info"]["task_id"] == ""


def test_task_json_with_every_choice_made_is_as_it_was() -> None:
    assert task_of(CHOSEN, JobContext("10001136", "62", "19084", "7")) == golden("task_chosen.json")


def test_task_json_with_size_and_format_of_single_layers_is_as_it_was() -> None:
    chosen = JobSettings(
        layer_sizes=(("beauty", ImageSize(1024, 429)), ("gone", ImageSize(8, 8))),
        layer_formats=(("rs_beauty", "exr (multichannel)"), ("masterLayer", "jpg")),
    )
    assert task_of(chosen) == golden("task_layer_pictures.json")


def test_upload_json_is_as_it_was() -> None:
    assert upload_json(upload_entries(STUDIO, JobSettings(), MD5)) == golden("upload.json")


def test_asset_json_is_as_it_was() -> None:
    assert asset_json(STUDIO) == golden("asset.json")


def test_tips_json_is_as_it_was() -> None:
    assert tips_json(STUDIO) == golden("tips.json")


def test_every_value_of_task_info_is_text_but_the_hardware_ids() -> None:
    for settings in (JobSettings(), CHOSEN):
        info = dict(task_of(settings)["task_info"])
        assert all(type(number) is int for number in info.pop("hardwareConfigIds"))
        assert {key for key, value in info.items() if type(value) is not str} == set()


def test_every_value_of_a_layers_common_is_text_but_the_two_lists() -> None:
    for info in task_of(CHOSEN)["scene_info_render"].values():
        common = dict(info["common"])
        assert all(type(item) is str for item in common.pop("all_camera") + common.pop("render_camera"))
        assert {key for key, value in common.items() if type(value) is not str} == set()


@pytest.mark.parametrize(
    ("frames", "start", "end", "by_frame", "farm"),
    [
        ("537", "537", "537", "1", "537"),
        ("1-10", "1", "10", "1", "1-10[1]"),
        ("1-10x2", "1", "10", "2", "1-10[2]"),
        ("20-30x5,3", "3", "30", "1", "20-30[5],3"),
        ("-5-5", "-5", "5", "1", "-5-5[1]"),
    ],
)
def test_frames_are_told_in_the_farms_own_syntax(
    frames: str, start: str, end: str, by_frame: str, farm: str
) -> None:
    settings = JobSettings(frames=FrameRange.parse(frames))
    common = task_of(settings)["scene_info_render"]["rs_beauty"]["common"]
    assert (common["start"], common["end"], common["by_frame"], common["frames"]) == (
        start,
        end,
        by_frame,
        farm,
    )


def test_layers_are_children_only_where_several_render(tmp_path: Path) -> None:
    for count, told in ((1, "0"), (2, "1")):
        layers = tuple(layer(f"l{n}", f"rs_l{n}", renderable=n < count) for n in range(3))
        made = task_json(scene(tmp_path / "a.ma"), layers, JobSettings(), ENVIRONMENT, CONTEXT)
        assert made["task_info"]["enable_layered"] == told
        assert made["layers"] == ["rs_l0", "rs_l1", "rs_l2"]


def test_each_farm_path_is_sent_once_and_the_scene_first(tmp_path: Path) -> None:
    made = scene(
        tmp_path / "a.ma",
        asset("/t/a.png"),
        asset("/t/b.png"),
        asset("/t/a.png"),
        asset("/new/b.png", "/t/b.png"),
    )
    entries = upload_entries(made, JobSettings(), MD5)
    assert [entry.local for entry in entries] == [made.scene, "/t/a.png", "/t/b.png"]
    assert [entry.md5 for entry in entries] == [MD5, None, None]


def test_a_reference_to_the_scene_itself_keeps_the_scenes_hash(tmp_path: Path) -> None:
    path = (tmp_path / "a.ma").as_posix()
    entries = upload_entries(scene(tmp_path / "a.ma", asset(path, kind="reference")), JobSettings(), MD5)
    assert [(entry.local, entry.md5) for entry in entries] == [(path, MD5)]


@pytest.mark.parametrize(
    ("style", "server"),
    [
        ("share", "/server/share/logo.tif"),
        ("keep", "//server/share/logo.tif"),
        ("bare", "server/share/logo.tif"),
    ],
)
def test_shares_follow_the_setting(style: str, server: str) -> None:
    entries = upload_entries(STUDIO, JobSettings(unc_style=style), MD5)
    assert server in [entry.server for entry in entries]


def test_a_scene_that_was_never_saved_is_refused(tmp_path: Path) -> None:
    made = scene(tmp_path / "a.ma", scene="untitled")
    with pytest.raises(InputError, match="Save the scene first"):
        upload_entries(made, JobSettings(), MD5)


def test_a_clean_scene_has_no_tips(tmp_path: Path) -> None:
    assert tips_json(scene(tmp_path / "a.ma", asset("/t/a.png"))) == {}


def test_the_hash_is_the_files_md5_and_its_reading_is_told(tmp_path: Path) -> None:
    path = tmp_path / "scene.ma"
    path.write_bytes(b"x" * 12000000)
    told = []
    assert file_md5(path, told.append) == hashlib.md5(b"x" * 12000000).hexdigest()
    assert (sum(told), len(told)) == (12000000, 2)
    assert file_md5(path) == file_md5(path).lower()


def test_a_scene_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(LocalFileError, match="Check that it is there and that you may read it"):
        file_md5(tmp_path / "gone.ma")


def test_a_job_file_is_utf8_as_it_stands(tmp_path: Path) -> None:
    assert file_bytes({"path": "项目"}) == '{\n  "path": "项目"\n}'.encode()


def test_a_file_name_that_is_no_utf8_comes_back_as_it_was() -> None:
    assert json.loads(file_bytes({"path": "bad \udce4 name"}).decode("utf-8")) == {"path": "bad \udce4 name"}


def test_the_job_files_are_written_into_a_folder(tmp_path: Path) -> None:
    write_job_files(tmp_path / "dry run", {"task.json": {"a": 1}, "tips.json": {}})
    assert json.loads((tmp_path / "dry run" / "task.json").read_text(encoding="utf-8")) == {"a": 1}
    assert sorted(each.name for each in (tmp_path / "dry run").iterdir()) == ["task.json", "tips.json"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(LocalFileError):
        write_job_files(tmp_path / "out", {"task.json": {}})


def test_the_scene_itself_stands_among_the_assets_it_needs() -> None:
    assert asset_json(STUDIO)["asset"][0] == STUDIO_SCENE
