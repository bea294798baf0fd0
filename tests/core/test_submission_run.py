"""A submission under way: what whoever watches sees of it, and stopping it."""

from __future__ import annotations

import pytest

from rb_dcc_core.errors import Cancelled
from rb_dcc_core.submission_run import JOB_FILES, SCAN, UPLOAD, Progress, SubmissionRun
from rb_dcc_core.transfer import Held
from tests.support.farm import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def run(clock: HandClock) -> SubmissionRun:
    return SubmissionRun(clock)


def test_before_it_begins_nothing_is_known(run: SubmissionRun) -> None:
    assert run.now() == Progress()
    assert run.now().share is None


def test_an_upload_tells_its_rate_and_the_time_that_is_left(run: SubmissionRun, clock: HandClock) -> None:
    run.begin(UPLOAD, total_bytes=1000, total_files=4)
    clock.move(2.0)
    run.advance(200)
    run.file_done("a.png")
    now = run.now()
    assert (now.stage, now.done_bytes, now.total_bytes, now.done_files) == (UPLOAD, 200, 1000, 1)
    assert (now.bytes_per_s, now.left_s, now.share) == (100.0, 8.0, 0.2)


def test_a_line_that_stands_still_is_seen_in_the_rate(run: SubmissionRun, clock: HandClock) -> None:
    run.begin(UPLOAD, total_bytes=1000)
    clock.move(1.0)
    run.advance(400)
    clock.move(3.0)
    assert run.now().bytes_per_s == 100.0
    clock.move(60.0)
    assert run.now().bytes_per_s == 0.0
    assert run.now().left_s is None


def test_the_rate_is_that_of_the_last_seconds(run: SubmissionRun, clock: HandClock) -> None:
    run.begin(UPLOAD, total_bytes=100000)
    for _ in range(20):
        clock.move(1.0)
        run.advance(1000)
    for _ in range(20):
        clock.move(1.0)
        run.advance(10)
    assert run.now().bytes_per_s == pytest.approx(10.0)


def test_what_was_there_already_counts_as_done_and_not_as_quick(run: SubmissionRun, clock: HandClock) -> None:
    run.begin(UPLOAD, total_bytes=1000000)
    run.advance(Held(600000))
    clock.move(2.0)
    run.advance(200)
    now = run.now()
    assert (now.done_bytes, now.bytes_per_s, now.left_s) == (600200, 100.0, 3998.0)


def test_each_stage_counts_for_itself(run: SubmissionRun) -> None:
    run.begin(SCAN, total_files=2)
    run.file_done()
    assert run.now().share == 0.5
    run.begin(JOB_FILES)
    assert run.now() == Progress(JOB_FILES)


def test_what_was_stopped_stops_at_its_next_step(run: SubmissionRun) -> None:
    run.begin(UPLOAD, 10)
    run.stop()
    assert run.is_stopped
    for step in (
        lambda: run.advance(1),
        lambda: run.file_done(),
        lambda: run.begin(SCAN),
        lambda: run.sleep(60.0),
    ):
        with pytest.raises(Cancelled):
            step()
