"""Which plug-ins the open scene needs, and which of them this Maya does not have."""

from __future__ import annotations

from typing import Dict, List, Sequence

from .live_commands import HOST_ERRORS, Commands
from .live_values import flat_texts, texts


def plugins_in_use(commands: Commands, missing: Sequence[str]) -> Dict[str, str]:
    """Name to version, those given as missing too ("" where no version is known).

    The documentation only says that pluginsInUse lists plug-ins [?]: seen is name, version, name, version ...;
    a list in which every entry is a loaded plug-in is taken as names alone.
    """
    listed = flat_texts(_asked(commands, "pluginsInUse"))
    loaded = set(texts(_asked(commands, "listPlugins"))) if listed else set()
    found: Dict[str, str] = {}
    if len(listed) % 2 or all(entry in loaded for entry in listed):
        found.update((name, _version(commands, name)) for name in listed)
    else:
        found.update(zip(listed[0::2], listed[1::2]))
    for name in missing:
        found.setdefault(name, _missing_version(commands, name))
    return found


def missing_plugins(commands: Commands) -> List[str]:
    """Plug-ins the scene asks for and Maya could not load when it opened it."""
    try:
        return texts(commands.unknownPlugin(query=True, list=True))
    except HOST_ERRORS:
        return []


def _asked(commands: Commands, what: str) -> object:
    try:
        if what == "pluginsInUse":
            return commands.pluginInfo(query=True, pluginsInUse=True)
        return commands.pluginInfo(query=True, listPlugins=True)
    except HOST_ERRORS:
        return None


def _version(commands: Commands, name: str) -> str:
    try:
        return "".join(texts(commands.pluginInfo(name, query=True, version=True))[:1])
    except HOST_ERRORS:
        return ""  # Maya raises for a plug-in that is not registered


def _missing_version(commands: Commands, name: str) -> str:
    try:
        return "".join(texts(commands.unknownPlugin(name, query=True, version=True))[:1])
    except HOST_ERRORS:
        return ""
