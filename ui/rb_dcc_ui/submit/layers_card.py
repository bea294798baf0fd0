"""The layers' card: which layers and cameras render, with what frames; the scene's values beside what was changed."""

from __future__ import annotations

from typing import Any, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.skeleton import Skeleton

from .job_presenter import JobPresenter
from .layer_model import (
    CAMERAS,
    FORMAT,
    FRAMES,
    LAYER,
    RENDERER,
    SIZE,
    ChangedDelegate,
    LayerModel,
)
from .scene_presenter import ScenePresenter

MOST_LINES = 12
MOST_MEASURED = 40
# What goes first where the card is narrow: the column, and the width in em below which it goes.
_GIVE_WAY = ((RENDERER, 42.0), (FORMAT, 34.0), (SIZE, 30.0))


class LayersCard(Card):
    """A tree: tick a layer, open it to tick its cameras, write frames of its own into it."""

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
        self._skeleton = Skeleton(3)
        self._tree = QtWidgets.QTreeView()
        self.model = LayerModel(language, job, self._refused, self._tree)
        self._build()
        self._fitted: Any = None
        self._stops = [scene.listen(self._show), job.listen(self._show), language.listen(self._speak)]
        self._show()

    def _build(self) -> None:
        tree = self._tree
        tree.setModel(self.model)
        tree.setItemDelegate(ChangedDelegate(tree))
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setAllColumnsShowFocus(True)
        tree.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        tree.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        trigger = QtWidgets.QAbstractItemView.EditTrigger
        tree.setEditTriggers(
            trigger.DoubleClicked | trigger.EditKeyPressed | trigger.SelectedClicked | trigger.AnyKeyPressed
        )
        self._language.bind(tree, "setAccessibleName", Message("Layers and cameras"))
        self._language.bind(
            tree,
            "setToolTip",
            Message("Tick what is to render. Double-click a layer's frames to give it frames of its own."),
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
        self.summary.setText(self._language.say(text) if has_rows else "")
        if self._job.rows is not self._fitted:
            self._fitted = self._job.rows
            self._fit_columns()

    def _speak(self) -> None:
        self.model.speak_again()
        self._fitted = None
        self._show()

    def _refused(self, why: Optional[Message]) -> None:
        self._trouble.setVisible(why is not None)
        self._trouble.setText("" if why is None else self._language.say(why))

    def _fit_columns(self) -> None:
        """Name, cameras and frames always; the rest where there is room."""
        width = self._tree.viewport().width()
        unit = max(1, em(self))
        header, metrics = self._tree.header(), self._tree.fontMetrics()
        for column, least in _GIVE_WAY:
            self._tree.setColumnHidden(column, width < least * unit)
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
        """A camera's name has the whole line: nothing else stands in it."""
        for row in range(self.model.rowCount(layer)):
            self._tree.setFirstColumnSpanned(row, layer, True)
        self._fit_height()

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
