"""What a scene itself says as job settings, every blank filled in, and where a job's settings differ from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Tuple, TypeVar

from .errors import FrameRangeError, UnknownNameError
from .frames import FrameRange
from .host import RenderLayer, SceneSnapshot
from .image_size import ImageSize
from .job import JobSettings, by_node, chosen_layers, find_layer
from .job_values import FIELDS, written

T = TypeVar("T")
LayerFrames = Tuple[Tuple[str, FrameRange], ...]
_BLANK = JobSettings()
# What the scene fills in; frames belong together, because those of a layer win over those of the job.
_BLANKS: Tuple[Dict[str, Any], ...] = (
    {"layers": ()},
    {"cameras": ()},
    {"frames": None, "layer_frames": ()},
)
_IN_ANY_ORDER = ("cameras", "layers", "layer_frames", "layer_sizes", "layer_formats", "hardware_config_ids")


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
    layers = _layers(snapshot, settings)
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


def scene_differences(
    snapshot: SceneSnapshot, settings: JobSettings, defaults: Optional[JobSettings] = None
) -> Tuple[Difference, ...]:
    """As `differences` from the scene (`defaults` are scene_defaults, where they are known already).

    Of sizes and formats of single layers only what the scene does not say itself is told, with the scene's own beside
    it; what is kept for a layer that the scene no longer has is no difference.
    """
    plain = replace(
        settings,
        layer_frames=_of_layers_there(snapshot, settings.layer_frames),
        layer_cameras=_of_layers_there(snapshot, settings.layer_cameras),
        layer_sizes=(),
        layer_formats=(),
    )
    found = {each.name: each for each in differences(plain, defaults or scene_defaults(snapshot))}
    for each in _layer_differences(snapshot, settings):
        found[each.name] = each
    return tuple(found[name] for name in FIELDS if name in found)


def _layer_differences(snapshot: SceneSnapshot, settings: JobSettings) -> Iterator[Difference]:
    sizes = by_node(snapshot, settings.layer_sizes)
    formats = by_node(snapshot, settings.layer_formats)
    without = replace(settings, layer_formats=())
    own_formats = {layer.node: layer.image_format for layer in _layers(snapshot, without)} if formats else {}
    every: Tuple[Tuple[str, Mapping[str, Any], Callable[[RenderLayer], Any]], ...] = (
        ("layer_sizes", sizes, size_of),
        ("layer_formats", formats, lambda layer: own_formats.get(layer.node)),
    )
    for name, chosen, own in every:
        changed = [each for each in snapshot.layers if chosen.get(each.node, own(each)) != own(each)]
        if changed:
            names = {layer.node: layer_name(snapshot, layer) for layer in changed}
            yield Difference(
                name,
                tuple((names[layer.node], own(layer)) for layer in changed),
                tuple((names[layer.node], chosen[layer.node]) for layer in changed),
            )


def _of_layers_there(snapshot: SceneSnapshot, chosen: Tuple[Tuple[str, T], ...]) -> Tuple[Tuple[str, T], ...]:
    return tuple(each for each in chosen if find_layer(snapshot, each[0]) is not None)


def size_of(layer: RenderLayer) -> Optional[ImageSize]:
    """None where the scene does not tell it."""
    if layer.width is None or layer.height is None:
        return None
    return ImageSize(layer.width, layer.height)


def _layers(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[RenderLayer, ...]:
    """As the job makes them; as the scene has them where the settings name what it lacks."""
    try:
        return chosen_layers(snapshot, settings)
    except UnknownNameError:
        return snapshot.layers


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
