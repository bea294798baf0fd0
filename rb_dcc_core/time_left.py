"""How long a task still takes, from its own finished frames: a likely value and an interval, never one bare number. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional, Sequence

_Z = 1.2816  # 80 % of a normal distribution lie within this many standard deviations
_FEW = 4


@dataclass(frozen=True)
class TimeLeft:
    """Seconds until the last frame is done: four times in five between `low_s` and `high_s`. Rests on `frames` finished
    ones and assumes that `machines` go on rendering at once."""

    low_s: float
    likely_s: float
    high_s: float
    frames: int
    machines: int


def time_left(
    finished_s: Sequence[float], running_s: Sequence[float], waiting: int, machines: Optional[int] = None
) -> Optional[TimeLeft]:
    """What is left for `waiting` frames and the running ones, which have rendered for `running_s` each.

    `machines` at once; None for as many as run now, at least one. None where no frame is finished yet: then nobody
    knows; zero seconds where nothing is left.
    """
    at_once = max(1, len(running_s) if machines is None else machines)
    if not waiting and not running_s:
        return TimeLeft(0.0, 0.0, 0.0, len(finished_s), at_once)
    if not finished_s:
        return None
    count = len(finished_s)
    mean = sum(finished_s) / count
    spread = _spread(finished_s, mean)
    # A frame that runs longer than the mean is still not done: half a spread more is expected of it, never nothing.
    started = [max(mean - each, 0.5 * spread, 0.05 * mean) for each in running_s]
    work_s = waiting * mean + sum(started)
    left = waiting + len(started)
    # Two things are unsure: the mean itself (few frames seen), and how these frames happen to fall.
    deviation = math.sqrt((left * spread) ** 2 / count + left * spread**2)
    likely = max(work_s / at_once, max(started, default=0.0), mean if waiting else 0.0)
    width = _Z * deviation / at_once
    floor = likely * 0.1
    return TimeLeft(max(floor, likely - width), likely, likely + width, count, at_once)


def _spread(finished_s: Sequence[float], mean: float) -> float:
    """The standard deviation; of a few frames it is not to be trusted, so that a third of the mean is the least then."""
    count = len(finished_s)
    if count < 2:
        return 0.5 * mean
    variance = sum((each - mean) ** 2 for each in finished_s) / (count - 1)
    return max(math.sqrt(variance), mean / 3 if count < _FEW else 0.0)
