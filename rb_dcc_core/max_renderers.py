"""The renderers of 3ds Max: their classes as the host prints them, what job files and the farm call them. Pure."""

from __future__ import annotations

from typing import Dict, Optional

from . import images
from .max_scene import RendererId

SCANLINE = "scanline"
VRAY = "vray"
ARNOLD = "arnold"
CORONA = "corona"
REDSHIFT = "redshift"
ART = "art"

# ClassIDs seen in files of these renderers; their names carry a version or a language, the numbers do not.
SCANLINE_ID: RendererId = (1, 0)
ART_ID: RendererId = (2980325325, 2688898415)
ARNOLD_ID: RendererId = (2980329694, 2688902778)
VRAY_ID: RendererId = (1941615238, 2012806412)
VRAY_GPU_ID: RendererId = (1770671000, 1323107829)

# Renderers whose class in MAXScript is not made of the name they show ("Scanline Renderer" since 2017).
_CLASSES: Dict[RendererId, str] = {
    SCANLINE_ID: "Default_Scanline_Renderer",
    ART_ID: "ART_Renderer",
    ARNOLD_ID: "Arnold",
}
# How a class begins, lower case, and the renderer's name in job files: JOBFILES gives "scanline" and "vray", the others
# are written likewise [?].
_FAMILIES = (
    ("default_scanline", SCANLINE),
    ("scanline", SCANLINE),
    ("v_ray", VRAY),
    ("vray", VRAY),
    ("arnold", ARNOLD),
    ("corona", CORONA),
    ("redshift", REDSHIFT),
    ("art_renderer", ART),
)
# The farm's plug-in of a renderer; the host's own renderers need none.
PLUGINS = {VRAY: "vray", ARNOLD: "maxtoa", CORONA: "corona", REDSHIFT: "redshift"}


def class_name(renderer_id: Optional[RendererId], product: Optional[str]) -> Optional[str]:
    """The renderer's class as MAXScript prints it, from its ClassID and the name it shows; None where both are unknown.

    MAXScript writes "_" for whatever a name cannot hold: "V-Ray GPU Next, update 1.1" is V_Ray_GPU_Next__update_1_1.
    """
    if renderer_id in _CLASSES:
        return _CLASSES[renderer_id]
    if not product:
        return None
    return "".join(char if char.isalnum() or char == "_" else "_" for char in product)


def family(renderer: Optional[str]) -> Optional[str]:
    """What job files call a renderer of this class; None for one that this release does not know."""
    name = (renderer or "").lower()
    return next((found for start, found in _FAMILIES if name.startswith(start)), None)


def device(renderer: Optional[str]) -> Optional[str]:
    """What a renderer of this class computes on; None where its settings choose."""
    kind = family(renderer)
    if kind == VRAY:
        name = (renderer or "").upper()
        return images.GPU if "_GPU" in name or "_RT" in name else images.CPU
    return {SCANLINE: images.CPU, ART: images.CPU, CORONA: images.CPU, REDSHIFT: images.GPU}.get(kind or "")
