"""The numbers of task and frame statuses, and what each generation is told of the newer ones."""

from __future__ import annotations

from typing import FrozenSet, Iterable

from rb_dcc_core.interfaces import V1

WAITING = 0
RENDERING = 5
PREPARING = 8
STOPPED = 10
ARREARS = 20
TIMED_OUT = 23
FINISHED = 25
FINISHED_WITH_FAILED = 30
ABANDONED = 35
TEST_DONE = 40
FAILED = 45
ANALYSING = 50
SUBMITTING = 60
SUBMIT_FAILED = 65
FINISHED_WITH_STOPPED = 70

FRAME_WAITING = 1
FRAME_RENDERING = 2
FRAME_STOPPED = 3
FRAME_DONE = 4
FRAME_FAILED = 5
FRAME_WAITS_FOR_PHOTON_FRAMES = 7
FRAME_WAITS_FOR_PRIORITY = 8
FRAME_WAITS_FOR_PHOTON_TASK = 9
FRAME_TIMED_OUT = 11
FRAME_WAITS_FOR_BLOCKS = 12

PHOTON = 2
PHOTON_MERGE = 3
PRIORITY = 4
MAIN = 5
COMPOSITE = 6

# The two levels that createTask takes; the higher one goes first in the queue.
LEVELS = (50, 60)

RENDER = "Render"
RENDER_PHOTON = "RenderPhoton"

IN_QUEUE = (WAITING, RENDERING)
UNDER_WAY = (WAITING, RENDERING, PREPARING, ANALYSING)
SETTLED_FRAMES = (FRAME_STOPPED, FRAME_DONE, FRAME_FAILED, FRAME_TIMED_OUT)
FAILED_FRAMES = (FRAME_FAILED, FRAME_TIMED_OUT)

# The document (v1) has no number above 50 for tasks and none above 11 for frames.
_V1_TASK = {SUBMITTING: WAITING, SUBMIT_FAILED: FAILED, FINISHED_WITH_STOPPED: STOPPED}
_V1_FRAME = {FRAME_WAITS_FOR_BLOCKS: FRAME_WAITING}

# A parent shows the first of these that one of its children has.
_LOUDEST = (
    RENDERING,
    TEST_DONE,
    ARREARS,
    TIMED_OUT,
    STOPPED,
    WAITING,
    FINISHED_WITH_FAILED,
    FINISHED_WITH_STOPPED,
    FINISHED,
    ABANDONED,
)


def task_status(status: int, generation: str) -> int:
    return _V1_TASK.get(status, status) if generation == V1 else status


def frame_status(status: int, generation: str) -> int:
    return _V1_FRAME.get(status, status) if generation == V1 else status


def kept_as(shown: Iterable[int], generation: str) -> FrozenSet[int]:
    """The statuses a filter means: in v1 a number also stands for the newer ones shown as it."""
    wanted = frozenset(shown)
    if generation != V1:
        return wanted
    hidden = frozenset(kept for kept, told in _V1_TASK.items() if told in wanted)
    return (wanted - frozenset(_V1_TASK)) | hidden


def parent_status(children: Iterable[int]) -> int:
    """One status for several children: what still happens before what is over, and what needs a person first."""
    found = frozenset(children)
    if WAITING in found and FINISHED in found and found <= {WAITING, FINISHED}:
        return RENDERING
    return next(status for status in _LOUDEST if status in found)
