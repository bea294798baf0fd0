"""What can be done to tasks, as their status and the service's generation allow. Pure."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Callable, List, Optional, Sequence, Tuple

from rb_dcc_core.client import TASK_LEVELS, Client
from rb_dcc_core.interfaces import V2
from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.statuses import SUBMITTING, has_ended, has_halted, task_words

START = "start"
STOP = "stop"
RETRY = "retry"
DOWNLOAD = "download"
FOLDER = "folder"
PRIORITY = "priority"
FULL_SPEED = "full speed"
OVER_TIME = "over time"
LABEL = "label"
BUDGET = "budget"
ABANDON = "abandon"
DELETE = "delete"

Call = Callable[[Client, Sequence[TaskInfo], object], None]
_RUNNING = frozenset((0, 5, 8, 50))
_DONE = Message("Done: {ids}.")
_ANY = Message("For every task.")
_OPEN = Message("Only for tasks that have not ended.")


@dataclass(frozen=True)
class TaskAction:
    """One thing to do. `fits` says for which tasks; `call` does it on a working thread, None where the panel itself does.

    `needs` says for which, in words. `asks` is the question before it, None where it is done at once: only what cannot be
    undone asks. `done` says that it is done.
    """

    name: str
    symbol: str
    words: Message
    tip: Message
    fits: Callable[[TaskInfo], bool]
    needs: Message = _ANY
    call: Optional[Call] = None
    asks: Optional[Message] = None
    done: Message = _DONE
    only_v2: bool = False


def possible(
    action: TaskAction, tasks: Sequence[TaskInfo], generation: Optional[str]
) -> Tuple[TaskInfo, ...]:
    """The tasks among these for which an action can be done; () where it cannot at all."""
    if action.only_v2 and generation != V2:
        return ()
    return tuple(task for task in tasks if task.id is not None and action.fits(task))


def why_not(action: TaskAction, tasks: Sequence[TaskInfo], generation: Optional[str]) -> Optional[Message]:
    """Why an action cannot be done to any of these tasks; None where it can."""
    if not tasks:
        return Message("Choose a task first.")
    if generation is None:
        return Message("Not connected to the farm.")
    if action.only_v2 and generation != V2:
        return Message("This service does not offer it. Newer services do.")
    if possible(action, tasks, generation):
        return None
    if len(tasks) > 1:
        return Message("{needs} None of those chosen is one.", needs=action.needs)
    status = task_words(tasks[0].task_status)
    return Message("{needs} This one: {status}.", needs=action.needs, status=status)


def failed_leaves(task: TaskInfo) -> List[int]:
    """The parts of a task that have failed frames: the service restarts frames of these, not of their parent."""
    return [leaf.id for leaf in task.leaves() if leaf.id is not None and leaf.failed_frames]


def _ids(tasks: Sequence[TaskInfo]) -> List[int]:
    return [task.id for task in tasks if task.id is not None]


def _retry(client: Client, tasks: Sequence[TaskInfo], _: object) -> None:
    client.restart_failed_frames([leaf for task in tasks for leaf in failed_leaves(task)])


def _priority(client: Client, tasks: Sequence[TaskInfo], _: object) -> None:
    for number in _ids(tasks):
        client.update_task_user_level(number, TASK_LEVELS["high"])


def _over_time(client: Client, tasks: Sequence[TaskInfo], hours: object) -> None:
    client.set_over_time_stop(_ids(tasks), int(float(str(hours)) * 3600))


def _label(client: Client, tasks: Sequence[TaskInfo], name: object) -> None:
    from rb_dcc_core.errors import LabelExistsError

    with contextlib.suppress(LabelExistsError):
        client.add_label(str(name))
    client.add_task_label(str(name), _ids(tasks))


def _still_renders(task: TaskInfo) -> bool:
    return not has_ended(task.task_status) and task.task_status != SUBMITTING


ACTIONS: Tuple[TaskAction, ...] = (
    TaskAction(
        START,
        "start",
        Message("Start"),
        Message("Goes on with stopped tasks."),
        lambda task: has_halted(task.task_status),
        Message("Only for tasks that have been stopped."),
        lambda client, tasks, _: client.start_task(_ids(tasks)),
        done=Message("Started: {ids}."),
    ),
    TaskAction(
        STOP,
        "stop",
        Message("Stop"),
        Message("Stops rendering; what is rendered stays, and Start goes on."),
        lambda task: task.task_status in _RUNNING,
        Message("Only for tasks that wait or render."),
        lambda client, tasks, _: client.stop_task(_ids(tasks)),
        done=Message("Stopped: {ids}."),
    ),
    TaskAction(
        RETRY,
        "retry",
        Message("Retry failed"),
        Message("Renders the failed frames again."),
        lambda task: bool(failed_leaves(task)),
        Message("Only for tasks with failed frames."),
        _retry,
        done=Message("The failed frames are rendered again: {ids}."),
    ),
    TaskAction(
        DOWNLOAD,
        "download",
        Message("Download"),
        Message(
            "Fetches what is rendered so far into the task's folder; what is there already is not fetched again."
        ),
        lambda task: any(leaf.done_frames for leaf in task.leaves()),
        Message("Only for tasks with rendered frames."),
    ),
    TaskAction(
        FOLDER,
        "folder",
        Message("Open folder"),
        Message("Shows the folder the pictures are in."),
        lambda task: True,
    ),
    TaskAction(
        PRIORITY,
        "priority",
        Message("Higher priority"),
        Message("Puts the task before your others."),
        lambda task: _still_renders(task) and task.task_user_level != TASK_LEVELS["high"],
        Message("Only for tasks that have not ended and have no higher priority yet."),
        _priority,
        done=Message("Higher priority: {ids}."),
        only_v2=True,
    ),
    TaskAction(
        FULL_SPEED,
        "speed",
        Message("Full speed"),
        Message("Renders on as many machines as there are."),
        _still_renders,
        _OPEN,
        lambda client, tasks, _: client.full_speed(_ids(tasks)),
        done=Message("At full speed: {ids}."),
    ),
    TaskAction(
        OVER_TIME,
        "clock",
        Message("Stop after …"),
        Message("Stops the task when it has rendered that long."),
        _still_renders,
        _OPEN,
        _over_time,
        done=Message("The limit is set: {ids}."),
    ),
    TaskAction(
        LABEL,
        "label",
        Message("Label …"),
        Message("Puts the task under a label, to find and count it by."),
        lambda task: True,
        _ANY,
        _label,
        done=Message("Labelled: {ids}."),
        only_v2=True,
    ),
    TaskAction(
        BUDGET,
        "cost",
        Message("Budget …"),
        Message("Warns, or stops the task, when it has cost as much as you say."),
        lambda task: not has_ended(task.task_status),
        _OPEN,
    ),
    TaskAction(
        ABANDON,
        "abandon",
        Message("Abandon"),
        Message("Gives the task up for good; what is rendered stays."),
        lambda task: not has_ended(task.task_status),
        _OPEN,
        lambda client, tasks, _: client.abort_task(_ids(tasks)),
        asks=Message("Give up {names} for good? What is rendered stays; it cannot be started again."),
        done=Message("Given up: {ids}."),
    ),
    TaskAction(
        DELETE,
        "delete",
        Message("Delete"),
        Message("Takes the task off the list for good."),
        lambda task: has_ended(task.task_status) or has_halted(task.task_status),
        Message("Only for tasks that have ended or have been stopped. Stop or abandon it first."),
        lambda client, tasks, _: client.delete_task(_ids(tasks)),
        asks=Message("Delete {names} from the farm's list? Pictures you have not downloaded may be lost."),
        done=Message("Deleted: {ids}."),
    ),
)


def named(name: str) -> TaskAction:
    return next(each for each in ACTIONS if each.name == name)
