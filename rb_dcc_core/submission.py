"""From a snapshot to a job that is ready to send: check, job files, upload set (JOBFILES: order 3 to 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple

from . import jobfiles
from .client import Client
from .environments import RenderEnvironment
from .errors import InputError, LocalFileError, NoMoreRecordsError, NotFoundError
from .filecache import Stamp, stamp_of
from .host import ERROR, Problem, SceneSnapshot
from .job import OS_WINDOWS, JobSettings, apply_settings
from .jobfiles import JobContext, UploadEntry
from .models import ErrorDetail, UserProfile
from .parcel import Parcel
from .transfer import Advance, no_progress

LANGUAGE_NUMBERS = {"zh": 0, "en": 1}
TIP_BLOCKS = 1


@dataclass(frozen=True)
class PreparedJob:
    """A job checked and ready to send; nothing of it has left this computer."""

    snapshot: SceneSnapshot
    settings: JobSettings
    environment: RenderEnvironment
    context: JobContext
    files: Mapping[str, Any] = field(repr=False)
    entries: Tuple[UploadEntry, ...] = field(repr=False)
    scene_stamp: Optional[Stamp] = None

    @property
    def size_bytes(self) -> int:
        """Bytes to upload, as the files are now; one that has vanished since counts as nothing."""
        return self.parcel.size_bytes

    @property
    def parcel(self) -> Parcel:
        """What is sent of it, without the host's and the artist's side."""
        return Parcel(self.snapshot.scene, self.files, self.entries, self.scene_stamp)


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
    scene_stamp = stamp_of(snapshot.scene)
    scene_md5 = jobfiles.file_md5(Path(snapshot.scene), advance)
    entries = jobfiles.upload_entries(snapshot, settings, scene_md5)
    entries = sendable_files(entries, environment.os_name)
    files = {
        jobfiles.TASK: jobfiles.task_json(snapshot, layers, settings, environment, context),
        jobfiles.UPLOAD: jobfiles.upload_json(entries),
        jobfiles.ASSET: jobfiles.asset_json(snapshot),
        jobfiles.TIPS: jobfiles.tips_json(snapshot),
    }
    return PreparedJob(snapshot, settings, environment, context, files, entries, scene_stamp)


def sendable_files(entries: Tuple[UploadEntry, ...], os_name: int) -> Tuple[UploadEntry, ...]:
    """Look at every file once, before anything is created; one file under one farm path stands once.

    A Windows farm takes "/D/Tex/A.png" and "/D/tex/a.png" for one path: where both are one file here it goes once. Other
    names of a file (links) each go, because the scene asks for each and the farm's storage knows no links. Raises
    LocalFileError that names the first which is no readable file.
    """
    failed: List[LocalFileError] = []
    kept: Dict[Tuple[str, str], UploadEntry] = {}
    for entry in entries:
        try:
            stamp = stamp_of(entry.local)
        except LocalFileError as error:
            failed.append(error)
            continue
        server = entry.server.lower() if os_name == OS_WINDOWS else entry.server
        kept.setdefault((server, stamp.inode), entry)
    if len(failed) == 1:
        raise failed[0]
    if failed:
        raise LocalFileError(
            "{first} ({more} more cannot be sent.)", first=str(failed[0]), more=len(failed) - 1
        )
    return tuple(kept.values())


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


def _refuse_errors(snapshot: SceneSnapshot, settings: JobSettings) -> None:
    """Errors of the scene stop it, but for those the settings have overruled."""
    overruled = {"no_renderable_camera"} if settings.cameras else set()
    overruled |= {"no_renderable_layer"} if settings.layers else set()
    if settings.frames or settings.layer_frames:
        overruled |= {"frames_reversed", "frames_unknown", "frames_unusable"}
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
