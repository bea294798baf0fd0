"""V-Ray: vraySettings holds size, format and prefix; the frame range stays Maya's."""

from __future__ import annotations

from typing import Optional, Tuple

from rb_dcc_core.host import Problem
from rb_maya.scene_graph import Look

from .base import Renderer, Size, settings_missing

SETTINGS = "vraySettings"
_DEFAULT_FORMAT = "png"


class VRay(Renderer):
    name = "vray"
    plugin = "vrayformaya"

    def image_format(self, look: Look) -> Optional[str]:
        return look.text(look.graph.node(SETTINGS), "imageFormatStr") or _DEFAULT_FORMAT

    def image_prefix(self, look: Look) -> Optional[str]:
        return look.text(look.graph.node(SETTINGS), "fileNamePrefix") or None

    def size(self, look: Look) -> Size:
        """V-Ray's own size where stored. What it defaults to is not documented [?]: Maya's size is taken
        then, which
        V-Ray's window keeps the same."""
        node = look.graph.node(SETTINGS)
        maya = super().size(look)
        width = look.number(node, "width")
        height = look.number(node, "height")
        if width is None or height is None or width < 1 or height < 1:
            return maya
        return Size(int(width), int(height), look.number(node, "pixelAspect") or 1.0)

    def aovs(self, look: Look) -> Tuple[str, ...]:
        settings = look.graph.node(SETTINGS)
        if settings is not None and not look.flag(settings, "relements_enableall", unknown=True):
            return ()
        nodes = self._enabled(look, "VRayRenderElement", "VRayRenderElementSet")
        return tuple(look.graph.unique_name(node) for node in nodes)

    def problems(self, look: Look) -> Tuple[Problem, ...]:
        return () if look.graph.node(SETTINGS) is not None else (settings_missing(SETTINGS, "V-Ray"),)
