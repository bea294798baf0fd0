"""What is done in the table of layers: ticks, frames, size and format of one layer, and the way back. No Qt."""

from __future__ import annotations

from abc import abstractmethod
from typing import Callable, Optional, Tuple

from rb_dcc_core.errors import InputError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings, find_layer
from rb_dcc_core.messages import Message
from rb_dcc_ui.presenter import Presenter

from .layer_choice import with_cameras, with_format, with_frames, with_layers, with_size
from .layer_rows import LayerRow

LAYER = "layer"
CAMERAS = "cameras"
FRAMES = "frames"
SIZE = "size"
FORMAT = "format"


class LayerEdits(Presenter):
    """The table's side of a job's settings; `rows` are the layers as the table shows them."""

    def __init__(self) -> None:
        super().__init__()
        self.settings = JobSettings()
        self.rows: Tuple[LayerRow, ...] = ()
        self._snapshot: Optional[SceneSnapshot] = None
        self._has_no_layer = False

    @abstractmethod
    def _set(self, settings: JobSettings) -> None:
        """Take the settings and show what comes of them."""

    def set_layer(self, node: str, is_on: bool) -> None:
        """Render a layer, or leave it out."""
        if self._snapshot is None:
            return
        on = {row.node for row in self.rows if row.is_on} - {node}
        on |= {node} if is_on else set()
        self._has_no_layer = not on
        self._set(with_layers(self._snapshot, self.settings, on))

    def set_camera(self, node: str, camera: str, is_on: bool) -> None:
        """Render a camera in one layer, or leave it out; without any the layer itself is left out."""
        row = next((row for row in self.rows if row.node == node), None)
        if self._snapshot is None or row is None:
            return
        on = tuple(each.name for each in row.cameras if (is_on if each.name == camera else each.is_on))
        if not on:
            self.set_layer(node, False)
            return
        self._set(with_cameras(self._snapshot, self.settings, node, on))
        if is_on and not row.is_on:
            self.set_layer(node, True)

    def set_layer_frames(self, node: str, text: str) -> Optional[Message]:
        """Give one layer frames of its own, or none (""); returns what is wrong with the text where it cannot be read."""
        return self._write(lambda snapshot: with_frames(snapshot, self.settings, node, text))

    def set_layer_size(self, node: str, text: str) -> Optional[Message]:
        """Give one layer's images a size of their own, or the scene's (""); returns what is wrong with the text."""
        return self._write(lambda snapshot: with_size(snapshot, self.settings, node, text))

    def set_layer_format(self, node: str, name: str) -> Optional[Message]:
        """Give one layer's images a format of their own, or none (""); returns why it cannot have this one."""
        row = next((row for row in self.rows if row.node == node), None)
        if self._snapshot is None or row is None:
            return None
        own = find_layer(self._snapshot, node)
        if name and name not in (*row.formats, own.image_format if own is not None else ""):
            choices = Message("Choose one of: {formats}.", formats=", ".join(row.formats))
            return row.format_fixed or choices
        return self._write(lambda snapshot: with_format(snapshot, self.settings, node, name))

    def _write(self, changed: Callable[[SceneSnapshot], JobSettings]) -> Optional[Message]:
        """Take what was written; returns why it cannot be taken."""
        if self._snapshot is None:
            return None
        try:
            self._set(changed(self._snapshot))
        except InputError as error:
            return error.message
        return None

    def as_in_scene(self, node: str, setting: str) -> None:
        """Give one layer back what the scene has: of LAYER, CAMERAS, FRAMES, SIZE or FORMAT."""
        snapshot = self._snapshot
        own = None if snapshot is None else find_layer(snapshot, node)
        if snapshot is None or own is None:
            return
        if setting == LAYER:
            self.set_layer(node, own.renderable)
        elif setting == CAMERAS and own.cameras:
            self._set(with_cameras(snapshot, self.settings, node, own.cameras))
        elif setting == FRAMES:
            self.set_layer_frames(node, own.frames or "")
        elif setting == SIZE:
            self.set_layer_size(node, "")
        elif setting == FORMAT:
            self.set_layer_format(node, own.image_format or "")
