"""From a snapshot to a running task: the order of things, and what is told when one of them fails."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import (
    Cancelled,
    ConnectionLost,
    InputError,
    LocalFileError,
    RenderbusError,
    TimeoutExceeded,
    TransferError,
    UnreachableError,
    service_error,
)
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem
from rb_dcc_core.job import JobSettings
from rb_dcc_core.jobfiles import JobContext, UploadEntry
from rb_dcc_core.messages import Message
from rb_dcc_core.models import UserProfile
from rb_dcc_core.sending import SubmissionError, send
from rb_dcc_core.submission import (
    PreparedJob,
    job_context,
    look_up_tips,
    prepare,
    refuse_blocking_tips,
    sendable_files,
)
from rb_dcc_core.transfer import Area
from tests.support.farm import FakeFarm
from tests.support.memory_transfer import MemoryTransfer
from tests.support.scenes import asset, scene

ENVIRONMENT = RenderEnvironment(2000, "2023", {"MtoA": "5.3.1"})
CONTEXT = JobContext("10001136", "62")
LEFT = " Task 19084 was created but not submitted; it costs nothing. What is uploaded is not sent twice."
UNKNOWN = " It is not known whether task 19084 was submitted: look with 'rb-dcc watch 19084' before you submit again."


def problem(code: str, severity: str = ERROR) -> Problem:
    return Problem(severity, code, Message("There is {what}.", what=code))


@pytest.fixture
def job(tmp_path: Path) -> PreparedJob:
    texture = tmp_path / "wood.png"
    texture.write_bytes(b"wood")
    used = (asset(texture.as_posix()), asset("/gone/x.png", exists=False))
    return prepare(scene(tmp_path / "a.ma", *used), JobSettings(), ENVIRONMENT, CONTEXT)


class Sent:
    """One submission with all that was seen of it."""

    def __init__(self) -> None:
        self.farm = FakeFarm()
        self.transfer = MemoryTransfer()
        self.transfer.log = self.farm.log
        self.stages: List[str] = []
        self.told: List[int] = []
        self.slept: List[float] = []

    def send(self, job: PreparedJob) -> int:
        told = (self.stages.append, self.told.append)
        return send(self.farm, self.transfer, job, *told, sleep=self.slept.append)  # type: ignore[arg-type]

    def refused(self, job: PreparedJob) -> SubmissionError:
        with pytest.raises(SubmissionError) as raised:
            self.send(job)
        return raised.value


def test_everything_goes_in_its_order(job: PreparedJob, tmp_path: Path) -> None:
    sent = Sent()
    assert sent.send(job) == 19084
    base = tmp_path.as_posix().lstrip("/")
    assert sent.farm.log == [
        "create",
        "send /19084/cfg/task.json",
        "send /19084/cfg/upload.json",
        "send /19084/cfg/asset.json",
        "send /19084/cfg/tips.json",
        f"send {base}/a.ma",
        f"send {base}/wood.png",
        "submit 19084",
    ]
    assert sent.stages == ["create", "job files", "upload", "submit"]
    assert [area for area, _, _ in sent.transfer.sent] == [Area.CONFIG] * 4 + [Area.INPUT] * 2
    assert sum(sent.told) == job.size_bytes == len(b"//Maya ASCII 2023 scene\n") + 4


def test_the_number_stands_in_the_task_json_that_is_sent_and_only_there(job: PreparedJob) -> None:
    sent = Sent()
    sent.send(job)
    files = {remote: json.loads(content.decode()) for _, remote, content in sent.transfer.sent[:4]}
    assert files["/19084/cfg/task.json"]["task_info"]["task_id"] == "19084"
    assert files["/19084/cfg/tips.json"] == {"10012": ["/gone/x.png"]}
    assert job.files["task.json"]["task_info"]["task_id"] == ""


def test_the_same_job_is_sent_twice_under_two_numbers(job: PreparedJob) -> None:
    sent = Sent()
    sent.send(job)
    sent.farm.next_number = 19085
    assert sent.send(job) == 19085
    numbers = [
        json.loads(c.decode())["task_info"]["task_id"] for _, r, c in sent.transfer.sent if "task.json" in r
    ]
    assert numbers == ["19084", "19085"]


def test_the_scene_goes_with_its_hash(job: PreparedJob, tmp_path: Path) -> None:
    (told,) = job.files["upload.json"]["scene"]
    assert told["hash"] == hashlib.md5((tmp_path / "a.ma").read_bytes()).hexdigest()


@pytest.mark.parametrize("error", [service_error(605, "no"), UnreachableError("gone")])
def test_a_task_that_was_not_created_leaves_nothing_behind(job: PreparedJob, error: RenderbusError) -> None:
    sent = Sent()
    sent.farm.errors["create_task"] = [error]
    with pytest.raises(type(error)) as raised:
        sent.send(job)
    assert raised.value is error
    assert sent.farm.log == ["create"]


def test_after_a_lost_answer_to_create_another_number_is_created(job: PreparedJob) -> None:
    """An empty number costs nothing; a submission that stops does."""
    sent = Sent()
    sent.farm.errors["create_task"] = [TimeoutExceeded("Late."), ConnectionLost("Broke.")]
    assert sent.send(job) == 19084
    assert sent.farm.log[:4] == ["create", "create", "create", "send /19084/cfg/task.json"]
    assert sent.farm.log.count("submit 19084") == 1
    assert sent.slept == [0.5, 1.0]


def test_an_answer_to_create_that_never_comes_is_told(job: PreparedJob) -> None:
    sent = Sent()
    sent.farm.errors["create_task"] = [TimeoutExceeded("Late.")] * 4
    refused = sent.refused(job)
    assert str(refused) == (
        "Late. Nothing was uploaded. A task number may have been created; an empty one costs nothing."
    )
    assert refused.task_id is None
    assert sent.farm.log == ["create"] * 4


def test_an_answer_without_a_number_is_told(job: PreparedJob) -> None:
    sent = Sent()
    sent.farm.next_number = 0
    refused = sent.refused(job)
    assert str(refused) == "The service gave no task number. Try again in a few minutes."
    assert refused.task_id is None
    assert sent.farm.log == ["create"]


@pytest.mark.parametrize(
    "error",
    [
        ConnectionLost("The line broke."),
        TransferError("It did not fit."),
        LocalFileError("It is gone."),
        Cancelled(),
    ],
)
def test_an_upload_that_fails_says_what_remains_and_nothing_is_submitted(
    job: PreparedJob, error: RenderbusError
) -> None:
    sent = Sent()
    sent.transfer.send_error = error
    refused = sent.refused(job)
    assert str(refused) == str(error) + LEFT
    assert (refused.task_id, refused.__cause__) == (19084, error)
    assert "submit 19084" not in sent.farm.log


def test_a_scene_that_vanished_meanwhile_is_found_when_it_is_sent(job: PreparedJob, tmp_path: Path) -> None:
    (tmp_path / "a.ma").unlink()
    assert job.size_bytes == 4


@pytest.mark.parametrize("error", [service_error(600, "no cfg"), UnreachableError("Not reached.")])
def test_a_task_that_was_surely_not_submitted_says_what_remains(
    job: PreparedJob, error: RenderbusError
) -> None:
    sent = Sent()
    sent.farm.errors["submit_task"] = [error]
    assert str(sent.refused(job)) == str(error) + LEFT


@pytest.mark.parametrize("error", [TimeoutExceeded("Too late."), ConnectionLost("It broke.")])
def test_an_answer_that_was_lost_says_to_look_where_nobody_can_tell(
    job: PreparedJob, error: RenderbusError
) -> None:
    sent = Sent()
    sent.farm.errors["submit_task"] = [error]
    sent.farm.errors["query_task_info"] = [UnreachableError("Gone.")]
    refused = sent.refused(job)
    assert str(refused) == str(error) + UNKNOWN
    assert refused.task_id == 19084
    assert sent.farm.log.count("submit 19084") == 1


@pytest.mark.parametrize("error", [TimeoutExceeded("Too late."), service_error(603, "submitted before")])
def test_a_submission_that_arrived_though_its_answer_was_lost_is_not_sent_again(
    job: PreparedJob, error: RenderbusError
) -> None:
    sent = Sent()
    sent.farm.errors["submit_task"] = [error]
    sent.farm.on_submit = [lambda: sent.farm.add(19084, taskStatus=50, sceneName="a.ma")]
    assert sent.send(job) == 19084
    assert sent.farm.log.count("submit 19084") == 1


@pytest.mark.parametrize("status", [0, 60])
def test_a_submission_that_did_not_arrive_is_sent_again(job: PreparedJob, status: int) -> None:
    sent = Sent()
    sent.farm.add(19084, taskStatus=status, sceneName="", totalFrames=0)
    sent.farm.errors["submit_task"] = [TimeoutExceeded("Too late.")]
    assert sent.send(job) == 19084
    assert sent.farm.log[-3:] == ["submit 19084", "list", "submit 19084"]


def test_a_task_deleted_while_it_was_submitted_is_not_sent_again(job: PreparedJob) -> None:
    sent = Sent()
    sent.farm.add(19084, isDelete=0)
    sent.farm.errors["submit_task"] = [TimeoutExceeded("Too late.")]
    assert "was deleted on the farm" in str(sent.refused(job))
    assert sent.farm.log.count("submit 19084") == 1


def test_tips_are_looked_up_in_the_users_language(job: PreparedJob) -> None:
    farm = FakeFarm()
    farm.tips = {"10012": [{"code": "10012", "type": 0, "desDescriptionCn": "A file is missing."}]}
    found = look_up_tips(farm, job)  # type: ignore[arg-type]
    look_up_tips(farm, job, "zh")  # type: ignore[arg-type]
    assert [detail.des_description_cn for detail in found] == ["A file is missing."]
    assert farm.log == ["why 10012 1", "why 10012 0"]
    refuse_blocking_tips(found)


@pytest.mark.parametrize("code", [404, 700])
def test_a_tip_that_the_service_does_not_know_is_left_out(job: PreparedJob, code: int) -> None:
    farm = FakeFarm()
    farm.errors["query_error_detail"] = [service_error(code, "")]
    assert look_up_tips(farm, job) == []  # type: ignore[arg-type]


def test_a_tip_that_blocks_refuses_with_the_services_own_words(job: PreparedJob) -> None:
    farm = FakeFarm()
    blocking = {
        "code": "10012",
        "type": 1,
        "desDescriptionCn": "Missing {file}.",
        "desSolutionCn": "Find it.",
    }
    farm.tips = {"10012": [dict(blocking, type=0), blocking]}
    with pytest.raises(InputError) as refused:
        refuse_blocking_tips(look_up_tips(farm, job))  # type: ignore[arg-type]
    assert str(refused.value) == "The farm would refuse the scene: Missing {file}. Find it."


def prepared(folder: Path, settings: JobSettings, *problems: Problem) -> PreparedJob:
    return prepare(scene(folder / "a.ma", problems=problems), settings, ENVIRONMENT, CONTEXT)


def test_an_error_of_the_scene_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        prepared(tmp_path, JobSettings(), problem("x", WARNING), problem("renderer_unknown"))
    assert str(refused.value) == "There is renderer_unknown."


def test_several_errors_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        prepared(tmp_path, JobSettings(), problem("a"), problem("b"), problem("c"))
    assert str(refused.value) == "There is a. (2 more problems: see 'rb-dcc describe')"


def test_warnings_and_notices_stop_nothing(tmp_path: Path) -> None:
    assert prepared(tmp_path, JobSettings(), problem("a", WARNING), problem("b", NOTICE)).size_bytes > 0


@pytest.mark.parametrize(
    ("code", "settings"),
    [
        ("no_renderable_camera", JobSettings(cameras=("persp",))),
        ("frames_reversed", JobSettings(frames=FrameRange.parse("1-2"))),
    ],
)
def test_an_error_that_a_choice_overrules_stops_nothing(
    tmp_path: Path, code: str, settings: JobSettings
) -> None:
    with pytest.raises(InputError):
        prepared(tmp_path, JobSettings(), problem(code))
    assert prepared(tmp_path, settings, problem(code)).size_bytes > 0
    with pytest.raises(InputError, match="There is another"):
        prepared(tmp_path, settings, problem(code), problem("another"))


def test_a_scene_that_is_gone_is_told(tmp_path: Path) -> None:
    made = scene(tmp_path / "a.ma")
    (tmp_path / "a.ma").unlink()
    with pytest.raises(LocalFileError, match=r"a\.ma cannot be read"):
        prepare(made, JobSettings(), ENVIRONMENT, CONTEXT)


@pytest.mark.parametrize(("data", "user_id"), [({"userId": 10001136}, "10001136"), ({}, "")])
def test_the_account_adds_its_number_and_platform(data: Any, user_id: str) -> None:
    context = job_context(UserProfile.from_json(data), "62")
    assert context == JobContext(user_id, "62", "", "0")


@pytest.mark.parametrize(
    ("os_name", "kept"), [(1, ["d/Tex/A.png", "e/a.png"]), (0, ["d/Tex/A.png", "d/tex/a.png", "e/a.png"])]
)
def test_one_file_under_one_farm_path_goes_once_as_the_farm_takes_case(
    tmp_path: Path, os_name: int, kept: List[str]
) -> None:
    (tmp_path / "A.png").write_bytes(b"x")
    local = str(tmp_path / "A.png")
    entries = tuple(UploadEntry(local, server) for server in ("d/Tex/A.png", "d/tex/a.png", "e/a.png"))
    assert [entry.server for entry in sendable_files(entries, os_name)] == kept


@pytest.mark.parametrize("link", ["os.link", "os.symlink"])
def test_a_link_goes_once_under_one_farm_path_and_as_a_file_of_its_own_under_another(
    tmp_path: Path, link: str
) -> None:
    (tmp_path / "A.png").write_bytes(b"x")
    try:
        getattr(os, link[3:])(str(tmp_path / "A.png"), str(tmp_path / "link.png"))
    except OSError:
        pytest.skip("this system lets an ordinary user make no such links")
    entries = (
        UploadEntry(str(tmp_path / "A.png"), "d/A.png"),
        UploadEntry(str(tmp_path / "link.png"), "d/a.png"),
        UploadEntry(str(tmp_path / "link.png"), "d/link.png"),
    )
    assert [entry.server for entry in sendable_files(entries, 1)] == ["d/A.png", "d/link.png"]


def test_two_files_whose_farm_paths_differ_only_by_case_both_go(tmp_path: Path) -> None:
    for name in ("A", "b"):
        (tmp_path / name).write_bytes(b"x")
    entries = (UploadEntry(str(tmp_path / "A"), "d/A"), UploadEntry(str(tmp_path / "b"), "d/a"))
    assert sendable_files(entries, 1) == entries


def test_files_that_are_none_are_told_before_anything_is_created(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    used = [asset((tmp_path / name).as_posix()) for name in ("folder", "gone.png")]
    with pytest.raises(LocalFileError) as refused:
        prepare(scene(tmp_path / "a.ma", *used), JobSettings(), ENVIRONMENT, CONTEXT)
    assert "folder is a folder, not a file" in str(refused.value)
    assert "(1 more cannot be sent.)" in str(refused.value)
