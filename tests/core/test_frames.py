"""Frame ranges: what people write, what the farm writes, what is refused."""

from __future__ import annotations

from typing import List

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.frames import FrameRange, Span


@pytest.mark.parametrize(
    ("text", "frames", "plain", "farm"),
    [
        ("537", [537], "537", "537"),
        ("0", [0], "0", "0"),
        ("1-3", [1, 2, 3], "1-3", "1-3[1]"),
        ("1-10x2", [1, 3, 5, 7, 9], "1-10x2", "1-10[2]"),
        ("1-10x20", [1], "1-10x20", "1-10[20]"),
        (" 1 - 4 x 3 , 9 ", [1, 4, 9], "1-4x3,9", "1-4[3],9"),
        ("5,8,12-14", [5, 8, 12, 13, 14], "5,8,12-14", "5,8,12-14[1]"),
        ("-5--3", [-5, -4, -3], "-5--3", "-5--3[1]"),
        ("-2-1", [-2, -1, 0, 1], "-2-1", "-2-1[1]"),
        ("3,1,3,2-4", [3, 1, 2, 4], "3,1,3,2-4", "3,1,3,2-4[1]"),
        ("7-7", [7], "7", "7"),
        ("007", [7], "7", "7"),
    ],
)
def test_a_range_is_read_and_written(text: str, frames: List[int], plain: str, farm: str) -> None:
    found = FrameRange.parse(text)
    assert list(found) == frames
    assert (str(found), found.farm_text(), len(found)) == (plain, farm, len(frames))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "No frames are given. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("  ", "No frames are given. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("5-1", "'5-1' ends before it starts. Write 1-5 if you mean those frames."),
        ("1--3", "'1--3' ends before it starts. Write -3-1 if you mean those frames."),
        ("1-1e9", "'1-1e9' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("a", "'a' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("1,,2", "'1,,2' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("1-", "'1-' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("1.5", "'1.5' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("٣", "'٣' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("1-10x0", "The step in '1-10x0' must be 1 or more."),
        ("1-10[2]", "'1-10[2]' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
        ("1-1000001", "'1-1000001' is more than 1000000 frames. Give a smaller range."),
        ("1-600000,1-600000", "'1-600000,1-600000' is more than 1000000 frames. Give a smaller range."),
        ("1-999999999", "'1-999999999' is more than 1000000 frames. Give a smaller range."),
        ("{x}", "'{x}' is not a frame range. Write for example 1-10, 1-10x2 or 5,8,12-20."),
    ],
)
def test_what_is_no_range_is_refused_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(FrameRangeError) as refused:
        FrameRange.parse(text)
    assert str(refused.value) == sentence


def test_a_huge_text_is_refused_shortly() -> None:
    with pytest.raises(FrameRangeError) as refused:
        FrameRange.parse("9" * 100000)
    assert len(str(refused.value)) < 200


def test_a_million_frames_are_a_range() -> None:
    assert len(FrameRange.parse("1-1000000")) == 1000000


@pytest.mark.parametrize(
    ("text", "frames"), [("1-10[4]", [1, 5, 9]), ("1-3", [1, 2, 3]), ("0,3-4[1]", [0, 3, 4])]
)
def test_the_farms_own_syntax_is_read(text: str, frames: List[int]) -> None:
    assert list(FrameRange.parse_farm(text)) == frames


@pytest.mark.parametrize("text", ["1-10x2", "1-10[0]", "1-10[", "", "5-1[1]"])
def test_what_is_not_the_farms_syntax_is_refused(text: str) -> None:
    with pytest.raises(FrameRangeError):
        FrameRange.parse_farm(text)


def test_a_range_is_made_of_numbers() -> None:
    assert str(FrameRange.of(1, 10, 3)) == "1-10x3"
    assert str(FrameRange.of(-3, -3)) == "-3"
    with pytest.raises(FrameRangeError, match="ends before it starts"):
        FrameRange.of(2, 1)


@pytest.mark.parametrize(
    ("frames", "text"),
    [
        ([3, 1, 2], "1-3"),
        ([1, 3, 5], "1-5x2"),
        ([1, 3], "1,3"),
        ([1, 2], "1-2"),
        ([1, 2, 3, 10, 20, 30, 31], "1-3,10-30x10,31"),
        ([5, 5, 5], "5"),
        ([-2, 0, 2], "-2-2x2"),
    ],
)
def test_single_frames_become_the_shortest_list(frames: List[int], text: str) -> None:
    assert str(FrameRange.from_frames(frames)) == text


def test_no_frames_at_all_are_refused() -> None:
    with pytest.raises(FrameRangeError, match="No frames are given"):
        FrameRange.from_frames([])


def test_membership_follows_the_step() -> None:
    found = FrameRange.parse("1-9x2,20")
    assert [frame in found for frame in (1, 2, 9, 10, 20)] == [True, False, True, False, True]


SPANS = st.builds(
    lambda first, length, step: Span(first, first + length, step),
    st.integers(-100000, 100000),
    st.integers(0, 300),
    st.integers(1, 40),
)
RANGES = st.builds(FrameRange, st.lists(SPANS, min_size=1, max_size=4).map(tuple))


@settings(max_examples=60)
@given(RANGES)
def test_a_range_comes_back_from_either_syntax_with_the_same_frames(frames: FrameRange) -> None:
    assert list(FrameRange.parse(str(frames))) == list(frames)
    assert list(FrameRange.parse_farm(frames.farm_text())) == list(frames)
    assert len(frames) == len(list(frames)) == len(frames.numbers)


@settings(max_examples=60)
@given(st.sets(st.integers(-300, 300), min_size=1, max_size=60))
def test_any_frames_come_back_from_their_list(frames: set[int]) -> None:
    assert set(FrameRange.parse(str(FrameRange.from_frames(frames)))) == frames


@settings(max_examples=100)
@given(st.text(max_size=20) | st.text(alphabet="0123456789-x, []", max_size=20))
def test_any_text_is_a_range_or_refused_with_a_sentence(text: str) -> None:
    said = ""
    try:
        said = str(FrameRange.parse(text)) + "."
    except FrameRangeError as refused:
        said = str(refused)
    assert said.endswith(".")
    assert len(said) > 1
