"""The journal of submissions: what was about to be done and what was done, on disk before and after each step.

    prepared -> created -> config_sent -> assets_sent -> submitted -> watched -> downloaded

`doing` says which irreversible call had been begun when the journal was last written: CREATE or SUBMIT, "" for none. It
is written before the call and cleared with the state after it, so whoever comes after a crash knows what to ask.
No secret is ever written here: no key, no signature; an account stands as a hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, ContextManager, Iterator, List, Optional

from .account_keys import account_key as account_key
from .database import Database
from .errors import LocalFileError, UnknownNameError
from .jsontext import packed, unpacked
from .locks import HeldElsewhere, hold
from .log import redacted
from .parcel import Parcel

if TYPE_CHECKING:
    import sqlite3

PREPARED = "prepared"
CREATED = "created"
CONFIG_SENT = "config_sent"
ASSETS_SENT = "assets_sent"
SUBMITTED = "submitted"
WATCHED = "watched"
DOWNLOADED = "downloaded"
STATES = (PREPARED, CREATED, CONFIG_SENT, ASSETS_SENT, SUBMITTED, WATCHED, DOWNLOADED)
UNFINISHED = STATES[:4]
CREATE = "create"
SUBMIT = "submit"

FILE_NAME = "submissions.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS submissions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, scene TEXT NOT NULL, scene_key TEXT NOT NULL,
    state TEXT NOT NULL, doing TEXT NOT NULL DEFAULT '', tag TEXT NOT NULL, task_id INTEGER,
    created_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, error TEXT, lost_numbers INTEGER NOT NULL DEFAULT 0,
    parcel TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS submissions_by_scene ON submissions (account, scene_key);
"""
_LISTED = "id, account, scene, state, doing, tag, task_id, created_ms, error, lost_numbers"


@dataclass(frozen=True)
class Submission:
    """One submission as the journal has it. `task_id` is None before it is created, `error` what stopped it last.

    `tag` marks the numbers created for it; `lost_numbers` counts createTask calls whose answer never came.
    """

    id: int
    account: str
    scene: str
    state: str
    doing: str
    tag: str
    task_id: Optional[int]
    created_ms: int
    error: Optional[str]
    lost_numbers: int = 0

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class Record:
    """One submission under way. This one forgets with the process; the journal's remembers."""

    def __init__(self, submission: Optional[Submission] = None) -> None:
        blank = Submission(0, "", "", PREPARED, "", secrets.token_hex(4), None, 0, None)
        self.now = submission or blank

    def begin(self, doing: str) -> None:
        """About to make a call that cannot be unmade."""
        self._write(doing=doing)

    def lost_number(self) -> None:
        """createTask was asked and its answer never came: somewhere an empty number may stand."""
        self._write(doing="", lost_numbers=self.now.lost_numbers + 1)

    def reached(self, state: str) -> None:
        """A step is done; nothing is under way any more."""
        self._write(state=state, doing="", error=None)

    def created(self, task_id: int) -> None:
        self._write(state=CREATED, doing="", task_id=task_id, error=None)

    def start_again(self) -> None:
        """The number is gone: back to before it was created."""
        self._write(state=PREPARED, doing="", task_id=None)

    def refused(self) -> None:
        """The call that was begun is known not to have been done."""
        self._write(doing="")

    def failed(self, text: str) -> None:
        self._write(error=redacted(text))

    def swept(self) -> None:
        self._write(lost_numbers=0)

    def _write(self, **changes: Any) -> None:
        self.now = Submission(**dict(vars(self.now), **changes))


class JournalRecord(Record):
    """Every change is on disk when the method returns."""

    def __init__(self, journal: Journal, submission: Submission) -> None:
        super().__init__(submission)
        self._journal = journal

    def _write(self, **changes: Any) -> None:
        self._journal.change(self.now.id, **changes)
        super()._write(**changes)


