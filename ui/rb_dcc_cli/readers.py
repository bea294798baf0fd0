"""Scene readers, found by entry point (`rb_dcc.scene_readers`: file ending to reader), so that no host is imported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Callable, Dict, Optional, Tuple

from rb_dcc_core.atomic import read_error
from rb_dcc_core.errors import InputError, SceneError
from rb_dcc_core.host import SceneSnapshot

GROUP = "rb_dcc.scene_readers"
Reader = Callable[..., SceneSnapshot]


def read_scene(path: str, project: Optional[str] = None) -> SceneSnapshot:
    """Read a scene file by its ending; raises InputError or SceneError with what to do."""
    scene = Path(path)
    ending = scene.suffix.lower().lstrip(".")
    readers = _entry_points()
    if ending not in readers:
        raise InputError(
            _no_reader(ending, sorted(readers)), ending=ending, known=", ".join("." + e for e in readers)
        )
    reader: Reader = readers[ending].load()
    try:
        return reader(scene, project=Path(project) if project else None)
    except OSError as error:
        raise SceneError(read_error(error, path).message) from error


def scene_kinds() -> Tuple[str, ...]:
    """File endings of the scenes that can be read, without the dot."""
    return tuple(sorted(_entry_points()))


def _no_reader(ending: str, known: Any) -> str:
    if not known:
        return "No scene reader is installed. Install the product again."
    if not ending:
        return "A scene is known by its file's ending, and this one has none. Give a scene of these kinds: {known}."
    return "Scenes ending in '.{ending}' cannot be read. Give a scene of these kinds: {known}."


def _entry_points() -> Dict[str, Any]:
    if sys.version_info >= (3, 10):
        from importlib.metadata import entry_points

        found = entry_points(group=GROUP)
    elif sys.version_info >= (3, 8):
        from importlib.metadata import entry_points

        found = entry_points().get(GROUP, ())
    else:
        from importlib_metadata import entry_points

        found = entry_points(group=GROUP)
    return {point.name: point for point in found}
