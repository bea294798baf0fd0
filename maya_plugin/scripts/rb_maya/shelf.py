"""A button on the shelf, only when the user asks for it: it is theirs from then on, and stays when we go."""

from __future__ import annotations

import os
from typing import Any

from rb_dcc_core.messages import Message

from .entries import SUBMIT
from .import_paths import module_root
from .spoken import spoken

IMAGE = "renderbus.png"
_NO_SHELF = Message(
    "There is no shelf to put the button on. Show the shelves (Window, UI Elements), then try again."
)


def add_button(commands: Any) -> None:
    """On the shelf that is in front. Its script runs alone, so that it says what is missing when the plug-in is gone."""
    import maya.mel

    top = maya.mel.eval("$rbShelves = $gShelfTopLevel")
    if not top or not commands.shelfTabLayout(top, exists=True):
        commands.warning(spoken.say(_NO_SHELF))
        return
    tab = commands.shelfTabLayout(top, query=True, selectTab=True)
    if not tab:
        commands.warning(spoken.say(_NO_SHELF))
        return
    commands.shelfButton(
        parent=f"{top}|{tab}",
        label="Renderbus",
        annotation=spoken.say(SUBMIT.why),
        image=_image(),
        command=SUBMIT.script,
        sourceType="python",
    )


def _image() -> str:
    """By name where Maya finds our icons, as a module does it: a path would break when the module moves."""
    icons = os.path.join(module_root(), "icons")
    searched = os.environ.get("XBMLANGPATH", "").split(os.pathsep)
    # On Linux each folder there ends with "/%B".
    known = [os.path.normcase(os.path.normpath(path.replace("%B", ""))) for path in searched if path]
    if os.path.normcase(os.path.normpath(icons)) in known:
        return IMAGE
    return os.path.join(icons, IMAGE).replace("\\", "/")
