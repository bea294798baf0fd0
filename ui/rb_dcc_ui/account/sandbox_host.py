"""The embedded service, started for one panel: trying the product without an account, where it is installed. No Qt.

Only the desktop has it: it needs Flask and Pillow, which are in no host's bundle, and is imported when it is started.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import Cancelled, RenderbusError
from rb_dcc_core.interfaces import V2
from rb_dcc_core.messages import Message
from rb_dcc_core.settings import Account, Profile
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import TaskRunner, Ticket

if TYPE_CHECKING:
    from rb_dcc_core.sandbox.service import Sandbox

PROFILE_NAME = "sandbox"
SPEED = 8.0
"""Rendering there is pretended; so much faster than real time that an hour's job is seen through in minutes."""

_NEEDED = ("rb_dcc_core.sandbox", "flask", "PIL")
_LOOK = "look for the sandbox"
_START = "start the sandbox"


def is_installed() -> bool:
    """True where the embedded service could be started; nothing of it is imported. Looks at the disk."""
    try:
        return all(importlib.util.find_spec(name) is not None for name in _NEEDED)
    except (ImportError, ValueError):
        return False


class SandboxHost(Presenter):
    """At most one running service; it lives until `close`, so that one can come back to its tasks.

    Use on the interface thread. The account is in no settings file: it ends with the panel.
    """

    def __init__(
        self,
        runner: TaskRunner,
        folder: Path,
        can_run: Callable[[], bool] = is_installed,
        speed: float = SPEED,
    ) -> None:
        super().__init__()
        self.can_run = False
        self.is_starting = False
        self.trouble: Optional[Message] = None
        self._runner = runner
        self._folder = folder
        self._look = can_run
        self._speed = speed
        self._guard = threading.Lock()
        self._service: Optional[Sandbox] = None
        self._is_closed = False

    def look(self) -> None:
        """Find out whether it is installed; `can_run` tells."""
        self._runner.run(lambda ticket: self._look(), self._looked, key=_LOOK)

    def start(self, done: Callable[[Account], None]) -> None:
        """Start it, or take the one that runs; `trouble` says why where it does not."""
        if self.is_starting:
            return
        self.is_starting, self.trouble = True, None
        self.changed()

        def started(account: Account) -> None:
            self.is_starting = False
            self.changed()
            done(account)

        self._runner.run(self._start, started, self._failed, key=_START)

    def close(self) -> None:
        """End it and its threads, an idle one within a few hundredths of a second."""
        with self._guard:
            self._is_closed = True
            service, self._service = self._service, None
        if service is not None:
            service.stop()
        super().close()

    # -- on a working thread -------------------------------------------------------------------------------------

    def _start(self, ticket: Ticket) -> Account:
        """Nobody may be there any more when it runs: then it is stopped where it was started."""
        with self._guard:
            running = self._service
        if running is None:
            from rb_dcc_core.sandbox.service import Sandbox

            ticket.check()
            running = Sandbox(self._folder, speed=self._speed).start()
        with self._guard:
            if not self._is_closed:
                self._service = running
                return _account_of(running)
        running.stop()
        raise Cancelled()

    # -- on the interface thread ---------------------------------------------------------------------------------

    def _looked(self, can_run: bool) -> None:
        if can_run != self.can_run:
            self.can_run = can_run
            self.changed()

    def _failed(self, error: RenderbusError) -> None:
        self.is_starting, self.trouble = False, error.message
        self.changed()


def _account_of(service: Sandbox) -> Account:
    profile = Profile(PROFILE_NAME, service.url, service.platform, V2, service.access_id)
    return Account(
        profile, ServiceAddress.parse(service.url), Credentials(service.access_id, service.access_key)
    )
