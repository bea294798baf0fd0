"""`rb-dcc watch`: tasks to their end, with a bar each."""

from __future__ import annotations

from typing import Optional, Tuple

import click

from rb_dcc_core.bookkeeping import keep_book

from .budgets import BudgetGuard, budget_options
from .following import follow, say_ends
from .output import json_option, print_json
from .tasks import task_json
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("task", type=click.IntRange(1), nargs=-1, required=True)
@click.option(
    "--interval", type=click.FloatRange(0.2, 3600), default=5.0, show_default=True, metavar="SECONDS"
)
@budget_options
@json_option
@pass_workbench
def watch(
    workbench: Workbench, task: Tuple[int, ...], interval: float, as_json: bool, **limits: Optional[float]
) -> int:
    """Watch tasks until each has ended or stands still; exit 0 only where every frame is done.

    A budget acts only while this runs; frames that render when it is passed may still finish and are charged.
    """
    guard = BudgetGuard(workbench, limits)
    try:
        ended = follow(workbench.client, task, interval, on_poll=guard.look)
    except KeyboardInterrupt:
        click.echo("The tasks go on on the farm.", err=True)
        raise
    for each in ended.values():
        keep_book(workbench.client, workbench.locations.state, workbench.account_key, each)
    if as_json:
        print_json([task_json(each) for each in ended.values()])
    all_done = say_ends(ended, workbench.client, workbench.language)
    if all_done and not as_json:
        click.echo("Finished.")
    return 0 if all_done else 1
