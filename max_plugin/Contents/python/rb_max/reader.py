"""Read a 3ds Max scene from its file: the reader behind the entry point for ".max"."""

from __future__ import annotations

import os
from typing import Optional, Union

from rb_dcc_core.host import SceneSnapshot

from .files import FileFinder
from .inner_scenes import InnerScenes
from .paths import plain_path
from .scene_file import read_file
from .snapshot import take_snapshot

PathLike = Union[str, "os.PathLike[str]"]


def read_scene(path: PathLike, project: Optional[PathLike] = None) -> SceneSnapshot:
    """Read a .max scene without 3ds Max; touches only the disk, safe on any thread.

    `project` is the 3ds Max project's folder, where there is one. Raises SceneError with what to do where the file is no
    whole 3ds Max scene. What the file cannot tell is None, and a problem names the option to give.
    """
    scene = _absolute(path)
    file = read_file(scene)
    inner = InnerScenes(scene)
    finder = FileFinder(scene, inner.wanted)
    assets = finder.find(file.wanted())
    folder = None if project is None else _absolute(project)
    return take_snapshot(file, folder, assets, [*finder.problems, *inner.problems])


def _absolute(path: PathLike) -> str:
    """With "/"; a backslash is a letter like any other where paths are not Windows'."""
    absolute = os.path.abspath(os.fspath(path))
    return plain_path(absolute) if os.name == "nt" else absolute
