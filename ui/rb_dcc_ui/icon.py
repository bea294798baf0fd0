"""The panel's icons: drawn for it as SVG in one colour, painted in the colour and size that the host's look asks for."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Tuple

from .binding import QtCore, QtGui, svg_renderer

FOLDER = Path(__file__).resolve().parent / "icons"
SIZE = 16
"""The drawings' own size, in pixels at 100 % scale."""
_SIZES = (SIZE, SIZE * 5 // 4, SIZE * 3 // 2, SIZE * 2, SIZE * 3)
_ARGB = QtGui.QColor.NameFormat.HexArgb


def names() -> Tuple[str, ...]:
    """Every icon there is."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


def icon(
    name: str, colour: QtGui.QColor, faint: QtGui.QColor, size: int = 0, ratio: float = 1.0
) -> QtGui.QIcon:
    """An icon, `faint` where it is disabled. With a size (logical pixels) and the device's pixel ratio it is drawn for just
    these, which is sharpest; without, for whichever sizes a view may ask for. An empty one where Qt has no SVG here."""
    sizes = (round(size * ratio),) if size else _SIZES
    return _icon(name, colour.name(_ARGB), faint.name(_ARGB), sizes, ratio if size else 1.0)


def pixmap(name: str, colour: QtGui.QColor, size: int, ratio: float = 1.0) -> QtGui.QPixmap:
    """One picture of an icon, `size` logical pixels at a device's pixel ratio."""
    picture = QtGui.QPixmap.fromImage(_image(name, colour.name(_ARGB), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    return picture


@functools.lru_cache(maxsize=512)
def _icon(name: str, colour: str, faint: str, sizes: Tuple[int, ...], ratio: float) -> QtGui.QIcon:
    made = QtGui.QIcon()
    for size in sizes:
        for shown, mode in ((colour, QtGui.QIcon.Mode.Normal), (faint, QtGui.QIcon.Mode.Disabled)):
            picture = QtGui.QPixmap.fromImage(_image(name, shown, size))
            picture.setDevicePixelRatio(ratio)
            made.addPixmap(picture, mode)
    return made


@functools.lru_cache(maxsize=1024)
def _image(name: str, colour: str, size: int) -> QtGui.QImage:
    image = QtGui.QImage(size, size, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QtCore.Qt.GlobalColor.transparent)
    drawing = (FOLDER / (name + ".svg")).read_text(encoding="utf-8")
    shown = QtGui.QColor(colour)
    drawing = drawing.replace("currentColor", shown.name(QtGui.QColor.NameFormat.HexRgb))
    try:
        renderer = svg_renderer(drawing.encode("utf-8"))
    except ImportError:
        return image
    painter = QtGui.QPainter(image)
    painter.setOpacity(shown.alphaF())
    renderer.render(painter)
    painter.end()
    return image
