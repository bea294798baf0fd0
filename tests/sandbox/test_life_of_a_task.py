"""A task's way from its number to its pictures, and everything that can be done to it on the way."""

from __future__ import annotations

import json
import time
from typing import Any, Callable, Dict, List

import pytest

from tests.sandbox.asker import Asker, max_job, maya_job, maya_layer


def counts(task: Dict[str, Any]) -> List[int]:
    return [
        task[name] for name in ("totalFrames", "executingFrames", "doneFrames", "failedFrames", "abortFrames")
    ]


def until(asker: Asker, task_id: int, status: int, seconds: float = 5.0) -> None:
    for _ in range(300):
        if asker.status(task_id) == status:
            return
        asker.pass_time(seconds)
    raise AssertionError(f"task {task_id} stays at {asker.status(task_id)}")


def test_a_task_goes_from_submitting_to_finished(asker: Asker) -> None:
    task_id = asker.new_task()
    assert (asker.status(task_id), asker.status(task_id, "v1")) == (60, 0)
    assert asker.task(task_id)["totalFrames"] == 0
    asker.send_job(task_id, maya_job(task_id))
    asker.ask("submitTask", taskId=task_id, producer="ann")
    assert asker.status(task_id) == 50
    asker.pass_time(20)
    assert asker.status(task_id) == 8
    asker.pass_time(10)
    task = asker.task(task_id)
    assert task["taskStatus"] == 5
    assert counts(task) == [10, 5, 0, 0, 0]
    assert asker.frame_statuses(task_id) == [2, 2, 2, 2, 2, 1, 1, 1, 1, 1]
    until(asker, task_id, 25)
    task = asker.task(task_id)
    assert counts(task) == [10, 0, 10, 0, 0]
    assert task["outputFileName"] == "19001_shot"
    assert task["producer"] == "ann"
    assert task["statusText"] == "render_task_status_25"
    assert (task["sceneName"], task["framesRange"], task["renderCamera"]) == (
        "shot.mb",
        "1-10[1]",
        "camShape",
    )
    assert task["startTime"] == 1700000030000
    assert task["completedDate"] == max(frame["endTime"] for frame in asker.frames(task_id))


def test_the_numbers_add_up_at_every_moment(asker: Asker) -> None:
    task_id = asker.submitted()
    for _ in range(60):
        asker.pass_time(7)
        statuses = asker.frame_statuses(task_id)
        assert counts(asker.task(task_id)) == [
            len(statuses),
            statuses.count(2),
            statuses.count(4),
            statuses.count(5) + statuses.count(11),
            statuses.count(3),
        ]


def test_a_task_without_job_files_fails_after_its_analysis(asker: Asker) -> None:
    task_id = asker.new_task()
    asker.ask("submitTask", taskId=task_id)
    asker.pass_time(60)
    task = asker.task(task_id)
    assert (task["taskStatus"], task["statusText"]) == (65, "render_task_status_65: no job files arrived")
    assert asker.status(task_id, "v1") == 45
    assert asker.ask("getTaskList", "v1", pageNum=1, pageSize=9, statusList=[45])["total"] == 1


def test_a_task_whose_tips_hold_an_error_fails_and_one_with_a_warning_renders(asker: Asker) -> None:
    bad, fine = (
        asker.submitted(tips={"15002": ["D:/project/shot.mb"]}),
        asker.submitted(tips={"10012": ["a.png"]}),
    )
    assert (asker.status(bad), asker.status(fine)) == (45, 5)


def test_submitting_twice_is_refused(asker: Asker) -> None:
    task_id = asker.submitted()
    assert asker.code("submitTask", taskId=task_id) == 603


@pytest.mark.parametrize("name", ["task.json", "upload.json", "asset.json", "tips.json"])
def test_a_missing_job_file_is_named(asker: Asker, name: str) -> None:
    task_id = asker.new_task()
    files = maya_job(task_id)
    del files[name]
    asker.send_job(task_id, files)
    answer = asker.envelope("submitTask", taskId=task_id)
    assert answer["code"] == 601
    assert f"/19001/cfg/{name}" in answer["message"]


