"""The names a job's images get, before it is rendered: the scene's own, or those of another prefix. Pure."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import Dict, Iterator, Mapping, Optional, Tuple

from .frames import FrameRange
from .host import RenderLayer
from .image_formats import extension_of
from .images import ExpectedImage

_TOKEN = re.compile(r"<(\w+)>")
_PERCENT_TOKENS = {"%s": "<scene>", "%l": "<renderlayer>", "%c": "<camera>"}
_DEFAULT_PADDING = 4
TOKENS = ("<Scene>", "<RenderLayer>", "<Camera>", "<RenderPass>")


def images_for(
    layer: RenderLayer, scene: str, prefix: str = "", several_layers: bool = False, was_still: bool = False
) -> Tuple[ExpectedImage, ...]:
    """What the layer writes for its cameras as they are now, under `prefix` ("" for the scene's own).

    The scene's reader has told the endings, the padding and the files of each AOV; they stay. `scene` is the scene's
    path; `was_still`: the scene itself renders one frame, whose name has no number. An AOV with files of
    its own is told apart by its name, where the prefix does not name it.
    """
    name = posixpath.splitext(posixpath.basename(scene.replace("\\", "/")))[0] or "untitled"
    told = {image.camera for image in layer.images}
    if not prefix and set(layer.cameras) <= told:
        kept = (image for image in layer.images if image.camera in layer.cameras)
        return tuple(_numbered(layer, image, was_still) for image in kept)
    old = layer.image_prefix or _default_template(several_layers, len(told) > 1)
    new = prefix or layer.image_prefix or _default_template(several_layers, len(layer.cameras) > 1)
    renamed = (
        _renamed(layer, camera, image, name, old, new) for camera in layer.cameras for image in _models(layer)
    )
    return tuple(_numbered(layer, image, was_still) for image in renamed)


def preview(
    layer: RenderLayer, scene: str, prefix: str = "", several_layers: bool = False
) -> Tuple[str, ...]:
    """The name of the first frame of each image, as the artist types the prefix."""
    return first_names(replace(layer, images=images_for(layer, scene, prefix, several_layers)))


def first_names(layer: RenderLayer) -> Tuple[str, ...]:
    """The name of the first frame of each image of the layer."""
    frame = next(iter(FrameRange.parse(layer.frames))) if layer.frames else 1
    return tuple(next(iter(image.names([frame]))) for image in layer.images)


def expand(template: str, values: Mapping[str, str]) -> str:
    """Tokens replaced whatever their case; those nobody knows are left out, as Maya does."""
    for short, token in _PERCENT_TOKENS.items():
        template = template.replace(short, token)
    text = _TOKEN.sub(lambda match: values.get(match.group(1).lower(), ""), template)
    return re.sub(r"/{2,}", "/", text.replace("\\", "/"))


def _models(layer: RenderLayer) -> Iterator[ExpectedImage]:
    """One image for each file of an AOV: those of the first camera told; without any, a plain one."""
    if not layer.images:
        ending = f".{extension_of(layer)}" if layer.image_format else ""
        padding = _DEFAULT_PADDING if layer.animation else None
        yield ExpectedImage("", None, "" if padding is None else ".", ending, padding)
        return
    first = layer.images[0].camera
    yield from (image for image in layer.images if image.camera == first)


def _renamed(
    layer: RenderLayer, camera: str, image: ExpectedImage, scene: str, old: str, new: str
) -> ExpectedImage:
    was = expand(old, _values(layer, image.camera, image.aov, scene)) if image.camera else ""
    before = expand(new, _values(layer, camera, image.aov, scene))
    tail = "." if image.padding is not None else ""
    has_token = "<renderpass>" in new.lower() or "<aov>" in new.lower()
    if image.before.startswith(was) and not (has_token and image.aov):
        tail = image.before[len(was) :]
    if image.aov and not has_token and image.aov not in tail:
        tail = f"_{image.aov}{tail}"
    return replace(image, camera=camera, before=before + tail)


def _values(layer: RenderLayer, camera: str, aov: Optional[str], scene: str) -> Dict[str, str]:
    image_pass = aov or "beauty"
    return {
        "scene": scene,
        "renderlayer": layer.name,
        "layer": layer.name,
        "camera": camera.rpartition("|")[2].replace(":", "_"),
        "renderpass": image_pass,
        "aov": image_pass,
        "extension": extension_of(layer),
        "ext": extension_of(layer),
    }


def _numbered(layer: RenderLayer, image: ExpectedImage, was_still: bool) -> ExpectedImage:
    """A scene set to one frame names it without a number; rendered as an animation each frame has its own."""
    if image.padding is not None or not layer.animation or not was_still:
        return image
    return replace(image, before=image.before + ".", padding=_DEFAULT_PADDING)


def _default_template(several_layers: bool, several_cameras: bool) -> str:
    return ("<RenderLayer>/" if several_layers else "") + ("<Camera>/" if several_cameras else "") + "<Scene>"
