"""The budgets of single tasks, what was said of them, and what tasks had cost when this day began, kept over a restart.

Blocks: on a working thread.

A task submitted from this computer brings its budget along in the journal, so that nothing is lost between the two.
"""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Collection, Dict, FrozenSet, Iterable, Mapping, Optional, Sequence

from .budget import Budget, Told, cost_of
from .database import Database
from .errors import LocalFileError

if TYPE_CHECKING:
    from .models import TaskInfo

_log = logging.getLogger(__name__)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS budgets (
    account TEXT NOT NULL, task_id INTEGER NOT NULL, soft REAL, hard REAL, PRIMARY KEY (account, task_id));
CREATE TABLE IF NOT EXISTS day_begins (
    account TEXT NOT NULL, task_id INTEGER NOT NULL, day TEXT NOT NULL, cost REAL NOT NULL,
    PRIMARY KEY (account, task_id));
CREATE TABLE IF NOT EXISTS day_budgets (
    account TEXT NOT NULL, task_id INTEGER NOT NULL, soft REAL, hard REAL, PRIMARY KEY (account, task_id));
CREATE TABLE IF NOT EXISTS told (
    account TEXT NOT NULL, kind TEXT NOT NULL, whose TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (account, kind, whose));
"""


@dataclass(frozen=True)
class BudgetFacts:
    """What limits are held against now. `jobs` are the budgets of single tasks, `before` what tasks had cost at midnight,
    `today` what this day has cost by tasks that were not looked at."""

    jobs: Mapping[int, Budget] = field(default_factory=dict)
    before: Mapping[int, float] = field(default_factory=dict)
    today: float = 0.0


class BudgetBook:
    """One file with the history; several programs may have it open. Raises LocalFileError where the disk refuses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        from .history import FILE_NAME

        self._database = Database(folder / FILE_NAME, _SCHEMA)

    def __enter__(self) -> BudgetBook:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def set(self, account: str, task_id: int, budget: Budget) -> None:
        """What one task may cost from now on; an empty budget lifts the one it had."""
        self._database.run(
            "INSERT OR REPLACE INTO budgets VALUES (?, ?, ?, ?)",
            (account, task_id, budget.job_soft, budget.job_hard),
        )

    def limit(self, account: str, task_id: int, given: Budget) -> None:
        """What a watcher of the task was told: its limits win over those the task had, and stay when it is gone."""
        had = self.of(account, [task_id]).get(task_id, Budget())
        self.set(account, task_id, Budget(given.job_soft or had.job_soft, given.job_hard or had.job_hard))
        if given.day_soft is not None or given.day_hard is not None:
            kept = self.day_budget(account, [task_id])
            self._database.run(
                "INSERT OR REPLACE INTO day_budgets VALUES (?, ?, ?, ?)",
                (account, task_id, given.day_soft or kept.day_soft, given.day_hard or kept.day_hard),
            )

    def lift(self, account: str, task_id: int) -> None:
        """No limit of any kind, and nothing said of it."""
        self.set(account, task_id, Budget())
        self._database.run("DELETE FROM day_budgets WHERE account = ? AND task_id = ?", (account, task_id))
        self._database.run("DELETE FROM told WHERE account = ? AND whose = ?", (account, str(task_id)))

    def day_budget(self, account: str, task_ids: Iterable[int]) -> Budget:
        """What a day may cost by the watchers of these tasks, the least of each; empty where none was told a limit."""
        rows = self._database.rows(
            "SELECT task_id, soft, hard FROM day_budgets WHERE account = ?", (account,)
        )
        wanted = set(task_ids)
        softs = [row["soft"] for row in rows if row["task_id"] in wanted and row["soft"] is not None]
        hards = [row["hard"] for row in rows if row["task_id"] in wanted and row["hard"] is not None]
        return Budget(None, None, min(softs, default=None), min(hards, default=None))

    def told(self, account: str) -> FrozenSet[Told]:
        """Which warnings were given and which tasks were stopped, at which limits."""
        rows = self._database.rows("SELECT kind, whose, at FROM told WHERE account = ?", (account,))
        return frozenset((row["kind"], row["whose"], row["at"]) for row in rows)

    def tell(self, account: str, told: Told) -> None:
        """Note it before it is said: a warning that is lost is better than one at every start."""
        self._database.run("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?)", (account, *told))

    def all(self, account: str) -> Dict[int, Budget]:
        """Every task of the account that has a budget."""
        rows = self._database.rows(
            "SELECT task_id, soft, hard FROM budgets WHERE account = ? AND (soft IS NOT NULL OR hard IS NOT NULL)",
            (account,),
        )
        return {row["task_id"]: Budget(row["soft"], row["hard"]) for row in rows}

    def of(self, account: str, task_ids: Iterable[int]) -> Dict[int, Budget]:
        """The budgets of these tasks, of those that have one; also where the disk takes nothing more."""
        rows = self._database.rows("SELECT task_id FROM budgets WHERE account = ?", (account,))
        known = {row["task_id"] for row in rows}
        wanted = set(task_ids)
        found = self._take_from_journal(account, wanted - known)
        found.update(self.all(account))
        return {number: budget for number, budget in found.items() if number in wanted}

    def forget(self, account: str, task_id: int) -> None:
        """The task has ended: nothing is to be watched for any more."""
        self.set(account, task_id, Budget())

    def begins(
        self, account: str, day: str, costs: Mapping[int, float], begun: Mapping[int, bool]
    ) -> Dict[int, float]:
        """What tasks had cost when the day began, by what is known: the first look of the day fixes it.

        `costs` are what they have cost as far as the day before is known, `begun` whether they were begun before it.
        """
        rows = self._database.rows("SELECT task_id, day, cost FROM day_begins WHERE account = ?", (account,))
        known = {row["task_id"]: row["cost"] for row in rows if row["day"] == day}
        for number in [each for each in costs if each not in known]:
            known[number] = costs[number] if begun.get(number) else 0.0
            try:
                self._database.run(
                    "INSERT OR REPLACE INTO day_begins VALUES (?, ?, ?, ?)",
                    (account, number, day, known[number]),
                )
            except LocalFileError as error:
                _log.info("what task %s had cost when the day began is not kept: %s", number, error)
        return known

    def _take_from_journal(self, account: str, task_ids: Collection[int]) -> Dict[int, Budget]:
        """What tasks were submitted with; looked for once, so that none is noted too."""
        from .journal import Journal

        found: Dict[int, Budget] = {}
        if not task_ids:
            return found
        with Journal(self._folder) as journal:
            for number in sorted(task_ids):
                record = journal.task(number, account)
                try:
                    told = Budget() if record is None else Budget(*journal.parcel(record.now.id).budget)
                    if not told.is_empty:
                        found[number] = told
                    self.set(account, number, told)
                except LocalFileError as error:
                    _log.info("the budget of task %s is looked for again: %s", number, error)
        return found


