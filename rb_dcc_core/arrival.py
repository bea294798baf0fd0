"""Whether a submitTask arrived whose answer was lost: asked of the service, decided from what it shows."""

from __future__ import annotations

from enum import Enum

from .client import Client
from .errors import NoMoreRecordsError, NotFoundError
from .models import TaskInfo

_ABANDONED = 35
_BEFORE_SUBMISSION = (None, 0, 60)


class Arrival(Enum):
    """What is known of a task's submission."""

    SUBMITTED = "submitted"
    NOT_SUBMITTED = "not submitted"
    GONE = "gone"


def arrival_of(task: TaskInfo) -> Arrival:
    """What one answer tells. No public source says how a number that was never submitted is shown [?]: v1 knows no
    status of its own for it, so waiting (0) and submitting (60) count as not submitted only while there is no scene,
    frame or child, which a submission always brings.
    """
    is_empty = not (task.scene_name or task.total_frames or task.children)
    if task.is_delete == 0 or (is_empty and task.task_status == _ABANDONED):
        return Arrival.GONE
    if is_empty and task.task_status in _BEFORE_SUBMISSION:
        return Arrival.NOT_SUBMITTED
    return Arrival.SUBMITTED


def look(client: Client, task_id: int) -> Arrival:
    """Ask queryTaskInfo, and the task list where that does not say that the task runs.

    A number that neither lists was never submitted. Raises NetworkError or ServiceError: then nothing is known.
    """
    told = _told(client, task_id)
    if told is not Arrival.NOT_SUBMITTED:
        return told
    return _listed(client, task_id)


def _told(client: Client, task_id: int) -> Arrival:
    try:
        found = [task for task in client.query_task_info([task_id]).items if task.id == task_id]
    except (NotFoundError, NoMoreRecordsError):
        return Arrival.NOT_SUBMITTED
    return arrival_of(found[0]) if found else Arrival.NOT_SUBMITTED


def _listed(client: Client, task_id: int) -> Arrival:
    """The newest tasks come first, so the number is met soon where it is listed."""
    number = 1
    while True:
        try:
            page = client.get_task_list(number)
        except NoMoreRecordsError:
            return Arrival.NOT_SUBMITTED
        for task in page.items:
            if task.id == task_id:
                return arrival_of(task)
        if number >= (page.page_count or 0):
            return Arrival.NOT_SUBMITTED
        number += 1
