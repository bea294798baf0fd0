"""Sends a submission's files: what is known is not read, what changes on the way is sent again and told."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, List, Mapping, Optional, Sequence, Tuple

from .errors import InputError, InvalidRequestError, RenderbusError, TransferError
from .filecache import FileCache, Stamp, stamp_of
from .jobfiles import UploadEntry, file_md5
from .lanes import Lanes
from .max_archive import restore
from .parcel import Parcel
from .transfer import Advance, Area, OnFile, SentFile, Transfer, no_file

MOST_TRIES = 3
# Few enough that what is known of a file is fresh when its turn comes.
ASKED_AT_ONCE = 200
SMALL_BYTES = 1 << 20


@dataclass(frozen=True)
class Outcome:
    """What sending a file came to: `sha256` is that of the content it had with this stamp, None where nobody took it."""

    entry: UploadEntry
    sent_bytes: int
    has_changed: bool
    stamp: Stamp
    sha256: Optional[str]


class SceneChanged(InputError):
    """The scene is another than the one that was prepared: going on cannot help."""


@dataclass
class UploadReport:
    """What an upload came to: bytes really sent, and the files that changed meanwhile and were sent again."""

    sent_bytes: int = 0
    changed: List[str] = field(default_factory=list)

    def note(self, outcome: Outcome, cache: FileCache) -> None:
        """Add a file that has arrived, and what was learned of it."""
        self.sent_bytes += outcome.sent_bytes
        if outcome.has_changed and outcome.entry.local not in self.changed:
            self.changed.append(outcome.entry.local)
        if outcome.sha256 is not None:
            cache.learn(outcome.entry.local, outcome.stamp, outcome.sha256)


def upload(
    transfer: Transfer, parcel: Parcel, cache: FileCache, advance: Advance, on_file: OnFile = no_file
) -> UploadReport:
    """Send every file to the input area; none is read before its bytes go out.

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
    with Lanes[Outcome](transfer.lanes, transfer.rest) as lanes:
        for start in range(0, len(parcel.entries), ASKED_AT_ONCE):
            batch = Batch.of(transfer, parcel.entries[start : start + ASKED_AT_ONCE], cache)
            for outcome in batch.outcomes(lanes, advance):
                report.note(outcome, cache)
                on_file(outcome.entry.local)
    return report


@dataclass(frozen=True)
class Batch:
    """Files whose state here and there was asked for together."""

    transfer: Transfer
    entries: Sequence[UploadEntry]
    recalled: Mapping[str, Tuple[Stamp, str]]

    @classmethod
    def of(cls, transfer: Transfer, entries: Sequence[UploadEntry], cache: FileCache) -> Batch:
        transfer.expect([entry.server for entry in entries], Area.INPUT)
        return cls(transfer, entries, cache.recall([entry.local for entry in entries]))

    def outcomes(self, lanes: Lanes[Outcome], advance: Advance) -> Iterator[Outcome]:
        """Large files one by one, then the small ones, several at once where the way has lanes."""
        small: List[Callable[[Advance], Outcome]] = []
        for entry in self.entries:
            if self.transfer.lanes > 1 and stamp_of(entry.local).size <= SMALL_BYTES:
                small.append(functools.partial(self._send, entry))
            else:
                yield self._send(entry, advance)
        yield from lanes.each(small, advance)

    def _send(self, entry: UploadEntry, advance: Advance) -> Outcome:
        """A file is taken as sent only if it is after its sending as it was before."""
        sent_bytes = 0
        recalled, recalled_sha256 = self.recalled.get(entry.local, (None, None))
        for number in range(MOST_TRIES):
            before = stamp_of(entry.local)
            try:
                known = recalled_sha256 if recalled == before else None
                sent = self.transfer.send_file(Path(entry.local), Area.INPUT, entry.server, advance, known)
            except (TransferError, InvalidRequestError):
                if stamp_of(entry.local) == before:
                    raise
                sent = SentFile(0)
            sent_bytes += sent.sent_bytes
            if stamp_of(entry.local) == before:
                return Outcome(entry, sent_bytes, number > 0, before, sent.sha256)
            if entry.md5 is not None:
                raise _scene_changed(entry)
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
    return SceneChanged(
        "The scene {path} was saved again since this submission was prepared. Submit it anew with 'rb-dcc submit --new'.",
        path=entry.local,
    )
