"""Every picture there is: a page, a state, and how the panel is brought there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Tuple

from . import shots_of_account, shots_of_submit, shots_of_tasks
from .studio import Studio

EMPTY = "empty"
BUSY = "busy"
FAILING = "failing"
STATES = (EMPTY, BUSY, FAILING)
Prepare = Callable[[Studio], object]
DOCK = (460, 860)
"""As wide as a dock beside a viewport."""
NARROW = (360, 860)
"""As narrow as a dock may be."""
WINDOW = (960, 760)


@dataclass(frozen=True)
class Shot:
    """One page in one state. `size` in logical pixels."""

    page: str
    state: str
    prepare: Prepare
    size: Tuple[int, int] = DOCK

    @property
    def name(self) -> str:
        return f"{self.page}-{self.state}"


def _page(name: str, module: object, size: Tuple[int, int] = DOCK) -> Tuple[Shot, ...]:
    """A page's states: the module's functions of their names ("submit_busy")."""
    prefix = name.replace("-", "_")
    return tuple(Shot(name, state, getattr(module, f"{prefix}_{state}"), size) for state in STATES)


SHOTS: Tuple[Shot, ...] = (
    *_page("account", shots_of_account),
    *_page("submit", shots_of_submit),
    *_page("submit-wide", shots_of_submit, WINDOW),
    *_page("layers", shots_of_submit, NARROW),
    *_page("layers-wide", shots_of_submit, WINDOW),
    *_page("files", shots_of_submit),
    *_page("problems", shots_of_submit),
    *_page("tasks", shots_of_tasks, WINDOW),
    *_page("tasks-narrow", shots_of_tasks),
    *_page("frames-grid", shots_of_tasks, WINDOW),
    *_page("frames-list", shots_of_tasks, WINDOW),
    *_page("download", shots_of_tasks, WINDOW),
    *_page("test-card", shots_of_tasks, WINDOW),
    *_page("notices", shots_of_tasks, WINDOW),
    *_page("settings", shots_of_account),
    *_page("diagnose", shots_of_account),
    *_page("costs", shots_of_account, WINDOW),
)
