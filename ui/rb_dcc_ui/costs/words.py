"""Prices and times with their uncertainty, in words; never one bare number. No Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Optional, Tuple

from rb_dcc_core.messages import Message

if TYPE_CHECKING:
    from rb_dcc_core.estimate import Estimate, Interval
    from rb_dcc_core.models import UserProfile

NO_IDEA = Message("No idea yet – try Test first")


def shows_cost(user: Optional[UserProfile]) -> bool:
    """False where the account's owner hides what jobs cost."""
    return user is None or user.hide_job_charge != 1


def cost_words(cost: Interval, currency: str) -> Message:
    """ "about $1.20 ($0.80 to $1.90)"."""
    return Message(
        "about {likely} ({low} to {high})",
        likely=rough_money(cost.likely, currency),
        low=rough_money(cost.low, currency),
        high=rough_money(cost.high, currency),
    )


def time_words(told: Estimate) -> Message:
    """ "25 min (18 min to 40 min) on 4 machines"."""
    said = {
        "likely": rough_time(told.time_s.likely),
        "low": rough_time(told.time_s.low),
        "high": rough_time(told.time_s.high),
    }
    if told.machines == 1:
        return Message("{likely} ({low} to {high}) on 1 machine", **said)
    return Message("{likely} ({low} to {high}) on {machines} machines", machines=told.machines, **said)


def rough_money(amount: float, currency: str) -> Message:
    """Two digits that count, and no part of a cent below ten: more would pretend to know more."""
    if amount <= 0:
        return Message("{currency}{amount}", currency=currency, amount="0")
    places = max(0, 1 - math.floor(math.log10(amount)))
    rounded = round(amount, 1 - math.floor(math.log10(amount)))
    shown = f"{rounded:,.{min(max(places, 2), 6)}f}" if rounded < 100 else f"{rounded:,.0f}"
    return Message("{currency}{amount}", currency=currency, amount=shown)


def rough_time(seconds: float) -> Message:
    """As exactly as anybody plans: 40 s, 25 min, 2 h 20 min, 14 h, 3 d."""
    if seconds < 90:
        return Message("{s} s", s=max(1, round(seconds)) if seconds < 10 else 5 * round(seconds / 5))
    if seconds < 285:
        halves = round(seconds / 30)
        return Message("{m} min 30 s", m=halves // 2) if halves % 2 else Message("{m} min", m=halves // 2)
    minutes = round(seconds / 60)
    if minutes < 90:
        return Message("{m} min", m=minutes)
    minutes = 5 * round(minutes / 5)
    if minutes < 600:
        hours, rest = divmod(minutes, 60)
        return Message("{h} h {m} min", h=hours, m=rest) if rest else Message("{h} h", h=hours)
    hours = round(minutes / 60)
    return Message("{h} h", h=hours) if hours < 48 else Message("{d} d", d=round(hours / 24))


def with_basis(told: Estimate) -> Message:
    """The time, and what both figures rest on."""
    from rb_dcc_core.estimate_words import basis_words

    return Message("{time} · {basis}", time=time_words(told), basis=basis_words(told))


def assumptions(told: Estimate) -> Tuple[Message, ...]:
    """What has to hold for an estimate to be right, a sentence each."""
    sure = Message("Four times in five it comes to something between the two in brackets.")
    if told.jobs:
        frames = Message("It rests on {frames} finished frames of earlier tasks.", frames=told.frames)
    else:
        frames = Message("It rests on {frames} finished frames of the task itself.", frames=told.frames)
    machines = Message(
        "The time counts from the first frame, with as many machines at once as your tasks had lately ({machines}).",
        machines=told.machines,
    )
    return (sure, frames, machines)
