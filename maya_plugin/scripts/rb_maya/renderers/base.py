"""The interface of a renderer, and what holds for one that is not known: Maya's own render settings."""

from __future__ import annotations

import re
from typing import Dict, NamedTuple, Optional, Tuple

from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem
from rb_dcc_core.images import Aov, ImageFormat
from rb_dcc_core.messages import Message
from rb_maya.frame_range import GLOBALS, Frames, frames
from rb_maya.scene_graph import Look

from .naming import Naming, Numbering, Pass, Scope, default_template

RESOLUTION = "defaultResolution"
_PLUGIN_FORMAT = 51

# imageFormat's numbers. 8, 32, 40 and 51 are sourced, the others are general knowledge [K].
_FORMATS: Dict[int, str] = {
    0: "gif",
    1: "pic",
    2: "rla",
    3: "tif",
    4: "tif",
    5: "sgi",
    6: "als",
    7: "iff",
    8: "jpg",
    9: "eps",
    10: "iff",
    11: "cin",
    12: "yuv",
    13: "sgi",
    19: "tga",
    20: "bmp",
    22: "mov",
    23: "avi",
    31: "psd",
    32: "png",
    35: "dds",
    36: "psd",
    40: "exr",
}


_USUAL = ("exr", "png", "jpg", "tif", "tga", "iff")
_MOVIES = ("mov", "avi", "mp4", "qt", "m4v", "wmv", "mpg", "mpeg")
_SEPARATORS = {0: "", 1: ".", 2: "_"}
_NO_EXTENSION, _OWN_EXTENSION = 1, 2
_SCRIPTS = ("preMel", "postMel", "preRenderLayerMel", "postRenderLayerMel", "preRenderMel", "postRenderMel")


_ABSOLUTE = re.compile(r"[A-Za-z]:|[/\\~$]")


class Size(NamedTuple):
    """In pixels; None where the scene does not tell."""

    width: Optional[int]
    height: Optional[int]
    pixel_aspect: Optional[float]


