"""Colours and measures: taken from the host's palette and font, so that the panel looks as if the host's makers built it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Dict, Tuple

from .binding import BINDING, QtGui, QtWidgets

GOOD = "good"
BUSY = "busy"
WAITING = "waiting"
CAUTION = "caution"
BAD = "bad"
IDLE = "idle"
"""What a colour says. Never alone: a word or a mark always says the same (about one man in twelve sees red as green)."""

# For dark and for light ground; a host's ground may ask for more of it (`_legible`).
_ON_DARK = {
    GOOD: "#6fc17f",
    BUSY: "#6db3f2",
    WAITING: "#b4b4b4",
    CAUTION: "#e8b04a",
    BAD: "#f7968f",
    IDLE: "#b0b0b0",
}
_ON_LIGHT = {
    GOOD: "#1a702f",
    BUSY: "#1463a5",
    WAITING: "#5c5c5c",
    CAUTION: "#8a5a00",
    BAD: "#b3261e",
    IDLE: "#626262",
}

# As text on the page, a card and a field: WCAG 2, 1.4.3.
_LEAST_CONTRAST = 4.5
_MOST_KNOWN = 64
_known: Dict[int, Theme] = {}
_Role = QtGui.QPalette.ColorRole
_TAKEN = (_Role.Window, _Role.WindowText, _Role.Base, _Role.Highlight, _Role.HighlightedText)


@dataclass(frozen=True)
class Theme:
    """Colours of one palette. `ground` is the page's, `card` a section's on it, `field` an input's."""

    is_dark: bool
    ground: QtGui.QColor
    card: QtGui.QColor
    field: QtGui.QColor
    text: QtGui.QColor
    dim: QtGui.QColor
    faint: QtGui.QColor
    line: QtGui.QColor
    accent: QtGui.QColor
    on_accent: QtGui.QColor
    roles: Dict[str, QtGui.QColor]

    @classmethod
    def of(cls, palette: QtGui.QPalette) -> Theme:
        active = (
            QtGui.QPalette.ColorGroup.Active
        )  # a disabled widget asks too, and its icons must not stay grey
        return _theme(*(palette.color(active, role).rgb() for role in _TAKEN))

    def role(self, name: str) -> QtGui.QColor:
        return self.roles.get(name, self.dim)

    @property
    def ink(self) -> QtGui.QColor:
        """What is written on a cell of strong colour: `text` may be no stronger than it takes on the page."""
        return QtGui.QColor("white" if self.is_dark else "black")

    def shade(self, name: str, strength: float) -> QtGui.QColor:
        """As much of a role's colour on the page as `strength` says, 0 to 1; nothing is written on it."""
        return _mixed(self.ground, self.role(name), strength)

    def tint(self, name: str) -> QtGui.QColor:
        """A ground in a role's colour, quiet enough for `text` on it."""
        return _below(self.text, self.shade(name, 0.22), self.is_dark)

    def cell(self, name: str, strength: float) -> QtGui.QColor:
        """A ground as full of a role's colour as `ink` on it allows."""
        return _below(self.ink, self.shade(name, strength), self.is_dark)


@functools.lru_cache(maxsize=_MOST_KNOWN)
def _theme(*taken: int) -> Theme:
    """Made once for a host's colours, however many palettes have them: what is to be legible takes its time."""
    ground, text, field, highlight, on_accent = map(QtGui.QColor, taken)
    is_dark = ground.lightness() < 128
    card = _mixed(ground, text, 0.045)
    places = (ground, card, field)
    named = _ON_DARK if is_dark else _ON_LIGHT
    return Theme(
        is_dark=is_dark,
        ground=ground,
        card=card,
        field=field,
        text=text,
        dim=_legible(_mixed(text, ground, 0.28), places, is_dark),
        faint=_mixed(text, ground, 0.58),
        line=_mixed(ground, text, 0.16),
        accent=_below(on_accent, highlight, on_accent.lightness() >= 128),
        on_accent=on_accent,
        roles={role: _legible(QtGui.QColor(name), places, is_dark) for role, name in named.items()},
    )