class DayMemory:
    """What tasks had cost when an earlier day was seen to end; for one program that watches over midnight."""

    def __init__(self) -> None:
        self._day = ""
        self._costs: Dict[int, float] = {}
        self._earlier: Dict[int, float] = {}

    def look(self, now: datetime.datetime, tasks: Sequence[TaskInfo]) -> Dict[int, float]:
        """Note what tasks cost now; returns what those seen had cost at the last look of the day before."""
        day = now.strftime("%Y-%m-%d")
        if day != self._day:
            self._day, self._earlier, self._costs = day, self._costs, {}
        self._costs.update({task.id: cost_of(task) for task in tasks if task.id is not None})
        return dict(self._earlier)


def budget_facts(
    state: Path,
    account: str,
    tasks: Sequence[TaskInfo],
    now: datetime.datetime,
    seen: Optional[Mapping[int, float]] = None,
) -> BudgetFacts:
    """What the limits of these tasks and of the day are held against.

    `seen` is what tasks had cost when they were last looked at on an earlier day by the same program. What a task that
    began earlier had cost at midnight is else not known: it counts as what it costs at the first look of the day.
    """
    numbered = {task.id: task for task in tasks if task.id is not None}
    midnight_ms = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000
    earlier = seen or {}
    costs = {number: earlier.get(number, cost_of(task)) for number, task in numbered.items()}
    begun = {number: _began_ms(task) < midnight_ms or number in earlier for number, task in numbered.items()}
    with BudgetBook(state) as book:
        jobs = book.of(account, numbered)
        before = book.begins(account, now.strftime("%Y-%m-%d"), costs, begun)
    from .bookkeeping import spent_today

    return BudgetFacts(jobs, before, spent_today(state, account, now, numbered, before))


def _began_ms(task: TaskInfo) -> float:
    """When it began to render; a task that has not yet has cost nothing."""
    starts = [leaf.start_time_ms for leaf in task.leaves() if leaf.start_time_ms]
    return min(starts + ([task.start_time_ms] if task.start_time_ms else []), default=float("inf"))
