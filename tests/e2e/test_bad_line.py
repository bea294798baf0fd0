"""Whole submissions over a line that fails at the worst moments: one running task each, every file whole."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Callable, Iterator, List

import pytest

from rb_dcc_core import store
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.journal import SUBMITTED
from rb_dcc_core.sandbox.service import Sandbox
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


def test_a_finished_submission_sent_again_does_nothing(farm: Sandbox, tmp_path: Path) -> None:
    with Line(farm, tmp_path) as line:
        record = line.begin()
        task_id = line.send(record)
        before = len(line.proxy.met)
        assert line.send(line.journal.record(record.now.id)) == task_id
        assert [path for _, path in line.proxy.met[before:] if "ubmit" in path] == []
        assert line.tasks() == {"submitted": 1, "empty": 0}
