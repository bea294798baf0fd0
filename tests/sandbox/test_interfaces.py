"""Every interface answers, in both generations, with the fields of the document's own samples."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Set, Tuple

import pytest

from rb_dcc_core.interfaces import INTERFACES
from tests.sandbox.asker import Asker, maya_job
from tests.support.examples import example

ONLY_IN_V1 = {"keyValue"}
ADDED_IN_V1 = {"httpStore"}


def shape(value: Any, name: str = "") -> Set[str]:
    """Every field name of a value, nested ones joined by dots; of a list, those of its first item."""
    if isinstance(value, dict):
        return {
            found for key, item in value.items() for found in {name + key} | shape(item, name + key + ".")
        }
    if isinstance(value, list) and value:
        return shape(value[0], name)
    return set()


def requests_of(asker: Asker) -> Iterator[Tuple[str, Dict[str, Any], Dict[str, Any]]]:
    """Each interface of the samples with a v1 and a v2 request, in an order in which all can succeed."""
    task_id = asker.submitted_max(gi="1", frames="0-30[1]")
    asker.pass_time(200)
    photon, main = [child["id"] for child in asker.task(task_id)["respRenderingTaskList"]]
    photon_frame = asker.frames(photon)[0]["id"]
    env = {"cgId": 2000, "cgName": "Maya", "cgVersion": "2024", "renderLayerType": 0, "renderSystem": "0"}
    yield "queryPlatforms", {"zone": 2}, {"zone": 2}
    for name in ("queryUserProfile", "queryUserSetting", "getTransferBid", "queryAllFrameStats"):
        yield name, {}, {}
    yield "querySupportedSoftware", {}, {}
    yield "getRaySyncUserKey", {}, {}
    yield "updateUserSetting", {"taskOverTime": 13}, {"taskOverTimeSec": 13}
    yield "createTask", {"count": 1, "outUserId": 1}, {"count": 1, "taskUserLevel": 60}
    yield "queryErrorDetail", {"code": "15000"}, {"codes": ["15000"], "language": "1"}
    yield (
        "getTaskList",
        {"pageNum": 1, "pageSize": 1, "statusList": [5, 25]},
        {"pageNum": 1, "pageSize": 1, "statusList": [5, 25]},
    )
    yield "queryTaskInfo", {"taskIds": [task_id]}, {"taskIds": [str(task_id)]}
    yield "queryTaskFrames", {"taskId": photon}, {"taskId": photon, "pageNum": 1, "pageSize": 2}
    yield "loadTaskProcessImg", {"taskId": task_id, "frameType": 2}, {"taskId": task_id, "frameType": 2}
    yield (
        "loadingFrameThumbnail",
        {"id": photon_frame, "frameStatus": 4},
        {"id": photon_frame, "frameStatus": 4},
    )
    yield "getTransferServerMsg", {"zone": 1}, {"zone": 2}
    yield "querySupportedPlugin", {"cgId": "2001"}, {"cgId": 2001, "osName": "windows"}
    yield "addLabel", {"newName": "one", "status": 0}, {"newName": "two", "status": 1}
    yield "getLabelList", {}, {}
    yield "deleteLabel", {"delName": "one"}, {"delName": "two"}
    yield (
        "addRenderEnv",
        dict(env, editName="a", pluginIds=[1103]),
        dict(env, editName="b", pluginIds=["1103"]),
    )
    yield (
        "updateRenderEnv",
        dict(env, editName="a", pluginIds=[1103]),
        dict(env, editName="b", pluginIds=[1103]),
    )
    yield "setDefaultRenderEnv", {"editName": "a"}, {"editName": "b"}
    yield "getRenderEnv", {"cgId": "2000"}, {"cgId": 2000, "osName": 0}
    yield "deleteRenderEnv", {"editName": "a"}, {"editName": "b"}
    yield "restartFrame", {"taskIds": photon, "selectAll": 1}, {"taskId": photon, "ids": [], "selectAll": 1}
    yield "restartFailedFrames", {"taskParam": [main]}, {"taskIds": [main], "status": [5]}
    yield "setOverTimeStop", {"taskIds": [main], "overTime": 86400}, {"taskIds": [main], "overTime": 86400}
    yield "fullSpeed", {"taskIds": [main]}, {"taskIds": [main]}


def test_every_interface_answers_with_the_samples_fields_in_both_generations(asker: Asker) -> None:
    answered = set()
    for name, v1, v2 in requests_of(asker):
        sample = example(name)["response"]
        sample_data = sample["data"] if sample else None
        wanted = shape(sample_data)
        got_v1, got_v2 = asker.ask(name, "v1", **v1), asker.ask(name, "v2", **v2)
        found_v1 = {one for one in shape(got_v1) if not one.startswith("httpStore")}
        assert found_v1 == wanted, name
        missing_v2 = {one for one in wanted - shape(got_v2) if one.rpartition(".")[2] != "keyValue"}
        assert missing_v2 == set(), name
        assert type(got_v1) is type(sample_data), name
        answered.add(name)
    actions = {"submitTask", "stopTask", "startTask", "abortTask", "deleteTask"}
    in_both = {name for name, interface in INTERFACES.items() if interface.v1_path is not None}
    assert in_both - answered == actions


def test_the_task_actions_answer_null_in_both_generations(asker: Asker) -> None:
    for generation, name in (("v1", "taskParam"), ("v2", "taskIds")):
        task_id = asker.new_task()
        asker.send_job(task_id, maya_job(task_id))
        assert asker.ask("submitTask", generation, taskId=str(task_id)) is None
        for action in ("stopTask", "startTask", "abortTask", "deleteTask"):
            assert asker.ask(action, generation, **{name: [task_id]}) is None


def test_v2_adds_its_own_fields(asker: Asker) -> None:
    task_id = asker.submitted()
    assert asker.ask("queryPlatforms", zone=2)[2] == {
        "platform": 20,
        "name": "query_platform_gpu20",
        "type": 0,
        "status": 1,
        "taskPrefix": "2S",
        "isShow": 1,
    }
    assert asker.task(task_id)["taskKeyValueVo"] == {
        "tiles": "1",
        "allCamera": '["perspShape","camShape"]',
        "renderableCamera": '["camShape"]',
    }
    assert asker.ask("createTask", count=2, taskUserLevel=50) == {
        "aliasTaskIdList": ["2S19002", "2S19003"],
        "taskIdList": [19002, 19003],
        "userId": 10001136,
    }
    assert asker.ask("getTransferBid")["parent_input_bid"] == "10201"
    assert asker.ask("queryUserSetting")["taskOverTimeSec"] == 43200


def test_key_value_is_text_in_v1(asker: Asker) -> None:
    task_id = asker.submitted_max()
    text = asker.task(task_id, "v1")["keyValue"]
    assert "primary_gi_engine:0::" in text
    assert 'renderable_camera:["Camera001"]::' in text


def test_the_store_is_announced(asker: Asker) -> None:
    store = {"url": asker.sandbox.url + "/store", "protocol": 3}
    assert asker.ask("getConfig")["httpStore"] == store
    assert asker.ask("getTransferServerMsg", "v1", zone=1)["httpStore"] == store
    assert asker.sandbox.announcement() == {
        "service": asker.sandbox.url,
        "access_id": asker.sandbox.access_id,
        "access_key": asker.sandbox.access_key,
        "platform": "62",
        "store": asker.sandbox.url + "/store",
    }


@pytest.mark.parametrize(
    ("name", "generation", "fields", "code"),
    [
        ("stopTask", "v1", {"taskIds": [1]}, 601),
        ("stopTask", "v2", {"taskParam": [1]}, 601),
        ("stopTask", "v2", {"taskIds": 1}, 600),
        ("stopTask", "v2", {"taskIds": []}, 600),
        ("stopTask", "v2", {"taskIds": ["x"]}, 600),
        ("queryPlatforms", "v1", {"zone": 3}, 600),
        ("createTask", "v1", {"count": 0}, 600),
        ("createTask", "v1", {"count": 101}, 600),
        ("createTask", "v2", {"count": 1}, 601),
        ("createTask", "v2", {"count": 1, "taskUserLevel": 55}, 600),
        ("getTaskList", "v1", {"pageNum": 1, "pageSize": 1001}, 600),
        ("getTaskList", "v1", {"pageNum": 0, "pageSize": 10}, 600),
        ("getTaskList", "v2", {"pageNum": 1}, 601),
        ("queryTaskInfo", "v2", {"taskIds": [99999]}, 404),
        ("querySupportedPlugin", "v2", {"cgId": 2000}, 601),
        ("querySupportedPlugin", "v2", {"cgId": 2000, "osName": "beos"}, 600),
        ("querySupportedPlugin", "v1", {"cgId": 2012}, 600),
        ("updateUserSetting", "v2", {"taskOverTime": 12}, 601),
        ("taskJsonFile", "v2", {"taskId": 1, "fileName": "other.json", "content": "{}"}, 600),
        ("showLog", "v2", {"renderingType": "other", "id": 1}, 600),
    ],
)
def test_wrong_fields_are_600_and_missing_ones_601(
    asker: Asker, name: str, generation: str, fields: Dict[str, Any], code: int
) -> None:
    assert asker.code(name, generation, **fields) == code


def test_the_catalogue_joins_plugins_to_host_versions(asker: Asker) -> None:
    data = asker.ask("querySupportedPlugin", cgId=2000, osName="linux")
    assert [one["cgVersion"] for one in data["cgVersion"]] == ["2022", "2023", "2024", "2025", "2026", "2027"]
    host = next(one["id"] for one in data["cgVersion"] if one["cgVersion"] == "2023")
    mtoa = next(one for one in data["cgPlugin"] if one["cvId"] == host and one["pluginName"] == "mtoa")
    assert "mtoa 5.3.5.2" in [one["pluginVersion"] for one in mtoa["pluginVersions"]]
    assert asker.ask("querySupportedPlugin", cgId=2001, osName="linux") == {"cgPlugin": [], "cgVersion": []}


def test_error_codes_come_in_both_languages(asker: Asker) -> None:
    chinese = asker.ask("queryErrorDetail", code="10012")[0]
    english = asker.ask("queryErrorDetail", codes=["10012", "15000"], language=1)
    assert (chinese["desDescriptionCn"], chinese["languageFlag"], chinese["type"]) == ("文件缺失", 0, 0)
    assert [(one["code"], one["type"], one["languageFlag"]) for one in english] == [
        ("10012", 0, 1),
        ("15000", 1, 1),
    ]
    assert asker.ask("queryErrorDetail", "v1", code="1") == []


def test_a_label_of_a_name_is_there_once(asker: Asker) -> None:
    asker.ask("addLabel", newName="film")
    assert asker.code("addLabel", newName="film") == 503
    asker.ask("deleteLabel", delName="film")
    assert asker.code("deleteLabel", delName="film") == 404
    assert asker.ask("getLabelList", "v1") == {"projectNameList": []}


def test_an_environment_is_kept_changed_made_default_and_deleted(asker: Asker) -> None:
    fields = {"cgId": 2000, "cgName": "Maya", "cgVersion": "2024", "renderSystem": 0, "editName": "film"}
    assert asker.ask("addRenderEnv", pluginIds=[1103], **fields) == {"editName": "film"}
    assert asker.code("addRenderEnv", pluginIds=[], **fields) == 600
    assert asker.code("addRenderEnv", pluginIds=[4711], **dict(fields, editName="other")) == 600
    assert asker.code("addRenderEnv", pluginIds=[], **dict(fields, editName="other", cgVersion="2019")) == 600
    asker.ask("setDefaultRenderEnv", editName="film")
    plugin = {"pluginId": 1103, "pluginName": "mtoa", "pluginVersion": "mtoa 5.3.5.2"}
    shown = {
        "cgId": 2000,
        "editName": "film",
        "cgName": "Maya",
        "cgVersion": "2024",
        "osName": 0,
        "renderLayerType": 0,
        "isDefault": 1,
        "respUserPluginInfoVos": [plugin],
    }
    assert asker.ask("getRenderEnv", cgIds=["2000"], osName=0) == [shown]
    assert asker.ask("getRenderEnv", cgId=2000, osName=1) == []
    asker.ask("updateRenderEnv", pluginIds=[], **dict(fields, cgVersion="2025"))
    assert asker.ask("getRenderEnv", "v1", cgId="2000") == [
        dict(shown, cgVersion="2025", respUserPluginInfoVos=[])
    ]
    asker.ask("deleteRenderEnv", editName="film")
    assert asker.code("setDefaultRenderEnv", editName="film") == 404


def test_the_time_limit_is_hours_in_v1_and_seconds_in_v2(asker: Asker) -> None:
    asker.ask("updateUserSetting", "v1", taskOverTime=13)
    assert asker.ask("queryUserSetting")["taskOverTimeSec"] == 46800
    asker.ask("updateUserSetting", taskOverTimeSec=7200)
    assert asker.ask("queryUserSetting", "v1")["taskOverTime"] == 2
