"""What the artist chose for a job, apart from what the scene says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, Optional, Sequence, Tuple, TypeVar

from .errors import InputError, UnknownNameError
from .frames import FrameRange
from .host import MAX, Camera, RenderLayer, SceneSnapshot
from .image_formats import with_format
from .image_size import ImageSize
from .max_outputs import with_output
from .outputs import images_for
from .priority import NO_PRIORITY, PriorityFrames

T = TypeVar("T")

OS_LINUX = 0
OS_WINDOWS = 1
OS_NAMES = {OS_LINUX: "linux", OS_WINDOWS: "windows"}
TILES_AND_FRAMES = (
    "A frame is either split in tiles or rendered with others on one machine. Set one of them to 1."
)

_NO_LAYER = "The scene has no layer '{name}'. It has: {names}."
_NO_CAMERA = "The scene has no camera '{name}'. It has: {names}."


@dataclass(frozen=True)
class JobSettings:
    """Settings of one job; None, () or "" means as the scene says.

    `layer_frames` are frames of single layers, by layer name, and win over `frames`; `layer_cameras` their cameras, which
    win over `cameras`; `layer_sizes` and `layer_formats` the size and the format of their images, the format over
    `image_format`. Those of a layer that the scene no longer has stay, without effect. `ram_gb` 64 or 128; time-outs in seconds: `frame_timeout_s` ends one frame, `task_timeout_s` the whole task (0 none), `reminder_s` only reminds.
    `is_test_stop` pauses the task after the priority frames. `output_folder` is where results go on this computer,
    `output_prefix` stands for the scene's image name prefix, `path_map` are (local root, farm root) pairs,
    `environment` is the name of a saved one. `output` is the image that a 3ds Max scene writes ("D:/out/shot.exr"),
    `image_format` its ending ("exr"). `budget_soft` warns and `budget_hard` stops the task once it has cost so much, in the
    account's currency; None for no limit. `task_per_camera` asks whoever submits to split the job first (camera_jobs).
    """

    cameras: Tuple[str, ...] = ()
    layers: Tuple[str, ...] = ()
    frames: Optional[FrameRange] = None
    layer_frames: Tuple[Tuple[str, FrameRange], ...] = ()
    label: str = ""
    os_name: int = OS_WINDOWS
    ram_gb: int = 64
    graphics_cards: int = 2
    hardware_config_ids: Tuple[int, ...] = ()
    frames_per_machine: int = 1
    priority_frames: PriorityFrames = NO_PRIORITY
    is_test_stop: bool = False
    frame_timeout_s: int = 259200
    task_timeout_s: int = 0
    reminder_s: int = 43200
    tiles: int = 1
    tiles_type: str = "block"
    is_distributed: bool = False
    distributed_nodes: int = 3
    unc_style: str = "share"
    output_folder: str = ""
    output_prefix: str = ""
    path_map: Tuple[Tuple[str, str], ...] = ()
    environment: str = ""
    output: str = ""
    image_format: str = ""
    layer_cameras: Tuple[Tuple[str, Tuple[str, ...]], ...] = ()
    budget_soft: Optional[float] = None
    budget_hard: Optional[float] = None
    task_per_camera: bool = False
    layer_sizes: Tuple[Tuple[str, ImageSize], ...] = ()
    layer_formats: Tuple[Tuple[str, str], ...] = ()


def apply_settings(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[RenderLayer, ...]:
    """The scene's layers as the job renders them: chosen layers renderable, chosen cameras, frames, names in place.

    Raises UnknownNameError, naming what there is, for a layer or camera the scene lacks; InputError when nothing is
    left to render.
    """
    if settings.tiles > 1 and settings.frames_per_machine > 1:
        raise InputError(TILES_AND_FRAMES)
    layers = chosen_layers(snapshot, settings)
    _check_something_renders(layers)
    return layers


def chosen_layers(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[RenderLayer, ...]:
    """As apply_settings, whether or not anything is left to render; raises UnknownNameError alone."""
    wanted = {_layer(snapshot, name).node for name in settings.layers}
    cameras = tuple(_camera(snapshot, name).name for name in settings.cameras)
    own_frames = by_node(snapshot, settings.layer_frames)
    own_cameras = {
        node: tuple(_camera(snapshot, each).name for each in names)
        for node, names in by_node(snapshot, settings.layer_cameras).items()
    }
    pictured = _pictured(snapshot, settings)
    layers = tuple(
        replace(
            layer,
            renderable=layer.node in wanted if wanted else layer.renderable,
            cameras=own_cameras.get(layer.node) or cameras or layer.cameras,
            image_prefix=settings.output_prefix or layer.image_prefix,
            **_frames(layer, own_frames.get(layer.node, settings.frames)),
        )
        for layer in pictured
    )
    if snapshot.host == MAX:
        own_formats = by_node(snapshot, settings.layer_formats)
        return tuple(_with_output(layer, settings, own_formats.get(layer.node, "")) for layer in layers)
    return _named_images(snapshot.scene, pictured, layers, settings)


def by_node(snapshot: SceneSnapshot, chosen: Sequence[Tuple[str, T]]) -> Dict[str, T]:
    """What was chosen for single layers, by their nodes; what is for a layer that the scene has not is left out."""
    found = ((find_layer(snapshot, name), value) for name, value in chosen)
    return {layer.node: value for layer, value in found if layer is not None}


def find_layer(snapshot: SceneSnapshot, name: str) -> Optional[RenderLayer]:
    """By its name or its node; None where there is none such."""
    return next((layer for layer in snapshot.layers if name in (layer.name, layer.node)), None)


def no_such_layer(snapshot: SceneSnapshot, name: str) -> UnknownNameError:
    """The error for a layer that the scene has not, naming those it has."""
    return _unknown(name, [layer.name for layer in snapshot.layers], _NO_LAYER)


def _pictured(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[RenderLayer, ...]:
    """The scene's layers in the sizes and, of Maya, the formats chosen for them."""
    sizes = by_node(snapshot, settings.layer_sizes)
    formats = {} if snapshot.host == MAX else by_node(snapshot, settings.layer_formats)
    layers = []
    for layer in snapshot.layers:
        if layer.node in sizes:
            width, height = sizes[layer.node]
            layer = replace(layer, width=width, height=height)
        if formats.get(layer.node, layer.image_format) != layer.image_format:
            layer = with_format(layer, formats[layer.node])
        layers.append(layer)
    return tuple(layers)


