"""Several pieces of work at once: every outcome comes, errors stop the rest, no thread stays."""

from __future__ import annotations

import functools
import threading
from typing import List

import pytest

from rb_dcc_core.errors import Cancelled, TransferError
from rb_dcc_core.lanes import Lanes
from rb_dcc_core.transfer import Advance


def piece(number: int, advance: Advance) -> int:
    advance(number)
    if number == 13:
        raise TransferError("The thirteenth fails.")
    return number


def pieces(*numbers: int) -> List[functools.partial[int]]:
    return [functools.partial(piece, number) for number in numbers]


def test_every_outcome_comes_and_progress_is_told_on_the_callers_thread() -> None:
    ended: List[str] = []
    told: List[int] = []
    threads = set()

    def advance(size: int) -> None:
        told.append(size)
        threads.add(threading.current_thread())

    with Lanes[int](4, lambda: ended.append(threading.current_thread().name)) as lanes:
        assert sorted(lanes.each(pieces(*range(10)), advance)) == list(range(10))
        assert sorted(lanes.each(pieces(20, 21), advance)) == [20, 21]
        assert list(lanes.each([], advance)) == []
    assert sum(told) == 45 + 41
    assert threads == {threading.current_thread()}
    assert ended == ["lane"] * 4


def test_where_there_is_nothing_to_do_no_thread_is_made() -> None:
    before = threading.active_count()
    with Lanes[int](4, lambda: None) as lanes:
        assert list(lanes.each([], lambda size: None)) == []
        assert threading.active_count() == before


def test_the_first_error_is_raised_and_the_rest_is_dropped() -> None:
    done: List[int] = []

    def note(number: int, advance: Advance) -> int:
        done.append(number)
        return piece(number, advance)

    jobs = [functools.partial(note, number) for number in (13, *range(100))]
    with pytest.raises(TransferError, match="thirteenth"), Lanes[int](1, lambda: None) as lanes:
        for _ in lanes.each(jobs, lambda size: None):
            pass
    assert done == [13]


def test_cancelling_stops_what_is_under_way_and_leaves_no_thread() -> None:
    def cancel(size: int) -> None:
        raise Cancelled()

    with pytest.raises(Cancelled), Lanes[int](2, lambda: None) as lanes:
        list(lanes.each(pieces(*range(100)), cancel))
    assert [thread for thread in threading.enumerate() if thread.name == "lane"] == []
