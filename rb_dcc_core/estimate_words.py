"""What an estimate tells and rests on, in words: the same in the panel and in `rb-dcc`. Pure."""

from __future__ import annotations

from typing import Tuple

from .estimate import SAME_PROJECT, SAME_RENDERER, SAME_SCENE, SAME_SIZE, Estimate
from .messages import Message
from .money import Purse, cost_words

NO_IDEA_YET = Message("No estimate yet: test a few frames first.")
NO_IDEA = Message("No estimate yet: no task like it has finished on this account.")
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
    if told.frames == 1:
        return Message("from one finished frame of this task")
    return Message("from {frames} finished frames of this task", frames=told.frames)


def time_words(told: Estimate) -> Message:
    """ "25 min (18 min to 40 min) on 4 machines"."""
    said = {
        "likely": rough_time(told.time_s.likely),
        "low": rough_time(told.time_s.low),
        "high": rough_time(told.time_s.high),
    }
    if told.machines == 1:
        return Message("{likely} ({low} to {high}) on 1 machine", **said)
    return Message("{likely} ({low} to {high}) on {machines} machines", machines=told.machines, **said)


def rough_time(seconds: float) -> Message:
    """As exactly as anybody plans: 40 s, 25 min, 2 h 20 min, 14 h, 3 d."""
    if seconds < 90:
        return Message("{s} s", s=max(1, round(seconds)) if seconds < 10 else 5 * round(seconds / 5))
    if seconds < 285:
        halves = round(seconds / 30)
        return Message("{m} min 30 s", m=halves // 2) if halves % 2 else Message("{m} min", m=halves // 2)
    minutes = round(seconds / 60)
    if minutes < 90:
        return Message("{m} min", m=minutes)
    minutes = 5 * round(minutes / 5)
    if minutes < 600:
        hours, rest = divmod(minutes, 60)
        return Message("{h} h {m} min", h=hours, m=rest) if rest else Message("{h} h", h=hours)
    hours = round(minutes / 60)
    return Message("{h} h", h=hours) if hours < 48 else Message("{d} d", d=round(hours / 24))


def with_basis(told: Estimate) -> Message:
    """The time, and what both figures rest on."""
    return Message("{time} · {basis}", time=time_words(told), basis=basis_words(told))


def figure_words(told: Estimate, purse: Purse) -> Message:
    """The price with its interval; the time where the account hides prices."""
    return cost_words(told.cost, purse.sign) if purse.is_shown else time_words(told)


def whole_words(told: Estimate, purse: Purse) -> Message:
    """In one line: price, time and what they rest on."""
    if not purse.is_shown:
        return with_basis(told)
    return Message("{cost} · {rest}", cost=cost_words(told.cost, purse.sign), rest=with_basis(told))


def rest_words(left: int, figure: Message) -> Message:
    """What the frames still to be rendered will cost."""
    if left == 1:
        return Message("The other frame: {figure}", figure=figure)
    return Message("The other {count} frames: {figure}", count=left, figure=figure)


def assumptions(told: Estimate) -> Tuple[Message, ...]:
    """What has to hold for an estimate to be right, a sentence each."""
    sure = Message("Four times in five it comes to something between the two in brackets.")
    if told.jobs:
        if told.frames == 1:
            frames = Message("It rests on one finished frame of an earlier task.")
        else:
            frames = Message("It rests on {frames} finished frames of earlier tasks.", frames=told.frames)
        machines = Message(
            "The time counts from the first frame, with as many machines at once as your tasks had lately ({machines}).",
            machines=told.machines,
        )
        return sure, frames, machines
    machines = Message(
        "The time counts from when the task goes on, with as many machines at once as there were lately ({machines}).",
        machines=told.machines,
    )
    return (sure, _own_frames(told), *_weighed(told), machines)


def _own_frames(told: Estimate) -> Message:
    if told.frames == 1:
        return Message(
            "It rests on one finished frame of the task itself and takes the others to be like it."
        )
    return Message(
        "It rests on {frames} finished frames of the task itself and takes the others to be like them.",
        frames=told.frames,
    )


def _weighed(told: Estimate) -> Tuple[Message, ...]:
    """What its own frames alone would not have come to."""
    if not told.weighed:
        return ()
    if told.weighed == 1:
        return (
            Message(
                "An earlier task like it is weighed in, the less the more its own frames tell otherwise."
            ),
        )
    return (
        Message(
            "{jobs} earlier tasks like it are weighed in, the less the more its own frames tell otherwise.",
            jobs=told.weighed,
        ),
    )
