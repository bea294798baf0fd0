"""Amounts of money, said the same everywhere: in the account's currency, and not at all where the account hides them. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from .messages import Message

if TYPE_CHECKING:
    from .estimate import Interval
    from .models import UserProfile

UNKNOWN = Message("–")
YUAN, DOLLAR = "¥", "$"
_CHINA = 1


@dataclass(frozen=True)
class Purse:
    """How an account counts: the sign of its currency, and whether what its jobs cost may be shown."""

    sign: str = DOLLAR
    is_shown: bool = True

    def exact(self, amount: Optional[float]) -> Message:
        """What was charged, or is to be; a dash where nobody knows, and where it is hidden."""
        return money_words(amount if self.is_shown else None, self.sign)

    def rough(self, amount: float) -> Message:
        """What is estimated; a dash where it is hidden."""
        return rough_money(amount, self.sign) if self.is_shown else UNKNOWN


def currency(user: Optional[UserProfile]) -> str:
    """The account's currency sign: zone 1 counts in yuan, 2 in dollars."""
    return YUAN if user is not None and user.zone == _CHINA else DOLLAR


def shows_cost(user: Optional[UserProfile]) -> bool:
    """False where the account's owner hides what is on it, or what jobs cost."""
    return user is None or not (user.hide_job_charge == 1 or user.hide_balance == 1)


def purse_of(user: Optional[UserProfile]) -> Purse:
    return Purse(currency(user), shows_cost(user))


def money_words(amount: Optional[float], sign: str) -> Message:
    """An amount to the cent; small ones that are no whole cents with four places, because frames cost cents. A dash for None."""
    if amount is None:
        return UNKNOWN
    text = f"{abs(amount):,.4f}"
    if abs(amount) >= 1 or text.endswith("00"):
        text = f"{abs(amount):,.2f}"
    return Message("{currency}{amount}", currency=f"-{sign}" if amount < 0 else sign, amount=text)


def rough_money(amount: float, sign: str) -> Message:
    """Two digits that count, and no part of a cent below ten: more would pretend to know more."""
    if amount <= 0:
        return Message("{currency}{amount}", currency=sign, amount="0")
    places = max(0, 1 - math.floor(math.log10(amount)))
    rounded = round(amount, 1 - math.floor(math.log10(amount)))
    shown = f"{rounded:,.{min(max(places, 2), 6)}f}" if rounded < 100 else f"{rounded:,.0f}"
    return Message("{currency}{amount}", currency=sign, amount=shown)


def cost_words(cost: Interval, sign: str) -> Message:
    """ "about $1.20 ($0.80 to $1.90)"; never one bare number."""
    return Message(
        "about {likely} ({low} to {high})",
        likely=rough_money(cost.likely, sign),
        low=rough_money(cost.low, sign),
        high=rough_money(cost.high, sign),
    )
