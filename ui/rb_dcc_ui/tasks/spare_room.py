"""Gives a tree's spare width to one of its columns, until somebody drags that column himself."""

from __future__ import annotations

from rb_dcc_ui.binding import QtCore, QtWidgets


class SpareRoom(QtCore.QObject):
    """`least` is the column's width in pixels where there is no room to spare."""

    def __init__(self, tree: QtWidgets.QTreeView, column: int, least: int) -> None:
        super().__init__(tree)
        self._tree = tree
        self._column = column
        self._least = least
        self._is_giving = False
        self._is_left_alone = False
        tree.viewport().installEventFilter(self)
        tree.header().sectionResized.connect(self._resized)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.Resize:
            self._give()
        return False

    def _give(self) -> None:
        if self._is_left_alone:
            return
        header = self._tree.header()
        others = header.length() - header.sectionSize(self._column)
        self._is_giving = True
        header.resizeSection(self._column, max(self._least, self._tree.viewport().width() - others))
        self._is_giving = False

    def _resized(self, column: int, before: int, now: int) -> None:
        """A column that the user has dragged stays as it is; what another one gave or took is shared anew."""
        if column == self._column and not self._is_giving:
            self._is_left_alone = True
