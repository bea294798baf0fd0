"""Says once that a newer version of this plug-in is released; silent where that cannot be known. No Qt."""

from __future__ import annotations

import os
import time
from typing import Callable, Mapping, Optional

from rb_dcc_core import __version__
from rb_dcc_core.messages import Message
from rb_dcc_core.updates import DAY_S, INDEX, Release, newer_release, told

from .error_desk import NOTICE
from .presenter import Presenter
from .services import Services
from .waiting import Cancel

FIRST_LOOK_S = 20.0
"""Not while the panel opens: there is more urgent to do then."""
_KEY = "newer version"


class UpdateNotice(Presenter):
    """Looks some time after the panel was opened, then once a day while it is open."""

    def __init__(
        self,
        services: Services,
        own: str = __version__,
        clock: Callable[[], float] = time.time,
        environ: Optional[Mapping[str, str]] = None,
        index: str = INDEX,
    ) -> None:
        super().__init__()
        self._services = services
        self._own = own
        self._clock = clock
        self._environ = os.environ if environ is None else environ
        self._index = index
        self._next: Optional[Cancel] = services.timers.call_later(FIRST_LOOK_S, self._look)

    def close(self) -> None:
        if self._next is not None:
            self._next()
            self._next = None
        super().close()

    def _look(self) -> None:
        self._next = self._services.timers.call_later(DAY_S, self._look)
        if not self._services.preferences.now.update_notices:
            return
        state, now_s = self._services.locations.state, self._clock()
        self._services.runner.run(
            lambda ticket: newer_release(state, self._own, now_s, self._environ, self._index),
            self._found,
            key=_KEY,
        )

    def _found(self, release: Optional[Release]) -> None:
        if release is None:
            return
        words = Message("Version {version} of this plug-in is released.", version=release.version)
        if release.news:
            words = Message(
                "Version {version} of this plug-in is released: {news}",
                version=release.version,
                news=release.news,
            )
        self._services.errors.say(NOTICE, words, _KEY)
        state = self._services.locations.state
        self._services.runner.run(lambda ticket: told(state, release.version), lambda _: None)
