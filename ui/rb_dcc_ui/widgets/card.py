"""A section of a page: a heading that folds it away, a summary beside it, its content below."""

from __future__ import annotations

from typing import Iterable, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.icon import icon
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em, theme_of

from .elided import ElidedLabel
from .tab_order import lead_on

_FOLDS = Message("Folds this away to see less at once, or opens it; what is set in it stays.")


class Card(QtWidgets.QFrame):
    """`body` is where the content goes. The summary says in a few words what is in it, most useful when it is folded."""

    folded = QtCore.Signal(bool)

    def __init__(
        self,
        language: Language,
        title: Message,
        symbol: str,
        can_fold: bool = True,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rbCard")
        self._symbol = symbol
        self._can_fold = can_fold
        self._heading = QtWidgets.QToolButton()
        self._heading.setProperty("rbKind", "heading")
        self._heading.setToolButtonStyle(QtCore.Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setSizePolicy(QtWidgets.QSizePolicy.Policy.Maximum, QtWidgets.QSizePolicy.Policy.Fixed)
        self._heading.setCheckable(can_fold)
        self._heading.setChecked(can_fold)
        font = self._heading.font()
        font.setBold(True)
        self._heading.setFont(font)
        self._heading.toggled.connect(self._toggle)
        if not can_fold:
            self._heading.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
            self._heading.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        language.bind(self._heading, "setText", title)
        language.bind(self._heading, "setAccessibleName", title)
        if can_fold:
            language.bind(self._heading, "setToolTip", _FOLDS)
        self.summary = ElidedLabel()
        self.summary.setProperty("rbTone", "dim")
        self.summary.setAlignment(QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter)
        self._top = QtWidgets.QHBoxLayout()
        self._top.setContentsMargins(0, 0, em(self, 0.4), 0)  # flush with what is below
        self._top.addWidget(self._heading)
        self._top.addWidget(self.summary, 1)
        self.body = QtWidgets.QWidget()
        self.content = QtWidgets.QVBoxLayout(self.body)
        self.content.setContentsMargins(em(self, 0.4), 0, em(self, 0.4), em(self, 0.3))
        self.content.setSpacing(em(self, 0.35))
        whole = QtWidgets.QVBoxLayout(self)
        margin = em(self, 0.3)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(em(self, 0.2))
        whole.addLayout(self._top)
        whole.addWidget(self.body)
        self._paint()

    def setVisible(self, is_visible: bool) -> None:
        """A card that stands in no page yet would be a window of its own for a moment: it is shown with the page then."""
        if is_visible and self.parentWidget() is None:
            self.setAttribute(QtCore.Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
            return
        super().setVisible(is_visible)

    @property
    def is_folded(self) -> bool:
        return self._can_fold and not self._heading.isChecked()

    def fold(self, is_folded: bool) -> None:
        if self._can_fold:
            self._heading.setChecked(not is_folded)

    def add_tool(self, widget: QtWidgets.QWidget) -> None:
        """Put a small control into the heading's row, at its right end."""
        self._top.addWidget(widget)

    def lead_on(self, widgets: Iterable[QtWidgets.QWidget]) -> None:
        """Have Tab come from the heading to these, which were put in later."""
        lead_on(self._heading, widgets)

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            self._paint()

    def _toggle(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self._paint()
        self.folded.emit(not is_open)

    def _paint(self) -> None:
        theme = theme_of(self)
        size = em(self, 0.95)
        self._heading.setIconSize(QtCore.QSize(size, size))
        symbol = self._symbol
        if self.is_folded:
            symbol = "right"
        self._heading.setIcon(icon(symbol, theme.dim, theme.faint, size, self.devicePixelRatioF()))
