"""Whole submissions over a line that fails at the worst moments: one running task each, every file whole."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest

from rb_dcc_core import store
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.filecache import FileCache
from rb_dcc_core.job import JobSettings
from rb_dcc_core.journal import SUBMITTED, Journal, JournalRecord
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.sending import send
from rb_dcc_core.serverpaths import server_path
from rb_dcc_core.store import StoreTransfer, announced_store
from rb_dcc_core.submission import job_context, prepare
from rb_dcc_core.transfer import Area
from rb_dcc_core.transport import Transport
from tests.support import fault_proxy
from tests.support.fault_proxy import FAULTS, FaultProxy, RandomPlan, Script
from tests.support.scenes import asset, scene

ACCOUNT = "acc"
BLOCK_BYTES = 16 << 10
HASTY_S = (5.0, 3.0)
CREATE = "/createTask"
SUBMIT = {"v1": "/submitTask", "v2": "/submit/task"}


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm") as running:
        yield running


class Line:
    """A submission's two ends with the bad line between them."""

    def __init__(self, farm: Sandbox, folder: Path, generation: str = "v2") -> None:
        self.proxy = FaultProxy(int(farm.url.rsplit(":", 1)[1]))
        self.folder = folder
        self.generation = generation
        self.scene = scene(folder / "shot.ma", asset(self._texture("wood.bin"))).scene
        self.journal = Journal(folder / "state")
        self._farm = farm
        self._clients: List[Client] = []

    def __enter__(self) -> Line:
        self.proxy.__enter__()
        return self

    def __exit__(self, *_: Any) -> None:
        for client in self._clients:
            client.close()
        self.journal.close()
        self.proxy.__exit__()

    def client(self, url: str, sleep: Callable[[float], None] = lambda _: None) -> Client:
        credentials = Credentials(self._farm.access_id, self._farm.access_key)
        transport = Transport(ServiceAddress.parse(url), credentials, "62", timeouts_s=HASTY_S, sleep=sleep)
        self._clients.append(Client(transport, self.generation))
        return self._clients[-1]

    def begin(self) -> JournalRecord:
        made = scene(Path(self.scene), asset((self.folder / "wood.bin").as_posix()))
        context = job_context(self.client(self._farm.url).query_user_profile(), "62")
        job = prepare(made, JobSettings(), RenderEnvironment(2000, "2023", {}), context)
        return self.journal.begin(ACCOUNT, job.parcel)

    def send(self, record: JournalRecord, sleep: Callable[[float], None] = lambda _: None) -> int:
        client = self.client(self.proxy.url, sleep)
        path = announced_store(client, 2)
        assert path is not None
        transfer = StoreTransfer(client.transport, client.get_transfer_bid(), path, sleep)
        parcel = self.journal.parcel(record.now.id)
        return send(client, transfer, parcel, lambda _: None, lambda _: None, record, FileCache(), sleep)

    def send_until_it_is_done(self, record: JournalRecord) -> int:
        """As an artist would: again and again."""
        for _ in range(30):
            try:
                return self.send(self.journal.record(record.now.id))
            except RenderbusError:
                continue
        raise AssertionError("it never came to its end")

    def tasks(self) -> Dict[str, int]:
        """How many tasks the farm has that were submitted, and how many that were not."""
        found = list(self.client(self._farm.url).tasks())
        submitted = sum(bool(task.scene_name) for task in found)
        return {"submitted": submitted, "empty": len(found) - submitted}

    def stored(self) -> Dict[str, int]:
        client = self.client(self._farm.url)
        transfer = StoreTransfer(client.transport, client.get_transfer_bid(), "/store", time.sleep)
        found = transfer.list_files(Area.INPUT, server_path(self.folder.as_posix()))
        return {each.path.rsplit("/", 1)[1]: each.size for each in found}

    def _texture(self, name: str) -> str:
        path = self.folder / name
        path.write_bytes(bytes(range(251)) * 300)
        return path.as_posix()


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", BLOCK_BYTES)
    monkeypatch.setattr(fault_proxy, "STALL_S", 3.4)


WHOLE = {"shot.ma": 24, "wood.bin": 75300}


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


def test_a_finished_submission_sent_again_does_nothing(farm: Sandbox, tmp_path: Path) -> None:
    with Line(farm, tmp_path) as line:
        record = line.begin()
        task_id = line.send(record)
        before = len(line.proxy.met)
        assert line.send(line.journal.record(record.now.id)) == task_id
        assert [path for _, path in line.proxy.met[before:] if "ubmit" in path] == []
        assert line.tasks() == {"submitted": 1, "empty": 0}
