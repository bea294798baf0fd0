"""Read the scene that is open in Maya: the running host's counterpart of reader.py."""

from __future__ import annotations

import os
from typing import Any, Mapping, Optional

from rb_dcc_core.host import SceneSnapshot

from .folders import Folders
from .live_commands import HOST_ERRORS, Commands
from .live_graph import LiveGraph
from .live_values import pairs
from .snapshot import take_snapshot
from .workspace import Resolver, Workspace, slashes


def read_open_scene(commands: Commands, environment: Optional[Mapping[str, str]] = None) -> SceneSnapshot:
    """Read all at once; `commands` is `maya.cmds`. On Maya's main thread, which it holds until it is done:
    an interface uses SceneReading instead. `environment` is for the variables in paths, by default Maya's own.

    One odd node or a refusal of Maya's is among the snapshot's problems, never the end.
    """
    resolver = Resolver(
        read_workspace(commands), Folders(), os.environ if environment is None else environment
    )
    return take_snapshot(LiveGraph(commands, resolver), resolver)


def read_workspace(commands: Commands) -> Workspace:
    """The current project; Maya always has one."""
    root: Any
    rules: Any
    try:
        root = commands.workspace(query=True, rootDirectory=True)
        rules = commands.workspace(query=True, fileRule=True)
    except HOST_ERRORS:
        root, rules = None, None
    if not isinstance(root, str) or not root:
        return Workspace(None, {})
    folder = slashes(root)
    return Workspace(folder.rstrip("/") or folder, pairs(rules))
