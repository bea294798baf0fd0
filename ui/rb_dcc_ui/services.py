"""What every presenter of one panel shares."""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass
from typing import Any, Optional

from rb_dcc_core.locations import Locations
from rb_dcc_core.scene_host import Host

from .account.accounts import Accounts
from .account.sandbox_host import SandboxHost
from .connection import Connect, Connection
from .error_desk import ErrorDesk
from .farm_watch import FarmWatch
from .preferences import load_preferences, save_preferences
from .presenter import Presenter
from .runner import CLOSING_WAIT_S, TaskRunner
from .waiting import Timers

_SAVE = "save preferences"


class PreferenceStore(Presenter):
    """The preferences as they are now; a change is written on a working thread."""

    def __init__(self, runner: TaskRunner, errors: ErrorDesk, locations: Locations) -> None:
        super().__init__()
        self._runner = runner
        self._errors = errors
        self._folder = locations.settings
        self._writing = threading.Lock()
        self.now = load_preferences(self._folder)

    def set(self, **changes: Any) -> None:
        """Change some of them, at once here and soon on disk."""
        wanted = dataclasses.replace(self.now, **changes)
        if wanted == self.now:
            return
        self.now = wanted
        self._runner.run(
            lambda ticket: self._save(),
            lambda _: self._errors.settled(_SAVE),
            lambda error: self._errors.report(error, _SAVE),
        )
        self.changed()

    def _save(self) -> None:
        """On a working thread; of two changes at once the later is what stays."""
        with self._writing:
            save_preferences(self._folder, self.now)


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
    accounts: Accounts

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
        sandbox = SandboxHost(runner, locations.state / "sandbox")
        accounts = Accounts(runner, errors, locations, connection, sandbox)
        return cls(host, runner, timers, locations, errors, preferences, connection, watch, accounts)

    def close(self, wait: bool = True) -> None:
        """Cancel everything, cut what is under way, leave no timer or callback. Threads end at once, or as soon as they
        can with nobody waiting for them; where `wait` they are given a moment."""
        self.watch.close()
        self.host.close()
        self.runner.stop()
        self.connection.close()
        self.accounts.close()
        self.runner.close(CLOSING_WAIT_S if wait else 0.0)
        self.errors.close()
        self.preferences.close()
