"""A field for an amount of money that may be none."""

from __future__ import annotations

from typing import Callable, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.steady import SteadyDoubleSpinBox

MOST = 1e6


class AmountField(SteadyDoubleSpinBox):
    """`changed` is called with the amount, None for none, when the user has set another."""

    def __init__(
        self,
        language: Language,
        changed: Callable[[Optional[float]], None],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._changed = changed
        self.setRange(0.0, MOST)
        self.setDecimals(2)
        self.setStepType(QtWidgets.QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.setKeyboardTracking(False)
        self.setMinimumWidth(em(self, 5))
        language.bind(self, "setSpecialValueText", Message("no limit"))
        self.valueChanged.connect(self._told)

    def show_amount(self, amount: Optional[float], currency: str) -> None:
        """Show what is set; what is being typed stays."""
        self.setPrefix(currency)
        # A limit of less than a cent is one all the same.
        self.setDecimals(2 if amount is None or abs(amount - round(amount, 2)) < 1e-9 else 4)
        if abs(self.value() - (amount or 0.0)) > 1e-6:
            self.blockSignals(True)
            self.setValue(amount or 0.0)
            self.blockSignals(False)

    def _told(self, value: float) -> None:
        self._changed(value if value > 0 else None)
