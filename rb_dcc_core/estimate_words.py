"""What an estimate rests on, in words. Pure."""

from __future__ import annotations

from .estimate import SAME_PROJECT, SAME_RENDERER, SAME_SCENE, SAME_SIZE, Estimate
from .messages import Message

NO_IDEA = Message("No idea yet: no task like it has finished on this account.")
_ONE = {
    SAME_SCENE: Message("from one task of this scene"),
    SAME_PROJECT: Message("from one task of this project with the same renderer and size"),
    SAME_SIZE: Message("from one task with the same renderer and size"),
    SAME_RENDERER: Message("from one task with the same renderer, scaled by the size"),
}


def basis_words(told: Estimate) -> Message:
    """How many jobs of which kind, or how many frames of the task itself, the figures come from."""
    if told.jobs == 1:
        return _ONE[told.kind]
    if told.kind == SAME_SCENE:
        return Message("from {jobs} tasks of this scene", jobs=told.jobs)
    if told.kind == SAME_PROJECT:
        return Message("from {jobs} tasks of this project with the same renderer and size", jobs=told.jobs)
    if told.kind == SAME_SIZE:
        return Message("from {jobs} tasks with the same renderer and size", jobs=told.jobs)
    if told.kind == SAME_RENDERER:
        return Message("from {jobs} tasks with the same renderer, scaled by the size", jobs=told.jobs)
    return Message("from {frames} finished frames of this task", frames=told.frames)
