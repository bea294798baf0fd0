"""`rb-dcc sandbox`: the embedded service on this computer, until it is stopped."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path
from typing import Optional

import click

from rb_dcc_core.errors import LocalFileError

from .finite import FiniteRange
from .workbench import Workbench, pass_workbench


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="A free one where not given."
)
@click.option("--state", type=click.Path(), metavar="DIR", help="Where tasks and files are kept.")
@click.option(
    "--speed", type=FiniteRange(0.01, 100000), default=1.0, show_default=True, help="Times real time."
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Decides render times and which frames fail."
)
@pass_workbench
def sandbox(workbench: Workbench, port: int, state: Optional[str], speed: float, seed: int) -> None:
    """Run a Renderbus of your own on this computer: no account, no cost, pretended rendering.

    Prints one JSON line {"service", "access_id", "access_key", "platform", "store"} when ready and runs until it is
    stopped (Ctrl-C). Set RB_DCC_SERVICE, RB_DCC_ACCESS_ID, RB_DCC_ACCESS_KEY and RB_DCC_PLATFORM from it.
    """
    from rb_dcc_core.sandbox.service import Sandbox

    folder = Path(state) if state else workbench.locations.state / "sandbox"
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        service = Sandbox(folder, port=port, speed=speed, seed=seed)
        service.start()
    except OSError as error:
        raise LocalFileError(
            "The sandbox cannot start on port {port} with {folder} ({why}). Choose another --port or --state.",
            port=port,
            folder=str(folder),
            why=error.strerror or str(error),
        ) from error
    try:
        click.echo(json.dumps(service.announcement()))
        while not stopped.wait(0.5):
            pass
    finally:
        service.stop()
