"""Buttons that keep their icon in the host's colours and their words in the user's language."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.icon import icon
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em, theme_of

_AROUND_EM = 1.6
_LEAST_EM = 6


class IconButton(QtWidgets.QToolButton):
    """An icon, with words where `shows_text`; the tooltip says why one would press it, the name is for screen readers."""

    def __init__(
        self,
        language: Language,
        symbol: str,
        name: Message,
        tip: Message,
        shows_text: bool = False,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._symbol = symbol
        self.setProperty("rbKind", "quiet")
        style = QtCore.Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if shows_text else style.ToolButtonIconOnly)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        language.bind(self, "setText", name)
        language.bind(self, "setAccessibleName", name)
        language.bind(self, "setToolTip", tip)
        self._paint()

    def set_symbol(self, symbol: str) -> None:
        self._symbol = symbol
        self._paint()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.Type.PaletteChange, QtCore.QEvent.Type.FontChange):
            self._paint()

    def _paint(self) -> None:
        theme = theme_of(self)
        size = em(self, 1.0)
        self.setIconSize(QtCore.QSize(size, size))
        self.setIcon(icon(self._symbol, theme.text, theme.faint, size, self.devicePixelRatioF()))


class TextButton(QtWidgets.QPushButton):
    """A button with words; `is_main` for the one thing a page is for."""

    def __init__(
        self,
        language: Language,
        name: Message,
        tip: Message,
        is_main: bool = False,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        if is_main:
            self.setProperty("rbKind", "main")
        self.setAutoDefault(False)
        language.bind(self, "setText", name)
        language.bind(self, "setAccessibleName", name)
        language.bind(self, "setToolTip", tip)

    def sizeHint(self) -> QtCore.QSize:
        """With room around the words, which a style that sheets are mixed into leaves out."""
        size = super().sizeHint()
        words = self.fontMetrics().boundingRect(self.text()).width()
        return QtCore.QSize(max(size.width(), words + em(self, _AROUND_EM)), size.height())

    def minimumSizeHint(self) -> QtCore.QSize:
        return self.sizeHint()


class LongButton(TextButton):
    """A button whose words may be longer than a narrow dock is wide: they are cut with "…", and whole in the tooltip."""

    def __init__(
        self, language: Language, name: Message, tip: Message, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        self._whole = self._why = ""
        super().__init__(language, name, tip, parent=parent)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(
            policy.Maximum, policy.Fixed
        )  # a button's own policy lets it never be narrower than its words

    def text(self) -> str:
        """All of its words, however many of them are seen."""
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self._fit()
        self.updateGeometry()

    def setToolTip(self, tip: str) -> None:
        self._why = tip
        self._fit()

    def minimumSizeHint(self) -> QtCore.QSize:
        size = self.sizeHint()
        return QtCore.QSize(min(size.width(), em(self, _LEAST_EM)), size.height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - em(self, _AROUND_EM) // 2
        shown = self.fontMetrics().elidedText(self._whole, QtCore.Qt.TextElideMode.ElideRight, room)
        super().setText(shown)
        super().setToolTip(self._why if shown == self._whole else f"{self._whole}\n{self._why}")
