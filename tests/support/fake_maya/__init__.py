"""A stand-in for `maya.cmds` that is backed by a scene file and refuses what the real one would refuse."""

from __future__ import annotations

from .commands import FakeCommands
from .scene import FakeScene

__all__ = ["YEARS", "FakeCommands", "FakeScene", "open_in_maya"]

YEARS = ("2022", "2023", "2024", "2025", "2026", "2027")


def open_in_maya(path: object, project: object = None, **options: object) -> FakeCommands:
    """`maya.cmds` with a scene open. Options are FakeCommands' own: year, language, order."""
    return FakeCommands(FakeScene(path, project), **options)  # type: ignore[arg-type]
