"""Where Python finds this product's packages inside 3ds Max: late on the path, so that a studio's own win."""

from __future__ import annotations

import os
import sys
from typing import List

_HERE = os.path.dirname(os.path.abspath(__file__))


def contents_folder() -> str:
    """The bundle's `Contents`: scripts, macroscripts, icons and python are in it."""
    return os.path.dirname(os.path.dirname(_HERE))


def complete_path() -> None:
    """Append what is missing; any number of times. An installed bundle keeps everything in `python` or `vendor`, a
    checkout its other packages beside the bundle."""
    for folder in _folders():
        if folder not in sys.path and os.path.isdir(folder):
            sys.path.append(folder)


def _folders() -> List[str]:
    contents = contents_folder()
    checkout = os.path.dirname(os.path.dirname(contents))
    folders = [os.path.join(contents, "python")]
    if os.path.isfile(os.path.join(checkout, "rb_dcc_core", "__init__.py")):
        folders += [checkout, os.path.join(checkout, "ui")]
    folders.append(os.path.join(contents, "vendor"))
    return folders
