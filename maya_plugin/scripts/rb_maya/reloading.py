"""For developers: `import rb_maya.reloading; rb_maya.reloading.reload()` takes the changed code, in place."""

from __future__ import annotations

import importlib
import sys
from typing import List

from .plugin_life import keep_control
from .plugin_state import PLUGIN

OURS = ("rb_maya", "rb_dcc_ui", "rb_dcc_core")


def reload() -> List[str]:
    """Unload the plug-in, forget our modules, load it again; the control stays where it is and gets the new panel.
    Main thread. Answers the names of the modules that were forgotten."""
    import maya.cmds as commands

    path = commands.pluginInfo(PLUGIN, query=True, path=True)
    keep_control(True)
    try:
        commands.unloadPlugin(PLUGIN)
    finally:
        keep_control(False)
    forgotten = sorted(name for name in sys.modules if name.partition(".")[0] in OURS)
    for name in forgotten:
        del sys.modules[name]
    importlib.invalidate_caches()
    commands.loadPlugin(str(path))
    return forgotten
