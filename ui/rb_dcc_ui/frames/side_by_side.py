"""The grid of frames with the list in its place, or beside it where there is room for both."""

from __future__ import annotations

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.theme import em

BOTH_EM = 52
"""From this width on both are shown."""


class SideBySide(QtWidgets.QSplitter):
    """`grid_shown` is emitted with whether the grid is to be seen."""

    grid_shown = QtCore.Signal(bool)

    def __init__(self, grid: QtWidgets.QWidget, table: QtWidgets.QWidget) -> None:
        super().__init__(QtCore.Qt.Orientation.Horizontal)
        self._grid = grid
        self._table = table
        self._has_list = False
        self.addWidget(grid)
        self.addWidget(table)
        self.setChildrenCollapsible(False)
        table.hide()

    def show_list(self, has_list: bool) -> None:
        """With the list, or the grid alone."""
        self._has_list = has_list
        self._arrange()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        shows_grid = not self._has_list or self.width() >= em(self, BOTH_EM)
        self._table.setVisible(self._has_list)
        self._grid.setVisible(shows_grid)
        self.grid_shown.emit(shows_grid)
