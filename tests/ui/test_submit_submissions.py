"""Submissions from the panel: rows, stopping, going on, giving up; what an earlier run left. No Qt."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

import pytest

from rb_dcc_core.camera_jobs import camera_jobs
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import UnreachableError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.journal import SUBMITTED, Journal
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.services import Services
from rb_dcc_ui.submit.submission_presenter import (
    DONE,
    FAILED,
    RUNNING,
    STOPPED,
    STOPPING,
    WAITING,
    SubmissionPresenter,
    SubmissionRow,
)
from tests.support.panel import HandRunner, HandTimers, HeldHost
from tests.support.submit_page import account_of, leave_unfinished, shot_scene


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=500.0, seed=3) as running:
        yield running


@pytest.fixture
def runner() -> HandRunner:
    return HandRunner()


@pytest.fixture
def timers() -> HandTimers:
    return HandTimers()


@pytest.fixture
def services(farm: Sandbox, runner: HandRunner, timers: HandTimers, tmp_path: Path) -> Iterator[Services]:
    locations = Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
    made = Services.make(HeldHost(), runner, timers, locations)
    made.connection.use(account_of(farm))
    yield made
    made.close()


@pytest.fixture
def submissions(services: Services) -> Iterator[SubmissionPresenter]:
    made = SubmissionPresenter(services)
    yield made
    made.close()


@pytest.fixture
def shot(tmp_path: Path) -> SceneSnapshot:
    return shot_scene(tmp_path)


def test_a_submission_ends_as_a_task_that_is_watched(
    submissions: SubmissionPresenter, services: Services, shot: SceneSnapshot
) -> None:
    submitted = []
    submissions.on_submitted = submitted.append
    row = submissions.begin(shot.scene)
    submissions.submit(row, shot, JobSettings())
    assert (row.title, row.state, row.why) == ("shot.ma", DONE, None)
    assert submitted == [row]
    assert services.watch.kept == {row.task_id}
    submissions.put_away(row)
    assert submissions.rows == []


def test_what_waits_is_shown_as_waiting_and_can_be_stopped(
    submissions: SubmissionPresenter, runner: HandRunner, timers: HandTimers, shot: SceneSnapshot
) -> None:
    runner.waits = True
    row = submissions.begin(shot.scene)
    submissions.submit(row, shot, JobSettings())
    timers.pass_time(0.3)
    assert (row.state, submissions.is_under_way(shot.scene)) == (WAITING, True)
    submissions.put_away(row)
    assert submissions.rows == [row]  # what is under way stays in sight
    submissions.cancel(row)
    assert row.state == STOPPING
    runner.turn()
    assert (row.state, row.why, row.can_go_on) == (STOPPED, None, False)


def test_progress_is_looked_at_while_something_is_under_way(
    submissions: SubmissionPresenter, runner: HandRunner, timers: HandTimers, shot: SceneSnapshot
) -> None:
    runner.waits = True
    row = submissions.begin(shot.scene)
    submissions.submit(row, shot, JobSettings())
    row.run.begin("upload", 1000)
    row.run.advance(250)
    timers.pass_time(0.3)
    assert (row.state, row.progress.share) == (RUNNING, 0.25)
    runner.turn()
    timers.pass_time(1.0)
    assert timers.waiting <= 1  # nothing but the watcher's next look


def test_refused_jobs_say_why_and_can_only_be_put_away(
    submissions: SubmissionPresenter, shot: SceneSnapshot
) -> None:
    row = submissions.begin(shot.scene)
    submissions.submit(row, shot, JobSettings(ram_gb=3))
    assert (row.state, row.can_go_on) == (FAILED, False)
    assert str(row.why) == "3 GB of memory cannot be asked for. Choose 64 or 128."
    submissions.begin(shot.scene)
    assert row not in submissions.rows  # the next try takes its place


def test_what_an_earlier_run_left_is_offered_and_gone_on_with(
    farm: Sandbox, services: Services, shot: SceneSnapshot
) -> None:
    number = leave_unfinished(farm, services.locations, shot)
    submissions = SubmissionPresenter(services)
    (row,) = submissions.rows
    assert (row.state, row.run.number, row.title, row.can_go_on) == (STOPPED, number, "shot.ma", True)
    submissions.go_on(row)
    assert row.state == DONE
    assert row.task_id is not None
    submissions.close()


def test_what_is_given_up_is_gone_for_good(farm: Sandbox, services: Services, shot: SceneSnapshot) -> None:
    leave_unfinished(farm, services.locations, shot)
    submissions = SubmissionPresenter(services)
    submissions.give_up(submissions.rows[0])
    assert submissions.rows == []
    submissions.close()
    again = SubmissionPresenter(services)
    assert again.rows == []
    again.close()
    assert services.errors.current is None


def test_an_interrupted_one_says_what_broke_in_the_panels_words(
    submissions: SubmissionPresenter, shot: SceneSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, *rest: object) -> None:
        raise UnreachableError("The farm cannot be reached. Check the network.")

    row = submissions.begin(shot.scene)
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.store.StoreTransfer.send_file", broken)
        submissions.submit(row, shot, JobSettings())
    assert (row.state, row.can_go_on) == (FAILED, True)
    assert str(row.why) == "The farm cannot be reached. Check the network."
    submissions.go_on(row)
    assert row.state == DONE


def test_a_submission_is_not_carried_over_to_another_account(
    submissions: SubmissionPresenter,
    services: Services,
    farm: Sandbox,
    runner: HandRunner,
    shot: SceneSnapshot,
) -> None:
    runner.waits = True
    row = submissions.begin(shot.scene)
    submissions.submit(row, shot, JobSettings())
    services.connection.use(account_of(farm))
    runner.turn()
    assert row.state == FAILED
    assert str(row.why).startswith("Another account is logged in now.")


def test_closing_stops_what_is_under_way(
    services: Services, runner: HandRunner, timers: HandTimers, shot: SceneSnapshot
) -> None:
    submissions = SubmissionPresenter(services)
    runner.waits = True
    row = submissions.begin(shot.scene)
    submissions.submit(row, shot, JobSettings())
    submissions.close()
    assert row.run.is_stopped
    runner.turn()
    assert submitted_tasks(services) == 0


def submitted_tasks(services: Services) -> int:
    client = services.connection.client
    assert client is not None
    return len(list(client.get_task_list().items))


# -- a task for each camera --------------------------------------------------------------------------------------

THREE = JobSettings(cameras=("shot_cam", "rig:left", "persp"))


def begin_each(
    submissions: SubmissionPresenter, shot: SceneSnapshot, settings: JobSettings = THREE
) -> List[SubmissionRow]:
    first = submissions.begin(shot.scene)
    submissions.submit_each(first, shot, camera_jobs(shot, settings))
    return submissions.rows[::-1]


def recorded(services: Services) -> List[Tuple[str, Optional[int]]]:
    """State and task of everything in the journal, oldest first."""
    with Journal(services.locations.state) as journal:
        return [(each.state, each.task_id) for each in reversed(journal.submissions())]


def test_each_camera_has_a_row_a_record_and_a_task(
    submissions: SubmissionPresenter, services: Services, shot: SceneSnapshot
) -> None:
    rows = begin_each(submissions, shot)
    assert [(row.title, row.state) for row in rows] == [
        ("shot.ma · shot_cam", DONE),
        ("shot.ma · rig:left", DONE),
        ("shot.ma · persp", DONE),
    ]
    tasks = [row.task_id for row in rows]
    assert len(set(tasks)) == 3
    assert recorded(services) == [(SUBMITTED, task) for task in tasks]
    assert services.watch.kept == set(tasks)


def test_the_next_camera_begins_once_the_one_before_is_submitted(
    submissions: SubmissionPresenter, runner: HandRunner, shot: SceneSnapshot
) -> None:
    runner.waits = True
    before = runner.waiting
    rows = begin_each(submissions, shot)
    assert [row.state for row in rows] == [WAITING] * 3
    assert runner.waiting == before + 1
    assert submissions.is_under_way(shot.scene)
    runner.turn()
    assert [row.state for row in rows] == [DONE] * 3


def test_where_one_is_refused_those_behind_it_do_not_begin(
    submissions: SubmissionPresenter, services: Services, shot: SceneSnapshot
) -> None:
    rows = begin_each(submissions, shot, dataclasses.replace(THREE, ram_gb=3))
    assert [row.state for row in rows] == [FAILED, STOPPED, STOPPED]
    assert [str(row.why) for row in rows[1:]] == [
        "It was not begun, because the one before it was not submitted."
    ] * 2
    assert recorded(services) == []
    assert not submissions.is_under_way(shot.scene)


def test_one_that_was_stopped_ends_those_behind_it(
    submissions: SubmissionPresenter, runner: HandRunner, services: Services, shot: SceneSnapshot
) -> None:
    runner.waits = True
    rows = begin_each(submissions, shot)
    submissions.cancel(rows[0])
    runner.turn()
    assert [row.state for row in rows] == [STOPPED] * 3
    assert recorded(services) == []


def test_a_camera_that_waits_is_taken_out_of_the_line(
    submissions: SubmissionPresenter, runner: HandRunner, services: Services, shot: SceneSnapshot
) -> None:
    runner.waits = True
    rows = begin_each(submissions, shot)
    submissions.cancel(rows[1])
    assert (rows[1].state, rows[1].why) == (STOPPED, None)
    runner.turn()
    assert [row.state for row in rows] == [DONE, STOPPED, DONE]
    assert len(recorded(services)) == 2


def test_no_camera_is_submitted_for_whoever_logs_in_between(
    submissions: SubmissionPresenter, services: Services, farm: Sandbox, shot: SceneSnapshot
) -> None:
    account = account_of(farm)
    credentials = Credentials("another", "another-key")
    other = dataclasses.replace(
        account,
        profile=dataclasses.replace(account.profile, access_id="another"),
        credentials=credentials,
    )
    submissions.on_submitted = lambda row: services.connection.use(other)
    rows = begin_each(submissions, shot)
    assert rows[0].state == DONE
    assert [str(row.why) for row in rows[1:]] == [
        "It was not begun, because another account is logged in now."
    ] * 2
    assert len(recorded(services)) == 1


def test_a_closed_page_begins_none_of_those_that_wait(
    services: Services, runner: HandRunner, shot: SceneSnapshot
) -> None:
    submissions = SubmissionPresenter(services)
    runner.waits = True
    begin_each(submissions, shot)
    submissions.close()
    runner.turn()
    assert recorded(services) == []
