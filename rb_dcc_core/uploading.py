"""Sends a submission's files: what is known is not read, what changes on the way is sent again and told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from .errors import InputError, InvalidRequestError, RenderbusError, TransferError
from .filecache import FileCache, Stamp, stamp_of
from .jobfiles import UploadEntry, file_md5
from .max_archive import restore
from .parcel import Parcel
from .transfer import Advance, Area, OnFile, SentFile, Transfer, no_file

MOST_TRIES = 3
# Few enough that what is known of a file is fresh when its turn comes.
ASKED_AT_ONCE = 200


@dataclass
class UploadReport:
    """What an upload came to: bytes really sent, and the files that changed meanwhile and were sent again."""

    sent_bytes: int = 0
    changed: List[str] = field(default_factory=list)


def upload(
    transfer: Transfer, parcel: Parcel, cache: FileCache, advance: Advance, on_file: OnFile = no_file
) -> UploadReport:
    """Send every file to the input area; one file under several names is read once.

    Raises LocalFileError for a file that is gone or no file, TransferError for one that never stands still, InputError
    for a scene that is no longer the one its hash was taken of.
    """
    report = UploadReport()
    restore(parcel)
    for entry in parcel.entries:
        if entry.md5 is not None:
            _check_scene(entry, parcel.scene_stamp)
    if transfer.sends_sets:
        _send_set(transfer, parcel.entries, advance, report, on_file)
        return report
    for start in range(0, len(parcel.entries), ASKED_AT_ONCE):
        entries = parcel.entries[start : start + ASKED_AT_ONCE]
        recalled = cache.recall([entry.local for entry in entries])
        transfer.expect([entry.server for entry in entries], Area.INPUT)
        for entry in entries:
            _send(transfer, entry, cache, recalled.get(entry.local), advance, report)
            on_file(entry.local)
    return report


def _send(
    transfer: Transfer,
    entry: UploadEntry,
    cache: FileCache,
    recalled: Optional[Tuple[Stamp, str]],
    advance: Advance,
    report: UploadReport,
) -> None:
    """A file is taken as sent only if it is after its sending as it was before."""
    for _ in range(MOST_TRIES):
        before = stamp_of(entry.local)
        try:
            known = recalled[1] if recalled is not None and recalled[0] == before else None
            sent = transfer.send_file(Path(entry.local), Area.INPUT, entry.server, advance, known)
        except (TransferError, InvalidRequestError):
            if stamp_of(entry.local) == before:
                raise
            sent = SentFile(0)
        report.sent_bytes += sent.sent_bytes
        if stamp_of(entry.local) == before:
            if sent.sha256 is not None:
                cache.learn(entry.local, before, sent.sha256)
            return
        if entry.md5 is not None:
            raise _scene_changed(entry)
        if entry.local not in report.changed:
            report.changed.append(entry.local)
    raise _never_still(entry)


def _send_set(
    transfer: Transfer,
    entries: Sequence[UploadEntry],
    advance: Advance,
    report: UploadReport,
    on_file: OnFile,
) -> None:
    """The whole set at once; what changed meanwhile goes again."""
    for _ in range(MOST_TRIES):
        before = {entry.local: stamp_of(entry.local) for entry in entries}
        transfer.send_set([(entry.local, entry.server) for entry in entries], Area.INPUT, advance, on_file)
        entries = [entry for entry in entries if stamp_of(entry.local) != before[entry.local]]
        for entry in entries:
            if entry.md5 is not None:
                raise _scene_changed(entry)
            if entry.local not in report.changed:
                report.changed.append(entry.local)
        if not entries:
            return
    raise _never_still(entries[0])


def _never_still(entry: UploadEntry) -> RenderbusError:
    return TransferError(
        "{path} changed each time it was sent. Wait until the program that writes it is done, then go on.",
        path=entry.local,
    )


def _check_scene(entry: UploadEntry, prepared: Optional[Stamp]) -> None:
    """Its hash is in the job files already: another content must not go under it."""
    if stamp_of(entry.local) != prepared and file_md5(Path(entry.local)) != entry.md5:
        raise _scene_changed(entry)


def _scene_changed(entry: UploadEntry) -> RenderbusError:
    return InputError(
        "The scene {path} was saved again since this submission was prepared. Submit it anew with 'rb-dcc submit --new'.",
        path=entry.local,
    )
