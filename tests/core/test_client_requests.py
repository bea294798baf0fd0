"""Each method of the client sends exactly what its interface expects, in either generation."""

from __future__ import annotations

import contextlib
from typing import Any, Callable, Dict, NamedTuple, Optional

import pytest

from rb_dcc_core.client import Client
from rb_dcc_core.errors import InputError, UnsignableValueError, WrongEnvelopeError
from tests.support.examples import example, example_data, example_names
from tests.support.recording import RecordingTransport

TASKS = [1111307, 1111309]
ENVIRONMENT = {
    "cgId": 2000,
    "cgName": "Maya",
    "cgVersion": "2020",
    "renderLayerType": 0,
    "editName": "testRenderEnv",
    "renderSystem": 0,
    "pluginIds": [1166],
}


class Case(NamedTuple):
    """A method as it is called, and the body it sends in v2; None where v2's is v1's."""

    name: str
    call: Callable[[Client], Any]
    v2_body: Optional[Dict[str, Any]] = None


CASES = [
    Case("queryPlatforms", lambda c: c.query_platforms(2)),
    Case("queryUserProfile", lambda c: c.query_user_profile()),
    Case("queryUserSetting", lambda c: c.query_user_setting()),
    Case("updateUserSetting", lambda c: c.update_user_setting(13), {"taskOverTimeSec": 46800}),
    Case("getTransferBid", lambda c: c.get_transfer_bid()),
    Case(
        "createTask",
        lambda c: c.create_task(1, out_user_id=100001),
        {"count": 1, "outUserId": 100001, "taskUserLevel": 50},
    ),
    Case(
        "submitTask",
        lambda c: c.submit_task(19111, "renderbus-dcc"),
        {"taskId": 19111, "producer": "renderbus-dcc"},
    ),
    Case("queryErrorDetail", lambda c: c.query_error_detail("15000")),
    Case("getTaskList", lambda c: c.get_task_list(1, 1)),
    Case("stopTask", lambda c: c.stop_task(TASKS), {"taskIds": TASKS}),
    Case("startTask", lambda c: c.start_task(TASKS), {"taskIds": TASKS}),
    Case("abortTask", lambda c: c.abort_task(TASKS), {"taskIds": TASKS}),
    Case("deleteTask", lambda c: c.delete_task(TASKS), {"taskIds": TASKS}),
    Case("queryTaskFrames", lambda c: c.query_task_frames(19088, 1, 2)),
    Case("queryAllFrameStats", lambda c: c.query_all_frame_stats()),
    Case(
        "restartFailedFrames",
        lambda c: c.restart_failed_frames(TASKS, [5, 11]),
        {"taskIds": TASKS, "status": [5, 11]},
    ),
    Case(
        "restartFrame",
        lambda c: c.restart_frame(10001, [0, 1, 2, 3]),
        {"taskId": 10001, "ids": [0, 1, 2, 3], "selectAll": 0},
    ),
    Case("queryTaskInfo", lambda c: c.query_task_info([19084])),
    Case("addLabel", lambda c: c.add_label("myLabel")),
    Case("deleteLabel", lambda c: c.delete_label("myLabel")),
    Case("getLabelList", lambda c: c.get_label_list()),
    Case("querySupportedSoftware", lambda c: c.query_supported_software()),
    Case(
        "querySupportedPlugin", lambda c: c.query_supported_plugin(2012), {"cgId": 2012, "osName": "windows"}
    ),
    Case("addRenderEnv", lambda c: c.add_render_env(**ENVIRONMENT)),
    Case("updateRenderEnv", lambda c: c.update_render_env(**dict(ENVIRONMENT, pluginIds=[]))),
    Case("deleteRenderEnv", lambda c: c.delete_render_env("testRenderEnv")),
    Case("setDefaultRenderEnv", lambda c: c.set_default_render_env("testRenderEnv")),
    Case("getRenderEnv", lambda c: c.get_render_env(2000, os_name=0), {"cgId": 2000, "osName": 0}),
    Case("loadTaskProcessImg", lambda c: c.load_task_process_img(389406)),
    Case("setOverTimeStop", lambda c: c.set_over_time_stop([485], 1800)),
    Case("loadingFrameThumbnail", lambda c: c.loading_frame_thumbnail(264)),
    Case("getTransferServerMsg", lambda c: c.get_transfer_server_msg(1)),
    Case("getRaySyncUserKey", lambda c: c.get_ray_sync_user_key()),
    Case("fullSpeed", lambda c: c.full_speed([896587])),
]
V2_ONLY = [
    Case("getConfig", lambda c: c.get_config(), {}),
    Case("hardwareConfig/list", lambda c: c.hardware_config_list(), {"cloneTask": "false"}),
    Case(
        "taskJsonFile",
        lambda c: c.task_json_file(7, "task.json", "{}"),
        {"taskId": 7, "fileName": "task.json", "content": "{}"},
    ),
    Case(
        "showLog",
        lambda c: c.show_log(9),
        {"renderingType": "render", "pageNum": 1, "pageSize": 1, "id": 9},
    ),
    Case(
        "stopTaskFrames",
        lambda c: c.stop_task_frames(7, [1, 2]),
        {"taskId": 7, "ids": [1, 2], "selectAll": 0},
    ),
    Case(
        "getOutputUserDirFile",
        lambda c: c.get_output_user_dir_file("/a", 7),
        {"treePath": "/a", "taskId": 7},
    ),
    Case("addTaskLabel", lambda c: c.add_task_label("film", [7]), {"label": "film", "taskIds": [7]}),
    Case(
        "updateTaskUserLevel",
        lambda c: c.update_task_user_level(7, 60),
        {"taskId": 7, "taskUserLevel": 60},
    ),
]
# Where the document contradicts itself, its table wins over its sample (PROTOCOL: "Where the document contradicts").
CORRECTED = {
    "addRenderEnv": {"renderSystem": 0},
    "updateRenderEnv": {"renderSystem": 0},
    "getRenderEnv": {"cgId": 2000},
}


