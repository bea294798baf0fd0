"""The furniture of Maya's main window around the panel, drawn to look at pictures of it: menus, shelf, viewport, channel
box, time slider. It does nothing."""

from __future__ import annotations

import math
from typing import Iterable, List, Sequence, Tuple

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets

from .session import FakeMaya
from .windows import GREY

MENUS = (
    "File Edit Create Select Modify Display Windows Mesh|Edit Mesh|Mesh Tools|Mesh Display|Curves Surfaces Deform UV Generate "
    "Cache Arnold"
)
SHELVES = "Curves / Surfaces|Poly Modeling|Sculpting|Rigging|Animation|Rendering|FX|Arnold|Bifrost|MASH"
CHANNELS = (
    ("Translate X", "0"),
    ("Translate Y", "1.25"),
    ("Translate Z", "0"),
    ("Rotate X", "0"),
    ("Rotate Y", "32.5"),
    ("Rotate Z", "0"),
    ("Scale X", "1"),
    ("Scale Y", "1"),
    ("Scale Z", "1"),
    ("Visibility", "on"),
)
FONT_PX = 11
BAR = "#373737"
_TINTS = ("#7fa9c7", "#c79a6b", "#8fb573", "#b58fb0", "#c7b66b", "#9aa0a6")


def furnish(maya: FakeMaya) -> None:
    """Main thread; once, before the window is shown."""
    window = maya.windows.main
    assert window is not None
    north = QtWidgets.QTabWidget.TabPosition.North
    window.setTabPosition(QtCore.Qt.DockWidgetArea.RightDockWidgetArea, north)
    window.setCentralWidget(_middle())
    for bar in (_status_line(), _shelf()):
        window.addToolBar(bar)
        window.addToolBarBreak()
    window.addToolBar(QtCore.Qt.ToolBarArea.LeftToolBarArea, _tool_box())
    for line in (_command_line(), _time_slider()):
        window.addToolBar(QtCore.Qt.ToolBarArea.BottomToolBarArea, line)
        window.addToolBarBreak(QtCore.Qt.ToolBarArea.BottomToolBarArea)
    layout = maya.windows.docks["ChannelBoxLayerEditor"].widget().layout()
    layout.addWidget(_channel_box())
    bring_up_to_date(maya)


def bring_up_to_date(maya: FakeMaya) -> None:
    """The menus that a plug-in made of maya.cmds, and controls as tabs alone, as Maya shows what is docked."""
    window = maya.windows.main
    assert window is not None
    for dock in maya.windows.docks.values():
        nothing = QtWidgets.QWidget()
        nothing.setFixedHeight(1)
        dock.setTitleBarWidget(nothing)
    bar = window.menuBar()
    bar.clear()
    for name in MENUS.replace("|", " | ").split(" | "):
        for each in name.split(" ") if name.count(" ") > 1 else [name]:
            bar.addMenu(each)
    for items in maya.commands.menus.values():
        menu = bar.addMenu("Renderbus")
        for item in items:
            menu.addSeparator() if item.get("divider") else menu.addAction(item["label"])
    bar.addMenu("Help")


def _bar(*widgets: QtWidgets.QWidget) -> QtWidgets.QToolBar:
    bar = QtWidgets.QToolBar()
    bar.setMovable(False)
    for widget in widgets:
        bar.addWidget(widget)
    return bar


def _status_line() -> QtWidgets.QToolBar:
    sets = QtWidgets.QComboBox()
    sets.addItem("Modeling")
    return _bar(sets, Icons(22, 20))


def _shelf() -> QtWidgets.QToolBar:
    whole = QtWidgets.QWidget()
    column = QtWidgets.QVBoxLayout(whole)
    column.setContentsMargins(2, 0, 2, 0)
    column.setSpacing(0)
    tabs = QtWidgets.QTabBar()
    tabs.setExpanding(False)
    tabs.setDrawBase(False)
    for name in SHELVES.split("|"):
        tabs.addTab(name)
    tabs.setCurrentIndex(5)
    column.addWidget(tabs)
    column.addWidget(Icons(26, 32))
    return _bar(whole)


def _tool_box() -> QtWidgets.QToolBar:
    return _bar(Icons(9, 32, is_column=True))


def _time_slider() -> QtWidgets.QToolBar:
    slider = TimeSlider()
    policy = QtWidgets.QSizePolicy.Policy
    slider.setSizePolicy(policy.Expanding, policy.Fixed)
    return _bar(slider)


def _command_line() -> QtWidgets.QToolBar:
    line = QtWidgets.QLineEdit()
    line.setReadOnly(True)
    return _bar(QtWidgets.QLabel("  MEL "), line)


def _channel_box() -> QtWidgets.QWidget:
    table = QtWidgets.QTableWidget(len(CHANNELS), 2)
    table.setShowGrid(False)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(18)
    table.horizontalHeader().setStretchLastSection(True)
    for row, pair in enumerate(CHANNELS):
        for column, text in enumerate(pair):
            table.setItem(row, column, QtWidgets.QTableWidgetItem(text))
    return table


