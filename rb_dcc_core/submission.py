"""From a snapshot to a job that is ready to send: check, job files, upload set (JOBFILES: order 3 to 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Union

from . import collector, jobfiles, max_jobfiles
from .client import Client
from .environments import RenderEnvironment
from .errors import InputError, LocalFileError, NoMoreRecordsError, NotFoundError
from .filecache import FileCache, Stamp, stamp_of
from .hashing import HashUnderWay
from .host import ERROR, MAX, Problem, RenderLayer, SceneSnapshot
from .image_formats import is_movie
from .job import OS_WINDOWS, JobSettings, apply_settings
from .job_outline import outline_of, outline_to_json
from .jobfiles import JobContext, UploadEntry
from .languages import language_number
from .max_archive import pack_scene, packing_of
from .messages import Message
from .models import ErrorDetail, UserProfile
from .parcel import Parcel
from .transfer import Advance, no_progress

TIP_BLOCKS = 1
LOOKS_BETWEEN = 256


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
    packing: str = ""
    stamps: Mapping[str, Stamp] = field(default_factory=dict, repr=False)
    """How every file looked while this was prepared, by local path."""

    @property
    def size_bytes(self) -> int:
        """Bytes to upload, as the files are now; one that has vanished since counts as nothing."""
        return self.parcel.size_bytes

    @property
    def parcel(self) -> Parcel:
        """What is sent of it, without the host's and the artist's side."""
        outline = outline_of(self.snapshot, self.settings)
        return Parcel(
            self.snapshot.scene,
            self.files,
            self.entries,
            self.scene_stamp,
            output_folder=self.settings.output_folder,
            packing=self.packing,
            outline=None if outline is None else outline_to_json(outline),
            budget=(self.settings.budget_soft, self.settings.budget_hard),
        )


def prepare(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    environment: RenderEnvironment,
    context: JobContext,
    advance: Advance = no_progress,
    archive_folder: Optional[Path] = None,
) -> PreparedJob:
    """Make the four job files and the upload set, while the scene file is read once, for its MD5, in another thread.

    A 3ds Max scene is packed first, into `archive_folder` or the user's cache; the archive's MD5 is what counts.
    `advance` is told the scene's bytes, on the caller's own thread. Raises InputError when the scene's own problems or
    the settings leave nothing to submit.
    """
    layers = apply_settings(snapshot, settings)
    _refuse_errors(snapshot, settings, layers)
    packing = packing_of(snapshot)
    if snapshot.host == MAX:
        max_jobfiles.rendered_layer(layers)  # refuses before the scene is packed
    archive = pack_scene(snapshot, archive_folder, advance).as_posix() if packing else ""
    told = no_progress if archive else advance
    scene_stamp = stamp_of(archive or snapshot.scene)
    with HashUnderWay(Path(archive or snapshot.scene)) as scene_hash:
        with collector.held_off():
            entries = jobfiles.upload_entries(snapshot, settings, archive=archive)
            looked_at = look_at_files(entries, environment.os_name, lambda: scene_hash.tell(told))
            entries = tuple(entry for entry, _ in looked_at)
            files = _job_files(snapshot, layers, settings, environment, context, archive, entries)
        entries = jobfiles.with_md5(entries, scene_hash.result(told))
    files[jobfiles.UPLOAD] = dict(files[jobfiles.UPLOAD], scene=[entries[0].to_json()])
    stamps = {entry.local: stamp for entry, stamp in looked_at}
    return PreparedJob(snapshot, settings, environment, context, files, entries, scene_stamp, packing, stamps)


def _job_files(
    snapshot: SceneSnapshot,
    layers: Tuple[RenderLayer, ...],
    settings: JobSettings,
    environment: RenderEnvironment,
    context: JobContext,
    archive: str,
    entries: Tuple[UploadEntry, ...],
) -> Dict[str, Any]:
    """All but the scene's MD5, which follows."""
    if snapshot.host == MAX:
        task = max_jobfiles.task_json(snapshot, layers, settings, environment, context)
        assets = max_jobfiles.asset_json(snapshot, archive)
    else:
        task = jobfiles.task_json(snapshot, layers, settings, environment, context)
        assets = jobfiles.asset_json(snapshot)
    return {
        jobfiles.TASK: task,
        jobfiles.UPLOAD: jobfiles.upload_json(entries),
        jobfiles.ASSET: assets,
        jobfiles.TIPS: jobfiles.tips_json(snapshot),
    }


def changed_files(job: PreparedJob, cache: FileCache) -> Tuple[UploadEntry, ...]:
    """The files that are not known to be as they were when they were sent last; none is looked at again."""
    with collector.held_off():
        learned = cache.recall(list(job.stamps))
    return tuple(
        entry
        for entry in job.entries
        if entry.local not in learned or learned[entry.local][0] != job.stamps[entry.local]
    )


def sendable_files(entries: Tuple[UploadEntry, ...], os_name: int) -> Tuple[UploadEntry, ...]:
    """Those of the entries that go, after a look at each file (`look_at_files`)."""
    return tuple(entry for entry, _ in look_at_files(entries, os_name))


def look_at_files(
    entries: Tuple[UploadEntry, ...], os_name: int, after_some: Callable[[], None] = lambda: None
) -> Tuple[Tuple[UploadEntry, Stamp], ...]:
    """Look at every file once, before anything is created; one file under one farm path stands once.

    A Windows farm takes "/D/Tex/A.png" and "/D/tex/a.png" for one path: where both are one file here it goes once. Other
    names of a file (links) each go, because the scene asks for each and the farm's storage knows no links. Raises
    LocalFileError that names the first which is no readable file. `after_some` is called now and then, because on a slow
    drive many files take long; what it raises ends the looking.
    """
    failed: List[LocalFileError] = []
    kept: Dict[Tuple[str, str], Tuple[UploadEntry, Stamp]] = {}
    for number, entry in enumerate(entries):
        if number % LOOKS_BETWEEN == 0:
            after_some()
        try:
            stamp = stamp_of(entry.local)
        except LocalFileError as error:
            failed.append(error)
            continue
        server = entry.server.lower() if os_name == OS_WINDOWS else entry.server
        kept.setdefault((server, stamp.inode), (entry, stamp))
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


def look_up_tips(client: Client, job: Union[PreparedJob, Parcel], language: str = "en") -> List[ErrorDetail]:
    """Ask the service what each tip's code means (queryErrorDetail); an unknown code is left out."""
    details: List[ErrorDetail] = []
    for code in job.files[jobfiles.TIPS]:
        try:
            details.extend(client.query_error_detail(code, language_number(language)))
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


def _refuse_errors(snapshot: SceneSnapshot, settings: JobSettings, layers: Tuple[RenderLayer, ...]) -> None:
    """Errors of the scene stop it, but for those the settings have overruled."""
    overruled = {"no_renderable_camera"} if settings.cameras or settings.layer_cameras else set()
    overruled |= {"no_renderable_layer"} if settings.layers else set()
    overruled |= {"output_unknown", "format_unknown"} if settings.output else set()
    overruled |= {"format_unknown"} if settings.image_format or settings.layer_formats else set()
    overruled |= set() if any(is_movie(layer) for layer in layers if layer.renderable) else {"movie_format"}
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
            first=blocking[0].message,
            more=Message(" ({count} more problems: see 'rb-dcc describe')", count=len(blocking) - 1)
            if len(blocking) > 1
            else "",
        )
