"""The menu in Maya's main window."""

from __future__ import annotations

from typing import Any, Callable, Optional

from . import installation
from .entries import ENTRIES, HELP, TO_SHELF, UNINSTALL, Entry
from .spoken import spoken

NAME = "renderbusMenu"
LABEL = "Renderbus"
_stop: Optional[Callable[[], None]] = None


def make(commands: Any) -> None:
    """Make it anew, in the language spoken now; nothing without a main window."""
    global _stop
    remove(commands)
    window = _main_window()
    if not window:
        return
    commands.menu(NAME, label=LABEL, parent=window, tearOff=True)
    for entry in ENTRIES:
        _item(commands, entry)
    commands.menuItem(divider=True, parent=NAME)
    _item(commands, TO_SHELF)
    commands.menuItem(divider=True, parent=NAME)
    _item(commands, HELP)
    if installation.is_installed():
        _item(commands, UNINSTALL)
    _stop = spoken.listen(lambda: make(commands))


def remove(commands: Any) -> None:
    global _stop
    if _stop is not None:
        _stop()
        _stop = None
    if commands.menu(NAME, exists=True):
        commands.deleteUI(NAME, menu=True)


def _item(commands: Any, entry: Entry) -> None:
    commands.menuItem(
        label=spoken.say(entry.label),
        annotation=spoken.say(entry.why),
        command=entry.script,
        sourceType="python",
        parent=NAME,
    )


def _main_window() -> str:
    """Its name as Maya's own scripts have it; "" before there is one."""
    import maya.mel

    found = maya.mel.eval("$rbMainWindow = $gMainWindow")
    return found if isinstance(found, str) else ""
