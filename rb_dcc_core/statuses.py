"""What the service's status numbers mean (PROTOCOL: statuses); an unknown one is shown by number, never fatal."""

from __future__ import annotations

from typing import Dict, Optional

from .messages import Message

WAITING = 0
RENDERING = 5
PREPARING = 8
STOPPED = 10
FINISHED = 25
FINISHED_WITH_FAILED = 30
ABANDONED = 35
TEST_FRAMES_DONE = 40
FAILED = 45
ANALYSING = 50
SUBMITTING = 60
SUBMIT_FAILED = 65

TASK_WORDS: Dict[int, str] = {
    0: "waiting",
    5: "rendering",
    8: "preparing",
    10: "stopped",
    15: "stopped by user",
    20: "stopped, account in arrears",
    23: "stopped, timed out",
    25: "finished",
    30: "finished, some frames failed",
    35: "abandoned",
    40: "test frames done",
    45: "failed",
    50: "analysing",
    60: "submitting",
    65: "submit failed",
    70: "finished, some frames stopped",
    100: "updating",
}
FRAME_WORDS: Dict[int, str] = {
    1: "waiting",
    2: "rendering",
    3: "stopped",
    4: "done",
    5: "failed",
    6: "waits for pre-processing",
    7: "waits for photon frames",
    8: "waits for priority frames",
    9: "waits for the photon task",
    10: "waits for simulation",
    11: "timed out",
    12: "waits for a part of the frame",
}
FRAME_TYPE_WORDS: Dict[int, str] = {
    1: "pre-render",
    2: "photon",
    3: "photon merge",
    4: "priority",
    5: "main",
    6: "composite",
    7: "composite",
    8: "simulation",
    9: "channel",
}
# Parts of a task by the service's own keys, which its web page puts into words too.
PART_WORDS: Dict[str, str] = {
    "render_major_picture_task": "pictures",
    "Render": "pictures",
    "render_photons_task": "photons",
    "RenderPhoton": "photons",
}
FRAME_DONE = 4
FRAMES_TO_RETRY = frozenset((3, 5, 11))
# Failed and timed out: a start of the task leaves them, those that were stopped it renders.
FRAMES_GIVEN_UP = frozenset((5, 11))
_ENDED = frozenset((25, 30, 35, 45, 65, 70))
_HALTED = frozenset((10, 15, 20, 23, 40))


def task_words(status: Optional[int]) -> Message:
    """A task's status in words."""
    return _words(TASK_WORDS, status)


def frame_words(status: Optional[int]) -> Message:
    """A frame's status in words."""
    return _words(FRAME_WORDS, status)


def frame_type_words(kind: Optional[int]) -> Message:
    """What a frame is rendered for, in words."""
    return _words(FRAME_TYPE_WORDS, kind)


def part_words(key: str) -> Message:
    """What a part of a task renders, in words; a key that is new is shown as it is."""
    return Message(PART_WORDS[key]) if key in PART_WORDS else Message("{key}", key=key)


def has_ended(status: Optional[int]) -> bool:
    """True where nothing more will happen to the task by itself, however it ended."""
    return status in _ENDED


def has_halted(status: Optional[int]) -> bool:
    """True where the task stands still until somebody starts it again."""
    return status in _HALTED


def has_succeeded(status: Optional[int]) -> bool:
    """True where every frame of the task is done."""
    return status == FINISHED


def _words(table: Dict[int, str], number: Optional[int]) -> Message:
    if number is None:
        return Message("unknown")
    return Message(table[number]) if number in table else Message("status {number}", number=number)
