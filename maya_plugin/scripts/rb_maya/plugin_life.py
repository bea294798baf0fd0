"""What the plug-in's loading and unloading do: the menu, the runtime commands, the panel in a control that is there."""

from __future__ import annotations

import logging
import sys
from typing import Any

from . import control, installation
from .plugin_state import state

_log = logging.getLogger(__name__)


def load() -> None:
    """On the main thread, from initializePlugin with a window. The version is marked as used at once, before anybody can
    remove it. At start-up neither menus nor shelves are there yet: everything that is seen waits until Maya is idle."""
    import maya.api.OpenMaya as api
    import maya.cmds as commands

    state.is_loaded = True
    state.is_exiting = False
    installation.begin()
    state.callback = api.MSceneMessage.addCallback(api.MSceneMessage.kMayaExiting, maya_ends)
    commands.evalDeferred(_show, lowestPriority=True)


def unload() -> None:
    """On the main thread, from uninitializePlugin: everything goes. At Maya's end the control stays in the workspace, so
    that the next start has it again."""
    import maya.api.OpenMaya as api
    import maya.cmds as commands

    from . import menu, runtime_commands

    was_loaded, state.is_loaded = state.is_loaded, False
    if was_loaded:
        api.MMessage.removeCallback(state.callback)
        control.clear()
        if not (state.is_exiting or state.keeps_control):
            control.delete(commands)
        menu.remove(commands)
        runtime_commands.remove(commands)
        session_log = sys.modules.get("rb_dcc_core.session_log")
        if session_log is not None:
            session_log.stop()


def maya_ends(*_: Any) -> None:
    """Told by Maya, which is about to end: the panel's work stops now, while everything is still there to stop it with."""
    state.is_exiting = True
    for end in (control.clear, installation.finish):
        _try(end)


def keep_control(keeps: bool) -> None:
    """Whether the next unloading leaves the control where it is, for whoever loads again at once."""
    state.keeps_control = keeps


def _show() -> None:
    """Unloaded again before Maya came to this, it does nothing."""
    import maya.cmds as commands

    from . import menu, runtime_commands

    if not state.is_loaded:
        return
    for make in (runtime_commands.make, menu.make, control.refill):
        _try(make, commands)


def _try(call: Any, *given: Any) -> None:
    """One that Maya refuses takes nothing else with it."""
    try:
        call(*given)
    except Exception:  # noqa: BLE001 - a deferred call or a callback of the host ends here
        _log.exception("a part of the plug-in could not be shown or ended")
