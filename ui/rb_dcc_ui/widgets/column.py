"""A page's column: sections below each other, scrolled where they do not fit, never wider than reads well."""

from __future__ import annotations

from typing import Optional

from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.theme import em

WIDEST_EM = 42.0


class Column(QtWidgets.QScrollArea):
    """`content` takes the sections; the room below them stays free."""

    def __init__(self, widest_em: float = WIDEST_EM, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        held = QtWidgets.QWidget()
        held.setMaximumWidth(em(self, widest_em))
        self.content = QtWidgets.QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(em(self, 0.5))
        whole = QtWidgets.QVBoxLayout(held)
        margin = em(self, 0.5)
        whole.setContentsMargins(margin, margin // 2, margin, margin)
        whole.addLayout(self.content)
        whole.addStretch(1)
        middle = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(held)
        self.setWidget(middle)

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(em(self, 12), em(self, 8))
