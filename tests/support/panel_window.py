"""The real panel over a scene file, against a sandbox or anything that speaks like one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Optional

from rb_dcc_cli.readers import read_scene, scene_kinds
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.environment_choice import choose_environment
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.job import OS_WINDOWS, JobSettings
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.sending import send
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.submission import job_context, prepare
from rb_dcc_core.transfers import open_transfer
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.file_host import FileHost
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import Panel

WAIT_MS = 30000


def account_at(url: str, farm: Sandbox, generation: str = "v2") -> Account:
    """The sandbox's account, at an address of one's choice: a proxy stands between."""
    profile = Profile("demo", url, farm.platform, generation, farm.access_id)
    return Account(profile, ServiceAddress.parse(url), Credentials(farm.access_id, farm.access_key))


def open_panel(home: Path, scene: Optional[Path] = None, width: int = 460, height: int = 900) -> Panel:
    """Shown, not yet connected."""
    text = "" if scene is None else str(scene)
    places = Locations.find({"RB_DCC_HOME": str(home)})
    made = make_panel(lambda runner: FileHost(runner, read_scene, scene_kinds(), text), places)
    made.resize(width, height)
    made.show()
    return made


def close_panel(panel: Panel) -> None:
    """As a window that is closed: ended, hidden, deleted."""
    panel.shut()
    panel.hide()
    panel.setParent(None)  # type: ignore[call-overload,unused-ignore]
    panel.deleteLater()
    settle()


def settle() -> None:
    """Let Qt do what it has put off, deletions too."""
    for _ in range(3):
        QtWidgets.QApplication.processEvents()
        QtWidgets.QApplication.sendPostedEvents(None, int(QtCore.QEvent.Type.DeferredDelete))  # type: ignore[arg-type]


def wait_whole(qtbot: Any, page: Any) -> None:
    """Until a page that is made in slices is whole, and everything has its place: a click finds it then."""
    qtbot.waitUntil(lambda: page.slices.are_done, timeout=WAIT_MS)
    settle()


def wait_online(qtbot: Any, panel: Panel) -> None:
    qtbot.waitUntil(lambda: panel.services.connection.is_online, timeout=WAIT_MS)


def client_of(farm: Sandbox) -> Client:
    """Another program's door to the same account."""
    return Client.connect(account_at(farm.url, farm))


class FarmClock:
    """The farm's time, which stands until the test moves it."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


def submit_scene(farm: Sandbox, scene: Path, frames: str, **settings: Any) -> int:
    """As another program of the same account does it, with these settings of the job; returns the task's number."""
    client = client_of(farm)
    try:
        snapshot = read_scene(str(scene))
        environment, _ = choose_environment(client, snapshot, None, OS_WINDOWS)
        context = job_context(client.query_user_profile(), farm.platform)
        wanted = JobSettings(frames=FrameRange.parse(frames), **settings)
        job = prepare(snapshot, wanted, environment, context)
        return send(client, open_transfer(client), job, lambda stage: None, lambda size: None)
    finally:
        client.close()
