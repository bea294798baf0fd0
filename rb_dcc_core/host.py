"""What a host tells about its scene, as plain frozen data; everything after the snapshot runs without the host."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, Mapping, NamedTuple, Optional, Tuple

from .fixes import Fix
from .frames import FrameRange
from .host_names import MAX as MAX
from .host_names import MAYA as MAYA
from .images import Aov, ExpectedImage, ImageFormat
from .max_scene import MaxFacts
from .messages import Message

MASTER_LAYER = "masterLayer"
MASTER_LAYER_NODE = "defaultRenderLayer"

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"

LEGACY_LAYERS = "legacy"
RENDER_SETUP = "render_setup"

DESCRIBE_SCHEMA = 1


@dataclass(frozen=True)
class Problem:
    """Something to tell the artist: an error stops a submission, a warning does not, a notice only informs.

    `code` is this product's own short name for the check ("file_missing"); `node` is None where no node is meant,
    `fix` where nothing but the artist can mend it.
    """

    severity: str
    code: str
    message: Message
    node: Optional[str] = None
    fix: Optional[Fix] = None

    def to_json(self) -> Dict[str, Any]:
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message.text(),
            "node": self.node,
        }


@dataclass(frozen=True)
class Camera:
    """A camera: `name` is its transform's short name, or the shortest unique path where two share one.

    `renderable` is None where the scene does not tell. `stereo` is its place in a stereo rig ("left", "right",
    "center"), None where it is in none.
    """

    name: str
    shape: str
    renderable: Optional[bool]
    orthographic: bool = False
    stereo: Optional[str] = None

    def to_json(self) -> Dict[str, Any]:
        return {"name": self.name, "shape": self.shape, "renderable": self.renderable}


@dataclass(frozen=True)
class RenderLayer:
    """A render layer with what it renders; None where the scene does not tell.

    `frames` is in the field's syntax ("1-10x2"), `cameras` are names of cameras renderable in this layer,
    `width` and `height` are pixels. `animation` is False where the scene renders only its current frame.
    `aovs` are the enabled ones of `all_aovs`; `device` is one of images.CPU, GPU, CPU_AND_GPU; `images` are what the
    layer writes, one for each camera and AOV with files of its own. `formats` are those its renderer can write, () where
    nobody knows; `other_images` what the layer writes in one that holds AOVs where its own does not, or the other way
    round, () where that makes no difference. `output` is the one image path, with "/" and its
    ending, of hosts that have that instead of a prefix (3ds Max).
    """

    name: str
    node: str
    renderable: bool
    renderer: Optional[str]
    cameras: Tuple[str, ...]
    frames: Optional[str]
    width: Optional[int]
    height: Optional[int]
    pixel_aspect: Optional[float]
    image_format: Optional[str]
    image_prefix: Optional[str]
    aovs: Tuple[str, ...] = ()
    animation: Optional[bool] = None
    all_aovs: Tuple[Aov, ...] = ()
    device: Optional[str] = None
    images: Tuple[ExpectedImage, ...] = ()
    output: Optional[str] = None
    formats: Tuple[ImageFormat, ...] = ()
    other_images: Tuple[ExpectedImage, ...] = ()

    def expected_outputs(self, frames: Optional[FrameRange] = None) -> Iterator[str]:
        """The names of every image these frames (the layer's own, where None) come out as, under the images folder."""
        wanted = frames if frames is not None else FrameRange.parse(self.frames) if self.frames else ()
        for image in self.images:
            yield from image.names(wanted)

    def to_json(self) -> Dict[str, Any]:
        return {
            "name": self.name,
            "node": self.node,
            "renderable": self.renderable,
            "renderer": self.renderer,
            "cameras": list(self.cameras),
            "frames": self.frames,
            "width": self.width,
            "height": self.height,
            "pixel_aspect": self.pixel_aspect,
            "image_format": self.image_format,
            "image_prefix": self.image_prefix,
            "aovs": list(self.aovs),
        }


class FileReference(NamedTuple):
    """A file the scene needs. `path` is where it is found (absolute, "/"), `as_written` what the scene stores.

    `size` is in bytes, None where the file is missing. A token that matches nothing stands once, as written. A tuple,
    since scenes have a hundred thousand of them: a frozen dataclass takes thrice as long to make.
    """

    path: str
    as_written: str
    kind: str
    node: Optional[str]
    exists: bool
    size: Optional[int]

    def to_json(self) -> Dict[str, Any]:
        return {
            "path": self.path,
            "as_written": self.as_written,
            "kind": self.kind,
            "node": self.node,
            "exists": self.exists,
            "size": self.size,
        }


@dataclass(frozen=True)
class SceneSnapshot:
    """One scene, read once; in a host on its main thread.

    `host_version` is the release year as text, `fps` frames a second, `plugins` required plug-ins to versions (None
    where the scene tells none). `assets` starts with the scene itself (kind "scene"). `project` is None where the scene
    is in none. `max_facts` are a 3ds Max scene's, None of any other.
    """

    host: str
    host_version: Optional[str]
    scene: str
    project: Optional[str]
    fps: Optional[float]
    renderer: Optional[str]
    plugins: Mapping[str, Optional[str]] = field(default_factory=dict)
    cameras: Tuple[Camera, ...] = ()
    layers: Tuple[RenderLayer, ...] = ()
    assets: Tuple[FileReference, ...] = ()
    problems: Tuple[Problem, ...] = ()
    layer_system: str = LEGACY_LAYERS
    max_facts: Optional[MaxFacts] = None

    def to_json(self) -> Dict[str, Any]:
        """The public contract of `rb-dcc describe --json`, schema 1."""
        described = {
            "schema": DESCRIBE_SCHEMA,
            "host": self.host,
            "host_version": self.host_version,
            "scene": self.scene,
            "project": self.project,
            "fps": self.fps,
            "renderer": self.renderer,
            "plugins": dict(self.plugins),
            "cameras": [camera.to_json() for camera in self.cameras],
            "layers": [layer.to_json() for layer in self.layers],
            "assets": [asset.to_json() for asset in self.assets],
            "problems": [problem.to_json() for problem in self.problems],
        }
        if self.max_facts is not None:
            described.update(self._max_json(self.max_facts))
        return described

    def _max_json(self, facts: MaxFacts) -> Dict[str, Any]:
        """What a 3ds Max scene has besides."""
        return {
            "renderer_id": None if facts.renderer_id is None else list(facts.renderer_id),
            "build": facts.build,
            "saved_as": facts.saved_as,
            "animation_range": facts.animation_range,
            "pickup_frames": facts.pickup_frames,
            "layers": [dict(layer.to_json(), output=layer.output) for layer in self.layers],
        }
