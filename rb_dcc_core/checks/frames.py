"""Checks of what is rendered: layers, cameras, frames, stills, tiles, time-outs. Pure."""

from __future__ import annotations

from typing import Dict, Iterator, Optional, Tuple

from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.fixes import Fix, set_to
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import ERROR, MAX, WARNING, Problem, RenderLayer, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.messages import Message
from rb_dcc_core.priority import PriorityFrames

STILL_PLATFORM = 2
_DEFAULT_CAMERAS = ("persp", "top", "front", "side")
# What a reader says of a layer's frames, if it says why they cannot be had.
FRAME_CODES = ("frames_reversed", "frames_unknown", "frames_unusable")


def frame_problems(
    snapshot: SceneSnapshot, settings: JobSettings, layers: Tuple[RenderLayer, ...], account: AccountFacts
) -> Iterator[Problem]:
    """`layers` are those the job renders, as the settings make them."""
    if not layers:
        text = Message(
            "No layer is renderable. Make a layer renderable in the scene, or choose one with --layer."
        )
        yield Problem(ERROR, "no_renderable_layer", text, None, _only_layer(snapshot))
    for layer in layers:
        if not layer.cameras:
            why = _told(snapshot, layer, ("no_renderable_camera",))
            text = Message(
                "The layer '{layer}' has no renderable camera. Make a camera renderable, or choose one with --camera.",
                layer=layer.name,
            )
            if why is not None and snapshot.host == MAX:
                text = why.message
            yield Problem(ERROR, "no_renderable_camera", text, layer.node, _only_camera(snapshot))
    yield from _frames(snapshot, layers)
    yield from _priority(settings, layers)
    yield from _still(account, layers)
    yield from _timeouts(settings, account)


def _frames(snapshot: SceneSnapshot, layers: Tuple[RenderLayer, ...]) -> Iterator[Problem]:
    for layer in layers:
        if layer.frames:
            continue
        why = _told(snapshot, layer, FRAME_CODES)
        if why is not None:
            yield Problem(ERROR, why.code, why.message, why.node, why.fix or _turned_round(why))
            continue
        text = Message(
            "The frames of the layer '{layer}' cannot be read from the scene. Give them with --frames.",
            layer=layer.name,
        )
        yield Problem(ERROR, "frames_unknown", text, layer.node)


def _told(snapshot: SceneSnapshot, layer: RenderLayer, codes: Tuple[str, ...]) -> Optional[Problem]:
    """What the reader says of a layer, if it says why."""
    told = (problem for problem in snapshot.problems if problem.code in codes)
    return next((each for each in told if dict(each.message.args).get("layer") == layer.name), None)


def _turned_round(problem: Problem) -> Optional[Fix]:
    """A range that ends before it starts, offered the other way round for its layer."""
    args = dict(problem.message.args)
    try:
        frames = FrameRange.of(int(args["last"]), int(args["first"]))
    except (KeyError, ValueError):
        return None
    return set_to(
        Message("Render {frames}", frames=str(frames)), layer_frames=((str(args["layer"]), frames),)
    )


def _priority(settings: JobSettings, layers: Tuple[RenderLayer, ...]) -> Iterator[Problem]:
    custom = settings.priority_frames.custom
    every = [FrameRange.parse(layer.frames).numbers for layer in layers if layer.frames]
    if custom is None or not every or any(custom.numbers & numbers for numbers in every):
        return
    text = Message("None of the priority frames {frames} is among the frames to render.", frames=str(custom))
    yield Problem(
        WARNING,
        "priority_not_rendered",
        text,
        None,
        set_to(Message("Render the first frame first"), **_first(settings)),
    )


def _first(settings: JobSettings) -> Dict[str, PriorityFrames]:
    own = settings.priority_frames
    return {"priority_frames": PriorityFrames(True, own.middle, own.last)}


def _still(account: AccountFacts, layers: Tuple[RenderLayer, ...]) -> Iterator[Problem]:
    """A platform for still images renders single frames."""
    if account.platform is None or account.platform.type != STILL_PLATFORM:
        return
    for layer in layers:
        frames = FrameRange.parse(layer.frames) if layer.frames else None
        if frames is not None and len(frames) > 1:
            text = Message(
                "The platform {platform} is for still images, but the layer '{layer}' renders {count} frames.",
                platform=account.platform.platform,
                layer=layer.name,
                count=len(frames),
            )
            first = FrameRange.from_frames([next(iter(frames))])
            fix = set_to(
                Message("Render frame {frame} only", frame=str(first)), frames=first, layer_frames=()
            )
            yield Problem(WARNING, "still_with_many_frames", text, layer.node, fix)


def _timeouts(settings: JobSettings, account: AccountFacts) -> Iterator[Problem]:
    """A frame that took longer last time would be stopped; twice its time is offered."""
    longest = account.longest_frame_s
    if not longest:
        return
    for name, limit in (
        ("frame_timeout_s", settings.frame_timeout_s),
        ("task_timeout_s", settings.task_timeout_s),
    ):
        if 0 < limit <= longest:
            text = Message(
                "A frame of the last such job took {longest} s; the time-out of {limit} s would stop it.",
                longest=longest,
                limit=limit,
            )
            code = "frame_timeout_short" if name == "frame_timeout_s" else "task_timeout_short"
            value = 2 * longest if name == "frame_timeout_s" else 0
            label = Message("Allow {value} s", value=value) if value else Message("No time-out for the task")
            yield Problem(WARNING, code, text, None, set_to(label, **{name: value}))
    hours = account.setting.task_timeout_h if account.setting is not None else None
    if hours and hours * 3600 <= longest:
        text = Message(
            "A frame of the last such job took {longest} s; the account stops tasks after {hours} h. Change it with"
            " the account's settings.",
            longest=longest,
            hours=f"{hours:g}",
        )
        yield Problem(WARNING, "account_timeout_short", text)


def _only_layer(snapshot: SceneSnapshot) -> Optional[Fix]:
    if len(snapshot.layers) != 1:
        return None
    name = snapshot.layers[0].name
    return set_to(Message("Render the layer {layer}", layer=name), layers=(name,))


def _only_camera(snapshot: SceneSnapshot) -> Optional[Fix]:
    """The scene's one camera of its own; where there are several the artist chooses."""
    own = [camera.name for camera in snapshot.cameras if camera.name not in _DEFAULT_CAMERAS]
    return set_to(Message("Render {camera}", camera=own[0]), cameras=(own[0],)) if len(own) == 1 else None
