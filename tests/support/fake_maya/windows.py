"""Maya's main window with its workspace controls, in real Qt widgets, and `MQtUtil` that hands out their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Optional

from rb_dcc_ui.binding import BINDING, QtCore, QtGui, QtWidgets

if BINDING == "PySide6":
    import shiboken6 as shiboken
else:
    import shiboken2 as shiboken

MAIN_WINDOW = "MayaWindow"
SHELVES = "MayaWindow|toolBar2|MainShelfLayout|formLayout17|ShelfLayout"
GREY = {
    "Window": "#444444",
    "WindowText": "#bbbbbb",
    "Base": "#2b2b2b",
    "AlternateBase": "#2e2e2e",
    "Text": "#c8c8c8",
    "Button": "#5d5d5d",
    "ButtonText": "#eeeeee",
    "ToolTipBase": "#ffffe1",
    "ToolTipText": "#000000",
    "Highlight": "#5285a6",
    "HighlightedText": "#ffffff",
    "Link": "#75baff",
    "BrightText": "#dddddd",
    "PlaceholderText": "#808080",
}


@dataclass
class Control:
    """One workspaceControl; `script` fills it."""

    name: str
    label: str
    script: str
    close_script: str = ""
    retain: bool = True
    floating: bool = False
    tab_of: str = ""
    width: int = 0
    is_filled: bool = False


class FakeWindows:
    """`run` runs the text of a script that a control keeps."""

    def __init__(self, run: Callable[[str], None], is_batch: bool = False) -> None:
        self._run = run
        self.controls: Dict[str, Control] = {}
        self.docks: Dict[str, QtWidgets.QDockWidget] = {}
        self.building: List[str] = []
        self.main: Optional[_Main] = None
        if not is_batch:
            # Maya's palette is the application's, so that widgets with a style sheet of their own have it too.
            self._palette_before = QtGui.QPalette(QtWidgets.QApplication.palette())
            QtWidgets.QApplication.setPalette(grey())
            self.main = _main_window()
        for name, label in (("ChannelBoxLayerEditor", "Channel Box / Layer Editor"),):
            if self.main is not None:
                self.add(Control(name, label, ""))

    def add(self, control: Control) -> None:
        assert self.main is not None
        if control.name in self.controls:
            raise RuntimeError(f"Object's name '{control.name}' is not unique.")
        dock = QtWidgets.QDockWidget(control.label, self.main)
        inner = QtWidgets.QWidget()
        inner.setObjectName(control.name)
        column = QtWidgets.QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        dock.setWidget(inner)
        self.main.addDockWidget(QtCore.Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.controls[control.name] = control
        self.docks[control.name] = dock
        if control.tab_of:
            self.main.tabifyDockWidget(self.docks[control.tab_of], dock)
        dock.setFloating(control.floating)
        if control.width:
            self.resize(control.name, control.width)

    def fill(self, name: str) -> None:
        """Run the control's script, as Maya does when it is first seen."""
        control = self.controls[name]
        if not control.is_filled:
            control.is_filled = True
            self.building.append(name)
            try:
                if control.script:
                    self._run(control.script)
            finally:
                self.building.pop()

    def show(self, name: str) -> None:
        self.docks[name].show()
        self.docks[name].raise_()
        self.fill(name)

    def resize(self, name: str, width: int) -> None:
        assert self.main is not None
        self.controls[name].width = width
        if self.docks[name].isFloating():
            self.docks[name].resize(width, 700)
        else:
            self.main.resizeDocks([self.docks[name]], [width], QtCore.Qt.Orientation.Horizontal)

    def float(self, name: str, width: int) -> None:
        """What dragging a control's tab out of the window does."""
        self.docks[name].setFloating(True)
        self.controls[name].floating, self.controls[name].tab_of = True, ""
        self.resize(name, width)

    def close(self, name: str, tells: bool = True) -> None:
        """What the cross on a control's tab does: `tells` whether its closeCommand runs."""
        if tells:
            self.tell_closed(name)
        if self.controls[name].retain:
            self.docks[name].hide()
        else:
            self.delete(name)

    def tell_closed(self, name: str) -> None:
        if self.controls[name].close_script:
            self._run(self.controls[name].close_script)

    def delete(self, name: str) -> None:
        """At once, with every child, as Maya deletes."""
        del self.controls[name]
        shiboken.delete(self.docks.pop(name))

    def end(self) -> None:
        """The window goes, with all in it."""
        if self.main is not None:
            window, self.main = self.main, None
            shiboken.delete(window)
            QtWidgets.QApplication.setPalette(self._palette_before)

    def pointer(self, widget: Optional[QtWidgets.QWidget]) -> Optional[int]:
        return None if widget is None else int(shiboken.getCppPointer(widget)[0])

    # -- MQtUtil -------------------------------------------------------------------------------------------------

    def mainWindow(self) -> Optional[int]:
        return self.pointer(self.main)

    def findControl(self, name: str) -> Optional[int]:
        return self.pointer(self.docks[name].widget()) if name in self.docks else None

    def getCurrentParent(self) -> Optional[int]:
        return self.findControl(self.building[-1]) if self.building else self.mainWindow()


class _Main(QtWidgets.QMainWindow):
    """What no widget took is a hotkey."""

    def __init__(self) -> None:
        super().__init__()
        self.hotkeys: List[int] = []

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        self.hotkeys.append(int(event.key()))


def _main_window() -> _Main:
    """Over a view; with no style sheet anywhere."""
    window = _Main()
    window.setObjectName(MAIN_WINDOW)
    window.setWindowTitle("Autodesk Maya")
    view = QtWidgets.QLabel("persp")
    view.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
    window.setCentralWidget(view)
    window.resize(1280, 860)
    return window


def grey() -> QtGui.QPalette:
    """As Maya's: what is legible on it is so there."""
    palette = QtGui.QPalette()
    for role, name in GREY.items():
        palette.setColor(getattr(QtGui.QPalette.ColorRole, role), QtGui.QColor(name))
    for role in ("Text", "WindowText", "ButtonText"):
        disabled = QtGui.QPalette.ColorGroup.Disabled
        palette.setColor(disabled, getattr(QtGui.QPalette.ColorRole, role), QtGui.QColor("#808080"))
    return palette
