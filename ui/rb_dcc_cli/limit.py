"""`--limit`: how fast files may move, for every command that moves some."""

from __future__ import annotations

from typing import Any, Callable, Optional

import click

from .finite import FiniteRange
from .workbench import Workbench


def _keep(context: click.Context, _: click.Parameter, mb_s: Optional[float]) -> Optional[float]:
    workbench = context.find_object(Workbench)
    if workbench is not None:
        workbench.limit_mb_s = mb_s
    return mb_s


limit_option: Callable[[Any], Any] = click.option(
    "--limit",
    type=FiniteRange(0.001),
    metavar="MB/s",
    expose_value=False,
    callback=_keep,
    help="Move files no faster; else as the profile's bandwidth_limit_mb_s says.",
)
