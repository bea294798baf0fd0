"""What a presenter waits with, whichever toolkit turns the clock. No Qt."""

from __future__ import annotations

import abc
from typing import Callable

Cancel = Callable[[], None]


class Timers(abc.ABC):
    """Calls that come later, on the interface thread."""

    @abc.abstractmethod
    def call_later(self, seconds: float, call: Callable[[], None]) -> Cancel:
        """Make a call after some seconds, once, unless the returned function is called before."""
