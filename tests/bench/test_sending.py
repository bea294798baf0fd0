"""Sending to the embedded store over loopback: one big file against a plain streaming upload, and very many small ones.

The plain upload is `requests` streaming the same file, once and whole, to the same store in the same process: it hashes
nothing, asks nothing, checks no block and commits nothing, while ours does all of that. Shown beside it, but no bound: the
same upload to a receiver that only writes to disk, which is spared the store's checksum as well. With a checksum taken
on both sides and two processors, that one cannot be neared by much more than half.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Dict, Iterator, List

import pytest
import requests

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.filecache import FileCache
from rb_dcc_core.interfaces import V2
from rb_dcc_core.jobfiles import UploadEntry
from rb_dcc_core.parcel import Parcel
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.transfer import Area, Transfer
from rb_dcc_core.transfers import open_transfer
from rb_dcc_core.uploading import upload
from tests.support.bench_store import started

pytestmark = pytest.mark.bench

BIG_BYTES = 256 << 20
PAIRS = 9
INPUT_BID = "10201"
LEAST_RATIO = 0.5
SMALL_FILES = 1000
SMALL_BYTES = 4096
ROUNDS = 5
LEAST_FILES_A_SECOND = 300.0


@pytest.fixture
def client(tmp_path: Path, checkout: Path) -> Iterator[Client]:
    with started("sandbox", tmp_path / "service", checkout) as told:
        profile = Profile("bench", told["service"], told["platform"], V2, told["access_id"])
        credentials = Credentials(told["access_id"], told["access_key"])
        made = Client.connect(Account(profile, ServiceAddress.parse(told["service"]), credentials))
        yield made
        made.close()


@pytest.fixture
def transfer(client: Client) -> Transfer:
    return open_transfer(client)


def median(values: List[float]) -> float:
    return sorted(values)[len(values) // 2]


def streamed_s(url: str, path: Path, query: Dict[str, str], headers: Dict[str, str]) -> float:
    """How long `requests` takes to send a file as it reads it, over a connection that is open already, as ours is."""
    with requests.Session() as session, path.open("rb") as stream:
        session.trust_env = False
        session.get(url.rsplit("/", 1)[0] + "/hello", timeout=60)  # connects
        started_at = time.perf_counter()
        answer = session.put(url, params=query, data=stream, headers=headers, timeout=60)
        took = time.perf_counter() - started_at
    assert answer.status_code == 200
    assert answer.json()["data"]["offset"] == path.stat().st_size
    return took


def to_the_store_s(client: Client, path: Path) -> float:
    """One part that is the whole file; signed before the clock starts."""
    query = {"bid": INPUT_BID, "path": "bench/plain", "offset": "0", "size": str(path.stat().st_size)}
    headers = client.transport._signed_headers("PUT", "/store/part", "2.0.0", query)
    took = streamed_s(client.transport.address.url + "/store/part", path, query, headers)
    delete(client, "bench/plain")
    return took


def ours_s(client: Client, transfer: Transfer, path: Path, remote: str) -> float:
    started_at = time.perf_counter()
    sent = transfer.send_file(path, Area.INPUT, remote)
    took = time.perf_counter() - started_at
    assert sent.sent_bytes == path.stat().st_size
    assert [each.size for each in transfer.list_files(Area.INPUT, remote)] == [sent.sent_bytes]
    delete(client, remote)
    return took


def delete(client: Client, remote: str) -> None:
    client.transport.ask("POST", "/store/delete", "2.0.0", True, {"bid": INPUT_BID, "path": remote})


def test_one_big_file_goes_at_half_the_speed_of_a_plain_upload_at_least(
    client: Client, transfer: Transfer, tmp_path: Path, checkout: Path
) -> None:
    path = tmp_path / "big.vdb"
    path.write_bytes(os.urandom(1 << 20) * (BIG_BYTES >> 20))
    plain_folder = tmp_path / "plain"
    plain_folder.mkdir()
    ours: List[float] = []
    ratios: List[float] = []
    bare: List[float] = []
    with started("plain", plain_folder, checkout) as receiver:
        for number in range(PAIRS):
            nothing_else = streamed_s(receiver["url"] + "/big", path, {}, {})
            (plain_folder / "big").unlink()
            plain = to_the_store_s(client, path)
            ours.append(ours_s(client, transfer, path, f"bench/{number}.vdb"))
            ratios.append(plain / ours[-1])
            bare.append(nothing_else / ours[-1])
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(
        f"\none file of 256 MB: {BIG_BYTES / median(ours) / 1e6:.0f} MB/s, {median(ratios):.2f} of a plain upload ({shown}),"
        f" {median(bare):.2f} of one to a receiver that checks nothing"
    )
    assert median(ratios) >= LEAST_RATIO


def test_three_hundred_small_files_a_second_are_sent_at_least(
    client: Client, transfer: Transfer, tmp_path: Path
) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    names = [f"{number:04}.txt" for number in range(SMALL_FILES)]
    for name in names:
        (folder / name).write_bytes(os.urandom(SMALL_BYTES))
    rates: List[float] = []
    before = client.transport.request_count
    for number in range(ROUNDS):
        entries = tuple(UploadEntry((folder / name).as_posix(), f"{number}/{name}") for name in names)
        started_at = time.perf_counter()
        report = upload(transfer, Parcel("/a.ma", {}, entries), FileCache(), lambda size: None)
        rates.append(SMALL_FILES / (time.perf_counter() - started_at))
        assert report.sent_bytes == SMALL_FILES * SMALL_BYTES
    requests_each = (client.transport.request_count - before) / (ROUNDS * SMALL_FILES)
    stored = list(transfer.list_files(Area.INPUT, "0"))
    assert len(stored) == SMALL_FILES
    # The best of the rounds: there is no baseline here that a busy moment of the machine would slow down as well.
    shown = ", ".join(f"{rate:.0f}" for rate in rates)
    print(f"\nsmall files: {max(rates):.0f} a second ({shown}), {requests_each:.3f} requests each")
    assert max(rates) >= LEAST_FILES_A_SECOND
