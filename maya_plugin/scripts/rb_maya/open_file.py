"""Open a scene file by its ending: Maya ASCII or Maya binary."""

from __future__ import annotations

from .ascii_file import AsciiFile
from .binary_file import BinaryFile
from .scene_file import SceneFile

ENDINGS = (".ma", ".mb")


def open_file(path: str) -> SceneFile:
    """Parse one .ma or .mb file; raises SceneError where it cannot be read."""
    return BinaryFile(path) if path.lower().endswith(".mb") else AsciiFile(path)
