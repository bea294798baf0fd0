"""What the artist chose for a job, apart from what the scene says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional, Tuple

from .errors import InputError, UnknownNameError
from .frames import FrameRange
from .host import Camera, RenderLayer, SceneSnapshot

OS_LINUX = 0
OS_WINDOWS = 1
OS_NAMES = {OS_LINUX: "linux", OS_WINDOWS: "windows"}


@dataclass(frozen=True)
class JobSettings:
    """Settings of one job; None or () means as the scene says.

    `ram_gb` 64 or 128; time-outs in seconds: `frame_timeout_s` ends one frame, `task_timeout_s` the whole task (0
    none), `reminder_s` only reminds. `priority_frames` is the farm's pre_frames text ("000" none, "101" first and
    last). `is_test_stop` pauses the task after them.
    """

    cameras: Tuple[str, ...] = ()
    layers: Tuple[str, ...] = ()
    frames: Optional[FrameRange] = None
    label: str = ""
    os_name: int = OS_WINDOWS
    ram_gb: int = 64
    graphics_cards: int = 2
    hardware_config_ids: Tuple[int, ...] = ()
    frames_per_machine: int = 1
    priority_frames: str = "000"
    is_test_stop: bool = False
    frame_timeout_s: int = 259200
    task_timeout_s: int = 0
    reminder_s: int = 43200
    tiles: int = 1
    tiles_type: str = "block"
    is_distributed: bool = False
    distributed_nodes: int = 3
    unc_style: str = "share"


def apply_settings(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[RenderLayer, ...]:
    """The scene's layers as the job renders them: chosen layers renderable, chosen cameras and frames in place.

    Raises UnknownNameError, naming what there is, for a layer or camera the scene lacks; InputError when nothing is
    left to render.
    """
    if settings.tiles > 1 and settings.frames_per_machine > 1:
        raise InputError(
            "A frame is either split in tiles or rendered with others on one machine. Set one of them to 1."
        )
    chosen_layers = {_layer(snapshot, name).node for name in settings.layers}
    cameras = tuple(_camera(snapshot, name).name for name in settings.cameras)
    layers = tuple(
        replace(
            layer,
            renderable=layer.node in chosen_layers if chosen_layers else layer.renderable,
            cameras=cameras or layer.cameras,
            frames=str(settings.frames) if settings.frames else layer.frames,
            animation=True if settings.frames and len(settings.frames) > 1 else layer.animation,
        )
        for layer in snapshot.layers
    )
    _check_something_renders(layers)
    return layers


def _layer(snapshot: SceneSnapshot, name: str) -> RenderLayer:
    for layer in snapshot.layers:
        if name in (layer.name, layer.node):
            return layer
    raise UnknownNameError(
        "The scene has no layer '{name}'. It has: {names}.",
        name=name[:80],
        names=", ".join(layer.name for layer in snapshot.layers) or "none",
    )


def _camera(snapshot: SceneSnapshot, name: str) -> Camera:
    for camera in snapshot.cameras:
        if name in (camera.name, camera.shape):
            return camera
    raise UnknownNameError(
        "The scene has no camera '{name}'. It has: {names}.",
        name=name[:80],
        names=", ".join(camera.name for camera in snapshot.cameras) or "none",
    )


def _check_something_renders(layers: Tuple[RenderLayer, ...]) -> None:
    rendered = [layer for layer in layers if layer.renderable]
    if not rendered:
        raise InputError(
            "No layer is renderable. Make a layer renderable in the scene, or choose one with --layer."
        )
    for layer in rendered:
        if not layer.cameras:
            raise InputError(
                "The layer '{layer}' has no renderable camera. Make a camera renderable, or choose one with --camera.",
                layer=layer.name,
            )
        if not layer.frames:
            raise InputError(
                "The frames of the layer '{layer}' cannot be read from the scene. Give them with --frames.",
                layer=layer.name,
            )
