"""The table of interfaces: both generations' paths, what v1 lacks, how fields are spelled."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from rb_dcc_core.errors import InputError, UnknownNameError
from rb_dcc_core.interfaces import HEADER_VERSIONS, INTERFACES, V1, V2, interface
from tests.support.examples import example, example_names

V2_PATHS = {
    "queryPlatforms": "/api/render/common/queryPlatforms",
    "queryUserProfile": "/api/render/setUp/queryUserProfile",
    "queryUserSetting": "/api/render/setUp/queryUserSetting",
    "updateUserSetting": "/api/render/setUp/updateUserSetting",
    "getTransferBid": "/api/render/transfer/getBid",
    "createTask": "/api/render/submit/createTask",
    "submitTask": "/api/render/submit/task",
    "queryErrorDetail": "/api/render/submit/queryAnalyseErrorDetail",
    "getTaskList": "/api/render/handle/getTaskList/v2",
    "stopTask": "/api/rendering/task/renderingTask/stopTask",
    "startTask": "/api/rendering/task/renderingTask/startTask",
    "abortTask": "/api/render/handle/abandonTask",
    "deleteTask": "/api/render/handle/deleteTask",
    "queryTaskFrames": "/api/render/handle/queryTaskFrames",
    "queryAllFrameStats": "/api/render/handle/queryAllFrameStats",
    "restartFailedFrames": "/api/render/handle/recommitTasks",
    "restartFrame": "/api/render/handle/recommitTaskFrames",
    "queryTaskInfo": "/api/render/handle/queryTaskInfo/v2",
    "addLabel": "/api/render/project/add",
    "deleteLabel": "/api/render/project/delete",
    "getLabelList": "/api/render/project/getList",
    "querySupportedSoftware": "/api/render/plugin/querySoftwareList",
    "querySupportedPlugin": "/api/render/plugin/querySoftwareDetail",
    "addRenderEnv": "/api/render/plugin/addUserPluginConfig",
    "updateRenderEnv": "/api/render/plugin/editUserPluginConfig",
    "deleteRenderEnv": "/api/render/plugin/deleteUserPluginConfig",
    "setDefaultRenderEnv": "/api/render/plugin/setDefaultUserPluginConfig",
    "getRenderEnv": "/api/render/plugin/getUserPluginConfig",
    "loadTaskProcessImg": "/api/render/handle/loadTaskProcessImg",
    "setOverTimeStop": "/api/render/handle/setTaskOverTimeStop",
    "loadingFrameThumbnail": "/api/render/handle/loadingFrameThumbnail",
    "getTransferServerMsg": "/api/render/transfer/getServerInfo",
    "getRaySyncUserKey": "/api/render/transfer/getRaySyncUserKey",
    "fullSpeed": "/api/render/handle/fullSpeedRendering",
}
V2_ONLY_PATHS = {
    "taskJsonFile": "/api/render/submit/taskJsonFile",
    "getConfig": "/api/render/transfer/getConfig",
    "hardwareConfig/list": "/api/render/hardwareConfig/list",
    "showLog": "/api/render/handle/showLog",
    "stopTaskFrames": "/api/render/handle/stopTaskFrames",
    "getOutputUserDirFile": "/api/render/file/operate/getOutputUserDirFile",
    "addTaskLabel": "/api/render/handle/addTaskLabel",
    "updateTaskUserLevel": "/api/rendering/task/renderingTask/updateTaskUserLevel",
}
# Each of these creates, changes, submits, restarts or deletes; everything else only asks.
NEVER_REPEATED = {
    "updateUserSetting",
    "createTask",
    "submitTask",
    "stopTask",
    "startTask",
    "abortTask",
    "deleteTask",
    "restartFailedFrames",
    "restartFrame",
    "addLabel",
    "deleteLabel",
    "addRenderEnv",
    "updateRenderEnv",
    "deleteRenderEnv",
    "setDefaultRenderEnv",
    "setOverTimeStop",
    "fullSpeed",
    "taskJsonFile",
    "stopTaskFrames",
    "addTaskLabel",
    "updateTaskUserLevel",
}


def test_the_table_holds_the_34_of_the_examples_and_the_8_that_only_v2_has() -> None:
    assert len(example_names()) == 34
    assert sorted(INTERFACES) == sorted([*example_names(), *V2_ONLY_PATHS])


@pytest.mark.parametrize("name", example_names())
def test_v1_has_the_documents_path(name: str) -> None:
    assert interface(name).path(V1) == example(name)["path"]


@pytest.mark.parametrize(("name", "path"), [*V2_PATHS.items(), *V2_ONLY_PATHS.items()])
def test_v2_has_the_path_that_the_vendors_sdk_asks(name: str, path: str) -> None:
    assert interface(name).path(V2) == path


def test_the_header_version_follows_the_generation() -> None:
    assert HEADER_VERSIONS == {"v1": "1.0.0", "v2": "2.0.0"}


@pytest.mark.parametrize("name", sorted(V2_ONLY_PATHS))
def test_what_only_v2_has_is_refused_in_v1_with_a_sentence(name: str) -> None:
    with pytest.raises(InputError) as refused:
        interface(name).path(V1)
    assert str(refused.value) == (
        f"{name} exists only in generation v2 of the service. Set the profile's generation to v2."
    )


def test_only_pure_questions_may_be_repeated() -> None:
    assert {name for name, entry in INTERFACES.items() if not entry.repeatable} == NEVER_REPEATED


def test_an_unknown_name_is_refused_and_a_near_one_offered() -> None:
    with pytest.raises(UnknownNameError) as refused:
        interface("queryPlatform")
    assert str(refused.value).startswith("There is no interface 'queryPlatform'. Did you mean queryPlatforms")


def test_a_name_near_to_none_is_refused_with_the_place_that_lists_them() -> None:
    with pytest.raises(UnknownNameError, match="'rb-dcc api --help'"):
        interface("zzz")


@pytest.mark.parametrize("key", ["searchKeyword", "startTime", "endTime", "recycleFlag"])
def test_v1_refuses_to_search_rather_than_list_the_wrong_tasks(key: str) -> None:
    given: Dict[str, Any] = {"pageNum": 1, "pageSize": 10, key: "1"}
    assert interface("getTaskList").fields(V2, given) == given
    with pytest.raises(InputError, match="needs generation v2"):
        interface("getTaskList").fields(V1, given)


def test_a_field_that_is_none_is_left_out_and_nought_is_not() -> None:
    given = {"taskId": 0, "producer": None}
    assert interface("submitTask").fields(V2, given) == {"taskId": 0}


def test_the_time_out_is_hours_in_v1_and_seconds_in_v2() -> None:
    assert interface("updateUserSetting").fields(V1, {"taskOverTime": 13}) == {"taskOverTime": 13}
    assert interface("updateUserSetting").fields(V2, {"taskOverTime": 13}) == {"taskOverTimeSec": 46800}
