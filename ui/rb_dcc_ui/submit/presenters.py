"""Every presenter of the submit page, and what they say together: may it be submitted, and what will happen then."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.camera_jobs import camera_jobs
from rb_dcc_core.errors import Cancelled, RenderbusError, UnknownNameError
from rb_dcc_core.host import NOTICE, Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.messages import Message
from rb_dcc_core.priority import NO_PRIORITY, PriorityFrames
from rb_dcc_ui.connection import NO_ACCOUNT, OPENING
from rb_dcc_ui.costs.bookkeeper import Bookkeeper
from rb_dcc_ui.costs.price_presenter import Job, PricePresenter
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.services import Services
from rb_dcc_ui.wording import size_words

from .environment_presenter import EnvironmentPresenter
from .files_presenter import FilesPresenter
from .job_presenter import JobPresenter
from .preset_presenter import PresetPresenter
from .scene_presenter import ScenePresenter
from .submission_presenter import SubmissionPresenter, SubmissionRow

PROBLEMS = "problems"
ACCOUNT = "account"


class SubmitPresenter(Presenter):
    """`blocker` is what disables Submit, None where nothing does; `blocking_problem` the one of the list behind it."""

    def __init__(self, services: Services, books: Optional[Bookkeeper] = None) -> None:
        super().__init__()
        self._services = services
        self.scene = ScenePresenter(services.host, services.timers, services.errors)
        self.job = JobPresenter(services, self.scene)
        self.environment = EnvironmentPresenter(services, self.scene, self.job)
        self.files = FilesPresenter(services, self.scene)
        self.presets = PresetPresenter(services, self.job)
        self.submissions = SubmissionPresenter(services)
        self.submissions.on_submitted = self._submitted
        self.price = PricePresenter(services, self._whole_job, books)
        parts = (self.scene, self.job, self.environment, self.files, self.submissions, self.price)
        self._parts = (*parts, self.presets)
        self._stops = [part.listen(self.changed) for part in parts]
        self._stops.append(services.connection.listen(self.changed))
        self._stops.append(self.scene.listen(self.price.job_changed))
        self._stops.append(self.job.listen(self.price.job_changed))
        self._stops.append(self.price.listen(self._priced))

    def open(self) -> None:
        """The page is there: read the scene."""
        self.scene.read()

    @property
    def tests_first(self) -> bool:
        """True where the task pauses after its first frames."""
        return self.job.settings.is_test_stop and bool(self.job.settings.priority_frames)

    def test_first(self, is_on: bool) -> None:
        """Render a few frames, then wait: those chosen to come first, else first, middle and last."""
        frames = self.job.settings.priority_frames
        if is_on:
            self.job.apply(priority_frames=frames or PriorityFrames(True, True, True), is_test_stop=True)
        elif frames == PriorityFrames(True, True, True):
            self.job.apply(priority_frames=NO_PRIORITY, is_test_stop=False)
        else:
            self.job.apply(is_test_stop=False)

    @property
    def blocking_problem(self) -> Optional[Problem]:
        errors = self.job.errors if self.scene.snapshot is not None else ()
        return errors[0] if errors else None

    @property
    def blocker(self) -> Optional[Message]:
        standing = self._services.connection.standing
        if self.scene.is_empty:
            return Message("Choose a scene.")
        if self.scene.trouble is not None and self.scene.snapshot is None:
            return self.scene.trouble
        if self.scene.snapshot is None:
            return Message("The scene is being read.")
        if standing.kind == NO_ACCOUNT:
            return Message("Log in first: click on the account above.")
        if standing.kind == OPENING:
            return Message("Connecting to the farm.")
        if not self._services.connection.is_online:
            return standing.trouble or Message("There is no connection to the farm.")
        problem = self.blocking_problem
        if problem is not None:
            more = len(self.job.errors) - 1
            if more == 1:
                return Message("{problem} (1 more error)", problem=problem.message)
            if more:
                return Message("{problem} ({more} more errors)", problem=problem.message, more=more)
            return problem.message
        if self.submissions.is_under_way(self.scene.snapshot.scene):
            return Message("This scene is being submitted.")
        return None

    @property
    def leads_to(self) -> str:
        """What a click on the line leads to: PROBLEMS, ACCOUNT, "" for nothing."""
        if self.scene.snapshot is None:
            return ""
        if not self._services.connection.is_online:
            return ACCOUNT
        return PROBLEMS if self.job.errors or self.warning_count else ""

    @property
    def summary(self) -> Message:
        """What pressing Submit sends: "12 frames · 3 layers · 1.2 GB, 340 MB new"."""
        layers = sum(row.is_on for row in self.job.rows)
        frames = Message("1 frame") if self.job.pictures == 1 else Message("{n} frames", n=self.job.pictures)
        count = Message("1 layer") if layers == 1 else Message("{n} layers", n=layers)
        outlook = self.files.outlook
        if outlook is None:
            return Message("{frames} · {layers}", frames=frames, layers=count)
        size, new = size_words(outlook.size_bytes), size_words(outlook.new_bytes)
        if not outlook.new:
            return Message(
                "{frames} · {layers} · {size}, nothing new", frames=frames, layers=count, size=size
            )
        return Message(
            "{frames} · {layers} · {size}, {new} new", frames=frames, layers=count, size=size, new=new
        )

    @property
    def task_count(self) -> int:
        """How many tasks pressing Submit makes: one, or one for each camera that renders where that is wanted."""
        snapshot, settings = self.scene.snapshot, self.job.settings
        if snapshot is None or not settings.task_per_camera:
            return 1
        try:
            return max(1, len(camera_jobs(snapshot, settings)))
        except UnknownNameError:  # told as a problem
            return 1

    @property
    def warning_count(self) -> int:
        return sum(problem.severity != NOTICE for problem in self.job.problems) - len(self.job.errors)

    def submit(self) -> None:
        """Submit the scene as it is now: it is read again first where it was changed since."""
        snapshot = self.scene.snapshot
        if snapshot is None or self.blocker is not None:
            return
        row = self.submissions.begin(snapshot.scene)
        settings = self.job.to_submit()
        self.job.remember()

        def read(fresh: SceneSnapshot) -> None:
            if row.run.is_stopped:
                self.submissions.fail(row, Cancelled())
            else:
                self._send(row, fresh, settings)

        def failed(error: RenderbusError) -> None:
            self.submissions.fail(row, error)

        # A file may have been saved again since it was read, with nobody to tell of it.
        self._services.host.when_seen(lambda: self.scene.when_fresh(read, failed))

    def _send(self, row: SubmissionRow, snapshot: SceneSnapshot, settings: JobSettings) -> None:
        try:
            jobs = camera_jobs(snapshot, settings) if settings.task_per_camera else ()
        except UnknownNameError as error:  # the scene as it is now lacks a layer or a camera that was chosen
            self.submissions.fail(row, error)
            return
        if len(jobs) > 1:
            self.submissions.submit_each(row, snapshot, jobs)
        else:
            self.submissions.submit(row, snapshot, settings)

    def close(self) -> None:
        for stop in self._stops:
            stop()
        for part in self._parts:
            part.close()
        super().close()

    def _whole_job(self) -> Optional[Job]:
        snapshot = self.scene.snapshot
        return None if snapshot is None else (snapshot, self.job.settings)

    def _priced(self) -> None:
        self.job.use_estimate(self.price.estimate)

    def _submitted(self, row: SubmissionRow) -> None:
        self.files.look()
