"""The steps from a parcel to a running task, each written in the journal before and after (JOBFILES: order 2, 6 to 8).

What a lost answer costs: of createTask an empty number, which costs nothing and is deleted where the service lists it;
of submitTask a question, because it is only sent again once the service has said that it did not arrive.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, Optional, Tuple, Union

from . import jobfiles, journal
from .arrival import Arrival, arrival_of, look
from .client import Client
from .errors import NetworkError, RenderbusError, ServerFaultError, ServiceError
from .filecache import FileCache
from .journal import Record
from .max_archive import discard
from .messages import Message
from .parcel import Parcel
from .retry import FIRST_WAIT_S, TRIES, may_retry
from .submission import PreparedJob
from .transfer import Advance, Area, OnFile, Transfer, no_file
from .uploading import SceneChanged, UploadReport, upload

PRODUCER = "renderbus-dcc"
SWEEPS = 3


class SubmissionError(RenderbusError):
    """A submission that stopped half-way; `task_id` is the number it had got, None where it had none."""

    def __init__(self, message: Message, task_id: Optional[int]) -> None:
        super().__init__(message)
        self.task_id = task_id


def send(
    client: Client,
    transfer: Transfer,
    job: Union[PreparedJob, Parcel],
    on_stage: Callable[[str], None],
    advance: Advance,
    record: Optional[Record] = None,
    cache: Optional[FileCache] = None,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Create the task, send its files, submit it; returns its number. Goes on where the record says it stopped.

    `on_stage` is told "create", "job files", "upload", "submit". Raises SubmissionError that says what there is to do
    next; a task that was not submitted costs nothing. At most one task runs of it, whatever happens.
    """
    parcel = job.parcel if isinstance(job, PreparedJob) else job
    steps = Sending(client, transfer, parcel, record or Record(), cache or FileCache(), sleep)
    return steps.run(on_stage, advance)


