"""Two hundred jobs of the embedded service, cut in every way artists cut them: what was said before, after, and the bill."""

from __future__ import annotations

import dataclasses
import random
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional

import pytest

from rb_dcc_core.estimate import Estimate, Interval, JobOutline, estimate, estimate_rest
from rb_dcc_core.history import History
from rb_dcc_core.pictures import whole_pictures
from rb_dcc_core.statuses import TEST_FRAMES_DONE
from tests.support.seeded_farm import Cut, SeededFarm, drawn_cut

SEED = 8
SCENES, PAST, JUDGED = 20, 6, 10
MACHINES = 5
# How far takes of one scene lie apart; nobody is told.
TAKES = 0.15

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Judged:
    """What was said of a job's whole bill, and what it was: `before` it was submitted, and after its test frames with a
    history and without."""

    bill: float
    before: Interval
    with_past: Interval
    without_past: Interval


def outline(cut: Cut, scene: str) -> JobOutline:
    return JobOutline(
        scene,
        "/show",
        "arnold",
        1920 * 1080,
        cut.pictures,
        MACHINES,
        cut.tiles,
        cut.frames_per_machine,
    )


def judge(farm: SeededFarm, cut: Cut, before: Estimate) -> tuple[int, Judged]:
    """Submit, look at the test frames, go on, take the bill."""
    number = farm.submit(cut, is_test_first=True)
    farm.run()
    assert farm.task(number).task_status == TEST_FRAMES_DONE
    seen = whole_pictures(farm.leaves(number))
    told, told_alone = estimate_rest(seen, MACHINES, before, cut.pictures), estimate_rest(seen, MACHINES)
    assert told is not None
    assert told_alone is not None
    farm.start(number)
    farm.run()
    bill = farm.task(number).render_consume
    assert bill is not None
    return number, Judged(bill, before.cost, told.cost.plus(seen.cost), told_alone.cost.plus(seen.cost))


def take(
    farm: SeededFarm, history: History, chance: random.Random, scene: int, is_past: bool
) -> Optional[Judged]:
    """One job of a scene, remembered as the watcher would; judged but for the first few of it."""
    drawn = drawn_cut(chance, chance.lognormvariate(0, TAKES))
    cut = dataclasses.replace(drawn, has_photons=scene % 4 == 3)
    asked = outline(cut, f"/show/{scene}.ma")
    judged: Optional[Judged] = None
    if is_past:
        number = farm.submit(cut)
        farm.run()
    else:
        before = estimate(asked, history.past_jobs("account", asked))
        assert before is not None
        assert before.kind == "same scene"
        number, judged = judge(farm, cut, before)
    history.remember("account", farm.task(number), farm.leaves(number), asked, now_ms=number)
    return judged


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> List[Judged]:
    folder: Path = tmp_path_factory.mktemp("seeded")
    chance, farm = random.Random(SEED), SeededFarm(folder / "farm", SEED)
    with History(folder) as history:
        takes = [
            take(farm, history, chance, scene, at < PAST)
            for scene in range(SCENES)
            for at in range(PAST + JUDGED)
        ]
    farm.close()
    found = [each for each in takes if each is not None]
    assert len(found) == 200
    return found


def held(jobs: List[Judged], which: str) -> float:
    intervals: List[Interval] = [getattr(each, which) for each in jobs]
    return sum(told.low <= each.bill <= told.high for told, each in zip(intervals, jobs)) / len(jobs)


@pytest.mark.parametrize("which", ["before", "with_past", "without_past"])
def test_the_eighty_per_cent_interval_holds_the_bill_of_seventy_to_ninety_in_a_hundred(
    jobs: List[Judged], which: str
) -> None:
    assert 0.70 <= held(jobs, which) <= 0.90


@pytest.mark.parametrize("which", ["with_past", "without_past"])
def test_after_the_test_frames_the_estimate_is_within_fifteen_per_cent_of_the_bill_at_the_median(
    jobs: List[Judged], which: str
) -> None:
    errors = [abs(getattr(each, which).likely - each.bill) / each.bill for each in jobs]
    assert statistics.median(errors) <= 0.15