class Journal:
    """The submissions of this user; several programs may use it at once. Raises LocalFileError where it cannot write."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._database = Database(folder / FILE_NAME, _SCHEMA)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    def begin(self, account: str, parcel: Parcel) -> JournalRecord:
        """Write a prepared submission down; hold its scene's lock."""
        now = int(self._clock() * 1000)
        content = packed(parcel.to_json())
        values = (
            account,
            parcel.scene,
            scene_key(parcel.scene) if parcel.origin is None else offline_key(parcel.origin.id),
            PREPARED,
            secrets.token_hex(4),
            now,
            now,
            content,
        )
        number = self._database.run(
            "INSERT INTO submissions (account, scene, scene_key, state, tag, created_ms, changed_ms, parcel)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        return self.record(number)

    def submissions(self) -> List[Submission]:
        """All of them, newest first."""
        return [
            _read(row) for row in self._database.rows(f"SELECT {_LISTED} FROM submissions ORDER BY id DESC")
        ]

    def get(self, number: int) -> Submission:
        """Raises UnknownNameError where there is none of this number."""
        for row in self._database.rows(f"SELECT {_LISTED} FROM submissions WHERE id = ?", (number,)):
            return _read(row)
        raise UnknownNameError(
            "There is no submission {number}. 'rb-dcc submissions' lists them.", number=number
        )

    def record(self, number: int) -> JournalRecord:
        return JournalRecord(self, self.get(number))

    def parcel(self, number: int) -> Parcel:
        """What a submission sends, as it was prepared; raises LocalFileError where that can no longer be read."""
        self.get(number)
        (row,) = self._database.rows("SELECT parcel FROM submissions WHERE id = ?", (number,))
        try:
            return Parcel.from_json(unpacked(row["parcel"]))
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise LocalFileError(
                "What submission {number} sends can no longer be read. 'rb-dcc forget {number}' strikes it from the list;"
                " then submit its scene anew.",
                number=number,
            ) from error

    def unfinished(self, account: str, scene: str) -> List[Submission]:
        """An account's submissions of a scene that were not submitted, newest first."""
        rows = self._database.rows(
            f"SELECT {_LISTED} FROM submissions WHERE account = ? AND scene_key = ? ORDER BY id DESC",
            (account, scene_key(scene)),
        )
        return [each for each in map(_read, rows) if each.is_unfinished]

    def exported(self, account: str, offline_id: str) -> List[Submission]:
        """An account's submissions of one offline export, whichever copy of its folder they were sent from, newest first."""
        rows = self._database.rows(
            f"SELECT {_LISTED} FROM submissions WHERE account = ? AND scene_key = ? ORDER BY id DESC",
            (account, offline_key(offline_id)),
        )
        return [_read(row) for row in rows]

    def task(self, task_id: int, account: str) -> Optional[JournalRecord]:
        """The submission that became a task, None where it was submitted elsewhere."""
        rows = self._database.rows(
            "SELECT id FROM submissions WHERE task_id = ? AND account = ? ORDER BY id DESC",
            (task_id, account),
        )
        return self.record(rows[0]["id"]) if rows else None

    def forget(self, number: int) -> None:
        self.get(number)
        self._database.run("DELETE FROM submissions WHERE id = ?", (number,))

    def change(self, number: int, **values: Any) -> None:
        """Write columns of one submission; it is on disk when this returns."""
        names = sorted(values)
        setting = ", ".join(name + " = ?" for name in names)
        self._database.run(
            f"UPDATE submissions SET {setting}, changed_ms = ? WHERE id = ?",
            [values[name] for name in names] + [int(self._clock() * 1000), number],
        )

    def lock(self, account: str, scene: str) -> ContextManager[None]:
        """Hold an account's scene, from before it is prepared until it is submitted: nobody else submits it then.

        Raises HeldElsewhere at once where another program does.
        """
        return _held(self._folder / "locks", account, scene_key(scene), scene)

    def lock_exported(self, account: str, offline_id: str, folder: str) -> ContextManager[None]:
        """As `lock`, for an offline export and every copy of its folder."""
        return _held(self._folder / "locks", account, offline_key(offline_id), folder)


@contextlib.contextmanager
def _held(folder: Path, account: str, key: str, name: str) -> Iterator[None]:
    refusal = HeldElsewhere(
        "{scene} is being submitted by another program at this moment. Wait for it to finish; 'rb-dcc submissions'"
        " shows how far it is.",
        scene=name,
    )
    with hold(folder, account + "-" + key, refusal):
        yield


def scene_key(scene: str) -> str:
    """The same for every way to write one scene's path: links followed, case as the system takes it."""
    real = os.path.normcase(os.path.realpath(scene))
    return hashlib.sha256(real.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def offline_key(offline_id: str) -> str:
    """Stands for an offline export as `scene_key` does for a scene; no path has it."""
    return hashlib.sha256(f"offline\n{offline_id}".encode("ascii")).hexdigest()[:16]


def _read(row: sqlite3.Row) -> Submission:
    return Submission(**{name: row[name] for name in row.keys()})  # noqa: SIM118 - a Row iterates values
