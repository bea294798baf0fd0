"""Rows of the farm's list come together to whole pictures: tiles with their composite, groups, photons once."""

from __future__ import annotations

from typing import Any, List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.estimate import estimate_rest
from rb_dcc_core.models import FrameInfo
from rb_dcc_core.pictures import TaskPictures, whole_pictures


def row(number: int, index: str, status: int = 4, kind: int = 5, block: str = "1", **more: Any) -> FrameInfo:
    fields = {"fee_amount": 0.1, "frame_execute_time_s": 10} if status == 4 else {"fee_amount": 0.0}
    return FrameInfo(
        id=number,
        frame_index=index,
        frame_status=status,
        frame_type=kind,
        frame_block=block,
        **dict(fields, **more),
    )


def tiled(number: int, first_id: int, status: int = 4, kind: int = 5) -> List[FrameInfo]:
    """A frame in two tiles and their composite, as the farm lists them."""
    return [
        row(first_id, f"{number}-1", status, kind, "1"),
        row(first_id + 1, f"{number}-2", status, kind, "2"),
        row(
            first_id + 2,
            str(number),
            4 if status == 4 else 12,
            6,
            "0",
            fee_amount=0.01 if status == 4 else 0.0,
        ),
    ]


def test_no_frames_are_no_pictures() -> None:
    assert whole_pictures([]) == whole_pictures([[]]) == TaskPictures()
    assert (TaskPictures().left, TaskPictures().draws_left, TaskPictures().pieces_left) == (0, 0, 0)


def test_a_plain_frame_is_a_picture() -> None:
    seen = whole_pictures([[row(1, "1"), row(2, "2", 2), row(3, "3", 1)]])
    assert [(each.name, each.cost, each.time_s, each.left) for each in seen.pictures] == [
        ("1", 0.1, 10.0, 0.0),
        ("2", 0.0, 0.0, 1.0),
        ("3", 0.0, 0.0, 1.0),
    ]
    assert (seen.left, seen.draws_left, seen.pieces_left) == (2.0, 2.0, 2)


def test_tiles_and_their_composite_are_one_picture_shown_by_the_composite() -> None:
    seen = whole_pictures([[*tiled(1, 1), *tiled(-2, 4), *tiled(3, 7, status=1)]])
    assert [each.name for each in seen.done] == ["1", "-2"]
    assert seen.done[0].cost == pytest.approx(0.21)
    assert (seen.done[0].time_s, seen.done[0].frame_id) == (30.0, 3)
    assert (seen.left, seen.draws_left, seen.pieces_left) == (1.0, 1.0, 2)


def test_of_a_picture_whose_first_tile_is_done_half_is_left() -> None:
    half = tiled(1, 1)
    seen = whole_pictures([[half[0], row(2, "1-2", 2, 5, "2"), row(3, "1", 12, 6, "0")]])
    assert (seen.done, seen.left, seen.pieces_left) == ((), 0.5, 1)


def test_two_cameras_have_a_picture_each_although_their_names_are_the_same() -> None:
    seen = whole_pictures([[*tiled(1, 1), *tiled(2, 4, status=1), *tiled(1, 7), *tiled(2, 10, status=1)]])
    assert [(each.name, each.frame_id, each.left) for each in seen.pictures] == [
        ("1", 3, 0.0),
        ("2", 6, 1.0),
        ("1", 9, 0.0),
        ("2", 12, 1.0),
    ]


def test_a_group_is_as_many_pictures_as_it_has_numbers() -> None:
    """One machine renders ten frames: the farm lists one row, which swings as one."""
    seen = whole_pictures([[row(1, "1", kind=4), row(2, "2-11[1]", fee_amount=1.5), row(3, "12-31[2]", 8)]])
    assert [(each.count, each.cost_each, each.left) for each in seen.pictures] == [
        (1, 0.1, 0.0),
        (10, 0.15, 0.0),
        (10, 0.0, 10.0),
    ]
    assert (seen.left, seen.draws_left, seen.pieces_left) == (10.0, 1.0, 1)


def test_photons_and_their_merge_are_counted_once_beside_the_pictures() -> None:
    photons = [row(1, "1", kind=2, frame_execute_time_s=40), row(2, "1", kind=2), row(3, "1", kind=3)]
    seen = whole_pictures([photons, [row(4, "1"), row(5, "2", 9)]])
    assert seen.once_cost == pytest.approx(0.3)
    assert (seen.once_s, seen.once_done, seen.once_left) == (50.0, 2, 0)
    assert (len(seen.pictures), seen.left) == (2, 1.0)
    assert seen.cost == pytest.approx(0.4)


def test_what_failed_is_charged_and_not_left_and_what_was_stopped_is() -> None:
    seen = whole_pictures(
        [[row(1, "1", 5, fee_amount=0.05), row(2, "2", 11, fee_amount=0.2), row(3, "3", 3, fee_amount=0.02)]]
    )
    assert (seen.done, seen.left) == ((), 1.0)
    assert seen.cost == pytest.approx(0.27)


def test_a_name_that_is_no_number_is_one_picture() -> None:
    assert [each.count for each in whole_pictures([[row(1, "odd"), row(2, ""), row(3, "")]]).pictures] == [
        1,
        1,
        1,
    ]


_ROWS = st.builds(
    FrameInfo,
    id=st.one_of(st.none(), st.integers(1, 50)),
    frame_index=st.one_of(
        st.none(),
        st.sampled_from(["1", "-1", "1-1", "1-2", "-1-2", "2-11[1]", "5-1[1]", "x", ""]),
        st.text(max_size=6),
    ),
    frame_status=st.one_of(st.none(), st.integers(0, 13)),
    frame_type=st.one_of(st.none(), st.integers(0, 10)),
    frame_block=st.one_of(st.none(), st.sampled_from(["", "0", "1", "2", "x"])),
    fee_amount=st.one_of(st.none(), st.floats(0, 100)),
    frame_execute_time_s=st.one_of(st.none(), st.integers(0, 10**6)),
)


@given(st.lists(st.lists(_ROWS, max_size=12), max_size=4))
def test_whatever_the_farm_lists_no_cost_is_lost_and_no_more_is_left_than_there_is(
    leaves: List[List[FrameInfo]],
) -> None:
    seen = whole_pictures(leaves)
    assert seen.cost == pytest.approx(sum(each.fee_amount or 0.0 for leaf in leaves for each in leaf))
    assert 0 <= seen.left <= sum(each.count for each in seen.pictures)
    assert 0 <= seen.draws_left <= seen.left + 1e-9
    assert seen.pieces_left + seen.once_left <= sum(len(leaf) for leaf in leaves)
    rest = estimate_rest(seen, 5)
    assert (rest is None) == (not seen.done)
    if rest is not None:
        assert 0 <= rest.cost.low <= rest.cost.likely <= rest.cost.high < float("inf")
        assert 0 <= rest.time_s.low <= rest.time_s.likely <= rest.time_s.high < float("inf")
