"""The docked panel: one of it on 3ds Max' main window, where the user last had it, closed cleanly whoever closes it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Optional

from rb_dcc_core.locations import Locations
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets, is_alive
from rb_dcc_ui.theme import em

from .accelerators import Accelerators
from .holder import Holder
from .main_window import main_window
from .place import LEFT, RIGHT, Place, Rectangle, write_place
from .runtime import Max

_log = logging.getLogger(__name__)

NAME = "renderbusDock"
TITLE = "Renderbus"
"""The object's name is what 3ds Max keeps its own layouts by: it never changes."""
_SETTLES_MS = 800
_WIDTH_EM, _HEIGHT_EM, _LEAST_WIDTH_EM = 28, 48, 22
_dock: Optional[Dock] = None


class Dock(QtWidgets.QDockWidget):
    """On the main thread, in 3ds Max' main window."""

    def __init__(self, max_: Max, window: QtWidgets.QMainWindow, place: Place, locations: Locations) -> None:
        super().__init__(TITLE, window)
        self.setObjectName(NAME)
        area = QtCore.Qt.DockWidgetArea
        self.setAllowedAreas(area.LeftDockWidgetArea | area.RightDockWidgetArea)
        self._locations = locations
        self._place = place
        self._is_exiting = False
        self._needs_width = True
        self.holder = Holder(max_, self, self.leave)
        self.holder.setMinimumWidth(em(self, _LEAST_WIDTH_EM))
        self.setWidget(self.holder)
        self._accelerators = Accelerators(max_, self)
        accelerators = self._accelerators
        self.destroyed.connect(lambda *_: accelerators.close())
        self._keep_later = QtCore.QTimer(self)
        self._keep_later.setSingleShot(True)
        self._keep_later.setInterval(_SETTLES_MS)
        self._keep_later.timeout.connect(self._keep)
        self._put_into(window)
        self.dockLocationChanged.connect(lambda *_: self._keep_later.start())
        self.topLevelChanged.connect(lambda *_: self._keep_later.start())

    def open(self, page: Optional[str]) -> None:
        self.show()
        self.raise_()
        self._widen()
        self.holder.begin(page)
        if not self._place.is_open:
            self._place = replace(self._place, is_open=True)
            self._keep_later.start()

    def leave(self) -> None:
        """3ds Max is about to end: the panel's work stops while everything is still there to stop it with. It stays open
        for the next start."""
        if not self._is_exiting:
            self._is_exiting = True
            self._keep(is_open=self.isVisibleTo(self.parentWidget()))
            self._end()

    def remove(self) -> None:
        """Take it away for good."""
        self._is_exiting = True
        self._end()
        window = self.parentWidget()
        if isinstance(window, QtWidgets.QMainWindow):
            window.removeDockWidget(self)
        self.setParent(None)
        self.deleteLater()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """The user closes it: its work ends; shown again, it begins anew."""
        if not self._is_exiting:
            self._keep(is_open=False)
            self.holder.end()
        super().closeEvent(event)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_later.start()

    def moveEvent(self, event: QtGui.QMoveEvent) -> None:
        super().moveEvent(event)
        if self.isFloating():
            self._keep_later.start()

    def _end(self) -> None:
        self._keep_later.stop()
        self._accelerators.close()
        self.holder.end()

    # -- its place -----------------------------------------------------------------------------------------------

    def _put_into(self, window: QtWidgets.QMainWindow) -> None:
        """Where 3ds Max' own layout has it; where it has none, as we kept it, beside what is docked there."""
        if window.restoreDockWidget(self):
            return
        areas = QtCore.Qt.DockWidgetArea
        side = areas.LeftDockWidgetArea if self._place.side == LEFT else areas.RightDockWidgetArea
        window.addDockWidget(side, self, QtCore.Qt.Orientation.Horizontal)
        if self._place.is_floating:
            self.setFloating(True)
            self._float_at(self._place.floating_at)

    def _widen(self) -> None:
        """Qt gives a docked widget its least width unless it is told otherwise once it is seen."""
        window = self.parentWidget()
        needs, self._needs_width = self._needs_width, False
        if needs and not self.isFloating() and isinstance(window, QtWidgets.QMainWindow):
            width = self._place.width or em(self, _WIDTH_EM)
            window.resizeDocks([self], [width], QtCore.Qt.Orientation.Horizontal)

    def _float_at(self, rectangle: Optional[Rectangle]) -> None:
        """Where it floated, if there is still a screen."""
        if rectangle is not None:
            wanted = QtCore.QRect(*rectangle)
            screens = QtGui.QGuiApplication.screens()
            if any(screen.availableGeometry().intersects(wanted) for screen in screens):
                self.setGeometry(wanted)
                return
        self.resize(em(self, _WIDTH_EM), em(self, _HEIGHT_EM))

    def _keep(self, is_open: Optional[bool] = None) -> None:
        place = self._now() if self.isVisible() else self._place
        if is_open is not None:
            place = replace(place, is_open=is_open)
        if place != self._place:
            self._place = place
            write_place(self._locations, place)

    def _now(self) -> Place:
        window = self.parentWidget()
        side = self._place.side
        if isinstance(window, QtWidgets.QMainWindow) and not self.isFloating():
            is_left = window.dockWidgetArea(self) == QtCore.Qt.DockWidgetArea.LeftDockWidgetArea
            side = LEFT if is_left else RIGHT
        place = replace(self._place, side=side, is_floating=self.isFloating(), is_open=True)
        if self.isFloating():
            at = self.geometry()
            return replace(place, floating_at=(at.x(), at.y(), at.width(), at.height()))
        return replace(place, width=self.width())


def open_panel(page: Optional[str] = None, place: Optional[Place] = None) -> None:
    """Show the panel, at a page where one is named. Main thread; does nothing without 3ds Max' window."""
    global _dock
    max_ = Max.here()
    found = dock()
    if found is None:
        window = main_window(max_)
        if window is None:
            _log.error("3ds Max gave no window for the panel")
            return
        _remove_strays(window)
        found = _dock = Dock(max_, window, place or Place(), Locations.find())
    found.open(page)


def dock() -> Optional[Dock]:
    """The one there is; None where there is none, or Qt has deleted it with its window."""
    return _dock if _dock is not None and is_alive(_dock) else None


def close_panel() -> None:
    """Take it away; any number of times."""
    global _dock
    found, _dock = dock(), None
    if found is not None:
        found.remove()


def _remove_strays(window: QtWidgets.QMainWindow) -> None:
    """What an earlier loading of this module has left in the window."""
    for each in window.findChildren(QtWidgets.QDockWidget, NAME):
        window.removeDockWidget(each)
        each.setParent(None)
        each.deleteLater()
