"""How a status looks: a colour's role, an icon's name, a mark drawn into a cell, words. Readable without colour. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from rb_dcc_core import statuses
from rb_dcc_core.messages import Message

GOOD = "good"
BUSY = "busy"
WAITING = "waiting"
CAUTION = "caution"
BAD = "bad"
IDLE = "idle"

TICK = "tick"
CROSS = "cross"
PLAY = "start"
PAUSE = "pause"
CLOCK = "clock"
BAR = "stop"
DOTS = "more"


@dataclass(frozen=True)
class Look:
    """`role` is a colour's (theme.py), `mark` an icon's name which says the same without colour."""

    role: str
    mark: str
    words: Message


_TASKS: Dict[int, Tuple[str, str]] = {
    0: (WAITING, CLOCK),
    5: (BUSY, PLAY),
    8: (BUSY, DOTS),
    10: (CAUTION, PAUSE),
    15: (CAUTION, PAUSE),
    20: (BAD, "cost"),
    23: (BAD, CLOCK),
    25: (GOOD, TICK),
    30: (BAD, "warning"),
    35: (IDLE, "abandon"),
    40: (CAUTION, "picture"),
    45: (BAD, CROSS),
    50: (BUSY, "search"),
    60: (BUSY, "upload"),
    65: (BAD, CROSS),
    70: (CAUTION, "warning"),
    100: (BUSY, "refresh"),
}
_FRAMES: Dict[int, Tuple[str, str]] = {
    1: (WAITING, CLOCK),
    2: (BUSY, PLAY),
    3: (CAUTION, PAUSE),
    4: (GOOD, TICK),
    5: (BAD, CROSS),
    11: (BAD, "warning"),
}


def task_look(status: Optional[int]) -> Look:
    """How a task's status looks; an unknown one is shown as waiting, with its number in words."""
    role, mark = _TASKS.get(-1 if status is None else status, (IDLE, DOTS))
    return Look(role, mark, statuses.task_words(status))


def frame_look(status: Optional[int]) -> Look:
    """How a frame's status looks; 6 to 10 and 12 wait for something else of the same task."""
    role, mark = _FRAMES.get(-1 if status is None else status, (WAITING, DOTS))
    return Look(role, mark, statuses.frame_words(status))