class Renderer:
    """Reads one renderer's settings from a layer's look. Stateless."""

    name = ""
    plugin: Optional[str] = None
    # What a job may have it write; a renderer that is not known has none to choose from.
    formats: Tuple[ImageFormat, ...] = ()

    def image_format(self, look: Look) -> Optional[str]:
        """The format as the renderer names it ("exr"); None where the scene does not tell."""
        node = look.graph.node(GLOBALS)
        number = look.number(node, "imageFormat")
        if number is None:
            return None
        if int(number) == _PLUGIN_FORMAT:
            return look.text(node, "imfPluginKey") or None
        return _FORMATS.get(int(number))

    def in_format(self, look: Look, name: str) -> Look:
        """The look as it is with another of `formats` set; nothing in the scene is changed. The same look, where the
        format decides nothing but the images' ending."""
        return look

    def image_prefix(self, look: Look) -> Optional[str]:
        """The file name prefix with its tokens as written; None where none is set (the scene's name is
        used)."""
        return look.text(look.graph.node(GLOBALS), "imageFilePrefix") or None

    def size(self, look: Look) -> Size:
        node = look.graph.node(RESOLUTION)
        aspect = look.number(node, "pixelAspect")
        return Size(_pixels(look, node, "width"), _pixels(look, node, "height"), aspect or 1.0)

    def frames(self, look: Look, layer: str) -> Frames:
        """What the layer renders; Maya's own range, where the renderer has none."""
        return frames(look, layer)

    def all_aovs(self, look: Look) -> Tuple[Aov, ...]:
        """Every AOV, enabled or not, in the scene's order."""
        return ()

    def aovs(self, look: Look) -> Tuple[str, ...]:
        """Names of the enabled AOVs, in the scene's order."""
        return tuple(aov.name for aov in self.all_aovs(look) if aov.enabled)

    def device(self, look: Look) -> Optional[str]:
        """images.CPU, GPU or CPU_AND_GPU; None where the scene does not tell."""
        return None

    def naming(self, look: Look, scope: Scope) -> Naming:
        """How this layer's images are named."""
        template = default_template(self.image_prefix(look), scope)
        return Naming((Pass(None, "", template),), self.numbering(look))

    def numbering(self, look: Look) -> Numbering:
        """Maya's own settings of where the number stands."""
        node = look.graph.node(GLOBALS)
        control = look.number(node, "outFormatControl")
        extension = self.extension(look)
        if control == _NO_EXTENSION:
            extension = ""
        elif control == _OWN_EXTENSION:
            extension = look.text(node, "outFormatExt").lstrip(".")
        if not look.flag(node, "animation"):
            return Numbering(None, extension)
        return Numbering(
            padding=max(1, int(look.number(node, "extensionPadding") or 1)),
            extension=extension,
            before_extension=look.flag(node, "putFrameBeforeExt") or not extension,
            separator=_SEPARATORS.get(int(look.number(node, "periodInExt") or 0), "."),
            renumber=_renumbered(look, node),
        )

    def extension(self, look: Look) -> str:
        """The ending of the images' names, without a dot."""
        return self.image_format(look) or ""

    def problems(self, look: Look) -> Tuple[Problem, ...]:
        """Settings that would not come out on a farm as the artist expects."""
        return (*self._movie(look), *self._place(look), *self._scripts(look), *self.own_problems(look))

    def own_problems(self, look: Look) -> Tuple[Problem, ...]:
        """Those of this renderer's own settings."""
        return ()

    def _movie(self, look: Look) -> Tuple[Problem, ...]:
        written = self.image_format(look) or ""
        if written.lower() not in _MOVIES:
            return ()
        text = Message(_MOVIE, format=written)
        return (Problem(ERROR, "movie_format", text, look.graph.node(GLOBALS)),)

    def _place(self, look: Look) -> Tuple[Problem, ...]:
        prefix = self.image_prefix(look) or ""
        if _ABSOLUTE.match(prefix) is None:
            return ()
        text = Message(_ELSEWHERE, prefix=prefix)
        return (Problem(WARNING, "prefix_absolute", text, look.graph.node(GLOBALS)),)

    def _scripts(self, look: Look) -> Tuple[Problem, ...]:
        node = look.graph.node(GLOBALS)
        found = [name for name in _SCRIPTS if look.text(node, name).strip()]
        if not found:
            return ()
        text = Message(_SCRIPTED, names=", ".join(found))
        return (Problem(NOTICE, "render_scripts", text, node),)

    def _own_nodes(self, look: Look, *types: str) -> Tuple[str, ...]:
        """The scene's own nodes of these types: those of references do not count."""
        graph = look.graph
        return tuple(
            node for type_name in types for node in graph.nodes(type_name) if not graph.is_referenced(node)
        )


def maya_formats() -> Tuple[ImageFormat, ...]:
    """Those of Maya's own list, but for movies; the usual ones first."""
    names = dict.fromkeys((*_USUAL, *_FORMATS.values()))
    return tuple(ImageFormat(name, name) for name in names if name not in _MOVIES)


def with_value(look: Look, node: Optional[str], attribute: str, value: object) -> Look:
    """The look with one value put over the scene's; the same where there is no such node."""
    return look if node is None else Look(look.graph, {**look.overrides, (node, attribute): value})


def _pixels(look: Look, node: Optional[str], attribute: str) -> Optional[int]:
    number = look.number(node, attribute)
    return int(number) if number is not None and number >= 1 else None


def settings_missing(node: str, renderer: str) -> Problem:
    """The settings node of a renderer is made when its render settings are first opened."""
    text = Message(
        "The scene has no {node}: {renderer}'s defaults are taken. "
        "Open the render settings once and save the scene.",
        node=node,
        renderer=renderer,
    )
    return Problem(WARNING, "renderer_settings_missing", text, node)


def _renumbered(look: Look, node: Optional[str]) -> Optional[Tuple[int, int]]:
    if not look.flag(node, "modifyExtension"):
        return None
    first, step = look.number(node, "startExtension"), look.number(node, "byExtension")
    return int(first if first is not None else 1), int(step if step is not None else 1)


_MOVIE = "The image format is a movie ({format}); a farm renders frame by frame. Choose an image format, EXR for example."
_ELSEWHERE = "The file name prefix {prefix} names a folder of its own; a farm collects what is below the project's images folder."
_SCRIPTED = "Scripts run with the render ({names}); they must find what they need on the farm."