def theme_of(widget: QtWidgets.QWidget) -> Theme:
    """The theme where a widget stands; ask again on QEvent.PaletteChange. Cells ask while they are painted."""
    palette = _grounded(widget)
    key = int(palette.cacheKey())
    theme = _known.get(key)
    if theme is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        theme = _known[key] = Theme.of(palette)
    return theme


def _grounded(widget: QtWidgets.QWidget) -> QtGui.QPalette:
    """The palette that has the ground the widget stands on: a style sheet's "transparent" leaves it a black one of its own."""
    palette, parent = widget.palette(), widget.parentWidget()
    role = QtGui.QPalette.ColorRole.Window
    while palette.color(role).alpha() < 255 and parent is not None:
        palette, parent = parent.palette(), parent.parentWidget()
    return palette


def em(widget: QtWidgets.QWidget, count: float = 1.0) -> int:
    """`count` heights of the widget's own font in pixels: every distance of the panel, so that it scales with the host."""
    return max(1, round(widget.fontMetrics().height() * count))


def sized_font(font: QtGui.QFont, of: QtGui.QFont, times: float = 1.0) -> QtGui.QFont:
    """A font, so many times as large as another is, which a host may have given in points or in pixels."""
    sized = QtGui.QFont(font)
    if of.pointSizeF() > 0:
        sized.setPointSizeF(of.pointSizeF() * times)
    else:
        sized.setPixelSize(max(1, round(of.pixelSize() * times)))
    return sized


def style_sheet(theme: Theme) -> str:
    """The few rules that Qt's palette cannot say. Only for our own object names and properties: nothing of the host's."""
    sheet = _SHEET + _HINTS if BINDING == "PySide6" else _SHEET
    return sheet.format(
        card=theme.card.name(),
        line=theme.line.name(),
        dim=theme.dim.name(),
        faint=theme.faint.name(),
        accent=theme.accent.name(),
        on_accent=theme.on_accent.name(),
        bad=theme.role(BAD).name(),
        caution=theme.role(CAUTION).name(),
        good=theme.role(GOOD).name(),
        busy=theme.role(BUSY).name(),
    )


def apply_standalone(application: QtWidgets.QApplication, is_dark: bool = True) -> None:
    """A calm theme of our own where no host gives one: standing alone only, never inside a host."""
    application.setStyle("Fusion")
    application.setPalette(standalone_palette(is_dark))


def standalone_palette(is_dark: bool = True) -> QtGui.QPalette:
    names = _DARK if is_dark else _LIGHT
    palette = QtGui.QPalette()
    for role, name in names.items():
        palette.setColor(getattr(QtGui.QPalette.ColorRole, role), QtGui.QColor(name))
    grey = QtGui.QColor("#7d7d7d" if is_dark else "#8c8c8c")
    for role in ("Text", "WindowText", "ButtonText"):
        palette.setColor(QtGui.QPalette.ColorGroup.Disabled, getattr(QtGui.QPalette.ColorRole, role), grey)
    return palette


