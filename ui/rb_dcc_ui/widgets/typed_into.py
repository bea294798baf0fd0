"""Which widgets take the keys: while one of them has the focus, they are meant for it and not for the host."""

from __future__ import annotations

from rb_dcc_ui.binding import QtWidgets

_FIELDS = (
    QtWidgets.QLineEdit,
    QtWidgets.QTextEdit,
    QtWidgets.QPlainTextEdit,
    QtWidgets.QAbstractSpinBox,
)


def takes_keys(widget: object) -> bool:
    """True of a field, and of a list or grid: Delete, arrows and letters mean something of its own there."""
    is_list = isinstance(widget, QtWidgets.QAbstractScrollArea) and not isinstance(
        widget, QtWidgets.QScrollArea
    )
    return is_list or is_typed_into(widget)


def is_typed_into(widget: object) -> bool:
    """True of a field, whether or not it has the focus now; main thread."""
    if isinstance(widget, QtWidgets.QComboBox):
        return widget.isEditable()
    return isinstance(widget, _FIELDS)
