"""The first frames of a task that waits after them: what each cost and took, and what the rest will; blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple

from .bookkeeping import estimate_for, outline_of_task, usual_machines
from .client import Client
from .estimate import Estimate, estimate_rest
from .history import most_at_once
from .models import TaskInfo
from .pictures import Picture, whole_pictures
from .statuses import FRAME_DONE

_MOST_COMPARED = 200


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
    leaves = [list(client.frames(leaf.id)) for leaf in task.leaves() if leaf.id is not None]
    seen = whole_pictures(leaves)
    outline = outline_of_task(state, account, task.id or 0)
    past = estimate_for(state, account, outline, task.id) if outline is not None else None
    # Where nobody knows better: as many as these frames had.
    rendered = [each for leaf in leaves for each in leaf if each.frame_status == FRAME_DONE]
    machines = usual_machines(state, account) or most_at_once(rendered[:_MOST_COMPARED]) or 1
    rest = estimate_rest(seen, machines, past, outline.frames if outline else 0)
    return FirstFrames(seen.done, math.ceil(seen.left), rest, seen.cost)
