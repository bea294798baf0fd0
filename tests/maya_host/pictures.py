"""Pictures of the panel docked in a Maya-like window, to be looked at: `python -m tests.maya_host.pictures FOLDER`.

The real plug-in, docked by the fake's workspaceControl; the demo scene is sent to a sandbox and its task watched half way.
Each scale is a process of its own, as Qt takes it once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, NamedTuple

from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.statuses import FRAME_DONE
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_maya import control
from tests.support.fake_maya.furnished import FONT_PX, bring_up_to_date, furnish
from tests.support.fake_maya.session import FakeMaya
from tests.support.panel_window import FarmClock

ROOT = Path(__file__).resolve().parents[2]
WITHIN_S = 120.0
STEP_S = 0.4
"""The farm's time passes by so much between two looks."""


class Shot(NamedTuple):
    """A window of this size in pixels of a screen at 100 %; the panel is `panel` wide."""

    name: str
    width: int
    height: int
    panel: int
    scale: int = 1


SHOTS = (
    Shot("docked", 1600, 980, 460),
    Shot("docked-200", 1280, 860, 460, scale=2),
    Shot("docked-narrow", 1280, 800, control.LEAST_WIDTH),
)


class Studio:
    """A Maya with furniture, an open scene and the panel."""

    def __init__(self, shot: Shot, scene: Path, clock: FarmClock) -> None:
        self._clock = clock
        self.maya = FakeMaya(scene)
        self.maya.install(sys.modules)
        furnish(self.maya)
        window = self.maya.windows.main
        assert window is not None
        self._window = window
        window.resize(shot.width, shot.height)
        window.show()
        self.maya.load_plugin("renderbus_maya")
        self.maya.idle()
        self.page("submit")
        bring_up_to_date(self.maya)
        self.maya.windows.resize(control.NAME, shot.panel)

    def wait_for(self, condition: Callable[[], Any], step_s: float = 0.0) -> None:
        until = time.monotonic() + WITHIN_S
        while not condition():
            assert time.monotonic() < until, "waited in vain"
            self._clock.move(step_s)
            self._settle(0.05)

    def _settle(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QtWidgets.QApplication.processEvents()
            self.maya.idle()
            time.sleep(0.005)

    def page(self, name: str) -> Any:
        self.maya.click({"submit": "Submit…", "tasks": "Tasks"}[name])
        self.wait_for(lambda: self._panel() is not None and self._panel().services.connection.is_online)
        return self._panel().show_page(name)

    def _panel(self) -> Any:
        held = control.holder()
        return None if held is None or held.panel is None or not held.panel.page else held.panel

    def ready_to_submit(self) -> Any:
        page = self.page("submit")
        self.wait_for(
            lambda: page.presenter.environment.chosen is not None and page.footer.submit.isEnabled()
        )
        self._settle(1.0)
        return page

    def submit_and_watch(self) -> None:
        """Until the task is half done."""
        page = self.ready_to_submit()
        page.footer.submit.click()
        sent = page.presenter.submissions
        self.wait_for(lambda: sent.rows and sent.rows[0].state == "done")
        task_id = sent.rows[0].task_id
        tasks = self.page("tasks")
        self._panel().services.watch.set_interval(0.3)
        tasks.select_task(task_id)

        def is_half_done() -> bool:
            task = tasks.presenter.tasks.get(task_id)
            return task is not None and bool(task.done_frames) and task.done_frames >= task.total_frames // 2

        self.wait_for(is_half_done, STEP_S)
        frames = tasks.frames
        table = frames.presenter.table
        frames.timeline.chosen.emit(table.ids[table.rows_with((FRAME_DONE,))[0]])
        self._settle(3.0)

    def save(self, path: Path) -> None:
        assert self._window.grab().save(str(path), "PNG")

    def close(self) -> None:
        self.maya.exit()
        self._settle(0.5)
        self.maya.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--shot", choices=[shot.name for shot in SHOTS], help="this one alone, in this process"
    )
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.shot is not None:
        take(next(shot for shot in SHOTS if shot.name == options.shot), options.folder)
        return
    for shot in SHOTS:
        variables = {**os.environ, "QT_SCALE_FACTOR": str(shot.scale)}
        command = [sys.executable, "-m", "tests.maya_host.pictures", str(options.folder), "--shot", shot.name]
        subprocess.run(command, env=variables, cwd=str(ROOT), check=True)


def take(shot: Shot, folder: Path) -> None:
    """Two pictures: before sending, and half way."""
    application = QtWidgets.QApplication([])
    application.setStyle("Fusion")
    font = QtGui.QFont(application.font())
    font.setPixelSize(FONT_PX)
    application.setFont(font)
    clock = FarmClock()
    with tempfile.TemporaryDirectory(prefix="renderbus-pictures-") as name:
        home = Path(name)
        with Sandbox(home / "farm", seed=3, clock=clock) as farm:
            os.environ.update(
                RB_DCC_HOME=str(home / "own"),
                RB_DCC_SERVICE=farm.url,
                RB_DCC_PLATFORM=farm.platform,
                RB_DCC_ACCESS_ID=farm.access_id,
                RB_DCC_ACCESS_KEY=farm.access_key,
                RB_DCC_LANGUAGE="en",
            )
            project = home / "turntable"
            shutil.copytree(str(ROOT / "ui" / "rb_dcc_cli" / "demo_scene"), str(project))
            studio = Studio(shot, project / "turntable.ma", clock)
            studio.ready_to_submit()
            studio.save(folder / f"{shot.name}-submit.png")
            studio.submit_and_watch()
            studio.save(folder / f"{shot.name}-tasks.png")
            studio.close()
    QtCore.QCoreApplication.processEvents()


if __name__ == "__main__":
    main()
