"""What every presenter of one panel shares."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Optional

from rb_dcc_core.locations import Locations
from rb_dcc_core.scene_host import Host

from .connection import Connect, Connection
from .error_desk import ErrorDesk
from .farm_watch import FarmWatch
from .preferences import load_preferences, save_preferences
from .presenter import Presenter
from .runner import TaskRunner
from .waiting import Timers

_SAVE = "save preferences"


class PreferenceStore(Presenter):
    """The preferences as they are now; a change is written on a working thread."""

    def __init__(self, runner: TaskRunner, errors: ErrorDesk, locations: Locations) -> None:
        super().__init__()
        self._runner = runner
        self._errors = errors
        self._folder = locations.settings
        self.now = load_preferences(self._folder)

    def set(self, **changes: Any) -> None:
        """Change some of them, at once here and soon on disk."""
        wanted = dataclasses.replace(self.now, **changes)
        if wanted == self.now:
            return
        self.now = wanted
        self._runner.run(
            lambda ticket: save_preferences(self._folder, wanted),
            lambda _: self._errors.settled(_SAVE),
            lambda error: self._errors.report(error, _SAVE),
        )
        self.changed()


@dataclass(frozen=True)
class Services:
    """One panel's shared parts; `close` ends them all. No Qt in any of them."""

    host: Host
    runner: TaskRunner
    timers: Timers
    locations: Locations
    errors: ErrorDesk
    preferences: PreferenceStore
    connection: Connection
    watch: FarmWatch

    @classmethod
    def make(
        cls,
        host: Host,
        runner: TaskRunner,
        timers: Timers,
        locations: Locations,
        connect: Optional[Connect] = None,
    ) -> Services:
        errors = ErrorDesk()
        preferences = PreferenceStore(runner, errors, locations)
        connection = Connection(runner, timers, errors, locations, connect)
        watch = FarmWatch(connection, timers, interval_s=preferences.now.poll_interval_s)
        return cls(host, runner, timers, locations, errors, preferences, connection, watch)

    def close(self, wait: bool = True) -> None:
        """Cancel, wait where asked to, and leave no thread, timer or callback."""
        self.watch.close()
        self.host.close()
        self.runner.close(wait)
        self.connection.close()
        self.errors.close()
        self.preferences.close()
