"""Holds what the watcher sees against the budgets of jobs and of the day: warns, stops, and says what may still come. No Qt."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Sequence, Set, Tuple

from rb_dcc_core.budget import (
    STOP,
    Budget,
    BudgetAct,
    BudgetMemory,
    budget_acts,
    cost_of,
    goes_on,
    seconds_until,
    stop_words,
    without_amounts,
)
from rb_dcc_core.budget_book import BudgetBook, BudgetFacts, DayMemory, budget_facts
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.messages import Message
from rb_dcc_core.money import currency, shows_cost
from rb_dcc_core.statuses import has_ended
from rb_dcc_core.watcher import HIDDEN_INTERVAL_S, POLL_INTERVAL_S
from rb_dcc_ui.error_desk import WARNING
from rb_dcc_ui.notices import Notice, Notices
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services
from rb_dcc_ui.waiting import Cancel

if TYPE_CHECKING:
    from rb_dcc_core.models import TaskInfo

AGAIN_S = 5.0
"""Between two tries to stop a task that does not stand still yet."""
_PAGE = "budgets"
_LOOK = "budgets: look"
_PACE_KEPT = 6


class BudgetKeeper(Presenter):
    """`facts` are the limits as they were when it looked last. It acts for the account that is logged in, while it is open;
    what a task may cost is kept, so that the next one to watch it goes on."""

    def __init__(
        self,
        services: Services,
        notices: Notices,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.facts = BudgetFacts()
        self.show_settings: Callable[[], None] = lambda: None
        self._services = services
        self._notices = notices
        self._clock = clock
        self._tasks: Dict[int, TaskInfo] = {}
        self._paces: Dict[int, List[Tuple[float, float]]] = {}
        self._days = DayMemory()
        self._memory = BudgetMemory()
        self._stopping: Set[int] = set()
        self._account = ""
        self._looked_with = self._day
        self._cancels: Dict[str, Cancel] = {}
        self._stops = [
            services.watch.listen(self._watched),
            services.connection.listen(self._connection_changed),
            services.preferences.listen(self._preferences_changed),
        ]
        self._connection_changed()

    def budget_of(self, task_id: int) -> Budget:
        """What a task that is watched may cost."""
        return self.facts.jobs.get(task_id, Budget())

    def set_budget(self, task_ids: Sequence[int], budget: Budget) -> None:
        """What each of these tasks may cost from now on; an empty budget lifts the limits."""
        state, account, ids = self._services.locations.state, self._account, list(task_ids)

        def work(ticket: Ticket) -> None:
            with BudgetBook(state) as book:
                for number in ids:
                    book.set(account, number, budget)

        def written(_: object) -> None:
            if not budget.is_empty:
                self._services.watch.keep(ids)
            self._limits_changed()

        self._services.runner.run(
            work, written, lambda error: self._services.errors.report(error, "set a budget")
        )

    def go_on_without(self, task_ids: Sequence[int]) -> None:
        """Lift the limits of tasks that they have stopped, and start them again."""
        ids = list(task_ids)
        self._stopping.difference_update(ids)
        self.set_budget(ids, Budget())
        self._services.connection.ask(
            lambda client, ticket: client.start_task(ids),
            lambda _: self._services.watch.expect(ids),
            key=f"start again {ids}",
        )

    def close(self) -> None:
        for stop in self._stops:
            stop()
        for cancel in self._cancels.values():
            cancel()
        self._services.watch.show_for(_PAGE, ())
        super().close()

    # -- looking -------------------------------------------------------------------------------------------------

    def _watched(self) -> None:
        for update in self._services.watch.updates:
            if update.task is None:
                self._tasks.pop(update.task_id, None)
                continue
            self._tasks[update.task_id] = update.task
            pace = self._paces.setdefault(update.task_id, [])
            pace.append((self._clock(), cost_of(update.task)))
            del pace[:-_PACE_KEPT]
        self._look()

    @property
    def _sign(self) -> str:
        return currency(self._services.connection.standing.user)

    @property
    def _day(self) -> Budget:
        limits = self._services.preferences.now
        return Budget(None, None, limits.budget_day_soft, limits.budget_day_hard)

    def _preferences_changed(self) -> None:
        if self._day != self._looked_with:
            self._limits_changed()

    def _limits_changed(self) -> None:
        self._memory, self._looked_with = BudgetMemory(), self._day
        self._look()

    def _look(self) -> None:
        """Read what is kept, on another thread, then decide."""
        tasks, account = list(self._tasks.values()), self._account
        if not tasks or not account:
            return
        state, now = self._services.locations.state, datetime.datetime.fromtimestamp(self._clock())
        seen = self._days.look(now, tasks)
        self._services.runner.run(
            lambda ticket: budget_facts(state, account, tasks, now, seen),
            self._looked,
            self._not_looked,
            key=_LOOK,
        )

    def _looked(self, facts: BudgetFacts) -> None:
        self.facts = facts
        self._services.errors.settled(_LOOK)
        self._decide()

    def _not_looked(self, error: RenderbusError) -> None:
        """What is kept cannot be read: the day's limits, and those read before, act all the same."""
        self._services.errors.report(error, _LOOK)
        self._decide()

    def _decide(self) -> None:
        facts = self.facts
        tasks = list(self._tasks.values())
        acts = budget_acts(self._day, tasks, facts.today, facts.jobs, facts.before, self._sign)
        day = datetime.datetime.fromtimestamp(self._clock()).strftime("%Y-%m-%d")
        for act in self._memory.fresh(acts, day):
            if act.kind == STOP:
                self._stop(act)
            else:
                self._tell(act, act.message)
        self._stopping &= {task.id for task in tasks if task.id is not None and goes_on(task)}
        self._watch_closely(tasks)
        self.changed()

    def _watch_closely(self, tasks: Sequence[TaskInfo]) -> None:
        """What has a limit is looked at as often as what is in sight, and in a hidden panel when it will be reached."""
        live = [task for task in tasks if task.id is not None and goes_on(task)]
        limited = live if not self._day.is_empty else [task for task in live if task.id in self.facts.jobs]
        self._services.watch.show_for(_PAGE, [task.id for task in limited if task.id is not None])
        for task in tasks:
            if task.id is not None and task.id in self.facts.jobs and has_ended(task.task_status):
                self._forget(task.id)
        waits = [self._seconds_left(task) for task in limited]
        soonest = min((each for each in waits if each is not None), default=HIDDEN_INTERVAL_S)
        if soonest < HIDDEN_INTERVAL_S:
            self._later("limit", max(soonest, POLL_INTERVAL_S), self._services.watch.look_now)

    def _seconds_left(self, task: TaskInfo) -> Optional[float]:
        number = task.id or 0
        budget = self.budget_of(number)
        limits = [each for each in (budget.job_soft, budget.job_hard) if each is not None]
        open_limits = [each for each in limits if each > cost_of(task)]
        return seconds_until(min(open_limits), self._paces.get(number, ())) if open_limits else None

    # -- acting --------------------------------------------------------------------------------------------------

    def _stop(self, act: BudgetAct) -> None:
        ids = list(act.task_ids)
        if not self._stopping.issuperset(ids):
            self._stopping.update(ids)
            self._tell(act, stop_words(act, self._sign))
        self._services.connection.ask(
            lambda client, ticket: client.stop_task(ids),
            lambda _: self._services.watch.expect(ids),
            self._not_stopped,
            key=f"budget stops {ids}",
        )
        self._later("stop", AGAIN_S, self._look)

    def _not_stopped(self, error: RenderbusError) -> None:
        """It is tried again; a line that is down says so itself."""
        self._services.errors.say(
            WARNING,
            Message("The task could not be stopped yet, and it is tried again: {why}", why=error.message),
            "budget stop",
        )

    def _tell(self, act: BudgetAct, message: Message) -> None:
        if not shows_cost(self._services.connection.standing.user):
            message = without_amounts(act)
        key = f"budget {list(act.task_ids)}"
        if act.kind == STOP and not act.is_of_day:
            ids = act.task_ids
            self._services.errors.say(
                WARNING, message, key, lambda: self.go_on_without(ids), Message("Go on without a limit")
            )
        else:
            words = Message("Change the day's budget") if act.is_of_day else None
            change = self.show_settings if act.is_of_day else None
            self._services.errors.say(WARNING, message, key, change, words)
        number = act.task_ids[0] if act.task_ids else 0
        task = self._tasks.get(number)
        title = (task.scene_name if task is not None else None) or str(number)
        self._notices.tell_desktop(Notice("budget", WARNING, number, title, message))

    # -- keeping -------------------------------------------------------------------------------------------------

    def _connection_changed(self) -> None:
        """Another account has other tasks; those of this one that have a budget are watched wherever they were begun."""
        connection = self._services.connection
        if not connection.is_online or connection.account_key == self._account:
            return
        self._account = account = connection.account_key
        self._tasks, self._paces, self._stopping = {}, {}, set()
        self._memory, self._days, self.facts = BudgetMemory(), DayMemory(), BudgetFacts()
        state = self._services.locations.state

        def work(ticket: Ticket) -> List[int]:
            with BudgetBook(state) as book:
                return sorted(book.all(account))

        def found(ids: List[int]) -> None:
            if account == self._account:
                self._services.watch.keep(ids)

        self._services.runner.run(work, found, key="budgets: kept tasks")

    def _forget(self, task_id: int) -> None:
        state, account = self._services.locations.state, self._account

        def work(ticket: Ticket) -> None:
            with BudgetBook(state) as book:
                book.forget(account, task_id)

        self._services.runner.run(work, lambda _: None, key=f"budgets: forget {task_id}")

    def _later(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        earlier = self._cancels.pop(name, None)
        if earlier is not None:
            earlier()
        self._cancels[name] = self._services.timers.call_later(seconds, call)
