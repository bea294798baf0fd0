"""The page of costs: a chart by month and label, the sums as a table, every task as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.money import money_words
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.form import say_or_hide, wrapped
from rb_dcc_ui.wording import count_words

from .chart import CostChart, label_colour
from .ledger_presenter import OTHERS, LedgerPresenter

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

_HEADS = (
    Message("Month"),
    Message("Label"),
    Message("Cost"),
    Message("Tasks"),
    Message("Frames"),
)


class CostsPage(QtWidgets.QWidget):
    """Asks the farm once when it is made, and when it is told to; `shut` ends it."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._language = panel.language
        self.presenter = LedgerPresenter(panel.services, panel.books)
        self.chart = CostChart(self._language, self.presenter)
        self._legend = Legend()
        self._note = wrapped(self._language, tone="dim")
        self._hidden = wrapped(
            self._language, Message("The owner of this account does not show what its jobs cost."), "dim"
        )
        self._empty = wrapped(self._language, Message("No task has ended yet."), "dim")
        self._make_table()
        self._card = self._make_card()
        whole = QtWidgets.QVBoxLayout(self)
        margin = em(self, 0.5)
        whole.setContentsMargins(margin, margin // 2, margin, margin)
        whole.addWidget(self._card)
        self._stops = [self.presenter.listen(self._show), self._language.listen(self._show)]
        self.presenter.refresh()
        self._show()

    def shut(self) -> None:
        for stop in self._stops:
            stop()
        self.presenter.close()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.PaletteChange and hasattr(self, "_card"):
            self._show()

    # -- building ------------------------------------------------------------------------------------------------

    def _make_card(self) -> Card:
        card = Card(self._language, Message("Costs"), "cost", can_fold=False)
        self._again = IconButton(
            self._language,
            "refresh",
            Message("Ask again"),
            Message("Asks the farm for tasks that ended elsewhere."),
        )
        self._again.clicked.connect(lambda checked=False: self.presenter.refresh())
        card.add_tool(self._again)
        self._export = TextButton(
            self._language, Message("Export as CSV …"), Message("Every task, for a spreadsheet.")
        )
        self._export.clicked.connect(self._choose_file)
        for widget in (self._hidden, self._empty, self.chart, self._legend, self._note):
            card.content.addWidget(widget)
        card.content.addWidget(self.table, 1)
        card.content.addWidget(self._export, 0, QtCore.Qt.AlignmentFlag.AlignRight)
        card.content.addStretch(0)
        return card

    def _make_table(self) -> None:
        self.table = QtWidgets.QTableWidget(0, len(_HEADS))
        self.table.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.table.setMinimumHeight(em(self, 5))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(em(self, 1.5))
        heads = self.table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(em(self, 4))
        modes = QtWidgets.QHeaderView.ResizeMode
        for column in range(len(_HEADS)):
            heads.setSectionResizeMode(column, modes.Stretch if column == 1 else modes.ResizeToContents)
        self._language.bind(self.table, "setAccessibleName", Message("Costs by month and label"))
        self._language.bind(self.table, "setToolTip", Message("To see which jobs the money went to."))

    # -- showing -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        shown, say = self.presenter, self._language.say
        is_shown = shown.shows_cost
        self._hidden.setVisible(not is_shown)
        self._empty.setVisible(is_shown and not shown.rows and not shown.is_loading)
        for widget in (self.chart, self._legend, self.table, self._export):
            widget.setVisible(is_shown and bool(shown.rows))
        say_or_hide(self._note, self._language, shown.note if is_shown else None)
        self._again.setEnabled(not shown.is_loading)
        total = Message("{amount} in all", amount=money_words(shown.total, shown.currency))
        self._card.summary.setText(say(total) if is_shown and shown.rows else "")
        self._legend.show_labels(self._named_labels())
        self._fill()
        self.chart.update()

    def _named_labels(self) -> List[Tuple[str, QtGui.QColor]]:
        theme, names = theme_of(self), self.presenter.labels
        if len(names) < 2:
            return []  # one colour needs no key: the table says its name
        return [(self._label_text(name), label_colour(theme, place)) for place, name in enumerate(names)]

    def _label_text(self, label: str) -> str:
        if label == OTHERS:
            return self._language.say(Message("others"))
        return label or self._language.say(Message("without a label"))

    def _fill(self) -> None:
        shown, say = self.presenter, self._language.say
        self.table.setHorizontalHeaderLabels([say(head) for head in _HEADS])
        middle = QtCore.Qt.AlignmentFlag.AlignVCenter
        left, right = middle | QtCore.Qt.AlignmentFlag.AlignLeft, middle | QtCore.Qt.AlignmentFlag.AlignRight
        for column in range(len(_HEADS)):
            self.table.horizontalHeaderItem(column).setTextAlignment(right if column >= 2 else left)
        places = 2 if max((each[2] for each in shown.rows), default=0.0) >= 1 else 4
        self.table.setRowCount(len(shown.rows))
        for row, (month, label, cost, tasks, frames) in enumerate(shown.rows):
            texts = (
                month,
                self._label_text(label),
                f"{shown.currency}{cost:,.{places}f}",
                count_words(tasks),
                count_words(frames),
            )
            for column, text in enumerate(texts):
                item = QtWidgets.QTableWidgetItem(text)
                if column >= 2:
                    item.setTextAlignment(right)
                self.table.setItem(row, column, item)

    def _choose_file(self) -> None:
        title = self._language.say(Message("Export as CSV …"))
        path, _ = QtWidgets.QFileDialog.getSaveFileName(self, title, "costs.csv", "*.csv")
        if path:
            self.presenter.export(path if path.lower().endswith(".csv") else path + ".csv")


class Legend(QtWidgets.QWidget):
    """Which colour is which label; as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: List[Tuple[str, QtGui.QColor]] = []
        policy = QtWidgets.QSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Minimum
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_labels(self, labels: List[Tuple[str, QtGui.QColor]]) -> None:
        self._labels = labels
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(em(self, 12), self.heightForWidth(max(self.width(), em(self, 12))))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter, theme = QtGui.QPainter(self), theme_of(self)
        size = em(self, 0.7)
        for (name, colour), place in zip(self._labels, self._places(self.width())):
            box = QtCore.QRect(place.left(), place.center().y() - size // 2, size, size)
            painter.fillRect(box, colour)
            room = place.adjusted(size + em(self, 0.3), 0, 0, 0)
            painter.setPen(theme.text)
            flags = int(QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignVCenter)
            mode = QtCore.Qt.TextElideMode.ElideRight
            painter.drawText(room, flags, self.fontMetrics().elidedText(name, mode, room.width()))
        painter.end()

    def _places(self, width: int) -> List[QtCore.QRect]:
        """Where each label stands, in lines."""
        x, y, high = 0, 0, em(self, 1.3)
        places = []
        for name, _ in self._labels:
            wide = self.fontMetrics().boundingRect(name).width() + em(self, 1.9)
            wide = min(wide, max(width, 1))
            if x and x + wide > width:
                x, y = 0, y + high
            places.append(QtCore.QRect(x, y, wide, high))
            x += wide
        return places
