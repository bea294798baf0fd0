"""Tasks, frames and their progress, as the service tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

from .base import Model, anything, decimal, many, mapping, text, whole, wire


@dataclass(frozen=True)
class TaskInfo(Model):
    """One task, or one child of a task (queryTaskInfo, getTaskList).

    Times are epoch milliseconds, `render_duration_s` is in seconds, fees are in the account's currency.
    `task_over_time_ms` is milliseconds in the document's samples and hours in settings: never compute with it
    blindly. `key_value` is "k:v::k:v::" text (v1) or an object (newer). `is_delete` is 1 on live tasks, 0 on
    deleted ones; `is_open` is 1 where there are children.
    """

    scene_name: Optional[str] = wire("sceneName", text)
    id: Optional[int] = wire("id", whole)
    task_alias: Optional[str] = wire("taskAlias", text)
    task_status: Optional[int] = wire("taskStatus", whole)
    status_text: Optional[str] = wire("statusText", text)
    pre_task_status: Optional[int] = wire("preTaskStatus", whole)
    pre_status_text: Optional[str] = wire("preStatusText", text)
    total_frames: Optional[int] = wire("totalFrames", whole)
    abort_frames: Optional[int] = wire("abortFrames", whole)
    executing_frames: Optional[int] = wire("executingFrames", whole)
    done_frames: Optional[int] = wire("doneFrames", whole)
    failed_frames: Optional[int] = wire("failedFrames", whole)
    frames_range: Optional[str] = wire("framesRange", text)
    project_name: Optional[str] = wire("projectName", text)
    render_consume: Optional[float] = wire("renderConsume", decimal)
    task_arrears: Optional[float] = wire("taskArrears", decimal)
    submit_date_ms: Optional[int] = wire("submitDate", whole)
    start_time_ms: Optional[int] = wire("startTime", whole)
    completed_date_ms: Optional[int] = wire("completedDate", whole)
    render_duration_s: Optional[int] = wire("renderDuration", whole)
    user_name: Optional[str] = wire("userName", text)
    producer: Optional[str] = wire("producer", text)
    task_level: Optional[int] = wire("taskLevel", whole)
    task_user_level: Optional[int] = wire("taskUserLevel", whole)
    task_limit: Optional[int] = wire("taskLimit", whole)
    task_over_time_ms: Optional[int] = wire("taskOverTime", whole)
    user_id: Optional[int] = wire("userId", whole)
    output_file_name: Optional[str] = wire("outputFileName", text)
    munu_task_id: Optional[str] = wire("munuTaskId", text)
    layer_parent_id: Optional[int] = wire("layerParentId", whole)
    cg_id: Optional[int] = wire("cgId", whole)
    key_value: Optional[Any] = wire("keyValue", anything)
    user_account_consume: Optional[float] = wire("userAccountConsume", decimal)
    coupon_consume: Optional[float] = wire("couponConsume", decimal)
    is_open: Optional[int] = wire("isOpen", whole)
    task_type: Optional[str] = wire("taskType", text)
    render_camera: Optional[str] = wire("renderCamera", text)
    clone_parent_id: Optional[int] = wire("cloneParentId", whole)
    clone_original_id: Optional[int] = wire("cloneOriginalId", whole)
    share_main_capital: Optional[int] = wire("shareMainCapital", whole)
    task_ram: Optional[int] = wire("taskRam", whole)
    children: Optional[Tuple[TaskInfo, ...]] = wire(
        "respRenderingTaskList", lambda data: TaskInfo.list_from_json(data)
    )
    task_key_value: Optional[Mapping[str, Any]] = wire("taskKeyValueVo", mapping)
    task_over_time_s: Optional[int] = wire("taskOverTimeSec", whole)
    layer_name: Optional[str] = wire("layerName", text)
    task_type_text: Optional[str] = wire("taskTypeText", text)
    is_delete: Optional[int] = wire("isDelete", whole)
    labels: Optional[Tuple[str, ...]] = wire("labels", many(text))

    @property
    def every_label(self) -> Tuple[str, ...]:
        """What it was submitted under, then what it was put under later; each once."""
        told = (self.project_name, *(self.labels or ()))
        return tuple(dict.fromkeys(each for each in told if each))

    def leaves(self) -> Tuple[TaskInfo, ...]:
        """The tasks that render pictures: this one, or its children's leaves."""
        if not self.children:
            return (self,)
        return tuple(leaf for child in self.children for leaf in child.leaves())