def v1_body(name: str) -> Dict[str, Any]:
    return dict(example(name)["request"], **CORRECTED.get(name, {}))


def answer_to(name: str) -> Any:
    return example_data(name) if name in example_names() else {}


def asked_of(case: Case, generation: str, answer: Any) -> Any:
    transport = RecordingTransport(answer)
    case.call(Client(transport, generation))
    assert len(transport.asked) == 1
    return transport.asked[0]


def test_every_interface_has_a_method_that_is_tested_here() -> None:
    assert sorted(case.name for case in CASES) == example_names()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_v1_is_sent_the_documents_example(case: Case) -> None:
    asked = asked_of(case, "v1", answer_to(case.name))
    assert (asked.path, asked.header_version) == (example(case.name)["path"], "1.0.0")
    assert asked.body == v1_body(case.name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_v2_is_sent_its_own_spelling(case: Case) -> None:
    asked = asked_of(case, "v2", answer_to(case.name))
    assert asked.header_version == "2.0.0"
    assert asked.body == (v1_body(case.name) if case.v2_body is None else case.v2_body)


@pytest.mark.parametrize("case", V2_ONLY, ids=lambda case: case.name)
def test_what_only_v2_has_is_sent_there(case: Case) -> None:
    asked = asked_of(case, "v2", [] if case.name == "hardwareConfig/list" else {})
    assert (asked.body, asked.header_version) == (case.v2_body, "2.0.0")


@pytest.mark.parametrize("case", V2_ONLY, ids=lambda case: case.name)
def test_what_only_v2_has_is_refused_in_v1_before_anything_is_sent(case: Case) -> None:
    transport = RecordingTransport({})
    with pytest.raises(InputError, match="only in generation v2"):
        case.call(Client(transport, "v1"))
    assert transport.asked == []


@pytest.mark.parametrize(
    ("call", "body"),
    [
        (lambda c: c.query_error_detail("10012", 1), {"code": "10012", "language": "1"}),
        (lambda c: c.query_error_detail(10012, 0), {"code": "10012", "language": "0"}),
        (lambda c: c.get_task_list(2, 50, [25, 30]), {"pageNum": 2, "pageSize": 50, "statusList": [25, 30]}),
        (
            lambda c: c.get_task_list(1, 50, searchKeyword="shot"),
            {"pageNum": 1, "pageSize": 50, "searchKeyword": "shot"},
        ),
        (
            lambda c: c.query_task_frames(7, 3, 200, "0010"),
            {"taskId": 7, "pageNum": 3, "pageSize": 200, "searchKeyword": "0010"},
        ),
        (lambda c: c.load_task_process_img(7, 2), {"taskId": 7, "frameType": 2}),
        (lambda c: c.restart_frame(7, select_all=True), {"taskId": 7, "ids": [], "selectAll": 1}),
        (
            lambda c: c.create_task(2, 60, labels=["film"], artist="ann"),
            {"count": 2, "taskUserLevel": 60, "labels": ["film"], "artist": "ann"},
        ),
    ],
)
def test_optional_fields_are_sent_when_given(call: Callable[[Client], Any], body: Dict[str, Any]) -> None:
    transport = RecordingTransport({})
    with contextlib.suppress(WrongEnvelopeError):  # an answer of {} is no list; only the request counts here
        call(Client(transport, "v2"))
    assert transport.asked[0].body == body


def test_a_call_by_name_sends_the_data_as_given() -> None:
    transport = RecordingTransport({"any": "thing"})
    answer = Client(transport, "v1").call("stopTask", {"taskIds": [1], "extra": "x"})
    assert answer == {"any": "thing"}
    assert transport.asked[0].path == "/api/render/task/stopTask"
    assert transport.asked[0].body == {"taskIds": [1], "extra": "x"}
    assert transport.asked[0].repeatable is False


def test_a_call_with_a_null_is_refused() -> None:
    with pytest.raises(UnsignableValueError, match="'id' is null"):
        Client(RecordingTransport(), "v2").call("showLog", {"id": None})


def test_a_query_is_marked_repeatable_and_a_creation_is_not() -> None:
    transport = RecordingTransport(example_data("createTask"))
    client = Client(transport, "v2")
    client.create_task()
    client.query_all_frame_stats()
    assert [asked.repeatable for asked in transport.asked] == [False, True]


def test_closing_the_client_closes_its_door() -> None:
    transport = RecordingTransport()
    Client(transport, "v2").close()
    assert transport.is_closed
