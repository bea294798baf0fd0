"""The budget of the job on the submit page: where to warn, where to stop, and what that can promise."""

from __future__ import annotations

import math
from typing import Optional

from rb_dcc_core.budget import PROMISE
from rb_dcc_core.messages import Message
from rb_dcc_core.money import money_words
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.submit.job_presenter import JobPresenter
from rb_dcc_ui.submit.scene_presenter import ScenePresenter
from rb_dcc_ui.widgets.buttons import TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.form import Form, say_or_hide, wrapped

from .amount_field import AmountField
from .price_presenter import PricePresenter

WARN_TIP = Message("A notice comes when the task has cost so much; it goes on.")
STOP_TIP = Message("The task is stopped when it has cost so much; what is rendered stays.")


class BudgetCard(Card):
    """Folded while there is no budget; its summary says the limit."""

    def __init__(
        self,
        language: Language,
        scene: ScenePresenter,
        job: JobPresenter,
        price: PricePresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Budget"), "cost", parent=parent)
        self._language = language
        self._scene = scene
        self._job = job
        self._price = price
        self.soft = AmountField(language, lambda amount: job.apply(budget_soft=amount))
        self.hard = AmountField(language, lambda amount: job.apply(budget_hard=amount))
        form = Form(language, self)
        form.add(Message("Warn at"), self.soft, WARN_TIP)
        form.add(Message("Stop at"), self.hard, STOP_TIP)
        self.content.addLayout(form)
        self._use = TextButton(
            language,
            Message("Stop at the estimate's upper end"),
            Message("Four times in five the job stays below it; only a surprise is stopped."),
        )
        self._use.clicked.connect(self._stop_at_estimate)
        self.content.addWidget(self._use, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self._wrong = wrapped(language, tone="caution")
        self.content.addWidget(self._wrong)
        self.content.addWidget(wrapped(language, PROMISE, "dim"))
        self.fold(True)
        self._stops = [each.listen(self._show) for each in (scene, job, price)]
        self._stops.append(language.listen(self._show))
        self._show()

    def _stop_at_estimate(self) -> None:
        told = self._price.estimate
        if told is not None:
            self._job.apply(budget_hard=math.ceil(told.cost.high * 100) / 100)

    def _show(self) -> None:
        settings, sign = self._job.settings, self._price.currency
        self.setVisible(self._scene.snapshot is not None and self._price.shows_cost)
        self.soft.show_amount(settings.budget_soft, sign)
        self.hard.show_amount(settings.budget_hard, sign)
        self._use.setVisible(self._price.estimate is not None)
        say_or_hide(self._wrong, self._language, _wrong(settings.budget_soft, settings.budget_hard))
        summary = _summary(settings.budget_soft, settings.budget_hard, sign)
        self.summary.setText("" if summary is None else self._language.say(summary))


def _wrong(soft: Optional[float], hard: Optional[float]) -> Optional[Message]:
    if soft is None or hard is None or soft < hard:
        return None
    return Message("The task is stopped before it comes to the warning.")


def _summary(soft: Optional[float], hard: Optional[float], sign: str) -> Optional[Message]:
    if hard is not None:
        return Message("stops at {limit}", limit=money_words(hard, sign))
    return None if soft is None else Message("warns at {limit}", limit=money_words(soft, sign))
