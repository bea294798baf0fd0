"""What a job will cost: from the jobs most like it, with an interval that is neither boast nor shrug."""

from __future__ import annotations

import random
import statistics
from typing import List, Optional, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rb_dcc_core.estimate import (
    SAME_PROJECT,
    SAME_RENDERER,
    SAME_SCENE,
    SAME_SIZE,
    TEST_FRAMES,
    Estimate,
    JobOutline,
    PastJob,
    estimate,
    estimate_rest,
)
from rb_dcc_core.pictures import Picture, TaskPictures
from rb_dcc_core.sandbox.chance import one_try
from rb_dcc_core.sandbox.fees import price_of, shown
from rb_dcc_core.sandbox.statuses import FRAME_DONE

HD = 1920 * 1080


def job(
    cost: float,
    frames: int = 10,
    scene: str = "/show/shot.ma",
    project: str = "/show",
    renderer: str = "arnold",
    pixels: int = HD,
    finished_ms: int = 0,
) -> PastJob:
    return PastJob(scene, project, renderer, pixels, (cost,) * frames, (100 * cost,) * frames, finished_ms)


def outline(
    frames: int = 100,
    scene: str = "/show/shot.ma",
    project: str = "/show",
    renderer: str = "arnold",
    pixels: int = HD,
    machines: int = 1,
) -> JobOutline:
    return JobOutline(scene, project, renderer, pixels, frames, machines)


def test_without_a_past_nobody_has_an_idea() -> None:
    assert estimate(outline(), []) is None
    assert estimate(outline(), [job(0.1, renderer="vray")]) is None
    assert estimate(outline(), [PastJob("/show/shot.ma", "", "arnold", HD, (), ())]) is None


