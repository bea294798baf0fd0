"""Whole submissions whose journal lies on a disk that fills up, or on a slow one: one running task each all the same."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_core.database import Database
from rb_dcc_core.errors import LocalFileError
from rb_dcc_core.journal import SUBMITTED, Journal
from rb_dcc_core.sandbox.service import Sandbox
from tests.support.bad_line import WHOLE, Line

SLOW_S = 0.05
MOST_WRITES = 30


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm") as running:
        yield running


class Filling:
    """A disk that takes so many more changes of the journal, and then none."""

    def __init__(self, left: int, patch: pytest.MonkeyPatch) -> None:
        self.left = left
        own = Journal.change

        def change(journal: Journal, number: int, **values: Any) -> None:
            self.left -= 1
            if self.left < 0:
                raise LocalFileError("The disk is full: {path} could not be written.", path="journal")
            own(journal, number, **values)

        patch.setattr(Journal, "change", change)


def test_a_disk_that_is_full_from_any_moment_on_costs_no_task_and_no_file(
    farm: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in range(MOST_WRITES):
        with Line(farm, tmp_path / f"shot{room}") as line:
            record = line.begin()
            with monkeypatch.context() as patch, contextlib.suppress(LocalFileError):
                disk = Filling(room, patch)
                line.send(record)
            line.send_until_it_is_done(record)
            assert line.journal.get(record.now.id).state == SUBMITTED
            assert line.tasks() == {"submitted": room + 1, "empty": 0}
            assert line.stored() == WHOLE
            assert line.proxy.sent_twice() == {}
        if disk.left >= 0:
            assert room >= 6  # create, its number, job files, assets, submit, submitted
            return
    raise AssertionError("it wrote more often than a submission has steps")


def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change holds the file's lock for a while, as where the disk takes long to say that it has it."""
    own = Database.run

    def run(self: Database, statement: str, values: Any = ()) -> int:
        if not statement.startswith(("INSERT", "UPDATE", "DELETE")) or self._connection.in_transaction:
            return own(self, statement, values)
        with self.transaction():
            number = own(self, statement, values)
            time.sleep(SLOW_S)
        return number

    monkeypatch.setattr(Database, "run", run)


def test_several_hosts_submit_at_once_from_a_home_on_a_slow_disk(
    farm: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_disk(monkeypatch)
    failed: List[BaseException] = []

    def submit(number: int) -> None:
        try:
            with Line(farm, tmp_path / f"shot{number}", state=tmp_path / "state") as line:
                record = line.begin()
                line.send(record)
                assert line.journal.get(record.now.id).state == SUBMITTED
                assert line.stored() == WHOLE
        except BaseException as error:  # noqa: BLE001 - it belongs to the test's own thread
            failed.append(error)

    hosts = [threading.Thread(target=submit, args=(number,), name=f"host {number}") for number in range(3)]
    for host in hosts:
        host.start()
    for host in hosts:
        host.join()
    assert failed == []
    with Line(farm, tmp_path / "looking") as line:
        assert line.tasks() == {"submitted": 3, "empty": 0}
