"""`rb-dcc panel`: the panel standing alone, over a scene file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Optional, Tuple

import click

from rb_dcc_core.errors import SettingsError

from .readers import read_scene, scene_kinds
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("scene", type=click.Path(), required=False)
@click.option(
    "--pictures",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Instead of opening it, make PNG pictures of every page: each state, both languages, dark and light.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Only the pictures whose names fit, such as 'submit-busy-*' (with --pictures; may be repeated).",
)
@click.option(
    "--scale",
    type=click.FloatRange(0.5, 4.0),
    default=1.0,
    show_default=True,
    help="How many times as many pixels, as on a screen set to 200 % (with --pictures).",
)
@click.option(
    "--width",
    type=click.IntRange(240, 4000),
    metavar="PX",
    help="The panel's width instead of each picture's own (with --pictures).",
)
@pass_workbench
def panel(
    workbench: Workbench,
    scene: Optional[str],
    pictures: Optional[str],
    only: Tuple[str, ...],
    scale: float,
    width: Optional[int],
) -> int:
    """Open the panel on a scene file: submit it, and watch every frame, in a window of its own."""
    if pictures is not None:
        return _make_pictures(pictures, only, scale, width)
    try:
        from rb_dcc_ui.standalone import run
    except ImportError as error:
        raise _no_qt(error) from error
    workbench.start_log()
    return run(read_scene, scene_kinds(), workbench.locations, scene or "", workbench.profile_name, sys.argv)


def _make_pictures(folder: str, only: Tuple[str, ...], scale: float, width: Optional[int]) -> int:
    from .pictures.album import take_pictures

    try:
        count = take_pictures(Path(folder), only, scale, width, click.echo)
    except ImportError as error:
        raise _no_qt(error) from error
    click.echo(f"{count} pictures are in {folder}.")
    return 0


def _no_qt(error: ImportError) -> SettingsError:
    return SettingsError(
        "The panel needs Qt, which is not installed here ({why}). Install it with: python -m pip install"
        " 'renderbus-dcc[qt]'",
        why=str(error),
    )
