"""The budget of a day, in the settings."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.budget import PROMISE
from rb_dcc_core.messages import Message
from rb_dcc_core.money import currency, money_words, shows_cost
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.services import Services
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.form import Form, wrapped

from .amount_field import AmountField


class DayBudgetCard(Card):
    """Set at once as it is changed; hidden where the account hides what jobs cost."""

    def __init__(
        self, language: Language, services: Services, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(language, Message("Budget of a day"), "cost", parent=parent)
        self._language = language
        self._services = services
        keep = services.preferences.set
        self.soft = AmountField(language, lambda amount: keep(budget_day_soft=amount))
        self.hard = AmountField(language, lambda amount: keep(budget_day_hard=amount))
        form = Form(language, self)
        form.add(Message("Warn at"), self.soft, Message("A notice comes when the day has cost so much."))
        form.add(
            Message("Stop at"),
            self.hard,
            Message("Every running task is stopped when the day has cost so much."),
        )
        self.content.addLayout(form)
        self.content.addWidget(
            wrapped(
                language,
                Message(
                    "A day begins at midnight. It counts the tasks that are watched here and those that ended here this day."
                ),
                "dim",
            )
        )
        self.content.addWidget(wrapped(language, PROMISE, "dim"))

    def show_limits(self) -> None:
        now, user = self._services.preferences.now, self._services.connection.standing.user
        sign = currency(user)
        self.setVisible(shows_cost(user))
        self.soft.show_amount(now.budget_day_soft, sign)
        self.hard.show_amount(now.budget_day_hard, sign)
        limit = now.budget_day_hard
        words = None if limit is None else Message("stops at {limit}", limit=money_words(limit, sign))
        self.summary.setText("" if words is None else self._language.say(words))
