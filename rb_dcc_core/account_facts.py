"""What checks may know of the account and the farm: asked once, as far as the service answers."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Callable, Optional, Tuple, TypeVar

from . import models
from .client import Client
from .errors import ServiceError
from .estimate import Estimate
from .interfaces import V2
from .statuses import has_ended

T = TypeVar("T")
_MOST_LEAVES = 3


@dataclass(frozen=True)
class AccountFacts:
    """None and () are what is not known, of which no check then speaks.

    `platform` is the one the job goes to, `hardware` the machines that can be asked for (generation v2 alone lists
    them), `longest_frame_s` the longest frame of the last job of the same scene, `estimate` what the job will cost.
    """

    profile: Optional[models.UserProfile] = None
    setting: Optional[models.UserSetting] = None
    platform: Optional[models.Platform] = None
    offered: Optional[models.SupportedPlugins] = None
    hardware: Tuple[models.Hardware, ...] = ()
    longest_frame_s: Optional[int] = None
    estimate: Optional[Estimate] = None


UNKNOWN = AccountFacts()


def ask_facts(
    client: Client,
    platform: str,
    scene: str,
    profile: Optional[models.UserProfile] = None,
    offered: Optional[models.SupportedPlugins] = None,
) -> AccountFacts:
    """Ask what the checks want to know; a question this service refuses stays unanswered. Raises NetworkError."""
    known = profile if profile is not None else _or_none(client.query_user_profile)
    zone = known.zone if known is not None and known.zone else 2
    platforms = _or_none(lambda: client.query_platforms(zone)) or ()
    return AccountFacts(
        profile=known,
        setting=_or_none(client.query_user_setting),
        platform=next((each for each in platforms if str(each.platform) == platform), None),
        offered=offered,
        hardware=_hardware(client),
        longest_frame_s=_or_none(lambda: longest_frame_s(client, scene)),
    )


def _hardware(client: Client) -> Tuple[models.Hardware, ...]:
    return (_or_none(client.hardware_config_list) or ()) if client.generation == V2 else ()


def longest_frame_s(client: Client, scene: str) -> Optional[int]:
    """The longest frame of the newest ended task of a scene of that name, of its first pages; None where none is."""
    name = posixpath.basename(scene)
    for task in client.get_task_list(1, 50).items:
        if task.scene_name == name and has_ended(task.task_status) and task.done_frames:
            leaves = [leaf.id for leaf in task.leaves() if leaf.id is not None][:_MOST_LEAVES]
            pages = (client.query_task_frames(leaf, 1, 100).items for leaf in leaves)
            times = [frame.frame_execute_time_s or 0 for page in pages for frame in page]
            return max(times, default=0) or None
    return None


def _or_none(ask: Callable[[], T]) -> Optional[T]:
    try:
        return ask()
    except ServiceError:
        return None
