"""The language of what stands outside the panel: its own once it is open, before that Maya's."""

from __future__ import annotations

from pathlib import Path

from rb_dcc_core.messages import CHINESE, ENGLISH
from rb_dcc_core.spoken_language import SpokenLanguage

from .live_commands import HOST_ERRORS


def _of_maya() -> str:
    import maya.cmds as commands

    try:
        told = commands.about(uiLanguage=True)
    except HOST_ERRORS:
        told = ""
    return CHINESE if str(told).lower().startswith(CHINESE) else ENGLISH


spoken = SpokenLanguage(Path(__file__).resolve().parent, _of_maya)
