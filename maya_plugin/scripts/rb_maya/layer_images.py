"""The images a layer writes, and what is told where two of them would have one name."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import WARNING, Problem, RenderLayer
from rb_dcc_core.images import ExpectedImage
from rb_dcc_core.messages import Message

from .frame_range import GLOBALS
from .renderers import Renderer
from .renderers.naming import Scope, expected_images
from .scene_graph import Look


def layer_images(
    look: Look, settings: Renderer, layer: str, cameras: Tuple[str, ...], several_layers: bool
) -> Tuple[ExpectedImage, ...]:
    """One for each camera and each AOV with files of its own."""
    name = look.graph.scene_path.rpartition("/")[2]
    scope = Scope(
        scene=name.rpartition(".")[0] or name or "untitled",
        layer=layer,
        cameras=cameras,
        several_layers=several_layers,
        version=look.text(look.graph.node(GLOBALS), "renderVersion"),
    )
    return expected_images(settings.naming(look, scope), scope)


def other_images(
    look: Look,
    settings: Renderer,
    layer: str,
    images: Tuple[ExpectedImage, ...],
    several_layers: bool,
) -> Tuple[ExpectedImage, ...]:
    """What the layer writes in a format that holds AOVs where its own does not, or the other way round.

    () where that makes no difference, or nobody knows. `images` are those of its own format.
    """
    own = settings.image_format(look)
    holds_aovs = next((each.holds_aovs for each in settings.formats if each.name == own), None)
    other = next((each.name for each in settings.formats if each.holds_aovs is not holds_aovs), None)
    if holds_aovs is None or other is None or not images:
        return ()
    cameras = tuple(dict.fromkeys(image.camera for image in images))
    found = layer_images(settings.in_format(look, other), settings, layer, cameras, several_layers)
    return found if [image.aov for image in found] != [image.aov for image in images] else ()


def image_problems(layers: Sequence[RenderLayer]) -> List[Problem]:
    """Images that overwrite each other: of two layers, two cameras, two AOVs, or of all frames of one layer."""
    problems: List[Problem] = []
    taken: Dict[str, Tuple[str, ExpectedImage]] = {}
    for layer in layers:
        for image in layer.images if layer.renderable else ():
            # Windows and macOS take two spellings for one file.
            first = taken.setdefault(image.pattern.lower(), (layer.name, image))
            if first[1] is not image:
                problems.append(_overwriting(first, (layer.name, image)))
        if layer.renderable and _has_many_frames(layer) and any(i.padding is None for i in layer.images):
            problems.append(_problem("name_without_frame", _FRAMES, layer=layer.name))
    return problems


def _overwriting(first: Tuple[str, ExpectedImage], second: Tuple[str, ExpectedImage]) -> Problem:
    (layer, image), (other_layer, other) = first, second
    name = image.pattern
    if layer != other_layer:
        return _problem("prefix_without_layer", _LAYERS, first=layer, second=other_layer, name=name)
    if image.camera != other.camera:
        return _problem("prefix_without_camera", _CAMERAS, first=image.camera, second=other.camera, name=name)
    names = {"first": image.aov or "beauty", "second": other.aov or "beauty"}
    return _problem("prefix_without_aov", _AOVS, name=name, **names)


def _has_many_frames(layer: RenderLayer) -> bool:
    frames: Optional[str] = layer.frames
    return bool(layer.animation and frames) and len(FrameRange.parse(frames or "1")) > 1


def _problem(code: str, template: str, **args: str) -> Problem:
    return Problem(WARNING, code, Message(template, **args), GLOBALS)


_LAYERS = "The layers {first} and {second} both write {name}, one over the other. Put <RenderLayer> into the file name prefix."
_CAMERAS = "The cameras {first} and {second} both write {name}, one over the other. Put <Camera> into the file name prefix."
_AOVS = "The AOVs {first} and {second} both write {name}, one over the other. Put <RenderPass> into the file name prefix."
_FRAMES = "{layer}: the image name holds no frame number, so that each frame overwrites the one before."
