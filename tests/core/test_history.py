"""What is kept of finished tasks: enough for an estimate and a bill, small, and found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_core.estimate import JobOutline
from rb_dcc_core.history import MOST_FRAMES, History, Spent, machines_at_once, most_at_once, totals
from rb_dcc_core.job_outline import outline_from_json, outline_to_json
from rb_dcc_core.models import FrameInfo, TaskInfo

OUTLINE = JobOutline("/show/shot.ma", "/show", "arnold", 1000, 24)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path) as opened:
        yield opened


def task(number: int, **more: Any) -> TaskInfo:
    fields = {"scene_name": "shot.ma", "render_consume": 2.5, "completed_date_ms": 1000 * number}
    return TaskInfo(id=number, **dict(fields, **more))


def frames(count: int, **more: Any) -> List[FrameInfo]:
    fields = {"frame_status": 4, "fee_amount": 0.25, "frame_execute_time_s": 30, "frame_type": 5}
    return [FrameInfo(id=at, **dict(fields, **more)) for at in range(count)]


def test_what_was_kept_is_found_for_a_job_with_the_same_renderer(history: History) -> None:
    history.remember("account", task(1), [frames(3) + frames(2, frame_status=5)], OUTLINE)
    (found,) = history.past_jobs("account", OUTLINE)
    assert (found.scene, found.project, found.renderer, found.pixels) == (
        "/show/shot.ma",
        "/show",
        "arnold",
        1000,
    )
    assert (found.frame_costs, found.frame_times_s) == ((0.25,) * 3, (30.0,) * 3)
    assert history.past_jobs("another account", OUTLINE) == []
    assert history.past_jobs("account", JobOutline("/show/shot.ma", "/show", "vray", 1000, 24)) == []


def test_what_can_no_longer_be_read_hides_no_other_job(history: History) -> None:
    for number, costs in ((1, "[1.5]"), (2, "garbage"), (3, "7"), (4, '["x"]'), (5, "null")):
        history.remember("account", task(number), [frames(1)], OUTLINE)
        history._database.run("UPDATE jobs SET costs = ? WHERE task_id = ?", (costs, number))
    assert [each.frame_costs for each in history.past_jobs("account", OUTLINE)] == [(1.5,)]


def test_photons_and_composites_are_no_pictures_to_judge_by(history: History) -> None:
    history.remember(
        "account", task(1), [frames(2) + frames(5, frame_type=2) + frames(5, frame_type=6)], OUTLINE
    )
    assert len(history.past_jobs("account", OUTLINE)[0].frame_costs) == 2


def test_a_task_from_elsewhere_counts_for_the_scene_of_its_name_alone(history: History) -> None:
    history.remember("account", task(1), [frames(3)])
    assert [job.scene for job in history.past_jobs("account", OUTLINE)] == ["/show/shot.ma"]
    other = JobOutline("/show/other.ma", "/show", "arnold", 1000, 24)
    assert history.past_jobs("account", other) == []


def test_the_same_task_again_replaces_what_was_kept(history: History) -> None:
    history.remember("account", task(1), [frames(3)], OUTLINE)
    history.remember("account", task(1, render_consume=9.0), [frames(5)], OUTLINE)
    assert [(each.cost, each.frames) for each in history.spent("account")] == [(9.0, 5)]
    assert history.knows("account", 1)
    assert not history.knows("account", 2)


def test_a_hundred_thousand_frames_are_kept_as_an_even_share(history: History, tmp_path: Path) -> None:
    many = [
        FrameInfo(id=at, frame_status=4, fee_amount=float(at), frame_execute_time_s=at) for at in range(30000)
    ]
    history.remember("account", task(1), [many], OUTLINE)
    (found,) = history.past_jobs("account", OUTLINE)
    assert len(found.frame_costs) == MOST_FRAMES
    assert (found.frame_costs[0], found.frame_costs[-1]) == (0.0, 29999.0)
    assert (tmp_path / "history.sqlite3").stat().st_size < 100000


def test_costs_are_summed_by_month_and_label() -> None:
    november, december = 1793620800000, 1796212800000
    spent = [
        Spent(1, "a.ma", "film", november, 2.0, 10),
        Spent(2, "b.ma", "film", november, None, 5),
        Spent(3, "c.ma", "advert", november, 3.5, 1),
        Spent(4, "d.ma", "", december, 1.0, 2),
    ]
    assert totals(spent) == [
        ("2026-12", "", 1.0, 1, 2),
        ("2026-11", "advert", 3.5, 1, 1),
        ("2026-11", "film", 2.0, 2, 15),
    ]


def test_an_outline_comes_back_from_the_journal_as_it_was_and_a_strange_one_as_none() -> None:
    assert outline_from_json(outline_to_json(OUTLINE)) == OUTLINE
    assert outline_from_json({"scene": "x"}) is None
    assert (
        outline_from_json({"scene": "x", "project": "", "renderer": "", "pixels": "many", "frames": 2})
        is None
    )


def test_how_many_machines_rendered_at_once_is_remembered(history: History) -> None:
    """Four lanes of five frames, each frame a minute long."""
    minute = 60000
    runs = [
        FrameInfo(
            id=at,
            frame_status=4,
            fee_amount=0.1,
            start_time_ms=1 + (at // 4) * minute,
            end_time_ms=1 + (at // 4 + 1) * minute,
        )
        for at in range(20)
    ]
    assert history.usual_machines("account") is None
    history.remember("account", task(1), [runs], OUTLINE)
    assert history.usual_machines("account") == 4
    assert history.usual_machines("another account") is None
    assert machines_at_once(runs[:3]) is None  # of a few frames nobody can tell
    assert (most_at_once(runs), most_at_once(runs[:3]), most_at_once([])) == (4, 3, None)


def test_the_cost_of_a_kept_task_follows_the_farm_and_its_frames_stay(history: History) -> None:
    assert not history.update_cost("account", task(1))
    history.remember("account", task(1), [frames(3)], OUTLINE)
    assert history.update_cost("account", task(1, render_consume=7.5))
    assert [(each.cost, each.frames) for each in history.spent("account")] == [(7.5, 3)]
    assert len(history.past_jobs("account", OUTLINE)[0].frame_costs) == 3


def test_a_task_whose_frames_were_not_asked_for_has_as_many_as_it_says(history: History) -> None:
    history.remember("account", task(1, done_frames=48), ())
    assert [each.frames for each in history.spent("account")] == [48]
    assert totals(history.spent("account"))[0][4] == 48
