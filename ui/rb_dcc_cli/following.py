"""Watching tasks to their end, for every command that waits."""

from __future__ import annotations

import time
from typing import Callable, Dict, Iterable, Optional

import click

from rb_dcc_core.client import Client
from rb_dcc_core.errors import (
    ConnectionLost,
    HttpStatusError,
    NetworkError,
    RenderbusError,
    ServerFaultError,
    TimeoutExceeded,
    UnknownNameError,
    UnreachableError,
)
from rb_dcc_core.failures import explain, failure_codes
from rb_dcc_core.languages import ENGLISH
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.statuses import has_ended, has_halted, has_succeeded, task_words
from rb_dcc_core.watcher import POLL_INTERVAL_S, TaskWatcher

from .progress import FrameProgress

_LONGEST_SILENCE_S = 600.0
_PASSING = (UnreachableError, TimeoutExceeded, ConnectionLost, HttpStatusError)
# From a service that has answered before: a gateway's page, a proxy that is started again, a fault of its own.
_PASSING_ONCE_ANSWERED = (NetworkError, ServerFaultError)


def follow(
    client: Client,
    task_ids: Iterable[int],
    interval_s: float = POLL_INTERVAL_S,
    sleep: Callable[[float], None] = time.sleep,
    on_poll: Callable[[Dict[int, TaskInfo]], None] = lambda tasks: None,
) -> Dict[int, TaskInfo]:
    """Watch until every task has ended or stands still; returns how each was found last.

    `on_poll` is shown all of them after each look.

    A network or a service that fails for less than ten minutes is waited out. Raises UnknownNameError for a task the service does
    not list.
    """
    watcher = TaskWatcher(client, time.monotonic, interval_s)
    watcher.watch(task_ids)
    last: Dict[int, TaskInfo] = {}
    silent_since = 0.0
    with FrameProgress() as progress:
        while watcher.watched:
            sleep(watcher.next_poll_in_s() or 0.0)
            try:
                _take_updates(watcher, last, progress)
                on_poll(last)
                silent_since = 0.0
            except RenderbusError as error:
                if not isinstance(error, _PASSING_ONCE_ANSWERED if last else _PASSING):
                    raise
                silent_since = silent_since or time.monotonic()
                if time.monotonic() - silent_since > _LONGEST_SILENCE_S:
                    raise
                click.echo(f"{error} Still watching.", err=True)
    return last


def _take_updates(watcher: TaskWatcher, last: Dict[int, TaskInfo], progress: FrameProgress) -> None:
    for update in watcher.poll():
        if update.task is None:
            if update.previous is None:
                raise UnknownNameError(
                    "There is no task {task_id}. 'rb-dcc tasks' lists yours.", task_id=update.task_id
                )
            continue
        last[update.task_id] = update.task
        progress.show(update.task)
        if has_ended(update.task.task_status) or has_halted(update.task.task_status):
            watcher.forget([update.task_id])


def say_ends(tasks: Dict[int, TaskInfo], client: Optional[Client] = None, language: str = ENGLISH) -> bool:
    """Say on stderr how each task ended that did not simply finish; True where all finished.

    With a client the farm is asked, in the user's language, what the codes mean that a task tells.
    """
    all_done = True
    for task_id, task in tasks.items():
        if has_succeeded(task.task_status):
            continue
        all_done = False
        click.echo(
            f"Task {task_id}: {task_words(task.task_status).text()}.{_next_step(task_id, task)}",
            err=True,
        )
        for detail in explain(client, failure_codes(task), language) if client is not None else ():
            words = (f"{detail.code}:", detail.des_description_cn, detail.des_solution_cn)
            click.echo("  " + " ".join(word for word in words if word), err=True)
    return all_done


def _next_step(task_id: int, task: TaskInfo) -> str:
    if task.task_status == 30:
        return f" 'rb-dcc retry {task_id}' renders them again."
    if has_halted(task.task_status):
        return f" 'rb-dcc start {task_id}' goes on."
    return ""
