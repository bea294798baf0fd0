"""Priority frames: what is written, what the farm is told, which frames they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.errors import InputError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.priority import NO_PRIORITY, PriorityFrames
from rb_dcc_core.sandbox.jobs import priority_frames


@pytest.mark.parametrize(
    ("text", "farm", "shown"),
    [
        ("none", "000", "none"),
        ("first", "100", "first"),
        ("Last, first", "101", "first,last"),
        ("first,middle,last", "111", "first,middle,last"),
        ("5,8-12", "000:5,8-12[1]", "5,8-12"),
        ("middle|1-9x2", "010:1-9[2]", "middle,1-9x2"),
        ("-3-1,last", "001:-3-1[1]", "last,-3-1"),
    ],
)
def test_it_is_read_told_to_the_farm_and_shown(text: str, farm: str, shown: str) -> None:
    made = PriorityFrames.parse(text)
    assert (made.farm_text(), str(made)) == (farm, shown)
    assert PriorityFrames.parse(shown) == PriorityFrames.parse_farm(farm) == made


@pytest.mark.parametrize("text", ["", ",", "firs", "1-", "5-1", "none,first"])
def test_what_names_no_frames_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(InputError) as refused:
        PriorityFrames.parse(text)
    assert str(refused.value) == (
        f"'{text}' names no priority frames. Write first, middle, last, frames such as 1,5-8, or none."
    )


@pytest.mark.parametrize("text", ["", "11", "1112", "12a", "111x"])
def test_what_the_farm_would_not_read_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        PriorityFrames.parse_farm(text)


def test_none_is_nothing() -> None:
    assert not NO_PRIORITY
    assert PriorityFrames(first=True)
    assert NO_PRIORITY.chosen(FrameRange.parse("1-10")) == frozenset()


@given(
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | st.sets(st.integers(-50, 50), min_size=1, max_size=6),
    st.sets(st.integers(-50, 50), min_size=1, max_size=12),
)
def test_the_farm_chooses_the_same_frames(
    first: bool, middle: bool, last: bool, custom: object, numbers: object
) -> None:
    own = None if custom is None else FrameRange.from_frames(custom)  # type: ignore[arg-type]
    frames = FrameRange.from_frames(numbers)  # type: ignore[arg-type]
    made = PriorityFrames(first, middle, last, own)
    assert made.chosen(frames) == priority_frames(made.farm_text(), tuple(frames))
