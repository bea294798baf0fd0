"""Maya's own renderers: all is in defaultRenderGlobals and defaultResolution."""

from __future__ import annotations

from .base import Renderer


class MayaSoftware(Renderer):
    name = "mayaSoftware"


class MayaHardware2(Renderer):
    name = "mayaHardware2"
