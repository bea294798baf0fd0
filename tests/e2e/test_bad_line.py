"""Whole submissions over a line that fails at the worst moments: one running task each, every file whole."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from pathlib import Path
from typing import Callable, Iterator, List

import pytest

from rb_dcc_core import store
from rb_dcc_core.errors import InvalidRequestError, RenderbusError
from rb_dcc_core.journal import SUBMITTED
from rb_dcc_core.sandbox import store as sandbox_store
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area
from tests.support import fault_proxy
from tests.support.bad_line import WHOLE, Line
from tests.support.fault_proxy import FAULTS, RandomPlan, Script

BLOCK_BYTES = 16 << 10
CREATE = "/createTask"
SUBMIT = {"v1": "/submitTask", "v2": "/submit/task"}


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm") as running:
        yield running


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", BLOCK_BYTES)
    monkeypatch.setattr(fault_proxy, "STALL_S", 3.4)


@pytest.mark.parametrize("generation", [pytest.param("v1", marks=pytest.mark.long), "v2"])
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_happens_to_the_calls_that_cannot_be_unmade_one_task_runs(
    farm: Sandbox, tmp_path: Path, generation: str, fault: str
) -> None:
    with Line(farm, tmp_path, generation) as line:
        for path in (CREATE, SUBMIT[generation]):
            line.proxy.plan = Script(path, fault)
            record = line.begin()
            line.send_until_it_is_done(record)
            assert line.journal.get(record.now.id).state == SUBMITTED
        tasks = line.tasks()
        assert tasks["submitted"] == 2
        assert tasks["empty"] <= (1 if generation == "v1" else 0)
        assert line.stored() == WHOLE


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["/store/part", "/store/commit", "/store/offset"])
def test_whatever_happens_to_a_file_it_arrives_whole_and_nothing_is_sent_twice(
    farm: Sandbox, tmp_path: Path, where: str, fault: str
) -> None:
    with Line(farm, tmp_path) as line:
        line.proxy.plan = Script(where, fault, fault_proxy.PASS, fault)
        record = line.begin()
        line.send_until_it_is_done(record)
        assert line.stored() == WHOLE
        assert sum(line.proxy.sent_twice().values()) <= BLOCK_BYTES
        assert line.tasks() == {"submitted": 1, "empty": 0}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_a_line_that_fails_every_third_request_ends_well(farm: Sandbox, tmp_path: Path, seed: int) -> None:
    with Line(farm, tmp_path) as line:
        line.proxy.plan = RandomPlan(seed, 0.35)
        record = line.begin()
        line.send_until_it_is_done(record)
        line.proxy.plan = lambda method, path: fault_proxy.PASS
        assert line.tasks()["submitted"] == 1
        assert line.stored() == WHOLE


@pytest.mark.parametrize("hours", [-30, 7])
def test_a_clock_hours_wrong_is_no_obstacle(tmp_path: Path, hours: int) -> None:
    clock: Callable[[], float] = lambda: time.time() + hours * 3600  # noqa: E731
    with Sandbox(tmp_path / "farm", clock=clock) as farm, Line(farm, tmp_path) as line:
        line.send(line.begin())
        assert line.tasks() == {"submitted": 1, "empty": 0}


def test_a_number_deleted_between_two_runs_is_created_again(farm: Sandbox, tmp_path: Path) -> None:
    with Line(farm, tmp_path) as line:
        record = line.begin()
        line.proxy.plan = Script("/store/part", *[fault_proxy.DROP_BEFORE_BODY] * 9)
        with pytest.raises(RenderbusError):
            line.send(record)
        first = record.now.task_id
        assert first is not None
        line.client(farm.url).delete_task([first])
        line.proxy.plan = lambda method, path: fault_proxy.PASS
        assert line.send(line.journal.record(record.now.id)) != first
        assert line.tasks() == {"submitted": 1, "empty": 0}


def test_connections_closed_since_their_last_answer_cost_no_number_and_no_pause(
    farm: Sandbox, tmp_path: Path
) -> None:
    waits: List[float] = []
    with Line(farm, tmp_path) as line:
        line.proxy.plan = lambda method, path: fault_proxy.STALE
        record = line.begin()
        line.send(record, waits.append)
        assert waits == []
        assert [path.endswith(CREATE) for _, path in line.proxy.met].count(True) == 1
        assert line.proxy.sent_twice() == {}
        assert line.stored() == WHOLE
        assert line.tasks() == {"submitted": 1, "empty": 0}


class HalfOpen:
    """The first bytes of a file on a connection that this side has given up and the service has not."""

    def __init__(self, content: bytes, length: int) -> None:
        self.is_half_sent = threading.Event()
        self.ends = threading.Event()
        self._content = content
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        self.is_half_sent.set()
        self.ends.wait(30)
        raise BrokenPipeError("the line is gone")


def test_a_connection_the_service_still_holds_costs_no_byte_that_arrived(
    farm: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_store, "LOCK_WAIT_S", 0.1)
    with Line(farm, tmp_path) as line:
        path = tmp_path / "wood.bin"
        content = path.read_bytes()
        where = {"bid": line.client(farm.url).get_transfer_bid().input_bid or "", "path": "half/wood.bin"}
        half = HalfOpen(content[:40000], len(content))

        def begin() -> None:
            query = dict(where, offset="0", size=str(len(content)))
            with contextlib.suppress(RenderbusError):
                old = line.client(farm.url).transport
                old.send_bytes("/store/part", "2.0.0", query, half)  # type: ignore[arg-type]

        waits: List[float] = []

        def wait(seconds: float) -> None:
            """The service notices only now that the old connection is gone."""
            waits.append(seconds)
            half.ends.set()
            before.join()
            monkeypatch.setattr(sandbox_store, "LOCK_WAIT_S", 10.0)

        before = threading.Thread(target=begin, name="before")
        before.start()
        assert half.is_half_sent.wait(10)
        client = line.client(line.proxy.url, wait)
        transfer = StoreTransfer(client.transport, client.get_transfer_bid(), "/store", wait)

        def is_held() -> bool:
            try:
                return transfer._put(b"", 0, len(content), where, {})
            except InvalidRequestError as refused:
                return "another request is writing" in str(refused)

        while not is_held():
            time.sleep(0.01)
        line.proxy.puts.clear()
        transfer.send_file(path, Area.INPUT, where["path"])
        assert len(waits) == 1
        # Once in vain while the old one writes, once to learn how far it came; then from there.
        assert [put.offset for put in line.proxy.puts] == [0, 0, 40000, 49152, 65536]
        (stored,) = transfer.list_files(Area.INPUT, "half")
        assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_finished_submission_sent_again_does_nothing(farm: Sandbox, tmp_path: Path) -> None:
    with Line(farm, tmp_path) as line:
        record = line.begin()
        task_id = line.send(record)
        before = len(line.proxy.met)
        assert line.send(line.journal.record(record.now.id)) == task_id
        assert [path for _, path in line.proxy.met[before:] if "ubmit" in path] == []
        assert line.tasks() == {"submitted": 1, "empty": 0}
