"""The frames of a task in columns: order, changes, sorting, which pages are asked for, how the cells lie."""

from __future__ import annotations

from typing import List, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.models import FrameInfo, TaskInfo
from rb_dcc_ui.frames.cells import CellGrid
from rb_dcc_ui.frames.frame_table import FrameTable
from rb_dcc_ui.frames.list_model import sorted_rows
from rb_dcc_ui.frames.sweep import PAGE_SIZE, FrameSweep


def frame(number: int, index: Optional[str], status: int = 1, **more: object) -> FrameInfo:
    return FrameInfo(id=number, frame_index=index, frame_status=status, **more)  # type: ignore[arg-type]


def names(table: FrameTable) -> List[str]:
    return [table.name(row) for row in range(len(table))]


def test_frames_stand_in_the_order_of_their_numbers_whatever_order_they_come_in() -> None:
    table = FrameTable()
    table.merge([frame(3, "10"), frame(1, "2")])
    table.merge([frame(2, "-5"), frame(4, "2-1"), frame(5, "photon")])
    assert names(table) == ["-5", "2", "2-1", "10", "photon"]
    assert table.row_of(3) == 3
    assert table.row_of(99) is None


def test_a_change_is_told_by_its_row_and_an_unchanged_frame_is_not() -> None:
    table = FrameTable()
    table.merge([frame(1, "1"), frame(2, "2"), frame(3, "3")])
    changed, has_moved = table.merge(
        [frame(1, "1"), frame(2, "2", 4, frame_execute_time_s=61), frame(3, "3")]
    )
    assert (changed, has_moved) == ([1], False)
    assert table.row(1).time_s == 61
    assert table.row(0).time_s is None


def test_what_the_service_does_not_tell_is_unknown_and_what_it_tells_oddly_is_no_failure() -> None:
    table = FrameTable()
    table.merge(
        [
            frame(1, None, 999),
            FrameInfo(id=None, frame_index="7"),
            frame(
                2, "9" * 30, 4, frame_execute_time_s=1 << 50, fee_amount=0.25, frame_ram=1.5, recommit_flag=-3
            ),
        ]
    )
    assert len(table) == 2
    row = table.row(table.row_of(2) or 0)
    assert (row.cost, row.ram_gb, row.tries, row.time_s) == (0.25, 1.5, None, (1 << 31) - 1)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(-30, 30), st.integers(0, 12)), max_size=60))
def test_any_order_of_arrival_ends_in_one_row_for_each_frame_in_order(sent: List[tuple]) -> None:
    table = FrameTable()
    place = {}
    for number, index, status in sent:
        place.setdefault(number, index)
        table.merge([frame(number, str(place[number]), status)])
    assert sorted(table.ids) == sorted(place)
    assert list(table.numbers) == sorted(table.numbers)
    last = {number: status for number, _, status in sent}
    assert {number: table.statuses[table.row_of(number) or 0] for number in place} == last


def test_a_restart_is_possible_for_stopped_failed_and_timed_out_frames() -> None:
    table = FrameTable()
    table.merge([frame(number, str(number), status) for number, status in enumerate((1, 2, 3, 4, 5, 11), 1)])
    assert [table.name(row) for row in table.failed_rows()] == ["3", "5", "6"]


def leaf(total: int, done: int) -> TaskInfo:
    return TaskInfo(id=1, total_frames=total, done_frames=done)


def page_of(sweep: FrameSweep, number: int, statuses: List[int], pages: int) -> None:
    frames = [frame(1000 * number + at, str(at), status) for at, status in enumerate(statuses)]
    sweep.arrived(number, frames, pages)


def test_every_page_is_asked_for_once_and_then_only_those_that_can_change() -> None:
    sweep = FrameSweep()
    assert sweep.plan(leaf(450, 0)) == [1, 2, 3]
    page_of(sweep, 1, [4] * PAGE_SIZE, 3)
    page_of(sweep, 2, [4] * 199 + [2], 3)
    page_of(sweep, 3, [1] * 50, 3)
    assert sweep.plan(leaf(450, 400)) == [2, 3]
    page_of(sweep, 2, [4] * PAGE_SIZE, 3)
    page_of(sweep, 3, [4] * 50, 3)
    assert sweep.plan(leaf(450, 450)) == []


