"""Writes a task that has ended into the history, with what it was submitted as; blocks, on a working thread only."""

from __future__ import annotations

import datetime
import logging
from pathlib import Path
from typing import Iterator, Optional

from .client import Client
from .errors import LocalFileError, RenderbusError
from .estimate import Estimate, JobOutline, estimate
from .history import History
from .job_outline import outline_from_json
from .journal import Journal
from .models import FrameInfo, TaskInfo
from .statuses import has_ended

_log = logging.getLogger(__name__)


def keep_book(client: Client, state: Path, account: str, task: TaskInfo) -> bool:
    """Remember what a task came to, once it has ended; True where it is in the history now.

    `state` is the folder of the journal and the history. What goes wrong here is logged and never stops anybody: it is
    only a memory.
    """
    if (
        task.id is None
        or not has_ended(task.task_status)
        or not any(leaf.done_frames for leaf in task.leaves())
    ):
        return False
    try:
        frames = list(_frames(client, task))
        with History(state) as history:
            history.remember(account, task, frames, outline_of_task(state, account, task.id))
    except RenderbusError as error:
        _log.info("task %s is not in the history: %s", task.id, error)
        return False
    return True


def outline_of_task(state: Path, account: str, task_id: int) -> Optional[JobOutline]:
    """What a task was submitted as from this computer; None where it was submitted elsewhere."""
    with Journal(state) as journal:
        record = journal.task(task_id, account)
        told = journal.parcel(record.now.id).outline if record is not None else None
    return None if told is None else outline_from_json(told)


def estimate_for(state: Path, account: str, outline: JobOutline) -> Optional[Estimate]:
    """What a job will cost, by this account's history; None where nobody has an idea, or the history cannot be read."""
    try:
        with History(state) as history:
            return estimate(outline, history.past_jobs(account, outline))
    except LocalFileError as error:
        _log.info("no estimate: %s", error)
        return None


def spent_today(state: Path, account: str, now: datetime.datetime) -> float:
    """What tasks that ended since midnight have cost, in the account's currency."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with History(state) as history:
        return sum(each.cost or 0.0 for each in history.spent(account, int(midnight.timestamp() * 1000)))


def _frames(client: Client, task: TaskInfo) -> Iterator[FrameInfo]:
    for leaf in task.leaves():
        if leaf.id is not None and leaf.done_frames:
            yield from client.frames(leaf.id)
