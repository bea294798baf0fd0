"""`rb-dcc stop`, `start`, `abandon`, `delete`, `retry`, `priority`, `full-speed`, `over-time`."""

from __future__ import annotations

from typing import Callable, List, Optional, Sequence, Tuple

import click

from rb_dcc_core.client import TASK_LEVELS, Client
from rb_dcc_core.errors import InputError, UnknownNameError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.models import FrameInfo

from .finite import FiniteRange
from .output import count_text, json_option, print_json
from .tasks import frames_of
from .workbench import Workbench, pass_workbench

_TASKS = click.argument("task", type=click.IntRange(1), nargs=-1, required=True)


def _simple(name: str, done: str, text: str, act: Callable[[Client, Sequence[int]], None]) -> click.Command:
    """A command that does one thing to tasks."""

    @click.command(name, help=text)
    @_TASKS
    @json_option
    @pass_workbench
    def command(workbench: Workbench, task: Tuple[int, ...], as_json: bool) -> None:
        act(workbench.client, task)
        _say(done, task, as_json)

    return command


def _say(done: str, tasks: Sequence[int], as_json: bool) -> None:
    if as_json:
        print_json({"done": done, "tasks": list(tasks)})
    else:
        click.echo("{}: {}.".format(done, ", ".join(str(each) for each in tasks)))


stop = _simple("stop", "Stopped", "Stop tasks; 'start' goes on.", Client.stop_task)
start = _simple("start", "Started", "Start stopped tasks again.", Client.start_task)
abandon = _simple(
    "abandon", "Abandoned", "Give tasks up for good; what is rendered stays.", Client.abort_task
)
delete = _simple("delete", "Deleted", "Delete tasks from the list.", Client.delete_task)
full_speed = _simple(
    "full-speed", "At full speed", "Render on as many machines as there are.", Client.full_speed
)


@click.command()
@_TASKS
@click.option("--frames", metavar="RANGE", help="Only these frames, whatever became of them; for one task.")
@json_option
@pass_workbench
def retry(workbench: Workbench, task: Tuple[int, ...], frames: Optional[str], as_json: bool) -> None:
    """Render failed frames again, or chosen ones with --frames."""
    client = workbench.client
    if frames is None:
        failed = _leaves_to_retry(client, task)
        if failed:
            client.restart_failed_frames([leaf for leaf, _ in failed])
        _say_retried(sum(count for _, count in failed), task, as_json)
        return
    if len(task) != 1:
        raise InputError("--frames is for one task at a time. Give one task number.")
    _say_retried(_retry_frames(client, task[0], FrameRange.parse(frames)), task, as_json)


def _say_retried(count: int, tasks: Sequence[int], as_json: bool) -> None:
    if as_json:
        print_json({"done": "restarted", "tasks": list(tasks), "frames": count})
    elif count:
        click.echo("{} restarted.".format(count_text(count, "frame", "frames")))
    else:
        click.echo("No frame has failed; nothing was restarted.")


def _leaves_to_retry(client: Client, tasks: Sequence[int]) -> List[Tuple[int, int]]:
    """The leaves of tasks, to which the frames belong, that have failed frames, with their number."""
    leaves = [leaf for task in tasks for leaf in client.task_info(task).leaves()]
    return [(leaf.id, leaf.failed_frames) for leaf in leaves if leaf.id is not None and leaf.failed_frames]


def _retry_frames(client: Client, task_id: int, frames: FrameRange) -> int:
    by_leaf: dict[int, List[int]] = {}
    for leaf, frame in frames_of(client, client.task_info(task_id)):
        if _number(frame) in frames and frame.id is not None and leaf.id is not None:
            by_leaf.setdefault(leaf.id, []).append(frame.id)
    if not by_leaf:
        raise UnknownNameError(
            "Task {task_id} has none of the frames {frames}. 'rb-dcc frames {task_id}' lists its frames.",
            task_id=task_id,
            frames=str(frames),
        )
    for leaf_id, ids in by_leaf.items():
        client.restart_frame(leaf_id, ids)
    return sum(len(ids) for ids in by_leaf.values())


def _number(frame: FrameInfo) -> Optional[int]:
    """The frame number of "12" or, where tiled, "12-3"; negative numbers are kept."""
    text = frame.frame_index or ""
    head = text[0:1] + text[1:].split("-", 1)[0]
    try:
        return int(head)
    except ValueError:
        return None


@click.command()
@_TASKS
@click.option("--level", type=click.Choice(sorted(TASK_LEVELS)), default="high", show_default=True)
@json_option
@pass_workbench
def priority(workbench: Workbench, task: Tuple[int, ...], level: str, as_json: bool) -> None:
    """Set the priority of tasks (v2)."""
    for each in task:
        workbench.client.update_task_user_level(each, TASK_LEVELS[level])
    _say(f"Priority {level}", task, as_json)


@click.command("over-time")
@_TASKS
@click.option("--seconds", type=click.IntRange(1), metavar="N", help="Stop after N seconds of rendering.")
@click.option("--hours", type=FiniteRange(0.01), metavar="H", help="Stop after H hours of rendering.")
@json_option
@pass_workbench
def over_time(
    workbench: Workbench, task: Tuple[int, ...], seconds: Optional[int], hours: Optional[float], as_json: bool
) -> None:
    """Stop tasks when they have rendered that long."""
    if (seconds is None) == (hours is None):
        raise click.UsageError("Give either --seconds or --hours.")
    limit = seconds if seconds is not None else round((hours or 0) * 3600)
    workbench.client.set_over_time_stop(task, limit)
    _say(f"Will stop after {limit} seconds", task, as_json)
