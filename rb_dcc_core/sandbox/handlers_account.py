"""Answers about the account: profile, settings, labels, platforms."""

from __future__ import annotations

from typing import Any, Dict, List

from . import seeds
from .call import Call, Handlers
from .fees import shown
from .refusals import LABEL_EXISTS, Refusal, not_found

_OVER_TIME = "over_time_s"
_V1_PLATFORM = ("platform", "name")


def query_platforms(call: Call) -> List[Dict[str, Any]]:
    platforms = seeds.PLATFORMS[call.fields.integer("zone", 1, 2)]
    if call.is_v1:
        return [{name: one[name] for name in _V1_PLATFORM} for one in platforms]
    return platforms


def query_user_profile(call: Call) -> Dict[str, Any]:
    purse = call.farm.purse
    return dict(
        seeds.PROFILE,
        usdbalance=shown(purse.amount("balance")),
        usdCumulative=shown(purse.amount("spent")),
        coupon=shown(purse.amount("coupon")),
        credit=shown(purse.amount("credit")),
    )


def query_user_setting(call: Call) -> Dict[str, Any]:
    seconds = int(call.farm.database.remembered(_OVER_TIME, str(seeds.OVER_TIME_S)))
    settings = dict(seeds.SETTINGS, taskOverTime=seconds // 3600)
    return settings if call.is_v1 else dict(settings, taskOverTimeSec=seconds)


def update_user_setting(call: Call) -> None:
    """taskOverTime is in hours (v1), taskOverTimeSec in seconds (v2)."""
    if call.is_v1:
        seconds = call.fields.integer("taskOverTime", 0, 10**5) * 3600
    else:
        seconds = call.fields.integer("taskOverTimeSec", 0, 10**9)
    call.farm.database.remember(_OVER_TIME, str(seconds))


def add_label(call: Call) -> None:
    name = call.fields.text("newName", 64)
    status = call.fields.optional_integer("status", 0, 1)
    database = call.farm.database
    if database.row("SELECT id FROM labels WHERE name = ?", (name,)) is not None:
        raise Refusal(LABEL_EXISTS, f"label exists: {name}")
    database.insert("INSERT INTO labels (name, status) VALUES (?, ?)", (name, status or 0))


def delete_label(call: Call) -> None:
    name = call.fields.text("delName", 64)
    if not call.farm.database.run("DELETE FROM labels WHERE name = ?", (name,)).rowcount:
        raise not_found(f"label {name}")


def get_label_list(call: Call) -> Dict[str, Any]:
    rows = call.farm.database.rows("SELECT id, name FROM labels ORDER BY id")
    return {"projectNameList": [{"projectId": row["id"], "projectName": row["name"]} for row in rows]}


HANDLERS: Handlers = {
    "queryPlatforms": query_platforms,
    "queryUserProfile": query_user_profile,
    "queryUserSetting": query_user_setting,
    "updateUserSetting": update_user_setting,
    "addLabel": add_label,
    "deleteLabel": delete_label,
    "getLabelList": get_label_list,
}
