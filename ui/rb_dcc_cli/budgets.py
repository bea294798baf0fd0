"""Budgets of `rb-dcc watch` and `submit`: looked at with every poll, said on stderr, acted on."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Callable, Dict

import click

from rb_dcc_core.budget import PROMISE, STOP, Budget, BudgetAct, BudgetMemory, budget_acts, stop_words
from rb_dcc_core.budget_book import DayMemory, budget_facts
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.job import JobSettings
from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.preferences import load_preferences

from .workbench import Workbench

_AMOUNT = click.FloatRange(min=0.0001)


def budget_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Limits in the account's currency."""
    for option in (
        click.option("--budget", type=_AMOUNT, metavar="MONEY", help="Stop a task when it has cost so much."),
        click.option(
            "--budget-day", type=_AMOUNT, metavar="MONEY", help="Stop all watched tasks when the day has."
        ),
        click.option(
            "--warn-at", type=_AMOUNT, metavar="MONEY", help="Only say when a task has cost so much."
        ),
    ):
        command = option(command)
    return command


def with_budget(settings: JobSettings, given: Dict[str, Any]) -> JobSettings:
    """The settings with the limits given: they go with the task, for whichever program watches it."""
    if given.get("budget"):
        settings = dataclasses.replace(settings, budget_hard=given["budget"])
    if given.get("warn_at"):
        settings = dataclasses.replace(settings, budget_soft=given["warn_at"])
    return settings


class BudgetGuard:
    """Acts on what a poll shows: the limits given, else those that a task was submitted with and the panel's of the day."""

    def __init__(self, workbench: Workbench, given: Dict[str, Any]) -> None:
        self._workbench = workbench
        kept = load_preferences(workbench.locations.settings)
        self._budget = Budget(
            given.get("warn_at"),
            given.get("budget"),
            kept.budget_day_soft,
            given.get("budget_day") or kept.budget_day_hard,
        )
        self._memory = BudgetMemory()
        self._days = DayMemory()
        self._has_promised = False
        if not self._budget.is_empty:
            self._promise()

    def look(self, tasks: Dict[int, TaskInfo]) -> None:
        """Called with everything watched, as it was seen last."""
        now, known = datetime.datetime.now(), list(tasks.values())
        if not known:
            return
        bench = self._workbench
        seen = self._days.look(now, known)
        facts = budget_facts(bench.locations.state, bench.account_key, known, now, seen)
        jobs = {number: self._of_job(told) for number, told in facts.jobs.items()}
        if jobs:
            self._promise()
        acts = budget_acts(self._budget, known, facts.today, jobs, facts.before)
        for act in self._memory.fresh(acts):
            self._act(act)

    def _of_job(self, told: Budget) -> Budget:
        """What was given wins over what the task was submitted with."""
        return Budget(self._budget.job_soft or told.job_soft, self._budget.job_hard or told.job_hard)

    def _promise(self) -> None:
        if not self._has_promised:
            self._has_promised = True
            click.echo(PROMISE.text(), err=True)

    def _act(self, act: BudgetAct) -> None:
        if act.kind != STOP:
            click.echo(act.message.text(), err=True)
            return
        click.echo(stop_words(act).text(), err=True)
        try:
            self._workbench.client.stop_task(list(act.task_ids))
        except RenderbusError as error:
            click.echo(f"{error} It is tried again at the next look.", err=True)
