"""Answers about tasks: new ones, their submission, lists of them, and what is done to them.

Where the document is silent the sandbox decides: a task that was created and not yet submitted is listed, with status
60 (0 in v1) and no frames; submitting twice is 603; a deleted task is in the recycle list only, but queryTaskInfo
still answers it, with isDelete 0.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Tuple

from . import seeds
from .answers import page
from .calendar_text import epoch_ms
from .call import Call, Handlers
from .database import marks
from .job_files import read_job
from .planning import check_size, described
from .refusals import invalid
from .simulation import refuse_unless
from .statuses import LEVELS, SUBMITTING, kept_as
from .tasks import ALIAS

MOST_AT_ONCE = 100


def create_task(call: Call) -> Dict[str, Any]:
    count = call.fields.integer("count", 1, MOST_AT_ONCE)
    call.fields.optional_integer("outUserId")
    values = {
        "status": SUBMITTING,
        "created_ms": int(call.farm.clock() * 1000),
        "platform": call.platform,
        "user_level": LEVELS[0],
    }
    if not call.is_v1:
        values.update(_v2_values(call))
    ids = [call.farm.tasks.create(values) for _ in range(count)]
    created: Dict[str, Any] = {"aliasTaskIdList": [ALIAS.format(one) for one in ids], "taskIdList": ids}
    if not call.is_v1:
        created["userId"] = seeds.USER_ID
    return created


def _v2_values(call: Call) -> Dict[str, Any]:
    level = call.fields.integer("taskUserLevel")
    if level not in LEVELS:
        raise invalid("taskUserLevel", "must be 50 or 60")
    clone_id = call.fields.optional_integer("cloneOriginalId")
    if clone_id:
        call.farm.tasks.get(clone_id)
    labels = call.fields.texts("labels") if call.fields.has("labels") else []
    return {
        "user_level": level,
        "labels": json.dumps(labels),
        "artist": call.fields.optional_text("artist"),
        "clone_id": clone_id,
    }


def submit_task(call: Call) -> None:
    """The job files must have arrived; a task with none at all is taken in and fails after its analysis (65)."""
    task_id = call.fields.integer("taskId")
    task = call.farm.tasks.get(task_id)
    refuse_unless(task["is_delete"] == 1, f"task {task_id} is deleted")
    refuse_unless(task["status"] == SUBMITTING, f"task {task_id} was submitted before")
    job = read_job(call.farm.store, task_id)
    if job is not None:
        check_size(job)
        values = described(job, job.layers)
        call.farm.tasks.change(task_id, scene_name=job.scene_name, cg_id=job.cg_id, **values)
    if not call.is_v1 and call.fields.has("producer"):
        call.farm.tasks.change(task_id, producer=call.fields.optional_text("producer"))
    call.farm.simulation.submit(task_id, job)


def get_task_list(call: Call) -> Dict[str, Any]:
    page_num, page_size = call.fields.page(required=True)
    conditions, values = _conditions(call)
    rows, total = call.farm.tasks.listed(conditions, values, page_num, page_size)
    return page(call.farm.tasks.shown(rows, call.generation), page_num, page_size, total)


def _conditions(call: Call) -> Tuple[List[str], List[Any]]:
    """What the list is narrowed to. recycleFlag 1 counts only where no other condition stands beside it, as the
    vendor's SDK says of it."""
    found: List[Tuple[str, List[Any]]] = []
    statuses = call.fields.optional_integers("statusList")
    if statuses is not None:
        kept = sorted(kept_as(statuses, call.generation))
        found.append((f"status IN ({marks(kept)})", list(kept)))
    recycled: Optional[int] = None
    if not call.is_v1:
        found.extend(_searched(call))
        recycled = call.fields.optional_integer("recycleFlag", 0, 1)
    found.append(("is_delete = ?", [0 if recycled and not found else 1]))
    return [condition for condition, _ in found], [value for _, values in found for value in values]


def _searched(call: Call) -> List[Tuple[str, List[Any]]]:
    found: List[Tuple[str, List[Any]]] = []
    keyword = call.fields.optional_text("searchKeyword")
    if keyword is not None:
        number = keyword[2:] if keyword.upper().startswith("2S") else keyword
        found.append(("(instr(lower(scene_name), lower(?)) > 0 OR CAST(id AS TEXT) = ?)", [keyword, number]))
    for name, condition in (("startTime", "created_ms >= ?"), ("endTime", "created_ms <= ?")):
        text = call.fields.optional_text(name)
        if text is not None:
            found.append((condition, [epoch_ms(name, text)]))
    return found


def query_task_info(call: Call) -> Dict[str, Any]:
    ids = call.named_ids("taskIds")
    if len(ids) > 1000:
        raise invalid("taskIds", "must be at most 1000 ids")
    rows = [call.farm.tasks.get(one) for one in ids]
    return page(call.farm.tasks.shown(rows, call.generation), 1, max(100, len(rows)), len(rows))


def stop_task(call: Call) -> None:
    call.farm.control.stop(call.task_ids())


def start_task(call: Call) -> None:
    call.farm.control.start(call.task_ids())


def abort_task(call: Call) -> None:
    call.farm.control.abort(call.task_ids())


def delete_task(call: Call) -> None:
    call.farm.control.delete(call.task_ids())


def full_speed(call: Call) -> str:
    call.farm.control.full_speed(call.named_ids("taskIds"))
    return "success"


def set_over_time_stop(call: Call) -> None:
    call.farm.control.set_over_time(call.named_ids("taskIds"), call.fields.integer("overTime", 0, 10**9))


def update_task_user_level(call: Call) -> None:
    task_id = call.fields.integer("taskId")
    call.farm.control.set_level(task_id, call.fields.integer("taskUserLevel", 1, 100))


def add_task_label(call: Call) -> None:
    label = call.fields.text("label", 64)
    for task_id in call.named_ids("taskIds"):
        labels = call.farm.labels_of(task_id)
        if label not in labels:
            call.farm.tasks.change(task_id, labels=json.dumps([*labels, label]))


def delete_task_label(call: Call) -> None:
    """Only the vendor's SDK has this one."""
    names = call.fields.texts("labelNames")
    for task_id in call.named_ids("taskIds"):
        kept = [label for label in call.farm.labels_of(task_id) if label not in names]
        call.farm.tasks.change(task_id, labels=json.dumps(kept))


HANDLERS: Handlers = {
    "createTask": create_task,
    "submitTask": submit_task,
    "getTaskList": get_task_list,
    "queryTaskInfo": query_task_info,
    "stopTask": stop_task,
    "startTask": start_task,
    "abortTask": abort_task,
    "deleteTask": delete_task,
    "fullSpeed": full_speed,
    "setOverTimeStop": set_over_time_stop,
    "updateTaskUserLevel": update_task_user_level,
    "addTaskLabel": add_task_label,
    "deleteTaskLabel": delete_task_label,
}