def broken(job: Dict[str, Any], *path: str, value: Any = None) -> Dict[str, Any]:
    inner = job
    for name in path[:-1]:
        inner = inner[name]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return job


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("task.json", "task_info"), None, 601),
        (("task.json", "software_config"), None, 601),
        (("task.json", "scene_info_render"), None, 601),
        (("task.json", "scene_info_render"), {}, 600),
        (("task.json", "task_info", "cg_id"), None, 601),
        (("task.json", "task_info", "cg_id"), "2005", 600),
        (("task.json", "task_info", "task_id"), "1", 600),
        (("task.json", "task_info", "user_id"), "1", 600),
        (("task.json", "task_info", "platform"), "4711", 600),
        (("task.json", "task_info", "ram"), 64, 600),
        (("task.json", "task_info", "ram"), "32", 600),
        (("task.json", "task_info", "tiles"), "x", 600),
        (("task.json", "task_info", "pre_frames"), "12", 600),
        (("task.json", "task_info", "hardwareConfigIds"), ["9"], 600),
        (("task.json", "software_config", "cg_version"), "2019", 600),
        (("task.json", "software_config", "cg_name"), "Houdini", 600),
        (("task.json", "software_config", "plugins"), {"mtoa": "1.0"}, 600),
        (("upload.json", "scene"), None, 601),
        (("upload.json", "scene"), [], 601),
        (("upload.json", "scene"), [{"local": "a", "server": "/D/project/shot.mb", "hash": "0" * 32}], 600),
        (("upload.json", "scene"), [{"local": "a", "server": "/D/other.mb", "hash": "0" * 32}], 404),
        (("upload.json", "asset"), [{"local": "a", "server": "/D/../../x"}], 600),
        (("tips.json",), {"10012": "text"}, 600),
        (("asset.json",), ["text"], 600),
    ],
)
def test_a_job_that_will_not_do_is_refused(asker: Asker, path: Any, value: Any, code: int) -> None:
    task_id = asker.new_task()
    asker.send_job(task_id, broken(maya_job(task_id), *path, value=value))
    answer = asker.envelope("submitTask", taskId=task_id)
    assert answer["code"] == code, answer["message"]
    assert asker.status(task_id) == 60


def test_job_files_may_come_as_text_over_the_interface(asker: Asker) -> None:
    task_id = asker.new_task()
    asker.put("10201", "D/project/shot.mb", b"scene")
    for name, content in maya_job(task_id).items():
        assert asker.ask("taskJsonFile", taskId=task_id, fileName=name, content=json.dumps(content)) is None
    asker.ask("submitTask", taskId=task_id)
    asker.pass_time(30)
    assert asker.status(task_id) == 5


def test_layers_become_children(asker: Asker) -> None:
    layers = {
        "defaultRenderLayer": maya_layer(frames="1-3[1]"),
        "rs_glow": maya_layer(frames="1-2[1]"),
        "rs_off": maya_layer(renderable="0"),
    }
    task_id = asker.submitted(layers=layers)
    until(asker, task_id, 25)
    task = asker.task(task_id)
    children = task["respRenderingTaskList"]
    assert [child["layerName"] for child in children] == ["defaultRenderLayer", "rs_glow"]
    assert [child["totalFrames"] for child in children] == [3, 2]
    assert [child["outputFileName"] for child in children] == ["19002_shot", "19003_shot"]
    assert (task["outputFileName"], task["isOpen"], task["totalFrames"], task["doneFrames"]) == (
        None,
        1,
        5,
        5,
    )
    assert task["renderConsume"] == pytest.approx(sum(child["renderConsume"] for child in children))
    assert task["completedDate"] == max(child["completedDate"] for child in children)
    assert asker.ask("getTaskList", pageNum=1, pageSize=10)["total"] == 1


