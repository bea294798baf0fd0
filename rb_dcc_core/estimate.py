"""What a job will cost and how long it will take, from this account's own past jobs and its own first frames. Pure.

Never one bare number: a likely value, an interval that holds it four times in five, and what it rests on.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from .pictures import TaskPictures

SAME_SCENE = "same scene"
SAME_PROJECT = "same project"
SAME_SIZE = "same renderer and size"
SAME_RENDERER = "same renderer"
TEST_FRAMES = "test frames"
KINDS = (SAME_SCENE, SAME_PROJECT, SAME_SIZE, SAME_RENDERER)

# How far apart jobs that are so alike usually lie, as a standard deviation of the logarithm, before any is seen. Judged,
# not measured: a scene changes little from one take to the next, a renderer's jobs differ by several times.
_USUAL_SPREAD = {SAME_SCENE: 0.2, SAME_PROJECT: 0.5, SAME_SIZE: 0.8, SAME_RENDERER: 1.0}
_PRIOR_WEIGHT = 0.1
_Z = 1.2816  # 80 % of a normal distribution lie within this many standard deviations
_USUAL_FRAME_SPREAD = 0.4
_WIDEST = 2.5
MOST_JOBS = 12


@dataclass(frozen=True)
class PastJob:
    """A finished task of this account. Times in seconds, costs in the account's currency, one of each for each picture that
    was done, tiles and their composite together; of pictures that one machine rendered in one go, their mean once. `pixels`
    of one frame, 0 where unknown. `finished_ms` is epoch milliseconds. `once_cost` and `once_s` are what photons and other
    passes before the pictures cost and took; `pictures` how many it rests on, 0 for as many as there are costs. A machine's time is `price_change` times
    as dear now as it was then."""

    scene: str
    project: str
    renderer: str
    pixels: int
    frame_costs: Tuple[float, ...]
    frame_times_s: Tuple[float, ...]
    finished_ms: int = 0
    once_cost: float = 0.0
    once_s: float = 0.0
    pictures: int = 0
    price_change: float = 1.0


@dataclass(frozen=True)
class JobOutline:
    """What is asked about. `frames` are pictures over all layers and cameras, `machines` render at once. Each is cut in
    `tiles`, or one machine renders `frames_per_machine` of them in one go."""

    scene: str
    project: str
    renderer: str
    pixels: int
    frames: int
    machines: int = 1
    tiles: int = 1
    frames_per_machine: int = 1

    @property
    def draws(self) -> int:
        """How many times chance decides: the pictures of one machine's go are dear or cheap together."""
        return -(-self.frames // max(1, self.frames_per_machine))

    @property
    def busy_machines(self) -> int:
        """As many as there is work for."""
        return max(1, min(self.machines, self.draws * max(1, self.tiles)))


@dataclass(frozen=True)
class Interval:
    """Four times in five the truth lies between `low` and `high`."""

    low: float
    likely: float
    high: float

    def plus(self, amount: float) -> Interval:
        """The same with what is spent already."""
        return Interval(self.low + amount, self.likely + amount, self.high + amount)

    def times(self, factor: float) -> Interval:
        return Interval(self.low * factor, self.likely * factor, self.high * factor)


@dataclass(frozen=True)
class Estimate:
    """`cost` in the account's currency and `time_s` until the last frame; rests on `jobs` past jobs of the `kind` named
    and on `frames` finished pictures of them (or of the task itself, kind TEST_FRAMES). `time_s` assumes that `machines`
    render at once. `once_cost` and `once_s` are the part of the likely values that passes before the pictures are. `weighed`
    past jobs count beside a task's own pictures."""

    cost: Interval
    time_s: Interval
    kind: str
    jobs: int
    frames: int
    machines: int = 1
    once_cost: float = 0.0
    once_s: float = 0.0
    weighed: int = 0


@dataclass(frozen=True)
class _Sample:
    """One job's mean, and how far its frames lie apart (standard deviation over the mean), of `count` frames."""

    mean: float
    spread: float
    count: float


def estimate(outline: JobOutline, history: Sequence[PastJob]) -> Optional[Estimate]:
    """The whole job, before it is submitted, from the past jobs most like it; None where nobody has an idea yet."""
    for kind in KINDS:
        alike = [job for job in history if job.frame_costs and _is_alike(kind, job, outline)]
        if alike and outline.frames > 0:
            return _from_jobs(outline, sorted(alike, key=lambda job: -job.finished_ms)[:MOST_JOBS], kind)
    return None


def _from_jobs(outline: JobOutline, newest: Sequence[PastJob], kind: str) -> Estimate:
    costs = [_sample(job.frame_costs, _scale(job, outline) * job.price_change) for job in newest]
    times = [_sample(job.frame_times_s, _scale(job, outline)) for job in newest if job.frame_times_s]
    once_cost = statistics.median(job.once_cost * _scale(job, outline) * job.price_change for job in newest)
    once_s = statistics.median(job.once_s * _scale(job, outline) for job in newest)
    machines = outline.busy_machines
    # The passes before the pictures are as dear or cheap as those, so that the interval grows with the whole.
    cost = _interval(costs, kind, outline)
    time_s = _interval(times, kind, outline).times(1 / machines)
    frames = sum(job.pictures or len(job.frame_costs) for job in newest)
    return Estimate(
        _grown(cost, once_cost),
        _grown(time_s, once_s),
        kind,
        len(newest),
        frames,
        machines,
        once_cost,
        once_s,
    )


def estimate_rest(
    seen: TaskPictures, machines: int, before: Optional[Estimate] = None, pictures_before: int = 0
) -> Optional[Estimate]:
    """What is left of a task, from its own finished pictures; `before` is what the past said of all `pictures_before`.

    The two are weighed by how sure each is. None where no picture is finished.
    """
    done = seen.done
    if not done:
        return None
    count = sum(each.count for each in done)
    left = seen.left
    machines = max(1, min(machines, seen.pieces_left))
    if left <= 0 and not seen.once_left:
        nothing = Interval(0.0, 0.0, 0.0)
        return Estimate(nothing, nothing, TEST_FRAMES, 0, count, machines)
    weights = [each.count for each in done]
    told_cost, told_time = _told_each(before, pictures_before)
    draws = seen.draws_left
    cost = _of_pictures([each.cost_each for each in done], weights, left, draws, told_cost)
    time_s = _of_pictures([each.time_each_s for each in done], weights, left, draws, told_time)
    once_cost, once_s = _once_to_come(seen, cost, time_s)
    time_s = _grown(time_s.times(1 / machines), once_s)
    whole = _grown(cost, once_cost)
    weighed = before.jobs if before is not None and _tells(told_cost) else 0
    return Estimate(whole, time_s, TEST_FRAMES, 0, count, machines, once_cost, once_s, weighed)


def _told_each(before: Optional[Estimate], pictures: int) -> Tuple[Optional[Interval], Optional[Interval]]:
    """What the past says one picture costs, and how many seconds one machine renders for it."""
    if before is None or pictures <= 0:
        return None, None
    cost, time_s = before.cost, before.time_s
    of_pictures = [
        (cost.likely - before.once_cost) / cost.likely if cost.likely else 0.0,
        (time_s.likely - before.once_s) / time_s.likely if time_s.likely else 0.0,
    ]
    return cost.times(of_pictures[0] / pictures), time_s.times(of_pictures[1] * before.machines / pictures)


def _once_to_come(seen: TaskPictures, cost: Interval, time_s: Interval) -> Tuple[float, float]:
    """What passes before the pictures still cost, and how long they keep them waiting: as those done did, else as a picture."""
    if not seen.once_left:
        return 0.0, 0.0
    if seen.once_done:
        return seen.once_left * seen.once_cost / seen.once_done, seen.once_s
    each = max(seen.left, 1e-9)
    return seen.once_left * cost.likely / each, time_s.likely / each


def _is_alike(kind: str, job: PastJob, outline: JobOutline) -> bool:
    if kind == SAME_SCENE:
        return bool(outline.scene) and job.scene == outline.scene and job.renderer == outline.renderer
    if job.renderer != outline.renderer:
        return False
    same_size = bool(outline.pixels) and job.pixels == outline.pixels
    if kind == SAME_PROJECT:
        return bool(outline.project) and job.project == outline.project and same_size
    return same_size if kind == SAME_SIZE else True


def _scale(job: PastJob, outline: JobOutline) -> float:
    """Cost and time of a frame grow with its pixels; where a size is not known they are taken as they are."""
    return outline.pixels / job.pixels if job.pixels and outline.pixels else 1.0


def _sample(
    values: Sequence[float], scale: float = 1.0, weights: Optional[Sequence[float]] = None
) -> _Sample:
    shares = weights or [1.0] * len(values)
    whole = sum(shares)
    mean = sum(value * share for value, share in zip(values, shares)) / whole
    spread = _USUAL_FRAME_SPREAD
    if len(values) > 1 and mean > 0:
        # By the mean first: the squares of very small costs are nothing at all.
        relative = [value / mean for value in values]
        spread = statistics.pstdev(relative) * math.sqrt(len(values) / (len(values) - 1))
    return _Sample(mean * scale, spread, whole**2 / sum(share**2 for share in shares))


def _interval(samples: List[_Sample], kind: str, outline: JobOutline) -> Interval:
    """The sum over the pictures of a job whose mean is drawn as those of the samples were."""
    known = [each for each in samples if each.mean > 0]
    if not known:
        return Interval(0.0, 0.0, 0.0)
    logs = [math.log(each.mean) for each in known]
    middle = statistics.median(logs)
    within = statistics.mean(each.spread**2 / each.count for each in known)
    frame_spread = statistics.mean(each.spread for each in known)
    usual = _USUAL_SPREAD[kind] ** 2
    seen = sum((each - statistics.mean(logs)) ** 2 for each in logs)
    # What chance alone sets the means apart by is no difference between the jobs.
    between = (_PRIOR_WEIGHT * usual + max(0.0, seen - (len(logs) - 1) * within)) / (
        _PRIOR_WEIGHT + len(logs) - 1
    )
    between *= _unsure_spread(len(logs)) ** 2
    deviation = math.sqrt(
        between * (1 + 1 / len(logs)) + within / len(logs) + frame_spread**2 / outline.draws
    )
    return _around(math.exp(middle) * outline.frames, deviation)


def _unsure_spread(jobs: int) -> float:
    """By how much the distance between jobs widens because it is judged from few of them: Student's t over the normal one,
    the first term of its expansion. What was not judged from jobs at all is not widened."""
    return 1 + (_Z**2 + 1) / (4 * (jobs + 1)) if jobs > 1 else 1.0


def _of_pictures(
    values: Sequence[float], weights: Sequence[float], left: float, draws: float, past: Optional[Interval]
) -> Interval:
    """`left` more pictures like those seen, with what the past says of one weighed in."""
    sample = _sample(values, 1.0, weights)
    if sample.mean <= 0 or left <= 0:
        return Interval(0.0, 0.0, 0.0)
    # Of a few frames the spread itself is a guess: never less than a part of what is usual.
    trust = sample.count / (sample.count + 3.0)
    spread = math.sqrt(trust * sample.spread**2 + (1 - trust) * _USUAL_FRAME_SPREAD**2)
    mean, unsure = math.log(sample.mean), spread**2 / sample.count
    if past is not None and _tells(past):
        told = math.log(past.likely)
        doubt = (math.log(past.high / past.likely) / _Z) ** 2
        # A job that is unlike the past says so itself: the further apart, the less the past counts.
        doubt += (told - mean) ** 2
        share = unsure / (unsure + doubt)
        mean, unsure = (1 - share) * mean + share * told, unsure * doubt / (unsure + doubt)
    return _around(math.exp(mean) * left, math.sqrt(unsure + spread**2 / draws))


def _tells(past: Optional[Interval]) -> bool:
    """False where the past has no cost, or no doubt, to be weighed by."""
    return past is not None and 0 < past.likely < past.high


def _grown(interval: Interval, amount: float) -> Interval:
    """With something more that is as unsure as the rest of it."""
    return interval.times(1 + amount / interval.likely) if interval.likely else interval.plus(amount)


def _around(likely: float, deviation: float) -> Interval:
    """Jobs that lie thousands of times apart tell nothing more exactly than that: the interval ends somewhere."""
    deviation = min(deviation, _WIDEST)
    return Interval(likely * math.exp(-_Z * deviation), likely, likely * math.exp(_Z * deviation))
