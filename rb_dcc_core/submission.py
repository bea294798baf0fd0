"""From a snapshot to a running task: check, number, job files, upload, submit (JOBFILES: order)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from . import jobfiles
from .client import Client
from .environments import RenderEnvironment
from .errors import InputError, NetworkError, NoMoreRecordsError, NotFoundError, RenderbusError, ServiceError
from .host import ERROR, Problem, SceneSnapshot
from .job import JobSettings, apply_settings
from .jobfiles import JobContext, UploadEntry
from .messages import Message
from .models import ErrorDetail, UserProfile
from .transfer import Advance, Area, Transfer, no_progress

LANGUAGE_NUMBERS = {"zh": 0, "en": 1}
TIP_BLOCKS = 1
PRODUCER = "renderbus-dcc"


@dataclass(frozen=True)
class PreparedJob:
    """A job checked and ready to send; nothing of it has left this computer."""

    snapshot: SceneSnapshot
    settings: JobSettings
    environment: RenderEnvironment
    context: JobContext
    files: Mapping[str, Any] = field(repr=False)
    entries: Tuple[UploadEntry, ...] = field(repr=False)

    @property
    def size_bytes(self) -> int:
        """Bytes to upload, as the files are now; one that has vanished since counts as nothing."""
        return sum(_size(entry.local) for entry in self.entries)


def prepare(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    environment: RenderEnvironment,
    context: JobContext,
    advance: Advance = no_progress,
) -> PreparedJob:
    """Make the four job files and the upload set; reads the scene file once, for its MD5.

    Raises InputError when the scene's own problems or the settings leave nothing to submit.
    """
    layers = apply_settings(snapshot, settings)
    _refuse_errors(snapshot, settings)
    scene_md5 = jobfiles.file_md5(Path(snapshot.scene), advance)
    entries = jobfiles.upload_entries(snapshot, settings, scene_md5)
    files = {
        jobfiles.TASK: jobfiles.task_json(snapshot, layers, settings, environment, context),
        jobfiles.UPLOAD: jobfiles.upload_json(entries),
        jobfiles.ASSET: jobfiles.asset_json(snapshot),
        jobfiles.TIPS: jobfiles.tips_json(snapshot),
    }
    return PreparedJob(snapshot, settings, environment, context, files, entries)


def job_context(profile: UserProfile, platform: str) -> JobContext:
    """What the account adds to a job's files."""
    return JobContext(user_id="" if profile.user_id is None else str(profile.user_id), platform=platform)


def look_up_tips(client: Client, job: PreparedJob, language: str = "en") -> List[ErrorDetail]:
    """Ask the service what each tip's code means (queryErrorDetail); an unknown code is left out."""
    number = LANGUAGE_NUMBERS.get(language, 1)
    details: List[ErrorDetail] = []
    for code in job.files[jobfiles.TIPS]:
        try:
            details.extend(client.query_error_detail(code, number))
        except (NotFoundError, NoMoreRecordsError):
            continue
    return details


def refuse_blocking_tips(details: List[ErrorDetail]) -> None:
    """Raise InputError with the service's own words where a tip is of the kind that blocks."""
    for detail in details:
        if detail.type == TIP_BLOCKS:
            raise InputError(
                "The farm would refuse the scene: {what} {remedy}",
                what=detail.des_description_cn or detail.code or "",
                remedy=detail.des_solution_cn or "",
            )


class SubmissionError(RenderbusError):
    """A submission that stopped half-way; `task_id` is the number it had got, None where it had none."""

    def __init__(self, message: Message, task_id: Optional[int]) -> None:
        super().__init__(message)
        self.task_id = task_id


def send(
    client: Client, transfer: Transfer, job: PreparedJob, on_stage: Callable[[str], None], advance: Advance
) -> int:
    """Create the task, send its files, submit it; returns its number.

    `on_stage` is told "create", "job files", "upload", "submit". createTask and submitTask are sent once. Raises
    SubmissionError that says what there is to do next; a task that was not submitted costs nothing.
    """
    on_stage("create")
    task_id = _create(client)
    try:
        on_stage("job files")
        for name, content in _numbered(job, task_id).items():
            transfer.send_bytes(jobfiles.file_bytes(content), Area.CONFIG, f"/{task_id}/cfg/{name}")
        on_stage("upload")
        for entry in job.entries:
            transfer.send_file(Path(entry.local), Area.INPUT, entry.server, advance)
    except RenderbusError as error:
        raise _stopped(error, task_id) from error
    on_stage("submit")
    _submit(client, task_id)
    return task_id


def _create(client: Client) -> int:
    try:
        numbers = client.create_task(count=1).task_id_list
    except NetworkError as error:
        if not error.may_have_arrived:
            raise
        raise SubmissionError(
            Message(
                "{reason} Nothing was uploaded. A task number may have been created; an empty one costs nothing."
                " Submit again.",
                reason=str(error),
            ),
            None,
        ) from error
    if not numbers:
        raise SubmissionError(Message("The service gave no task number. Try again in a few minutes."), None)
    return numbers[0]


def _submit(client: Client, task_id: int) -> None:
    """A lost answer may mean that the task runs: it is looked for and never sent again blindly."""
    try:
        client.submit_task(task_id, PRODUCER)
    except ServiceError as error:
        raise _stopped(error, task_id) from error
    except RenderbusError as error:
        if isinstance(error, NetworkError) and not error.may_have_arrived:
            raise _stopped(error, task_id) from error
        raise SubmissionError(
            Message(
                "{reason} It is not known whether task {task_id} was submitted: look with 'rb-dcc watch {task_id}'"
                " before you submit again.",
                reason=str(error),
                task_id=task_id,
            ),
            task_id,
        ) from error


def _numbered(job: PreparedJob, task_id: int) -> Dict[str, Any]:
    files = dict(job.files)
    task = dict(files[jobfiles.TASK])
    task["task_info"] = dict(task["task_info"], task_id=str(task_id))
    files[jobfiles.TASK] = task
    return files


def _stopped(error: RenderbusError, task_id: int) -> SubmissionError:
    return SubmissionError(
        Message(
            "{reason} Task {task_id} was created but not submitted; it costs nothing. Submit the scene again, what is"
            " uploaded is not sent twice; 'rb-dcc delete {task_id}' removes the empty number.",
            reason=str(error),
            task_id=task_id,
        ),
        task_id,
    )


def _refuse_errors(snapshot: SceneSnapshot, settings: JobSettings) -> None:
    """Errors of the scene stop it, but for those the settings have overruled."""
    overruled = {"no_renderable_camera"} if settings.cameras else set()
    overruled |= {"frames_reversed"} if settings.frames else set()
    blocking: List[Problem] = [
        problem
        for problem in snapshot.problems
        if problem.severity == ERROR and problem.code not in overruled
    ]
    if blocking:
        raise InputError(
            "{first}{more}",
            first=blocking[0].message.text(),
            more=f" ({len(blocking) - 1} more problems: see 'rb-dcc describe')" if len(blocking) > 1 else "",
        )


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
