"""The whole way to a running task over real HTTP: stages, refusals, stopping, going on, giving up."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Iterator, List

import pytest

from rb_dcc_core import store
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import Cancelled, InputError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import WARNING, Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.journal import CREATED, SUBMIT, SUBMITTED, Journal
from rb_dcc_core.locations import Locations
from rb_dcc_core.locks import HeldElsewhere
from rb_dcc_core.messages import Message
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.submission_run import CHECK, JOB_FILES, SCAN, UPLOAD, SubmissionRun
from rb_dcc_core.submission_run import SUBMIT as SUBMIT_STAGE
from rb_dcc_core.submitter import ArrivedBefore, JobRefused, Submitter
from rb_dcc_core.transfers import open_transfer
from rb_dcc_core.transport import Transport
from tests.support.scenes import asset, layer, scene


class WatchedRun(SubmissionRun):
    """Notes each stage; stops itself once an upload has moved `stops_at` bytes, or when the stage named begins."""

    def __init__(self, stops_at: int = 0, stops_in: str = "") -> None:
        super().__init__()
        self.stages: List[str] = []
        self._stops_at = stops_at
        self._stops_in = stops_in

    def begin(self, stage: str, total_bytes: int = 0, total_files: int = 0) -> None:
        if stage not in self.stages:
            self.stages.append(stage)
        if stage == self._stops_in:
            self.stop()
        super().begin(stage, total_bytes, total_files)

    def advance(self, size_bytes: int) -> None:
        super().advance(size_bytes)
        now = self.now()
        if self._stops_at and now.stage == UPLOAD and now.done_bytes >= self._stops_at:
            self.stop()


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=500.0, seed=3) as running:
        yield running


@pytest.fixture
def client(farm: Sandbox) -> Iterator[Client]:
    transport = Transport(
        ServiceAddress.parse(farm.url), Credentials(farm.access_id, farm.access_key), farm.platform
    )
    made = Client(transport, "v2")
    yield made
    made.close()


@pytest.fixture
def locations(tmp_path: Path) -> Locations:
    return Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})


@pytest.fixture
def submitter(client: Client, farm: Sandbox, locations: Locations) -> Submitter:
    return Submitter(client, lambda: open_transfer(client), "a1", farm.url, locations)


@pytest.fixture
def shot(tmp_path: Path) -> SceneSnapshot:
    texture = tmp_path / "wood.png"
    texture.write_bytes(b"w" * 300)
    plugins = {"mtoa": "5.3.5.2"}
    return scene(tmp_path / "shot.ma", asset(texture.as_posix()), host_version="2024", plugins=plugins)


def task_ids(client: Client) -> List[int]:
    return [task.id for task in client.get_task_list().items if task.id is not None]


def test_a_scene_becomes_a_task_stage_by_stage(
    submitter: Submitter, client: Client, shot: SceneSnapshot
) -> None:
    run = WatchedRun()
    task_id = submitter.submit(shot, JobSettings(label="feature"), run)
    assert run.stages == [SCAN, CHECK, JOB_FILES, UPLOAD, SUBMIT_STAGE]
    assert task_ids(client) == [task_id]
    assert [label.project_name for label in client.get_label_list()] == ["feature"]
    assert submitter.unfinished() == []


def test_errors_refuse_the_job_before_anything_is_created(
    submitter: Submitter, client: Client, shot: SceneSnapshot
) -> None:
    with pytest.raises(JobRefused) as refused:
        submitter.submit(shot, JobSettings(ram_gb=3), SubmissionRun())
    assert str(refused.value) == "3 GB of memory cannot be asked for. Choose 64 or 128."
    assert refused.value.problems[0].code == "ram_gb_odd"
    assert task_ids(client) == []


def test_what_the_checks_warn_of_is_told_and_stops_nothing(
    submitter: Submitter, client: Client, shot: SceneSnapshot
) -> None:
    run = SubmissionRun()
    odd = dataclasses.replace(shot, problems=(Problem(WARNING, "odd_node", Message("An odd node."), "odd"),))
    task_id = submitter.submit(odd, JobSettings(), run)
    assert [str(each.message) for each in run.problems if each.code == "odd_node"] == ["An odd node."]
    assert task_ids(client) == [task_id]


@pytest.mark.parametrize("stage", [SCAN, CHECK, JOB_FILES])
def test_what_is_stopped_before_a_task_exists_leaves_nothing(
    submitter: Submitter, client: Client, shot: SceneSnapshot, stage: str
) -> None:
    with pytest.raises(Cancelled):
        submitter.submit(shot, JobSettings(), WatchedRun(stops_in=stage))
    assert (task_ids(client), submitter.unfinished()) == ([], [])


def test_an_upload_that_was_stopped_goes_on_where_it_stopped(
    submitter: Submitter, client: Client, shot: SceneSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BLOCK_BYTES", 50)
    run = WatchedRun(stops_at=100)
    with pytest.raises(Cancelled):
        submitter.submit(shot, JobSettings(), run)
    (left,) = submitter.unfinished(shot.scene)
    assert (left.id, left.state) == (run.number, "config_sent")
    again = WatchedRun()
    assert submitter.resume(run.number, again) == left.task_id
    assert again.stages == [JOB_FILES, UPLOAD, SUBMIT_STAGE]
    assert submitter.unfinished() == []
    assert submitter.resume(run.number, SubmissionRun()) == left.task_id  # it is a task already


def test_what_is_given_up_leaves_neither_entry_nor_task(
    submitter: Submitter, client: Client, shot: SceneSnapshot
) -> None:
    run = WatchedRun(stops_in=UPLOAD)
    with pytest.raises(Cancelled):
        submitter.submit(shot, JobSettings(), run)
    submitter.give_up(run.number)
    assert (submitter.unfinished(), task_ids(client)) == ([], [])


def test_a_new_submission_takes_the_place_of_an_unfinished_one(
    submitter: Submitter, client: Client, shot: SceneSnapshot
) -> None:
    with pytest.raises(Cancelled):
        submitter.submit(shot, JobSettings(), WatchedRun(stops_in=UPLOAD))
    task_id = submitter.submit(shot, JobSettings(frames=FrameRange.parse("3")), SubmissionRun())
    assert task_ids(client) == [task_id]
    assert submitter.unfinished() == []


def test_one_that_arrived_after_all_is_never_doubled_unasked(
    submitter: Submitter, client: Client, locations: Locations, shot: SceneSnapshot
) -> None:
    run = SubmissionRun()
    task_id = submitter.submit(shot, JobSettings(), run)
    with Journal(locations.state) as journal:
        journal.change(run.number, state=CREATED, doing=SUBMIT)  # as if the answer had been lost
    with pytest.raises(ArrivedBefore) as before:
        submitter.submit(shot, JobSettings(), SubmissionRun())
    assert before.value.task_id == task_id
    assert task_ids(client) == [task_id]
    with Journal(locations.state) as journal:
        assert journal.get(run.number).state == SUBMITTED
    assert submitter.submit(shot, JobSettings(), SubmissionRun()) != task_id  # now it was asked for


def test_a_scene_that_another_program_submits_is_refused_and_not_listed(
    submitter: Submitter, locations: Locations, shot: SceneSnapshot
) -> None:
    with pytest.raises(Cancelled):
        submitter.submit(shot, JobSettings(), WatchedRun(stops_in=UPLOAD))
    with Journal(locations.state) as journal, journal.lock("a1", shot.scene):
        assert submitter.unfinished() == []
        with pytest.raises(HeldElsewhere):
            submitter.submit(shot, JobSettings(), SubmissionRun())


def test_another_accounts_submission_is_not_touched(
    submitter: Submitter, client: Client, farm: Sandbox, locations: Locations, shot: SceneSnapshot
) -> None:
    run = WatchedRun(stops_in=UPLOAD)
    with pytest.raises(Cancelled):
        submitter.submit(shot, JobSettings(), run)
    other = Submitter(client, lambda: open_transfer(client), "a2", farm.url, locations)
    assert other.unfinished() == []
    with pytest.raises(InputError, match="of another account"):
        other.resume(run.number, SubmissionRun())


def test_cameras_of_one_layer_reach_the_job_alone(shot: SceneSnapshot) -> None:
    from rb_dcc_core.job import apply_settings

    two = dataclasses.replace(shot, layers=(layer(), layer("fog", "rs_fog")))
    settings = JobSettings(layer_cameras=(("fog", ("rig:left", "persp")),))
    cameras = {each.name: each.cameras for each in apply_settings(two, settings)}
    assert cameras == {"masterLayer": ("shot_cam",), "fog": ("rig:left", "persp")}
