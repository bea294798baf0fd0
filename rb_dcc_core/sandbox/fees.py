"""What a frame costs and who pays: the coupon first, then the balance down to the credit, and the rest is owed.

All amounts are whole numbers of 1/10000 of the account's currency, so that sums are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import seeds
from .database import Database

UNIT = 10000


@dataclass(frozen=True)
class Charge:
    """One frame's fee; `coupon` is the part the coupon paid, `arrears` the part nobody paid."""

    fee: int
    coupon: int
    arrears: int


def price_of(seconds: float, price_per_hour: int) -> int:
    return round(seconds * price_per_hour / 3600.0)


def shown(amount: int) -> float:
    """An amount as the answers carry it."""
    return round(amount / UNIT, 4)


class Purse:
    """The account's money."""

    def __init__(self, database: Database) -> None:
        self._database = database
        for name, amount in (
            ("balance", seeds.BALANCE),
            ("coupon", seeds.COUPON),
            ("credit", seeds.CREDIT),
            ("owed", 0),
            ("spent", 0),
        ):
            if not database.remembered(name):
                database.remember(name, str(amount))

    def amount(self, name: str) -> int:
        return int(self._database.remembered(name, "0"))

    def set(self, name: str, amount: int) -> None:
        self._database.remember(name, str(amount))

    @property
    def is_exhausted(self) -> bool:
        """True when neither coupon nor balance nor credit can pay for another second."""
        return self.amount("coupon") <= 0 and self.amount("balance") + self.amount("credit") <= 0

    def charge(self, fee: int) -> Charge:
        coupon, balance, credit = self.amount("coupon"), self.amount("balance"), self.amount("credit")
        by_coupon = min(fee, coupon)
        by_balance = min(fee - by_coupon, max(0, balance + credit))
        arrears = fee - by_coupon - by_balance
        if fee:
            self.set("coupon", coupon - by_coupon)
            self.set("balance", balance - by_balance)
            self.set("spent", self.amount("spent") + by_balance)
        if arrears:
            self.set("owed", self.amount("owed") + arrears)
        return Charge(fee, by_coupon, arrears)

    def pay_in(self, amount: int) -> None:
        """Add to the balance; what is owed is taken from it at once."""
        self.set("balance", self.amount("balance") + amount - self.amount("owed"))
        self.set("owed", 0)
