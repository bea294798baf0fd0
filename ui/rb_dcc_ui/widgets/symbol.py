"""A small picture that stays in the host's colours: a status mark, an icon beside a sentence."""

from __future__ import annotations

from typing import Optional

from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.icon import pixmap
from rb_dcc_ui.theme import em, theme_of


class Symbol(QtWidgets.QLabel):
    """`role` is a colour's of the theme; "" the text's own."""

    def __init__(
        self, name: str, role: str = "", size_em: float = 1.0, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._role = role
        self._size_em = size_em
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Fixed, QtWidgets.QSizePolicy.Policy.Fixed)
        self._paint()

    def show_as(self, name: str, role: str = "") -> None:
        if (name, role) != (self._name, self._role):
            self._name, self._role = name, role
            self._paint()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.Type.PaletteChange, QtCore.QEvent.Type.FontChange):
            self._paint()

    def _paint(self) -> None:
        theme = theme_of(self)
        colour = theme.role(self._role) if self._role else theme.text
        self.setPixmap(pixmap(self._name, colour, em(self, self._size_em), self.devicePixelRatioF()))
