"""`rb-dcc submissions`, `resume`, `forget`: what was submitted from this computer, and what was not finished."""

from __future__ import annotations

import contextlib
import datetime
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional

import click

from rb_dcc_core import journal
from rb_dcc_core.arrival import Arrival, look
from rb_dcc_core.errors import InputError, LocalFileError, NetworkError, ServiceError
from rb_dcc_core.journal import JournalRecord, Submission
from rb_dcc_core.max_archive import discard
from rb_dcc_core.offline_sent import note_sent

from .limit import limit_option
from .output import date_text, json_option, print_json, print_table
from .sending_bar import send_with_progress
from .workbench import Workbench, pass_workbench

_WORDS = {
    journal.PREPARED: "prepared, no task yet",
    journal.CREATED: "task created",
    journal.CONFIG_SENT: "uploading",
    journal.ASSETS_SENT: "uploaded, not submitted",
    journal.SUBMITTED: "submitted",
    journal.WATCHED: "ended",
    journal.DOWNLOADED: "downloaded",
}


@click.command()
@json_option
@pass_workbench
def submissions(workbench: Workbench, as_json: bool) -> None:
    """List what was submitted from this computer, and how far each came; newest first."""
    found = workbench.journal.submissions()
    if as_json:
        print_json([submission_json(each) for each in found])
        return
    print_table(
        ("id#", "scene", "state", "task#", "created", "error"),
        [
            (
                each.id,
                each.scene,
                _WORDS.get(each.state, each.state),
                each.task_id,
                date_text(each.created_ms),
                each.error,
            )
            for each in found
        ],
        "Nothing was submitted from here yet.",
    )


@click.command()
@click.argument("number", metavar="ID", type=click.IntRange(1))
@limit_option
@json_option
@pass_workbench
def resume(workbench: Workbench, number: int, as_json: bool) -> int:
    """Go on with a submission that was interrupted, as it was prepared then. What is uploaded is not sent twice."""
    submission = workbench.journal.get(number)
    refuse_other_account(workbench, submission)
    with workbench.journal.lock(submission.account, submission.scene):
        submission = workbench.journal.get(number)
        task_id = resume_one(workbench, submission)
    if as_json:
        print_json({"task_id": task_id, "submission": number})
    else:
        click.echo(f"Task {task_id} is submitted.")
    return 0


@click.command()
@click.argument("number", metavar="ID", type=click.IntRange(1))
@json_option
@pass_workbench
def forget(workbench: Workbench, number: int, as_json: bool) -> None:
    """Strike a submission from the list; an empty task number of it is deleted, a running task goes on."""
    submission = workbench.journal.get(number)
    with workbench.journal.lock(submission.account, submission.scene):
        said = forget_one(workbench, workbench.journal.get(number))
    if as_json:
        print_json({"done": "forgotten", "submission": number})
    else:
        click.echo(said)


def submission_json(each: Submission) -> Dict[str, Any]:
    """The public form of one entry; `created` is UTC."""
    moment = datetime.datetime.fromtimestamp(each.created_ms / 1000.0, datetime.timezone.utc)
    return {
        "id": each.id,
        "scene": each.scene,
        "state": each.state,
        "task_id": each.task_id,
        "created": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "error": each.error,
    }


def refuse_other_account(workbench: Workbench, submission: Submission) -> None:
    if submission.account != workbench.account_key:
        raise InputError(
            "Submission {number} is of another account or service. Choose its profile with --profile.",
            number=submission.id,
        )


def resume_one(workbench: Workbench, submission: Submission) -> int:
    """Go on with a submission whose scene's lock is held; returns the task's number."""
    if not submission.is_unfinished:
        assert submission.task_id is not None, "a submission is submitted under a number"
        return submission.task_id
    parcel = workbench.journal.parcel(submission.id)
    record = workbench.journal.record(submission.id)
    cache = workbench.locations.cache
    task_id = send_with_progress(workbench.client, workbench.transfer, parcel, record, cache)
    if parcel.origin is not None:
        note_sent(Path(parcel.origin.folder), workbench.account.address.url, task_id)
    return task_id


def forget_one(workbench: Workbench, submission: Submission) -> str:
    """Strike a submission whose scene's lock is held; says what became of its task.

    One that may have been submitted is only struck once the service has told, so that nobody doubles it unknowing.
    """
    said = f"Submission {submission.id} is forgotten."
    if submission.is_unfinished and submission.task_id is not None:
        refuse_other_account(workbench, submission)
        said += _clear_number(workbench, submission, submission.task_id)
    elif submission.task_id is not None:
        said += f" Task {submission.task_id} is not touched."
    with contextlib.suppress(LocalFileError):
        discard(workbench.journal.parcel(submission.id))
    workbench.journal.forget(submission.id)
    return said


def _clear_number(workbench: Workbench, submission: Submission, task_id: int) -> str:
    try:
        arrival = look(workbench.client, task_id)
        if arrival is Arrival.SUBMITTED:
            return f" Its task {task_id} was submitted and goes on: 'rb-dcc watch {task_id}'."
        if arrival is Arrival.NOT_SUBMITTED:
            workbench.client.delete_task([task_id])
            return f" Its empty task {task_id} is deleted."
        return ""
    except (NetworkError, ServiceError):
        if submission.doing == journal.SUBMIT:
            raise
        return f" Its task {task_id} was never submitted and costs nothing."


def choose_unfinished(found: List[Submission], wants_resume: bool, wants_new: bool) -> Optional[Submission]:
    """Which unfinished submission of a scene to go on with, None for a new one; asks on a terminal.

    Raises InputError where nobody can be asked and nothing was said.
    """
    if not found:
        if wants_resume:
            raise InputError("There is no unfinished submission of this scene. Leave --resume out.")
        return None
    if wants_new:
        return None
    newest = found[0]
    if wants_resume:
        return newest
    words = _WORDS[newest.state]
    if is_asked():
        question = f"Submission {newest.id} of this scene was not finished ({words}). Go on with it?"
        return newest if click.confirm(question, default=True, err=True) else None
    raise InputError(
        "Submission {number} of this scene was not finished ({state}). Give --resume to go on with it, or --new to"
        " begin anew.",
        number=newest.id,
        state=words,
    )


def is_asked() -> bool:
    """True where somebody sits before a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def note(record: Optional[JournalRecord], state: str) -> None:
    """Write that a task has come further, where this computer submitted it; never back. A disk that refuses is only said."""
    try:
        states = journal.STATES
        if record is not None and record.now.state in states[: states.index(state)]:
            record.reached(state)
    except LocalFileError as error:
        click.echo(str(error), err=True)
