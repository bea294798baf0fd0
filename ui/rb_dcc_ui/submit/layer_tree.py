"""The tree that shows the layers: the arrow keys go from cell to cell, and a changed one can be given back."""

from __future__ import annotations

from typing import Any, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language

from .layer_delegate import ChangedDelegate
from .layer_model import SCENE_VALUE, LayerModel

_KEY = QtCore.Qt.Key
_BACK = (_KEY.Key_Delete, _KEY.Key_Backspace)
_OWN_KEYS = (*_BACK, _KEY.Key_F2, _KEY.Key_Left, _KEY.Key_Right)


class LayerTree(QtWidgets.QTreeView):
    """Right opens a layer, then goes to its next cell; Left goes back. F2 changes a cell, Delete gives it back."""

    def __init__(self, language: Language, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._language = language
        self.setItemDelegate(ChangedDelegate(self))
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setAllColumnsShowFocus(False)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        trigger = QtWidgets.QAbstractItemView.EditTrigger
        self.setEditTriggers(
            trigger.DoubleClicked | trigger.EditKeyPressed | trigger.SelectedClicked | trigger.AnyKeyPressed
        )

    @property
    def layers(self) -> LayerModel:
        model = self.model()
        assert isinstance(model, LayerModel)
        return model

    def event(self, event: QtCore.QEvent) -> bool:
        """A host's own shortcuts (F2 is one of Maya's) do not take what is pressed here."""
        if isinstance(event, QtGui.QKeyEvent):
            is_asked = event.type() == QtCore.QEvent.Type.ShortcutOverride
            if is_asked and event.key() in _OWN_KEYS:
                event.accept()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        current, key = self.currentIndex(), event.key()
        if key in _BACK and current.data(SCENE_VALUE):
            self.layers.take_scene_value(current)
        elif key in (_KEY.Key_Left, _KEY.Key_Right):
            beside = self._beside(current, 1 if key == _KEY.Key_Right else -1)
            if beside is None:
                super().keyPressEvent(event)
            else:
                self.setCurrentIndex(beside)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QtGui.QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        menu = self.menu_for(index)
        if menu is not None:
            self.setCurrentIndex(index)
            menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def menu_for(self, index: Any) -> Optional[QtWidgets.QMenu]:
        """What can be done with a cell; None where nothing can. It is deleted when it is closed."""
        can_edit = bool(index.flags() & QtCore.Qt.ItemFlag.ItemIsEditable) and index.isValid()
        is_changed = bool(index.data(SCENE_VALUE)) if index.isValid() else False
        if not can_edit and not is_changed:
            return None
        menu = QtWidgets.QMenu(self)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        held = QtCore.QPersistentModelIndex(index)
        change = menu.addAction(self._language.say(Message("Change")))
        change.triggered.connect(lambda _=False: self.edit(QtCore.QModelIndex(held)))
        change.setEnabled(can_edit)
        back = menu.addAction(self._language.say(Message("As in the scene")))
        back.triggered.connect(lambda _=False: self.layers.take_scene_value(QtCore.QModelIndex(held)))
        back.setEnabled(is_changed)
        return menu

    def _beside(self, current: Any, step: int) -> Any:
        """The next cell of a layer's line that is shown; None where the arrow opens, closes or leaves the line."""
        if not current.isValid() or current.parent().isValid():
            return None
        first = current.sibling(current.row(), 0)
        opens = self.layers.rowCount(first) and not self.isExpanded(first)
        if current.column() == 0 and (step < 0 or opens):
            return None
        column = current.column() + step
        while 0 <= column < self.layers.columnCount():
            if not self.isColumnHidden(column):
                return current.sibling(current.row(), column)
            column += step
        return current
