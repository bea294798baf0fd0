"""Simulated time: runs `speed` times as fast as the wall clock, and stands still while the service is down."""

from __future__ import annotations

from typing import Callable

from .database import Database

_MEMORY = "simulated_seconds"


class SimulatedClock:
    """`now` is in simulated seconds since the folder was first used. Events are dated by `wall_ms`, which depends
    on when the service was started and on nothing that was asked since."""

    def __init__(self, database: Database, clock: Callable[[], float], speed: float) -> None:
        self._database = database
        self._clock = clock
        self._speed = speed
        self._start_sim = float(database.remembered(_MEMORY, "0"))
        self._start_s = clock()
        self.now = self._start_sim

    def target(self) -> float:
        """Where the simulation should be by now; never before where it is, even if the wall clock was set back."""
        return max(self.now, self._start_sim + (self._clock() - self._start_s) * self._speed)

    def wall_ms(self, sim: float) -> int:
        return int((self._start_s + (sim - self._start_sim) / self._speed) * 1000)

    def save(self) -> None:
        self._database.remember(_MEMORY, repr(self.now))
