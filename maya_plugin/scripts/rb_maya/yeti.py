"""What a Yeti node does not tell: the textures of its graph, which only Yeti reads."""

from __future__ import annotations

from typing import Any

from rb_dcc_core.host import NOTICE, Problem
from rb_dcc_core.messages import Message


def untold_textures(node: str, folders: Any) -> Problem:
    """`folders` is where the node looks for them, as it is written; anything but a text where that is not told."""
    if isinstance(folders, str) and folders.strip():
        return Problem(
            NOTICE, "yeti_textures_untold", Message(_TEXTURES_IN, node=node, folders=folders), node
        )
    return Problem(NOTICE, "yeti_textures_untold", Message(_TEXTURES, node=node), node)


_TEXTURES = "{node}: which textures its Yeti graph uses can only be told by Yeti. If it uses any, add them to the job by hand."
_TEXTURES_IN = (
    "{node}: which textures its Yeti graph uses can only be told by Yeti. If it uses any, add them to the job by hand; "
    "it looks for them in {folders}."
)
