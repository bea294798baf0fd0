"""`rb-dcc tasks`, `frames`: what is on the farm."""

from __future__ import annotations

import itertools
from typing import Any, Dict, Iterator, Optional, Tuple

import click

from rb_dcc_core.client import Client
from rb_dcc_core.models import FrameInfo, TaskInfo
from rb_dcc_core.money import Purse
from rb_dcc_core.statuses import frame_type_words, frame_words, task_words

from .output import date_text, duration_text, json_option, money_text, print_json, print_table
from .progress import task_counts
from .purse import purse
from .workbench import Workbench, pass_workbench


@click.command()
@click.option(
    "--status", "statuses", type=int, multiple=True, metavar="NUMBER", help="Only this status (repeatable)."
)
@click.option("--search", metavar="TEXT", help="Only tasks whose scene or number holds TEXT (v2).")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@json_option
@pass_workbench
def tasks(
    workbench: Workbench, statuses: Tuple[int, ...], search: Optional[str], limit: int, as_json: bool
) -> None:
    """List your tasks, newest first as the service sorts them."""
    found = workbench.client.tasks(list(statuses) or None, searchKeyword=search)
    listed = list(itertools.islice(found, limit))
    told = purse(workbench)
    if as_json:
        print_json([task_json(task, told.is_shown) for task in listed])
        return
    print_table(
        ("task#", "scene", "status", "done#", "frames#", "failed#", "submitted", "time#", "cost#", "label"),
        [_row(task, told) for task in listed],
        "There are no tasks. 'rb-dcc submit SCENE' makes one.",
    )


def _row(task: TaskInfo, told: Purse) -> Tuple[Any, ...]:
    total, done, failed = task_counts(task)
    return (
        task.id,
        task.scene_name,
        task_words(task.task_status).text(),
        done,
        total,
        failed or None,
        date_text(task.submit_date_ms),
        duration_text(task.render_duration_s),
        money_text(task_cost(task), told),
        ", ".join(task.every_label) or None,
    )


def task_cost(task: TaskInfo) -> Optional[float]:
    """What a task has cost so far; a parent's is the sum of its children's where it tells none."""
    if task.render_consume is not None or not task.children:
        return task.render_consume
    costs = [task_cost(child) for child in task.children]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known else None


def task_json(task: TaskInfo, shows_cost: bool = True) -> Dict[str, Any]:
    """A task under this product's own names; children in the same form."""
    total, done, failed = task_counts(task)
    return {
        "id": task.id,
        "alias": task.task_alias,
        "scene": task.scene_name,
        "layer": task.layer_name,
        "camera": task.render_camera,
        "type": task.task_type,
        "status": task.task_status,
        "status_text": task_words(task.task_status).text(),
        "total_frames": total,
        "done_frames": done,
        "failed_frames": failed,
        "executing_frames": sum(leaf.executing_frames or 0 for leaf in task.leaves()),
        "frames": task.frames_range,
        "label": next(iter(task.every_label), None),
        "submitted_ms": task.submit_date_ms,
        "started_ms": task.start_time_ms,
        "completed_ms": task.completed_date_ms,
        "render_duration_s": task.render_duration_s,
        "cost": task_cost(task) if shows_cost else None,
        "priority": task.task_user_level,
        "output": task.output_file_name,
        "children": [task_json(child, shows_cost) for child in task.children or ()],
    }


@click.command()
@click.argument("task", type=click.IntRange(1))
@click.option(
    "--status", "statuses", type=int, multiple=True, metavar="NUMBER", help="Only this status (repeatable)."
)
@json_option
@pass_workbench
def frames(workbench: Workbench, task: int, statuses: Tuple[int, ...], as_json: bool) -> None:
    """List every frame of a task, its children's included."""
    wanted = frozenset(statuses)
    found = [
        (leaf, frame)
        for leaf, frame in frames_of(workbench.client, workbench.client.task_info(task))
        if not wanted or frame.frame_status in wanted
    ]
    told = purse(workbench)
    if as_json:
        print_json([_frame_json(leaf, frame, told.is_shown) for leaf, frame in found])
        return
    print_table(
        ("frame#", "kind", "layer", "status", "time#", "cost#", "tries#", "id#"),
        [
            (
                frame.frame_index,
                frame_type_words(frame.frame_type).text(),
                leaf.layer_name,
                frame_words(frame.frame_status).text(),
                duration_text(frame.frame_execute_time_s),
                money_text(frame_cost(frame), told),
                (frame.recommit_flag or 0) + 1,
                frame.id,
            )
            for leaf, frame in found
        ],
        "The task has no such frames (yet).",
    )


def frames_of(client: Client, task: TaskInfo) -> Iterator[Tuple[TaskInfo, FrameInfo]]:
    """Every frame of a task's leaves with its leaf."""
    for leaf in task.leaves():
        if leaf.id is not None:
            for frame in client.frames(leaf.id):
                yield leaf, frame


def frame_cost(frame: FrameInfo) -> Optional[float]:
    """The whole fee. No public source says whether feeAmount holds couponFee [?]: taken as the whole, the coupon's
    share where it alone is told."""
    return frame.coupon_fee if not frame.fee_amount and frame.coupon_fee else frame.fee_amount


def _frame_json(leaf: TaskInfo, frame: FrameInfo, shows_cost: bool) -> Dict[str, Any]:
    return {
        "id": frame.id,
        "frame": frame.frame_index,
        "block": frame.frame_block,
        "task_id": frame.task_id if frame.task_id is not None else leaf.id,
        "layer": leaf.layer_name,
        "type": frame.frame_type,
        "status": frame.frame_status,
        "status_text": frame_words(frame.frame_status).text(),
        "started_ms": frame.start_time_ms,
        "ended_ms": frame.end_time_ms,
        "render_time_s": frame.frame_execute_time_s,
        "cost": frame_cost(frame) if shows_cost else None,
        "ram": frame.frame_ram,
    }
