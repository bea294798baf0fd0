"""`rb-dcc costs`: what was spent, by month and label, by task; `rb-dcc estimate`: what a job will cost."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Any, Dict, Optional

import click

from rb_dcc_core.atomic import write_atomically
from rb_dcc_core.bookkeeping import AS_USUAL, catch_up, estimate_for, learn_scene
from rb_dcc_core.errors import InputError, LocalFileError, NetworkError, RenderbusError, SettingsError
from rb_dcc_core.estimate import Estimate, Interval, JobOutline
from rb_dcc_core.estimate_words import NO_IDEA, assumptions, whole_words
from rb_dcc_core.history import History, Spent, totals
from rb_dcc_core.job_outline import outline_of
from rb_dcc_core.money import Purse
from rb_dcc_core.spending import csv_text

from .job_options import job_options, job_settings, read_job_scene
from .output import date_text, json_option, money_text, print_json, print_table
from .purse import known_purse, purse
from .workbench import Workbench, pass_workbench


@click.command()
@click.option("--month", metavar="YYYY-MM", help="Only this month.")
@click.option("--label", metavar="NAME", help="Only this label.")
@click.option("--tasks", "by_task", is_flag=True, help="Each task, not only the sums.")
@click.option(
    "--csv", "csv_file", type=click.Path(dir_okay=False), metavar="FILE", help="Write every task as CSV."
)
@click.option("--no-ask", is_flag=True, help="Only what this computer knows; the farm is not asked.")
@json_option
@pass_workbench
def costs(
    workbench: Workbench,
    month: Optional[str],
    label: Optional[str],
    by_task: bool,
    csv_file: Optional[str],
    no_ask: bool,
    as_json: bool,
) -> None:
    """Show what finished tasks have cost, by month and label, in the account's currency."""
    month = _read_month(month)
    with History(workbench.locations.state) as history:
        if not no_ask:
            _refresh(workbench, history)
        spent = [
            each
            for each in history.spent(workbench.account_key)
            if (month is None or each.month == month) and (label is None or each.label == label)
        ]
    money = purse(workbench, asks=not no_ask)
    if not money.is_shown:
        spent = [dataclasses.replace(each, cost=None) for each in spent]
        click.echo("The account hides what its jobs cost.", err=True)
    nothing = (
        "No task has ended yet." if month is None and label is None else "No task that ended is of these."
    )
    if csv_file:
        write_atomically(Path(csv_file), csv_text(spent, money.sign).encode("utf-8-sig"))
    if as_json:
        print_json(
            {
                "currency": money.sign,
                "sums": [_sum_json(money, *row) for row in totals(spent)],
                "tasks": [_json(each) for each in spent],
            }
        )
    elif by_task:
        print_table(
            ("task#", "scene", "label", "finished", "cost#", "frames#"),
            [
                (
                    e.task_id,
                    e.scene_name,
                    e.label,
                    date_text(e.finished_ms),
                    money_text(e.cost, money),
                    e.frames,
                )
                for e in spent
            ],
            nothing,
        )
    else:
        print_table(
            ("month", "label", "cost#", "tasks#", "frames#"),
            [
                (m, name or "-", money_text(cost, money), tasks, frames)
                for m, name, cost, tasks, frames in totals(spent)
            ],
            nothing,
        )


@click.command()
@click.argument("scene", type=click.Path())
@job_options
@click.option(
    "--machines",
    type=click.IntRange(1),
    metavar="N",
    help="Machines at once, for the time; as many as your tasks had lately where not given.",
)
@json_option
@pass_workbench
def estimate(workbench: Workbench, scene: str, machines: Optional[int], as_json: bool, **given: Any) -> int:
    """Say what a job will cost and how long it will take, from this account's own finished tasks."""
    settings = job_settings(workbench, scene, given)
    outline = outline_of(read_job_scene(scene, given), settings, machines or AS_USUAL)
    if outline is None:
        raise InputError("The frames of the scene are not known. Give them with --frames.")
    told = estimate_for(workbench.locations.state, workbench.account_key, outline)
    if told is None and _learns(workbench, outline):
        told = estimate_for(workbench.locations.state, workbench.account_key, outline)
    money = known_purse(workbench)
    if as_json:
        print_json(None if told is None else estimate_json(told, money))
    elif told is None:
        click.echo(f"{NO_IDEA} 'rb-dcc submit --test-first' tells after a few frames.")
    else:
        click.echo(whole_words(told, money).text())
        for each in assumptions(told):
            click.echo(f"  {each}")
    return 0


def _learns(workbench: Workbench, outline: JobOutline) -> bool:
    """Nothing is known here: the farm may know tasks of this scene that were watched elsewhere."""
    try:
        return learn_scene(workbench.client, workbench.locations.state, workbench.account_key, outline.scene)
    except RenderbusError:
        return False


def estimate_json(told: Estimate, money: Purse) -> Dict[str, Any]:
    """The figures as they are; no cost where the account hides it."""

    def interval(each: Interval) -> Dict[str, float]:
        return {"low": each.low, "likely": each.likely, "high": each.high}

    return {
        "cost": interval(told.cost) if money.is_shown else None,
        "currency": money.sign,
        "time_s": interval(told.time_s),
        "kind": told.kind,
        "jobs": told.jobs,
        "frames": told.frames,
        "machines": told.machines,
        "share_held": 0.8,
    }


def _refresh(workbench: Workbench, history: History) -> None:
    """Take in what ended elsewhere: the farm's list, newest first, until a page brings nothing new."""
    try:
        catch_up(workbench.client, history, workbench.account_key)
    except (NetworkError, SettingsError, LocalFileError) as error:
        click.echo(f"{error} Only what this computer knows is shown.", err=True)


def _read_month(month: Optional[str]) -> Optional[str]:
    """As the history writes it: "2026-3" is 2026-03."""
    try:
        return None if month is None else f"{datetime.datetime.strptime(month.strip(), '%Y-%m'):%Y-%m}"
    except ValueError:
        raise InputError("'{month}' is no month. Give it as 2026-11.", month=(month or "")[:20]) from None


def _json(each: Spent) -> Dict[str, Any]:
    return {
        "task_id": each.task_id,
        "scene": each.scene_name,
        "label": each.label,
        "finished_ms": each.finished_ms,
        "cost": each.cost,
        "frames": each.frames,
    }


def _sum_json(money: Purse, month: str, label: str, cost: float, tasks: int, frames: int) -> Dict[str, Any]:
    return {
        "month": month,
        "label": label,
        "cost": round(cost, 6) if money.is_shown else None,
        "tasks": tasks,
        "frames": frames,
    }
