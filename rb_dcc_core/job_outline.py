"""What an estimate asks about a job: drawn from the scene and the settings. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, Mapping, Optional

from .errors import FrameRangeError, InputError
from .estimate import JobOutline
from .frames import FrameRange
from .host import SceneSnapshot
from .job import JobSettings, chosen_layers


def outline_of(snapshot: SceneSnapshot, settings: JobSettings, machines: int = 1) -> Optional[JobOutline]:
    """Pictures over all chosen layers and cameras, the size most of them have; None where nothing can be counted."""
    try:
        layers = [layer for layer in chosen_layers(snapshot, settings) if layer.renderable and layer.frames]
        counts = [len(FrameRange.parse(layer.frames or "")) * max(1, len(layer.cameras)) for layer in layers]
    except (InputError, FrameRangeError):
        return None
    frames = sum(counts)
    if not frames:
        return None
    sizes: Counter[int] = Counter()
    renderers: Counter[str] = Counter()
    for layer, count in zip(layers, counts):
        sizes[(layer.width or 0) * (layer.height or 0)] += count
        renderers[layer.renderer or snapshot.renderer or ""] += count
    return JobOutline(
        snapshot.scene,
        snapshot.project or "",
        renderers.most_common(1)[0][0],
        sizes.most_common(1)[0][0],
        frames,
        machines,
        settings.tiles,
        settings.frames_per_machine,
    )


def outline_to_json(outline: JobOutline) -> Dict[str, Any]:
    return {
        "scene": outline.scene,
        "project": outline.project,
        "renderer": outline.renderer,
        "pixels": outline.pixels,
        "frames": outline.frames,
        "tiles": outline.tiles,
        "frames_per_machine": outline.frames_per_machine,
    }


def outline_from_json(data: Mapping[str, Any]) -> Optional[JobOutline]:
    """None where it was written by something else, or not at all."""
    try:
        return JobOutline(
            str(data["scene"]),
            str(data["project"]),
            str(data["renderer"]),
            int(data["pixels"]),
            int(data["frames"]),
            tiles=int(data.get("tiles", 1)),
            frames_per_machine=int(data.get("frames_per_machine", 1)),
        )
    except (KeyError, TypeError, ValueError):
        return None
