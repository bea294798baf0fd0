"""The one error a person sees when something cannot be built, installed or removed."""

from __future__ import annotations

import errno
from pathlib import Path

from .wording import Text

# Where a person may put the product instead, by host.
_INSTEAD = {
    "maya": Text(
        "Ask for write access to it, or put the unpacked folder where you may read it and name its folder 'modules' "
        "in MAYA_MODULE_PATH."
    ),
    "max": Text(
        "Ask for write access to it, or put the unpacked folder 'Renderbus.bundle' where you may read it and name the "
        "folder it lies in in ADSK_APPLICATION_PLUGINS."
    ),
}
_FULL = tuple(getattr(errno, name) for name in ("ENOSPC", "EDQUOT") if hasattr(errno, name))


class InstallProblem(Exception):
    """What is wrong and what to do, in words fit to show as they are."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text.said()


def write_problem(error: OSError, path: Path, host: str) -> InstallProblem:
    """For a place that takes no file of ours."""
    if error.errno in _FULL:
        return InstallProblem(
            Text(
                "The disk is full: {path} could not be written. Make room, then install again.",
                path=str(path),
            )
        )
    return InstallProblem(
        Text(
            "{path} could not be written ({why}). {instead}",
            path=str(path),
            why=error.strerror or type(error).__name__,
            instead=_INSTEAD[host],
        )
    )


def read_problem(error: Exception, path: str) -> InstallProblem:
    """For a bundle that cannot be read; most often one that was not unpacked whole."""
    return InstallProblem(
        Text(
            "{path} could not be read ({why}). Unpack the zip again, then install again.",
            path=path,
            why=getattr(error, "strerror", None) or str(error) or type(error).__name__,
        )
    )
