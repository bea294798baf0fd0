"""Read a Maya scene from its file: the reader behind the entry point for ".ma"."""

from __future__ import annotations

import os
from typing import Optional, Union

from rb_dcc_core.host import SceneSnapshot

from .ascii_file import AsciiFile
from .ascii_graph import AsciiGraph
from .folders import Folders
from .snapshot import take_snapshot
from .workspace import Resolver, Workspace, slashes

PathLike = Union[str, "os.PathLike[str]"]


def read_scene(path: PathLike, project: Optional[PathLike] = None) -> SceneSnapshot:
    """Read a .ma scene without Maya; touches only the disk, safe on any thread.

    `project` is the Maya project's folder; without it the nearest folder upwards with a workspace.mel is
    taken.
    Raises SceneError with what to do where the file is not a whole Maya ASCII scene. What is odd inside
    one is
    among the snapshot's problems.
    """
    scene = slashes(os.path.abspath(os.fspath(path)))
    file = AsciiFile(scene)
    folder = scene.rpartition("/")[0] or "/"
    workspace = (
        Workspace.around(folder) if project is None else Workspace.at(os.path.abspath(os.fspath(project)))
    )
    resolver = Resolver(workspace, Folders(), os.environ)
    return take_snapshot(AsciiGraph(file, resolver), resolver)
