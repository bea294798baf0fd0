"""What tasks that are on the farm already may cost: asked in a small window."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.budget import PROMISE, Budget
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.asking import is_given
from rb_dcc_ui.widgets.buttons import TextButton
from rb_dcc_ui.widgets.form import Form, wrapped

from .amount_field import AmountField
from .budget_card import STOP_TIP, WARN_TIP


class BudgetDialog(QtWidgets.QDialog):
    """`budget` is what the fields say."""

    def __init__(self, language: Language, now: Budget, currency: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.budget = now
        language.bind(self, "setWindowTitle", Message("Budget"))
        self.soft = AmountField(language, self._soft_changed)
        self.hard = AmountField(language, self._hard_changed)
        self.soft.show_amount(now.job_soft, currency)
        self.hard.show_amount(now.job_hard, currency)
        form = Form(language, self)
        form.add(Message("Warn at"), self.soft, WARN_TIP)
        form.add(Message("Stop at"), self.hard, STOP_TIP)
        self.keep = TextButton(
            language, Message("Keep"), Message("Holds for each of the chosen tasks."), is_main=True
        )
        leave = TextButton(language, Message("Cancel"), Message("Leaves the budget as it is."))
        self.keep.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        buttons = QtWidgets.QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.keep)
        whole = QtWidgets.QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(wrapped(language, PROMISE, "dim"))
        whole.addLayout(buttons)
        self.setMinimumWidth(em(self, 20))

    def _soft_changed(self, amount: Optional[float]) -> None:
        self.budget = Budget(amount, self.budget.job_hard)

    def _hard_changed(self, amount: Optional[float]) -> None:
        self.budget = Budget(self.budget.job_soft, amount)


def ask_budget(language: Language, now: Budget, currency: str, parent: QtWidgets.QWidget) -> Optional[Budget]:
    """The budget that was set, None where the user thought better of it; blocks as dialogs do."""
    dialog = BudgetDialog(language, now, currency, parent)
    return dialog.budget if is_given(dialog) else None
