"""Checks of the images a job writes: names that overwrite each other, movies, long or odd names. Pure."""

from __future__ import annotations

from typing import Dict, Iterator, Optional, Tuple

from rb_dcc_core.fixes import Fix, set_to
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import ERROR, MAX, WARNING, Problem, RenderLayer, SceneSnapshot
from rb_dcc_core.images import ExpectedImage
from rb_dcc_core.job import JobSettings
from rb_dcc_core.messages import Message

from .pictures import movie_problems

LONGEST_NAME = 255
# A reader's findings about the images of the scene as it stands; here they are found anew for the job.
OUTPUT_CODES = (
    "prefix_without_layer",
    "prefix_without_camera",
    "prefix_without_aov",
    "name_without_frame",
    "output_unknown",
    "format_unknown",
    "movie_format",
)


def output_problems(
    snapshot: SceneSnapshot, settings: JobSettings, layers: Tuple[RenderLayer, ...]
) -> Iterator[Problem]:
    """`layers` are those the job renders, as the settings make them."""
    if snapshot.host == MAX:
        yield from unknown_output(layers)
    else:
        yield from _overwriting(settings, layers)
        yield from _without_effect(settings)
    for layer in layers:
        yield from movie_problems(snapshot.host, settings, layer)
        yield from _without_number(layer)
        yield from _long_names(layer)


def unknown_output(layers: Tuple[RenderLayer, ...]) -> Iterator[Problem]:
    """Of a 3ds Max scene: where it writes is asked for, never guessed."""
    for layer in layers:
        if layer.output is None:
            yield Problem(ERROR, "output_unknown", Message(_OUTPUT, layer=layer.name), layer.node)
        elif layer.image_format is None:
            text = Message(_FORMAT, layer=layer.name, output=layer.output)
            yield Problem(ERROR, "format_unknown", text, layer.node)


def _without_effect(settings: JobSettings) -> Iterator[Problem]:
    if settings.output or settings.image_format:
        text = Message(
            "--output and --format are for 3ds Max scenes and change nothing here. Name images with --output-prefix, and"
            " give a layer another format with --layer-format."
        )
        yield Problem(WARNING, "output_without_effect", text)


def _overwriting(settings: JobSettings, layers: Tuple[RenderLayer, ...]) -> Iterator[Problem]:
    taken: Dict[str, Tuple[RenderLayer, ExpectedImage]] = {}
    told = set()
    for layer in layers:
        for image in layer.images:
            # Windows and macOS take two spellings for one file.
            first = taken.setdefault(image.pattern.lower(), (layer, image))
            problem = None if first[1] is image else _clash(settings, first, (layer, image))
            if problem is not None and (problem.code, image.pattern) not in told:
                told.add((problem.code, image.pattern))
                yield problem


def _clash(
    settings: JobSettings, one: Tuple[RenderLayer, ExpectedImage], two: Tuple[RenderLayer, ExpectedImage]
) -> Problem:
    (layer, image), (other_layer, other) = one, two
    if layer.node != other_layer.node:
        code, token, template = "prefix_without_layer", "<RenderLayer>", _LAYERS
        first, second = layer.name, other_layer.name
    elif image.camera != other.camera:
        code, token, template = "prefix_without_camera", "<Camera>", _CAMERAS
        first, second = image.camera, other.camera
    else:
        code, token, template = "prefix_without_aov", "<RenderPass>", _AOVS
        first, second = image.aov or "beauty", other.aov or "beauty"
    text = Message(template, first=first, second=second, name=image.pattern)
    return Problem(WARNING, code, text, None, _with_token(settings, layer, token))


def _with_token(settings: JobSettings, layer: RenderLayer, token: str) -> Optional[Fix]:
    prefix = settings.output_prefix or layer.image_prefix or "<Scene>"
    if token.lower() in prefix.lower():
        return None
    folder = f"{token}/{prefix}"
    return set_to(Message("Write to {prefix}", prefix=folder), output_prefix=folder)


def _without_number(layer: RenderLayer) -> Iterator[Problem]:
    many = bool(layer.frames) and len(FrameRange.parse(layer.frames or "1")) > 1
    if layer.animation and many and any(image.padding is None for image in layer.images):
        yield Problem(WARNING, "name_without_frame", Message(_FRAMES, layer=layer.name), layer.node)


def _long_names(layer: RenderLayer) -> Iterator[Problem]:
    for image in layer.images:
        if len(image.pattern) > LONGEST_NAME:
            text = Message(
                "The images of the layer '{layer}' have names of {count} characters; {most} is the most.",
                layer=layer.name,
                count=len(image.pattern),
                most=LONGEST_NAME,
            )
            fix = set_to(Message("Write to <RenderLayer>/<Scene>"), output_prefix="<RenderLayer>/<Scene>")
            yield Problem(ERROR, "output_too_long", text, layer.node, fix)
            return


_LAYERS = "The layers {first} and {second} both write {name}, one over the other. Put <RenderLayer> into the file name prefix."
_CAMERAS = "The cameras {first} and {second} both write {name}, one over the other. Put <Camera> into the file name prefix."
_AOVS = "The AOVs {first} and {second} both write {name}, one over the other. Put <RenderPass> into the file name prefix."
_FRAMES = "{layer}: the image name holds no frame number, so that each frame overwrites the one before."
_OUTPUT = "The scene does not tell where '{layer}' writes its images. Give the image with --output, for example --output shot.exr."
_FORMAT = "The output of '{layer}', {output}, has no ending of an image. Give the format with --format, for example --format exr."
