"""The blocks of a file on its way: whole, hashed once, of the size that the line is good for."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import threading
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core import blocks, models, store
from rb_dcc_core.blocks import Block, ReadFailed
from rb_dcc_core.errors import TransferError
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area
from tests.support.memory_store import MemoryStore

BIDS = models.TransferBids.from_json({"config_bid": "30201", "output_bid": "20201", "input_bid": "10201"})
CONTENT = bytes(range(100))


def bytes_of(block: Block) -> List[bytes]:
    return [bytes(piece) for piece in block]


def test_a_small_blocks_checksum_of_the_file_up_to_its_end_is_known_beforehand() -> None:
    digest = hashlib.sha256(CONTENT[:40])
    with contextlib.closing(Block(io.BytesIO(CONTENT[40:]), digest, 40, ends_with_digest=True)) as block:
        assert block.upto_sha256 == hashlib.sha256(CONTENT[:80]).hexdigest()
        assert (len(block), block.has_tail) == (40, False)
        assert bytes_of(block) == [CONTENT[40:80]]


def test_a_large_one_is_read_while_it_goes_out_and_ends_with_its_checksum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blocks, "PIECE_BYTES", 7)
    told: List[int] = []
    paced: List[int] = []
    stream = io.BytesIO(CONTENT)
    with contextlib.closing(
        Block(stream, hashlib.sha256(), 50, ends_with_digest=True, on_piece=told.append, pace=paced.append)
    ) as block:
        assert (block.upto_sha256, len(block), block.is_read) == (None, 50 + 32, False)
        came = bytes_of(block)
        assert block.is_read
    assert b"".join(came) == CONTENT[:50] + hashlib.sha256(CONTENT[:50]).digest()
    assert told == paced == [7] * 7 + [1]


def test_without_a_checksum_behind_it_a_block_is_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "PIECE_BYTES", 7)
    with contextlib.closing(Block(io.BytesIO(CONTENT), hashlib.sha256(), 50, False)) as block:
        assert len(block) == 50
        assert b"".join(bytes_of(block)) == CONTENT[:50]
        assert block.digest.hexdigest() == hashlib.sha256(CONTENT[:50]).hexdigest()


@pytest.mark.parametrize("piece_bytes", [7, 1000])
def test_a_file_that_ends_early_is_told(monkeypatch: pytest.MonkeyPatch, piece_bytes: int) -> None:
    monkeypatch.setattr(blocks, "PIECE_BYTES", piece_bytes)
    with pytest.raises(TransferError, match="became shorter"), contextlib.closing(
        Block(io.BytesIO(CONTENT), hashlib.sha256(), 130, True)
    ) as block:
        bytes_of(block)


@pytest.mark.parametrize("piece_bytes", [7, 1000])
def test_a_disk_that_fails_is_no_fault_of_the_network(
    monkeypatch: pytest.MonkeyPatch, piece_bytes: int
) -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(blocks, "PIECE_BYTES", piece_bytes)
    with pytest.raises(ReadFailed) as raised, contextlib.closing(
        Block(Failing(), hashlib.sha256(), 50, True)
    ) as block:
        bytes_of(block)
    assert raised.value.error.errno == errno.EIO


def test_what_is_closed_half_way_leaves_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "PIECE_BYTES", 2)
    block = Block(io.BytesIO(CONTENT), hashlib.sha256(), 100, True)
    assert bytes(next(iter(block))) == CONTENT[:2]
    assert any(thread.name == "file-blocks" for thread in threading.enumerate())
    block.close()
    assert not any(thread.name == "file-blocks" for thread in threading.enumerate())


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
        ((0.1,) * 9, [4, 8, 16, 16, 16, 16, 16, 8]),
        ((0.5,) * 25, [4] * 25),
        ((0.1, 0.1, 0.1, 2.0, *(0.5,) * 16), [4, 8, 16, 16, *[4] * 14]),
    ],
)
def test_blocks_grow_on_a_quick_line_and_shrink_on_a_slow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times_s: List[float], sizes: List[int]
) -> None:
    monkeypatch.setattr(store, "FIRST_BLOCK_BYTES", 4)
    monkeypatch.setattr(store, "BLOCK_BYTES", 16)
    (tmp_path / "f").write_bytes(CONTENT)
    memory = MemoryStore()
    line = Line(*times_s)
    transfer = StoreTransfer(memory, BIDS, "/store", lambda _: None, clock=line)  # type: ignore[arg-type]
    transfer.send_file(tmp_path / "f", Area.INPUT, "f")
    assert [len(block) for _, block in memory.sent] == sizes
    assert b"".join(block for _, block in memory.sent) == CONTENT
