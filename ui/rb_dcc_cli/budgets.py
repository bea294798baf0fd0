"""Budgets of `rb-dcc watch` and `submit`: looked at with every poll, said on stderr, acted on."""

from __future__ import annotations

import datetime
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Set, Tuple

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
from rb_dcc_core.budget_book import BudgetBook, BudgetFacts, DayMemory, budget_facts
from rb_dcc_core.errors import LocalFileError, RenderbusError
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


def limits_given(given: Dict[str, Any]) -> Budget:
    """The limits as options say them; empty for a command that has none."""
    return Budget(given.get("warn_at"), given.get("budget"), given.get("warn_day"), given.get("budget_day"))


def keep_limits(workbench: Workbench, task_ids: Sequence[int], given: Dict[str, Any]) -> None:
    """Of tasks that nothing watches now: keep the limits for whoever will, and say that somebody has to."""
    account, limits = workbench.account_key, limits_given(given)
    try:
        with BudgetBook(workbench.locations.state) as book:
            for number in task_ids:
                if not limits.is_empty:
                    book.limit(account, number, limits)
            is_limited = bool(book.of(account, task_ids)) or not book.day_budget(account, task_ids).is_empty
    except LocalFileError as error:
        click.echo(f"{error} Limits are not kept: give them to 'rb-dcc watch'.", err=True)
        is_limited = not limits.is_empty
    if is_limited:
        numbers = " ".join(str(each) for each in task_ids)
        click.echo(f"{PROMISE} Nothing watches now: 'rb-dcc watch {numbers}' does.", err=True)


class BudgetGuard:
    """Acts on what a poll shows: the limits given, else those that a task or an earlier watcher of it was given, and the
    panel's of the day. What it was given and what it has said is kept: killed and started again, it goes on. A disk that
    keeps nothing is said, and takes no limit away."""

    def __init__(self, workbench: Workbench, given: Dict[str, Any]) -> None:
        self._workbench = workbench
        self._given = limits_given(given)
        self._is_lifted = bool(given.get("no_budget"))
        preferences = load_preferences(workbench.locations.settings)
        self._day = Budget(None, None, preferences.budget_day_soft, preferences.budget_day_hard)
        self._memory: Optional[BudgetMemory] = None
        self._days = DayMemory()
        self._noted: Set[int] = set()
        self._facts, self._kept = BudgetFacts(), Budget()
        self._money: Optional[Purse] = None
        self._has_promised = False
        self._is_unkept = False
        if not (self._given.is_empty and self._day.is_empty):
            self._promise()

    def look(self, tasks: Dict[int, TaskInfo]) -> None:
        """Called with everything watched, as it was seen last."""
        now, known = datetime.datetime.now(), list(tasks.values())
        if not known:
            return
        self._note(tasks)
        self._read(known, now)
        jobs = {number: budget for number, budget in map(self._limits_of, tasks) if not budget.is_empty}
        day = self._day_limits(self._noted.issuperset(tasks))
        if jobs or not day.is_empty:
            self._promise()
        acts = budget_acts(day, known, self._facts.today, jobs, self._facts.before, self._purse.sign)
        today = now.strftime("%Y-%m-%d")
        assert self._memory is not None, "it is read before"
        for act in self._memory.fresh(acts, today):
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
        try:
            with BudgetBook(self._workbench.locations.state) as book:
                told, limits = book.told(account), book.all(account)
        except LocalFileError as error:
            self._say_unkept(error)
            return
        for number in tasks:
            limit = limits.get(number, Budget()).job_hard
            if limit is not None and (STOP, str(number), limit) in told:
                amount = f" of {self._purse.exact(limit)}" if self._purse.is_shown else ""
                click.echo(
                    f"Task {number} has used up its budget{amount}. To go on, start it and watch it with a higher"
                    " --budget, or with --no-budget.",
                    err=True,
                )

    # -- what is kept --------------------------------------------------------------------------------------------

    def _note(self, tasks: Iterable[int]) -> None:
        """The limits given, once for each task that the farm has shown; tried again where the disk refuses."""
        account, fresh = self._workbench.account_key, [each for each in tasks if each not in self._noted]
        if not fresh or (self._given.is_empty and not self._is_lifted):
            return
        try:
            with BudgetBook(self._workbench.locations.state) as book:
                for number in fresh:
                    if self._is_lifted:
                        book.lift(account, number)
                    else:
                        book.limit(account, number, self._given)
                    self._noted.add(number)
        except LocalFileError as error:
            self._say_unkept(error)

    def _read(self, known: List[TaskInfo], now: datetime.datetime) -> None:
        """What is kept; what was read last where the disk refuses."""
        state, account = self._workbench.locations.state, self._workbench.account_key
        seen = self._days.look(now, known)
        try:
            with BudgetBook(state) as book:
                self._kept = book.day_budget(account, [task.id or 0 for task in known])
                if self._memory is None:
                    self._memory = BudgetMemory(book.told(account))
            self._facts = budget_facts(state, account, known, now, seen)
        except LocalFileError as error:
            self._say_unkept(error)
            self._memory = self._memory or BudgetMemory()

    def _limits_of(self, number: int) -> Tuple[int, Budget]:
        """The kept ones, which whoever came later may have changed; those given where they could not be kept."""
        kept = self._facts.jobs.get(number, Budget())
        if number in self._noted:
            return number, kept
        if self._is_lifted:
            return number, Budget()
        given = self._given
        return number, Budget(given.job_soft or kept.job_soft, given.job_hard or kept.job_hard)

    def _day_limits(self, is_noted: bool) -> Budget:
        """As `_limits_of`; where none is kept or given, the panel's."""
        kept = Budget() if self._is_lifted and not is_noted else self._kept
        given = Budget() if is_noted else self._given
        soft = given.day_soft or kept.day_soft or self._day.day_soft
        return Budget(None, None, soft, given.day_hard or kept.day_hard or self._day.day_hard)

    def _say_unkept(self, error: LocalFileError) -> None:
        if not self._is_unkept:
            self._is_unkept = True
            click.echo(f"{error} Limits act as long as this runs, but are not kept.", err=True)

    # -- what is said and done -----------------------------------------------------------------------------------

    def _promise(self) -> None:
        if not self._has_promised:
            self._has_promised = True
            click.echo(PROMISE.text(), err=True)

    def _act(self, act: BudgetAct, today: str) -> None:
        try:
            with BudgetBook(self._workbench.locations.state) as book:
                book.tell(self._workbench.account_key, told_of(act, today))
        except LocalFileError as error:
            self._say_unkept(error)
        told = stop_words(act, self._purse.sign) if act.kind == STOP else act.message
        click.echo((told if self._purse.is_shown else without_amounts(act)).text(), err=True)
        if act.kind != STOP:
            return
        try:
            self._workbench.client.stop_task(list(act.task_ids))
        except RenderbusError as error:
            click.echo(f"{error} It is tried again at the next look.", err=True)
