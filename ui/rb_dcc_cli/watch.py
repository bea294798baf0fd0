"""`rb-dcc watch`: tasks to their end, with a bar each."""

from __future__ import annotations

from typing import Tuple

import click

from .following import follow, say_ends
from .output import json_option, print_json
from .tasks import task_json
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("task", type=click.IntRange(1), nargs=-1, required=True)
@click.option(
    "--interval", type=click.FloatRange(0.2, 3600), default=5.0, show_default=True, metavar="SECONDS"
)
@json_option
@pass_workbench
def watch(workbench: Workbench, task: Tuple[int, ...], interval: float, as_json: bool) -> int:
    """Watch tasks until each has ended or stands still; exit 0 only where every frame is done."""
    try:
        ended = follow(workbench.client, task, interval)
    except KeyboardInterrupt:
        click.echo("The tasks go on on the farm.", err=True)
        raise
    if as_json:
        print_json([task_json(each) for each in ended.values()])
    all_done = say_ends(ended, workbench.client, workbench.language)
    if all_done and not as_json:
        click.echo("Finished.")
    return 0 if all_done else 1
