"""The frames that the Render Setup's four modes come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.frames import FrameRange
from rb_max.time_output import TimeOutput, pickup_frames
from tests.max_host.gathered import codes, snapshot
from tests.support.fake_pymxs.scene import MaxScene


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        (MaxScene(time_type=1, current=7), "7"),
        (MaxScene(time_type=2, segment=(0, 100)), "0-100"),
        (MaxScene(time_type=2, segment=(0, 100), nth=10), "0-100x10"),
        (MaxScene(time_type=3, span=(-5, 50), nth=2), "-5-50x2"),
        (MaxScene(time_type=4, pickup="1,3,5-12", nth=2), "1,3,5-12"),
    ],
    ids=["single", "active segment", "every tenth", "range", "list"],
)
@pytest.mark.parametrize("year", [2021, 2024, 2027])
def test_each_mode_tells_its_frames(scene: MaxScene, expected: str, year: int) -> None:
    taken = snapshot(scene, year=year)
    assert taken.layers[0].frames == expected
    assert taken.max_facts is not None
    assert taken.max_facts.time_type == scene.time_type
    assert "frames_unknown" not in codes(taken)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1,3,5-12", "1,3,5-12"),
        (" 1, 3 ,5 - 12 ", "1,3,5-12"),
        ("1 3 5-12", "1,3,5-12"),
        ("12-5", "5-12"),
        ("-10--5", "-10--5"),
        ("0", "0"),
    ],
)
def test_the_list_is_taken_as_artists_type_it(typed: str, expected: str) -> None:
    assert str(pickup_frames(typed)) == expected


@given(frames=st.lists(st.integers(0, 5000), min_size=1, max_size=20), by=st.sampled_from([",", ", ", " "]))
def test_any_list_of_frames_comes_through(frames: list[int], by: str) -> None:
    assert set(pickup_frames(by.join(map(str, frames)))) == set(frames)


@given(first=st.integers(-1000, 1000), count=st.integers(0, 500), nth=st.integers(1, 20))
def test_any_range_comes_through(first: int, count: int, nth: int) -> None:
    told = TimeOutput(kind=3, span=(first, first + count), every_nth=nth).frames()
    assert told is not None
    assert list(FrameRange.parse(told)) == list(range(first, first + count + 1, nth))


@pytest.mark.parametrize("typed", ["", " ", "1,x", "1-2-3", "5f"])
def test_a_list_that_is_none_says_what_to_do(typed: str) -> None:
    with pytest.raises(FrameRangeError):
        pickup_frames(typed)
    taken = snapshot(MaxScene(time_type=4, pickup=typed))
    assert taken.layers[0].frames is None
    assert "frames_unusable" in codes(taken)


def test_a_range_that_ends_before_it_starts_can_be_turned_round() -> None:
    taken = snapshot(MaxScene(time_type=3, span=(50, 1)))
    problem = next(each for each in taken.problems if each.code == "frames_reversed")
    assert dict(problem.message.args) == {"layer": "scene", "first": 50, "last": 1}


def test_a_mode_that_no_release_had_is_asked_for() -> None:
    assert "frames_unknown" in codes(snapshot(MaxScene(time_type=9)))
