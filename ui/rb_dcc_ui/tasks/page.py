"""The tasks page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rb_dcc_ui.binding import QtWidgets

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel


class TasksPage(QtWidgets.QWidget):
    """To come."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