def _with_output(layer: RenderLayer, settings: JobSettings, image_format: str) -> RenderLayer:
    return with_output(layer, settings.output, image_format or settings.image_format, settings.output_prefix)


def _frames(layer: RenderLayer, frames: Optional[FrameRange]) -> Dict[str, Any]:
    if frames is None:
        return {}
    return {"frames": str(frames), "animation": True if len(frames) > 1 else layer.animation}


def _named_images(
    scene: str, before: Tuple[RenderLayer, ...], layers: Tuple[RenderLayer, ...], settings: JobSettings
) -> Tuple[RenderLayer, ...]:
    """The layers with the names their images get; untouched where no choice of cameras, frames or prefix changes them."""
    several = sum(layer.renderable for layer in layers) > 1
    named = []
    for own, layer in zip(before, layers):
        if layer.cameras == own.cameras and layer.animation == own.animation and not settings.output_prefix:
            named.append(layer)
            continue
        as_told = replace(layer, image_prefix=own.image_prefix)
        images = images_for(as_told, scene, settings.output_prefix, several, not own.animation)
        named.append(replace(layer, images=images))
    return tuple(named)


def _layer(snapshot: SceneSnapshot, name: str) -> RenderLayer:
    layer = find_layer(snapshot, name)
    if layer is None:
        raise no_such_layer(snapshot, name)
    return layer


def _camera(snapshot: SceneSnapshot, name: str) -> Camera:
    """By its name or its shape."""
    for camera in snapshot.cameras:
        if name in (camera.name, camera.shape):
            return camera
    raise _unknown(name, [camera.name for camera in snapshot.cameras], _NO_CAMERA)


def _unknown(name: str, names: Sequence[str], refusal: str) -> UnknownNameError:
    return UnknownNameError(refusal, name=name[:80], names=", ".join(names) or "none")


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