def test_when_somebody_restarts_frames_every_page_is_asked_for_again() -> None:
    sweep = FrameSweep()
    page_of(sweep, 1, [4] * PAGE_SIZE, 2)
    page_of(sweep, 2, [4] * 100, 2)
    assert sweep.plan(leaf(300, 300)) == []
    assert sweep.plan(leaf(300, 250)) == [1, 2]


def test_unknown_times_stand_last_whichever_way_the_list_is_sorted() -> None:
    keys = [5, -1, 9, 1]
    assert list(sorted_rows(keys, False)) == [3, 0, 2, 1]
    assert list(sorted_rows(keys, True)) == [2, 0, 3, 1]


@given(st.lists(st.integers(-1, 500), max_size=300))
def test_sorting_in_chunks_is_sorting(keys: List[int]) -> None:
    rows = list(sorted_rows(keys * 40, False))
    values = [(keys * 40)[row] for row in rows]
    known = [each for each in values if each != -1]
    assert known == sorted(known)
    assert values[len(known) :] == [-1] * (len(values) - len(known))
    assert sorted(rows) == list(range(len(keys) * 40))


@pytest.mark.parametrize(
    ("count", "width", "cell", "columns", "rows"),
    [
        (1, 300, 20, 10, 1),
        (100, 305, 20, 10, 10),
        (100, 60, 20, 3, 34),
        (7, 5, 20, 1, 7),
        (0, 300, 20, 10, 0),
    ],
)
def test_cells_fill_the_width_in_tens_where_there_is_room(
    count: int, width: int, cell: int, columns: int, rows: int
) -> None:
    grid = CellGrid.fit(count, width, cell)
    assert (grid.columns, grid.rows) == (columns, rows)


@given(st.integers(1, 5000), st.integers(1, 900), st.integers(1, 60), st.data())
def test_a_cell_is_found_where_it_lies(count: int, width: int, cell: int, data: st.DataObject) -> None:
    grid = CellGrid.fit(count, width, cell)
    index = data.draw(st.integers(0, count - 1))
    left, top = grid.place(index)
    assert grid.at(left, top) == index
    assert grid.at(left + cell - 1, top + cell - 1) == index
    assert list(grid.within(left, top, left, top)) == [(index, index + 1)]


def test_a_band_drawn_backwards_takes_the_same_cells() -> None:
    grid = CellGrid(25, 10, 10)
    assert list(grid.within(5, 5, 25, 15)) == [(0, 3), (10, 13)]
    assert list(grid.within(25, 15, 5, 5)) == [(0, 3), (10, 13)]
    assert list(grid.within(0, 20, 95, 95)) == [(20, 25)]
    assert list(grid.within(60, 20, 95, 95)) == []
    assert grid.at(55, 25) is None


@pytest.mark.parametrize(
    ("status", "started_ms", "over_time_ms", "left_s"),
    [
        (2, 1_000_000, 7_200_000, 7100),
        (2, 1_000_000, 60_000, 0),
        (4, 1_000_000, 7_200_000, None),
        (2, None, 7_200_000, None),
        (2, 1_000_000, 24, None),
        (2, 1_000_000, None, None),
    ],
    ids=["renders", "is over", "done", "not begun", "hours are not computed with", "not told"],
)
def test_the_machine_time_left_of_a_frame_follows_from_its_limit(
    status: int, started_ms: Optional[int], over_time_ms: Optional[int], left_s: Optional[int]
) -> None:
    table = FrameTable()
    told = FrameInfo(
        id=1, frame_index="1", frame_status=status, start_time_ms=started_ms, task_over_time_ms=over_time_ms
    )
    table.merge([told])
    assert table.machine_left_s(0, now_s=1100.0) == left_s
    known = status == 2 and started_ms is not None
    assert list(table.running_since()) == [started_ms if known else -1]