def test_photons_come_before_the_pictures(asker: Asker) -> None:
    task_id = asker.submitted_max(gi="1", frames="0-2[1]")
    task = asker.task(task_id)
    photon, main = task["respRenderingTaskList"]
    assert (photon["taskType"], photon["taskTypeText"]) == ("RenderPhoton", "render_photons_task")
    assert (main["taskType"], main["taskTypeText"]) == ("Render", "render_major_picture_task")
    assert (task["taskStatus"], photon["taskStatus"], main["taskStatus"]) == (5, 5, 0)
    assert asker.frame_statuses(main["id"]) == [9, 9, 9]
    assert [frame["frameType"] for frame in asker.frames(photon["id"])] == [2]
    until(asker, task_id, 25)
    assert asker.frame_statuses(main["id"]) == [4, 4, 4]


def test_several_photon_frames_are_merged(asker: Asker) -> None:
    task_id = asker.submitted_max(gi="1", cameras=["Camera001", "Camera002"])
    photon = asker.task(task_id)["respRenderingTaskList"][0]["id"]
    assert [(frame["frameType"], frame["frameStatus"]) for frame in asker.frames(photon)] == [
        (2, 2),
        (2, 2),
        (3, 7),
    ]
    until(asker, task_id, 25)


def test_max_without_gi_is_its_own_leaf(asker: Asker) -> None:
    task_id = asker.submitted_max(gi="0")
    task = asker.task(task_id)
    assert (task["taskType"], task["respRenderingTaskList"], task["isOpen"]) == ("Render", None, 0)


