"""How long the interface thread is not to be had while an artist goes the whole way, the farm in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.settings import Account, Profile
from rb_dcc_ui.pages import load_ahead
from rb_dcc_ui.panel import ACCOUNT, COSTS, DIAGNOSE, SETTINGS, SUBMIT, TASKS
from tests.support.panel_story import Artist
from tests.support.panel_window import close_panel, open_panel, settle
from tests.support.stall_meter import StallMeter, percentile

pytestmark = pytest.mark.bench

MOST_STALL_MS = 50.0
MOST_OWN_WORK_MS = 30.0
FRAMES = 60
ROUNDS = 3


@pytest.fixture
def farm(tmp_path: Path, checkout: Path) -> Iterator[Dict[str, Any]]:
    """What the sandbox announces. Nothing it does takes from the interface thread's time."""
    folders = [checkout, checkout / "ui", checkout / "maya_plugin" / "scripts"]
    path = os.pathsep.join([*map(str, folders), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "rb_dcc_cli", "sandbox", "--state", str(tmp_path / "farm")]
    running = subprocess.Popen(
        [*command, "--speed", "500", "--seed", "1"],
        stdout=subprocess.PIPE,
        env=dict(os.environ, PYTHONPATH=path),
    )
    assert running.stdout is not None
    try:
        yield json.loads(running.stdout.readline().decode())
    finally:
        running.terminate()
        running.wait(20)
        running.stdout.close()


def account(farm: Dict[str, Any]) -> Account:
    profile = Profile("demo", farm["service"], farm["platform"], "v2", farm["access_id"])
    credentials = Credentials(farm["access_id"], farm["access_key"])
    return Account(profile, ServiceAddress.parse(farm["service"]), credentials)


def whole_way(qtbot: Any, farm: Dict[str, Any], folder: Path, scene: Path) -> StallMeter:
    """Open, submit, watch to the end, render failed frames again, download, look at every page, close."""
    with StallMeter() as meter:
        panel = open_panel(folder / "home", scene, width=900)
        panel.services.watch.set_interval(0.5)
        panel.services.connection.use(account(farm))
        artist = Artist(qtbot, panel)
        artist.wait(lambda: panel.services.connection.is_online)
        number = artist.submit(f"1-{FRAMES}")
        artist.watch_to_the_end(number, FRAMES)
        artist.retry_until_all_are_done(number, FRAMES)
        assert len(artist.download(number, folder / "pictures", FRAMES)) == FRAMES
        for name in (SUBMIT, TASKS, SETTINGS, DIAGNOSE, ACCOUNT, COSTS):
            panel.show_page(name)
            qtbot.wait(200)
        close_panel(panel)
    return meter


def test_the_interface_is_to_be_had_all_the_way(
    qtbot: Any, farm: Dict[str, Any], tmp_path: Path, checkout: Path
) -> None:
    load_ahead()  # a host imports on a thread before it opens the panel
    settle()
    project = tmp_path / "project"  # a copy: the job's settings are kept beside the scene
    shutil.copytree(str(checkout / "ui" / "rb_dcc_cli" / "demo_scene"), str(project))
    meters = [
        whole_way(qtbot, farm, tmp_path / str(number), project / "turntable.ma") for number in range(ROUNDS)
    ]
    # The best of the rounds, so that a busy moment of the machine fails nothing.
    stall_ms = min(percentile(meter.own_ms, 99) for meter in meters)
    work_ms = min(percentile(meter.busy_ms, 99.5) for meter in meters)
    print(f"99 % of all stalls below {stall_ms:.1f} ms; 99.5 % of its own turns below {work_ms:.1f} ms")
    assert min(len(meter.gaps_ms) for meter in meters) > 200
    assert stall_ms < MOST_STALL_MS
    assert work_ms < MOST_OWN_WORK_MS
