"""Settings that a file keeps under names nobody has published: told, since their defaults are taken instead."""

from __future__ import annotations

from typing import List

from rb_dcc_core.host import NOTICE, Problem
from rb_dcc_core.messages import Message

from .frame_range import GLOBALS
from .renderers import vray
from .scene_graph import SceneGraph

# V-Ray's own attributes whose short names no source tells: a .ma or .mb stores attributes by these. A running Maya
# answers to the long ones.
_UNTOLD = ("fileNamePadding", "dontSaveImage", "sys_distributed_rendering_on", "mode")


def untold_settings(graph: SceneGraph) -> List[Problem]:
    """For a scene's file; none where it is not rendered with V-Ray, or stores them all by their long names."""
    node = graph.node(vray.SETTINGS)
    if node is None or graph.value(GLOBALS, "currentRenderer") != vray.VRay.name:
        return []
    names = [name for name in _UNTOLD if graph.stored(node, name) is None]
    if not names:
        return []
    text = Message(_DEFAULTS, node=node, names=", ".join(names))
    return [Problem(NOTICE, "settings_untold", text, node)]


_DEFAULTS = (
    "{node}: how a file stores these settings is not known, so V-Ray's defaults are taken: {names}. If you changed "
    "one of them, open the scene in Maya and submit from there."
)
