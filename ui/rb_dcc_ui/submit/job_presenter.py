"""The job as the artist sets it up over the scene, and everything that is wrong with it, kept up to date."""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, Optional, Tuple

from rb_dcc_core.account_facts import UNKNOWN, AccountFacts, ask_facts
from rb_dcc_core.checks import fixed
from rb_dcc_core.disk_facts import NOT_LOOKED, DiskFacts, look_at_disk
from rb_dcc_core.environment_choice import scene_environment
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError, RenderbusError
from rb_dcc_core.estimate import Estimate
from rb_dcc_core.fixes import SETTINGS
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import ERROR, Problem
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_defaults import scene_defaults, scene_differences
from rb_dcc_core.job_memory import JobMemory, Remembered
from rb_dcc_core.messages import Message
from rb_dcc_core.models import SupportedPlugins
from rb_dcc_core.priority import PriorityFrames
from rb_dcc_ui.error_desk import NOTICE
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services
from rb_dcc_ui.waiting import Cancel

from .evaluation import Evaluation, evaluate
from .layer_edits import LayerEdits
from .layer_rows import layer_rows
from .scene_presenter import ScenePresenter

SETTLES_S = 0.12
FRAMES = "frames"
PRIORITY = "priority frames"
_CHECK = "submit: check"
_FACTS = "submit: facts"
_DISK = "submit: disk"
_RECALL = "submit: recall"
_NO_LAYER = Problem(
    ERROR, "no_renderable_layer", Message("No layer is rendered. Tick one in the list of layers.")
)


