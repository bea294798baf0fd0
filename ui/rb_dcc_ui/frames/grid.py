"""The grid: one cell for each frame, coloured and marked by its status, from one frame to a hundred thousand."""

from __future__ import annotations

from itertools import compress
from typing import Dict, List, Optional, Set, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.statuses import frame_type_words
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.icon import pixmap
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, CAUTION, GOOD, frame_look
from rb_dcc_ui.theme import Theme, em, theme_of
from rb_dcc_ui.wording import duration_words

from .cells import CellGrid
from .frame_table import FrameTable

_ZOOMS_EM = (0.22, 0.33, 0.5, 0.7, 0.95, 1.3, 1.8, 2.5, 3.4)
_MARKS_FROM_EM = 0.65
_NUMBERS_FROM_EM = 1.7
_FRAMES_FROM_PX = 16
_FEW = 500
_KEYS = QtCore.Qt.Key


class FrameGrid(QtWidgets.QAbstractScrollArea):
    """Click, Ctrl- and Shift-click, drag a band, arrow keys, Ctrl+wheel or +/- to zoom. Selection is kept by frame id."""

    selection_changed = QtCore.Signal()
    activated = QtCore.Signal(int)

    def __init__(self, language: Language, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._language = language
        self._table = FrameTable()
        self._selected: Set[int] = set()
        self._current: Optional[int] = None
        self._anchor: Optional[int] = None
        self._band: Optional[QtCore.QRect] = None
        self._band_keeps: Set[int] = set()
        self._zoom: Optional[int] = None
        self._colours: List[int] = []
        self._theme: Theme = theme_of(self)
        self._marks: Dict[object, QtGui.QPixmap] = {}
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(False)
        language.bind(self, "setAccessibleName", Message("Frames, a cell for each"))
        language.bind(
            self,
            "setToolTip",
            Message(
                "Choose frames to see them or to render them again; + and - make the cells larger or smaller."
            ),
        )
        self._recolour()

    # -- what it shows -------------------------------------------------------------------------------------------

    def show_table(self, table: FrameTable) -> None:
        """Show frames; selection and scroll place stay where the frames are the same ones."""
        if table is not self._table:
            self._table = table
            self._selected.clear()
            self._current = self._anchor = None
            self.verticalScrollBar().setValue(0)
        self.refresh()

    def refresh(self) -> None:
        """The table's values or rows changed."""
        self._arrange()
        self.viewport().update()

    @property
    def selected_ids(self) -> Set[int]:
        return set(self._selected)

    @property
    def selected_rows(self) -> List[int]:
        if len(self._selected) > _FEW:
            flags = bytes(map(self._selected.__contains__, self._table.ids))
            return list(compress(range(len(flags)), flags))
        rows = (self._table.row_of(each) for each in self._selected)
        return sorted(row for row in rows if row is not None)

    @property
    def current_row(self) -> Optional[int]:
        return None if self._current is None else self._table.row_of(self._current)

    def select_ids(self, ids: Set[int], current: Optional[int] = None) -> None:
        """Select frames by id, as a list beside the grid does; tells nobody."""
        self._selected = {each for each in ids if self._table.row_of(each) is not None}
        self._current = current if current in self._selected else next(iter(self._selected), None)
        if self._current is not None:
            self._reveal(self._table.row_of(self._current) or 0)
        self.viewport().update()

    def zoom(self, steps: int) -> None:
        """Larger or smaller cells; the current frame stays in sight."""
        levels = len(_ZOOMS_EM)
        self._zoom = min(levels - 1, max(0, self._level() + steps))
        self._arrange()
        row = self.current_row
        if row is not None:
            self._reveal(row)
        self.viewport().update()

    def zoom_to_fit(self) -> None:
        """The largest cells with which every frame is seen at once."""
        self._zoom = None
        self._arrange()
        self.viewport().update()

    # -- events --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.Type.PaletteChange, QtCore.QEvent.Type.FontChange):
            self._recolour()
            self._arrange()

    def viewportEvent(self, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.ToolTip:
            self._tell_cell(event)
            return True
        return bool(super().viewportEvent(event))

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        if event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() != QtCore.Qt.MouseButton.LeftButton:
            return
        index = self._grid().at(*self._point(event))
        adds = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier)
        if index is not None and event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(index)
            return
        self._band_keeps = set(self._selected) if adds else set()
        x, y = self._point(event)
        self._band = QtCore.QRect(x, y, 0, 0)
        if index is not None:
            frame_id = self._table.ids[index]
            self._current = self._anchor = frame_id
            if adds and frame_id in self._selected:
                self._band_keeps.discard(frame_id)
                self._band = None
                self._select(set(self._band_keeps))
            else:
                self._select(self._band_keeps | {frame_id})
        elif not adds:
            self._select(set())

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        if self._band is None:
            return
        x, y = self._point(event)
        self._band.setRight(x)
        self._band.setBottom(y)
        band = self._band
        found = set(self._band_keeps)
        for first, end in self._grid().within(band.left(), band.top(), band.right(), band.bottom()):
            found.update(self._table.ids[first:end])
        self._select(found)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        self._band = None
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        index = self._grid().at(*self._point(event))
        if index is not None:
            self.activated.emit(self._table.ids[index])

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        steps = {
            int(_KEYS.Key_Left): -1,
            int(_KEYS.Key_Right): 1,
            int(_KEYS.Key_Up): -self._grid().columns,
            int(_KEYS.Key_Down): self._grid().columns,
            int(_KEYS.Key_Home): -len(self._table),
            int(_KEYS.Key_End): len(self._table),
        }
        if event.key() in steps and len(self._table):
            self._step(steps[event.key()], bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier))
        elif event.matches(QtGui.QKeySequence.StandardKey.SelectAll):
            self._select(set(self._table.ids))
        elif event.key() in (_KEYS.Key_Plus, _KEYS.Key_Equal):
            self.zoom(1)
        elif event.key() == _KEYS.Key_Minus:
            self.zoom(-1)
        elif event.key() in (_KEYS.Key_Return, _KEYS.Key_Enter) and self._current is not None:
            self.activated.emit(self._current)
        else:
            super().keyPressEvent(event)

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self.viewport())
        grid, top = self._grid(), self.verticalScrollBar().value()
        first, last = grid.visible_rows(top, self.viewport().height())
        if first >= last:
            painter.end()
            return
        self._paint_colours(painter, grid, first, last, top)
        if grid.cell >= em(self, _MARKS_FROM_EM):
            self._paint_marks(painter, grid, first, last, top)
        self._paint_selection(painter, grid, first, last, top)
        if self._band is not None:
            painter.setPen(QtGui.QPen(self._theme.text, 1, QtCore.Qt.PenStyle.DotLine))
            painter.drawRect(self._band.normalized().translated(0, -top))
        painter.end()

    def _paint_colours(
        self, painter: QtGui.QPainter, grid: CellGrid, first: int, last: int, top: int
    ) -> None:
        """Every cell is one pixel of a small picture that is drawn large: one call, however many frames there are."""
        columns = grid.columns
        pixels = bytes(self._table.statuses[first * columns : last * columns])
        missing = (last - first) * columns - len(pixels)
        pixels += b"\xff" * missing
        image = QtGui.QImage(pixels, columns, last - first, columns, QtGui.QImage.Format.Format_Indexed8)
        image.setColorTable(self._colours)
        target = _place_of_rows(grid, first, last, top)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, image)
        if grid.cell >= 4:
            painter.setPen(QtGui.QPen(self._theme.field, 2 if grid.cell >= 12 else 1))
            right, bottom = target.right() + 1, target.bottom() + 1
            lines = [
                QtCore.QLine(column * grid.cell, target.top(), column * grid.cell, bottom)
                for column in range(columns + 1)
            ]
            lines += [
                QtCore.QLine(0, target.top() + row * grid.cell, right, target.top() + row * grid.cell)
                for row in range(last - first + 1)
            ]
            painter.drawLines(lines)

    def _paint_marks(self, painter: QtGui.QPainter, grid: CellGrid, first: int, last: int, top: int) -> None:
        """A mark in each cell says the status without colour; the number where there is room for both."""
        shows_number = grid.cell >= em(self, _NUMBERS_FROM_EM)
        size = max(6, int(grid.cell * (0.42 if shows_number else 0.62)))
        offset = (grid.cell - size) // 2
        lift = grid.cell // 8 if shows_number else offset
        painter.setPen(self._theme.ink)
        if shows_number:
            font = QtGui.QFont(self.font())
            font.setPixelSize(max(7, int(grid.cell * 0.3)))
            painter.setFont(font)
        statuses = self._table.statuses
        for index in range(first * grid.columns, min(last * grid.columns, grid.count)):
            left, y = grid.place(index)
            painter.drawPixmap(left + offset, y - top + lift, self._mark(statuses[index], size))
            if shows_number:
                place = QtCore.QRect(left + 1, y - top + grid.cell // 2, grid.cell - 2, grid.cell // 2 - 1)
                painter.drawText(place, QtCore.Qt.AlignmentFlag.AlignCenter, self._table.name(index))

    def _paint_selection(
        self, painter: QtGui.QPainter, grid: CellGrid, first: int, last: int, top: int
    ) -> None:
        """A frame around each chosen cell; cells too small for one are lit, all in one call."""
        if not self._selected:
            return
        start, end = first * grid.columns, min(last * grid.columns, grid.count)
        flags = bytes(map(self._selected.__contains__, self._table.ids[start:end]))
        if grid.cell < _FRAMES_FROM_PX:
            self._light(painter, grid, first, last, top, flags)
        else:
            painter.setPen(QtGui.QPen(self._theme.text, 2))
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            places = map(grid.place, compress(range(start, end), flags))
            inner = grid.cell - 2
            painter.drawRects([QtCore.QRect(left + 1, y - top + 1, inner, inner) for left, y in places])
        row = self.current_row
        if row is not None and self.hasFocus() and start <= row < end:
            left, y = grid.place(row)
            painter.setPen(QtGui.QPen(self._theme.accent, 3 if grid.cell >= _FRAMES_FROM_PX else 2))
            painter.drawRect(left, y - top, grid.cell - 1, grid.cell - 1)

    def _light(
        self, painter: QtGui.QPainter, grid: CellGrid, first: int, last: int, top: int, flags: bytes
    ) -> None:
        missing = (last - first) * grid.columns - len(flags)
        image = QtGui.QImage(
            flags + bytes(missing),
            grid.columns,
            last - first,
            grid.columns,
            QtGui.QImage.Format.Format_Indexed8,
        )
        lit = QtGui.QColor(self._theme.text)
        lit.setAlphaF(0.6)
        image.setColorTable([0, lit.rgba()])
        painter.drawImage(_place_of_rows(grid, first, last, top), image)

    def _mark(self, status: int, size: int) -> QtGui.QPixmap:
        look, ratio = frame_look(status), self.devicePixelRatioF()
        key = (look.mark, look.role, size, ratio)
        if key not in self._marks:
            self._marks[key] = pixmap(look.mark, self._theme.ink, size, ratio)
        return self._marks[key]

    def _recolour(self) -> None:
        self._theme = theme_of(self)
        self._marks.clear()
        strengths = {GOOD: 0.38, BUSY: 0.5, BAD: 0.55, CAUTION: 0.45}
        looks = [frame_look(status).role for status in range(255)]
        filled = {role: self._theme.cell(role, strengths.get(role, 0.14)).rgb() for role in set(looks)}
        self._colours = [filled[role] for role in looks] + [self._theme.field.rgb()]
        self.viewport().update()

    # -- where things are ----------------------------------------------------------------------------------------

    def _level(self) -> int:
        if self._zoom is not None:
            return self._zoom
        best = 0
        for level, size in enumerate(_ZOOMS_EM):
            grid = CellGrid.fit(len(self._table), self.viewport().width(), em(self, size))
            if grid.height <= self.viewport().height():
                best = level
        return best

    def _grid(self) -> CellGrid:
        return CellGrid.fit(len(self._table), self.viewport().width(), em(self, _ZOOMS_EM[self._level()]))

    def _arrange(self) -> None:
        grid, page = self._grid(), self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, grid.height - page))
        bar.setPageStep(max(1, page))
        bar.setSingleStep(grid.cell)

    def _point(self, event: QtGui.QMouseEvent) -> Tuple[int, int]:
        """Where the mouse is among all cells; PySide2 knows no `position`."""
        place = event.position().toPoint() if hasattr(event, "position") else event.pos()
        return place.x(), place.y() + self.verticalScrollBar().value()

    def _reveal(self, row: int) -> None:
        grid, bar = self._grid(), self.verticalScrollBar()
        _, y = grid.place(row)
        if y < bar.value():
            bar.setValue(y)
        elif y + grid.cell > bar.value() + self.viewport().height():
            bar.setValue(y + grid.cell - self.viewport().height())

    # -- selecting -----------------------------------------------------------------------------------------------

    def _select(self, ids: Set[int]) -> None:
        if ids != self._selected:
            self._selected = ids
            self.selection_changed.emit()
        self.viewport().update()

    def _step(self, step: int, extends: bool) -> None:
        row = self.current_row
        wanted = 0 if row is None else min(len(self._table) - 1, max(0, row + step))
        if extends:
            self._extend_to(wanted)
        else:
            self._current = self._anchor = self._table.ids[wanted]
            self._select({self._table.ids[wanted]})
        self._reveal(wanted)

    def _extend_to(self, index: int) -> None:
        anchor = self._table.row_of(self._anchor) if self._anchor is not None else None
        first, last = sorted((index if anchor is None else anchor, index))
        self._current = self._table.ids[index]
        if anchor is None:
            self._anchor = self._current
        self._select(set(self._table.ids[first : last + 1]))

    def _tell_cell(self, event: QtCore.QEvent) -> None:
        place = event.pos()  # type: ignore[attr-defined]
        index = self._grid().at(place.x(), place.y() + self.verticalScrollBar().value())
        if index is None:
            QtWidgets.QToolTip.hideText()
            return
        row, say = self._table.row(index), self._language.say
        words = [say(frame_look(row.status).words), say(frame_type_words(row.kind or None))]
        if row.time_s is not None:
            words.append(say(duration_words(row.time_s)))
        text = say(Message("Frame {name}: {words}", name=row.name, words=self._language.listed(words)))
        QtWidgets.QToolTip.showText(event.globalPos(), text, self)  # type: ignore[attr-defined]


def _place_of_rows(grid: CellGrid, first: int, last: int, top: int) -> QtCore.QRect:
    """Where these rows of cells lie in the window that is scrolled to `top`."""
    return QtCore.QRect(0, first * grid.cell - top, grid.columns * grid.cell, (last - first) * grid.cell)
