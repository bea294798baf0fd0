"""What each renderer keeps where: format, prefix, size and AOVs, behind one small interface."""

from __future__ import annotations

from typing import Dict

from .arnold import Arnold
from .base import Renderer
from .maya import MayaHardware2, MayaSoftware
from .redshift import Redshift
from .renderman import RenderMan
from .vray import VRay

__all__ = ["Renderer", "renderer"]

_KNOWN: Dict[str, Renderer] = {
    known.name: known
    for known in (MayaSoftware(), MayaHardware2(), Arnold(), VRay(), Redshift(), RenderMan())
}


def renderer(name: str) -> Renderer:
    """The renderer of a name; one that is not known is described by Maya's own settings."""
    return _KNOWN.get(name, Renderer())
