"""The table that shows frames as a list to sort."""

from __future__ import annotations

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.indented import IndentedDelegate
from rb_dcc_ui.widgets.sort_menu import offer_sorting
from rb_dcc_ui.widgets.status_delegate import StatusDelegate

from .list_model import FRAME, STARTED, STATUS, FrameListModel


def make_list(language: Language, model: FrameListModel, owner: QtWidgets.QWidget) -> QtWidgets.QTableView:
    """A table, because it asks only for the rows in sight; a tree asks for all hundred thousand of them."""
    made = QtWidgets.QTableView()
    made.setModel(model)
    made.setItemDelegateForColumn(STATUS, StatusDelegate(made))
    made.setItemDelegateForColumn(STARTED, IndentedDelegate(made))
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.setWordWrap(False)
    made.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
    made.setAlternatingRowColors(True)
    view = QtWidgets.QAbstractItemView
    made.setSelectionBehavior(view.SelectionBehavior.SelectRows)
    made.setSelectionMode(view.SelectionMode.ExtendedSelection)
    made.verticalHeader().hide()
    made.verticalHeader().setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Fixed)
    made.verticalHeader().setDefaultSectionSize(em(owner, 1.5))
    heads = made.horizontalHeader()
    heads.setSortIndicatorShown(True)
    heads.setSortIndicator(FRAME, QtCore.Qt.SortOrder.AscendingOrder)
    heads.setSectionsClickable(True)
    heads.setHighlightSections(False)
    heads.setDefaultAlignment(QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignVCenter)
    for column, wide in enumerate((4.2, 5.8, 4, 5.2, 4.6, 3.4, 3.2, 6.2, 8.4)):
        heads.resizeSection(column, em(owner, wide))
    language.bind(made, "setAccessibleName", Message("Frames as a list"))
    language.bind(made, "setToolTip", Message("Sort by a heading to find what is slow, dear or failed."))
    offer_sorting(language, made)
    return made
