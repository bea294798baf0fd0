"""The blocks of a file on its way: whole, hashed once, of the size that the line is good for."""

from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path
from typing import List

import pytest

from rb_dcc_core import models, store
from rb_dcc_core.blocks import blocks_ahead
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area
from tests.support.memory_store import MemoryStore

BIDS = models.TransferBids.from_json({"config_bid": "30201", "output_bid": "20201", "input_bid": "10201"})
CONTENT = bytes(range(100))


def test_each_block_bears_the_checksum_of_the_file_up_to_its_end() -> None:
    digest = hashlib.sha256()
    blocks = list(blocks_ahead(io.BytesIO(CONTENT), digest, 100, lambda: 40))
    assert [block.content for block in blocks] == [CONTENT[:40], CONTENT[40:80], CONTENT[80:]]
    assert [block.upto_sha256 for block in blocks] == [
        hashlib.sha256(CONTENT[:end]).hexdigest() for end in (40, 80, 100)
    ]


def test_a_file_that_ends_early_ends_the_blocks() -> None:
    blocks = blocks_ahead(io.BytesIO(CONTENT), hashlib.sha256(), 130, lambda: 40)
    assert [len(block.content) for block in blocks] == [40, 40, 20]


def test_what_is_closed_half_way_leaves_no_thread() -> None:
    blocks = blocks_ahead(io.BytesIO(CONTENT), hashlib.sha256(), 100, lambda: 10)
    next(blocks)
    assert any("file-blocks" in thread.name for thread in threading.enumerate())
    blocks.close()
    assert not any("file-blocks" in thread.name for thread in threading.enumerate())


class Line:
    """A clock on which each block takes as long as the test says."""

    def __init__(self, *block_times_s: float) -> None:
        self.now = 0.0
        self.left = list(block_times_s)
        self.begins = False

    def __call__(self) -> float:
        self.begins = not self.begins
        if not self.begins:
            self.now += self.left.pop(0)
        return self.now


@pytest.mark.parametrize(
    ("times_s", "sizes"),
    [
        ((0.1,) * 9, [4, 4, 8, 8, 16, 16, 16, 16, 12]),
        ((0.5,) * 25, [4] * 25),
        ((0.1, 0.1, 0.1, 2.0, *(0.5,) * 16), [4, 4, 8, 8, 16, *[4] * 15]),
    ],
)
def test_blocks_grow_on_a_quick_line_and_shrink_on_a_slow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times_s: List[float], sizes: List[int]
) -> None:
    """The next block is read while one is sent, so that a change is seen one block later."""
    monkeypatch.setattr(store, "FIRST_BLOCK_BYTES", 4)
    monkeypatch.setattr(store, "BLOCK_BYTES", 16)
    (tmp_path / "f").write_bytes(CONTENT)
    memory = MemoryStore()
    line = Line(*times_s)
    transfer = StoreTransfer(memory, BIDS, "/store", lambda _: None, clock=line)  # type: ignore[arg-type]
    transfer.send_file(tmp_path / "f", Area.INPUT, "f")
    assert [len(block) for _, block in memory.sent] == sizes
    assert b"".join(block for _, block in memory.sent) == CONTENT
