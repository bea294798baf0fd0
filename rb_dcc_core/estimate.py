"""What a job will cost and how long it will take, from this account's own past jobs and its own first frames. Pure.

Never one bare number: a likely value, an interval that holds it four times in five, and what it rests on.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

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
    """A finished task of this account. Times in seconds, costs in the account's currency, one of each for each frame that
    was done; `pixels` of one frame, 0 where unknown. `finished_ms` is epoch milliseconds."""

    scene: str
    project: str
    renderer: str
    pixels: int
    frame_costs: Tuple[float, ...]
    frame_times_s: Tuple[float, ...]
    finished_ms: int = 0


@dataclass(frozen=True)
class JobOutline:
    """What is asked about. `frames` are pictures over all layers and cameras, `machines` render at once."""

    scene: str
    project: str
    renderer: str
    pixels: int
    frames: int
    machines: int = 1


@dataclass(frozen=True)
class Interval:
    """Four times in five the truth lies between `low` and `high`."""

    low: float
    likely: float
    high: float

    def plus(self, amount: float) -> Interval:
        """The same with what is spent already."""
        return Interval(self.low + amount, self.likely + amount, self.high + amount)


@dataclass(frozen=True)
class Estimate:
    """`cost` in the account's currency and `time_s` until the last frame; rests on `jobs` past jobs of the `kind` named
    and on `frames` finished frames of them (or of the task itself, kind TEST_FRAMES). `time_s` assumes that `machines` render
    at once."""

    cost: Interval
    time_s: Interval
    kind: str
    jobs: int
    frames: int
    machines: int = 1


@dataclass(frozen=True)
class _Sample:
    """One job's mean, and how far its frames lie apart (standard deviation over the mean), of `count` frames."""

    mean: float
    spread: float
    count: int


def estimate(outline: JobOutline, history: Sequence[PastJob]) -> Optional[Estimate]:
    """The whole job, before it is submitted, from the past jobs most like it; None where nobody has an idea yet."""
    for kind in KINDS:
        alike = [job for job in history if job.frame_costs and _is_alike(kind, job, outline)]
        if alike and outline.frames > 0:
            newest = sorted(alike, key=lambda job: -job.finished_ms)[:MOST_JOBS]
            costs = [_sample(job.frame_costs, _scale(job, outline)) for job in newest]
            times = [_sample(job.frame_times_s, _scale(job, outline)) for job in newest if job.frame_times_s]
            cost, time_s = _interval(costs, kind, outline.frames), _interval(times, kind, outline.frames)
            machines = max(1, min(outline.machines, outline.frames))
            frames = sum(len(job.frame_costs) for job in newest)
            return Estimate(cost, _shared(time_s, machines), kind, len(newest), frames, machines)
    return None


def estimate_rest(
    frame_costs: Sequence[float],
    frame_times_s: Sequence[float],
    left: int,
    machines: int,
    before: Optional[Estimate] = None,
    frames_before: int = 0,
) -> Optional[Estimate]:
    """What is left of a task, from its own finished frames; `before` is what the past said of all `frames_before` frames.

    The two are weighed by how sure each is. None where neither tells anything.
    """
    machines = max(1, min(machines, max(1, left)))
    if not frame_costs:
        return None
    if left <= 0:
        nothing = Interval(0.0, 0.0, 0.0)
        return Estimate(nothing, nothing, TEST_FRAMES, 0, len(frame_costs), machines)
    past_cost = before.cost if before is not None and frames_before > 0 else None
    past_time = before.time_s if before is not None and frames_before > 0 else None
    per_time = frames_before / (before.machines if before is not None else 1) if frames_before else 1.0
    cost = _of_frames(frame_costs, left, past_cost, float(frames_before or 1))
    time_s = _of_frames(frame_times_s or (0.0,), left, past_time, per_time)
    return Estimate(cost, _shared(time_s, machines), TEST_FRAMES, 0, len(frame_costs), machines)


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


def _sample(values: Sequence[float], scale: float = 1.0) -> _Sample:
    mean = sum(values) / len(values)
    spread = _USUAL_FRAME_SPREAD
    if len(values) > 1 and mean > 0:
        spread = statistics.pstdev(values) * math.sqrt(len(values) / (len(values) - 1)) / mean
    return _Sample(mean * scale, spread, len(values))


def _interval(samples: List[_Sample], kind: str, frames: int) -> Interval:
    """The sum over `frames` frames of a job whose mean is drawn as those of the samples were."""
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
    deviation = math.sqrt(between * (1 + 1 / len(logs)) + within / len(logs) + frame_spread**2 / frames)
    return _around(math.exp(middle) * frames, deviation)


def _of_frames(values: Sequence[float], left: int, past: Optional[Interval], past_frames: float) -> Interval:
    """`left` more frames like those seen, with what the past says of one weighed in."""
    sample = _sample(values)
    if sample.mean <= 0:
        return Interval(0.0, 0.0, 0.0)
    # Of a few frames the spread itself is a guess: never less than a part of what is usual.
    trust = sample.count / (sample.count + 3.0)
    spread = math.sqrt(trust * sample.spread**2 + (1 - trust) * _USUAL_FRAME_SPREAD**2)
    mean, unsure = math.log(sample.mean), spread**2 / sample.count
    if past is not None and past.likely > 0 and past.high > past.likely:
        told = math.log(past.likely / past_frames)
        doubt = (math.log(past.high / past.likely) / _Z) ** 2
        # A job that is unlike the past says so itself: the further apart, the less the past counts.
        doubt += (told - mean) ** 2
        share = unsure / (unsure + doubt)
        mean, unsure = (1 - share) * mean + share * told, unsure * doubt / (unsure + doubt)
    return _around(math.exp(mean) * left, math.sqrt(unsure + spread**2 / left))


def _around(likely: float, deviation: float) -> Interval:
    """Jobs that lie thousands of times apart tell nothing more exactly than that: the interval ends somewhere."""
    deviation = min(deviation, _WIDEST)
    return Interval(likely * math.exp(-_Z * deviation), likely, likely * math.exp(_Z * deviation))


def _shared(whole: Interval, machines: int) -> Interval:
    """The same work on several machines at once."""
    return Interval(whole.low / machines, whole.likely / machines, whole.high / machines)