_DARK = {
    "Window": "#3a3a3a",
    "WindowText": "#dddddd",
    "Base": "#2b2b2b",
    "AlternateBase": "#313131",
    "Text": "#dddddd",
    "Button": "#4c4c4c",
    "ButtonText": "#e6e6e6",
    "ToolTipBase": "#222222",
    "ToolTipText": "#e6e6e6",
    "Highlight": "#3a76a9",
    "HighlightedText": "#ffffff",
    "Link": "#7fbdf0",
    "PlaceholderText": "#9a9a9a",
}
_LIGHT = {
    "Window": "#f0f0f0",
    "WindowText": "#1e1e1e",
    "Base": "#ffffff",
    "AlternateBase": "#f7f7f7",
    "Text": "#1e1e1e",
    "Button": "#e4e4e4",
    "ButtonText": "#1e1e1e",
    "ToolTipBase": "#fffbe6",
    "ToolTipText": "#1e1e1e",
    "Highlight": "#2f74b0",
    "HighlightedText": "#ffffff",
    "Link": "#14578f",
    "PlaceholderText": "#6b6b6b",
}
_SHEET = """
#rbCard {{ background: {card}; border: 1px solid {line}; border-radius: 4px; }}
QLabel[rbTone="dim"] {{ color: {dim}; }}
QLabel[rbTone="faint"] {{ color: {faint}; }}
QLabel[rbTone="bad"] {{ color: {bad}; }}
QLabel[rbTone="caution"] {{ color: {caution}; }}
QLabel[rbTone="good"] {{ color: {good}; }}
QLabel[rbTone="busy"] {{ color: {busy}; }}
QPushButton[rbKind="main"] {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; border-radius: 4px;
    padding: 0.45em 1.2em; font-weight: bold; }}
QPushButton[rbKind="main"]:disabled {{ background: transparent; color: {faint}; border-color: {line}; }}
QPushButton[rbKind="main"]:focus {{ border-color: {on_accent}; }}
QToolButton[rbKind="heading"] {{ border: 1px solid transparent; border-radius: 3px; padding: 2px; background: transparent; }}
QToolButton[rbKind="heading"]:hover {{ border-color: {line}; }}
QToolButton[rbKind="heading"]:focus {{ border-color: {dim}; }}
QToolButton[rbKind="quiet"] {{ border: 1px solid transparent; border-radius: 3px; padding: 2px; background: transparent; }}
QToolButton[rbKind="quiet"]:hover, QToolButton[rbKind="quiet"]:focus {{ border-color: {line}; background: {card}; }}
QToolButton[rbKind="quiet"]:checked {{ border-color: {accent}; }}
QToolButton[rbKind="quiet"]:focus {{ border-color: {dim}; }}
"""
# A host that sets its colours by hand leaves the hint's as it was made for light ground, and a palette of ours does not reach
# the fields below a style sheet. Qt 5 makes it of the text's own colour, and does not know the rule.
_HINTS = """
QLineEdit {{ placeholder-text-color: {dim}; }}
"""


def _contrast(one: QtGui.QColor, other: QtGui.QColor) -> float:
    """From 1, the same, to 21, black on white: WCAG 2's contrast ratio."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QtGui.QColor) -> float:
    """Relative luminance, from 0 to 1, by WCAG 2."""
    parts = (channel / 255.0 for channel in (colour.red(), colour.green(), colour.blue()))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _legible(colour: QtGui.QColor, places: Tuple[QtGui.QColor, ...], is_dark: bool) -> QtGui.QColor:
    """The colour, or as little lighter (darker, on light ground) as it takes to be read in every place.

    Maya's grey is lighter than most dark themes', and 3ds Max' light one darker than paper.
    """
    return _first_read(colour, QtGui.QColor("white" if is_dark else "black"), places)


def _below(words: QtGui.QColor, ground: QtGui.QColor, is_dark: bool) -> QtGui.QColor:
    """The ground, or as little darker (lighter, in a light theme) as it takes for the words to be read on it."""
    return _first_read(ground, QtGui.QColor("black" if is_dark else "white"), (words,))


def _first_read(colour: QtGui.QColor, end: QtGui.QColor, others: Tuple[QtGui.QColor, ...]) -> QtGui.QColor:
    """The first on the way from a colour to the end that is told from all others."""
    steps = (_mixed(colour, end, step / 20.0) for step in range(20))
    return next(
        (each for each in steps if min(_contrast(each, other) for other in others) >= _LEAST_CONTRAST), end
    )


def _mixed(one: QtGui.QColor, other: QtGui.QColor, share: float) -> QtGui.QColor:
    """`share` of the other colour in one."""
    return QtGui.QColor(
        int(one.red() + (other.red() - one.red()) * share),
        int(one.green() + (other.green() - one.green()) * share),
        int(one.blue() + (other.blue() - one.blue()) * share),
    )
