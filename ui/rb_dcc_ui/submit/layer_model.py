"""The layers and their cameras as a model for a tree: layers at the top, the cameras of each below it."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em, theme_of

from .job_presenter import JobPresenter
from .layer_rows import CameraRow, LayerRow, Shown
from .scene_card import renderer_name

LAYER, CAMERAS, FRAMES, SIZE, FORMAT, RENDERER = range(6)
HEADINGS = (
    Message("Layer"),
    Message("Cameras"),
    Message("Frames"),
    Message("Size"),
    Message("Format"),
    Message("Renderer"),
)
SCENE_VALUE = int(QtCore.Qt.ItemDataRole.UserRole) + 1
# An int is what both bindings carry as a check state.
CHECKED, PARTLY, UNCHECKED = 2, 1, 0
_ROOT = QtCore.QModelIndex()


class LayerModel(QtCore.QAbstractItemModel):
    """Reads the presenter's rows. `refused` is called with a sentence where what was written cannot be read."""

    def __init__(
        self,
        language: Language,
        job: JobPresenter,
        refused: Callable[[Optional[Message]], None],
        parent: QtCore.QObject,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._job = job
        self._refused = refused
        self._rows: Tuple[LayerRow, ...] = ()
        self._texts: Dict[str, Tuple[Shown, ...]] = {}

    def refresh(self) -> None:
        """Take the presenter's rows; selection and what is open stay while the layers are the same."""
        rows = self._job.rows
        if _shape(rows) != _shape(self._rows):
            self.beginResetModel()
            self._texts.clear()
            self._rows = rows
            self.endResetModel()
            return
        old, self._rows = self._rows, rows
        changed = [place for place, row in enumerate(rows) if row != old[place]]
        if not changed:
            return
        self._texts.clear()
        self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], RENDERER))
        for place in changed:
            if rows[place].cameras and rows[place].cameras != old[place].cameras:
                top = self.index(place, 0)
                last = len(rows[place].cameras) - 1
                self.dataChanged.emit(self.index(0, 0, top), self.index(last, 0, top))

    def speak_again(self) -> None:
        """Another language: every text is asked for again."""
        self._texts.clear()
        self.headerDataChanged.emit(QtCore.Qt.Orientation.Horizontal, 0, RENDERER)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, RENDERER))

    def texts(self, column: int) -> List[str]:
        """What stands in a column of the layers, with the scene's value where it stands beside it."""
        shown = (self._shown(row)[column] for row in self._rows)
        return [f"{each.text}  {each.scene}" if each.scene else each.text for each in shown]

    def row_of(self, index: Any) -> Tuple[Optional[LayerRow], Optional[CameraRow]]:
        """The layer of a line, and the camera where it is a camera's."""
        if not index.isValid():
            return None, None
        parent = int(index.internalId())
        if parent == 0:
            return self._rows[index.row()], None
        layer = self._rows[parent - 1]
        return layer, layer.cameras[index.row()]

    # -- Qt's questions ------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Any = _ROOT) -> Any:
        is_within = 0 <= column < len(HEADINGS) and 0 <= row < self.rowCount(parent)
        if not is_within:
            return QtCore.QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Any = _ROOT) -> Any:
        above = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QtCore.QModelIndex()

    def rowCount(self, parent: Any = _ROOT) -> int:
        if not parent.isValid():
            return len(self._rows)
        is_layer = int(parent.internalId()) == 0 and parent.column() == 0
        return len(self._rows[parent.row()].cameras) if is_layer else 0

    def columnCount(self, parent: Any = _ROOT) -> int:
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Any, role: int = 0) -> Any:
        if role == QtCore.Qt.ItemDataRole.DisplayRole and orientation == QtCore.Qt.Orientation.Horizontal:
            return self._language.say(HEADINGS[section])
        return None

    def flags(self, index: Any) -> Any:
        flag = QtCore.Qt.ItemFlag
        layer, camera = self.row_of(index)
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable
        if index.column() == LAYER:
            flags |= flag.ItemIsUserCheckable
        if index.column() == FRAMES and camera is None and layer is not None:
            flags |= flag.ItemIsEditable
        return flags

    def data(self, index: Any, role: int = 0) -> Any:
        layer, camera = self.row_of(index)
        if layer is None:
            return None
        if camera is not None:
            return self._camera_data(layer, camera, index.column(), role)
        return self._layer_data(layer, index.column(), role)

    def setData(self, index: Any, value: Any, role: int = 0) -> bool:
        layer, camera = self.row_of(index)
        if layer is None:
            return False
        if role == QtCore.Qt.ItemDataRole.CheckStateRole:
            is_on = QtCore.Qt.CheckState(value) == QtCore.Qt.CheckState.Checked
            if camera is not None:
                self._job.set_camera(layer.node, camera.name, is_on)
            else:
                self._job.set_layer(layer.node, is_on)
            return True
        if role == QtCore.Qt.ItemDataRole.EditRole and index.column() == FRAMES:
            why = self._job.set_layer_frames(layer.node, str(value))
            self._refused(why)
            return why is None
        return False

    def _layer_data(self, layer: LayerRow, column: int, role: int) -> Any:
        roles = QtCore.Qt.ItemDataRole
        shown = self._shown(layer)[column]
        if role in (roles.DisplayRole, roles.EditRole):
            return shown.text
        if role == SCENE_VALUE:
            return shown.scene
        if role == roles.CheckStateRole and column == LAYER:
            return CHECKED if layer.is_on else UNCHECKED
        if role == roles.ToolTipRole:
            return self._tip(layer, shown)
        return None

    def _camera_data(self, layer: LayerRow, camera: CameraRow, column: int, role: int) -> Any:
        roles = QtCore.Qt.ItemDataRole
        if column != LAYER:
            return None
        if role == roles.DisplayRole:
            return camera.name
        if role == roles.CheckStateRole:
            return CHECKED if camera.is_on else UNCHECKED
        if role == SCENE_VALUE and camera.is_on != camera.was_on:
            return self._language.say(Message("on") if camera.was_on else Message("off"))
        return None

    def _shown(self, layer: LayerRow) -> Tuple[Shown, ...]:
        """A layer's texts, column by column; made once for each row."""
        if layer.node not in self._texts:
            was = Message("on") if layer.was_on else Message("off")
            self._texts[layer.node] = (
                Shown(layer.name, self._language.say(was) if layer.is_on != layer.was_on else ""),
                Shown(layer.camera_text.text or "–", layer.camera_text.scene),
                Shown(layer.frames.text or "–", layer.frames.scene),
                Shown(layer.size or "–"),
                Shown(layer.image_format.text or "–", layer.image_format.scene),
                Shown(renderer_name(layer.renderer) if layer.renderer else "–"),
            )
        return self._texts[layer.node]

    def _tip(self, layer: LayerRow, shown: Shown) -> str:
        every = self._shown(layer)
        lines = [layer.name] + [
            f"{self._language.say(HEADINGS[column])}: {every[column].text}"
            for column in range(CAMERAS, RENDERER + 1)
        ]
        if shown.scene:
            lines.append(self._language.say(Message("In the scene: {value}", value=shown.scene)))
        return "\n".join(lines)


def _shape(rows: Tuple[LayerRow, ...]) -> List[Any]:
    return [(row.node, row.name, [camera.name for camera in row.cameras]) for row in rows]


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

    def sizeHint(self, option: Any, index: Any) -> QtCore.QSize:
        size = super().sizeHint(option, index)
        size.setHeight(round(QtGui.QFontMetrics(option.font).height() * 1.55))
        scene = index.data(SCENE_VALUE)
        if scene:
            size.setWidth(size.width() + QtGui.QFontMetrics(option.font).horizontalAdvance(f"  {scene} "))
        return size

    def createEditor(self, parent: QtWidgets.QWidget, option: Any, index: Any) -> QtWidgets.QWidget:
        field = QtWidgets.QLineEdit(parent)
        field.setFrame(False)
        return field

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