@dataclass(frozen=True)
class FrameInfo(Model):
    """One frame of a task (queryTaskFrames).

    Times are epoch milliseconds, `frame_execute_time_s` is in seconds, fees are in the account's currency.
    `frame_index` is the frame number, with "-block" behind it where the frame is tiled.
    """

    id: Optional[int] = wire("id", whole)
    user_id: Optional[int] = wire("userId", whole)
    frame_price: Optional[float] = wire("framePrice", decimal)
    fee_type: Optional[int] = wire("feeType", whole)
    platform: Optional[int] = wire("platform", whole)
    frame_index: Optional[str] = wire("frameIndex", text)
    frame_status: Optional[int] = wire("frameStatus", whole)
    fee_amount: Optional[float] = wire("feeAmount", decimal)
    start_time_ms: Optional[int] = wire("startTime", whole)
    end_time_ms: Optional[int] = wire("endTime", whole)
    frame_execute_time_s: Optional[int] = wire("frameExecuteTime", whole)
    frame_status_text: Optional[str] = wire("frameStatusText", text)
    arrears_fee: Optional[float] = wire("arrearsFee", decimal)
    munu_job_id: Optional[str] = wire("munuJobId", text)
    task_id: Optional[int] = wire("taskId", whole)
    munu_task_id: Optional[str] = wire("munuTaskId", text)
    frame_type: Optional[int] = wire("frameType", whole)
    coupon_fee: Optional[float] = wire("couponFee", decimal)
    recommit_flag: Optional[int] = wire("recommitFlag", whole)
    is_copy: Optional[int] = wire("isCopy", whole)
    frame_block: Optional[str] = wire("frameBlock", text)
    task_over_time_ms: Optional[int] = wire("taskOverTime", whole)
    gop_name: Optional[str] = wire("gopName", text)
    frame_ram: Optional[float] = wire("frameRam", decimal)


@dataclass(frozen=True)
class FrameStats(Model):
    """Frames of all the account's tasks, counted by state (queryAllFrameStats)."""

    executing_frames_total: Optional[int] = wire("executingFramesTotal", whole)
    done_frames_total: Optional[int] = wire("doneFramesTotal", whole)
    failed_frames_total: Optional[int] = wire("failedFramesTotal", whole)
    waiting_frames_total: Optional[int] = wire("waitingFramesTotal", whole)
    total_frames: Optional[int] = wire("totalFrames", whole)


@dataclass(frozen=True)
class GrabbedFrame(Model):
    """One frame, or one block of it, with its grabbed picture.

    `frame_percent` is 0-100, `frame_used` and `frame_est` are seconds; every value is text on the wire.
    """

    coupon_fee: Optional[float] = wire("couponFee", decimal)
    frame_index: Optional[str] = wire("frameIndex", text)
    render_info: Optional[str] = wire("renderInfo", text)
    frame_block: Optional[str] = wire("frameBlock", text)
    frame_est_s: Optional[int] = wire("frameEst", whole)
    grab_url: Optional[str] = wire("grabUrl", text)
    fee_amount: Optional[float] = wire("feeAmount", decimal)
    frame_used_s: Optional[int] = wire("frameUsed", whole)
    frame_status: Optional[int] = wire("frameStatus", whole)
    frame_percent: Optional[float] = wire("framePercent", decimal)
    is_max_price: Optional[int] = wire("isMaxPrice", whole)
    start_time: Optional[str] = wire("startTime", text)
    end_time: Optional[str] = wire("endTime", text)


@dataclass(frozen=True)
class ProcessImage(Model):
    """Progress of a 3ds Max task with its grabbed pictures (loadTaskProcessImg)."""

    block: Optional[int] = wire("block", whole)
    current_task_type: Optional[str] = wire("currentTaskType", text)
    grab_info: Optional[Tuple[Tuple[GrabbedFrame, ...], ...]] = wire(
        "grabInfo", many(GrabbedFrame.list_from_json)
    )
    height: Optional[int] = wire("height", whole)
    scene_name: Optional[str] = wire("sceneName", text)
    start_time: Optional[str] = wire("startTime", text)
    width: Optional[int] = wire("width", whole)
    is_render_photon: Optional[int] = wire("isRenderPhoton", whole)
    end_time: Optional[str] = wire("endTime", text)


@dataclass(frozen=True)
class CreatedTasks(Model):
    """Fresh task numbers (createTask); `user_id` only in v2."""

    alias_task_id_list: Optional[Tuple[str, ...]] = wire("aliasTaskIdList", many(text))
    task_id_list: Optional[Tuple[int, ...]] = wire("taskIdList", many(whole))
    user_id: Optional[int] = wire("userId", whole)