@pytest.mark.parametrize(
    ("wanted", "kind", "likely"),
    [
        (outline(), SAME_SCENE, 10.0),
        (outline(scene="/show/other.ma"), SAME_PROJECT, 20.0),
        (outline(scene="", project="/new"), SAME_SIZE, 30.0),
        (outline(scene="", project="/new", pixels=4 * HD), SAME_RENDERER, 160.0),
    ],
)
def test_the_nearest_jobs_decide_and_a_larger_picture_costs_more(
    wanted: JobOutline, kind: str, likely: float
) -> None:
    history = {
        SAME_SCENE: [job(0.1)],
        SAME_PROJECT: [job(0.2, scene="/show/b.ma"), job(0.9, scene="/show/c.ma", pixels=9)],
        SAME_SIZE: [job(0.3, scene="/x.ma", project="/x")],
        SAME_RENDERER: [job(0.2, scene="/y.ma", project="/y", pixels=HD // 2)],
    }
    told = estimate(wanted, history[kind])
    assert told is not None
    assert told.kind == kind
    assert told.cost.likely == pytest.approx(likely)
    assert told.jobs == 1
    assert told.frames == 10


def test_the_same_scene_counts_more_than_ten_others() -> None:
    told = estimate(outline(), [job(5.0, scene=f"/show/{n}.ma") for n in range(10)] + [job(0.1)])
    assert told is not None
    assert (told.kind, told.jobs) == (SAME_SCENE, 1)
    assert told.cost.likely == pytest.approx(10.0)


def test_several_machines_shorten_the_time_and_not_the_bill() -> None:
    one, five = estimate(outline(), [job(0.1)]), estimate(outline(machines=5), [job(0.1)])
    assert one is not None
    assert five is not None
    assert five.time_s.likely == pytest.approx(one.time_s.likely / 5)
    assert five.cost == one.cost


def test_more_jobs_that_agree_make_it_surer() -> None:
    few, many = estimate(outline(), [job(0.1)]), estimate(outline(), [job(0.1)] * 8)
    assert few is not None
    assert many is not None
    assert many.cost.high - many.cost.low < (few.cost.high - few.cost.low) / 2


@given(
    st.lists(
        st.builds(job, st.floats(0.0, 50.0), st.integers(1, 40), finished_ms=st.integers(0, 10**13)),
        max_size=20,
    ),
    st.integers(0, 2000),
)
def test_any_past_gives_an_interval_around_its_likely_value_that_grows_with_the_frames(
    history: List[PastJob], frames: int
) -> None:
    told, more = estimate(outline(frames), history), estimate(outline(frames + 10), history)
    assert (told is None) == (not history or not frames)
    if told is not None and more is not None:
        assert 0 <= told.cost.low <= told.cost.likely <= told.cost.high
        assert more.cost.likely >= told.cost.likely
        assert told.time_s.low <= told.time_s.likely <= told.time_s.high


def seen(costs: Sequence[float], left: int, seconds_per_cost: float = 60.0) -> TaskPictures:
    """A task whose first pictures have cost so much, and `left` more that wait."""
    done = [Picture(str(at), 1, cost, seconds_per_cost * cost, 0.0, 0, True) for at, cost in enumerate(costs)]
    waiting = [Picture(str(1000 + at), 1, 0.0, 0.0, 1.0, 1, False) for at in range(left)]
    return TaskPictures((*done, *waiting))


@given(st.lists(st.floats(0, 20), max_size=12), st.integers(0, 200), st.integers(0, 50), st.booleans())
@example([1.4857556806571242e-298, 1.6285996977043416e-299], 1, 0, False)
@example([5e-324, 20.0, 0.0], 1, 0, True)
def test_any_first_frames_give_an_interval_or_nothing(
    costs: List[float], left: int, machines: int, has_past: bool
) -> None:
    past = estimate(outline(), [job(0.1)]) if has_past else None
    rest = estimate_rest(seen(costs, left), machines, past, 100)
    assert (rest is None) == (not costs)
    if rest is not None:
        assert rest.kind == TEST_FRAMES
        assert 0 <= rest.cost.low <= rest.cost.likely <= rest.cost.high
        if left <= 0:
            assert rest.cost.high == 0


@given(st.lists(st.floats(0.01, 20), min_size=1, max_size=12), st.integers(0, 200), st.integers(1, 50))
def test_more_frames_left_never_cost_less_nor_take_less(costs: List[float], left: int, machines: int) -> None:
    few, more = estimate_rest(seen(costs, left), machines), estimate_rest(seen(costs, left + 1), machines)
    assert few is not None
    assert more is not None
    assert more.cost.likely > few.cost.likely
    assert more.time_s.likely * more.machines > few.time_s.likely * few.machines


def test_a_job_unlike_its_past_is_judged_by_its_own_frames() -> None:
    past = estimate(outline(), [job(0.1)] * 6)
    rest = estimate_rest(seen([1.0] * 12, 88), 1, past, 100)
    assert rest is not None
    assert rest.cost.likely == pytest.approx(88.0, rel=0.1)
    assert rest.weighed == 6
    alone = estimate_rest(seen([1.0] * 12, 88), 1)
    assert alone is not None
    assert alone.weighed == 0


def test_the_rest_is_billed_in_whole_pictures_and_photons_once() -> None:
    """Three tiled pictures of 1.2 each are done, one of nine more has a quarter left; photons cost 5.0 and are over."""
    done = tuple(Picture(str(at), 1, 1.2, 120.0, 0.0, 0, True) for at in (1, 6, 12))
    begun = Picture("2", 1, 0.9, 90.0, 0.25, 1, False)
    waiting = tuple(Picture(str(at), 1, 0.0, 0.0, 1.0, 4, False) for at in (3, 4, 5, 7, 8, 9, 10, 11))
    rest = estimate_rest(TaskPictures((*done, begun, *waiting), once_cost=5.0, once_s=300.0, once_done=1), 5)
    assert rest is not None
    assert rest.cost.likely == pytest.approx(8.25 * 1.2)
    assert (rest.machines, rest.frames, rest.once_cost) == (5, 3, 0.0)
    assert rest.time_s.likely == pytest.approx(8.25 * 120 / 5)


def test_photons_that_are_still_to_come_are_billed_once_as_those_before_them() -> None:
    done, waiting = seen([0.5] * 3, 10).pictures[:3], seen([0.5] * 3, 10).pictures[3:]
    rest = estimate_rest(
        TaskPictures((*done, *waiting), once_cost=2.0, once_s=60.0, once_left=1, once_done=2), 1
    )
    assert rest is not None
    assert (rest.once_cost, rest.once_s) == (1.0, 60.0)
    assert rest.cost.likely == pytest.approx(10 * 0.5 + 1.0)


def test_a_group_of_frames_counts_as_its_pictures_and_swings_as_one() -> None:
    done = tuple(Picture(str(at), 1, 0.5, 30.0, 0.0, 0, True) for at in (1, 20, 40))
    groups = TaskPictures((*done, Picture("2-11[1]", 10, 0.0, 0.0, 10.0, 1, False)))
    rest, single = estimate_rest(groups, 5), estimate_rest(seen([0.5] * 3, 10), 5)
    assert rest is not None
    assert single is not None
    assert (rest.cost.likely, single.cost.likely) == (pytest.approx(5.0), pytest.approx(5.0))
    assert rest.cost.high > single.cost.high
    assert (rest.machines, single.machines) == (1, 5)


def test_tiles_and_groups_decide_how_many_machines_there_is_work_for() -> None:
    tiled = JobOutline("/show/shot.ma", "/show", "arnold", HD, 2, machines=10, tiles=4)
    grouped = JobOutline("/show/shot.ma", "/show", "arnold", HD, 20, machines=10, frames_per_machine=10)
    assert (tiled.busy_machines, grouped.busy_machines) == (8, 2)
    one, two = estimate(tiled, [job(0.1)]), estimate(grouped, [job(0.1)])
    assert one is not None
    assert two is not None
    assert (one.cost.likely, two.cost.likely) == (pytest.approx(0.2), pytest.approx(2.0))
    assert (one.time_s.likely, two.time_s.likely) == (pytest.approx(2.5), pytest.approx(100.0))


def test_a_past_with_photons_has_them_in_the_price_once() -> None:
    past = PastJob("/show/shot.ma", "/show", "arnold", HD, (0.1,) * 10, (10.0,) * 10, 0, 3.0, 120.0)
    told = estimate(outline(frames=100, machines=5), [past])
    assert told is not None
    assert told.cost.likely == pytest.approx(100 * 0.1 + 3.0)
    assert told.time_s.likely == pytest.approx(100 * 10.0 / 5 + 120.0)
    assert (told.once_cost, told.once_s) == (3.0, 120.0)


# -- against the sandbox, whose rules of charging are known -----------------------------------------------------------

PRICE_PER_HOUR = 6000


def bill(seed: int, task: int, frames: int, pixels: int, difficulty: float = 1.0) -> List[float]:
    """Each frame's fee, as the embedded service would charge it."""
    fees = []
    for ordinal in range(frames):
        tried = one_try(seed, task, ordinal, 2, 5, pixels, 1, 0)
        assert tried.outcome == FRAME_DONE
        fees.append(shown(price_of(difficulty * tried.seconds, PRICE_PER_HOUR)))
    return fees


def past_job(seed: int, task: int, frames: int, scene: str, difficulty: float = 1.0) -> PastJob:
    fees = bill(seed, task, frames, HD, difficulty)
    return PastJob(scene, "/show", "arnold", HD, tuple(fees), tuple(60 * fee for fee in fees), task)


def held(seeds: range, spread: float, same_scene: bool) -> float:
    """How often the interval held the bill, over jobs whose scenes differ by `spread`."""
    hits = 0
    for seed in seeds:
        chance = random.Random(seed)
        count = chance.randint(5, 10)
        drawn = [chance.lognormvariate(0.0, spread) for _ in range(count + 1)]
        scenes = ["/show/a.ma" if same_scene else f"/show/{n}.ma" for n in range(count)]
        history = [past_job(seed, 100 + n, chance.randint(12, 60), scenes[n], drawn[n]) for n in range(count)]
        frames = chance.randint(20, 120)
        told = estimate(outline(frames, scene="/show/a.ma"), history)
        assert told is not None
        assert told.kind == (SAME_SCENE if same_scene else SAME_PROJECT) or "/show/a.ma" in scenes
        truth = sum(bill(seed, 999, frames, HD, drawn[count]))
        hits += told.cost.low <= truth <= told.cost.high
    return hits / len(seeds)


@pytest.mark.long
@pytest.mark.parametrize(("spread", "same_scene"), [(0.0, True), (0.1, True), (0.25, True), (0.5, False)])
def test_the_interval_holds_the_bill_of_two_hundred_jobs_four_times_in_five(
    spread: float, same_scene: bool
) -> None:
    assert 0.70 <= held(range(200), spread, same_scene) <= 0.90


def error_after_test_frames(seed: int, has_past: bool) -> float:
    """How far the bill is from what was said of it after the first, the middle and the last of sixty frames."""
    frames = 60
    fees = bill(seed, 7, frames, HD)
    tested = [fees[0], fees[(frames - 1) // 2], fees[-1]]
    past: Optional[Estimate] = None
    if has_past:
        past = estimate(outline(frames), [past_job(seed, 100 + n, 30, "/show/shot.ma") for n in range(4)])
    rest = estimate_rest(seen(tested, frames - 3), 1, past, frames)
    assert rest is not None
    return abs(rest.cost.plus(sum(tested)).likely - sum(fees)) / sum(fees)


@pytest.mark.parametrize("has_past", [True, False])
def test_after_three_frames_of_a_plain_job_the_estimate_is_within_fifteen_per_cent_at_the_median(
    has_past: bool,
) -> None:
    assert statistics.median(error_after_test_frames(seed, has_past) for seed in range(200)) <= 0.15
