"""What a scene itself says as job settings, every blank filled in, and where a job's settings differ from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, Optional, Tuple

from .errors import FrameRangeError, UnknownNameError
from .frames import FrameRange
from .host import RenderLayer, SceneSnapshot
from .job import JobSettings, chosen_layers
from .job_values import FIELDS, written

LayerFrames = Tuple[Tuple[str, FrameRange], ...]
_BLANK = JobSettings()
# What the scene fills in; frames belong together, because those of a layer win over those of the job.
_BLANKS: Tuple[Dict[str, Any], ...] = (
    {"layers": ()},
    {"cameras": ()},
    {"frames": None, "layer_frames": ()},
)
_IN_ANY_ORDER = ("cameras", "layers", "layer_frames", "hardware_config_ids")


@dataclass(frozen=True)
class Difference:
    """One setting that was changed: the scene's or the default value, and the chosen one, as JobSettings has them."""

    name: str
    default: Any
    chosen: Any

    def to_json(self) -> Dict[str, Any]:
        values = {"default": written(self.name, self.default), "chosen": written(self.name, self.chosen)}
        return dict(values, name=self.name)


def scene_defaults(snapshot: SceneSnapshot) -> JobSettings:
    """The settings to start from: the layers and cameras that render, the frames of each, all else as it is when new.

    They render what the scene would without any. What one value cannot say stays blank, as in the scene: `cameras`
    where layers render different ones, `frames` where their frames differ (each then stands in `layer_frames`).
    """
    return completed(snapshot, _BLANK)


def completed(snapshot: SceneSnapshot, settings: JobSettings) -> JobSettings:
    """Settings (a preset's, remembered ones) with their blanks filled in from the scene; they render the same.

    A layer or camera that the scene lacks stays: the checks name it.
    """
    try:
        layers = chosen_layers(snapshot, settings)
    except UnknownNameError:
        layers = snapshot.layers
    rendered = tuple(layer for layer in layers if layer.renderable)
    common = settings.frames or _common_frames(rendered)
    return replace(
        settings,
        layers=settings.layers or tuple(layer_name(snapshot, layer) for layer in rendered),
        cameras=settings.cameras or _common_cameras(snapshot, rendered),
        frames=common,
        layer_frames=_layer_frames(snapshot, layers, settings, common),
    )


def reduced(snapshot: SceneSnapshot, settings: JobSettings) -> JobSettings:
    """Completed settings without what the scene says anyway: what to remember, so that the scene may change later.

    `completed` makes the same of them again.
    """
    full = completed(snapshot, settings)
    for blank in _BLANKS:
        fewer = replace(settings, **blank)
        again = completed(snapshot, fewer)
        if all(_is_same(name, again, full) for name in FIELDS):
            settings = fewer
    return settings


def differences(settings: JobSettings, defaults: JobSettings) -> Tuple[Difference, ...]:
    """Every setting that was changed, in the order of the fields; a blank one is as the scene says."""
    return tuple(
        Difference(name, getattr(defaults, name), getattr(settings, name))
        for name in FIELDS
        if not _is_same(name, settings, defaults) and not _is_blank(name, settings)
    )


def _is_same(name: str, one: JobSettings, other: JobSettings) -> bool:
    value, another = getattr(one, name), getattr(other, name)
    return bool(value == another or (name in _IN_ANY_ORDER and set(value) == set(another)))


def _is_blank(name: str, settings: JobSettings) -> bool:
    return any(name in blank for blank in _BLANKS) and not getattr(settings, name)


def _common_cameras(snapshot: SceneSnapshot, rendered: Tuple[RenderLayer, ...]) -> Tuple[str, ...]:
    every = {layer.cameras for layer in rendered}
    common = every.pop() if len(every) == 1 else ()
    return common if set(common) <= {camera.name for camera in snapshot.cameras} else ()


def _common_frames(rendered: Tuple[RenderLayer, ...]) -> Optional[FrameRange]:
    every = {_frames(layer) for layer in rendered}
    return every.pop() if len(every) == 1 else None


def _layer_frames(
    snapshot: SceneSnapshot,
    layers: Tuple[RenderLayer, ...],
    settings: JobSettings,
    common: Optional[FrameRange],
) -> LayerFrames:
    """The frames of each layer, rendered or not, that has others than the common ones."""
    if settings.frames is not None:
        return settings.layer_frames
    told = ((layer, _frames(layer)) for layer in layers)
    return tuple(
        (layer_name(snapshot, layer), frames)
        for layer, frames in told
        if frames is not None and frames != common
    )


def _frames(layer: RenderLayer) -> Optional[FrameRange]:
    try:
        return FrameRange.parse(layer.frames) if layer.frames else None
    except FrameRangeError:
        return None


def layer_name(snapshot: SceneSnapshot, layer: RenderLayer) -> str:
    """The name by which the layer is found again: its own, or its node's where two layers share one."""
    first = next((each for each in snapshot.layers if layer.name in (each.name, each.node)), layer)
    return layer.name if first.node == layer.node else layer.node
