"""A notice of the desktop's own, where this desktop has them; the panel says the same in any case."""

from __future__ import annotations

from typing import Optional

from .binding import QtGui, QtWidgets
from .error_desk import WARNING
from .icon import pixmap
from .language import Language
from .notices import Notice

_SHOWN_MS = 10000


class DesktopNotices:
    """Shows notices by the system's tray. Interface thread; `close` takes the tray icon away again."""

    def __init__(self, language: Language, parent: QtWidgets.QWidget) -> None:
        self._language = language
        self._parent = parent
        self._tray: Optional[QtWidgets.QSystemTrayIcon] = None

    def send(self, notice: Notice) -> None:
        """Show a notice; nothing where the desktop has no tray. Clicking it brings the panel's window to the front."""
        if not QtWidgets.QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            colour = QtGui.QColor("#3f7fb5")
            self._tray = QtWidgets.QSystemTrayIcon(QtGui.QIcon(pixmap("mark", colour, 64)), self._parent)
            self._tray.messageClicked.connect(self._raise)
        self._tray.show()
        kinds = QtWidgets.QSystemTrayIcon.MessageIcon
        kind = kinds.Warning if notice.severity == WARNING else kinds.Information
        self._tray.showMessage("Renderbus", self._language.say(notice.message), kind, _SHOWN_MS)

    def close(self) -> None:
        if self._tray is not None:
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = None

    def _raise(self) -> None:
        window = self._parent.window()
        window.show()
        window.raise_()
        window.activateWindow()
