"""Which widgets take typing: while one of them has the focus, every key is meant for it."""

from __future__ import annotations

from rb_dcc_ui.binding import QtWidgets

_FIELDS = (
    QtWidgets.QLineEdit,
    QtWidgets.QTextEdit,
    QtWidgets.QPlainTextEdit,
    QtWidgets.QAbstractSpinBox,
)


def is_typed_into(widget: object) -> bool:
    """True of a field, whether or not it has the focus now; main thread."""
    if isinstance(widget, QtWidgets.QComboBox):
        return widget.isEditable()
    return isinstance(widget, _FIELDS)
