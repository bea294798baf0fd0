"""Arnold: the format is the driver's, AOVs are aiAOV nodes; frames, size and prefix are Maya's."""

from __future__ import annotations

from typing import Optional, Tuple

from rb_dcc_core.host import Problem
from rb_maya.scene_graph import Look

from .base import Renderer, settings_missing

OPTIONS = "defaultArnoldRenderOptions"
DRIVER = "defaultArnoldDriver"
_EXTENSIONS = {"jpeg": "jpg", "tiff": "tif"}


class Arnold(Renderer):
    name = "arnold"
    plugin = "mtoa"

    def image_format(self, look: Look) -> Optional[str]:
        node = look.graph.node(DRIVER)
        translator = look.text(node, "aiTranslator") if node is not None else "exr"
        return _EXTENSIONS.get(translator, translator) or None

    def aovs(self, look: Look) -> Tuple[str, ...]:
        options = look.graph.node(OPTIONS)
        if options is not None and look.number(options, "aovMode") == 0:
            return ()  # aovMode 0: AOVs are switched off as a whole
        return tuple(
            look.text(node, "name") or look.graph.unique_name(node) for node in self._enabled(look, "aiAOV")
        )

    def problems(self, look: Look) -> Tuple[Problem, ...]:
        return () if look.graph.node(OPTIONS) is not None else (settings_missing(OPTIONS, "Arnold"),)
