"""Maya's own renderers: all is in defaultRenderGlobals and defaultResolution."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.images import CPU, GPU
from rb_maya.scene_graph import Look

from .base import Renderer, maya_formats


class MayaSoftware(Renderer):
    name = "mayaSoftware"
    formats = maya_formats()

    def device(self, look: Look) -> Optional[str]:
        return CPU


class MayaHardware2(Renderer):
    """Viewport 2.0 as a renderer: a render node without a graphics card cannot run it."""

    name = "mayaHardware2"
    formats = maya_formats()

    def device(self, look: Look) -> Optional[str]:
        return GPU
