"""`rb-dcc platforms`, `account`, `stats`: what the account is and has."""

from __future__ import annotations

from typing import Any, Dict, Optional

import click

from rb_dcc_core.client import Client
from rb_dcc_core.models import Platform
from rb_dcc_core.platforms import state_words, zoned_platforms

from .output import json_option, print_json, print_pairs, print_table
from .workbench import Workbench, pass_workbench

ZONES = {1: "China", 2: "abroad"}
_TYPES = {0: "GPU", 1: "CPU", 2: "still image"}


@click.command()
@click.option("--zone", type=click.IntRange(1, 2), help="1 China, 2 abroad; both where not given.")
@json_option
@pass_workbench
def platforms(workbench: Workbench, zone: Optional[int], as_json: bool) -> None:
    """List the farm's platforms."""
    rows = zoned_platforms(workbench.client, (zone,) if zone else (1, 2))
    if as_json:
        print_json([_platform_json(zone, platform) for zone, platform in rows])
        return
    print_table(
        ("platform#", "name", "zone", "kind", "state"),
        [
            (
                p.platform,
                p.name,
                ZONES[zone],
                _TYPES.get(p.type or 0) if p.type is not None else "",
                state_text(p),
            )
            for zone, p in rows
        ],
        "The farm lists no platform for this zone.",
    )


def state_text(platform: Platform) -> str:
    """How full a platform is, in words; "" where the service does not say."""
    words = state_words(platform)
    return "" if words is None else words.text()


def _platform_json(zone: int, platform: Platform) -> Dict[str, Any]:
    return {
        "platform": platform.platform,
        "name": platform.name,
        "zone": zone,
        "type": platform.type,
        "status": platform.status,
    }


@click.command()
@click.option(
    "--task-timeout", type=click.IntRange(1, 8760), metavar="H", help="Set the task time-out, in hours."
)
@json_option
@pass_workbench
def account(workbench: Workbench, task_timeout: Optional[int], as_json: bool) -> None:
    """Show the account: name, balance, prices, time-out; or set its task time-out."""
    client = workbench.client
    if task_timeout is not None:
        client.update_user_setting(task_timeout)
    facts = _facts(workbench, client)
    if as_json:
        print_json(facts)
        return
    print_pairs((key.replace("_", " "), value) for key, value in facts.items())


def _facts(workbench: Workbench, client: Client) -> Dict[str, Any]:
    profile = client.query_user_profile()
    setting = client.query_user_setting()
    hidden = bool(profile.hide_balance)
    return {
        "user_id": profile.user_id,
        "user_name": profile.user_name,
        "service": workbench.account.address.url,
        "generation": client.generation,
        "platform": workbench.account.profile.platform,
        "zone": profile.zone,
        "rmb_balance": None if hidden else profile.rmb_balance,
        "usd_balance": None if hidden else profile.usd_balance,
        "coupon": None if hidden else profile.coupon,
        "credit": None if hidden else profile.credit,
        "cpu_price": None if hidden else profile.cpu_price,
        "gpu_price": None if hidden else profile.gpu_price,
        "balance_hidden": hidden,
        "download_disabled": bool(profile.download_disable),
        "task_timeout_h": setting.task_timeout_h,
    }


@click.command()
@json_option
@pass_workbench
def stats(workbench: Workbench, as_json: bool) -> None:
    """Count the frames of all your tasks by state."""
    found = workbench.client.query_all_frame_stats()
    if as_json:
        print_json(found)
        return
    print_table(
        ("rendering#", "done#", "failed#", "waiting#", "all#"),
        [
            (
                found.executing_frames_total,
                found.done_frames_total,
                found.failed_frames_total,
                found.waiting_frames_total,
                found.total_frames,
            )
        ],
        "",
    )
