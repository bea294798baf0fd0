"""How long a task still takes: never one bare number, wider where little is known, nothing where nothing is left."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.time_left import time_left


def test_without_a_finished_frame_nobody_knows() -> None:
    assert time_left([], [30.0], 10) is None


def test_where_nothing_is_left_it_takes_no_time() -> None:
    left = time_left([60.0], [], 0)
    assert left is not None
    assert (left.low_s, left.likely_s, left.high_s) == (0.0, 0.0, 0.0)


def test_ten_frames_of_a_minute_on_two_machines_take_about_five_minutes() -> None:
    left = time_left([60.0] * 20, [0.0, 0.0], 8)
    assert left is not None
    assert left.likely_s == pytest.approx(300.0)
    assert (left.low_s, left.high_s) == (pytest.approx(300.0), pytest.approx(300.0))
    assert (left.frames, left.machines) == (20, 2)


def test_one_finished_frame_tells_little_and_says_so() -> None:
    few, many = time_left([60.0], [], 10), time_left([60.0, 50.0, 70.0] * 30, [], 10)
    assert few is not None
    assert many is not None
    assert few.high_s - few.low_s > 3 * (many.high_s - many.low_s)


def test_a_frame_that_runs_longer_than_the_others_is_still_not_done() -> None:
    left = time_left([60.0, 61.0, 59.0, 60.0], [600.0], 0)
    assert left is not None
    assert left.likely_s > 0


@given(
    st.lists(st.floats(1, 5000), min_size=1, max_size=40),
    st.lists(st.floats(0, 9000), max_size=10),
    st.integers(0, 5000),
)
def test_the_interval_holds_the_likely_value_and_more_frames_never_take_less(
    finished: list, running: list, waiting: int
) -> None:
    left, more = time_left(finished, running, waiting), time_left(finished, running, waiting + 1)
    assert left is not None
    assert more is not None
    assert 0 <= left.low_s <= left.likely_s <= left.high_s
    assert more.likely_s >= left.likely_s


def test_four_times_in_five_the_time_it_really_took_lies_in_the_interval() -> None:
    chance, held = random.Random(7), 0
    for _ in range(400):
        mean = chance.uniform(20, 900)
        times = [max(1.0, chance.gauss(mean, 0.25 * mean)) for _ in range(60)]
        left = time_left(times[:15], [], 45, machines=1)
        assert left is not None
        held += left.low_s <= sum(times[15:]) <= left.high_s
    assert 0.72 <= held / 400 <= 0.88
