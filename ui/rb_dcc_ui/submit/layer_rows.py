"""The layers as the table shows them: what the job renders, and the scene's own value beside what was changed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from rb_dcc_core.errors import UnknownNameError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import MAX, RenderLayer, SceneSnapshot
from rb_dcc_core.image_formats import offered_formats, why_fixed
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.messages import Message

DEFAULT_CAMERAS = ("persp", "top", "front", "side")


@dataclass(frozen=True)
class Shown:
    """A value as text, and the scene's own where it was changed ("" where it was not)."""

    text: str
    scene: str = ""


@dataclass(frozen=True)
class CameraRow:
    """A camera in a layer; `was_on` as the scene has it."""

    name: str
    is_on: bool
    was_on: bool


@dataclass(frozen=True)
class LayerRow:
    """One layer; `node` is its key. `frame_count` is None where its frames cannot be read.

    `formats` are those to choose from, `format_fixed` says why there are none; `no_format` is what "" stands for among them, and
    `format_without` the format that it comes to.
    """

    node: str
    name: str
    is_on: bool
    was_on: bool
    cameras: Tuple[CameraRow, ...]
    camera_text: Shown
    frames: Shown
    frame_count: Optional[int]
    size: Shown
    image_format: Shown
    renderer: str
    formats: Tuple[str, ...]
    format_fixed: Optional[Message]
    no_format: Message
    format_without: str

    @property
    def pictures(self) -> int:
        """Frames times cameras."""
        return (self.frame_count or 0) * sum(camera.is_on for camera in self.cameras)


def layer_rows(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[LayerRow, ...]:
    """A row for each layer of the scene, as the settings make it; as the scene has it where they name what it lacks."""
    try:
        layers = chosen_layers(snapshot, settings)
    except UnknownNameError:
        layers = snapshot.layers
    of_job = settings.image_format if snapshot.host == MAX else ""
    return tuple(_row(snapshot, own, layer, of_job) for own, layer in zip(snapshot.layers, layers))


def _row(snapshot: SceneSnapshot, own: RenderLayer, layer: RenderLayer, format_of_job: str) -> LayerRow:
    size, own_size = _size(layer), _size(own)
    return LayerRow(
        node=layer.node,
        name=layer.name,
        is_on=layer.renderable,
        was_on=own.renderable,
        cameras=_cameras(snapshot, own, layer),
        camera_text=_shown(
            ", ".join(layer.cameras), ", ".join(own.cameras), set(layer.cameras) != set(own.cameras)
        ),
        frames=_shown(layer.frames or "", own.frames or "", not _is_same_frames(own.frames, layer.frames)),
        frame_count=_count(layer.frames),
        size=_shown(size, own_size, size != own_size),
        image_format=_shown(
            layer.image_format or "", own.image_format or "", layer.image_format != own.image_format
        ),
        renderer=layer.renderer or "",
        formats=offered_formats(snapshot.host, layer),
        format_fixed=why_fixed(snapshot.host, layer),
        no_format=_no_format(own, format_of_job),
        format_without=format_of_job or own.image_format or "",
    )


def _no_format(own: RenderLayer, format_of_job: str) -> Message:
    if format_of_job:
        return Message("as under More ({format})", format=format_of_job)
    return Message("as in the scene ({format})", format=own.image_format or "–")


def _size(layer: RenderLayer) -> str:
    return "" if layer.width is None or layer.height is None else f"{layer.width} × {layer.height}"


def _shown(text: str, scene: str, is_changed: bool) -> Shown:
    return Shown(text, (scene or "–") if is_changed else "")


def _cameras(snapshot: SceneSnapshot, own: RenderLayer, layer: RenderLayer) -> Tuple[CameraRow, ...]:
    """Every camera of the scene: those that render, the scene's own, Maya's default ones last."""
    order: Dict[str, Tuple[bool, bool]] = {
        camera.name: (camera.name not in own.cameras, camera.name in DEFAULT_CAMERAS)
        for camera in snapshot.cameras
    }
    return tuple(
        CameraRow(name, name in layer.cameras, name in own.cameras)
        for name in sorted(order, key=lambda name: (order[name], name.lower()))
    )


def _count(frames: Optional[str]) -> Optional[int]:
    return len(FrameRange.parse(frames)) if frames else None


def _is_same_frames(one: Optional[str], other: Optional[str]) -> bool:
    if one == other or not one or not other:
        return one == other
    return FrameRange.parse(one).numbers == FrameRange.parse(other).numbers
