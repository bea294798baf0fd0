"""A hash in a thread of its own: told on the caller's, over with its block whatever happens."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import List

import pytest

from rb_dcc_core import jobfiles
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import Cancelled, LocalFileError
from rb_dcc_core.hashing import HashUnderWay
from rb_dcc_core.job import JobSettings
from rb_dcc_core.jobfiles import JobContext
from rb_dcc_core.submission import prepare
from tests.support.scenes import asset, scene

CONTENT = b"x" * 1000


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(jobfiles, "HASHED_BYTES", 10)
    made = tmp_path / "a.ma"
    made.write_bytes(CONTENT)
    return made


def hash_threads() -> List[str]:
    return [thread.name for thread in threading.enumerate() if "scene-hash" in thread.name]


def test_the_hash_comes_and_its_bytes_are_told_on_the_callers_thread(path: Path) -> None:
    told: List[int] = []
    threads = set()

    def advance(size: int) -> None:
        told.append(size)
        threads.add(threading.current_thread())

    with HashUnderWay(path) as under_way:
        assert hash_threads() != []
        assert under_way.result(advance) == hashlib.md5(CONTENT).hexdigest()
    assert sum(told) == 1000
    assert threads == {threading.current_thread()}
    assert hash_threads() == []


def test_a_hash_nobody_wants_any_more_ends_with_the_next_block(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    blocks: List[int] = []

    def slow(path: Path, advance: object) -> str:
        begun.set()
        assert go_on.wait(10)
        for _ in range(100):
            blocks.append(1)
            advance(10)  # type: ignore[operator]
        return ""

    monkeypatch.setattr("rb_dcc_core.hashing.file_md5", slow)

    def stop(size: int) -> None:
        threading.Timer(0.05, go_on.set).start()
        raise Cancelled()

    def waits_and_is_stopped() -> None:
        with HashUnderWay(path) as under_way:
            assert begun.wait(10)
            under_way.result(stop)

    with pytest.raises(Cancelled):
        waits_and_is_stopped()
    assert blocks == [1]
    assert hash_threads() == []


def test_a_scene_that_cannot_be_read_is_told_where_its_hash_is_wanted(tmp_path: Path) -> None:
    with HashUnderWay(tmp_path / "gone.ma") as under_way, pytest.raises(LocalFileError, match=r"gone\.ma"):
        under_way.result(lambda size: None)


def test_a_missing_texture_ends_the_hash_of_the_scene(tmp_path: Path) -> None:
    made = scene(tmp_path / "a.ma", asset((tmp_path / "wood.png").as_posix()))
    with pytest.raises(LocalFileError, match=r"wood\.png"):
        prepare(made, JobSettings(), RenderEnvironment(2000, "2023", {}), JobContext("1", "62"))
    assert hash_threads() == []


def test_everything_but_the_hash_is_done_while_it_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scene(tmp_path / "a.ma")
    written = threading.Event()
    job_files = jobfiles.tips_json

    def tips_json(snapshot: object) -> object:
        written.set()
        return job_files(snapshot)  # type: ignore[arg-type]

    def waits_for_the_rest(path: Path, advance: object) -> str:
        assert written.wait(10)
        return "0" * 32

    monkeypatch.setattr(jobfiles, "tips_json", tips_json)
    monkeypatch.setattr("rb_dcc_core.hashing.file_md5", waits_for_the_rest)
    job = prepare(made, JobSettings(), RenderEnvironment(2000, "2023", {}), JobContext("1", "62"))
    assert job.files["upload.json"]["scene"][0]["hash"] == "0" * 32
    assert job.entries[0].md5 == "0" * 32
