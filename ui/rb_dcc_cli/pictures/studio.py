"""Where the pictures are taken: a farm with a story, one without, scenes on disk, and the real panel before them.

Everything lies in one temporary folder. No account of anybody's is read, nobody but the farms on this computer is asked.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import TracebackType
from typing import Callable, Optional, Type

from rb_dcc_cli.readers import read_scene, scene_kinds
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.file_host import FileHost
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import Panel
from rb_dcc_ui.preferences import FILE_NAME
from rb_dcc_ui.runner import TaskRunner

from .farm_story import SEED, FarmClock, FarmStory, account_of
from .gate import READING, Gate
from .scene_files import HERO, NEXT, ODD

WAIT_S = 30.0
SETTLES_S = 0.25
LOOK_S = 0.05
STEADY = 4
MOST_LAYING_OUT_S = 2.0
_STORY_DAYS = 340


class PictureError(RenderbusError):
    """The panel did not come to the state that was to be pictured."""


class DockedHost(FileHost):
    """A scene file that is shown as a host shows its open scene: it can be saved, its nodes selected, no other chosen."""

    can_choose_scene = False
    can_save = True
    can_select = True

    def select(self, node: str) -> None:
        """There is nothing to select in a file."""

    def save(self, done: Callable[[], None], failed: Callable[[RenderbusError], None]) -> None:
        """The file is as it is saved."""
        done()


class Studio:
    """`size` is what a panel is shown in, in logical pixels. `open` shows a panel, `wait` lets it come to a state, `close_panel` ends it. Interface thread only."""

    def __init__(self, folder: Path) -> None:
        self.gate = Gate()
        self.size = (460, 860)
        self.project = folder / "nordlicht"
        self.pictures = folder / "pictures"
        self._folder = folder
        self._homes = 0
        self._clock = FarmClock(_STORY_DAYS)
        self.farm = Sandbox(folder / "farm", seed=SEED, clock=self._clock, before_answer=self.gate.go_through)
        self.empty_farm = Sandbox(folder / "empty farm", seed=SEED, before_answer=self.gate.go_through)
        self.story = FarmStory(self.farm, self._clock, self.project)
        self._panel: Optional[Panel] = None

    def __enter__(self) -> Studio:
        self.farm.start()
        self.empty_farm.start()
        self.story.tell()
        for scene in (HERO, NEXT, ODD):
            scene.write(self.project)
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close_panel()
        self.farm.stop()
        self.empty_farm.stop()

    # -- the panel -----------------------------------------------------------------------------------------------

    def open(
        self, scene: str = "", is_docked: bool = False, farm: Optional[Sandbox] = None, key: str = ""
    ) -> Panel:
        """A panel over one of the project's scenes, "" for none, with an account on a farm (None: without an account)."""

        def make_host(runner: TaskRunner) -> FileHost:
            kind = DockedHost if is_docked else FileHost
            return kind(runner, self._read, scene_kinds(), str(self.project / scene) if scene else "")

        self.close_panel()
        panel = self._panel = make_panel(make_host, self._new_home())
        panel.setAttribute(QtCore.Qt.WidgetAttribute.WA_DontShowOnScreen)
        panel.resize(*self.size)
        panel.show()
        if farm is None:
            panel.services.connection.open()
            self.wait("the account form", lambda: bool(panel.page))
        else:
            panel.services.connection.use(account_of(farm, key))
        return panel

    def close_panel(self) -> None:
        """End what is shown, and all that it waits for."""
        self.gate.open()
        panel, self._panel = self._panel, None
        if panel is not None:
            panel.shut()
            panel.hide()
            panel.deleteLater()
            deleting = QtCore.QEvent.Type.DeferredDelete
            QtWidgets.QApplication.sendPostedEvents(None, int(deleting))

    def _new_home(self) -> Locations:
        """Settings of nobody; nothing outside this computer is asked for news."""
        self._homes += 1
        places = Locations.find({"RB_DCC_HOME": str(self._folder / f"home {self._homes}")})
        places.settings.mkdir(parents=True)
        quiet = {"update_notices": False, "desktop_notices": False, "language": "en"}
        (places.settings / FILE_NAME).write_text(json.dumps(quiet), encoding="utf-8")
        return places

    def _read(self, path: str) -> SceneSnapshot:
        self.gate.go_through(READING)
        return read_scene(path)

    # -- time ----------------------------------------------------------------------------------------------------

    def wait(self, what: str, is_so: Callable[[], bool]) -> None:
        """Until it is so; raises PictureError where that takes too long."""
        end = time.monotonic() + WAIT_S
        while not is_so():
            if time.monotonic() > end:
                raise PictureError("The panel waited too long for {what}.", what=what)
            self._turn()

    def wait_online(self) -> None:
        panel = self.panel
        self.wait("the farm", lambda: panel.services.connection.is_online)

    def settle(self, seconds: float = SETTLES_S) -> None:
        """A moment for what is under way and not held, and for everything to be laid out."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._turn()

    def settle_layout(self) -> None:
        """Until it looks the same a few times running: text that wraps is laid out in several rounds, each with the next
        turn of the event loop. What moves for ever, as while something is under way, is not waited for."""
        end = time.monotonic() + MOST_LAYING_OUT_S
        looks = [self.panel.grab().toImage()]
        while time.monotonic() < end and not (len(looks) > STEADY and looks[-STEADY:] == looks[-1:] * STEADY):
            self.settle(LOOK_S)
            looks.append(self.panel.grab().toImage())

    @property
    def panel(self) -> Panel:
        if self._panel is None:
            raise PictureError("No panel is open.")
        return self._panel

    @staticmethod
    def _turn() -> None:
        QtWidgets.QApplication.processEvents(QtCore.QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.002)
