"""The layers' card: which layers and cameras render, with what frames; the scene's values beside what was changed."""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.form import say_or_hide
from rb_dcc_ui.widgets.skeleton import Skeleton

from .job_presenter import JobPresenter
from .layer_model import (
    CAMERAS,
    FORMAT,
    FRAMES,
    HEADINGS,
    LAYER,
    RENDERER,
    SIZE,
    LayerModel,
)
from .layer_tree import LayerTree
from .scene_presenter import ScenePresenter

MOST_LINES = 12
MOST_MEASURED = 40
# What goes first where the card is narrow: the column, and the width in em below which it goes.
_GIVE_WAY = ((RENDERER, 42.0), (FORMAT, 34.0), (SIZE, 30.0))


class LayersCard(Card):
    """A tree: tick a layer, open it to tick its cameras, give it frames, a size and a format of its own."""

    def __init__(
        self,
        language: Language,
        scene: ScenePresenter,
        job: JobPresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Layers"), "layers", parent=parent)
        self._language = language
        self._scene = scene
        self._job = job
        self._trouble = QtWidgets.QLabel()
        self._trouble.setWordWrap(True)
        self._trouble.setProperty("rbTone", "bad")
        self._trouble.hide()
        self._why: Optional[Message] = None
        self._skeleton = Skeleton(3)
        self._tree = LayerTree(language)
        self.model = LayerModel(language, job, self._refused, self._tree)
        self._fitted: Any = None
        self._below: Tuple[int, ...] = ()
        self._build()
        self._stops = [scene.listen(self._show), job.listen(self._show), language.listen(self._speak)]
        self._show()

    def _build(self) -> None:
        tree = self._tree
        tree.setModel(self.model)
        self._language.bind(tree, "setAccessibleName", Message("Layers and cameras"))
        self._language.bind(
            tree,
            "setToolTip",
            Message(
                "Tick what is to render. Double-click a layer's frames, size or format to give it others than the scene's."
            ),
        )
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(em(self, 2))
        header.setSectionsMovable(False)
        tree.expanded.connect(self._open)
        tree.collapsed.connect(self._fit_height)
        self.model.modelReset.connect(self._fit_height)
        for widget in (self._skeleton, tree, self._trouble):
            self.content.addWidget(widget)

    def open_layer(self, row: int) -> None:
        """Show what stands below one layer."""
        self._tree.setExpanded(self.model.index(row, 0), True)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _show(self) -> None:
        self.model.refresh()
        has_rows = bool(self._job.rows)
        self._tree.setVisible(has_rows)
        self._skeleton.setVisible(not has_rows and self._scene.is_reading)
        self.setVisible(has_rows or self._scene.is_reading)
        on = [row for row in self._job.rows if row.is_on]
        cameras = {camera.name for row in on for camera in row.cameras if camera.is_on}
        text = Message(
            "{on} of {all} · {cameras}", on=len(on), all=len(self._job.rows), cameras=_cameras(len(cameras))
        )
        changed = self._changed()
        if changed:
            text = Message("{text} · changed: {names}", text=text, names=self._language.listed(changed))
        self.summary.setText(self._language.say(text) if has_rows else "")
        if self._job.rows is not self._fitted:
            self._fitted = self._job.rows
            self._fit_columns()

    def _changed(self) -> List[str]:
        """Names of what the rendered layers have otherwise than the scene, where it may be out of sight in this table."""
        on = [row for row in self._job.rows if row.is_on]
        changed = [
            (SIZE, any(row.size.scene for row in on)),
            (FORMAT, any(row.image_format.scene for row in on)),
        ]
        return [self._language.say(HEADINGS[column]) for column, is_changed in changed if is_changed]

    def _speak(self) -> None:
        self.model.speak_again()
        say_or_hide(self._trouble, self._language, self._why)
        self._fitted = None
        self._show()

    def _refused(self, why: Optional[Message]) -> None:
        self._why = why
        say_or_hide(self._trouble, self._language, why)

    def _fit_columns(self) -> None:
        """Name, cameras and frames always; the rest where there is room, size and format else below each layer."""
        width = self._tree.viewport().width()
        unit = max(1, em(self))
        header, metrics = self._tree.header(), self._tree.fontMetrics()
        for column, least in _GIVE_WAY:
            self._tree.setColumnHidden(column, width < least * unit)
        below = tuple(column for column in (SIZE, FORMAT) if self._tree.isColumnHidden(column))
        if below != self._below:
            self._below = below
            self.model.stand_below(below)
            self._span_lines()
        shown = [column for column in range(RENDERER + 1) if not self._tree.isColumnHidden(column)]
        for column in shown[1:]:
            texts = self.model.texts(column)[:MOST_MEASURED]
            wanted = max(
                [metrics.horizontalAdvance(text) + unit for text in texts] + [header.sectionSizeHint(column)]
            )
            most = unit * (9 if column in (CAMERAS, FRAMES) else 12)
            header.resizeSection(column, min(wanted + unit // 2, most))
        taken = sum(header.sectionSize(column) for column in shown[1:])
        header.resizeSection(LAYER, max(unit * 7, width - taken))

    def _open(self, layer: Any) -> None:
        """What stands below a layer has the whole line: nothing else stands in it."""
        for row in range(self.model.rowCount(layer)):
            self._tree.setFirstColumnSpanned(row, layer, True)
        self._fit_height()

    def _span_lines(self) -> None:
        for place in range(self.model.rowCount()):
            layer = self.model.index(place, 0)
            if self._tree.isExpanded(layer):
                self._open(layer)

    def _fit_height(self) -> None:
        """As high as what is in it, up to some lines; then it scrolls."""
        lines = self.model.rowCount()
        for place in range(self.model.rowCount()):
            index = self.model.index(place, 0)
            lines += self.model.rowCount(index) if self._tree.isExpanded(index) else 0
        height = max(1, self._tree.sizeHintForRow(0)) * min(lines, MOST_LINES)
        self._tree.setFixedHeight(height + self._tree.header().sizeHint().height() + 2)
        self._fit_columns()


def _cameras(count: int) -> Message:
    return Message("1 camera") if count == 1 else Message("{n} cameras", n=count)
