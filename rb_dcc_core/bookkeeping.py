"""Writes tasks that render no more into the history, and reads from it; blocks, on a working thread only."""

from __future__ import annotations

import dataclasses
import datetime
import logging
import posixpath
from pathlib import Path
from typing import Callable, Iterable, Mapping, Optional

from .client import Client
from .errors import LocalFileError, NoMoreRecordsError, RenderbusError
from .estimate import Estimate, JobOutline, estimate
from .history import History
from .job_outline import outline_from_json
from .journal import Journal
from .models import TaskInfo, UserProfile
from .statuses import has_ended, has_halted

_log = logging.getLogger(__name__)

AS_USUAL = 0
_KNOWN_ENOUGH = 100
_MOST_LEARNED = 3


def keep_book(
    client: Client,
    state: Path,
    account: str,
    task: TaskInfo,
    told: Callable[[UserProfile], object] = lambda user: None,
) -> bool:
    """Remember what a task came to, once it has ended or stands still; True where it is in the history now.

    One that stands still may go on: it is remembered anew then. Its frames tell all the same what such frames cost.

    `state` is the folder of the journal and the history. `told` is called with the account as it is now, which is asked for
    its prices; not where that question failed. What goes wrong here is logged and never stops anybody: it is
    only a memory.
    """
    if (
        task.id is None
        or not (has_ended(task.task_status) or has_halted(task.task_status))
        or not any(leaf.done_frames for leaf in task.leaves())
    ):
        return False
    try:
        leaves = [
            list(client.frames(leaf.id)) for leaf in task.leaves() if leaf.id is not None and leaf.done_frames
        ]
        user = _user(client)
        if user is not None:
            told(user)
        with History(state) as history:
            if user is not None:
                history.keep_profile(account, user)
            history.remember(account, task, leaves, outline_of_task(state, account, task.id))
    except RenderbusError as error:
        _log.info("task %s is not in the history: %s", task.id, error)
        return False
    return True


def _user(client: Client) -> Optional[UserProfile]:
    """What the account pays now; a history without prices is better than none."""
    try:
        return client.query_user_profile()
    except RenderbusError as error:
        _log.info("what the account pays is not known: %s", error)
        return None


def outline_of_task(state: Path, account: str, task_id: int) -> Optional[JobOutline]:
    """What a task was submitted as from this computer; None where it was submitted elsewhere, or nobody can read it."""
    with Journal(state) as journal:
        record = journal.task(task_id, account)
        try:
            told = journal.parcel(record.now.id).outline if record is not None else None
        except LocalFileError as error:
            _log.info("task %s counts as one from elsewhere: %s", task_id, error)
            told = None
    return None if told is None else outline_from_json(told)


def estimate_for(
    state: Path,
    account: str,
    outline: JobOutline,
    but_not: Optional[int] = None,
    user: Optional[UserProfile] = None,
) -> Optional[Estimate]:
    """What a job will cost, by this account's history; None where nobody has an idea, or the history cannot be read.

    `but_not` is the job's own task, where it has one: what it came to so far is no past of it. `user` is the account as
    it is now, whose prices count; None for those that were told last. On as many machines as the outline says; AS_USUAL for as many as the account's tasks had lately.
    """
    try:
        with History(state) as history:
            if user is not None:
                history.keep_profile(account, user)
            if outline.machines <= AS_USUAL:
                outline = dataclasses.replace(outline, machines=history.usual_machines(account) or 1)
            return estimate(outline, history.past_jobs(account, outline, but_not))
    except LocalFileError as error:
        _log.info("no estimate: %s", error)
        return None


def usual_machines(state: Path, account: str) -> Optional[int]:
    """How many machines rendered at once for the account's tasks lately; None where nobody knows."""
    try:
        with History(state) as history:
            return history.usual_machines(account)
    except LocalFileError as error:
        _log.info("no pace: %s", error)
        return None


def spent_today(
    state: Path,
    account: str,
    now: datetime.datetime,
    but_not: Iterable[int] = (),
    before: Optional[Mapping[int, float]] = None,
) -> float:
    """What tasks that ended since midnight have cost this day, in the account's currency, without those of `but_not`.

    `before` is what tasks had cost at midnight, as far as that is known.
    """
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    left_out, earlier = set(but_not), before or {}
    with History(state) as history:
        spent = history.spent(account, int(midnight.timestamp() * 1000))
    return sum(
        max(0.0, (each.cost or 0.0) - earlier.get(each.task_id, 0.0))
        for each in spent
        if each.task_id not in left_out
    )


def catch_up(client: Client, history: History, account: str) -> None:
    """Take in what tasks cost that ended elsewhere: the farm's list, newest first, until a page brings nothing new."""
    known_in_a_row = 0
    for task in client.tasks():
        if task.id is None or not (has_ended(task.task_status) or has_halted(task.task_status)):
            continue
        if history.update_cost(account, task):
            known_in_a_row += 1
            if known_in_a_row >= _KNOWN_ENOUGH:
                return
        else:
            known_in_a_row = 0
            history.remember(account, task, ())


def learn_scene(client: Client, state: Path, account: str, scene: str) -> bool:
    """Take in the frames of the newest ended tasks of a scene's name that this computer did not watch; True where any came.

    Only the newest page of the farm's list is looked through. Raises NetworkError, ServiceError.
    """
    name = posixpath.basename(scene.replace("\\", "/"))
    try:
        tasks = client.get_task_list(1, 50).items
    except NoMoreRecordsError:
        return False
    ended = [task for task in tasks if task.scene_name == name and has_ended(task.task_status)]
    return bool(sum(keep_book(client, state, account, task) for task in ended[:_MOST_LEARNED]))
