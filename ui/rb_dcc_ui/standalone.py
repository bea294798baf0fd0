"""The panel in a window of its own: no host, a scene file instead."""

from __future__ import annotations

from typing import List, Optional, Tuple

from rb_dcc_core.locations import Locations

from .binding import QtCore, QtWidgets
from .file_host import FileHost, ReadScene
from .lifetime import keep_until_deleted
from .opening import make_panel
from .panel import ACCOUNT, Panel
from .theme import apply_standalone, em


class Window(QtWidgets.QMainWindow):
    """A window around the panel; closing it ends the panel's work first, then deletes both."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        keep_until_deleted(self)
        self.panel = panel
        self.setWindowTitle("Renderbus")
        self.setCentralWidget(panel)
        self.resize(em(self, 34), em(self, 46))
        panel.setFocus()  # else the first button there is would have the keyboard, and a frame around it
        panel.page_changed.connect(self._page_shown)

    def _page_shown(self, name: str) -> None:
        """Whoever has no account yet types it at once; in a host this would take the host's own keys."""
        if name == ACCOUNT:
            from .account.page import AccountPage

            for page in self.panel.findChildren(AccountPage):
                page.start_typing()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        """Back from where the scene may have been saved again."""
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.ActivationChange and self.isActiveWindow():
            self.panel.services.host.look_again()

    def closeEvent(self, event: QtCore.QEvent) -> None:
        self.hide()
        self.panel.shut()
        super().closeEvent(event)  # type: ignore[arg-type]
        self.deleteLater()


def make_window(
    read_scene: ReadScene,
    kinds: Tuple[str, ...],
    locations: Locations,
    scene: str = "",
) -> Window:
    """The window, not yet shown, its panel not yet connected."""
    return Window(make_panel(lambda runner: FileHost(runner, read_scene, kinds, scene), locations))


def run(
    read_scene: ReadScene,
    kinds: Tuple[str, ...],
    locations: Locations,
    scene: str,
    profile: Optional[str],
    argv: List[str],
) -> int:
    """Show it until it is closed; returns the process's exit code."""
    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication(argv[:1])
    apply_standalone(application)  # type: ignore[arg-type]
    window = make_window(read_scene, kinds, locations, scene)
    window.show()
    window.panel.services.connection.open(profile)
    execute = getattr(application, "exec", None) or application.exec_
    return int(execute())