def _middle() -> QtWidgets.QWidget:
    whole = QtWidgets.QWidget()
    column = QtWidgets.QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    names = QtWidgets.QLabel("  View    Shading    Lighting    Show    Renderer    Panels")
    names.setFixedHeight(22)
    column.addWidget(names)
    column.addWidget(View(), 1)
    return whole


class Icons(QtWidgets.QWidget):
    """A row or a column of tool icons."""

    def __init__(self, count: int, side: int, is_column: bool = False) -> None:
        super().__init__()
        self._count, self._side, self._is_column = count, side, is_column
        long = count * (side + 4)
        self.setFixedSize(*((side + 4, long) if is_column else (long, side + 4)))

    def paintEvent(self, event: QtCore.QEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        for number in range(self._count):
            if number % 7 == 6:
                continue
            along = number * (self._side + 4) + 2
            x, y = (2, along) if self._is_column else (along, 2)
            box = QtCore.QRectF(x, y, self._side, self._side).adjusted(5, 5, -5, -5)
            painter.setPen(QtGui.QPen(QtGui.QColor(_TINTS[number % len(_TINTS)]), 1.4))
            if number % 3 == 0:
                painter.drawEllipse(box)
            elif number % 3 == 1:
                painter.drawRoundedRect(box, 2, 2)
            else:
                painter.drawPolygon(
                    [box.bottomLeft(), QtCore.QPointF(box.center().x(), box.top()), box.bottomRight()]
                )


class TimeSlider(QtWidgets.QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(34)

    def paintEvent(self, event: QtCore.QEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), QtGui.QColor(GREY["Base"]))
        painter.setPen(QtGui.QColor("#8a8a8a"))
        for frame in range(1, 121):
            x = int(self.width() * (frame - 0.5) / 120)
            is_named = frame % 5 == 0
            painter.drawLine(x, self.height(), x, self.height() - (10 if is_named else 5))
            if is_named:
                painter.drawText(x - 8, 14, str(frame))
        painter.fillRect(int(self.width() * 11.5 / 120), 0, 3, self.height(), QtGui.QColor("#c8a03c"))


class View(QtWidgets.QWidget):
    """The perspective view: a turntable with something on it."""

    def paintEvent(self, event: QtCore.QEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        sky = QtGui.QLinearGradient(0, 0, 0, self.height())
        sky.setColorAt(0, QtGui.QColor("#8a96a3"))
        sky.setColorAt(1, QtGui.QColor("#2f3439"))
        painter.fillRect(self.rect(), sky)
        painter.setPen(QtGui.QPen(QtGui.QColor(70, 74, 78), 1))
        for line in _grid():
            painter.drawPolyline(self._seen(line))
        painter.setPen(QtGui.QPen(QtGui.QColor("#5fe0a8"), 1))
        for line in _vase():
            painter.drawPolyline(self._seen(line))
        painter.setPen(QtGui.QColor("#d0d0d0"))
        painter.drawText(
            self.rect().adjusted(0, 0, 0, -8),
            int(QtCore.Qt.AlignmentFlag.AlignHCenter | QtCore.Qt.AlignmentFlag.AlignBottom),
            "persp",
        )

    def _seen(self, points: Iterable[Tuple[float, float, float]]) -> QtGui.QPolygonF:
        turn, tilt, far = 0.6, 0.35, 16.0
        size = min(self.width(), self.height()) * 1.25
        seen: List[QtCore.QPointF] = []
        for x, y, z in points:
            across = x * math.cos(turn) - z * math.sin(turn)
            deep = x * math.sin(turn) + z * math.cos(turn)
            up = y * math.cos(tilt) + deep * math.sin(tilt)
            away = far + deep * math.cos(tilt) - y * math.sin(tilt)
            seen.append(
                QtCore.QPointF(
                    self.width() / 2 + across / away * size, self.height() * 0.62 - up / away * size
                )
            )
        return QtGui.QPolygonF(seen)


def _grid() -> List[Sequence[Tuple[float, float, float]]]:
    lines: List[Sequence[Tuple[float, float, float]]] = []
    for step in range(-8, 9):
        lines.append([(step, 0.0, -8.0), (step, 0.0, 8.0)])
        lines.append([(-8.0, 0.0, step), (8.0, 0.0, step)])
    return lines


def _vase() -> List[Sequence[Tuple[float, float, float]]]:
    outline = [(1.3, 0.0), (2.0, 0.7), (2.2, 1.5), (1.7, 2.4), (0.9, 3.1), (0.8, 3.6), (1.2, 4.1)]
    turns = [2 * math.pi * number / 24 for number in range(25)]
    rings = [
        [(radius * math.cos(turn), height, radius * math.sin(turn)) for turn in turns]
        for radius, height in outline
    ]
    ribs = [
        [(radius * math.cos(turn), height, radius * math.sin(turn)) for radius, height in outline]
        for turn in turns
    ]
    return [*rings, *ribs]
