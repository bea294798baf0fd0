"""The whole way from a snapshot and settings to a running task, without a terminal and without Qt.

The panel, the hosts' own calls for scripts and the command line go this way; each says what happens in its own manner.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Tuple

from . import journal as states
from .account_facts import AccountFacts, ask_facts
from .arrival import Arrival, look
from .checks import check, errors_of
from .client import Client
from .disk_facts import look_at_disk
from .environment_choice import choose_environment
from .environments import RenderEnvironment
from .errors import Cancelled, InputError, NetworkError, ServiceError
from .filecache import PersistentFileCache
from .host import Problem, SceneSnapshot
from .job import JobSettings
from .journal import Journal, Record, Submission
from .labels import with_label
from .languages import ENGLISH
from .locations import Locations
from .locks import HeldElsewhere
from .offline_sent import note_sent
from .parcel import Parcel
from .sending import Sending, SubmissionError
from .submission import PreparedJob, job_context, look_up_tips, prepare, refuse_blocking_tips
from .submission_run import CHECK, JOB_FILES, SCAN, SUBMIT, UPLOAD, SubmissionRun
from .transfer import Transfer

_STAGES = {"create": JOB_FILES, "job files": JOB_FILES, "upload": UPLOAD, "submit": SUBMIT}


class JobRefused(InputError):
    """The checks found errors; nothing was created. `problems` are all they found, errors first."""

    def __init__(self, problems: Tuple[Problem, ...]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


class ArrivedBefore(InputError):
    """An earlier submission of the scene, taken for lost, is a task on the farm: another would double it."""

    def __init__(self, task_id: int) -> None:
        super().__init__(
            "The earlier submission of this scene has arrived after all, as task {task_id}. Nothing new was sent. Submit"
            " once more if you want it twice.",
            task_id=task_id,
        )
        self.task_id = task_id


class Submitter:
    """Submits for one account. Every method blocks (network, disk): never call it on a host's main thread.

    `account` is journal.account_key's, `service` the service's address, `open_transfer` gives the way files go and is
    asked before anything is created. Every method raises RenderbusError with what to do; Cancelled once `run.stop()`
    was called, with everything kept to go on from.
    """

    def __init__(
        self,
        client: Client,
        open_transfer: Callable[[], Transfer],
        account: str,
        service: str,
        locations: Locations,
        language: str = ENGLISH,
    ) -> None:
        self._client = client
        self._open_transfer = open_transfer
        self._account = account
        self._service = service
        self._locations = locations
        self._language = language

    def submit(self, snapshot: SceneSnapshot, settings: JobSettings, run: SubmissionRun) -> int:
        """Check, prepare, send and submit; returns the task's number.

        An unfinished earlier submission of the scene is given up once the new one is prepared. Raises JobRefused with
        everything the checks found, ArrivedBefore, HeldElsewhere where another program submits the scene at this moment.
        """
        with self._journal() as journal, journal.lock(self._account, snapshot.scene):
            job = self._prepare(snapshot, settings, run)
            self._refuse_tips(job)
            transfer = self._open_transfer()
            for old in journal.unfinished(self._account, snapshot.scene):
                self._give_way(journal, old)
            run.check()
            record = journal.begin(self._account, job.parcel)
            return self._send(transfer, job.parcel, record, run)

    def resume(self, number: int, run: SubmissionRun) -> int:
        """Go on with an unfinished submission by its number in the journal, as it was prepared then."""
        with self._journal() as journal:
            found = self._own(journal, number)
            with journal.lock(self._account, found.scene):
                found = self._own(journal, number)
                if not found.is_unfinished:
                    return _task_of(found)
                run.begin(JOB_FILES)
                parcel = journal.parcel(number)
                task_id = self._send(self._open_transfer(), parcel, journal.record(number), run)
        if parcel.origin is not None:
            note_sent(Path(parcel.origin.folder), self._service, task_id)
        return task_id

    def give_up(self, number: int) -> None:
        """Strike an unfinished submission from the journal; an empty task number of it is deleted where that is possible.

        Raises ArrivedBefore, and keeps it as submitted, where it proves to be a task on the farm.
        """
        with self._journal() as journal:
            found = self._own(journal, number)
            with journal.lock(self._account, found.scene):
                self._give_way(journal, self._own(journal, number))

    def unfinished(self, scene: Optional[str] = None) -> List[Submission]:
        """This account's submissions (of one scene) that were interrupted, newest first; none that another run sends now."""
        with self._journal() as journal:
            if scene is not None:
                found = journal.unfinished(self._account, scene)
            else:
                found = [
                    each
                    for each in journal.submissions()
                    if each.is_unfinished and each.account == self._account
                ]
            return [each for each in found if not self._is_held(journal, each)]

    def facts(self, snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[RenderEnvironment, AccountFacts]:
        """What the service adds to the checks: the environment the job takes, the account, the farm."""
        chosen, offered = choose_environment(self._client, snapshot, settings.environment, settings.os_name)
        return chosen, ask_facts(
            self._client, self._client.transport.platform, snapshot.scene, offered=offered
        )

    # -- the steps -----------------------------------------------------------------------------------------------

    def _prepare(self, snapshot: SceneSnapshot, settings: JobSettings, run: SubmissionRun) -> PreparedJob:
        run.begin(SCAN)
        disk = look_at_disk(snapshot, settings)
        run.begin(CHECK)
        environment, facts = self.facts(snapshot, settings)
        problems = run.problems = check(snapshot, settings, environment, facts, disk)
        if errors_of(problems):
            raise JobRefused(problems)
        run.begin(JOB_FILES, _size_of_scene(snapshot))
        profile = facts.profile or self._client.query_user_profile()
        context = job_context(profile, self._client.transport.platform)
        context = with_label(self._client, context, settings.label)
        return prepare(snapshot, settings, environment, context, run.advance)

    def _refuse_tips(self, job: PreparedJob) -> None:
        refuse_blocking_tips(look_up_tips(self._client, job, self._language))

    def _send(self, transfer: Transfer, parcel: Parcel, record: Record, run: SubmissionRun) -> int:
        def on_stage(told: str) -> None:
            stage = _STAGES[told]
            is_upload = stage == UPLOAD
            run.begin(stage, parcel.size_bytes if is_upload else 0, len(parcel.entries) if is_upload else 0)

        run.number = record.now.id
        cache = PersistentFileCache(self._locations.cache)
        sending = Sending(self._client, transfer, parcel, record, cache, run.sleep)
        try:
            return sending.run(on_stage, run.advance, run.file_done)
        except SubmissionError as error:
            if isinstance(error.__cause__, Cancelled):
                raise Cancelled() from error
            raise
        finally:
            cache.close()

    def _give_way(self, journal: Journal, old: Submission) -> None:
        """Strike one whose lock is held; where it may have been submitted only once the service has told."""
        if old.is_unfinished and old.task_id is not None:
            try:
                arrival = look(self._client, old.task_id)
            except (NetworkError, ServiceError):
                if old.doing == states.SUBMIT:
                    raise
                arrival = Arrival.GONE  # an empty number that stays costs nothing
            if arrival is Arrival.SUBMITTED:
                journal.record(old.id).reached(states.SUBMITTED)
                raise ArrivedBefore(old.task_id)
            if arrival is Arrival.NOT_SUBMITTED:
                with contextlib.suppress(NetworkError, ServiceError):
                    self._client.delete_task([old.task_id])
        journal.forget(old.id)

    def _own(self, journal: Journal, number: int) -> Submission:
        found = journal.get(number)
        if found.account != self._account:
            raise InputError(
                "Submission {number} is of another account or service. Log in with that one first.",
                number=number,
            )
        return found

    def _is_held(self, journal: Journal, each: Submission) -> bool:
        try:
            with journal.lock(self._account, each.scene):
                return False
        except HeldElsewhere:
            return True

    @contextlib.contextmanager
    def _journal(self) -> Iterator[Journal]:
        with Journal(self._locations.state) as journal:
            yield journal


def _task_of(found: Submission) -> int:
    assert found.task_id is not None, "a submission is submitted under a number"
    return found.task_id


def _size_of_scene(snapshot: SceneSnapshot) -> int:
    return next((asset.size or 0 for asset in snapshot.assets if asset.kind == "scene"), 0)
