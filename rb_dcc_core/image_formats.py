"""The format of a layer's images: which a job may choose, why it may not, and the names that come of it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Iterable, Optional, Tuple

from . import max_renderers
from .host import MAX, RenderLayer
from .images import ExpectedImage
from .max_outputs import FORMATS
from .messages import Message

MOVIES = ("avi", "mov", "qt", "mp4", "mpg", "mpeg", "wmv", "m4v")
_RENDERMAN = "renderman"
# Two spellings of one format; the shorter one is offered, both are understood.
_LONG_SPELLINGS = ("jpeg", "tiff")
_VRAY_ONLY = "vrimg"


def offered_formats(host: str, layer: RenderLayer) -> Tuple[str, ...]:
    """The formats a job may choose for a layer, as its renderer names them; () where it may choose none."""
    if why_fixed(host, layer) is not None:
        return ()
    if host != MAX:
        return tuple(each.name for each in layer.formats)
    is_vray = max_renderers.family(layer.renderer) == max_renderers.VRAY
    return tuple(name for name in FORMATS if name not in _LONG_SPELLINGS and (is_vray or name != _VRAY_ONLY))


def is_understood(host: str, layer: RenderLayer, name: str) -> bool:
    """True for a format that is offered, in any spelling."""
    return name in offered_formats(host, layer) or (host == MAX and name in _LONG_SPELLINGS)


def why_fixed(host: str, layer: RenderLayer) -> Optional[Message]:
    """Why a job cannot give this layer another format; None where it can.

    The job files have one format for a layer (JOBFILES). RenderMan writes each image through a display of its own, which
    has its own format, so that one value cannot speak for them. `layer` is as the job renders it.
    """
    if host == MAX:
        return Message(_NO_OUTPUT, layer=layer.name) if layer.output is None else None
    if layer.renderer == _RENDERMAN:
        return Message(_DISPLAYS)
    if not layer.formats:
        return Message(_UNKNOWN, renderer=layer.renderer or "?")
    return None


def is_movie(layer: RenderLayer) -> bool:
    return (layer.image_format or "").lower() in MOVIES


def extension_of(layer: RenderLayer) -> str:
    """The ending of the images' names, without a dot; "" where the format is not known."""
    name = layer.image_format or ""
    found = (each.extension for each in layer.formats if each.name == name)
    return next(found, name.partition(" ")[0])


def with_format(layer: RenderLayer, name: str) -> RenderLayer:
    """A Maya layer as it writes in another format: its images' endings, and whether AOVs have files of their own."""
    changed = replace(layer, image_format=name)
    endings = {each.extension for each in layer.formats} | {extension_of(layer)} - {""}
    told = layer.other_images if _holds_aovs(layer) != _holds_aovs(changed) else ()
    new = extension_of(changed)
    return replace(changed, images=tuple(_ending(told or layer.images, endings, new)))


def _holds_aovs(layer: RenderLayer) -> bool:
    return any(each.holds_aovs for each in layer.formats if each.name == layer.image_format)


def _ending(images: Iterable[ExpectedImage], endings: Iterable[str], new: str) -> Iterable[ExpectedImage]:
    """An ending that is none of the renderer's formats was chosen by the artist, and stays."""
    known = "|".join(map(re.escape, sorted(endings)))
    ending = re.compile(rf"\.(?:{known})(?P<separator>[._]?)$", re.IGNORECASE)
    for image in images:
        if image.after or image.padding is None:
            yield replace(image, after=ending.sub(f".{new}", image.after))
        else:  # the number stands behind the ending
            before = ending.sub(lambda match: f".{new}{match.group('separator')}", image.before)
            yield replace(image, before=before)


_NO_OUTPUT = "The scene does not tell where '{layer}' writes its images. Write the image's name first; the format is its ending."
_DISPLAYS = "RenderMan writes each image in the format of its display. Change it there, in the scene."
_UNKNOWN = "Which formats {renderer} writes is not known here. Change the format in the scene."
