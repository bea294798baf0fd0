"""The first frames of a task that waits after them: what each cost and took, and what the rest will; blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple

from .bookkeeping import estimate_for, outline_of_task, usual_machines
from .client import Client
from .estimate import Estimate, estimate_rest
from .models import TaskInfo
from .pictures import Picture, whole_pictures


@dataclass(frozen=True)
class FirstFrames:
    """`pictures` are those that are done, whole, `left` how many are not yet; `rest` what these will cost and take, None
    where nobody can tell. `spent` is all that was charged so far, in the account's currency."""

    pictures: Tuple[Picture, ...]
    left: int
    rest: Optional[Estimate]
    spent: float


def first_frames(client: Client, state: Path, account: str, task: TaskInfo) -> FirstFrames:
    """Ask for a task's frames and reckon the rest from the finished ones; raises NetworkError, ServiceError."""
    seen = whole_pictures([list(client.frames(leaf.id)) for leaf in task.leaves() if leaf.id is not None])
    outline = outline_of_task(state, account, task.id or 0)
    past = estimate_for(state, account, outline, task.id) if outline is not None else None
    machines = usual_machines(state, account) or 1
    rest = estimate_rest(seen, machines, past, outline.frames if outline else 0)
    return FirstFrames(seen.done, math.ceil(seen.left), rest, seen.cost)
