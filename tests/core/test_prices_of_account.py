"""Past costs are reckoned at today's prices: those of the machines that a task rendered on."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from rb_dcc_core.bookkeeping import estimate_for, keep_book
from rb_dcc_core.errors import UnreachableError
from rb_dcc_core.estimate import JobOutline
from rb_dcc_core.history import History
from rb_dcc_core.models import FrameInfo, TaskInfo, UserProfile
from rb_dcc_core.prices import Prices, price_change, prices_of

OUTLINE = JobOutline("/show/shot.ma", "/show", "arnold", 1000, 24)


@pytest.mark.parametrize(
    ("then", "now", "rate", "change"),
    [
        (Prices(), Prices(), 1.0, 1.0),
        (Prices(), Prices(2.0, 30.0), 1.0, 1.0),
        (Prices(2.0, 30.0), Prices(), 1.0, 1.0),
        (Prices(2.0), Prices(3.0), 50.0, 1.5),
        (Prices(0.0, 20.0), Prices(0.0, 30.0), 1.0, 1.5),
        (Prices(2.0, 20.0), Prices(4.0, 10.0), 2.1, 2.0),
        (Prices(2.0, 20.0), Prices(4.0, 10.0), 19.0, 0.5),
        (Prices(2.0, 20.0), Prices(4.0, 10.0), 0.0, 2.0),
    ],
)
def test_the_price_of_the_machines_that_rendered_decides(
    then: Prices, now: Prices, rate: float, change: float
) -> None:
    assert price_change(then, now, rate) == pytest.approx(change)


def test_a_price_that_is_none_is_not_told() -> None:
    assert prices_of(None) == prices_of(UserProfile()) == Prices()
    assert prices_of(UserProfile(cpu_price=-1.0, gpu_price=float("inf"))) == Prices()
    assert prices_of(UserProfile(cpu_price=0.67, gpu_price=20.0)) == Prices(0.67, 20.0)


def test_a_task_rendered_at_half_the_price_costs_twice_as_much_today_and_no_more_time(tmp_path: Path) -> None:
    frames = [
        FrameInfo(
            id=at, frame_index=str(at), frame_type=5, frame_status=4, fee_amount=0.1, frame_execute_time_s=360
        )
        for at in range(10)
    ]
    cheap, dear = UserProfile(cpu_price=1.0, gpu_price=20.0), UserProfile(cpu_price=2.0, gpu_price=20.0)
    with History(tmp_path) as history:
        history.keep_profile("account", cheap)
        history.remember(
            "account", TaskInfo(id=1, scene_name="shot.ma", render_consume=1.0), [frames], OUTLINE
        )
    before = estimate_for(tmp_path, "account", OUTLINE)
    after = estimate_for(tmp_path, "account", OUTLINE, user=dear)
    assert before is not None
    assert after is not None
    assert (before.cost.likely, after.cost.likely) == (pytest.approx(2.4), pytest.approx(4.8))
    assert after.time_s == before.time_s
    known = estimate_for(tmp_path, "account", OUTLINE)  # nobody is asked: as it was told last
    assert known == after


class MuteFarm:
    """A farm that lists frames and says nothing of the account."""

    def frames(self, task_id: int) -> Iterator[FrameInfo]:
        yield FrameInfo(id=1, frame_index="1", frame_type=5, frame_status=4, fee_amount=0.1)

    def query_user_profile(self) -> UserProfile:
        raise UnreachableError("The farm cannot be reached.")


def test_an_account_that_tells_no_prices_has_a_history_all_the_same(tmp_path: Path) -> None:
    task = TaskInfo(id=1, scene_name="shot.ma", task_status=25, done_frames=1, render_consume=0.1)
    assert keep_book(MuteFarm(), tmp_path, "account", task)  # type: ignore[arg-type]
    with History(tmp_path) as history:
        assert [each.cost for each in history.spent("account")] == [0.1]
