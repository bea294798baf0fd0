"""Files beyond four gigabytes: the arithmetic of offsets, on sparse files and with a store that only counts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional

import pytest

from rb_dcc_core import models, store
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.downloads import download
from rb_dcc_core.engine_program import Said
from rb_dcc_core.engine_progress import SetProgress
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area, RemoteFile
from tests.support.memory_transfer import MemoryTransfer

BIDS = models.TransferBids.from_json({"config_bid": "30201", "output_bid": "20201", "input_bid": "10201"})
SIZE = 2**32 + 3 * 2**20


class CountingStore:
    """Holds no byte, only how many came; its answers are the store's."""

    address = ServiceAddress.parse("http://127.0.0.1:8765")

    def __init__(self, held: int) -> None:
        self.held = held
        self.offsets: List[int] = []
        self.committed: List[Mapping[str, Any]] = []

    def ask(
        self,
        method: str,
        path: str,
        header_version: str,
        repeatable: bool,
        body: Optional[Mapping[str, Any]] = None,
        query: Optional[Mapping[str, Any]] = None,
    ) -> Dict[str, Any]:
        if path.endswith("/commit"):
            assert body is not None
            self.committed.append(body)
        return {"offset": self.held, "committed": 0, "size": SIZE, "sha256": ""}

    def send_bytes(self, path: str, header_version: str, query: Mapping[str, Any], content: Any) -> Any:
        assert (int(query["offset"]), int(query["size"])) == (self.held, SIZE)
        self.offsets.append(self.held)
        self.held += sum(map(len, content))


class NoDigest:
    """Stands for a checksum of gigabytes that nobody has the time to take."""

    def __init__(self) -> None:
        self.taken = 0

    def update(self, block: bytes) -> None:
        self.taken += len(block)

    def copy(self) -> NoDigest:
        return self

    def hexdigest(self) -> str:
        return "0" * 64


def sparse(path: Path, size: int) -> Path:
    with open(str(path), "wb") as file:
        file.truncate(size)
    return path


def test_an_upload_goes_on_beyond_four_gigabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = NoDigest()

    def pass_over(stream: Any, size: int, begun: Any = None) -> NoDigest:
        stream.seek(size, os.SEEK_CUR)
        return digest

    monkeypatch.setattr(store, "_prefix_sha256", pass_over)
    monkeypatch.setattr(store, "BLOCK_BYTES", 2**20)
    told: List[int] = []
    door = CountingStore(2**32 - 5)
    transfer = StoreTransfer(door, BIDS, "/store", lambda _: None)  # type: ignore[arg-type]
    sent = transfer.send_file(sparse(tmp_path / "big.vdb", SIZE), Area.INPUT, "/big.vdb", told.append)
    assert sent.sent_bytes == digest.taken == 3 * 2**20 + 5
    assert door.offsets == [4294967291, 4296015867, 4297064443, 4298113019]
    assert (door.held, sum(told), door.committed[0]["size"]) == (SIZE, SIZE, 4298113024)


def test_a_download_goes_on_beyond_four_gigabytes(tmp_path: Path) -> None:
    class Tail(MemoryTransfer):
        def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
            self.fetched.append((remote, start))
            yield bytes(SIZE - start)

    (tmp_path / "7_s").mkdir()
    sparse(tmp_path / "7_s" / "big.exr.rb-part", SIZE - 9)
    transfer, told = Tail(), []  # type: ignore[var-annotated]
    report = download(transfer, [RemoteFile("7_s/big.exr", SIZE)], tmp_path, lambda _: None, told.append)
    assert transfer.fetched == [("7_s/big.exr", 4298113015)]
    assert (report.failed, sum(told)) == ([], 4298113024)
    assert (tmp_path / "7_s" / "big.exr").stat().st_size == 4298113024


def test_percentages_of_large_files_are_bytes_exactly() -> None:
    told: List[int] = []
    progress = SetProgress([("/big", SIZE)], told.append, lambda path: None)
    for percent in ("25", "99.9999", "100"):
        progress.hear(Said("progress", "/big", f"speed: 1KB/S, progress: {percent}%"))
    progress.hear(Said("done", "/big"))
    assert (told[0], sum(told)) == (1074528256, 4298113024)
