"""How well words are read on their ground, worked out apart from the product."""

from __future__ import annotations

from rb_dcc_ui.binding import QtGui


def luminance(colour: QtGui.QColor) -> float:
    """Relative luminance, by WCAG 2."""
    parts = (channel / 255.0 for channel in (colour.red(), colour.green(), colour.blue()))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QtGui.QColor, other: QtGui.QColor) -> float:
    """As WCAG 2 has it: 1 for the same, 21 for black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
