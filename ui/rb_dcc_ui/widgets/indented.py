"""A column of text that stands a little off the figures to its left, which end at its edge."""

from __future__ import annotations

from typing import Any

from rb_dcc_ui.binding import QtWidgets

INDENT = "\u2002"
"""Half as wide as the font is high; before such a column's heading too."""


class IndentedDelegate(QtWidgets.QStyledItemDelegate):
    """For a view's `setItemDelegateForColumn`."""

    def initStyleOption(self, option: Any, index: Any) -> None:
        super().initStyleOption(option, index)
        option.text = INDENT + option.text