class Sending:
    """One run over the steps of a submission; `report` tells what its upload came to."""

    def __init__(
        self,
        client: Client,
        transfer: Transfer,
        parcel: Parcel,
        record: Record,
        cache: FileCache,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.report = UploadReport()
        self._client = client
        self._transfer = transfer
        self._parcel = parcel
        self._record = record
        self._cache = cache
        self._sleep = sleep

    def run(self, on_stage: Callable[[str], None], advance: Advance, on_file: OnFile = no_file) -> int:
        """Take every step that is left; returns the task's number."""
        steps: Dict[str, Tuple[str, Callable[[], None]]] = {
            journal.PREPARED: ("create", self._create),
            journal.CREATED: ("job files", self._send_job_files),
            journal.CONFIG_SENT: ("upload", lambda: self._upload(advance, on_file)),
            journal.ASSETS_SENT: ("submit", self._submit),
        }
        try:
            self._settle()
            while self._record.now.is_unfinished:
                stage, take = steps[self._record.now.state]
                on_stage(stage)
                take()
        except RenderbusError as error:
            self._record.failed(str(error))
            raise
        discard(self._parcel)
        self._sweep()
        return self._task_id

    @property
    def _task_id(self) -> int:
        number = self._record.now.task_id
        assert number is not None, "only asked for after createTask"
        return number

    def _settle(self) -> None:
        """Find out what became of the call that was under way when an earlier run ended."""
        now = self._record.now
        if now.doing == journal.CREATE:
            self._record.lost_number()
        if now.task_id is None or not now.is_unfinished:
            return
        arrival = self._look(None)
        if arrival is Arrival.SUBMITTED:
            self._record.reached(journal.SUBMITTED)
        elif arrival is Arrival.NOT_SUBMITTED:
            self._record.refused()
        elif now.doing == journal.SUBMIT:
            raise self._gone()
        else:
            self._record.start_again()

    def _create(self) -> None:
        last: Optional[NetworkError] = None
        for attempt in range(TRIES):
            self._wait(attempt)
            self._record.begin(journal.CREATE)
            try:
                # v1 knows no field that would mark the number as this submission's own.
                marked = f"{PRODUCER} {self._record.now.tag}"
                numbers = self._client.create_task(count=1, artist=marked).task_id_list
            except NetworkError as error:
                last = error
                if not error.may_have_arrived:
                    self._record.refused()
                    raise
                self._record.lost_number()
                if not may_retry(error, True):
                    break
                continue
            except RenderbusError as error:
                self._note_refusal(error)
                raise
            if not numbers:
                self._record.refused()
                raise SubmissionError(
                    Message("The service gave no task number. Try again in a few minutes."), None
                )
            self._record.created(numbers[0])
            return
        assert last is not None
        raise self._not_created(last) from last

    def _note_refusal(self, error: RenderbusError) -> None:
        if isinstance(error, ServerFaultError):
            self._record.lost_number()
        else:
            self._record.refused()

    def _send_job_files(self) -> None:
        try:
            for name, content in numbered(self._parcel.files, self._task_id).items():
                remote = f"/{self._task_id}/cfg/{name}"
                self._transfer.send_bytes(jobfiles.file_bytes(content), Area.CONFIG, remote)
        except RenderbusError as error:
            raise self._stopped(error) from error
        self._record.reached(journal.CONFIG_SENT)

    def _upload(self, advance: Advance, on_file: OnFile) -> None:
        try:
            self.report = upload(self._transfer, self._parcel, self._cache, advance, on_file)
        except RenderbusError as error:
            raise self._stopped(error) from error
        self._record.reached(journal.ASSETS_SENT)

    def _submit(self) -> None:
        for attempt in range(TRIES):
            self._wait(attempt)
            self._record.begin(journal.SUBMIT)
            try:
                self._client.submit_task(self._task_id, PRODUCER)
                self._record.reached(journal.SUBMITTED)
                return
            except RenderbusError as error:
                if self._arrived_after(error):
                    return
                if attempt == TRIES - 1 or not may_retry(error, True):
                    raise self._stopped(error) from error

    def _arrived_after(self, error: RenderbusError) -> bool:
        """What a failed submitTask came to; raises where that cannot be known now."""
        if isinstance(error, NetworkError) and not error.may_have_arrived:
            self._record.refused()
            raise self._stopped(error) from error
        arrival = self._look(error)
        if arrival is Arrival.SUBMITTED:
            self._record.reached(journal.SUBMITTED)
            return True
        if arrival is Arrival.GONE:
            raise self._gone()
        self._record.refused()
        return False

    def _look(self, after: Optional[RenderbusError]) -> Arrival:
        try:
            return look(self._client, self._task_id)
        except (NetworkError, ServiceError) as error:
            if self._record.now.doing != journal.SUBMIT:
                raise self._stopped(error) from error
            if isinstance(after, ServiceError) and not isinstance(after, ServerFaultError):
                return Arrival.NOT_SUBMITTED  # it was refused in so many words
            raise self._unknown(after or error) from (after or error)

    def _sweep(self) -> None:
        """Delete the empty numbers that lost answers left, by the mark of this submission alone; it may fail.

        An empty number may be asked away twice: what a lost answer hid is no longer in the list.
        """
        if not self._record.now.lost_numbers:
            return
        for attempt in range(SWEEPS):
            self._wait(attempt)
            try:
                self._delete_empty_numbers()
                self._record.swept()
                return
            except NetworkError:
                continue
            except ServiceError:
                return

    def _delete_empty_numbers(self) -> None:
        marked = f"{PRODUCER} {self._record.now.tag}"
        for task in self._client.get_task_list().items:
            is_ours = task.unknown.get("artist") == marked and task.id != self._record.now.task_id
            if is_ours and task.id is not None and arrival_of(task) is Arrival.NOT_SUBMITTED:
                self._client.delete_task([task.id])

    def _wait(self, attempt: int) -> None:
        if attempt:
            self._sleep(FIRST_WAIT_S * 2.0 ** (attempt - 1))

    # -- what is said -------------------------------------------------------------------------------------------

    def _error(self, text: str, more: str, **args: Any) -> SubmissionError:
        """`more` is what to do where the journal remembers the submission, by its number."""
        number = self._record.now.id
        then = Message(more, number=number) if number else ""
        return SubmissionError(Message(text, then=then, **args), self._record.now.task_id)

    def _not_created(self, error: RenderbusError) -> SubmissionError:
        return self._error(
            "{reason} Nothing was uploaded. A task number may have been created; an empty one costs nothing.{then}",
            " 'rb-dcc resume {number}' goes on.",
            reason=error.message,
        )

    def _stopped(self, error: RenderbusError) -> SubmissionError:
        if isinstance(error, SceneChanged):
            return self._error(
                "{reason} Task {task_id} was created but not submitted; it costs nothing.{then}",
                " 'rb-dcc forget {number}' gives it up.",
                reason=error.message,
                task_id=self._record.now.task_id,
            )
        return self._error(
            "{reason} Task {task_id} was created but not submitted; it costs nothing. What is uploaded is not sent twice.{then}",
            " 'rb-dcc resume {number}' goes on; 'rb-dcc forget {number}' gives it up.",
            reason=error.message,
            task_id=self._record.now.task_id,
        )

    def _unknown(self, error: RenderbusError) -> SubmissionError:
        return self._error(
            "{reason} It is not known whether task {task_id} was submitted: look with 'rb-dcc watch {task_id}'"
            " before you submit again.{then}",
            " 'rb-dcc resume {number}' asks the service and goes on.",
            reason=error.message,
            task_id=self._record.now.task_id,
        )

    def _gone(self) -> SubmissionError:
        return self._error(
            "Task {task_id} was deleted on the farm, perhaps after it was submitted, so it is not sent again.{then}",
            " 'rb-dcc forget {number}' clears it away.",
            task_id=self._record.now.task_id,
        )


def numbered(files: Any, task_id: int) -> Dict[str, Any]:
    """The job files with the task's number in task.json; what is given stays as it is."""
    made = dict(files)
    task = dict(made[jobfiles.TASK])
    task["task_info"] = dict(task["task_info"], task_id=str(task_id))
    made[jobfiles.TASK] = task
    return made
