"""Read a Maya scene from its file: the reader behind the entry points for ".ma" and ".mb"."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from typing import Iterator, Optional, Union

from rb_dcc_core.host import SceneSnapshot

from .file_graph import FileGraph
from .folders import Folders
from .open_file import open_file
from .snapshot import take_snapshot
from .workspace import Resolver, Workspace, slashes

PathLike = Union[str, "os.PathLike[str]"]


def read_scene(path: PathLike, project: Optional[PathLike] = None) -> SceneSnapshot:
    """Read a .ma or .mb scene without Maya; touches only the disk, safe on any thread.

    `project` is the Maya project's folder; without it the nearest folder upwards with a workspace.mel is
    taken.
    Raises SceneError with what to do where the file is not a whole Maya scene. What is odd inside
    one is
    among the snapshot's problems.
    """
    scene = slashes(os.path.abspath(os.fspath(path)))
    with _no_collector():
        return _read(scene, project)


def _read(scene: str, project: Optional[PathLike]) -> SceneSnapshot:
    file = open_file(scene)
    folder = scene.rpartition("/")[0] or "/"
    workspace = (
        Workspace.around(folder) if project is None else Workspace.at(os.path.abspath(os.fspath(project)))
    )
    resolver = Resolver(workspace, Folders(), os.environ)
    return take_snapshot(FileGraph(file, resolver), resolver)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Hundreds of thousands of objects are made that stay until the end; Python's collector of circles would walk
    them over and over, for a third of the whole time."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            _count_as_old()
            gc.enable()


def _count_as_old() -> None:
    """Else the collector would walk all that was just made at once, as if it were to be thrown away soon."""
    if not gc.get_freeze_count():  # what the host itself set aside stays so
        gc.freeze()
        gc.unfreeze()
