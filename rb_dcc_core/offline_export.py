"""Writes a prepared submission into one folder, without the service; the same export again goes on where it stopped."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from pathlib import Path
from typing import Callable, Dict, Optional

from .atomic import write_atomically
from .environments import RenderEnvironment
from .errors import InputError, TransferError
from .filecache import FileCache, Stamp, stamp_of
from .host import SceneSnapshot
from .job import OS_LINUX, JobSettings
from .job_values import to_values
from .jobfiles import JobContext, UploadEntry, file_bytes
from .max_archive import discard
from .offline import MANIFEST, OfflineFile, OfflineSubmission, check_names
from .offline_copies import checksum, copy_file, copy_name
from .offline_log import Exported, ExportLog
from .offline_scene import facts_of
from .offline_values import Malformed
from .submission import PreparedJob, prepare
from .transfer import Advance, no_progress

MOST_TRIES = 3


def prepare_offline(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    wanted: RenderEnvironment,
    advance: Advance = no_progress,
) -> PreparedJob:
    """A job as far as it can be prepared without the service; `wanted` is replaced by the account's when it is sent.

    Files whose farm paths differ only by case all stay: the farm's system is only known when the job is sent.
    """
    every = dataclasses.replace(wanted, os_name=OS_LINUX)
    job = prepare(snapshot, settings, every, JobContext(user_id="", platform=""), advance)
    named = dataclasses.replace(wanted, name=settings.environment or None)
    return dataclasses.replace(job, environment=named)


def export(
    job: PreparedJob,
    folder: Path,
    is_copied: bool,
    cache: FileCache,
    advance: Advance = no_progress,
    clock: Callable[[], float] = time.time,
) -> OfflineSubmission:
    """Write the job into the folder, with copies of its files or only referring to them. Reads every file once.

    A 3ds Max scene's archive is copied in any case: where it stands it does not stay. `advance` is told `job.size_bytes` in all and may raise Cancelled: what is copied stays for the next run of the same
    export. Raises InputError for a folder that holds anything else, LocalFileError for what a disk refuses.
    """
    log = ExportLog(folder, _fingerprint(job, is_copied), job.snapshot.scene, clock)
    run = _Export(folder, log, cache, advance)
    with log:
        files = tuple(
            run.take(entry, job.scene_stamp, is_copied or (bool(job.packing) and entry.md5 is not None))
            for entry in job.entries
        )
    facts = facts_of(job.snapshot)
    known = (log.id, log.created_ms, facts, job.settings, job.environment)
    made = OfflineSubmission(*known, dict(job.files), files)
    write_atomically(folder / MANIFEST, file_bytes(made.to_json()))
    discard(job.parcel)
    return made


class _Export:
    """One run over the files: what was done before is not read again."""

    def __init__(self, folder: Path, log: ExportLog, cache: FileCache, advance: Advance) -> None:
        self._folder = folder
        self._log = log
        self._cache = cache
        self._advance = advance
        self._by_stamp: Dict[Stamp, Exported] = {}
        self._by_content: Dict[str, str] = {
            each.sha256: each.copy for each in log.done.values() if each.copy is not None
        }

    def take(self, entry: UploadEntry, scene_stamp: Optional[Stamp], is_copied: bool) -> OfflineFile:
        for _ in range(MOST_TRIES):
            before = stamp_of(entry.local)
            if entry.md5 is not None and before != scene_stamp:
                raise _scene_changed(entry)
            done = self._done_before(entry.local, before)
            if done is None:
                done = self._do(entry.local, before, is_copied)
            else:
                self._advance(before.size)
            if stamp_of(entry.local) == before:
                return self._noted(entry, before, done)
        raise TransferError(
            "{path} changed each time it was read. Wait until the program that writes it is done, then go on.",
            path=entry.local,
        )

    def _done_before(self, local: str, stamp: Stamp) -> Optional[Exported]:
        """From this run under another name, or from an earlier one."""
        found = self._by_stamp.get(stamp) or self._log.done.get(local)
        if found is None or found.stamp != stamp:
            return None
        if found.copy is None or _is_there(self._folder / found.copy, stamp.size):
            return found
        return None

    def _do(self, local: str, stamp: Stamp, is_copied: bool) -> Exported:
        if not is_copied:
            known = self._cache.known(local, stamp)
            if known is None:
                return Exported(local, stamp, checksum(local, stamp.size, self._advance), None)
            self._advance(stamp.size)
            return Exported(local, stamp, known, None)

        def place(sha256: str) -> str:
            return self._by_content.setdefault(sha256, copy_name(sha256, local))

        sha256 = copy_file(local, stamp.size, self._folder, place, self._advance)
        return Exported(local, stamp, sha256, self._by_content[sha256])

    def _noted(self, entry: UploadEntry, stamp: Stamp, done: Exported) -> OfflineFile:
        # Some network drives number no file: there two files of one size and time are not one.
        if not stamp.inode.endswith(":0"):
            self._by_stamp[stamp] = done
        self._cache.learn(entry.local, stamp, done.sha256)
        own = Exported(entry.local, stamp, done.sha256, done.copy)
        if self._log.done.get(entry.local) != own:
            self._log.note(own)
        file = OfflineFile(entry.local, entry.server, stamp.size, done.sha256, done.copy, entry.md5)
        try:
            check_names(file)
        except Malformed as error:
            raise InputError("{what} cannot be sent. Correct it in the scene.", what=str(error)) from error
        return file


def _is_there(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _scene_changed(entry: UploadEntry) -> InputError:
    return InputError("The scene {path} was saved meanwhile. Run the command again.", path=entry.local)


def _fingerprint(job: PreparedJob, is_copied: bool) -> str:
    """The same for the same job of an unchanged scene, whatever was painted on its textures meanwhile."""
    told = [job.snapshot.scene, to_values(job.settings), vars(job.environment), dict(job.files), is_copied]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode("ascii")).hexdigest()[:32]
