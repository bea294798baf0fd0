"""A limit on how fast files move, by a clock that only the sleeping moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core import models
from rb_dcc_core.bandwidth import Bandwidth, kb_s, limit_of
from rb_dcc_core.errors import SettingsError
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area
from tests.support.farm import HandClock
from tests.support.memory_store import MemoryStore

BIDS = models.TransferBids.from_json({"config_bid": "30201", "output_bid": "20201", "input_bid": "10201"})


class Line:
    """A limit and what it waited."""

    def __init__(self, mb_s: float) -> None:
        self.clock = HandClock()
        self.slept: List[float] = []
        self.limit = Bandwidth(mb_s, self.clock, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.clock.move(seconds)


def test_blocks_wait_until_the_ones_before_are_paid_for() -> None:
    line = Line(2.0)
    for size in (1000000, 1000000, 4000000, 2):
        line.limit.spend(size)
    assert line.slept == [0.5, 0.5, 2.0]


def test_idle_time_is_not_saved_up() -> None:
    line = Line(1.0)
    line.limit.spend(1000000)
    line.clock.move(3600)
    line.limit.spend(1000000)
    line.limit.spend(1000000)
    assert line.slept == [1.0]


def test_an_upload_keeps_to_the_limit_over_its_whole_length(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(bytes(1500000))
    line, memory = Line(0.5), MemoryStore()
    transfer = StoreTransfer(memory, BIDS, "/store", line.slept.append, False, line.limit)  # type: ignore[arg-type]
    transfer.send_file(tmp_path / "f", Area.INPUT, "/f")
    assert {len(block) for _, block in memory.sent} == {250000}
    assert line.slept == [0.5] * 5
    assert memory.files == {("10201", "f"): bytes(1500000)}


def test_what_is_sent_again_is_paid_for_again(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(bytes(100000))
    line, memory = Line(0.1), MemoryStore()
    memory.breaks = [0]
    transfer = StoreTransfer(memory, BIDS, "/store", lambda _: None, False, line.limit)  # type: ignore[arg-type]
    transfer.send_file(tmp_path / "f", Area.INPUT, "/f")
    assert line.slept == [0.5, 0.5]


def test_a_download_keeps_to_the_limit() -> None:
    line, memory = Line(0.000004), MemoryStore()
    memory.files["20201", "a"] = b"0123456789"
    transfer = StoreTransfer(memory, BIDS, "/store", lambda _: None, False, line.limit)  # type: ignore[arg-type]
    assert b"".join(transfer.fetch_blocks(Area.OUTPUT, "a", 0)) == b"0123456789"
    assert line.slept == [1.0, 1.0]


def test_a_large_block_is_handed_on_in_pieces_that_take_half_a_second() -> None:
    line = Line(0.1)
    pieces = list(line.limit.paced([bytes(120000), b"x"]))
    assert [len(each) for each in pieces] == [50000, 50000, 20000, 1]
    assert line.slept == [0.5, 0.5, 0.2]


@pytest.mark.parametrize(
    ("fields", "given", "limit"),
    [({}, None, None), ({"bandwidth_limit_mb_s": 2}, None, 2.0), ({"bandwidth_limit_mb_s": 2}, 0.5, 0.5)],
)
def test_what_is_given_wins_over_the_profile(fields: Any, given: Any, limit: Any) -> None:
    assert limit_of(fields, given) == limit


@pytest.mark.parametrize("told", [0, -1, "fast", True, [], float("nan"), float("inf")])
def test_a_profiles_limit_that_is_none_is_refused(told: Any) -> None:
    with pytest.raises(SettingsError, match='"bandwidth_limit_mb_s" is'):
        limit_of({"bandwidth_limit_mb_s": told})


def test_the_vendors_program_takes_kilobytes() -> None:
    assert [kb_s(each, 1048576) for each in (None, 1.0, 0.0001, 5000.0)] == [1048576, 976, 1, 1048576]
