"""The layers and their cameras as a model for a tree: layers at the top, the cameras of each below it."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore
from rb_dcc_ui.language import Language

from . import layer_edits
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
EDITABLE = (FRAMES, SIZE, FORMAT)
# The scene's own value where it was changed, the choices as (value, text) pairs, what a field for the value is called.
SCENE_VALUE, CHOICES, FIELD_NAME = (int(QtCore.Qt.ItemDataRole.UserRole) + 1 + n for n in range(3))
# An int is what both bindings carry as a check state.
CHECKED, PARTLY, UNCHECKED = 2, 1, 0
_SETTINGS = {
    LAYER: layer_edits.LAYER,
    CAMERAS: layer_edits.CAMERAS,
    FRAMES: layer_edits.FRAMES,
    SIZE: layer_edits.SIZE,
    FORMAT: layer_edits.FORMAT,
}
_HOW_TO = {
    FRAMES: Message("Double-click or press F2 to give this layer frames of its own; empty: the scene's."),
    SIZE: Message(
        "Double-click or press F2 to give this layer another size, as 1280x720; empty: the scene's."
    ),
    FORMAT: Message("Double-click or press F2 to choose another format for this layer."),
}
_ROOT = QtCore.QModelIndex()


class LayerModel(QtCore.QAbstractItemModel):
    """Reads the presenter's rows. `refused` is called with a sentence where what was written cannot be read.

    Below a layer stand its cameras, and before them what has no room as a column (`stand_below`): a line each.
    """

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
        self._below: Tuple[int, ...] = ()

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
            if self._below or (rows[place].cameras and rows[place].cameras != old[place].cameras):
                top = self.index(place, 0)
                last = self.rowCount(top) - 1
                self.dataChanged.emit(self.index(0, 0, top), self.index(last, 0, top))

    def stand_below(self, columns: Tuple[int, ...]) -> None:
        """These columns are lines below each layer, because they are not shown as columns."""
        if columns == self._below:
            return
        self.layoutAboutToBeChanged.emit()
        before = [index for index in self.persistentIndexList() if int(index.internalId())]
        moved = len(columns) - len(self._below)
        held = len(self._below)
        self._below = columns
        after = [
            self.createIndex(index.row() + moved, index.column(), index.internalId())
            if index.row() >= held
            else QtCore.QModelIndex()
            for index in before
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def take_scene_value(self, index: Any) -> None:
        """Give a cell, or a camera's tick, back what the scene has."""
        layer, camera = self.row_of(index)
        if layer is None or not index.data(SCENE_VALUE):
            return
        self._refused(None)
        if camera is not None:
            self._job.set_camera(layer.node, camera.name, camera.was_on)
        else:
            self._job.as_in_scene(layer.node, _SETTINGS[self.column_of(index)])

    def column_of(self, index: Any) -> int:
        """What a cell or a line is about: a column, CAMERAS for a camera's line."""
        if not int(index.internalId()):
            return int(index.column())
        return self._below[index.row()] if index.row() < len(self._below) else CAMERAS

    def speak_again(self) -> None:
        """Another language: every text is asked for again."""
        self._texts.clear()
        self.headerDataChanged.emit(QtCore.Qt.Orientation.Horizontal, 0, RENDERER)
        for place in range(len(self._rows)):
            top = self.index(place, 0)
            self.dataChanged.emit(top, self.index(place, RENDERER))
            if self._below:
                self.dataChanged.emit(self.index(0, 0, top), self.index(len(self._below) - 1, 0, top))

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
        place = index.row() - len(self._below)
        return layer, layer.cameras[place] if place >= 0 else None

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
        return len(self._below) + len(self._rows[parent.row()].cameras) if is_layer else 0

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
        if layer is None:
            return flags
        column = self.column_of(index)
        if index.column() == LAYER and (camera is not None or column == LAYER):
            flags |= flag.ItemIsUserCheckable
        if camera is None and column in EDITABLE and not (column == FORMAT and layer.format_fixed):
            flags |= flag.ItemIsEditable
        return flags

    def data(self, index: Any, role: int = 0) -> Any:
        layer, camera = self.row_of(index)
        if layer is None:
            return None
        if camera is not None:
            return self._camera_data(layer, camera, index.column(), role)
        if index.internalId() and index.column():
            return None
        if index.internalId() and role == QtCore.Qt.ItemDataRole.DisplayRole:
            return self._line_text(layer, self.column_of(index))
        return self._layer_data(layer, self.column_of(index), role)

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
        if role != QtCore.Qt.ItemDataRole.EditRole or camera is not None:
            return False
        return self._write(layer, self.column_of(index), str(value))

    def _write(self, layer: LayerRow, column: int, text: str) -> bool:
        write = {
            FRAMES: self._job.set_layer_frames,
            SIZE: self._job.set_layer_size,
            FORMAT: self._job.set_layer_format,
        }.get(column)
        if write is None:
            return False
        why = write(layer.node, text)
        self._refused(why)
        return why is None

    def _layer_data(self, layer: LayerRow, column: int, role: int) -> Any:
        roles = QtCore.Qt.ItemDataRole
        shown = self._shown(layer)[column]
        if role == roles.DisplayRole:
            return shown.text
        if role == roles.EditRole:
            return self._edited(layer, column, shown)
        if role == SCENE_VALUE:
            return shown.scene
        if role == roles.CheckStateRole and column == LAYER:
            return CHECKED if layer.is_on else UNCHECKED
        if role == roles.ToolTipRole:
            return self._tip(layer, column, shown)
        if role == roles.AccessibleTextRole:
            return self._spoken(layer, column, shown)
        if role == roles.AccessibleDescriptionRole:
            return self._language.say(self._hint(layer, column)) if column in EDITABLE else None
        if role == FIELD_NAME:
            name = self._language.say(HEADINGS[column])
            return self._language.say(Message("{name} of {layer}", name=name, layer=layer.name))
        if role == CHOICES and column == FORMAT:
            others = ((name, name) for name in layer.formats if name != layer.format_without)
            return [("", self._language.say(layer.no_format)), *others]
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
                Shown(layer.size.text or "–", layer.size.scene),
                Shown(layer.image_format.text or "–", layer.image_format.scene),
                Shown(renderer_name(layer.renderer) if layer.renderer else "–"),
            )
        return self._texts[layer.node]

    def _edited(self, layer: LayerRow, column: int, shown: Shown) -> str:
        """What a field begins with; "" among the formats stands for no choice of one's own."""
        if column == FORMAT:
            return layer.image_format.text if layer.image_format.scene else ""
        return "" if shown.text == "–" else shown.text

    def _line_text(self, layer: LayerRow, column: int) -> str:
        value = self._shown(layer)[column].text
        return self._language.say(
            Message("{name}: {value}", name=self._language.say(HEADINGS[column]), value=value)
        )

    def _hint(self, layer: LayerRow, column: int) -> Message:
        """How to change a cell, or why it cannot be."""
        return layer.format_fixed if column == FORMAT and layer.format_fixed else _HOW_TO[column]

    def _spoken(self, layer: LayerRow, column: int, shown: Shown) -> str:
        """A cell as a screen reader says it: what it is about, and what the scene has where it was changed."""
        if column == LAYER:
            return layer.name
        name = self._language.say(HEADINGS[column])
        if not shown.scene:
            said = Message("{layer}, {name}: {value}", layer=layer.name, name=name, value=shown.text)
        else:
            said = Message(
                "{layer}, {name}: {value}; in the scene {scene}",
                layer=layer.name,
                name=name,
                value=shown.text,
                scene=shown.scene,
            )
        return self._language.say(said)

    def _tip(self, layer: LayerRow, column: int, shown: Shown) -> str:
        every = self._shown(layer)
        lines = [layer.name] + [
            f"{self._language.say(HEADINGS[each])}: {every[each].text}"
            for each in range(CAMERAS, RENDERER + 1)
        ]
        if shown.scene:
            lines.append(self._language.say(Message("In the scene: {value}", value=shown.scene)))
        if column in EDITABLE:
            lines.append(self._language.say(self._hint(layer, column)))
        return "\n".join(lines)


def _shape(rows: Tuple[LayerRow, ...]) -> List[Any]:
    return [(row.node, row.name, [camera.name for camera in row.cameras]) for row in rows]
