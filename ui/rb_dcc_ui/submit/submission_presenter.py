"""Submissions under way, one row each: their stages, stopping them, going on where they stopped."""

from __future__ import annotations

import os
from typing import Callable, List, NamedTuple, Optional, Sequence

from rb_dcc_core.camera_jobs import CameraJob
from rb_dcc_core.client import Client
from rb_dcc_core.errors import Cancelled, RenderbusError, SettingsError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.journal import SUBMIT as SUBMIT_BEGUN
from rb_dcc_core.journal import Submission
from rb_dcc_core.messages import Message
from rb_dcc_core.sending import SubmissionError
from rb_dcc_core.settings import Account
from rb_dcc_core.submission_run import Progress, SubmissionRun
from rb_dcc_core.submitter import ArrivedBefore, Submitter
from rb_dcc_core.transfer import Transfer
from rb_dcc_ui.connection import Connection
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import MOVE, Ticket
from rb_dcc_ui.services import Services
from rb_dcc_ui.waiting import Cancel

WAITING = "waiting"
RUNNING = "running"
STOPPING = "stopping"
STOPPED = "stopped"
FAILED = "failed"
DONE = "done"
ACTIVE = (WAITING, RUNNING, STOPPING)

TICK_S = 0.25
MOST_INTERRUPTED = 5
_FIND = "submit: unfinished submissions"
_GIVE_UP = "submit: give up"
_NOT_BEGUN = Message("It was not begun, because the one before it was not submitted.")
_OTHER_ACCOUNT = Message("It was not begun, because another account is logged in now.")


class SubmissionRow:
    """One submission as its row shows it. `why` says what stopped it; `number` is the journal's, 0 where it has none."""

    def __init__(self, scene: str, number: int = 0, state: str = WAITING) -> None:
        self.scene = scene
        self.title = os.path.basename(scene)
        self.run = SubmissionRun()
        self.run.number = number
        self.state = state
        self.progress = Progress()
        self.why: Optional[Message] = None
        self.task_id: Optional[int] = None

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def can_go_on(self) -> bool:
        return self.state in (STOPPED, FAILED) and bool(self.run.number)


class _Turn(NamedTuple):
    """A row that begins once `after` is submitted. `account` is the journal's key of who pressed Submit."""

    after: SubmissionRow
    row: SubmissionRow
    snapshot: SceneSnapshot
    settings: JobSettings
    account: str


