"""A budget of half the estimate against the embedded service's farm: it stops, and too late by no more than what was running."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from rb_dcc_core.budget import STOP, Budget, budget_acts
from rb_dcc_core.estimate import JobOutline, estimate
from rb_dcc_core.history import History
from tests.support.seeded_farm import Cut, SeededFarm, drawn_cut

# Simulated seconds between two looks: less than the shortest frame takes.
LOOK_S = 5.0
MOST_LOOKS = 5000


def outline(cut: Cut) -> JobOutline:
    return JobOutline(
        "/show/shot.ma", "/show", "arnold", 1920 * 1080, cut.pictures, 5, cut.tiles, cut.frames_per_machine
    )


@pytest.mark.parametrize("seed", range(8))
def test_half_the_estimate_stops_the_task_with_no_more_over_it_than_its_running_frames(
    tmp_path: Path, seed: int
) -> None:
    farm, chance = SeededFarm(tmp_path / "farm", seed), random.Random(seed)
    with History(tmp_path) as history:
        cut = drawn_cut(chance, 1.0)
        for _ in range(2):
            number = farm.submit(cut)
            farm.run()
            history.remember("account", farm.task(number), farm.leaves(number), outline(cut))
        told = estimate(outline(cut), history.past_jobs("account", outline(cut)))
    assert told is not None
    budget = Budget(job_hard=told.cost.likely / 2)
    number = farm.submit(cut)
    for _ in range(MOST_LOOKS):
        farm.run(LOOK_S)
        acts = budget_acts(budget, [farm.task(number)], 0.0)
        if acts:
            break
    (act,) = acts
    assert act.kind == STOP
    assert act.running > 0
    farm.stop(number)
    farm.run()
    fees = [each.fee_amount or 0.0 for leaf in farm.leaves(number) for each in leaf]
    bill = farm.task(number).render_consume or 0.0
    farm.close()
    assert told.cost.likely / 2 <= bill <= told.cost.likely / 2 + act.running * max(fees)
