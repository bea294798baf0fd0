"""Job settings after a choice in the table of layers; what is as in the scene stays blank. Pure, no Qt."""

from __future__ import annotations

import dataclasses
from typing import AbstractSet, Tuple

from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.job_defaults import size_of


def with_layers(snapshot: SceneSnapshot, settings: JobSettings, on: AbstractSet[str]) -> JobSettings:
    """Exactly these layers render, by their nodes."""
    own = {layer.node for layer in snapshot.layers if layer.renderable}
    names = tuple(layer_key(snapshot, layer.node) for layer in snapshot.layers if layer.node in on)
    return dataclasses.replace(settings, layers=() if on == own else names)


def with_cameras(
    snapshot: SceneSnapshot, settings: JobSettings, node: str, on: Tuple[str, ...]
) -> JobSettings:
    """One layer renders exactly these cameras."""
    key = layer_key(snapshot, node)
    kept = tuple(each for each in settings.layer_cameras if each[0] not in (key, node))
    own = next(layer.cameras for layer in snapshot.layers if layer.node == node)
    if settings.cameras or set(on) != set(own):
        kept += ((key, on),)
    return dataclasses.replace(settings, layer_cameras=kept)


def with_frames(snapshot: SceneSnapshot, settings: JobSettings, node: str, text: str) -> JobSettings:
    """One layer renders the frames written, or has none of its own where nothing is; raises FrameRangeError."""
    key = layer_key(snapshot, node)
    kept = tuple(each for each in settings.layer_frames if each[0] not in (key, node))
    layer = next(layer for layer in snapshot.layers if layer.node == node)
    without = layer.frames if settings.frames is None else str(settings.frames)
    if text.strip() and text.strip() != without:
        kept += ((key, FrameRange.parse(text)),)
    return dataclasses.replace(settings, layer_frames=kept)


def with_size(snapshot: SceneSnapshot, settings: JobSettings, node: str, text: str) -> JobSettings:
    """One layer's images have the size written, or the scene's where nothing is; raises InputError."""
    key = layer_key(snapshot, node)
    kept = tuple(each for each in settings.layer_sizes if each[0] not in (key, node))
    size = ImageSize.parse(text) if text.strip() else None
    layer = next(layer for layer in snapshot.layers if layer.node == node)
    if size is not None and size != size_of(layer):
        kept += ((key, size),)
    return dataclasses.replace(settings, layer_sizes=kept)


def with_format(snapshot: SceneSnapshot, settings: JobSettings, node: str, name: str) -> JobSettings:
    """One layer's images have this format, or that of the job or the scene where it is ""."""
    key = layer_key(snapshot, node)
    kept = tuple(each for each in settings.layer_formats if each[0] not in (key, node))
    without = dataclasses.replace(settings, layer_formats=kept)
    layer = next(layer for layer in chosen_layers(snapshot, without) if layer.node == node)
    return (
        dataclasses.replace(settings, layer_formats=(*kept, (key, name)))
        if name and name != layer.image_format
        else without
    )


def layer_key(snapshot: SceneSnapshot, node: str) -> str:
    """How settings name a layer: as the artist knows it, by its node where two share the name."""
    names = [layer.name for layer in snapshot.layers]
    found = next(layer for layer in snapshot.layers if layer.node == node)
    return found.node if names.count(found.name) > 1 else found.name
