"""Real doors to the network for tests: clock, sleep and time-outs given, closed at the end."""

from __future__ import annotations

from typing import Any, List

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.transport import Transport

ACCESS_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
ACCESS_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
NOW_S = 1535957371.0


PATIENT = (5.0, 5.0)
HASTY = (5.0, 0.3)


class Ticking:
    """A clock that goes on a second each time it is read, so that each try has a time of its own."""

    def __init__(self, start: float = NOW_S) -> None:
        self.now = start

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


class Doors:
    """Makes doors and closes them all."""

    def __init__(self) -> None:
        self.slept: List[float] = []
        self._made: List[Transport] = []

    def to(self, url: str, **given: Any) -> Transport:
        named = {"clock": Ticking(), "sleep": self.slept.append, "timeouts_s": PATIENT}
        named.update(given)
        door = Transport(ServiceAddress.parse(url), Credentials(ACCESS_ID, ACCESS_KEY), "62", **named)
        self._made.append(door)
        return door

    def close(self) -> None:
        for door in self._made:
            door.close()
