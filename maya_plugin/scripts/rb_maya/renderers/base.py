"""The interface of a renderer, and what holds for one that is not known: Maya's own render settings."""

from __future__ import annotations

from typing import Dict, NamedTuple, Optional, Tuple

from rb_dcc_core.host import WARNING, Problem
from rb_dcc_core.messages import Message
from rb_maya.frame_range import GLOBALS
from rb_maya.scene_graph import Look

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


class Size(NamedTuple):
    """In pixels; None where the scene does not tell."""

    width: Optional[int]
    height: Optional[int]
    pixel_aspect: Optional[float]


class Renderer:
    """Reads one renderer's settings from a layer's look. Stateless."""

    name = ""
    plugin: Optional[str] = None

    def image_format(self, look: Look) -> Optional[str]:
        """The format as the renderer names it ("exr"); None where the scene does not tell."""
        node = look.graph.node(GLOBALS)
        number = look.number(node, "imageFormat")
        if number is None:
            return None
        if int(number) == _PLUGIN_FORMAT:
            return look.text(node, "imfPluginKey") or None
        return _FORMATS.get(int(number))

    def image_prefix(self, look: Look) -> Optional[str]:
        """The file name prefix with its tokens as written; None where none is set (the scene's name is
        used)."""
        return look.text(look.graph.node(GLOBALS), "imageFilePrefix") or None

    def size(self, look: Look) -> Size:
        node = look.graph.node(RESOLUTION)
        aspect = look.number(node, "pixelAspect")
        return Size(_pixels(look, node, "width"), _pixels(look, node, "height"), aspect or 1.0)

    def aovs(self, look: Look) -> Tuple[str, ...]:
        """Names of the enabled AOVs, in the scene's order."""
        return ()

    def problems(self, look: Look) -> Tuple[Problem, ...]:
        """Settings that would not come out on a farm as the artist expects."""
        return ()

    def _enabled(self, look: Look, *types: str) -> Tuple[str, ...]:
        """The scene's own nodes of these types that are enabled."""
        graph = look.graph
        return tuple(
            node
            for type_name in types
            for node in graph.nodes(type_name)
            if not graph.is_referenced(node) and look.flag(node, "enabled", unknown=True)
        )


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
