"""What was spent, by month and label, from this computer's history and the farm's list. No Qt."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from rb_dcc_core.atomic import write_atomically
from rb_dcc_core.bookkeeping import catch_up
from rb_dcc_core.client import Client
from rb_dcc_core.errors import NetworkError, RenderbusError
from rb_dcc_core.history import History, Spent, totals
from rb_dcc_core.messages import Message
from rb_dcc_core.money import currency, shows_cost
from rb_dcc_core.spending import csv_text
from rb_dcc_ui.error_desk import NOTICE
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services

from .bookkeeper import Bookkeeper

MONTHS = 12
MOST_LABELS = 6
OTHERS = "\0others"
"""Stands for the labels that have no colour of their own."""
_LOAD = "costs"
_ASK = "costs: ask the farm"
_EXPORT = "costs: export"


@dataclass(frozen=True)
class MonthBar:
    """One month, "2026-11", and its parts: (label, cost), in the order of the labels."""

    month: str
    parts: Tuple[Tuple[str, float], ...]

    @property
    def cost(self) -> float:
        return sum(cost for _, cost in self.parts)


class LedgerPresenter(Presenter):
    """`rows` are sums by month and label; `bars` the last twelve months, also those without a task; `labels` the dearest
    ones, OTHERS for the rest."""

    def __init__(
        self,
        services: Services,
        books: Optional[Bookkeeper] = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        super().__init__()
        self.spent: List[Spent] = []
        self.rows: List[Tuple[str, str, float, int, int]] = []
        self.bars: Tuple[MonthBar, ...] = ()
        self.labels: Tuple[str, ...] = ()
        self.is_loading = False
        self.note: Optional[Message] = None
        self._services = services
        self._today = today
        self._stops = [services.connection.listen(self._account_changed)]
        if books is not None:
            self._stops.append(books.listen(self.load))
        self._account = services.connection.account_key

    @property
    def shows_cost(self) -> bool:
        return shows_cost(self._services.connection.standing.user)

    @property
    def currency(self) -> str:
        return currency(self._services.connection.standing.user)

    @property
    def total(self) -> float:
        """Of everything that is known."""
        return sum(each.cost or 0.0 for each in self.spent)

    def load(self) -> None:
        """Read what is known here; no question to the farm."""
        state, account = self._services.locations.state, self._services.connection.account_key
        if not account:
            return

        def work(ticket: Ticket) -> List[Spent]:
            with History(state) as history:
                return history.spent(account)

        self._services.runner.run(work, self._came, self._failed, key=_LOAD)

    def refresh(self) -> None:
        """Ask the farm for what ended elsewhere too."""
        state, account = self._services.locations.state, self._services.connection.account_key

        def work(client: Client, ticket: Ticket) -> List[Spent]:
            with History(state) as history:
                catch_up(client, history, account)
                return history.spent(account)

        def came(spent: List[Spent]) -> None:
            self.is_loading, self.note = False, None
            self._came(spent)

        self.is_loading = True
        self.load()
        if self._services.connection.ask(work, came, self._not_asked, key=_ASK) is None:
            self._not_asked(NetworkError("There is no connection to the farm."))
        self.changed()

    def export(self, path: str) -> None:
        """Write every task as CSV, for a spreadsheet."""
        spent, sign, target = list(self.spent), self.currency, Path(path)

        def work(ticket: Ticket) -> None:
            write_atomically(target, csv_text(spent, sign).encode("utf-8-sig"))

        def written(_: object) -> None:
            self._services.errors.settled(_EXPORT)
            self._services.errors.say(NOTICE, Message("The costs are written to {path}.", path=path), _EXPORT)

        self._services.runner.run(
            work, written, lambda error: self._services.errors.report(error, _EXPORT), key=_EXPORT
        )

    def close(self) -> None:
        for stop in self._stops:
            stop()
        super().close()

    def _came(self, spent: List[Spent]) -> None:
        self.spent = spent
        self.rows = totals(spent)
        self.labels = _dearest(spent)
        self.bars = _bars(self.rows, self.labels, self._today())
        self._services.errors.settled(_LOAD)
        self.changed()

    def _failed(self, error: RenderbusError) -> None:
        self._services.errors.report(error, _LOAD, self.load)

    def _not_asked(self, error: RenderbusError) -> None:
        self.is_loading = False
        self.note = Message("Only what this computer knows is shown: the farm could not be asked.")
        self.changed()

    def _account_changed(self) -> None:
        connection = self._services.connection
        if connection.is_online and connection.account_key != self._account:
            self._account = connection.account_key
            self._came([])
            self.refresh()
        else:
            self.changed()


def _dearest(spent: Sequence[Spent]) -> Tuple[str, ...]:
    """The labels that have cost most, dearest first; OTHERS where more are left."""
    costs: Dict[str, float] = {}
    for each in spent:
        costs[each.label] = costs.get(each.label, 0.0) + (each.cost or 0.0)
    names = sorted(costs, key=lambda name: (-costs[name], name))
    if len(names) <= MOST_LABELS:
        return tuple(names)
    return (*names[: MOST_LABELS - 1], OTHERS)


def _bars(
    rows: Sequence[Tuple[str, str, float, int, int]], labels: Sequence[str], today: datetime.date
) -> Tuple[MonthBar, ...]:
    months = []
    year, month = today.year, today.month
    for _ in range(MONTHS):
        months.append(f"{year:04d}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return tuple(MonthBar(each, _parts(rows, labels, each)) for each in reversed(months))


def _parts(
    rows: Sequence[Tuple[str, str, float, int, int]], labels: Sequence[str], month: str
) -> Tuple[Tuple[str, float], ...]:
    costs: Dict[str, float] = {}
    for found, label, cost, _, _ in rows:
        if found == month:
            name = label if label in labels else OTHERS
            costs[name] = costs.get(name, 0.0) + cost
    return tuple((name, costs[name]) for name in labels if costs.get(name))
