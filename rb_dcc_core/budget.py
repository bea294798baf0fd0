"""What a job, and a day, may cost: a soft limit warns, a hard one stops. Pure decisions over what a watcher sees.

It acts only while something watches, and frames that render when the limit is passed may still finish and be charged: that
is all a budget on this side of the farm can promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from .messages import Message
from .money import DOLLAR, money_words, rough_money
from .statuses import has_ended, has_halted

if TYPE_CHECKING:
    from .models import TaskInfo

WARN = "warn"
STOP = "stop"
MOST_MONEY = 1e9
PROMISE = Message(
    "A budget acts only while this panel, or 'rb-dcc watch --budget', watches. Frames that render at that moment may still"
    " finish and are charged."
)


@dataclass(frozen=True)
class Budget:
    """Limits in the account's currency; None where there is none. A day begins at midnight of this computer."""

    job_soft: Optional[float] = None
    job_hard: Optional[float] = None
    day_soft: Optional[float] = None
    day_hard: Optional[float] = None

    @property
    def is_empty(self) -> bool:
        return all(each is None for each in (self.job_soft, self.job_hard, self.day_soft, self.day_hard))


@dataclass(frozen=True)
class BudgetAct:
    """What to do about tasks: WARN or STOP. `running` frames may still finish, at about `still` more. `is_of_day` where the
    day's limit asks for it, not one of a job; `limit` is the one that was passed."""

    kind: str
    task_ids: Tuple[int, ...]
    message: Message
    running: int = 0
    still: Optional[float] = None
    is_of_day: bool = False
    limit: float = 0.0


# What was said once: WARN or STOP, of which tasks or day, at which limit.
Told = Tuple[str, str, float]


def told_of(act: BudgetAct, day: str = "") -> Told:
    """What an act is remembered as; the day's own once a day, whichever tasks run."""
    whose = f"day {day}" if act.is_of_day else ",".join(str(each) for each in act.task_ids)
    return act.kind, whose, act.limit


def budget_acts(
    budget: Budget,
    tasks: Sequence[TaskInfo],
    today: float,
    job_budgets: Optional[Mapping[int, Budget]] = None,
    before: Optional[Mapping[int, float]] = None,
    sign: str = DOLLAR,
) -> List[BudgetAct]:
    """What the budget asks for now. `today` is what was spent this day by tasks not among `tasks`, `sign` that of the account's
    currency.

    `job_budgets` are those of single tasks, by number, and win over `budget` for them; `before` is what tasks had cost
    when this day began. Tasks that have ended or stand still are not acted on; they count for the day all the same.
    """
    own = job_budgets or {}
    acts: List[BudgetAct] = []
    live = [task for task in tasks if task.id is not None and goes_on(task)]
    for task in live:
        limit = own.get(task.id or 0, budget)
        acts.extend(_job_act(task, limit, sign))
    stopped = {each for act in acts if act.kind == STOP for each in act.task_ids}
    earlier = before or {}
    spent = today + sum(max(0.0, cost_of(task) - earlier.get(task.id or 0, 0.0)) for task in tasks)
    acts.extend(_day_act(budget, [task for task in live if task.id not in stopped], spent, sign))
    return acts


def cost_of(task: TaskInfo) -> float:
    """What a task has cost so far; of its parts where it tells none itself."""
    if task.render_consume is not None:
        return task.render_consume
    return sum(leaf.render_consume or 0.0 for leaf in task.leaves())


def goes_on(task: TaskInfo) -> bool:
    """True where a task costs more by itself."""
    return not has_ended(task.task_status) and not has_halted(task.task_status)


def _job_act(task: TaskInfo, budget: Budget, sign: str) -> List[BudgetAct]:
    cost, name = cost_of(task), task.scene_name or str(task.id)
    if budget.job_hard is not None and cost >= budget.job_hard:
        text = Message(
            "{name} has cost {cost} and is stopped: its budget is {limit}.",
            name=name,
            cost=money_words(cost, sign),
            limit=money_words(budget.job_hard, sign),
        )
        return [_stop((task,), text, budget.job_hard)]
    if budget.job_soft is not None and cost >= budget.job_soft:
        text = Message(
            "{name} has cost {cost}, more than the {limit} you wanted to be warned at.",
            name=name,
            cost=money_words(cost, sign),
            limit=money_words(budget.job_soft, sign),
        )
        return [BudgetAct(WARN, (task.id or 0,), text, limit=budget.job_soft)]
    return []


