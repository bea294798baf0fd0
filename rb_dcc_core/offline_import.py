"""Reads an offline submission's folder on any computer, checks it whole, and makes of it what is sent."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from . import jobfiles, models
from .atomic import read_error
from .environments import RenderEnvironment
from .errors import InputError, LocalFileError
from .filecache import FileCache, Stamp, stamp_of
from .host import MAX, SceneSnapshot
from .job import OS_WINDOWS
from .jobfiles import JobContext, UploadEntry
from .matching import NONE, match_environment
from .messages import Message
from .offline import MANIFEST, OfflineFile, OfflineSubmission
from .offline_copies import checksum, copy_of
from .offline_log import FILE_NAME as EXPORT_LOG
from .offline_values import Malformed
from .parcel import OfflineOrigin, Parcel
from .submission import sendable_files
from .transfer import Advance, no_progress


def read_folder(folder: Path) -> OfflineSubmission:
    """The submission of a folder; no file of it is looked at yet. Raises InputError or LocalFileError with what to do."""
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_submission(folder) from error
    except OSError as error:
        raise read_error(error, str(path)) from error
    try:
        return OfflineSubmission.from_json(json.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError, OverflowError) as error:
        raise InputError(
            "{path} cannot be read as an offline submission ({why}). Export it again with 'rb-dcc submit SCENE"
            " --offline DIR'.",
            path=str(path),
            why=str(error) if isinstance(error, Malformed) else Message("it is not whole"),
        ) from error


def checked_files(
    offline: OfflineSubmission, folder: Path, cache: FileCache, advance: Advance = no_progress
) -> Tuple[str, ...]:
    """Where each file is on this computer, in their order, all of them there and as they were exported.

    Reads what the cache does not know; `advance` is told `size_bytes` in all. Raises LocalFileError that names the first
    file that is missing or another, InputError for a path that leads out of the folder.
    """
    paths = [_path_of(file, folder) for file in offline.files]
    stamps = _stamps(offline, paths, folder)
    known: Dict[str, str] = {}
    for file, path in zip(offline.files, paths):
        sha256 = known.get(path) or cache.known(path, stamps[path])
        if sha256 is None:
            sha256 = checksum(path, file.size, advance)
            cache.learn(path, stamps[path], sha256)
        else:
            advance(file.size)
        known[path] = sha256
        if sha256 != file.sha256:
            raise _named(folder, [_changed(file, path)])
    _check_scene(offline.files[0], paths[0], folder)
    return tuple(paths)


def refuse_misfit(
    snapshot: SceneSnapshot, environment: RenderEnvironment, offered: Optional[models.SupportedPlugins]
) -> None:
    """Raise InputError with the differences where the environment that was found would not render the scene."""
    match = match_environment(snapshot, environment, offered)
    if match.fit == NONE:
        raise InputError(
            "No render environment of the account or the farm fits the scene; the nearest differs: {differences}."
            " Choose one with --env, or make one with 'rb-dcc env create'.",
            differences="; ".join(message.text() for message in match.differences),
        )


def parcel_of(
    offline: OfflineSubmission,
    folder: Path,
    paths: Tuple[str, ...],
    environment: RenderEnvironment,
    context: JobContext,
) -> Parcel:
    """What is sent: the farm's paths are those of the computer that prepared it, the local ones are of this."""
    if offline.snapshot.host == MAX:
        environment = dataclasses.replace(environment, os_name=OS_WINDOWS)
    entries = tuple(UploadEntry(path, file.server, file.md5) for file, path in zip(offline.files, paths))
    entries = sendable_files(entries, environment.os_name)
    files: Dict[str, Any] = dict(offline.job_files)
    files[jobfiles.TASK] = jobfiles.completed_task(files[jobfiles.TASK], environment, context)
    files[jobfiles.UPLOAD] = jobfiles.upload_json(entries)
    if "zip" in files[jobfiles.ASSET]:
        # A 3ds Max scene's archive, told by its local path.
        files[jobfiles.ASSET] = dict(files[jobfiles.ASSET], zip=[paths[0]])
    origin = OfflineOrigin(offline.id, str(folder))
    settings = offline.settings
    return Parcel(
        paths[0],
        files,
        entries,
        stamp_of(paths[0]),
        origin=origin,
        output_folder=_output_folder(settings.output_folder),
        budget=(settings.budget_soft, settings.budget_hard),
    )


def _output_folder(told: str) -> str:
    """The results' folder of the computer that prepared it, where this one has such a place."""
    path = Path(told)
    return told if told and path.is_absolute() and path.parent.is_dir() else ""


def _no_submission(folder: Path) -> InputError:
    if (folder / EXPORT_LOG).exists():
        return InputError(
            "The export into {folder} was not finished. Run 'rb-dcc submit SCENE --offline DIR' again; it goes on.",
            folder=str(folder),
        )
    return InputError(
        "{folder} holds no offline submission. 'rb-dcc submit SCENE --offline DIR' makes one.",
        folder=str(folder),
    )


def _path_of(file: OfflineFile, folder: Path) -> str:
    return file.local if file.copy is None else copy_of(folder, file.copy).as_posix()


def _stamps(offline: OfflineSubmission, paths: List[str], folder: Path) -> Dict[str, Stamp]:
    """One look at every file before any is read."""
    stamps: Dict[str, Stamp] = {}
    failed: List[Message] = []
    for file, path in zip(offline.files, paths):
        try:
            stamps[path] = stamp_of(path)
        except LocalFileError:
            failed.append(_missing(file, path))
            continue
        if stamps[path].size != file.size:
            failed.append(_changed(file, path))
    if failed:
        raise _named(folder, failed)
    return stamps


def _check_scene(scene: OfflineFile, path: str, folder: Path) -> None:
    """The job files carry its MD5."""
    if jobfiles.file_md5(Path(path)) != scene.md5:
        raise _named(folder, [_changed(scene, path)])


def _missing(file: OfflineFile, path: str) -> Message:
    if file.copy is None:
        return Message(
            "{path} is missing. The folder only refers to its files: send it where they are, or export it with --copy.",
            path=path,
        )
    return Message(
        "{path}, the copy of {local}, is missing. Carry the folder over again.", path=path, local=file.local
    )


def _changed(file: OfflineFile, path: str) -> Message:
    if file.copy is None:
        return Message(
            "{path} has changed since the submission was exported. Export it again into a new folder.",
            path=path,
        )
    return Message(
        "{path}, the copy of {local}, is not what was exported. Carry the folder over again.",
        path=path,
        local=file.local,
    )


def _named(folder: Path, failed: List[Message]) -> LocalFileError:
    if len(failed) == 1:
        return LocalFileError(
            "The submission in {folder} is not whole: {first}", folder=str(folder), first=failed[0]
        )
    return LocalFileError(
        "The submission in {folder} is not whole: {first} ({more} more are missing or changed.)",
        folder=str(folder),
        first=failed[0],
        more=len(failed) - 1,
    )
