"""How a list paints a status: its icon beside the words, seen in a chosen row too."""

from __future__ import annotations

from typing import Any

from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.icon import icon
from rb_dcc_ui.theme import theme_of

MARK_ROLE = int(QtCore.Qt.ItemDataRole.UserRole) + 2
"""What a model gives the name of a status's icon by."""


class StatusDelegate(QtWidgets.QStyledItemDelegate):
    """A status's icon in its colour; in a chosen row in the colour of the words, because blue on blue is not seen.

    `shows_words` False leaves the words to the tip, where there is no room for them.
    """

    shows_words = True

    def initStyleOption(self, option: Any, index: Any) -> None:
        super().initStyleOption(option, index)
        mark = index.data(MARK_ROLE)
        if mark and option.state & QtWidgets.QStyle.StateFlag.State_Selected:
            theme = theme_of(option.widget)
            option.icon = icon(mark, theme.on_accent, theme.on_accent)
        if not self.shows_words:
            option.text = ""
