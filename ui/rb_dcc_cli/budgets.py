"""Budgets of `rb-dcc watch` and `submit`: looked at with every poll, said on stderr, acted on."""

from __future__ import annotations

import datetime
from typing import Any, Callable, Dict, Optional

import click

from rb_dcc_core.bookkeeping import spent_today
from rb_dcc_core.budget import PROMISE, STOP, Budget, BudgetAct, BudgetMemory, budget_acts
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.models import TaskInfo

from .output import count_text, money_text
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


class BudgetGuard:
    """Acts on what a poll shows; nothing to do where no limit was given."""

    def __init__(self, workbench: Workbench, given: Dict[str, Any]) -> None:
        self._workbench = workbench
        self._budget = Budget(given.get("warn_at"), given.get("budget"), None, given.get("budget_day"))
        self._memory = BudgetMemory()
        self._before: Optional[float] = None
        if not self._budget.is_empty:
            click.echo(PROMISE.text(), err=True)

    def look(self, tasks: Dict[int, TaskInfo]) -> None:
        """Called with everything watched, as it was seen last."""
        if self._budget.is_empty:
            return
        if self._before is None:
            self._before = spent_today(
                self._workbench.locations.state, self._workbench.account_key, datetime.datetime.now()
            )
        acts = budget_acts(self._budget, list(tasks.values()), self._before)
        for act in self._memory.fresh(acts):
            self._act(act)

    def _act(self, act: BudgetAct) -> None:
        click.echo(act.message.text(), err=True)
        if act.kind != STOP:
            return
        if act.running:
            still = "" if act.still is None else f", at about {money_text(act.still)} more"
            click.echo(
                "{} may still finish{}.".format(
                    count_text(act.running, "running frame", "running frames"), still
                ),
                err=True,
            )
        try:
            self._workbench.client.stop_task(list(act.task_ids))
        except RenderbusError as error:
            click.echo(f"{error} It is tried again at the next look.", err=True)
