"""The first frames of a task that waits after them: what each cost and took, and what the rest will; blocks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Tuple

from .bookkeeping import estimate_for, outline_of_task, usual_machines
from .client import Client
from .estimate import Estimate, estimate_rest
from .models import FrameInfo, TaskInfo
from .statuses import FRAME_DONE


@dataclass(frozen=True)
class FirstFrames:
    """`frames` are those that are done, `left` how many are not yet; `rest` what these will cost and take, None where
    nobody can tell."""

    frames: Tuple[FrameInfo, ...]
    left: int
    rest: Optional[Estimate]


def first_frames(client: Client, state: Path, account: str, task: TaskInfo) -> FirstFrames:
    """Ask for a task's finished frames and reckon the rest from them; raises NetworkError, ServiceError."""
    frames: List[FrameInfo] = [
        frame
        for leaf in task.leaves()
        if leaf.id is not None
        for frame in client.frames(leaf.id)
        if frame.frame_status == FRAME_DONE
    ]
    left = max(0, sum(leaf.total_frames or 0 for leaf in task.leaves()) - len(frames))
    outline = outline_of_task(state, account, task.id or 0)
    past = estimate_for(state, account, outline) if outline is not None else None
    costs = [frame.fee_amount or 0.0 for frame in frames]
    times = [float(frame.frame_execute_time_s or 0) for frame in frames]
    machines = usual_machines(state, account) or 1
    rest = estimate_rest(costs, times, left, machines, past, outline.frames if outline else 0)
    return FirstFrames(tuple(frames), left, rest)
