"""Presets: settings under a name, for every scene."""

from __future__ import annotations

import dataclasses
from typing import Any, Callable, Tuple

from rb_dcc_core.job_memory import JobMemory, Remembered
from rb_dcc_ui.error_desk import NOTICE
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.services import Services

from .job_presenter import JobPresenter

_KEY = "submit: presets"


class PresetPresenter(Presenter):
    """`names` are those there are, sorted."""

    def __init__(self, services: Services, job: JobPresenter) -> None:
        super().__init__()
        self.names: Tuple[str, ...] = ()
        self._services = services
        self._job = job
        self._memory = JobMemory(services.locations)
        self.look()

    def look(self) -> None:
        self._run(self._memory.presets, self._listed)

    def use(self, name: str) -> None:
        """Take a preset's settings; which layers and cameras render stays as it is in this scene."""
        self._run(lambda: self._memory.preset(name), self._found)

    def save(self, name: str) -> None:
        settings = self._job.settings
        self._run(lambda: self._memory.save_preset(name.strip(), settings), lambda path: self.look())

    def delete(self, name: str) -> None:
        self._run(lambda: self._memory.delete_preset(name), lambda _: self.look())

    def _listed(self, names: Tuple[str, ...]) -> None:
        self.names = names
        self.changed()

    def _found(self, found: Remembered) -> None:
        for notice in found.notices:
            self._services.errors.say(NOTICE, notice, _KEY)
        own = self._job.settings
        self._job.use_all(
            dataclasses.replace(
                found.settings,
                layers=own.layers,
                cameras=own.cameras,
                layer_cameras=own.layer_cameras,
                layer_frames=own.layer_frames,
                layer_sizes=own.layer_sizes,
                layer_formats=own.layer_formats,
                output=own.output,
            )
        )

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def arrived(answer: Any) -> None:
            self._services.errors.settled(_KEY)
            done(answer)

        self._services.runner.run(
            lambda ticket: work(), arrived, lambda error: self._services.errors.report(error, _KEY)
        )
