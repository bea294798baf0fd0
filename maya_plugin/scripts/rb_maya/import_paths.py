"""Where Python finds this product's packages inside Maya: late on the path, so that a studio's own win."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_HERE = os.path.dirname(os.path.abspath(__file__))


def module_root() -> str:
    """The Maya module's folder: plug-ins, scripts and icons are in it."""
    return os.path.dirname(os.path.dirname(_HERE))


def complete_path() -> None:
    """Append what is missing; any number of times. In an installed module `scripts` holds all our packages, a checkout
    has the others beside the module; what is vendored comes last in both."""
    root = module_root()
    checkout = os.path.dirname(root)
    folders = [os.path.join(root, "scripts")]
    if os.path.isfile(os.path.join(checkout, "rb_dcc_core", "__init__.py")):
        folders += [checkout, os.path.join(checkout, "ui")]
    for folder in folders:
        if folder not in sys.path and os.path.isdir(folder):
            sys.path.append(folder)
    from rb_dcc_core.vendoring import use_vendored

    use_vendored(Path(root) / "vendor")
