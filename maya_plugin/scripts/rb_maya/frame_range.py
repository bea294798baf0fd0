"""Which frames a scene or a layer renders, and at how many a second."""

from __future__ import annotations

import math
from typing import List, NamedTuple, Optional, Tuple, Union

from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import ERROR, WARNING, Problem
from rb_dcc_core.messages import Message

from .scene_graph import Look

GLOBALS = "defaultRenderGlobals"
# In frames: a tick is a 141,120,000th of a second, 7e-6 of a frame at a thousand frames a second.
_LESS_THAN_A_TICK = 5e-6

_FPS = {
    "game": 15.0,
    "film": 24.0,
    "pal": 25.0,
    "ntsc": 30.0,
    "show": 48.0,
    "palf": 50.0,
    "ntscf": 60.0,
    "millisec": 1000.0,
    "sec": 1.0,
    "min": 1.0 / 60.0,
    "hour": 1.0 / 3600.0,
}


class Frames(NamedTuple):
    """`text` is in the field's syntax, None where the range is none; `animation` False means the current
    frame only."""

    text: Optional[str]
    animation: bool
    problems: Tuple[Problem, ...]


def frames_per_second(time_unit: str) -> Optional[float]:
    """The rate of a Maya time unit ("film", "29.97df", "100fps"); None for one that is not known."""
    if time_unit in _FPS:
        return _FPS[time_unit]
    number = (
        time_unit[:-3] if time_unit.endswith("fps") else time_unit[:-2] if time_unit.endswith("df") else ""
    )
    try:
        rate = float(number)
    except ValueError:
        return None
    return rate if math.isfinite(rate) and rate > 0 else None


def frames(look: Look, layer: str) -> Frames:
    """The frames a layer renders.

    A range that ends before it starts gives no frames and an error: Maya itself renders nothing then.
    Fractional
    frames are brought to whole ones (first and last rounded down, the step to at least 1) and told: Maya
    would
    render between the frames, a farm's frame list cannot say so.
    """
    if look.flag(look.graph.node(GLOBALS), "animation"):
        return animated_frames(look, layer)
    return _one_of_many(look, layer, current_frame(look))


def current_frame(look: Look) -> Frames:
    """The scene's current time alone."""
    time = _exact(look.number(look.graph.node("time1"), "outTime"))
    return Frames(str(math.floor(time if time is not None else 1.0)), False, ())


def animated_frames(look: Look, layer: str) -> Frames:
    """The range, whatever the switch of the animation says."""
    numbers = _range(look)
    if any(number is None for number in numbers):
        return Frames(None, True, (_problem(ERROR, "frames_unknown", _UNKNOWN, layer),))
    return _animated(layer, *(number for number in numbers if number is not None))


def unusable_frames(layer: str, error: FrameRangeError) -> Frames:
    """No frames, since what was written for them cannot be used."""
    return Frames(None, True, (_problem(ERROR, "frames_unusable", _UNUSABLE, layer, why=error.message),))


def _one_of_many(look: Look, layer: str, single: Frames) -> Frames:
    """Animation is off: told where a range was set up all the same (1-10 is what every new scene has)."""
    first, last, _ = _range(look)
    if first is None or last is None or last <= first or (first, last) == (1.0, 10.0):
        return single
    told = _problem(
        WARNING, "animation_off", _ONLY_ONE, layer, frame=str(single.text), range=f"{first:g}-{last:g}"
    )
    return Frames(single.text, False, (told,))


def _range(look: Look) -> List[Optional[float]]:
    node = look.graph.node(GLOBALS)
    return [_exact(look.number(node, name)) for name in ("startFrame", "endFrame", "byFrameStep")]


def _exact(number: Optional[float]) -> Optional[float]:
    """A whole frame that was stored with a trace of a conversion (23.999999999999996). Maya counts time in ticks, of
    which a frame has many thousands: it knows nothing in between."""
    whole = None if number is None or not math.isfinite(number) else float(round(number))
    return (
        whole
        if whole is not None and number is not None and abs(number - whole) < _LESS_THAN_A_TICK
        else number
    )


def _animated(layer: str, first: float, last: float, step: float) -> Frames:
    problems: List[Problem] = []
    if any(number != math.floor(number) for number in (first, last, step)) or step < 1:
        problems.append(
            _problem(WARNING, "frames_fractional", _FRACTIONAL, layer, range=_written(first, last, step))
        )
    if last < first:
        problems.append(
            _problem(ERROR, "frames_reversed", _REVERSED, layer, first=_plain(first), last=_plain(last))
        )
        return Frames(None, True, tuple(problems))
    try:
        text = str(FrameRange.of(math.floor(first), math.floor(last), max(1, math.floor(step))))
    except FrameRangeError as error:
        return Frames(None, True, (*problems, *unusable_frames(layer, error).problems))
    return Frames(text, True, tuple(problems))


def _problem(severity: str, code: str, template: str, layer: str, **args: Union[str, Message]) -> Problem:
    return Problem(severity, code, Message(template, layer=layer, **args), GLOBALS)


def _plain(number: float) -> str:
    return f"{number:g}"


def _written(first: float, last: float, step: float) -> str:
    return f"{_plain(first)}-{_plain(last)}x{_plain(step)}"


_UNKNOWN = "{layer}: the frame range cannot be read. Set it in the render settings."
_FRACTIONAL = "{layer}: the frame range {range} has fractions; whole frames are rendered."
_REVERSED = (
    "{layer}: the frame range ends ({last}) before it starts ({first}). Correct it in the render settings."
)
_ONLY_ONE = (
    "{layer}: animation is switched off, so that only frame {frame} is rendered and not {range}. "
    "Switch it on in the render settings for all of them."
)
_UNUSABLE = "{layer}: the frame range cannot be used. {why}"
