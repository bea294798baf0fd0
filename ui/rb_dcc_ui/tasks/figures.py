"""A task's numbers as the list shows them: counts over its parts, duration, cost, time left. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from rb_dcc_core.models import TaskInfo
from rb_dcc_core.statuses import has_ended, has_halted


@dataclass(frozen=True)
class Counts:
    """Frames of a task over all its parts."""

    total: int = 0
    done: int = 0
    failed: int = 0
    running: int = 0

    @property
    def open(self) -> int:
        return max(0, self.total - self.done - self.failed)

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0


def counts(task: TaskInfo) -> Counts:
    """Summed over the leaves: a parent tells none of its own, or the same ones again."""
    leaves = task.leaves()
    return Counts(
        sum(leaf.total_frames or 0 for leaf in leaves),
        sum(leaf.done_frames or 0 for leaf in leaves),
        sum(leaf.failed_frames or 0 for leaf in leaves),
        sum(leaf.executing_frames or 0 for leaf in leaves),
    )


def cost(task: TaskInfo) -> Optional[float]:
    """What it has cost so far, in the account's currency; of its parts where it tells none itself."""
    if task.render_consume is not None:
        return task.render_consume
    told = [leaf.render_consume for leaf in task.leaves() if leaf.render_consume is not None]
    return sum(told) if told else None


def duration_s(task: TaskInfo, now_ms: float) -> Optional[float]:
    """From its start to its end, or until now while it goes on; seconds."""
    started = task.start_time_ms or min(
        (leaf.start_time_ms for leaf in task.leaves() if leaf.start_time_ms), default=0
    )
    if not started:
        return None
    ended = task.completed_date_ms if has_ended(task.task_status) or has_halted(task.task_status) else None
    return max(0.0, ((ended or now_ms) - started) / 1000)


def rough_time_left_s(task: TaskInfo, now_ms: float) -> Optional[float]:
    """By its own pace so far: a frames pane tells better. None where it stands still, is over, or nobody knows yet."""
    numbers, taken = counts(task), duration_s(task, now_ms)
    if has_ended(task.task_status) or has_halted(task.task_status) or taken is None or not numbers.done:
        return None
    return taken * numbers.open / numbers.done
