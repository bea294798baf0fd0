"""RenderMan: rmanGlobals holds the name pattern, displays hold the format; frames and size are Maya's."""

from __future__ import annotations

from typing import Optional, Tuple

from rb_dcc_core.host import Problem
from rb_maya.scene_graph import Look

from .base import Renderer, settings_missing

GLOBALS = "rmanGlobals"
_FORMATS = {"d_openexr": "exr", "d_png": "png", "d_tiff": "tif", "d_texture": "tex", "d_deepexr": "exr"}


class RenderMan(Renderer):
    name = "renderman"
    plugin = "RenderMan_for_Maya.py"

    def image_format(self, look: Look) -> Optional[str]:
        """The type of the first display's driver; OpenEXR where no display is connected (RenderMan's
        default)."""
        for display in self._displays(look):
            for plug in look.graph.sources(display, "displayType"):
                return _FORMATS.get(look.graph.node_type(plug.node), look.graph.node_type(plug.node))
        return "exr"

    def image_prefix(self, look: Look) -> Optional[str]:
        return look.text(look.graph.node(GLOBALS), "imageFileFormat") or super().image_prefix(look)

    def aovs(self, look: Look) -> Tuple[str, ...]:
        """Displays beyond the first one (the beauty image)."""
        return tuple(look.graph.unique_name(display) for display in self._displays(look)[1:])

    def problems(self, look: Look) -> Tuple[Problem, ...]:
        return () if look.graph.node(GLOBALS) is not None else (settings_missing(GLOBALS, "RenderMan"),)

    def _displays(self, look: Look) -> Tuple[str, ...]:
        node = look.graph.node(GLOBALS)
        return tuple(plug.node for plug in look.graph.sources(node, "displays")) if node is not None else ()
