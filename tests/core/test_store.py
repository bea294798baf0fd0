"""Files to and from the HTTP store: what a break costs, and what is never sent twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rb_dcc_core import blocks, models, store
from rb_dcc_core.client import Client
from rb_dcc_core.errors import (
    Cancelled,
    ConnectionLost,
    LocalFileError,
    PermissionDenied,
    SettingsError,
    StaleConnection,
    TransferError,
    WrongEnvelopeError,
    service_error,
)
from rb_dcc_core.store import StoreTransfer, announced_store
from rb_dcc_core.transfer import Area, Held, RemoteFile
from tests.support.memory_store import MemoryStore, down
from tests.support.recording import RecordingTransport

BIDS = models.TransferBids.from_json({"config_bid": "30201", "output_bid": "20201", "input_bid": "10201"})
BLOCK = 8
CONTENT = bytes(range(60))
REMOTE = "/D/项目/wood.png"
KEY = ("10201", "D/项目/wood.png")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", BLOCK)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    path = tmp_path / "wood.png"
    path.write_bytes(CONTENT)
    return path


class Sending:
    """A transfer to a store in memory, and what its progress was told."""

    def __init__(self, memory: Any, checks_blocks: bool = False) -> None:
        self.memory = memory
        self.slept: List[float] = []
        self.told: List[int] = []
        self.transfer = StoreTransfer(memory, BIDS, "/store", self.slept.append, checks_blocks=checks_blocks)

    def send(self, local: Path, remote: str = REMOTE) -> int:
        return self.transfer.send_file(local, Area.INPUT, remote, self.told.append).sent_bytes


def test_a_file_is_sent_in_blocks_and_committed(local: Path) -> None:
    sending = Sending(MemoryStore())
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT}
    assert [offset for offset, _ in sending.memory.sent] == [0, 8, 16, 24, 32, 40, 48, 56]
    assert sum(sending.told) == 60
    assert sending.memory.asked[0] == "offset"
    assert sending.memory.asked[-1] == "commit"


def test_a_block_on_a_stale_connection_is_sent_again_at_once_by_a_new_one(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.memory.refusals = [StaleConnection("closed"), ConnectionLost("broke"), StaleConnection("closed")]
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT}
    assert sending.memory.bytes_received == sum(sending.told) == 60
    assert (len(sending.slept), sending.memory.released) == (1, 3)


BUSY = "illegal request: another request is writing"


def test_a_file_that_an_earlier_connection_still_holds_is_waited_for_and_never_begun_anew(
    local: Path,
) -> None:
    sending = Sending(MemoryStore())
    sending.memory.parts[KEY] = (60, CONTENT[:16])
    sending.memory.refusals = [service_error(603, BUSY), service_error(603, BUSY)]
    assert sending.send(local) == 44
    assert [offset for offset, _ in sending.memory.sent] == [16, 24, 32, 40, 48, 56]
    assert len(sending.slept) == 2


def test_a_file_held_for_too_long_is_told_and_kept(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.memory.parts[KEY] = (60, CONTENT[:16])
    sending.memory.refusals = [service_error(603, BUSY) for _ in range(4)]
    with pytest.raises(ConnectionLost, match="still receives this file by an earlier connection"):
        sending.send(local)
    assert sending.memory.parts[KEY] == (60, CONTENT[:16])


@pytest.mark.parametrize(
    ("held_by_then", "offsets"), [(20, [20, 24, 32]), (24, [24, 32]), (30, [30, 32]), (60, [])]
)
@pytest.mark.parametrize("checks_blocks", [True, False])
def test_bytes_that_an_earlier_connection_still_brings_are_not_sent_again(
    local: Path, held_by_then: int, offsets: List[int], checks_blocks: bool
) -> None:
    sending = Sending(MemoryStore(), checks_blocks)
    sending.memory.parts[KEY] = (60, CONTENT[:16])
    sending.memory.late = [CONTENT[:held_by_then]]
    sending.send(local)
    assert sending.memory.files == {KEY: CONTENT}
    assert [offset for offset, _ in sending.memory.sent][: len(offsets)] == offsets
    assert sending.memory.bytes_received == 60 - held_by_then


def test_an_empty_file_replaces_a_longer_one_that_broke_off(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    sending = Sending(MemoryStore())
    sending.memory.parts[KEY] = (60, b"half of it")
    assert sending.send(tmp_path / "empty") == 0
    assert sending.memory.files == {KEY: b""}


def test_an_empty_file_needs_no_block(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    sending = Sending(MemoryStore())
    assert sending.send(tmp_path / "empty") == 0
    assert sending.memory.files == {KEY: b""}


def test_a_file_that_is_there_already_is_not_sent_again(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.send(local)
    before = sending.memory.bytes_received
    assert sending.send(local) == 0
    assert sending.memory.bytes_received == before
    assert sum(sending.told) == 120


def test_what_is_there_already_is_told_as_held(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.memory.parts[KEY] = (60, CONTENT[:16])
    sending.send(local)
    assert [size for size in sending.told if isinstance(size, Held)] == [16]
    assert sum(sending.told) == 60
    sending.told.clear()
    sending.send(local)
    assert [(size, type(size)) for size in sending.told] == [(60, Held)]


def test_a_changed_file_of_the_same_size_is_sent_anew(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.send(local)
    local.write_bytes(CONTENT[::-1])
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT[::-1]}


@pytest.mark.parametrize("arrived", [0, 1, 5, 7, 8])
def test_a_broken_block_costs_no_byte_that_has_arrived(local: Path, arrived: int) -> None:
    sending = Sending(MemoryStore())
    sending.memory.breaks = [None, None, arrived]
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT}
    assert sending.memory.bytes_received == 60
    assert sum(sending.told) == 60


def test_an_answer_that_was_lost_costs_no_byte(local: Path) -> None:
    sending = Sending(MemoryStore())
    original = sending.memory.send_bytes

    def lose_the_third(*arguments: Any) -> Any:
        answer = original(*arguments)
        if len(sending.memory.sent) == 3:
            raise down()
        return answer

    sending.memory.send_bytes = lose_the_third
    assert sending.send(local) == 60
    assert sending.memory.bytes_received == 60


def test_a_break_for_good_leaves_what_arrived_to_go_on_from(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.memory.breaks = [None, None, 3, 0, 0, 0]
    with pytest.raises(ConnectionLost):
        sending.send(local)
    assert sending.memory.parts[KEY] == (60, CONTENT[:19])
    assert len(sending.slept) == 3
    sending.told.clear()
    assert sending.send(local) == 41
    assert sending.memory.files == {KEY: CONTENT}
    assert sending.memory.bytes_received == 60
    assert sending.told[0] == 19
    assert sum(sending.told) == 60


def test_a_new_version_broken_off_goes_on_although_the_old_one_is_there(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.send(local)
    local.write_bytes(CONTENT[::-1])
    sending.memory.breaks = [None, 4, 0, 0, 0]
    with pytest.raises(ConnectionLost):
        sending.send(local)
    assert sending.send(local) == 48
    assert sending.memory.files == {KEY: CONTENT[::-1]}
    assert sending.memory.bytes_received == 120


@pytest.mark.parametrize(
    "stale",
    [
        (60, b"other bytes"),
        (99, b"other bytes"),
        (60, b"x" * 60),
        (20, b"x" * 20),
        (99, b"x" * 99),
        (99, b"x" * 60),
    ],
)
@pytest.mark.parametrize("tells_part_size", [True, False])
def test_what_is_held_of_another_file_is_dropped_and_the_whole_sent(
    local: Path, stale: Any, tells_part_size: bool
) -> None:
    sending = Sending(MemoryStore())
    sending.memory.tells_part_size = tells_part_size
    sending.memory.parts[KEY] = stale
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT}


def test_a_stopped_upload_goes_on_later(local: Path) -> None:
    sending = Sending(MemoryStore())

    def stop_at_half(size: int) -> None:
        sending.told.append(size)
        if sum(sending.told) >= 30:
            raise Cancelled()

    with pytest.raises(Cancelled):
        sending.transfer.send_file(local, Area.INPUT, REMOTE, stop_at_half)
    assert len(sending.memory.parts[KEY][1]) == 32
    assert sending.send(local) == 28
    assert sending.memory.bytes_received == 60


def test_a_block_damaged_on_the_way_is_alone_sent_again(local: Path) -> None:
    sending = Sending(MemoryStore(), checks_blocks=True)
    sending.memory.damages = 2
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT}
    assert sending.memory.asked.count("part") == 8 + 2
    assert sum(sending.told) == 60


def test_a_long_block_broken_in_any_piece_costs_no_byte_that_has_arrived(
    local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", 25)
    monkeypatch.setattr(blocks, "PIECE_BYTES", 4)
    for checks_blocks in (True, False):
        for arrived in range(26):
            sending = Sending(MemoryStore(), checks_blocks)
            sending.memory.breaks = [None, arrived]
            assert sending.send(local) == 60
            assert sending.memory.files == {KEY: CONTENT}
            assert sending.memory.bytes_received == sum(sending.told) == 60


def test_a_long_block_damaged_on_the_way_is_alone_sent_again(
    local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", 25)
    monkeypatch.setattr(blocks, "PIECE_BYTES", 4)
    sending = Sending(MemoryStore(), checks_blocks=True)
    sending.memory.damages = 2
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT}
    assert sending.memory.asked.count("part") == 3 + 2
    assert sum(sending.told) == 60


def test_a_long_block_is_stopped_between_its_pieces(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", 60)
    monkeypatch.setattr(blocks, "PIECE_BYTES", 4)
    sending = Sending(MemoryStore(), checks_blocks=True)

    def stop_at_half(size: int) -> None:
        sending.told.append(size)
        if sum(sending.told) >= 30:
            raise Cancelled()

    with pytest.raises(Cancelled):
        sending.transfer.send_file(local, Area.INPUT, REMOTE, stop_at_half)
    assert len(sending.memory.parts[KEY][1]) == 32
    assert sending.send(local) == 28
    assert sending.memory.files == {KEY: CONTENT}


def test_a_line_that_damages_every_block_is_told(local: Path) -> None:
    sending = Sending(MemoryStore(), checks_blocks=True)
    sending.memory.damages = 99
    with pytest.raises(ConnectionLost, match="arrived damaged at"):
        sending.send(local)
    assert sending.memory.asked.count("part") == 4


def test_without_the_stores_word_damage_is_found_at_the_end(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.memory.damages = 1
    assert sending.send(local) == 60
    assert sending.memory.files == {KEY: CONTENT}
    assert sending.memory.asked.count("part") > 8 + 2


def test_a_refusal_is_told_at_once(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.memory.refusals = [service_error(605, "read-only")]
    with pytest.raises(PermissionDenied):
        sending.send(local)
    assert sending.memory.sent == []
    assert sending.slept == []


def test_a_refused_value_is_tried_once_more_and_then_told(local: Path) -> None:
    sending = Sending(MemoryStore())
    sending.memory.refusals = [service_error(600, "no")] * 3
    with pytest.raises(type(service_error(600, ""))):
        sending.send(local)
    assert sending.memory.asked == ["offset", "part", "part", "offset", "part"]


def test_a_file_that_becomes_shorter_meanwhile_is_told(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", 1 << 15)
    local.write_bytes(CONTENT * 3000)
    sending = Sending(MemoryStore())

    def cut(size: int) -> None:
        local.write_bytes(b"x" * 4)

    with pytest.raises(TransferError, match="became shorter while it was sent"):
        sending.transfer.send_file(local, Area.INPUT, REMOTE, cut)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LocalFileError) as raised:
        Sending(MemoryStore()).send(tmp_path / "gone.png")
    assert str(raised.value).startswith(
        f"{tmp_path / 'gone.png'} cannot be read (No such file or directory)."
    )


def test_a_small_file_from_memory_replaces_what_is_there() -> None:
    sending = Sending(MemoryStore())
    for content in (b'{"a": 1}', b'{"a": 2, "b": 3}', b""):
        sending.transfer.send_bytes(content, Area.CONFIG, "/19084/cfg/task.json")
        assert sending.memory.files == {("30201", "19084/cfg/task.json"): content}


def test_a_small_file_broken_off_goes_through_at_last() -> None:
    sending = Sending(MemoryStore())
    sending.memory.breaks = [3, 0]
    sending.transfer.send_bytes(b"0123456789", Area.CONFIG, "t")
    assert sending.memory.files == {("30201", "t"): b"0123456789"}
    assert sending.memory.bytes_received == 10


def test_an_area_without_a_storage_id_is_refused(local: Path) -> None:
    transfer = StoreTransfer(MemoryStore(), models.TransferBids(), "/store", lambda seconds: None)  # type: ignore[arg-type]
    with pytest.raises(TransferError, match="told no storage for input files"):
        transfer.send_file(local, Area.INPUT, REMOTE)


def test_files_are_listed_page_after_page() -> None:
    sending = Sending(MemoryStore())
    for number in range(5):
        sending.memory.files["20201", f"7_scene/{number}.png"] = b"x" * number
    sending.memory.files["20201", "7_scene_other/0.png"] = b""
    found = list(sending.transfer.list_files(Area.OUTPUT, "7_scene"))
    assert found == [RemoteFile(f"7_scene/{number}.png", number, None, 1) for number in range(5)]
    assert sending.memory.asked == ["list", "list", "list"]


def test_an_empty_folder_lists_nothing() -> None:
    assert list(Sending(MemoryStore()).transfer.list_files(Area.OUTPUT, "7_scene")) == []


@pytest.mark.parametrize("answer", [None, [], "text"], ids=repr)
def test_a_listing_that_is_none_is_one_of_our_errors(answer: Any) -> None:
    memory = MemoryStore()
    memory.ask = lambda *_, **__: answer  # type: ignore[method-assign]
    with pytest.raises(WrongEnvelopeError):
        list(Sending(memory).transfer.list_files(Area.OUTPUT, "7_scene"))
    with pytest.raises(WrongEnvelopeError):
        Sending(memory).transfer.send_bytes(b"x", Area.CONFIG, "t")


def test_a_file_is_fetched_from_an_offset_on() -> None:
    sending = Sending(MemoryStore())
    sending.memory.files["20201", "a.png"] = b"0123456789"
    assert b"".join(sending.transfer.fetch_blocks(Area.OUTPUT, "a.png", 3)) == b"3456789"


def store_client(generation: str, answer: Any) -> Client:
    transport = RecordingTransport(answer)
    return Client(transport, generation)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("generation", "path"),
    [("v1", "/api/render/task/getTransferServerMsg"), ("v2", "/api/render/transfer/getConfig")],
)
def test_the_store_is_where_the_service_announces_it(generation: str, path: str) -> None:
    client = store_client(
        generation, {"httpStore": {"url": "https://task.renderbus.com/store/", "protocol": 1}}
    )
    assert announced_store(client, 1) == "/store"
    assert client.transport.asked[0].path == path  # type: ignore[attr-defined]


@pytest.mark.parametrize("answer", [{}, {"httpStore": None}, {"httpStore": {"url": ""}}, {"httpStore": {}}])
def test_a_service_that_announces_none_has_none(answer: Any) -> None:
    assert announced_store(store_client("v2", answer), 1) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/store",
        "https://task.renderbus.com:444/store",
        "https://task.renderbus.com.evil.example/store",
        "http://127.0.0.1:80/store",
        "http://task.renderbus.com/store",
        "ftp://task.renderbus.com/store",
        "https://user@task.renderbus.com/store",
        "store",
    ],
)
def test_a_store_on_another_host_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        announced_store(store_client("v2", {"httpStore": {"url": url}}), 1)


@settings(max_examples=60)
@given(
    content=st.binary(max_size=50),
    breaks=st.lists(st.none() | st.integers(0, BLOCK), max_size=12),
    stale=st.none() | st.tuples(st.integers(1, 60), st.binary(max_size=40)),
)
def test_whatever_breaks_the_file_arrives_whole_and_nothing_is_sent_twice(
    content: bytes, breaks: Any, stale: Any
) -> None:
    import tempfile

    store.BLOCK_BYTES = BLOCK
    sending = Sending(MemoryStore())
    if stale is not None:
        sending.memory.parts[KEY] = (max(stale[0], len(stale[1])), stale[1])
    sending.memory.breaks = list(breaks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f"
        path.write_bytes(content)
        for _ in range(6):
            try:
                sending.send(path)
                break
            except ConnectionLost:
                continue
    assert sending.memory.files == {KEY: content}
    if stale is None:
        assert sending.memory.bytes_received == len(content)
