"""Where the plug-in's life stands: for what the loading imports, and so cannot import the loading."""

from __future__ import annotations

from typing import Any

PLUGIN = "renderbus_maya"


class PluginState:
    """One for the process: Maya has one window and one plug-in of a name."""

    def __init__(self) -> None:
        self.is_loaded = False
        self.is_exiting = False
        self.keeps_control = False
        self.callback: Any = None


state = PluginState()