class SubmissionPresenter(Presenter):
    """`rows` oldest first, but the cameras of one scene last first: what is shown newest first has them in their order.
    Several go at once; the page is free for the next scene meanwhile.

    Those of one scene, a task for each camera, go one after another: the scene is locked while one of them is prepared
    and sent, and a new one would give an unfinished one up. Where one is not submitted, those behind it do not begin.
    """

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.rows: List[SubmissionRow] = []
        self.on_submitted: Callable[[SubmissionRow], None] = lambda row: None
        self.language = "en"
        self._services = services
        self._turns: List[_Turn] = []
        self._tick: Optional[Cancel] = None
        self._found_for = ""
        self._stop_listening = services.connection.listen(self._find_unfinished)
        self._find_unfinished()

    def is_under_way(self, scene: str) -> bool:
        return any(row.is_active and row.scene == scene for row in self.rows)

    def begin(self, scene: str) -> SubmissionRow:
        """A row for a submission whose scene is still being read; `submit` or `fail` goes on with it."""
        self.rows = [row for row in self.rows if row.is_active or row.scene != scene]
        row = SubmissionRow(scene)
        self.rows.append(row)
        self.changed()
        return row

    def submit(self, row: SubmissionRow, snapshot: SceneSnapshot, settings: JobSettings) -> None:
        self._start(row, lambda submitter: submitter.submit(snapshot, settings, row.run))

    def submit_each(self, row: SubmissionRow, snapshot: SceneSnapshot, jobs: Sequence[CameraJob]) -> None:
        """A submission for each camera, `row` the first one's; each has a row and a record in the journal of its own."""
        account = self._services.connection.account_key
        row.title = _of_camera(row, jobs[0])
        after = row
        for job in jobs[1:]:
            behind = SubmissionRow(row.scene)
            behind.title = _of_camera(behind, job)
            self.rows.insert(self.rows.index(after), behind)
            self._turns.append(_Turn(after, behind, snapshot, job.settings, account))
            after = behind
        self.submit(row, snapshot, jobs[0].settings)

    def go_on(self, row: SubmissionRow) -> None:
        """Go on where it stopped; what is uploaded is not sent twice."""
        if not row.can_go_on:
            return
        number, row.run = row.run.number, SubmissionRun()
        row.run.number, row.why = number, None
        self._start(row, lambda submitter: submitter.resume(number, row.run))

    def cancel(self, row: SubmissionRow) -> None:
        """Stop it at its next step."""
        if any(turn.row is row for turn in self._turns):
            self._leave_line(row)
            self.fail(row, Cancelled())
        elif row.is_active:
            row.run.stop()
            row.state = STOPPING
            self.changed()

    def fail(self, row: SubmissionRow, error: RenderbusError) -> None:
        row.progress = row.run.now()
        row.state = STOPPED if isinstance(error, Cancelled) else FAILED
        row.why = None if isinstance(error, Cancelled) else _reason(error)
        if isinstance(error, ArrivedBefore):
            self._note_task(row, error.task_id)
        self._end_line(row)
        self.changed()

    def give_up(self, row: SubmissionRow) -> None:
        """Strike it from the journal, with its empty task number."""
        if row.is_active:
            return
        number = row.run.number
        if not number:
            self.put_away(row)
            return

        def failed(error: RenderbusError) -> None:
            if isinstance(error, ArrivedBefore):
                self._arrived(row, error.task_id)
            else:
                self._services.errors.report(error, _GIVE_UP, lambda: self.give_up(row))

        make = self._submitter()
        self._services.connection.ask(
            lambda client, ticket: make(client).give_up(number),
            lambda _: self.put_away(row),
            failed,
            key=f"{_GIVE_UP} {number}",
        )

    def put_away(self, row: SubmissionRow) -> None:
        """Take the row from the list; what it did stays."""
        if row in self.rows and not row.is_active:
            self.rows.remove(row)
            self.changed()

    def close(self) -> None:
        """Stop every one; each can be gone on with."""
        self._stop_listening()
        self._end_tick()
        self._turns = []
        for row in self.rows:
            row.run.stop()
        super().close()

    # -- how they run --------------------------------------------------------------------------------------------

    def _start(self, row: SubmissionRow, send: Callable[[Submitter], int]) -> None:
        make = self._submitter()
        row.state = WAITING

        def work(client: Client, ticket: Ticket) -> int:
            ticket.check()
            return send(make(client))

        ticket = self._services.connection.ask(
            work,
            lambda task_id: self._arrived(row, task_id),
            lambda error: self.fail(row, error),
            lane=MOVE,
        )
        if ticket is None:
            self.fail(row, SettingsError("There is no connection to the farm. Log in first."))
            return
        self._look_later()
        self.changed()

    def _arrived(self, row: SubmissionRow, task_id: int) -> None:
        row.state, row.why, row.progress = DONE, None, row.run.now()
        self._note_task(row, task_id)
        self.on_submitted(row)
        self._begin_next(row)
        self.changed()

    def _note_task(self, row: SubmissionRow, task_id: int) -> None:
        row.task_id = task_id
        row.run.number = 0
        self._services.watch.keep([task_id])

    def _submitter(self) -> Callable[[Client], Submitter]:
        """Made for the account as it is now: another log-in must not carry a submission over."""
        connection, locations, language = self._services.connection, self._services.locations, self.language
        account, key = connection.account, connection.account_key

        def make(client: Client) -> Submitter:
            url = "" if account is None else account.address.url
            return Submitter(client, lambda: _transfer(connection, account), key, url, locations, language)

        return make

    # -- one after another ---------------------------------------------------------------------------------------

    def _begin_next(self, done: SubmissionRow) -> None:
        turn = next((turn for turn in self._turns if turn.after is done), None)
        if turn is None:
            return
        if turn.account != self._services.connection.account_key:
            self._end_line(done, _OTHER_ACCOUNT)
            return
        self._turns.remove(turn)
        self.submit(turn.row, turn.snapshot, turn.settings)

    def _leave_line(self, row: SubmissionRow) -> None:
        """One that has not begun goes out of the line; who stands behind it comes after whom it came after."""
        turn = next(turn for turn in self._turns if turn.row is row)
        self._turns.remove(turn)
        self._turns = [each._replace(after=turn.after) if each.after is row else each for each in self._turns]

    def _end_line(self, last: SubmissionRow, why: Optional[Message] = None) -> None:
        """Whoever waits for it does not begin; without `why`, because it failed."""
        for turn in [turn for turn in self._turns if turn.after is last]:
            self._turns.remove(turn)
            turn.row.state, turn.row.why = STOPPED, why or _NOT_BEGUN
            self._end_line(turn.row, why)

    # -- how they are watched ------------------------------------------------------------------------------------

    def _look_later(self) -> None:
        if self._tick is None:
            self._tick = self._services.timers.call_later(TICK_S, self._look)

    def _look(self) -> None:
        self._tick = None
        for row in self.rows:
            if row.is_active:
                row.progress = row.run.now()
                if row.progress.stage and row.state == WAITING:
                    row.state = RUNNING
        if any(row.is_active for row in self.rows):
            self._look_later()
            self.changed()

    def _end_tick(self) -> None:
        if self._tick is not None:
            self._tick()
            self._tick = None

    # -- what an earlier run left --------------------------------------------------------------------------------

    def _find_unfinished(self) -> None:
        connection = self._services.connection
        if not connection.is_online or connection.account_key == self._found_for:
            return
        self._found_for = connection.account_key
        self.rows = [row for row in self.rows if row.is_active or row.state == DONE]
        make = self._submitter()
        connection.ask(
            lambda client, ticket: make(client).unfinished(),
            self._found,
            lambda error: self._services.errors.report(error, _FIND),
            key=_FIND,
        )

    def _found(self, unfinished: List[Submission]) -> None:
        known = {row.run.number for row in self.rows}
        for each in reversed(unfinished[:MOST_INTERRUPTED]):
            if each.id not in known and not self.is_under_way(each.scene):
                row = SubmissionRow(each.scene, each.id, STOPPED)
                row.why = _left(each)
                self.rows.append(row)
        self.changed()


def _transfer(connection: Connection, account: Optional[Account]) -> Transfer:
    if connection.account is not account:
        raise SettingsError(
            "Another account is logged in now. Log in with the one this was begun with, then go on."
        )
    return connection.transfer()


def _of_camera(row: SubmissionRow, job: CameraJob) -> str:
    return f"{row.title} · {job.camera}"


def _reason(error: RenderbusError) -> Message:
    """What went wrong, without the command line's advice: the row's own buttons are the advice here."""
    cause = error.__cause__
    if isinstance(error, SubmissionError) and isinstance(cause, RenderbusError):
        if error.task_id is not None and "not known" in error.message.template:
            return Message(
                "{reason} It is not known whether it arrived: going on asks the farm.", reason=cause.message
            )
        return cause.message
    return error.message


def _left(each: Submission) -> Optional[Message]:
    if each.doing == SUBMIT_BEGUN:
        return Message(
            "It was cut off while it was submitted. Going on asks the farm first, so that nothing runs twice."
        )
    return None
