"""The vendor's own SDK against the sandbox: what it accepts, a real service's clients accept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest

from rb_dcc_core.sandbox.service import Sandbox

rayvision_api = pytest.importorskip(
    "rayvision_api", reason="the vendor's SDK stands beside the long suites only"
)

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def sdk(tmp_path: Path) -> Iterator[Any]:
    with Sandbox(tmp_path / "farm", speed=1.0) as service:
        yield logged_in_sdk(service, tmp_path)


def logged_in_sdk(service: Sandbox, tmp_path: Path) -> Any:
    return rayvision_api.RayvisionAPI(
        access_id=service.access_id,
        access_key=service.access_key,
        domain=service.url.split("//")[1],
        platform=service.platform,
        protocol="http",
        log_folder=str(tmp_path / "log"),
    )


def test_the_sdk_logs_in(sdk: Any) -> None:
    assert sdk.user_info["user_name"] == "sandbox"
    assert sdk.user_info["config_bid"]
    assert sdk.user_info["input_bid"]
    assert sdk.user_info["output_bid"]


def test_the_sdk_lists_platforms_and_software(sdk: Any) -> None:
    assert sdk.query.platforms()[0]["platform"] > 0
    names = {item["cgName"] for item in sdk.query.supported_software()["renderInfoList"]}
    assert {"Maya", "3ds Max"} <= names
    plugins = sdk.query.supported_plugin("maya")
    assert "mtoa" in {item["pluginName"] for item in plugins["cgPlugin"]}


def test_the_sdk_keeps_environments(sdk: Any) -> None:
    # Asked by one name the SDK refuses its own number, which it spells as text; by a list of names it asks.
    env = {
        "cgId": 2000,
        "cgName": "Maya",
        "cgVersion": "2024",
        "renderLayerType": 0,
        "editName": "fromTheSdk",
        "renderSystem": 1,
        "pluginIds": [],
    }
    assert sdk.env.add_render_env(env) == {"editName": "fromTheSdk"}
    sdk.env.set_default_render_env("fromTheSdk")
    found = sdk.env.get_render_env(cg_names=["maya"])
    assert [(item["editName"], item["isDefault"]) for item in found] == [("fromTheSdk", 1)]
    sdk.env.delete_render_env("fromTheSdk")
    assert sdk.env.get_render_env(cg_names=["maya"]) == []


def test_the_sdk_creates_submits_lists_stops_and_deletes_tasks(sdk: Any) -> None:
    task_id = sdk.task.create_task(count=1)["taskIdList"][0]
    sdk.task.submit_task(task_id)
    assert task_id in {item["id"] for item in sdk.query.get_task_list()["items"]}
    assert sdk.query.task_info([task_id])["items"][0]["id"] == task_id
    sdk.task.stop_task([task_id])
    sdk.task.delete_task([task_id])
    assert task_id not in {item["id"] for item in sdk.query.get_task_list()["items"]}


def test_the_sdk_keeps_labels(sdk: Any) -> None:
    sdk.tag.add_label("fromTheSdk")
    assert "fromTheSdk" in {item["projectName"] for item in sdk.tag.get_label_list()["projectNameList"]}
    sdk.tag.delete_label("fromTheSdk")
    assert sdk.tag.get_label_list()["projectNameList"] == []
