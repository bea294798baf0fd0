"""How cells of the table of layers are drawn and edited: changed ones bold, with the scene's own value beside them."""

from __future__ import annotations

from typing import Any, List, Tuple

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.steady import SteadyComboBox

from .layer_model import CHOICES, FIELD_NAME, SCENE_VALUE


class ChangedDelegate(QtWidgets.QStyledItemDelegate):
    """Draws a changed value bold, and the scene's own beside it, dim."""

    def paint(self, painter: QtGui.QPainter, option: Any, index: Any) -> None:
        scene = index.data(SCENE_VALUE)
        if not scene:
            super().paint(painter, option, index)
        else:
            self._paint_changed(painter, option, index, scene)
        if index.data(QtCore.Qt.ItemDataRole.CheckStateRole) is not None:
            self._outline_box(painter, option, index)
        if option.state & QtWidgets.QStyle.StateFlag.State_HasFocus:
            self._outline_cell(painter, option)

    def _paint_changed(self, painter: QtGui.QPainter, option: Any, index: Any, scene: str) -> None:
        styled: Any = QtWidgets.QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        text, styled.text = styled.text, ""
        widget = styled.widget
        style = widget.style()
        style.drawControl(QtWidgets.QStyle.ControlElement.CE_ItemViewItem, styled, painter, widget)
        styled.text = text
        where = style.subElementRect(QtWidgets.QStyle.SubElement.SE_ItemViewItemText, styled, widget)
        where.adjust(em(widget, 0.15), 0, 0, 0)
        self._draw(painter, styled, where, text, scene)

    def _outline_box(self, painter: QtGui.QPainter, option: Any, index: Any) -> None:
        """Qt's own plain style draws a box's edge in the colour of a dark ground."""
        application = QtWidgets.QApplication.instance()
        if (
            not isinstance(application, QtWidgets.QApplication)
            or application.style().objectName() != "fusion"
        ):
            return
        styled: Any = QtWidgets.QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        element = QtWidgets.QStyle.SubElement.SE_ItemViewItemCheckIndicator
        where = styled.widget.style().subElementRect(element, styled, styled.widget)
        painter.save()
        painter.setPen(theme_of(styled.widget).faint)
        painter.drawRect(where.adjusted(1, 1, -2, -2))
        painter.restore()

    def _outline_cell(self, painter: QtGui.QPainter, option: Any) -> None:
        """Where the keyboard is; the whole line has the chosen one's ground."""
        theme = theme_of(option.widget)
        is_chosen = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setPen(theme.on_accent if is_chosen else theme.accent)
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: Any, index: Any) -> QtCore.QSize:
        size = super().sizeHint(option, index)
        size.setHeight(round(QtGui.QFontMetrics(option.font).height() * 1.55))
        scene = index.data(SCENE_VALUE)
        if scene:
            size.setWidth(size.width() + QtGui.QFontMetrics(option.font).horizontalAdvance(f"  {scene} "))
        return size

    def createEditor(self, parent: QtWidgets.QWidget, option: Any, index: Any) -> QtWidgets.QWidget:
        choices = index.data(CHOICES)
        field = self._line(parent) if choices is None else self._list(choices, parent)
        field.setAccessibleName(str(index.data(FIELD_NAME)))
        return field

    def _line(self, parent: QtWidgets.QWidget) -> QtWidgets.QWidget:
        field = QtWidgets.QLineEdit(parent)
        field.setFrame(False)
        return field

    def _list(self, choices: List[Tuple[str, str]], parent: QtWidgets.QWidget) -> QtWidgets.QWidget:
        box = ChoiceBox(choices, parent)
        box.activated.connect(lambda place=0: self._chosen(box))
        return box

    def setEditorData(self, editor: QtWidgets.QWidget, index: Any) -> None:
        if isinstance(editor, ChoiceBox):
            editor.choose(str(index.data(QtCore.Qt.ItemDataRole.EditRole)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QtWidgets.QWidget, model: Any, index: Any) -> None:
        if isinstance(editor, ChoiceBox):
            model.setData(index, editor.currentData(), QtCore.Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QtWidgets.QWidget, option: Any, index: Any) -> None:
        """A list of choices takes the room its words need, as far as the table goes."""
        super().updateEditorGeometry(editor, option, index)
        if isinstance(editor, ChoiceBox):
            where = editor.geometry()
            where.setWidth(max(where.width(), editor.sizeHint().width()))
            where.moveLeft(max(0, min(where.left(), editor.parentWidget().width() - where.width())))
            editor.setGeometry(where)

    def _chosen(self, editor: QtWidgets.QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _draw(self, painter: QtGui.QPainter, styled: Any, where: QtCore.QRect, text: str, scene: str) -> None:
        theme = theme_of(styled.widget)
        is_chosen = bool(styled.state & QtWidgets.QStyle.StateFlag.State_Selected)
        bold = QtGui.QFont(styled.font)
        bold.setBold(True)
        metrics = QtGui.QFontMetrics(bold)
        middle = QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.AlignmentFlag.AlignLeft
        painter.save()
        painter.setFont(bold)
        painter.setPen(theme.on_accent if is_chosen else theme.text)
        shown = metrics.elidedText(text, QtCore.Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, int(middle), shown)
        rest = where.adjusted(metrics.horizontalAdvance(shown) + em(styled.widget, 0.4), 0, 0, 0)
        if rest.width() > em(styled.widget):
            painter.setFont(styled.font)
            painter.setPen(theme.on_accent if is_chosen else theme.dim)
            dim = QtGui.QFontMetrics(styled.font).elidedText(
                scene, QtCore.Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.drawText(rest, int(middle), dim)
        painter.restore()


class ChoiceBox(SteadyComboBox):
    """The choices of a cell, as (value, text) pairs; the list opens by itself."""

    def __init__(self, choices: List[Tuple[str, str]], parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        for value, text in choices:
            self.addItem(text, value)
        opens = QtCore.QTimer(self)
        opens.setSingleShot(True)
        opens.timeout.connect(self.showPopup)
        opens.start(0)

    def choose(self, value: str) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))
