"""Zones and platforms: which the service offers, which one fits an account, what their numbers mean in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple

from .messages import Message

if TYPE_CHECKING:
    from .client import Client
    from .models import Platform

CHINA = 1
ABROAD = 2
ZONES = (ABROAD, CHINA)
"""Both zones, the one that is asked first at first."""

ZONE_NAMES: Dict[int, Message] = {CHINA: Message("China"), ABROAD: Message("International")}
STATES: Dict[int, Message] = {
    0: Message("off"),
    1: Message("normal"),
    2: Message("busy"),
    3: Message("full"),
}
_GPU = 0
_NAME_KEY = re.compile(r"query_platform_(?P<kind>[a-z]*)\d+$")


def zoned_platforms(client: Client, zones: Tuple[int, ...]) -> List[Tuple[int, Platform]]:
    """Platforms with their zone (queryPlatforms), in the service's order, those it hides left out."""
    return [(zone, each) for zone in zones for each in client.query_platforms(zone) if each.is_show != 0]


def state_words(platform: Platform) -> Optional[Message]:
    """How full a platform is; None where the service does not say (v1)."""
    if platform.status is None:
        return None
    return STATES.get(platform.status, Message("{number}", number=platform.status))


def platform_words(platform: Platform) -> Message:
    """A platform as an artist reads it.

    The service names most by a key of its website's ("query_platform_gpu59"), which says no more than number and kind.
    """
    number, name = platform.platform, platform.name or ""
    key = _NAME_KEY.match(name)
    if key is None and name:
        return Message("Platform {number}: {name}", number=number, name=name)
    if platform.type == _GPU or (key is not None and key.group("kind") == "gpu"):
        return Message("GPU platform {number}", number=number)
    return Message("Platform {number}", number=number)


def fitting_platform(platforms: Sequence[Platform], own: Optional[int]) -> str:
    """The account's own platform where it is among them, else the first; "" where there is none."""
    numbers = [str(each.platform) for each in platforms if each.platform is not None]
    return str(own) if str(own) in numbers else next(iter(numbers), "")
