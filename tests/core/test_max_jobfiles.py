"""Job files of 3ds Max scenes against their golden copies, one for each renderer, and each rule by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.job import JobSettings, apply_settings
from rb_dcc_core.jobfiles import JobContext, upload_entries, upload_json
from rb_dcc_core.max_jobfiles import asset_json, task_json
from tests.support.max_scenes import FROM_HOST, layer, scene

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
MD5 = "0123456789abcdef0123456789abcdef"
ENVIRONMENT = RenderEnvironment(2001, "2023", {"vray": "6.20.06"}, None, 0, 1)
CONTEXT = JobContext("10001136", "62")
RENDERERS = {
    "scanline": "Default_Scanline_Renderer",
    "art": "ART_Renderer",
    "arnold": "Arnold",
    "vray": "V_Ray_6__update_2_1",
    "vray_gpu": "V_Ray_GPU_6__update_2_1",
    "corona": "Corona",
    "redshift": "Redshift_Renderer",
    "vray_3": "V_Ray_Adv_3_60_03",
    "vray_7": "V_Ray_7_Hotfix_1",
    "quicksilver": "Quicksilver_Hardware_Renderer",
    "missing": "Missing_Renderer",
    "unknown": "Maxwell_Render",
}


def golden(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def task_of(snapshot: SceneSnapshot, settings: JobSettings = JobSettings()) -> Any:  # noqa: B008 - frozen
    return task_json(snapshot, apply_settings(snapshot, settings), settings, ENVIRONMENT, CONTEXT)


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_task_json_of_each_renderer_is_as_it_was(name: str) -> None:
    told = scene(RENDERERS[name], max_facts=FROM_HOST)
    assert task_of(told) == golden(f"max_task_{name}.json")


def test_task_json_of_what_a_file_tells_is_as_it_was() -> None:
    chosen = JobSettings(
        frames=FrameRange.parse("0-10,20"), output="shot.png", cameras=("Camera001", "相机 2")
    )
    told = scene(layers=(layer(cameras=(), frames=None, output=None, image_format=None, image_prefix=None),))
    assert task_of(told, chosen) == golden("max_task_from_file.json")


def test_task_json_with_a_size_and_a_format_of_its_own_is_as_it_was() -> None:
    chosen = JobSettings(layer_sizes=(("scene", ImageSize(1280, 720)),), layer_formats=(("scene", "png"),))
    made = task_of(scene(RENDERERS["vray"], max_facts=FROM_HOST), chosen)
    assert made == golden("max_task_layer_pictures.json")


def test_the_archive_stands_under_scene_and_again_under_asset() -> None:
    entries = upload_entries(scene(), JobSettings(), MD5, "/home/me/.cache/shot 010.max.7z")
    assert upload_json(entries) == golden("max_upload.json")


def test_asset_json_lists_files_by_kind() -> None:
    assert asset_json(scene(), "/home/me/.cache/shot 010.max.7z") == golden("max_asset.json")


def test_every_value_is_text_or_a_list_of_texts() -> None:
    task = task_of(scene(RENDERERS["vray"], max_facts=FROM_HOST))
    info = dict(task["task_info"])
    assert info.pop("hardwareConfigIds") == []
    common = dict(task["scene_info_render"]["common"])
    lists = ("all_camera", "all_element_type", "all_output_file_type", "element_list")
    for name in (*lists, "element_path_list", "renderable_camera"):
        assert all(type(each) is str for each in common.pop(name))
    renderer = task["scene_info_render"]["renderer"]
    assert {type(value) for value in (*info.values(), *common.values(), *renderer.values())} == {str}


@pytest.mark.parametrize(
    ("frames", "farm", "time_type"),
    [
        ("537", "537", "1"),
        ("0-50", "0-50[1]", "3"),
        ("0-50x2", "0-50[2]", "3"),
        ("1,3,5-12", "1,3,5-12[1]", "4"),
    ],
)
def test_the_time_type_follows_the_frames_that_were_chosen(frames: str, farm: str, time_type: str) -> None:
    task = task_of(scene(max_facts=FROM_HOST), JobSettings(frames=FrameRange.parse(frames)))
    common = task["scene_info_render"]["common"]
    assert (common["frames"], common["rend_timeType"]) == (farm, time_type)


def test_the_hosts_own_time_type_is_told_where_its_frames_are_rendered() -> None:
    assert task_of(scene(max_facts=FROM_HOST))["scene_info_render"]["common"]["rend_timeType"] == "2"


def test_max_renders_on_windows_without_layers_or_distribution_whatever_was_chosen() -> None:
    info = task_of(scene(), JobSettings(os_name=0, is_distributed=True))["task_info"]
    told = (info["os_name"], info["enable_layered"], info["is_distribute_render"], info["version"])
    assert told == ("1", "0", "0", "2")


def test_layers_that_render_alike_are_one_task() -> None:
    states = (layer(name="Day", node="Day"), layer(name="Night", node="Night"))
    assert task_of(scene(layers=states))["scene_info_render"]["common"]["output_file"] == "D:/out/shot.exr"


def test_layers_that_differ_are_refused_until_one_is_chosen() -> None:
    views = (layer(name="wide", node="wide"), layer(name="close", node="close", width=640))
    with pytest.raises(InputError) as refused:
        task_of(scene(layers=views))
    assert str(refused.value) == (
        "'wide' and 'close' render differently, and a 3ds Max task renders its scene in one way. Choose one with --layer."
    )
    chosen = task_of(scene(layers=views), JobSettings(layers=("close",)))
    assert chosen["scene_info_render"]["common"]["width"] == "640"


@pytest.mark.parametrize(("output", "option"), [(None, "--output"), ("D:/out/shot", "--format")])
def test_an_unknown_output_is_refused_by_the_option_to_give(output: Any, option: str) -> None:
    with pytest.raises(InputError, match=option):
        task_of(scene(layers=(layer(output=output),)))
