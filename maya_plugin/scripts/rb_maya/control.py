"""The workspace control that the panel is docked in: one of it, kept by Maya's workspaces, filled by us."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Optional

from .import_paths import complete_path
from .live_commands import HOST_ERRORS

if TYPE_CHECKING:
    from .holder import Holder

NAME = "renderbusWorkspaceControl"
LABEL = "Renderbus"
WIDTH = 430
LEAST_WIDTH = 340
# Names of Maya's own controls, the same in every language.
_NEIGHBOURS = ("AttributeEditor", "ChannelBoxLayerEditor")
_log = logging.getLogger(__name__)
_holder: Optional[Holder] = None
_wanted_page: Optional[str] = None


def open_panel(page: Optional[str] = None) -> None:
    """Show the panel, at a page where one is named. Main thread; the control is made where there is none."""
    global _wanted_page
    import maya.cmds as commands

    _wanted_page = page
    if exists(commands):
        commands.workspaceControl(NAME, edit=True, restore=True)
        commands.workspaceControl(NAME, edit=True, visible=True)
        if holder() is None:
            fill()
    else:
        _make(commands)
    held = holder()
    if held is not None and _wanted_page is not None:
        held.show_page(_wanted_page)
        _wanted_page = None


def fill() -> None:
    """Put the panel's holder into the control that Maya builds at this moment, or has built. Main thread."""
    global _holder, _wanted_page
    import maya.cmds as commands

    complete_path()
    from . import qt_parents
    from .holder import Holder

    parent = qt_parents.control_being_built(NAME)
    if parent is None:
        _log.error("Maya gave no window for the panel")
        return
    held = holder()
    if held is None:
        held = Holder(parent, on_gone=_gone, set_width=restore_width)
        _holder = held
    qt_parents.put_into(held, parent)
    page, _wanted_page = _wanted_page, None
    held.begin(page)
    _log.debug("the panel's control is filled: %s", exists(commands))


def refill(commands: Any) -> None:
    """The plug-in is there now: a control that Maya rebuilt before gets its panel."""
    if exists(commands):
        fill()


def exists(commands: Any) -> bool:
    try:
        return bool(commands.workspaceControl(NAME, exists=True))
    except HOST_ERRORS:
        return False


def holder() -> Optional[Holder]:
    """The widget in the control; None where there is none, or Qt has deleted it."""
    if _holder is None or not _holder.is_there:
        return None
    return _holder


def closed() -> None:
    """Maya closes the control: the panel's work ends; shown again, it begins anew."""
    held = holder()
    if held is not None:
        held.end()


def clear() -> None:
    """End the panel and take our widget out of the control."""
    global _holder
    held, _holder = holder(), None
    if held is not None:
        held.end()
        held.hide()
        held.deleteLater()


def delete(commands: Any) -> None:
    """Remove the control, and what the workspaces remember of it."""
    try:
        if exists(commands):
            commands.deleteUI(NAME, control=True)
        if commands.workspaceControlState(NAME, exists=True):
            commands.workspaceControlState(NAME, remove=True)
    except HOST_ERRORS:
        _log.warning("Maya kept the panel's window", exc_info=True)


def restore_width(width: int) -> None:
    """The width the user last gave it: Maya's workspaces are known to lose it. A floating one keeps its own."""
    import maya.cmds as commands

    try:
        if exists(commands) and not commands.workspaceControl(NAME, query=True, floating=True):
            commands.workspaceControl(NAME, edit=True, resizeWidth=width)
    except HOST_ERRORS:
        _log.debug("Maya did not take the panel's width", exc_info=True)


def _gone(held: Holder) -> None:
    """Qt deleted a holder with its control."""
    global _holder
    if _holder is held:
        _holder = None


def _make(commands: Any) -> None:
    """Docked beside Maya's own editors where the workspace has them, else at the window's right side."""
    from .panel_script import closed_script, fill_script

    place: Any = {"dockToMainWindow": ("right", False)}
    for neighbour in _NEIGHBOURS:
        if commands.workspaceControl(neighbour, exists=True):
            place = {"tabToControl": (neighbour, -1)}
            break
    commands.workspaceControl(
        NAME,
        label=LABEL,
        uiScript=fill_script(NAME),
        closeCommand=closed_script(),
        retain=False,
        loadImmediately=True,
        initialWidth=WIDTH,
        minimumWidth=LEAST_WIDTH,
        widthProperty="preferred",
        **place,
    )
    commands.workspaceControl(NAME, edit=True, restore=True)
