"""`rb-dcc submit --test-first`: a few frames, what they cost, what the rest will, and the question whether to go on."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any, Dict

import click

from rb_dcc_core.estimate_words import assumptions, rest_words, whole_words
from rb_dcc_core.first_frames import FirstFrames, first_frames
from rb_dcc_core.job import JobSettings
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import Purse
from rb_dcc_core.priority import PriorityFrames
from rb_dcc_core.statuses import TEST_FRAMES_DONE, task_words

from .budgets import BudgetGuard
from .costs import estimate_json
from .download import fetch_results, report_json
from .following import follow
from .output import duration_text, money_text, print_json
from .purse import purse
from .workbench import Workbench


def with_test_frames(settings: JobSettings) -> JobSettings:
    """The settings with a pause after the priority frames: those chosen, else first, middle and last."""
    frames = settings.priority_frames or PriorityFrames(True, True, True)
    return dataclasses.replace(settings, priority_frames=frames, is_test_stop=True)


def after_test_frames(
    workbench: Workbench, task_id: int, given: Dict[str, Any], answer: Dict[str, Any], as_json: bool
) -> bool:
    """Wait for the test frames, show the card, ask; True where the task goes on and is to be waited for as asked."""
    guard = BudgetGuard(workbench, given)
    task = follow(workbench.client, [task_id], given["interval"], on_poll=guard.look).get(task_id)
    if task is None:
        return False
    answer.update(status=task.task_status, status_text=task_words(task.task_status).text())
    if task.task_status != TEST_FRAMES_DONE:
        return True
    told = first_frames(workbench.client, workbench.locations.state, workbench.account_key, task)
    _show_card(told, purse(workbench), answer, as_json)
    _fetch_pictures(workbench, task, given, answer, as_json)
    return _goes_on(workbench, task_id, answer, as_json)


def _show_card(told: FirstFrames, money: Purse, answer: Dict[str, Any], as_json: bool) -> None:
    answer["test_frames"] = [
        {"frame": each.name, "cost": each.cost if money.is_shown else None, "time_s": each.time_s}
        for each in told.pictures
    ]
    answer["rest"] = None if told.rest is None else estimate_json(told.rest, money)
    if as_json:
        return
    click.echo("The test frames are done:")
    for each in told.pictures:
        said = (duration_text(each.time_s), money_text(each.cost, money))
        click.echo(f"  frame {each.name}: {', '.join(part for part in said if part)}")
    if told.rest is not None:
        click.echo(rest_words(told.left, whole_words(told.rest, money)).text())
        for sentence in assumptions(told.rest):
            click.echo(f"  {sentence}")


def _fetch_pictures(
    workbench: Workbench, task: TaskInfo, given: Dict[str, Any], answer: Dict[str, Any], as_json: bool
) -> None:
    """The test's pictures, where results are to be downloaded at all; else how to get them."""
    if not given["download_to"]:
        if not as_json:
            click.echo(f"Their pictures: 'rb-dcc download {task.id} DIR'.")
        return
    folder = Path(given["download_to"])
    report = fetch_results(workbench.transfer, [task], folder, not as_json)
    answer["download"] = report_json(folder, report)
    if not as_json:
        click.echo(f"Their pictures are in {folder}.")


def _goes_on(workbench: Workbench, task_id: int, answer: Dict[str, Any], as_json: bool) -> bool:
    """Asked on a terminal; a script decides by itself with what was printed."""
    if as_json or not sys.stdin.isatty():
        if as_json:
            print_json(answer)
        else:
            click.echo(
                f"The task waits: 'rb-dcc start {task_id}' goes on, 'rb-dcc abandon {task_id}' gives it up."
            )
        return False
    chosen = click.prompt(
        "Go on (g), change (c), give up (u), or leave it waiting (w)?",
        type=click.Choice(["g", "c", "u", "w"]),
    )
    if chosen == "c":
        click.echo(
            "Submit it again with what is to be changed and --new. The test waits meanwhile:"
            f" 'rb-dcc abandon {task_id}' gives it up."
        )
    if chosen == "u":
        workbench.client.abort_task([task_id])
        click.echo("Given up.")
    elif chosen == "g":
        workbench.client.start_task([task_id])
        click.echo("It goes on.")
    return bool(chosen == "g")
