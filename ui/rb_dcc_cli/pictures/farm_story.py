"""What the farm of the pictures has rendered: most of a year's jobs, and today's in every state a task can be in."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Optional, Tuple

from rb_dcc_cli.readers import read_scene
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.environment_choice import choose_environment
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.interfaces import V2
from rb_dcc_core.job import OS_WINDOWS, JobSettings
from rb_dcc_core.priority import PriorityFrames
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.sending import send
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.statuses import FINISHED_WITH_FAILED, has_ended, has_halted
from rb_dcc_core.submission import job_context, prepare
from rb_dcc_core.transfers import open_transfer
from rb_dcc_ui.account.sandbox_host import PROFILE_NAME

from .scene_files import HERO, NEXT, ODD, SceneFile

DAY_S = 86400.0
SEED = 3
RENDERING, QUEUED, FAILED, TESTED, STOPPED, FINISHED = (
    "rendering",
    "queued",
    "failed",
    "tested",
    "stopped",
    "finished",
)


class FarmClock:
    """The farm's time: set by the story, and the real one once it has reached that."""

    def __init__(self, days_ago: float) -> None:
        self._behind_s = days_ago * DAY_S

    def __call__(self) -> float:
        return time.time() - self._behind_s

    def pass_on(self, seconds: float) -> None:
        self._behind_s = max(0.0, self._behind_s - seconds)

    def go_to(self, seconds_ago: float) -> None:
        """To that long before now; never back."""
        self._behind_s = min(self._behind_s, max(0.0, seconds_ago))


@dataclass(frozen=True)
class Job:
    """One submission of the story, `days_ago`; `kind` is what it is called by, "" for one of many."""

    days_ago: float
    scene: SceneFile
    label: str
    frames: str
    settings: JobSettings = dataclasses.field(default_factory=JobSettings)
    kind: str = ""


_TEST = JobSettings(priority_frames=PriorityFrames(True, True, True), is_test_stop=True)
_LABELS = ("Nordlicht", "Kaffee spot", "Museum")
_NAMES = (
    "sh{n:03d}_kitchen_light_v{v:03d}.ma",
    "spot_cup_turn_v{v:03d}.ma",
    "hall_flight_sq{n:03d}_v{v:03d}.ma",
)


def _earlier() -> Tuple[Job, ...]:
    """Eleven months of jobs, more in some months than in others."""
    jobs = []
    for month in range(10, 0, -1):
        for place in range(1 + month * 7 % 3):
            kind = (month + place) % 3
            name = _NAMES[kind].format(n=10 * month, v=month * 3 % 17 + 1)
            last = 40 + (month * 37 + place * 53) % 140
            scene = SceneFile(name, last_frame=last)
            jobs.append(Job(30.4 * month + 6 * place, scene, _LABELS[kind], f"1-{last}"))
    return tuple(sorted(jobs, key=lambda job: -job.days_ago))


_TODAY = (
    Job(2.2, SceneFile("spot_cup_turn_v012.ma", 96), "Kaffee spot", "1-96", kind=FINISHED),
    Job(1.1, SceneFile("hall_flight_sq090_v007.ma", 180), "Museum", "1-180", kind=FAILED),
    Job(0.30, SceneFile("hall_flight_sq100_v002.ma", 160), "Museum", "1-160", kind=STOPPED),
    Job(0.05, NEXT, "Nordlicht", "1-96", _TEST, TESTED),
    Job(0.0172, HERO, "Nordlicht", "1-240", JobSettings(layers=("beauty", "shadows")), RENDERING),
    Job(0.0160, SceneFile("spot_cup_pour_v004.ma", 120), "Kaffee spot", "1-120"),
    Job(0.0008, ODD, "Museum", "1-144", kind=QUEUED),
)


class FarmStory:
    """`tasks` are the numbers of those the pictures are about, by what became of them."""

    def __init__(self, farm: Sandbox, clock: FarmClock, project: Path) -> None:
        self.tasks: Dict[str, int] = {}
        self._farm = farm
        self._clock = clock
        self._project = project
        self._client: Optional[Client] = None

    def tell(self) -> None:
        """Let it all happen; the farm's time is the real one then."""
        self._client = client = Client.connect(account_of(self._farm))
        self._farm.pay_in(400)
        try:
            for label in _LABELS:
                client.add_label(label)
            for job in _earlier():
                self._render(client, self._submit(client, job))
            for job in _TODAY:
                number = self._submit(client, job)
                if job.kind:
                    self.tasks[job.kind] = number
                self._go_on(client, job, number)
            self._clock.go_to(0.0)
        finally:
            client.close()

    def _submit(self, client: Client, job: Job) -> int:
        self._clock.go_to(job.days_ago * DAY_S)
        snapshot = read_scene(str(job.scene.write(self._project)))
        environment, _ = choose_environment(client, snapshot, None, OS_WINDOWS)
        context = job_context(client.query_user_profile(), self._farm.platform)
        settings = dataclasses.replace(job.settings, label=job.label, frames=FrameRange.parse(job.frames))
        parcel = prepare(snapshot, settings, environment, context)
        return send(client, open_transfer(client), parcel, lambda stage: None, lambda size: None)

    def _go_on(self, client: Client, job: Job, number: int) -> None:
        """What happens to one of today's before the next."""
        if job.kind == STOPPED:
            self._pass_until(client, number, lambda done: done > 60)
            client.stop_task([number])
        elif job.kind in (FINISHED, FAILED, TESTED):
            self._render(client, number, retries=job.kind == FINISHED)

    def _render(self, client: Client, number: int, retries: bool = True) -> None:
        """To the end; frames that failed once are rendered again."""
        while True:
            self._clock.pass_on(600.0)
            task = client.query_task_info([number]).items[0]
            if retries and task.task_status == FINISHED_WITH_FAILED:
                client.restart_failed_frames([leaf.id for leaf in task.leaves() if leaf.id is not None])
            elif has_ended(task.task_status) or has_halted(task.task_status):
                return

    def _pass_until(self, client: Client, number: int, is_so: Callable[[int], bool]) -> None:
        done = 0
        while not is_so(done):
            self._clock.pass_on(60.0)
            task = client.query_task_info([number]).items[0]
            done = sum(leaf.done_frames or 0 for leaf in task.leaves())


def account_of(farm: Sandbox, access_key: str = "") -> Account:
    """The sandbox's account, as the panel itself makes it; with another key, to be refused."""
    profile = Profile(PROFILE_NAME, farm.url, farm.platform, V2, farm.access_id)
    credentials = Credentials(farm.access_id, access_key or farm.access_key)
    return Account(profile, ServiceAddress.parse(farm.url), credentials)
