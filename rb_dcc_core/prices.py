"""What the account pays for a machine's time, and how much dearer that is than when a past task rendered. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from .models import UserProfile


@dataclass(frozen=True)
class Prices:
    """In the account's currency for one machine and one unit of time; which unit does not matter here. 0 where not told."""

    cpu: float = 0.0
    gpu: float = 0.0


def prices_of(user: Optional[UserProfile]) -> Prices:
    return Prices() if user is None else Prices(_told(user.cpu_price), _told(user.gpu_price))


def price_change(then: Prices, now: Prices, cost_per_hour: float) -> float:
    """By how much what cost `cost_per_hour` a machine then is dearer now: 1.0 where nobody knows.

    Whether a task rendered on CPU or GPU machines is not told: the price that its own is nearer to decides.
    """
    cpu, gpu = _change(then.cpu, now.cpu), _change(then.gpu, now.gpu)
    if cpu is None or gpu is None:
        return gpu if cpu is None and gpu is not None else cpu or 1.0
    if cost_per_hour <= 0:
        return cpu
    is_gpu = abs(math.log(cost_per_hour / then.gpu)) < abs(math.log(cost_per_hour / then.cpu))
    return gpu if is_gpu else cpu


def _change(then: float, now: float) -> Optional[float]:
    return now / then if then > 0 and now > 0 else None


def _told(price: Optional[float]) -> float:
    return price if price is not None and math.isfinite(price) and price > 0 else 0.0
