"""The demonstration in the panel: a farm of its own and the shipped scene, in a window that leaves nothing behind."""

from __future__ import annotations

import json
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any, Callable

from rb_dcc_core.locations import Locations
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.preferences import FILE_NAME
from rb_dcc_ui.standalone import Window, make_window
from rb_dcc_ui.theme import apply_standalone, em

from .demo import demo_scene
from .readers import read_scene, scene_kinds

_WIDE_EM, _HIGH_EM = 64, 50
_LOOK_MS = 200


def show_demo(pictures: Path, shown: Callable[[Window], object] = lambda window: None) -> int:
    """Show it until its window is closed; returns the exit code, 130 where Ctrl-C in the terminal closed it.

    `pictures` is the folder that downloads go to; `shown` is called with the window once it is there.
    """
    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication(["rb-dcc"])
    apply_standalone(application)  # type: ignore[arg-type]
    place = Path(tempfile.mkdtemp(prefix="rb-dcc-demo-"))
    try:
        window = open_demo(place, pictures)
        shown(window)
        return _run(application, window)
    finally:
        shutil.rmtree(str(place), ignore_errors=True)


def open_demo(place: Path, pictures: Path) -> Window:
    """The window over a copy of the shipped scene, its farm starting. Settings and all else are in `place`, nobody's own."""
    project = place / "project"
    shutil.copytree(str(demo_scene().parent), str(project))
    places = Locations.find({"RB_DCC_HOME": str(place / "home")})
    places.settings.mkdir(parents=True)
    # Nothing outside this computer is asked, for no news either.
    chosen = {"download_folder": str(pictures.absolute()), "update_notices": False}
    (places.settings / FILE_NAME).write_text(json.dumps(chosen), encoding="utf-8")
    window = make_window(read_scene, scene_kinds(), places, str(project / demo_scene().name))
    room = window.screen().availableGeometry() if hasattr(window, "screen") else None
    size = QtCore.QSize(em(window, _WIDE_EM), em(window, _HIGH_EM))
    window.resize(size if room is None else size.boundedTo(room.size()))
    window.show()
    window.panel.services.accounts.try_sandbox()
    return window


def _run(application: Any, window: Window) -> int:
    """The event loop. Python hears Ctrl-C only while it runs itself, so that a timer lets it every moment."""
    codes = [0]

    def interrupted(*_: object) -> None:
        codes[0] = 130
        window.close()

    before = signal.signal(signal.SIGINT, interrupted)
    timer = QtCore.QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(_LOOK_MS)
    try:
        execute = getattr(application, "exec", None) or application.exec_
        execute()
    finally:
        timer.stop()
        signal.signal(signal.SIGINT, before)
        window.panel.shut()
    return codes[0]
