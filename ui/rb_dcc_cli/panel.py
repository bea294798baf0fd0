"""`rb-dcc panel`: the panel standing alone, over a scene file."""

from __future__ import annotations

import sys
from typing import Optional

import click

from rb_dcc_core.errors import SettingsError

from .readers import read_scene, scene_kinds
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("scene", type=click.Path(), required=False)
@pass_workbench
def panel(workbench: Workbench, scene: Optional[str]) -> int:
    """Open the panel on a scene file: submit it, and watch every frame, in a window of its own."""
    try:
        from rb_dcc_ui.standalone import run
    except ImportError as error:
        raise SettingsError(
            "The panel needs Qt, which is not installed here ({why}). Install it with: python -m pip install"
            " 'renderbus-dcc[qt]'",
            why=str(error),
        ) from error
    workbench.start_log()
    return run(read_scene, scene_kinds(), workbench.locations, scene or "", workbench.profile_name, sys.argv)
