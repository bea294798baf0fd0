"""What the frames' pane says of the rest of a leaf, in whole pictures."""

from __future__ import annotations

from typing import List

import pytest

from rb_dcc_core.estimate import estimate_rest
from rb_dcc_core.models import FrameInfo
from rb_dcc_core.pictures import whole_pictures
from rb_dcc_ui.frames.frame_table import FrameTable
from rb_dcc_ui.frames.reckoning import columns, reckoned


def row(
    number: int, index: str, status: int = 4, kind: int = 5, cost: float = 0.5, time_s: int = 60
) -> FrameInfo:
    if status != 4:
        return FrameInfo(id=number, frame_index=index, frame_status=status, frame_type=kind, fee_amount=0.0)
    return FrameInfo(
        id=number,
        frame_index=index,
        frame_status=4,
        frame_type=kind,
        fee_amount=cost,
        frame_execute_time_s=time_s,
    )


def table(rows: List[FrameInfo]) -> FrameTable:
    made = FrameTable()
    made.merge(rows)
    return made


def test_a_table_without_a_finished_frame_tells_nothing() -> None:
    left, spent, rest = reckoned(columns(table([row(1, "1", 1), row(2, "2", 2)]), 0.0))
    assert (left, spent, rest) == (None, 0, None)


def test_plain_frames_are_counted_as_they_are() -> None:
    left, spent, rest = reckoned(
        columns(table([row(1, "1"), row(2, "2"), row(3, "3", 1), row(4, "4", 5)]), 0.0)
    )
    assert left is not None
    assert rest is not None
    assert (left.likely_s, spent, rest.likely) == (60.0, 1.0, pytest.approx(0.5))


def test_test_frames_before_groups_of_ten_are_a_tenth_of_each() -> None:
    groups = [row(10, "2-11[1]", 8), row(11, "12-21[1]", 8)]
    left, _, rest = reckoned(columns(table([row(1, "1", kind=4), row(2, "22", kind=4), *groups]), 0.0))
    assert left is not None
    assert rest is not None
    assert (left.likely_s, rest.likely) == (pytest.approx(20 * 60.0), pytest.approx(20 * 0.5))
    done = [row(10, "2-11[1]", cost=5.0, time_s=600), row(11, "12-21[1]", 2)]
    left, _, rest = reckoned(columns(table([row(1, "1", kind=4), row(2, "22", kind=4), *done]), 0.0))
    assert left is not None
    assert rest is not None
    assert (left.likely_s, rest.likely) == (pytest.approx(9 * 60.0), pytest.approx(10 * 0.5))


def test_tiles_and_their_composite_are_one_picture() -> None:
    """Two tiles at 0.5 and their composite at 0.02; one more picture waits, of another half is left."""
    done = [row(1, "1-1"), row(2, "1-2"), row(3, "1", kind=6, cost=0.02)]
    waiting = [row(40 + tile, f"4-{tile}", 1) for tile in (1, 2)]
    begun = [row(51, "5-1"), row(52, "5-2", 2)]
    composites = [row(20, "4", 12, 6), row(21, "5", 12, 6)]
    _, spent, rest = reckoned(columns(table([*done, *waiting, *begun, *composites]), 0.0))
    assert rest is not None
    assert (spent, rest.likely) == (pytest.approx(1.52), pytest.approx(1.5 * 1.02))


def test_what_the_pane_says_of_a_tiled_task_is_what_the_card_says() -> None:
    rows = [
        row(10 * at + tile, f"{at}-{tile}", 4 if at in (1, 6, 12) else 8, cost=0.1 * at + 0.05 * tile)
        for at in range(1, 13)
        for tile in (1, 2, 3)
    ]
    rows += [row(10 * at, str(at), 4 if at in (1, 6, 12) else 12, 6, 0.02) for at in range(1, 13)]
    told = estimate_rest(whole_pictures([rows]), 1)
    _, _, rest = reckoned(columns(table(rows), 0.0))
    assert told is not None
    assert rest is not None
    assert (rest.low, rest.likely, rest.high) == pytest.approx(
        (told.cost.low, told.cost.likely, told.cost.high)
    )


def test_photons_alone_are_reckoned_by_themselves() -> None:
    _, spent, rest = reckoned(columns(table([row(1, "1", kind=2, cost=2.0), row(2, "1", 1, 2)]), 0.0))
    assert rest is not None
    assert (spent, rest.likely) == (2.0, pytest.approx(2.0))
