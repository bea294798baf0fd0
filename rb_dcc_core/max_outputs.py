"""Where a 3ds Max layer writes its images: the path the scene has, or the one the artist gave. Pure."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import Iterator, Tuple

from .host import RenderLayer
from .images import ExpectedImage

# What job files list as output file types (JOBFILES), in its order.
OUTPUT_TYPES = (".tga", ".tif", ".jpg", ".png", ".exr", ".rla", ".rpf")
FORMATS = (
    *(ending[1:] for ending in OUTPUT_TYPES),
    *("bmp", "cin", "cxr", "dds", "gif", "hdr", "jpeg", "pic", "rgb", "sgi", "tiff", "vrimg"),
)
_MOVIES = ("avi", "mov", "mp4")
# 3ds Max puts the number of a frame before the ending, with nothing between, in four digits.
_DIGITS = 4


def with_output(
    layer: RenderLayer, output: str = "", image_format: str = "", prefix: str = ""
) -> RenderLayer:
    """The layer as it writes where `output` is its image, `prefix` its name, `image_format` its ending ("" as it is)."""
    path = _path(output or layer.output or "", image_format, "" if output else prefix)
    folder_and_name, ending = split(path)
    return replace(
        layer,
        output=path or None,
        image_prefix=posixpath.basename(folder_and_name) or None,
        image_format=ending[1:].lower() or None,
        images=tuple(_images(layer.cameras, posixpath.basename(folder_and_name), ending)),
    )


def split(path: str) -> Tuple[str, str]:
    """A path without its ending, and the ending with its dot; "" where it has none of an image ("shot.v01")."""
    stem, dot, ending = path.rpartition(".")
    is_image = bool(dot) and ending.lower() in (*FORMATS, *_MOVIES) and bool(posixpath.basename(stem))
    return (stem, dot + ending) if is_image else (path, "")


def _path(path: str, image_format: str, prefix: str) -> str:
    stem, ending = split(path.replace("\\", "/"))
    if prefix:
        stem = posixpath.join(posixpath.dirname(stem), prefix.replace("\\", "/"))
    if image_format and posixpath.basename(stem):
        ending = "." + image_format
    return stem + ending


def _images(cameras: Tuple[str, ...], name: str, ending: str) -> Iterator[ExpectedImage]:
    """One for each camera. Where there are several, each gets a folder of its own: no public source tells how the farm
    keeps them apart [?], and they must not be taken for each other."""
    if not name or not ending:
        return
    for camera in cameras:
        folder = camera + "/" if len(cameras) > 1 else ""
        yield ExpectedImage(camera, None, folder + name, ending, _DIGITS)
