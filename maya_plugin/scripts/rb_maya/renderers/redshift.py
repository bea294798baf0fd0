"""Redshift: the format is redshiftOptions', AOVs are RedshiftAOV nodes; frames, size and prefix are
Maya's."""

from __future__ import annotations

from typing import Optional, Tuple

from rb_dcc_core.host import Problem
from rb_maya.scene_graph import Look

from .base import Renderer, settings_missing

OPTIONS = "redshiftOptions"
_FORMATS = {0: "iff", 1: "exr", 2: "png", 3: "tga", 4: "jpg", 5: "tif"}


class Redshift(Renderer):
    name = "redshift"
    plugin = "redshift4maya"

    def image_format(self, look: Look) -> Optional[str]:
        node = look.graph.node(OPTIONS)
        number = look.number(node, "imageFormat") if node is not None else 1.0
        return _FORMATS.get(int(number)) if number is not None else None

    def image_prefix(self, look: Look) -> Optional[str]:
        """Older versions kept a prefix of their own; where it is set it is the one that counted."""
        return look.text(look.graph.node(OPTIONS), "imageFilePrefix") or super().image_prefix(look)

    def aovs(self, look: Look) -> Tuple[str, ...]:
        options = look.graph.node(OPTIONS)
        if options is not None and look.number(options, "aovGlobalEnableMode") == 0:
            return ()
        return tuple(
            look.text(node, "name") or look.graph.unique_name(node)
            for node in self._enabled(look, "RedshiftAOV")
        )

    def problems(self, look: Look) -> Tuple[Problem, ...]:
        return () if look.graph.node(OPTIONS) is not None else (settings_missing(OPTIONS, "Redshift"),)
