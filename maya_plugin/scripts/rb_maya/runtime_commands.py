"""The runtime commands: what hotkeys, MEL and the hotkey editor know the panel by."""

from __future__ import annotations

import logging
from typing import Any

from .entries import COMMANDS, Entry
from .live_commands import HOST_ERRORS
from .spoken import spoken

CATEGORY = "Renderbus"
_log = logging.getLogger(__name__)


def make(commands: Any) -> None:
    """Make each, or renew one that an earlier loading left, where Maya lets its default commands be edited [?]. As default commands they are never written into the user's
    preferences: a removed plug-in leaves none behind, and a hotkey finds its command again at the next start."""
    for entry in COMMANDS:
        _make(commands, entry)


def remove(commands: Any) -> None:
    """Whether Maya deletes default commands is unsure [?]: one that stays says what is missing when it is run."""
    for entry in COMMANDS:
        try:
            if commands.runTimeCommand(entry.command, exists=True):
                commands.runTimeCommand(entry.command, edit=True, delete=True)
        except HOST_ERRORS:
            _log.debug("Maya keeps the runtime command %s until it ends", entry.command)


def _make(commands: Any, entry: Entry) -> None:
    told = {
        "label": spoken.say(entry.label).rstrip("…"),
        "annotation": spoken.say(entry.why),
        "category": CATEGORY,
        "command": entry.script,
        "commandLanguage": "python",
    }
    if not commands.runTimeCommand(entry.command, exists=True):
        commands.runTimeCommand(entry.command, default=True, **told)
        return
    try:
        commands.runTimeCommand(entry.command, edit=True, **told)
    except HOST_ERRORS:
        _log.debug("Maya keeps the runtime command %s as it was", entry.command)
