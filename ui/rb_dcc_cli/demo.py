"""`rb-dcc demo`: the whole way on this computer, from a scene file to pictures, with no account."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path
from typing import Dict, Mapping

import click

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.environment_choice import choose_environment
from rb_dcc_core.errors import InputError
from rb_dcc_core.interfaces import V2
from rb_dcc_core.job import OS_WINDOWS, JobSettings
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.statuses import FINISHED_WITH_FAILED
from rb_dcc_core.submission import job_context, prepare
from rb_dcc_core.transfers import open_transfer

from .download import fetch_results
from .following import follow, say_ends
from .readers import read_scene
from .sending_bar import send_with_progress

SPEED = 8.0
POLL_S = 0.5
MOST_ROUNDS = 3


@click.command()
@click.option(
    "--out", default="rb-dcc-demo", show_default=True, type=click.Path(), metavar="DIR", help="The pictures."
)
@click.option("--terminal", is_flag=True, help="Stay in the terminal, also where there is a screen.")
def demo(out: str, terminal: bool) -> int:
    """Show the product without an account: a sandbox and a small scene, submitted, watched, its pictures downloaded.

    In the panel, where there is a screen and Qt is installed; it ends when its window is closed. Else in the terminal.
    """
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise InputError("{folder} is a file. Choose a folder for the pictures with --out.", folder=out)
    if not terminal and has_screen(os.environ, sys.platform) and _has_qt():
        from .demo_window import show_demo

        click.echo("The panel opens with a Renderbus of its own; rendering is pretended. Close it to end.")
        return show_demo(folder)
    return _demo_in_terminal(folder)


def has_screen(environ: Mapping[str, str], platform: str) -> bool:
    """True where a window can be shown; `platform` as sys.platform."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _has_qt() -> bool:
    return any(importlib.util.find_spec(name) is not None for name in ("PySide6", "PySide2"))


def _demo_in_terminal(folder: Path) -> int:
    from rb_dcc_core.sandbox.service import Sandbox

    click.echo(
        f"A Renderbus of your own starts on this computer; rendering is pretended, {SPEED:.0f} times fast."
    )
    with tempfile.TemporaryDirectory(prefix="rb-dcc-demo-") as home, Sandbox(
        Path(home), speed=SPEED
    ) as service:
        profile = Profile("demo", service.url, service.platform, V2, service.access_id)
        credentials = Credentials(service.access_id, service.access_key)
        client = Client.connect(Account(profile, ServiceAddress.parse(service.url), credentials))
        try:
            return _show(client, profile, folder)
        finally:
            client.close()


def demo_scene() -> Path:
    """The small scene the product ships."""
    return Path(__file__).resolve().parent / "demo_scene" / "turntable.ma"


def _show(client: Client, profile: Profile, folder: Path) -> int:
    snapshot = read_scene(str(demo_scene()))
    click.echo(
        f"Scene: {demo_scene().name} (Maya {snapshot.host_version}, frames {snapshot.layers[0].frames})."
    )
    environment, _ = choose_environment(client, snapshot, None, OS_WINDOWS)
    context = job_context(client.query_user_profile(), profile.platform)
    job = prepare(snapshot, JobSettings(), environment, context)
    transfer = open_transfer(client)
    task_id = send_with_progress(client, transfer, job.parcel)
    click.echo(f"Task {task_id} is submitted.")
    tasks = _follow_with_retries(client, task_id)
    if not say_ends(tasks):
        return 1
    report = fetch_results(transfer, list(tasks.values()), folder, True)
    for path in report.files:
        click.echo(f"  {path}")
    click.echo("Next: 'rb-dcc login' for your own account, or 'rb-dcc sandbox' to play on.")
    return 1 if report.failed or not report.files else 0


def _follow_with_retries(client: Client, task_id: int) -> Dict[int, TaskInfo]:
    """Frames fail on a real farm too: show that they are rendered again."""
    tasks = follow(client, [task_id], POLL_S)
    for _ in range(MOST_ROUNDS):
        if tasks[task_id].task_status != FINISHED_WITH_FAILED:
            break
        click.echo("Some frames failed, as frames do; they are rendered again.")
        client.restart_failed_frames([leaf.id for leaf in tasks[task_id].leaves() if leaf.id is not None])
        tasks = follow(client, [task_id], POLL_S)
    return tasks
