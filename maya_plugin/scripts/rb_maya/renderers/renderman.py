"""RenderMan: rmanGlobals holds the name pattern, displays hold the format; frames and size are Maya's."""

from __future__ import annotations

from typing import Optional, Tuple

from rb_dcc_core.host import Problem
from rb_dcc_core.images import CPU, CPU_AND_GPU, GPU, Aov
from rb_maya.scene_graph import Look

from .base import Renderer, settings_missing
from .naming import Naming, Numbering, Pass, Scope

GLOBALS = "rmanGlobals"
_FORMATS = {"d_openexr": "exr", "d_png": "png", "d_tiff": "tif", "d_texture": "tex", "d_deepexr": "exr"}
_DEVICES = {"ris": CPU, "xpu": CPU_AND_GPU, "xpucpu": CPU, "xpugpu": GPU}
_DEFAULT_NAME = "<scene>_<layer>_<camera>_<aov>.<f4>.<ext>"
_DEFAULT_FOLDER = "<ws>/images/<scene>_v<version>_t<take>"
_IMAGES = "<ws>/images/"


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

    def all_aovs(self, look: Look) -> Tuple[Aov, ...]:
        """Displays beyond the first one (the beauty image); one that is left over is not connected."""
        return tuple(
            Aov(look.graph.unique_name(display), _is_on(look, display))
            for display in self._displays(look)[1:]
        )

    def device(self, look: Look) -> Optional[str]:
        return _DEVICES.get(look.text(look.graph.node(GLOBALS), "renderVariant").lower(), CPU)

    def naming(self, look: Look, scope: Scope) -> Naming:
        """RenderMan writes the whole name itself, number and ending too. Version and take have two digits [?]."""
        node = look.graph.node(GLOBALS)
        folder = (look.text(node, "imageOutputDir") or _DEFAULT_FOLDER).rstrip("/") + "/"
        if folder.startswith(_IMAGES):
            folder = folder[len(_IMAGES) :]
        template = folder + (look.text(node, "imageFileFormat") or _DEFAULT_NAME)
        tokens = {name: f"{int(look.number(node, name) or 1):02d}" for name in ("version", "take")}
        beauty = (
            [Pass(None, "beauty", template)]
            if all(_is_on(look, first) for first in self._displays(look)[:1])
            else []
        )
        passes = [*beauty, *(Pass(name, name, template) for name in self.aovs(look))]
        numbering = Numbering(None, self.extension(look))
        return Naming(tuple(passes), numbering, tokens, number_token=True)

    def own_problems(self, look: Look) -> Tuple[Problem, ...]:
        return () if look.graph.node(GLOBALS) is not None else (settings_missing(GLOBALS, "RenderMan"),)

    def _displays(self, look: Look) -> Tuple[str, ...]:
        node = look.graph.node(GLOBALS)
        return tuple(plug.node for plug in look.graph.sources(node, "displays")) if node is not None else ()


def _is_on(look: Look, display: str) -> bool:
    return look.flag(display, "enable", unknown=True)
