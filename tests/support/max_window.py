"""A main window furnished as 3ds Max' is: menus, tool bars, ribbon, four viewports, command panel, time line, status.

For pictures of the panel among what an artist has around it. Nothing in it does anything; its colours are the palette's.
"""

from __future__ import annotations

import math
from typing import Iterator, List, Sequence, Tuple

from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets

MENUS = [
    "File",
    "Edit",
    "Tools",
    "Group",
    "Views",
    "Create",
    "Modifiers",
    "Animation",
    "Graph-Editors",
    "Rendering",
    "Customize",
    "Scripting",
    "Renderbus",
    "Help",
]
PRIMITIVES = [
    "Box",
    "Cone",
    "Sphere",
    "GeoSphere",
    "Cylinder",
    "Tube",
    "Torus",
    "Pyramid",
    "Teapot",
    "Plane",
    "TextPlus",
]
VIEWS = (
    ("Top", (0.0, 90.0)),
    ("Front", (0.0, 0.0)),
    ("Left", (90.0, 0.0)),
    ("Cam_Hero", (32.0, 24.0)),
)
CREAM, ACTIVE = "#d2d2d2", "#c8a032"
Point = Tuple[float, float, float]


class Viewport(QtWidgets.QWidget):
    """A wire frame over the home grid, seen under (turn, tilt) in degrees; painted each time, so that any scale is sharp."""

    def __init__(self, name: str, view: Tuple[float, float], is_active: bool) -> None:
        super().__init__()
        self._name, self._view, self._is_active = name, view, is_active
        self.setMinimumSize(60, 60)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        ground = QtGui.QLinearGradient(0, 0, 0, self.height())
        ground.setColorAt(0, QtGui.QColor("#6b6b6b" if self._is_active else "#494949"))
        ground.setColorAt(1, QtGui.QColor("#3a3a3a" if self._is_active else "#494949"))
        painter.fillRect(self.rect(), ground)
        for number in range(-8, 9):
            painter.setPen(QtGui.QPen(QtGui.QColor("#2c2c2c" if number == 0 else "#5b5b5b"), 1))
            self._line(painter, (number, -8, 0), (number, 8, 0))
            self._line(painter, (-8, number, 0), (8, number, 0))
        self._objects(painter)
        self._tripod(painter)
        painter.setPen(QtGui.QColor(CREAM))
        painter.drawText(
            8, 18, f"[+] [{self._name}] [Standard] [{'Default Shading' if self._is_active else 'Wireframe'}]"
        )
        if self._is_active:
            painter.setPen(QtGui.QPen(QtGui.QColor(ACTIVE), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _objects(self, painter: QtGui.QPainter) -> None:
        for colour, lines in (
            ("#d7a24a", house()),
            ("#5f9ee0", camera()),
            ("#7fbf6a", ball((4.0, -3.0, 1.4), 1.4)),
        ):
            painter.setPen(QtGui.QPen(QtGui.QColor(colour), 1.2))
            for start, end in lines:
                self._line(painter, start, end)

    def _tripod(self, painter: QtGui.QPainter) -> None:
        at = QtCore.QPointF(34, self.height() - 30)
        origin = self._seen((0, 0, 0))
        for colour, end in (("#c43c3c", (1, 0, 0)), ("#4f9e3f", (0, 1, 0)), ("#4a6fd0", (0, 0, 1))):
            painter.setPen(QtGui.QPen(QtGui.QColor(colour), 1.5))
            step = self._seen(end) - origin
            length = math.hypot(step.x(), step.y())
            if length > 1:
                painter.drawLine(at, at + step * (22 / length))

    def _line(self, painter: QtGui.QPainter, start: Point, end: Point) -> None:
        painter.drawLine(self._seen(start), self._seen(end))

    def _seen(self, point: Point) -> QtCore.QPointF:
        turn, tilt = (math.radians(angle) for angle in self._view)
        x = point[0] * math.cos(turn) + point[1] * math.sin(turn)
        deep = point[1] * math.cos(turn) - point[0] * math.sin(turn)
        y = point[2] * math.cos(tilt) + deep * math.sin(tilt)
        scale = min(self.width(), self.height()) / 19
        return QtCore.QPointF(self.width() / 2 + x * scale, self.height() * 0.58 - y * scale)


def house() -> List[Tuple[Point, Point]]:
    floor = [(-3.0, -2.0), (1.0, -2.0), (1.0, 2.0), (-3.0, 2.0)]
    lines: List[Tuple[Point, Point]] = []
    for (x, y), (nx, ny) in zip(floor, floor[1:] + floor[:1]):
        lines += [((x, y, 0), (nx, ny, 0)), ((x, y, 2.4), (nx, ny, 2.4)), ((x, y, 0), (x, y, 2.4))]
    for x in (-3.0, 1.0):
        lines += [((x, -2, 2.4), (x, 0, 4)), ((x, 2, 2.4), (x, 0, 4))]
    return [*lines, ((-3, 0, 4), (1, 0, 4))]


def camera() -> List[Tuple[Point, Point]]:
    tip = (6.0, -7.0, 3.0)
    frame = [(4.9, -6.4, 3.6), (5.5, -5.6, 3.6), (5.5, -5.6, 2.6), (4.9, -6.4, 2.6)]
    return [*((tip, corner) for corner in frame), *zip(frame, frame[1:] + frame[:1]), (tip, (-1.0, 0.0, 1.2))]


def ball(centre: Point, radius: float) -> List[Tuple[Point, Point]]:
    lines: List[Tuple[Point, Point]] = []
    for ring in range(1, 8):
        angle = math.pi * ring / 8
        points = list(circle(centre, radius * math.sin(angle), radius * math.cos(angle)))
        lines += zip(points, points[1:] + points[:1])
    return lines


def circle(centre: Point, radius: float, up: float) -> Iterator[Point]:
    for step in range(24):
        angle = math.tau * step / 24
        yield centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle), centre[2] + up


class Marks(QtWidgets.QWidget):
    """A row of tool buttons, by their shapes alone."""

    def __init__(self, count: int, side: int = 24) -> None:
        super().__init__()
        self._count, self._side = count, side
        self.setFixedHeight(side + 8)
        self.setMinimumWidth(8 + count * (side + 7) + count // 5 * 10)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        grey = self.palette().color(QtGui.QPalette.ColorRole.WindowText)
        for number in range(self._count):
            left = 8 + number * (self._side + 7) + (number // 5) * 10
            place = QtCore.QRectF(left + 4, 8, self._side - 8, self._side - 8)
            painter.setPen(QtGui.QPen(QtGui.QColor("#4fa3d9" if number % 7 == 3 else grey), 1.3))
            if number % 3 == 0:
                painter.drawEllipse(place)
            elif number % 3 == 1:
                painter.drawRect(place)
            else:
                painter.drawLine(place.bottomLeft(), place.topRight())
                painter.drawLine(place.topRight(), place.bottomRight())
        painter.end()


class TimeLine(QtWidgets.QWidget):
    def __init__(self, last: int = 100) -> None:
        super().__init__()
        self._last = last
        self.setFixedHeight(46)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        text = self.palette().color(QtGui.QPalette.ColorRole.WindowText)
        handle = QtCore.QRect(8, 2, 96, 18)
        painter.fillRect(handle, self.palette().color(QtGui.QPalette.ColorRole.Button))
        painter.setPen(text)
        painter.drawText(handle, int(QtCore.Qt.AlignmentFlag.AlignCenter), f"0 / {self._last}")
        width = self.width() - 24
        for frame in range(0, self._last + 1, 1):
            x = 12 + width * frame // self._last
            painter.drawLine(x, 24, x, 32 if frame % 5 == 0 else 28)
            if frame % 10 == 0:
                painter.drawText(x - (0, 8, 20)[(frame > 0) + (frame == self._last)], 44, str(frame))
        painter.end()


def furnished_window(width: int = 1600, height: int = 960) -> QtWidgets.QMainWindow:
    """Shown by whoever asked for it."""
    window = QtWidgets.QMainWindow()
    window.setObjectName("MaxMainWindow")
    window.setWindowTitle("shot_010.max - Autodesk 3ds Max 2025")
    for title in MENUS:
        window.menuBar().addMenu(title.replace("-", " "))
    for name, count in (("Main Toolbar", 28), ("Ribbon", 0)):
        bar = window.addToolBar(name)
        bar.setObjectName(name)
        bar.addWidget(Marks(count) if count else ribbon())
        window.addToolBarBreak()
    window.setCentralWidget(views())
    panel = QtWidgets.QDockWidget("Command Panel", window)
    panel.setObjectName("CommandPanel")
    panel.setWidget(command_panel())
    window.addDockWidget(QtCore.Qt.DockWidgetArea.RightDockWidgetArea, panel)
    window.setStatusBar(status())
    window.resize(width, height)
    return window


def ribbon() -> QtWidgets.QWidget:
    row = QtWidgets.QLabel("   Modeling      Freeform      Selection      Object Paint      Populate")
    row.setFixedHeight(24)
    return row


def views() -> QtWidgets.QWidget:
    whole = QtWidgets.QWidget()
    column = QtWidgets.QVBoxLayout(whole)
    column.setContentsMargins(2, 2, 2, 0)
    grid = QtWidgets.QGridLayout()
    grid.setSpacing(2)
    for number, (name, view) in enumerate(VIEWS):
        grid.addWidget(Viewport(name, view, number == 3), number // 2, number % 2)
    column.addLayout(grid, 1)
    column.addWidget(TimeLine())
    return whole


def command_panel() -> QtWidgets.QWidget:
    whole = QtWidgets.QWidget()
    whole.setFixedWidth(196)
    column = QtWidgets.QVBoxLayout(whole)
    column.setContentsMargins(6, 4, 6, 4)
    column.addWidget(Marks(5, 20))
    kind = QtWidgets.QComboBox()
    kind.addItem("Standard Primitives")
    column.addWidget(kind)
    column.addWidget(rollout("Object Type", PRIMITIVES))
    column.addWidget(rollout("Name and Color", ()))
    name = QtWidgets.QLineEdit("Cam_Hero")
    column.addWidget(name)
    column.addStretch(1)
    return whole


def rollout(title: str, names: Sequence[str]) -> QtWidgets.QWidget:
    whole = QtWidgets.QWidget()
    grid = QtWidgets.QGridLayout(whole)
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setSpacing(3)
    grid.addWidget(QtWidgets.QLabel("▾ " + title), 0, 0, 1, 2)
    for number, name in enumerate(names):
        button = QtWidgets.QPushButton(name)
        button.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        grid.addWidget(button, 1 + number // 2, number % 2)
    return whole


def status() -> QtWidgets.QStatusBar:
    bar = QtWidgets.QStatusBar()
    bar.addWidget(QtWidgets.QLabel(" 1 Camera Selected   Click and drag to select and move objects"))
    for axis, value in (("X", "612.4"), ("Y", "-704.1"), ("Z", "158.0")):
        bar.addPermanentWidget(QtWidgets.QLabel(f"{axis}: {value}  "))
    bar.addPermanentWidget(QtWidgets.QLabel("Grid = 10.0   Auto   Set K."))
    return bar
