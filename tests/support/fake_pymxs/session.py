"""A running 3ds Max: its modules to import, its window, its start and its end."""

from __future__ import annotations

import re
import types
from typing import Any, Callable, Dict, List, Optional

from rb_dcc_ui.binding import BINDING, QtCore, QtGui, QtWidgets

from .runtime import FakeRuntime
from .scene import MaxScene
from .values import ByRef

if BINDING == "PySide6":
    import shiboken6 as shiboken
else:
    import shiboken2 as shiboken

_EXECUTE = re.compile(r'python\.execute "(?P<code>[^"]*)"(?P<options>[^"]*)')
DARK = {
    "Window": "#444444",
    "WindowText": "#dcdcdc",
    "Base": "#393939",
    "AlternateBase": "#3f3f3f",
    "Text": "#dcdcdc",
    "Button": "#4a4a4a",
    "ButtonText": "#e6e6e6",
    "ToolTipBase": "#505050",
    "ToolTipText": "#e6e6e6",
    "Highlight": "#3a7aa8",
    "HighlightedText": "#ffffff",
    "Link": "#6fb7e9",
    "BrightText": "#ffffff",
}
LIGHT = {
    "Window": "#c5c5c5",
    "WindowText": "#101010",
    "Base": "#e6e6e6",
    "AlternateBase": "#dddddd",
    "Text": "#101010",
    "Button": "#cfcfcf",
    "ButtonText": "#101010",
    "ToolTipBase": "#f5f5f5",
    "ToolTipText": "#101010",
    "Highlight": "#2f77b5",
    "HighlightedText": "#ffffff",
    "Link": "#0b4d88",
    "BrightText": "#ffffff",
}


class FakeMax:
    """`options` are FakeRuntime's. `qtmax_has` is the name that its Qt module gives the window by, "" for none; `window`
    makes that window."""

    def __init__(
        self,
        scene: Optional[MaxScene] = None,
        year: int = 2024,
        is_dark: bool = True,
        qtmax_has: str = "GetQMaxMainWindow",
        window: Optional[Callable[[], QtWidgets.QMainWindow]] = None,
        **options: Any,
    ) -> None:
        self.year = year
        self.runtime = FakeRuntime(scene or MaxScene(), year, run=self.run_maxscript, **options)
        application = QtWidgets.QApplication.instance()
        assert isinstance(application, QtWidgets.QApplication)
        self._application = application
        self._palette_before = application.palette()
        application.setPalette(palette(is_dark))
        self.main: Optional[QtWidgets.QMainWindow] = (window or main_window)()
        self._qtmax_has = qtmax_has
        self.messages: List[str] = []

    @property
    def scene(self) -> MaxScene:
        scene: MaxScene = object.__getattribute__(self.runtime, "scene")
        return scene

    def install(self, modules: Dict[str, Any]) -> None:
        pymxs = types.ModuleType("pymxs")
        pymxs.runtime = self.runtime  # type: ignore[attr-defined]
        pymxs.byref = ByRef  # type: ignore[attr-defined]
        qtmax = types.ModuleType("qtmax")
        if self._qtmax_has:
            setattr(qtmax, self._qtmax_has, lambda: self.main)
        modules.update(pymxs=pymxs, qtmax=qtmax)

    def run_maxscript(self, text: str) -> None:
        """What of MAXScript the product's callbacks use: one Python text."""
        match = _EXECUTE.search(text)
        assert match is not None, text
        self.executes(match.group("options"))
        exec(match.group("code"), {})  # noqa: S102 - what 3ds Max does with it

    def executes(self, options: str) -> None:
        """python.execute empties the artist's undo before it runs, unless it is told not to."""
        if "clearUndoBuffer:false" not in options:
            self.scene.undo_steps = 0

    def end(self) -> None:
        """3ds Max ends: its callbacks run, its window closes and goes."""
        self.runtime.fire("preSystemShutdown")
        main, self.main = self.main, None
        if main is not None:
            main.close()
            delete_now(main)
            self._application.setPalette(self._palette_before)


def main_window() -> QtWidgets.QMainWindow:
    """3ds Max' window: a viewport, the command panel docked on the right."""
    window = QtWidgets.QMainWindow()
    window.setObjectName("MaxMainWindow")
    window.setWindowTitle("Autodesk 3ds Max")
    view = QtWidgets.QLabel("[+] [Perspective] [Standard]")
    view.setAutoFillBackground(True)
    view.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
    view.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
    window.setCentralWidget(view)
    dock = QtWidgets.QDockWidget("Command Panel", window)
    dock.setObjectName("CommandPanel")
    inner = QtWidgets.QLabel("Modifier List")
    inner.setFixedWidth(220)
    inner.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
    dock.setWidget(inner)
    window.addDockWidget(QtCore.Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(1400, 900)
    return window


def palette(is_dark: bool) -> QtGui.QPalette:
    """3ds Max gives its colours to the whole application, whichever theme the user has chosen."""
    made = QtGui.QPalette()
    for role, name in (DARK if is_dark else LIGHT).items():
        made.setColor(getattr(QtGui.QPalette.ColorRole, role), QtGui.QColor(name))
    for role in ("Text", "WindowText", "ButtonText"):
        grey = QtGui.QColor("#8a8a8a" if is_dark else "#6e6e6e")
        made.setColor(QtGui.QPalette.ColorGroup.Disabled, getattr(QtGui.QPalette.ColorRole, role), grey)
    return made


def delete_now(window: QtWidgets.QWidget) -> None:
    """At once, with every child, as 3ds Max' own window goes."""
    shiboken.delete(window)