def _day_act(budget: Budget, live: Sequence[TaskInfo], spent: float, sign: str) -> List[BudgetAct]:
    if not live:
        return []
    if budget.day_hard is not None and spent >= budget.day_hard:
        text = Message(
            "Today has cost {cost}: every running task is stopped, because the day's budget is {limit}.",
            cost=money_words(spent, sign),
            limit=money_words(budget.day_hard, sign),
        )
        return [_stop(tuple(live), text, budget.day_hard, is_of_day=True)]
    if budget.day_soft is not None and spent >= budget.day_soft:
        text = Message(
            "Today has cost {cost}, more than the {limit} you wanted to be warned at.",
            cost=money_words(spent, sign),
            limit=money_words(budget.day_soft, sign),
        )
        ids = tuple(task.id or 0 for task in live)
        return [BudgetAct(WARN, ids, text, is_of_day=True, limit=budget.day_soft)]
    return []


def _stop(tasks: Sequence[TaskInfo], message: Message, limit: float, is_of_day: bool = False) -> BudgetAct:
    running = sum(leaf.executing_frames or 0 for task in tasks for leaf in task.leaves())
    ids = tuple(task.id or 0 for task in tasks)
    return BudgetAct(STOP, ids, message, running, still_to_come(tasks), is_of_day, limit)


def without_amounts(act: BudgetAct) -> Message:
    """For an account whose owner hides what jobs cost."""
    if act.kind != STOP:
        return Message("The budget at which you wanted to be warned is reached.")
    if act.is_of_day:
        return Message("The day's budget is used up: every running task is stopped.")
    return Message("The task's budget is used up, and it is stopped.")


def stop_words(act: BudgetAct, sign: str = DOLLAR) -> Message:
    """A stop, with what may still come of it."""
    if not act.running:
        return act.message
    if act.running == 1:
        frames = Message("1 frame still renders")
    else:
        frames = Message("{count} frames still render", count=act.running)
    if act.still is None:
        return Message("{stopped} {frames} and may finish.", stopped=act.message, frames=frames)
    return Message(
        "{stopped} {frames} and may finish, at about {still} more.",
        stopped=act.message,
        frames=frames,
        still=rough_money(act.still, sign),
    )


def seconds_until(limit: float, costs: Sequence[Tuple[float, float]]) -> Optional[float]:
    """When a limit will be reached at the pace of the (second, cost) pairs seen, oldest first; None where nobody can tell."""
    if len(costs) < 2:
        return None
    (begun_s, first), (now_s, last) = costs[0], costs[-1]
    if last <= first or now_s <= begun_s:
        return None
    return max(0.0, (limit - last) * (now_s - begun_s) / (last - first))


def still_to_come(tasks: Sequence[TaskInfo]) -> Optional[float]:
    """What running frames may still cost: as much as a finished one has on the average; None where none is finished."""
    total = 0.0
    for task in tasks:
        leaves = task.leaves()
        done = sum(leaf.done_frames or 0 for leaf in leaves)
        running = sum(leaf.executing_frames or 0 for leaf in leaves)
        if running and not done:
            return None
        total += running * cost_of(task) / done if running else 0.0
    return total


class BudgetMemory:
    """Which warnings were given already, so that each is given once; `told` is what an earlier program has given."""

    def __init__(self, told: Iterable[Told] = ()) -> None:
        self._told: Set[Told] = set(told)

    def fresh(self, acts: Sequence[BudgetAct], day: str = "") -> List[BudgetAct]:
        """Those not met before; another limit is another warning. A stop is asked for again until the task stands still:
        the first may have been lost."""
        found = [act for act in acts if act.kind == STOP or told_of(act, day) not in self._told]
        self._told.update(told_of(act, day) for act in acts)
        return found