class JobPresenter(LayerEdits):
    """`settings` hold only what was chosen; what is blank in them is as the scene says.

    `rows` are the layers as the table shows them, `evaluation` what was found when it was last checked. `typed` are texts
    that cannot be read, by field, with the sentence that says why: they stop a submission.
    """

    def __init__(self, services: Services, scene: ScenePresenter) -> None:
        super().__init__()
        self.defaults = JobSettings()
        self.evaluation = Evaluation()
        self.typed: Dict[str, Tuple[str, Message]] = {}
        self.facts: AccountFacts = UNKNOWN
        self._services = services
        self._scene = scene
        self._memory = JobMemory(services.locations)
        self._kept: Dict[str, JobSettings] = {}
        self._disk: DiskFacts = NOT_LOOKED
        self._environment: Optional[RenderEnvironment] = None
        self._offered: Optional[SupportedPlugins] = None
        self._estimate: Optional[Estimate] = None
        self._later: Optional[Cancel] = None
        self._asked_for = ""
        self._stops = [scene.listen(self._scene_changed), services.connection.listen(self._ask_facts)]
        self._scene_changed()

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def problems(self) -> Tuple[Problem, ...]:
        """Worst first; what was typed and cannot be read before all others."""
        typed = tuple(Problem(ERROR, "typed: " + field, why) for field, (_, why) in self.typed.items())
        mine = (*typed, _NO_LAYER) if self._has_no_layer else typed
        return (*mine, *self.evaluation.problems)

    @property
    def errors(self) -> Tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == ERROR)

    @property
    def changed_settings(self) -> Tuple[str, ...]:
        """Names of the settings that differ from what the scene and the defaults say."""
        if self._snapshot is None:
            return ()
        return tuple(each.name for each in scene_differences(self._snapshot, self.settings, self.defaults))

    @property
    def frames_text(self) -> str:
        if FRAMES in self.typed:
            return self.typed[FRAMES][0]
        return "" if self.settings.frames is None else str(self.settings.frames)

    @property
    def scene_frames(self) -> str:
        """What the scene renders, for the field's background; "" where its layers differ."""
        return "" if self.defaults.frames is None else str(self.defaults.frames)

    @property
    def priority_text(self) -> str:
        """The priority frames of one's own."""
        if PRIORITY in self.typed:
            return self.typed[PRIORITY][0]
        custom = self.settings.priority_frames.custom
        return "" if custom is None else str(custom)

    @property
    def priority_numbers(self) -> Tuple[int, ...]:
        """Which frames come first, of the first layer that renders."""
        for row in self.rows:
            if row.is_on and row.frames.text:
                return tuple(sorted(self.settings.priority_frames.chosen(FrameRange.parse(row.frames.text))))
        return ()

    @property
    def camera_names(self) -> Tuple[str, ...]:
        """Every camera that renders, once."""
        on = [camera.name for row in self.rows if row.is_on for camera in row.cameras if camera.is_on]
        return tuple(dict.fromkeys(on))

    @property
    def pictures(self) -> int:
        return sum(row.pictures for row in self.rows if row.is_on)

    # -- what is done --------------------------------------------------------------------------------------------

    def apply(self, **changes: Any) -> None:
        """Set fields of the settings."""
        self._set(dataclasses.replace(self.settings, **changes))

    def fix(self, problem: Problem) -> None:
        """Do what mends a problem: a change of settings, or the host asked to save."""
        if problem.fix is None:
            return
        if problem.fix.kind == SETTINGS:
            self.typed = {} if "frames" in dict(problem.fix.changes) else self.typed
            self._has_no_layer = self._has_no_layer and "layers" not in dict(problem.fix.changes)
            self._set(fixed(self.settings, problem.fix))
        else:
            self._scene.save()

    def type_frames(self, text: str) -> None:
        """What stands in the field of frames now; blank is as the scene says."""
        self._type(FRAMES, text, lambda: {"frames": FrameRange.parse(text) if text.strip() else None})

    def type_priority(self, text: str) -> None:
        own = self.settings.priority_frames

        def read() -> Dict[str, Any]:
            custom = FrameRange.parse(text) if text.strip() else None
            return {"priority_frames": PriorityFrames(own.first, own.middle, own.last, custom)}

        self._type(PRIORITY, text, read)

    def set_priority(self, first: bool, middle: bool, last: bool) -> None:
        custom = self.settings.priority_frames.custom
        self.apply(priority_frames=PriorityFrames(first, middle, last, custom))

    def use_environment(
        self, environment: Optional[RenderEnvironment], offered: Optional[SupportedPlugins]
    ) -> None:
        """The environment that the job takes, None where nobody knows yet."""
        if (environment, offered) != (self._environment, self._offered):
            self._environment, self._offered = environment, offered
            self._check_soon()

    def use_estimate(self, estimate: Optional[Estimate]) -> None:
        """What the job will cost, None where nobody has an idea."""
        if estimate != self._estimate:
            self._estimate = estimate
            self._check_soon()

    def use_all(self, settings: JobSettings) -> None:
        """Take whole settings: a preset's."""
        self.typed, self._has_no_layer = {}, False
        self._set(settings)

    def reset(self) -> None:
        """Everything as the scene says."""
        self.use_all(JobSettings())

    def to_submit(self) -> JobSettings:
        """The settings with the profile's own path mapping where none was chosen."""
        account = self._services.connection.account
        if self.settings.path_map or account is None:
            return self.settings
        return dataclasses.replace(self.settings, path_map=account.profile.path_map)

    def remember(self) -> None:
        """Write the settings down beside the scene."""
        if self._snapshot is None or not self._snapshot.scene:
            return
        scene, settings = self._snapshot.scene, self.settings
        self._services.runner.run(
            lambda ticket: self._memory.remember(scene, settings),
            lambda path: self._services.errors.settled(_RECALL),
            lambda error: self._services.errors.report(error, _RECALL),
        )

    def close(self) -> None:
        for stop in self._stops:
            stop()
        if self._later is not None:
            self._later()
        super().close()

    # -- how it is kept up to date -------------------------------------------------------------------------------

    def _type(self, field: str, text: str, read: Any) -> None:
        try:
            changes = read()
        except InputError as error:
            self.typed[field] = (text, error.message)
            self.changed()
            return
        self.typed.pop(field, None)
        self.apply(**changes)

    def _set(self, settings: JobSettings) -> None:
        self.settings = settings
        if self._snapshot is not None:
            self._kept[self._snapshot.scene] = settings
        self._refresh()

    def _refresh(self) -> None:
        if self._snapshot is not None:
            rows = layer_rows(self._snapshot, self.settings)
            if self._has_no_layer:
                rows = tuple(dataclasses.replace(row, is_on=False) for row in rows)
            self.rows = rows
        self._check_soon()
        self.changed()

    def _scene_changed(self) -> None:
        snapshot = self._scene.snapshot
        if snapshot is self._snapshot:
            return
        before, self._snapshot = self._snapshot, snapshot
        if snapshot is None:
            self.rows, self.evaluation = (), Evaluation()
            self.changed()
            return
        self.defaults = scene_defaults(snapshot)
        self._look_at_disk()
        if before is None or before.scene != snapshot.scene:
            self.typed, self._has_no_layer, self.evaluation = {}, False, Evaluation()
            if before is not None and not before.scene:
                self._kept.setdefault(snapshot.scene, self.settings)  # it was saved for the first time
            self.settings = self._kept.get(snapshot.scene, JobSettings())
            self._ask_facts()
            if snapshot.scene and snapshot.scene not in self._kept:
                self._recall(snapshot.scene)
        self._refresh()

    def _recall(self, scene: str) -> None:
        def recalled(found: Remembered) -> None:
            if self._snapshot is not None and self._snapshot.scene == scene and scene not in self._kept:
                for notice in found.notices:
                    self._services.errors.say(NOTICE, notice, _RECALL)
                self._set(found.settings)

        self._services.runner.run(
            lambda ticket: self._memory.recall(scene),
            recalled,
            lambda error: self._services.errors.report(error, _RECALL),
            key=_RECALL,
        )

    def _look_at_disk(self) -> None:
        snapshot, settings = self._snapshot, self.settings
        if snapshot is None:
            return

        def looked(disk: DiskFacts) -> None:
            self._disk = disk
            self._check_soon()

        read = snapshot
        self._disk = NOT_LOOKED
        self._services.runner.run(lambda ticket: look_at_disk(read, settings), looked, _ignored, key=_DISK)

    def _ask_facts(self) -> None:
        """Ask what the account and the farm add to the checks, once for each scene and account."""
        connection, snapshot = self._services.connection, self._snapshot
        if not connection.is_online or snapshot is None:
            return
        wanted = connection.account_key + snapshot.scene
        if wanted == self._asked_for:
            return
        self._asked_for = wanted
        scene, user = snapshot.scene, connection.standing.user

        def asked(facts: AccountFacts) -> None:
            self.facts = facts
            self._check_soon()

        connection.ask(
            lambda client, ticket: ask_facts(client, client.transport.platform, scene, user),
            asked,
            self._not_asked,
            key=_FACTS,
        )

    def _not_asked(self, error: RenderbusError) -> None:
        """What is not known is not judged; the connection has noted it and says so."""
        self._asked_for = ""

    def _check_soon(self) -> None:
        if self._later is not None:
            self._later()
        self._later = self._services.timers.call_later(SETTLES_S, self._check)

    def _check(self) -> None:
        self._later = None
        snapshot, settings, disk = self._snapshot, self.to_submit(), self._disk
        if snapshot is None:
            return
        read = snapshot
        environment = self._environment or scene_environment(snapshot, settings.os_name)
        facts = dataclasses.replace(self.facts, offered=self._offered, estimate=self._estimate)

        def work(ticket: Ticket) -> Evaluation:
            return evaluate(read, settings, environment, facts, disk)

        def checked(evaluation: Evaluation) -> None:
            if evaluation != self.evaluation:
                self.evaluation = evaluation
                self.changed()

        self._services.runner.run(
            work, checked, lambda error: self._services.errors.report(error, _CHECK), key=_CHECK
        )


def _ignored(error: RenderbusError) -> None:
    """What cannot be looked at is not judged."""
