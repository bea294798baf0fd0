"""Very many small files over real HTTP: one request each, several at once, nothing that is there is sent again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Iterator, List, Tuple

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import Cancelled, LocalFileError
from rb_dcc_core.filecache import FileCache
from rb_dcc_core.interfaces import V2
from rb_dcc_core.jobfiles import UploadEntry
from rb_dcc_core.parcel import Parcel
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.transfer import Area
from rb_dcc_core.transfers import open_transfer
from rb_dcc_core.uploading import upload


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with Sandbox(tmp_path / "service") as service:
        profile = Profile("p", service.url, service.platform, V2, service.access_id)
        credentials = Credentials(service.access_id, service.access_key)
        made = Client.connect(Account(profile, ServiceAddress.parse(service.url), credentials))
        yield made
        made.close()


@pytest.fixture
def entries(tmp_path: Path) -> Tuple[UploadEntry, ...]:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(250):
        (folder / f"{number}.txt").write_text(f"file {number}" if number else "")
    return tuple(UploadEntry((folder / f"{n}.txt").as_posix(), f"t/{n}.txt") for n in range(250))


def test_each_small_file_costs_one_request_and_the_second_time_none(
    client: Client, entries: Tuple[UploadEntry, ...]
) -> None:
    transfer = open_transfer(client)
    told: List[int] = []
    before = client.transport.request_count
    report = upload(transfer, Parcel("/a.ma", {}, entries), FileCache(), told.append)
    sent = sum(len(f"file {number}") for number in range(1, 250))
    assert (report.sent_bytes, sum(told)) == (sent, sent)
    assert 250 < client.transport.request_count - before <= 255
    assert len(list(transfer.list_files(Area.INPUT, "t"))) == 250
    before = client.transport.request_count
    assert upload(transfer, Parcel("/a.ma", {}, entries), FileCache(), told.append).sent_bytes == 0
    assert client.transport.request_count - before <= 4


def test_a_file_gone_meanwhile_stops_the_rest(client: Client, entries: Tuple[UploadEntry, ...]) -> None:
    Path(entries[100].local).unlink()
    with pytest.raises(LocalFileError, match=r"100\.txt"):
        upload(open_transfer(client), Parcel("/a.ma", {}, entries), FileCache(), lambda size: None)


def test_cancelling_leaves_whole_files_to_go_on_from(
    client: Client, entries: Tuple[UploadEntry, ...]
) -> None:
    transfer = open_transfer(client)

    def cancel(size: int) -> None:
        raise Cancelled()

    with pytest.raises(Cancelled):
        upload(transfer, Parcel("/a.ma", {}, entries), FileCache(), cancel)
    held = {file.path: file.size for file in transfer.list_files(Area.INPUT, "t")}
    assert 0 < len(held) < 250
    report = upload(transfer, Parcel("/a.ma", {}, entries), FileCache(), lambda size: None)
    missing = sum(len(f"file {n}") for n in range(1, 250)) - sum(held.values())
    # What was on its way when it was cancelled may have arrived after the look: one file a lane.
    assert missing - transfer.lanes * len("file 249") <= report.sent_bytes <= missing
    whole = {file.path: file.size for file in transfer.list_files(Area.INPUT, "t")}
    assert whole == {entry.server.lstrip("/"): Path(entry.local).stat().st_size for entry in entries}
    assert upload(transfer, Parcel("/a.ma", {}, entries), FileCache(), lambda size: None).sent_bytes == 0


def test_a_part_left_of_an_older_file_of_the_same_size_is_replaced(client: Client, tmp_path: Path) -> None:
    """The first block after it does not lead to its checksum: that is no damage on the way."""
    path = tmp_path / "big.vdb"
    path.write_bytes(b"new " * 1000)
    transfer = open_transfer(client)
    query = {"bid": "10201", "path": "t/big.vdb", "offset": "0", "size": "4000"}
    client.transport.send_bytes("/store/part", "2.0.0", query, b"old " * 500)
    assert transfer.send_file(path, Area.INPUT, "t/big.vdb").sent_bytes == 4000
    assert b"".join(transfer.fetch_blocks(Area.INPUT, "t/big.vdb", 0)) == b"new " * 1000


def test_a_large_part_left_of_an_older_file_of_another_size_is_replaced(
    client: Client, tmp_path: Path
) -> None:
    """The store answers before it has read the body then, and breaks off what is still on its way."""
    path = tmp_path / "big.vdb"
    path.write_bytes(b"new!" * (6 << 20))
    transfer = open_transfer(client)
    query = {"bid": "10201", "path": "t/big.vdb", "offset": "0", "size": str(23 << 20)}
    client.transport.send_bytes("/store/part", "2.0.0", query, b"old!" * (2 << 20))
    assert transfer.send_file(path, Area.INPUT, "t/big.vdb").sent_bytes == 24 << 20
    (there,) = transfer.list_files(Area.INPUT, "t/big.vdb")
    assert there.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
