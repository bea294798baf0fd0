"""How figures stand in a cell, as an item model tells it."""

from __future__ import annotations

from rb_dcc_ui.binding import QtCore

TO_THE_RIGHT = int(QtCore.Qt.AlignmentFlag.AlignRight) | int(QtCore.Qt.AlignmentFlag.AlignVCenter)
"""An int on both bindings: PySide2 does not take its own flags from a model."""
