"""The service's answers as frozen values: every example is read whole, and nothing odd is fatal."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any, Dict, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rb_dcc_core import models
from rb_dcc_core.client import Client
from rb_dcc_core.errors import WrongEnvelopeError
from tests.support.examples import example_data
from tests.support.recording import RecordingTransport

READERS = {
    "addRenderEnv": models.SavedEnvName.from_json,
    "createTask": models.CreatedTasks.from_json,
    "getLabelList": models.LabelList.from_json,
    "getRaySyncUserKey": models.RaySyncUserKey.from_json,
    "getRenderEnv": models.RenderEnv.list_from_json,
    "getTaskList": lambda data: models.Page.of(models.TaskInfo, data),
    "getTransferBid": models.TransferBids.from_json,
    "getTransferServerMsg": models.TransferServer.from_json,
    "loadTaskProcessImg": models.ProcessImage.from_json,
    "queryAllFrameStats": models.FrameStats.from_json,
    "queryErrorDetail": models.ErrorDetail.list_from_json,
    "queryPlatforms": models.Platform.list_from_json,
    "querySupportedPlugin": models.SupportedPlugins.from_json,
    "querySupportedSoftware": models.SupportedSoftware.from_json,
    "queryTaskFrames": lambda data: models.Page.of(models.FrameInfo, data),
    "queryTaskInfo": lambda data: models.Page.of(models.TaskInfo, data),
    "queryUserProfile": models.UserProfile.from_json,
    "queryUserSetting": models.UserSetting.from_json,
}


def models_in(value: Any) -> Iterator[models.Model]:
    """A value and every model inside it."""
    if isinstance(value, models.Model):
        yield value
        for field in dataclasses.fields(value):
            yield from models_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from models_in(item)


def written_again(value: Any) -> Any:
    """A model as the service's JSON again, without its nulls."""
    if isinstance(value, models.Model):
        pairs = ((f.metadata.get("wire", f.name), getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: written_again(item) for name, item in pairs if item is not None and name != "unknown"}
    return [written_again(item) for item in value] if isinstance(value, tuple) else value


def as_text(value: Any) -> Any:
    """Numbers as their text and nulls left out, so that 0 and "0" and 0.0 compare alike."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


@pytest.mark.parametrize("name", sorted(READERS))
def test_an_example_is_read_with_nothing_left_over(name: str) -> None:
    for model in models_in(READERS[name](example_data(name))):
        assert model.unknown == {}, type(model).__name__


@pytest.mark.parametrize("name", sorted(READERS))
def test_an_example_loses_no_value(name: str) -> None:
    assert as_text(written_again(READERS[name](example_data(name)))) == as_text(example_data(name))


def test_the_tasks_of_the_example_have_their_children_and_numbers() -> None:
    task = models.Page.of(models.TaskInfo, example_data("queryTaskInfo")).items[0]
    assert (task.id, task.task_status, task.cg_id, task.submit_date_ms) == (19084, 0, 2001, 1535958477000)
    assert task.done_frames is None
    leaf = task.leaves()[-1]
    assert (leaf.id, leaf.layer_parent_id, leaf.done_frames, leaf.render_consume) == (19088, 19084, 11, 4.84)
    assert leaf.output_file_name == "19088_3d66.com_593362_2018"


def test_a_task_without_children_is_its_own_leaf() -> None:
    assert [
        leaf.id for leaf in models.TaskInfo.from_json({"id": 1, "respRenderingTaskList": []}).leaves()
    ] == [1]


def test_leaves_are_found_however_deep_they_lie() -> None:
    nested = {"id": 1, "respRenderingTaskList": [{"id": 2, "respRenderingTaskList": [{"id": 3}]}, {"id": 4}]}
    assert [leaf.id for leaf in models.TaskInfo.from_json(nested).leaves()] == [3, 4]


def test_the_progress_example_gives_numbers_for_its_texts() -> None:
    grabbed = models.ProcessImage.from_json(example_data("loadTaskProcessImg")).grab_info
    assert grabbed is not None
    frame = grabbed[0][0]
    assert (frame.frame_percent, frame.frame_used_s, frame.fee_amount, frame.frame_status) == (
        100.0,
        66,
        0.2,
        4,
    )


def test_numbers_may_come_as_text_and_text_as_numbers() -> None:
    task = models.TaskInfo.from_json(
        {"id": "7", "layerParentId": " 5 ", "renderConsume": "1.50", "framesRange": 12}
    )
    assert (task.id, task.layer_parent_id, task.render_consume, task.frames_range) == (7, 5, 1.5, "12")


def test_missing_fields_are_none() -> None:
    task = models.TaskInfo.from_json({})
    assert all(getattr(task, f.name) is None for f in dataclasses.fields(task) if f.name != "unknown")


def test_unknown_fields_are_kept_with_their_values() -> None:
    task = models.TaskInfo.from_json({"id": 1, "brandNew": {"x": [1]}})
    assert task.unknown == {"brandNew": {"x": [1]}}
    assert task == models.TaskInfo.from_json({"id": 1})


@pytest.mark.parametrize("odd", [[1], {"a": 1}, "many", 1.5, float("inf"), "12 frames", ""], ids=repr)
def test_an_odd_value_is_reported_kept_and_not_fatal(odd: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "rb_dcc_core"):
        task = models.TaskInfo.from_json({"id": odd, "sceneName": "a.ma"})
    assert (task.id, task.scene_name, task.unknown) == (None, "a.ma", {"id": odd})
    assert "field id of TaskInfo is of an unexpected kind" in caplog.text


def test_a_number_too_large_for_a_fraction_is_not_fatal() -> None:
    assert models.UserProfile.from_json({"coupon": 10**400}).coupon is None


def test_odd_items_of_a_list_are_left_out_and_reported(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "rb_dcc_core"):
        platforms = models.Platform.list_from_json([{"platform": 2}, None, "x", {"platform": "62"}])
    assert [each.platform for each in platforms] == [2, 62]
    assert caplog.text.count("left out an item of a list of Platform") == 2


def test_a_missing_list_is_an_empty_one() -> None:
    assert models.Platform.list_from_json(None) == ()


@pytest.mark.parametrize("data", [{}, "x", 3], ids=repr)
def test_something_else_than_a_list_is_a_wrong_answer(data: Any) -> None:
    with pytest.raises(WrongEnvelopeError, match="where a list was expected"):
        models.Platform.list_from_json(data)


@pytest.mark.parametrize("data", [None, [], "x", 3], ids=repr)
def test_something_else_than_an_object_is_a_wrong_answer(data: Any) -> None:
    with pytest.raises(WrongEnvelopeError, match="where UserProfile was expected"):
        models.UserProfile.from_json(data)


def test_key_values_may_be_text_or_an_object() -> None:
    old = models.TaskInfo.from_json({"keyValue": "tiles:16::gi:1::"})
    new = models.TaskInfo.from_json({"taskKeyValueVo": {"tiles": 16}})
    assert (old.key_value, new.task_key_value) == ("tiles:16::gi:1::", {"tiles": 16})


def test_v2s_extra_fields_have_their_places() -> None:
    platform = models.Platform.from_json(
        {"platform": 62, "name": "gpu", "type": 0, "status": 2, "taskPrefix": "W", "isShow": 1}
    )
    assert (platform.type, platform.status, platform.task_prefix, platform.is_show) == (0, 2, "W", 1)
    bids = models.TransferBids.from_json(
        {"config_bid": 1, "parent_input_bid": "9", "sub_user_output_bids": [1]}
    )
    assert (bids.config_bid, bids.parent_input_bid, bids.sub_user_output_bids) == ("1", "9", [1])


@pytest.mark.parametrize(
    ("data", "hours"),
    [
        ({"taskOverTime": 12}, 12.0),
        ({"taskOverTimeSec": 5400}, 1.5),
        ({}, None),
        ({"taskOverTime": 1, "taskOverTimeSec": 7200}, 2.0),
    ],
)
def test_the_time_out_is_told_in_hours_whichever_generation_speaks(
    data: Dict[str, Any], hours: float
) -> None:
    assert models.UserSetting.from_json(data).task_timeout_h == hours


@pytest.mark.parametrize(
    ("name", "text", "version"),
    [
        ("wobble", "wobble 0.9.5", "0.9.5"),
        ("MtoA", "mtoa 5.3", "5.3"),
        ("a", "5.3", "5.3"),
        (None, "x 1", "x 1"),
        ("a", None, None),
    ],
)
def test_a_plugins_version_stands_behind_its_name(name: Any, text: Any, version: Any) -> None:
    assert models.PluginVersion.from_json({"pluginName": name, "pluginVersion": text}).version == version


def test_the_keys_of_the_transfer_engine_show_in_no_repr() -> None:
    shown = repr(models.RaySyncUserKey.from_json(example_data("getRaySyncUserKey")))
    assert "rayvision2017" not in shown
    assert "5394a44e890557d8d937b92086482dab" not in shown
    assert "40d59041f72809ffaa16146a36780595666c681e" not in shown
    assert "secret" not in repr(models.TransferConfig.from_json({"aspera": {"password": "secret"}}))


@pytest.mark.parametrize("answer", [None, "text", {"a": 1}], ids=repr)
def test_thumbnails_that_are_no_list_are_none(answer: Any) -> None:
    assert Client(RecordingTransport(answer), "v2").loading_frame_thumbnail(1) == ()


def test_the_thumbnail_example_is_a_list_of_paths() -> None:
    found = Client(RecordingTransport(example_data("loadingFrameThumbnail")), "v1").loading_frame_thumbnail(
        264
    )
    assert found == ("small_pic\\100000\\100001\\138\\Render_264_renderbus_0008[-]jpg.jpg",)


def test_labels_come_as_a_plain_list() -> None:
    labels = Client(RecordingTransport(example_data("getLabelList")), "v1").get_label_list()
    assert [(label.project_id, label.project_name) for label in labels] == [(3671, "myLabel")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
TASK_FIELDS = [field.metadata["wire"] for field in dataclasses.fields(models.TaskInfo) if field.metadata]


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(TASK_FIELDS) | st.text(max_size=4), JSON))
def test_any_object_is_read_as_a_task_and_loses_nothing(data: Dict[str, Any]) -> None:
    task = models.TaskInfo.from_json(data)
    named = {
        f.metadata["wire"]
        for f in dataclasses.fields(task)
        if f.metadata and getattr(task, f.name) is not None
    }
    absent = {key for key, value in data.items() if value is None and key in TASK_FIELDS}
    assert named | absent | set(task.unknown) == set(data)


@settings(max_examples=30)
@given(st.one_of(JSON, st.lists(JSON)))
def test_a_page_of_anything_is_read_or_refused(data: Any) -> None:
    try:
        page = models.Page.of(models.TaskInfo, data)
    except WrongEnvelopeError:
        return
    assert isinstance(page.items, tuple)


def test_models_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        models.TaskInfo().id = 3  # type: ignore[misc]


def test_a_sub_account_that_spends_its_main_accounts_money_sends_assets_there() -> None:
    bids = models.TransferBids.from_json({"input_bid": "1", "parent_input_bid": "9"})
    assert (bids.asset_bid(True), bids.asset_bid(False)) == ("9", "1")
    assert models.TransferBids.from_json({"input_bid": "1"}).asset_bid(True) == "1"
