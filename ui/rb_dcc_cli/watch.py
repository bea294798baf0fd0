"""`rb-dcc watch`: tasks to their end, with a bar each."""

from __future__ import annotations

from typing import Any, Dict, Set, Tuple

import click

from rb_dcc_core.bookkeeping import keep_book
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.statuses import has_ended, has_halted

from .budgets import BudgetGuard, budget_options
from .finite import FiniteRange
from .following import follow, say_ends
from .output import json_option, print_json
from .purse import purse
from .tasks import task_json
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("task", type=click.IntRange(1), nargs=-1, required=True)
@click.option("--interval", type=FiniteRange(0.2, 3600), default=5.0, show_default=True, metavar="SECONDS")
@budget_options
@click.option("--no-budget", is_flag=True, help="Lift the limits that were kept for these tasks.")
@json_option
@pass_workbench
def watch(workbench: Workbench, task: Tuple[int, ...], interval: float, as_json: bool, **limits: Any) -> int:
    """Watch tasks until each has ended or stands still; exit 0 only where every frame is done.

    A budget acts only while this runs; frames that render when it is passed may still finish and are charged. It is kept:
    watching the same task again goes on with it.
    """
    if limits["no_budget"] and any(limits[name] for name in ("budget", "budget_day", "warn_at", "warn_day")):
        raise click.UsageError("--no-budget lifts the limits: give it without others.")
    guard, books = BudgetGuard(workbench, limits), _Books(workbench)

    def look(tasks: Dict[int, TaskInfo]) -> None:
        guard.look(tasks)
        books.keep(tasks)

    try:
        ended = follow(workbench.client, task, interval, on_poll=look)
    except KeyboardInterrupt:
        click.echo("The tasks go on on the farm.", err=True)
        raise
    if as_json:
        shown = purse(workbench).is_shown
        print_json([task_json(each, shown) for each in ended.values()])
    all_done = say_ends(ended, workbench.client, workbench.language)
    guard.explain(number for number, each in ended.items() if has_halted(each.task_status))
    if all_done and not as_json:
        click.echo("Finished.")
    return 0 if all_done else 1


class _Books:
    """Writes each task into the history as soon as it renders no more: whoever is killed later has kept it."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._kept: Set[int] = set()

    def keep(self, tasks: Dict[int, TaskInfo]) -> None:
        bench = self._workbench
        for number, task in tasks.items():
            is_over = has_ended(task.task_status) or has_halted(task.task_status)
            if is_over and number not in self._kept:
                self._kept.add(number)
                keep_book(bench.client, bench.locations.state, bench.account_key, task)