def test_priority_frames_come_first(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-9[1]", pre_frames="101:3-4[1]")
    assert [frame["frameType"] for frame in asker.frames(task_id)] == [4, 5, 4, 4, 5, 5, 5, 5, 4]
    assert asker.frame_statuses(task_id) == [2, 8, 2, 2, 8, 8, 8, 8, 2]
    until(asker, task_id, 25)


def test_the_middle_frame_is_the_second_digit(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-5[1]", pre_frames="010")
    assert [frame["frameType"] for frame in asker.frames(task_id)] == [5, 5, 4, 5, 5]


def test_a_task_may_pause_after_its_priority_frames(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-6[1]", pre_frames="100", stop_after_test="1")
    until(asker, task_id, 40)
    assert asker.frame_statuses(task_id) == [4, 8, 8, 8, 8, 8]
    asker.pass_time(5000)
    assert asker.status(task_id) == 40
    asker.ask("startTask", taskIds=[task_id])
    assert asker.status(task_id) == 5
    until(asker, task_id, 25)


def test_tiles_are_blocks_and_a_composite(asker: Asker) -> None:
    task_id = asker.submitted(frames="7", tiles="4")
    frames = asker.frames(task_id)
    assert [frame["frameIndex"] for frame in frames] == ["7-1", "7-2", "7-3", "7-4", "7"]
    assert [frame["frameBlock"] for frame in frames] == ["1", "2", "3", "4", "0"]
    assert [frame["frameType"] for frame in frames] == [5, 5, 5, 5, 6]
    assert [frame["frameStatus"] for frame in frames] == [2, 2, 2, 2, 12]
    assert asker.frames(task_id, "v1")[4]["frameStatus"] == 1
    until(asker, task_id, 25)
    assert [item["fileName"] for item in asker.ask("getOutputUserDirFile", treePath="/", taskId=task_id)] == [
        "shot.0007.png"
    ]


def test_a_stopped_block_fails_its_composite_until_it_is_restarted(asker: Asker) -> None:
    task_id = asker.submitted(frames="7", tiles="2")
    first = asker.frames(task_id)[0]["id"]
    asker.ask("stopTaskFrames", taskId=task_id, ids=[first], selectAll=0)
    until(asker, task_id, 30)
    assert asker.frame_statuses(task_id) == [3, 4, 5]
    asker.ask("restartFrame", taskId=task_id, ids=[first], selectAll=0)
    until(asker, task_id, 25)
    assert asker.frame_statuses(task_id) == [4, 4, 4]


def test_frames_may_go_to_one_machine_in_groups(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-7[1]", frames_per_task="3")
    assert [frame["frameIndex"] for frame in asker.frames(task_id)] == ["1-3[1]", "4-6[1]", "7"]
    until(asker, task_id, 25)
    assert len(asker.ask("getOutputUserDirFile", treePath="/", taskId=task_id)) == 7


def test_every_camera_renders_every_frame(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-2[1]", common={"render_camera": ["camShape", "topShape"]})
    frames = asker.frames(task_id)
    assert [(frame["frameIndex"], frame["renderCamera"]) for frame in frames] == [
        ("1", "camShape"),
        ("2", "camShape"),
        ("1", "topShape"),
        ("2", "topShape"),
    ]


def failing(asker: Asker) -> int:
    """A task of which some frames failed."""
    task_id = asker.submitted(frames="1-100[1]")
    until(asker, task_id, 30, 60)
    return task_id


def test_some_frames_fail_and_are_done_when_restarted(asker: Asker) -> None:
    task_id = failing(asker)
    failed = asker.task(task_id)["failedFrames"]
    assert 1 <= failed <= 8
    assert asker.frame_statuses(task_id).count(5) == failed
    asker.ask("restartFailedFrames", "v1", taskParam=[task_id])
    assert asker.status(task_id) == 5
    until(asker, task_id, 25)
    assert [frame["recommitFlag"] for frame in asker.frames(task_id)].count(1) == failed


def test_a_done_frame_can_be_restarted_and_a_rendering_one_cannot(asker: Asker) -> None:
    task_id = asker.submitted()
    ids = [frame["id"] for frame in asker.frames(task_id)]
    assert asker.code("restartFrame", taskId=task_id, ids=[ids[0]], selectAll=0) == 603
    until(asker, task_id, 25)
    asker.ask("restartFrame", "v1", taskIds=task_id, ids=[ids[0], ids[3]], selectAll=0)
    assert counts(asker.task(task_id)) == [10, 2, 8, 0, 0]
    assert asker.code("restartFrame", taskId=task_id, ids=[4711], selectAll=0) == 404
    until(asker, task_id, 25)


def test_stop_and_start(asker: Asker) -> None:
    task_id = asker.submitted()
    asker.pass_time(5)
    asker.ask("stopTask", "v1", taskParam=[task_id])
    assert asker.status(task_id) == 10
    assert asker.frame_statuses(task_id) == [3, 3, 3, 3, 3, 1, 1, 1, 1, 1]
    assert asker.frames(task_id)[0]["frameExecuteTime"] == 5
    asker.pass_time(9999)
    assert asker.status(task_id) == 10
    assert asker.code("stopTask", taskIds=[task_id]) == 603
    asker.ask("startTask", taskIds=[task_id])
    assert asker.status(task_id) == 5
    until(asker, task_id, 25)


def test_an_analysis_can_be_stopped_and_started_again(asker: Asker) -> None:
    task_id = asker.new_task()
    asker.send_job(task_id, maya_job(task_id))
    asker.ask("submitTask", taskId=task_id)
    asker.ask("stopTask", taskIds=[task_id])
    asker.pass_time(100)
    assert asker.status(task_id) == 10
    asker.ask("startTask", taskIds=[task_id])
    until(asker, task_id, 5)


def test_a_parent_is_stopped_with_its_children(asker: Asker) -> None:
    task_id = asker.submitted(layers={"a": maya_layer(), "b": maya_layer()})
    asker.ask("stopTask", taskIds=[task_id])
    task = asker.task(task_id)
    assert [task["taskStatus"]] + [child["taskStatus"] for child in task["respRenderingTaskList"]] == [
        10,
        10,
        10,
    ]


def test_abandoning_is_final(asker: Asker) -> None:
    task_id = asker.submitted()
    asker.ask("abortTask", taskIds=[task_id])
    assert asker.status(task_id) == 35
    assert counts(asker.task(task_id)) == [10, 0, 0, 0, 10]
    assert asker.code("startTask", taskIds=[task_id]) == 603
    assert asker.code("restartFailedFrames", taskIds=[task_id]) == 603


def test_only_a_task_that_is_not_under_way_can_be_deleted(asker: Asker) -> None:
    task_id = asker.submitted()
    assert asker.code("deleteTask", taskIds=[task_id]) == 603
    asker.ask("stopTask", taskIds=[task_id])
    asker.ask("deleteTask", taskIds=[task_id])
    assert asker.ask("getTaskList", pageNum=1, pageSize=10)["items"] == []
    recycled = asker.ask("getTaskList", pageNum=1, pageSize=10, recycleFlag=1)["items"]
    assert [(task["id"], task["isDelete"]) for task in recycled] == [(task_id, 0)]
    assert asker.task(task_id)["isDelete"] == 0
    assert asker.code("deleteTask", taskIds=[task_id]) == 603
    assert asker.code("startTask", taskIds=[task_id]) == 603


def test_stopped_frames_end_the_task_as_70(asker: Asker) -> None:
    task_id = asker.submitted()
    ids = [frame["id"] for frame in asker.frames(task_id)]
    asker.ask("stopTaskFrames", taskId=task_id, ids=[ids[0], ids[9]], selectAll=0)
    until(asker, task_id, 70)
    assert asker.frame_statuses(task_id) == [3, 4, 4, 4, 4, 4, 4, 4, 4, 3]
    assert asker.status(task_id, "v1") == 10
    assert asker.code("stopTaskFrames", taskId=task_id, ids=[ids[1]], selectAll=0) == 603


def test_a_frame_that_takes_too_long_is_timed_out(asker: Asker) -> None:
    task_id = asker.submitted(job_stop_time="10")
    until(asker, task_id, 30)
    assert asker.frame_statuses(task_id) == [11] * 10
    assert {frame["frameExecuteTime"] for frame in asker.frames(task_id)} == {10}
    assert asker.task(task_id)["failedFrames"] == 10


def test_a_task_that_takes_too_long_is_timed_out(asker: Asker) -> None:
    task_id = asker.submitted(task_stop_time="15")
    asker.pass_time(14)
    assert asker.status(task_id) == 5
    asker.pass_time(1)
    assert asker.status(task_id) == 23
    asker.ask("startTask", taskIds=[task_id])
    assert asker.status(task_id) == 5


def test_the_time_limit_can_be_set_while_it_renders(asker: Asker) -> None:
    task_id = asker.submitted()
    asker.pass_time(10)
    asker.ask("setOverTimeStop", taskIds=[task_id], overTime=12)
    asker.pass_time(1)
    assert asker.status(task_id) == 5
    asker.pass_time(1)
    assert asker.status(task_id) == 23


def test_full_speed_doubles_the_machines(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-20[1]")
    assert asker.task(task_id)["executingFrames"] == 5
    assert asker.ask("fullSpeed", taskIds=[task_id]) == "success"
    assert asker.task(task_id)["executingFrames"] == 10


def test_a_third_task_waits_and_a_higher_level_goes_first(asker: Asker) -> None:
    first, second, third, fourth = [asker.submitted(frames="1-30[1]") for _ in range(4)]
    asker.pass_time(0)
    assert asker.status(third) == 0
    asker.ask("updateTaskUserLevel", taskId=fourth, taskUserLevel=60)
    asker.ask("stopTask", taskIds=[first])
    assert [asker.status(one) for one in (first, second, third, fourth)] == [10, 5, 0, 5]
    assert asker.task(fourth)["taskUserLevel"] == 60


def test_the_list_is_narrowed_by_status_word_and_time(asker: Asker) -> None:
    first = asker.submitted()
    asker.pass_time(1000)
    second = asker.new_task()

    def listed(generation: str = "v2", **fields: Any) -> List[int]:
        return [
            task["id"]
            for task in asker.ask("getTaskList", generation, pageNum=1, pageSize=9, **fields)["items"]
        ]

    assert listed() == [second, first]
    assert listed(statusList=[60]) == [second]
    assert listed("v1", statusList=[0]) == [second]
    assert listed(searchKeyword="SHOT") == [first]
    assert listed(searchKeyword="2S19002") == [second]
    assert listed(startTime="2023-11-14 22:20:00") == [second]
    assert listed(endTime="2023-11-14 22:20:00") == [first]
    assert listed(recycleFlag=1) == []
    page = asker.ask("getTaskList", pageNum=2, pageSize=1)
    assert (page["pageCount"], page["pageNum"], page["total"], page["size"]) == (2, 2, 2, 1)
    assert asker.ask("getTaskList", pageNum=9, pageSize=9)["items"] == []


def test_labels_of_a_task(asker: Asker) -> None:
    task_id = asker.ask("createTask", count=1, taskUserLevel=60, labels=["a"], artist="ann")["taskIdList"][0]
    asker.ask("addTaskLabel", label="b", taskIds=[task_id])
    task = asker.task(task_id)
    assert (task["labels"], task["artist"], task["taskUserLevel"]) == (["a", "b"], "ann", 60)


def test_fees_are_taken_from_the_coupon_first(asker: Asker) -> None:
    asker.sandbox.set_money(balance=1.0, coupon=0.02)
    task_id = asker.submitted()
    until(asker, task_id, 25)
    task, profile = asker.task(task_id), asker.ask("queryUserProfile")
    assert (profile["coupon"], task["couponConsume"]) == (0.0, 0.02)
    assert task["userAccountConsume"] == pytest.approx(task["renderConsume"] - 0.02)
    assert profile["usdbalance"] == pytest.approx(1.0 - task["userAccountConsume"])
    frames = asker.frames(task_id)
    assert sum(frame["feeAmount"] for frame in frames) == pytest.approx(task["renderConsume"])
    assert frames[9]["feeAmount"] == pytest.approx(frames[9]["frameExecuteTime"] * 0.67 / 3600, abs=0.0004)


def test_an_empty_purse_stops_everything_until_it_is_filled(asker: Asker) -> None:
    asker.sandbox.set_money(balance=0.03)
    task_id = asker.submitted()
    until(asker, task_id, 20)
    task = asker.task(task_id)
    assert task["executingFrames"] == 0
    assert task["taskArrears"] > 0
    assert asker.ask("queryUserProfile")["usdbalance"] == 0.0
    asker.pass_time(9999)
    assert asker.status(task_id) == 20
    asker.sandbox.pay_in(10)
    asker.ask("startTask", taskIds=[task_id])
    until(asker, task_id, 25)


def test_a_gpu_machine_costs_more(asker: Asker) -> None:
    task_id = asker.submitted(frames="1", hardwareConfigIds=["202"])
    until(asker, task_id, 25)
    frame = asker.frames(task_id)[0]
    assert frame["feeAmount"] == pytest.approx(frame["frameExecuteTime"] * 20 / 3600, abs=0.006)


def story(asker: Asker, step: float) -> List[Any]:
    """What is left of a task's life when it is looked at every so many seconds."""
    task_id = asker.submitted(frames="1-40[1]", pre_frames="101")
    for _ in range(int(2000 / step)):
        asker.pass_time(step)
        asker.status(task_id)
    keys = ("frameStatus", "startTime", "endTime", "feeAmount")
    frames = [[frame[key] for key in keys] for frame in asker.frames(task_id)]
    return [asker.task(task_id)["renderConsume"], frames]


def test_what_happens_does_not_depend_on_how_often_one_looks(start_sandbox: Callable[..., Asker]) -> None:
    rarely = story(start_sandbox("one", seed=3), 2000)
    asker = start_sandbox("two", seed=3)
    asker.clock.now = 1700000000.0
    asker.sandbox.stop()
    asker.sandbox.start()
    assert story(asker, 13) == rarely


def test_another_seed_is_another_story(start_sandbox: Callable[..., Asker]) -> None:
    first = start_sandbox("one", seed=1)
    one = story(first, 2000)
    first.clock.now = 1700000000.0
    assert story(start_sandbox("two", seed=2), 2000) != one


def test_speed_divides_every_duration(start_sandbox: Callable[..., Asker]) -> None:
    asker = start_sandbox(speed=60.0, seed=2)
    task_id = asker.new_task()
    asker.send_job(task_id, maya_job(task_id))
    asker.ask("submitTask", taskId=task_id)
    asker.pass_time(0.5)
    assert asker.status(task_id) == 5
    asker.pass_time(4)
    assert asker.status(task_id) == 25


def test_time_stands_still_while_the_service_is_down(asker: Asker) -> None:
    task_id = asker.submitted()
    key, before = asker.sandbox.access_key, asker.frame_statuses(task_id)
    asker.pass_time(1)
    asker.sandbox.stop()
    asker.pass_time(86400)
    asker.sandbox.start()
    assert asker.sandbox.access_key == key
    assert asker.frame_statuses(task_id) == before
    until(asker, task_id, 25)


def test_process_images_are_for_3ds_max(asker: Asker) -> None:
    task_id = asker.submitted_max(frames="0-1[1]")
    asker.pass_time(10)
    data = asker.ask("loadTaskProcessImg", "v1", taskId=task_id)
    assert (data["width"], data["height"], data["block"], data["currentTaskType"]) == (
        1600,
        1200,
        1,
        "Render",
    )
    assert data["sceneName"] == "shot.max-Camera001"
    first = data["grabInfo"][0][0]
    assert (first["frameIndex"], first["frameStatus"], first["frameUsed"]) == ("0", "2", "10")
    assert 0 < int(first["framePercent"]) < 100
    assert all(isinstance(value, str) for value in first.values())
    assert asker.code("loadTaskProcessImg", taskId=asker.submitted()) == 603


def test_the_log_grows_with_the_frame(asker: Asker) -> None:
    task_id = asker.submitted(frames="1")
    frame = asker.frames(task_id)[0]["id"]
    early = asker.ask("showLog", renderingType="render", pageNum=1, pageSize=100, id=frame)["total"]
    until(asker, task_id, 25)
    page = asker.ask("showLog", renderingType="render", pageNum=1, pageSize=100, id=frame)
    assert early < page["total"]
    assert page["items"][-1].endswith("render of frame 1 is done")


def test_all_frames_are_counted(asker: Asker) -> None:
    asker.submitted()
    assert asker.ask("queryAllFrameStats") == {
        "executingFramesTotal": 5,
        "doneFramesTotal": 0,
        "failedFramesTotal": 0,
        "waitingFramesTotal": 5,
        "totalFrames": 10,
    }


def test_a_task_of_too_many_frames_is_refused(asker: Asker) -> None:
    task_id = asker.new_task()
    asker.send_job(task_id, maya_job(task_id, frames="1-200001[1]"))
    assert asker.code("submitTask", taskId=task_id) == 600


def test_ten_thousand_frames_are_listed_quickly(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-10000[1]")
    asker.pass_time(600)
    asker.status(task_id)
    started = time.perf_counter()
    for _ in range(5):
        asker.task(task_id)
        page = asker.ask("queryTaskFrames", taskId=task_id, pageNum=50, pageSize=200)
    assert (time.perf_counter() - started) / 5 < 0.5
    assert (page["total"], page["items"][0]["frameIndex"]) == (10000, "9801")


def test_a_long_night_is_caught_up_with_quickly(asker: Asker) -> None:
    task_id = asker.submitted(frames="1-20000[1]")
    asker.status(task_id)
    asker.pass_time(20000)
    started = time.perf_counter()
    assert asker.task(task_id)["doneFrames"] > 1500
    assert time.perf_counter() - started < 5


def test_max_children_are_one_for_photons_and_one_for_pictures_of_all_cameras(asker: Asker) -> None:
    task_id = asker.new_task()
    asker.send_job(task_id, max_job(task_id, gi="1", cameras=["Camera001", "Camera002"], frames="0-1[1]"))
    asker.ask("submitTask", "v1", taskId=task_id)
    asker.pass_time(30)
    assert [child["totalFrames"] for child in asker.task(task_id)["respRenderingTaskList"]] == [3, 4]
