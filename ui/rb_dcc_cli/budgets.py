"""Budgets of `rb-dcc watch` and `submit`: looked at with every poll, said on stderr, acted on."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Callable, Dict, Iterable, Optional, Set

import click

from rb_dcc_core.budget import (
    MOST_MONEY,
    PROMISE,
    STOP,
    Budget,
    BudgetAct,
    BudgetMemory,
    budget_acts,
    stop_words,
    told_of,
    without_amounts,
)
from rb_dcc_core.budget_book import BudgetBook, DayMemory, budget_facts
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.job import JobSettings
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import Purse
from rb_dcc_ui.preferences import load_preferences

from .finite import FiniteRange
from .purse import purse
from .workbench import Workbench

_AMOUNT = FiniteRange(0.0001, MOST_MONEY)


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
        click.option("--warn-day", type=_AMOUNT, metavar="MONEY", help="Only say when the day has."),
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
    """Acts on what a poll shows: the limits given, else those that a task or an earlier watcher of it was given, and the
    panel's of the day. What it was given and what it has said is kept: killed and started again, it goes on."""

    def __init__(self, workbench: Workbench, given: Dict[str, Any]) -> None:
        self._workbench = workbench
        self._given = Budget(
            given.get("warn_at"), given.get("budget"), given.get("warn_day"), given.get("budget_day")
        )
        self._is_lifted = bool(given.get("no_budget"))
        preferences = load_preferences(workbench.locations.settings)
        self._day = Budget(None, None, preferences.budget_day_soft, preferences.budget_day_hard)
        self._memory: Optional[BudgetMemory] = None
        self._days = DayMemory()
        self._noted: Set[int] = set()
        self._money: Optional[Purse] = None
        self._has_promised = False
        if not (self._given.is_empty and self._day.is_empty):
            self._promise()

    def look(self, tasks: Dict[int, TaskInfo]) -> None:
        """Called with everything watched, as it was seen last."""
        now, known = datetime.datetime.now(), list(tasks.values())
        if not known:
            return
        bench = self._workbench
        with BudgetBook(bench.locations.state) as book:
            self._note(book, tasks)
            kept = book.day_budget(bench.account_key, tasks)
            if self._memory is None:
                self._memory = BudgetMemory(book.told(bench.account_key))
        seen = self._days.look(now, known)
        facts = budget_facts(bench.locations.state, bench.account_key, known, now, seen)
        day = Budget(None, None, kept.day_soft or self._day.day_soft, kept.day_hard or self._day.day_hard)
        if facts.jobs or not day.is_empty:
            self._promise()
        today = now.strftime("%Y-%m-%d")
        for act in self._memory.fresh(
            budget_acts(day, known, facts.today, facts.jobs, facts.before, self._purse.sign), today
        ):
            self._act(act, today)

    @property
    def _purse(self) -> Purse:
        """Asked for with the first look, so that nothing stands between a limit that is passed and the stop."""
        if self._money is None:
            self._money = purse(self._workbench)
        return self._money

    def explain(self, tasks: Iterable[int]) -> None:
        """Why tasks stand still that a budget has stopped, and how they go on."""
        account = self._workbench.account_key
        with BudgetBook(self._workbench.locations.state) as book:
            told, limits = book.told(account), book.all(account)
        for number in tasks:
            limit = limits.get(number, Budget()).job_hard
            if limit is not None and (STOP, str(number), limit) in told:
                amount = f" of {self._purse.exact(limit)}" if self._purse.is_shown else ""
                click.echo(
                    f"Task {number} has used up its budget{amount}. To go on, start it and watch it with a higher"
                    " --budget, or with --no-budget.",
                    err=True,
                )

    def _note(self, book: BudgetBook, tasks: Iterable[int]) -> None:
        """The limits given, once for each task that the farm has shown."""
        for number in [each for each in tasks if each not in self._noted]:
            self._noted.add(number)
            if self._is_lifted:
                book.lift(self._workbench.account_key, number)
            elif not self._given.is_empty:
                book.limit(self._workbench.account_key, number, self._given)

    def _promise(self) -> None:
        if not self._has_promised:
            self._has_promised = True
            click.echo(PROMISE.text(), err=True)

    def _act(self, act: BudgetAct, today: str) -> None:
        with BudgetBook(self._workbench.locations.state) as book:
            book.tell(self._workbench.account_key, told_of(act, today))
        told = stop_words(act, self._purse.sign) if act.kind == STOP else act.message
        click.echo((told if self._purse.is_shown else without_amounts(act)).text(), err=True)
        if act.kind != STOP:
            return
        try:
            self._workbench.client.stop_task(list(act.task_ids))
        except RenderbusError as error:
            click.echo(f"{error} It is tried again at the next look.", err=True)
