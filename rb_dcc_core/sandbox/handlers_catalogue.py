"""Answers about what can be rendered: hosts, plug-ins, environments, machines, analysis codes."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Dict, List, Optional

from . import catalogue, error_details, seeds
from .call import Call, Handlers
from .refusals import invalid, missing, not_found
from .request_fields import whole

LINUX = 0


def query_supported_software(call: Call) -> Dict[str, Any]:
    return catalogue.software()


def query_supported_plugin(call: Call) -> Dict[str, Any]:
    cg_id = _cg_id(call)
    if call.is_v1:
        return catalogue.plugin_detail(cg_id)
    system = call.fields.text("osName")
    if system not in ("windows", "linux"):
        raise invalid("osName", "must be windows or linux")
    return catalogue.plugin_detail(cg_id, system == "linux")


def query_error_detail(call: Call) -> List[Dict[str, Any]]:
    language = call.fields.optional_integer("language", 0, 1) or error_details.CHINESE
    codes: List[str] = []
    if call.fields.has("code") or call.is_v1:
        codes.append(call.fields.text("code"))
    elif not call.fields.has("codes"):
        raise missing("code")
    if call.fields.has("codes") and not call.is_v1:
        codes.extend(call.fields.texts("codes"))
    return error_details.details(codes, language)


def hardware_list(call: Call) -> List[Dict[str, Any]]:
    return seeds.hardware()


def add_render_env(call: Call) -> Dict[str, Any]:
    values = _environment(call)
    if _found(call, values["edit_name"]) is not None:
        raise invalid("editName", "is taken by another environment")
    names = list(values)
    call.farm.database.insert(
        "INSERT INTO environments ({}) VALUES ({})".format(",".join(names), ",".join("?" * len(names))),
        list(values.values()),
    )
    return {"editName": values["edit_name"]}


def update_render_env(call: Call) -> None:
    values = _environment(call)
    setting = ",".join(name + " = ?" for name in values)
    row = _existing(call, values["edit_name"])
    call.farm.database.run(f"UPDATE environments SET {setting} WHERE id = ?", [*values.values(), row["id"]])


def delete_render_env(call: Call) -> None:
    row = _existing(call, call.fields.text("editName"))
    call.farm.database.run("DELETE FROM environments WHERE id = ?", (row["id"],))


def set_default_render_env(call: Call) -> None:
    """One environment of each host is the default."""
    row = _existing(call, call.fields.text("editName"))
    call.farm.database.run(
        "UPDATE environments SET is_default = (id = ?) WHERE cg_id = ?", (row["id"], row["cg_id"])
    )


def get_render_env(call: Call) -> List[Dict[str, Any]]:
    system: Optional[int] = None
    if call.is_v1 or call.fields.has("cgId"):
        cg_ids = [call.fields.integer("cgId")]
    else:
        cg_ids = call.fields.integers("cgIds") if call.fields.has("cgIds") else list(catalogue.CG_NAMES)
    if not call.is_v1:
        system = call.fields.optional_integer("osName", 0, 1)
    rows = call.farm.database.rows("SELECT * FROM environments ORDER BY id")
    return [_shown(row) for row in rows if row["cg_id"] in cg_ids and system in (None, row["os_name"])]


def _environment(call: Call) -> Dict[str, Any]:
    cg_id = _cg_id(call)
    values = {
        "edit_name": call.fields.text("editName", 64),
        "cg_id": cg_id,
        "cg_name": call.fields.text("cgName"),
        "cg_version": call.fields.text("cgVersion"),
        "os_name": call.fields.integer("renderSystem", 0, 1),
        "render_layer_type": call.fields.optional_integer("renderLayerType", 0, 1) or 0,
        "project_path": call.fields.optional_text("projectPath", 1000) or "",
    }
    if values["cg_name"] != catalogue.CG_NAMES[cg_id]:
        raise invalid("cgName", "must be " + catalogue.CG_NAMES[cg_id])
    if values["cg_version"] not in catalogue.versions(cg_id):
        raise invalid("cgVersion", "is not supported")
    if values["os_name"] == LINUX and cg_id == catalogue.MAX:
        raise invalid("renderSystem", "must be 1 (Windows) for 3ds Max")
    plugin_ids = [whole("pluginIds", one) for one in call.fields.integers("pluginIds")]
    for plugin_id in plugin_ids:
        if not catalogue.plugin_runs_in(plugin_id, cg_id, values["cg_version"]):
            raise invalid("pluginIds", f"holds {plugin_id}, which this version does not run")
    return dict(values, plugin_ids=json.dumps(plugin_ids))


def _cg_id(call: Call) -> int:
    cg_id = call.fields.integer("cgId")
    if not catalogue.is_known(cg_id):
        raise invalid("cgId", "is not one that querySupportedSoftware lists")
    return cg_id


def _found(call: Call, name: str) -> Optional[sqlite3.Row]:
    return call.farm.database.row("SELECT * FROM environments WHERE edit_name = ?", (name,))


def _existing(call: Call, name: str) -> sqlite3.Row:
    row = _found(call, name)
    if row is None:
        raise not_found(f"environment {name}")
    return row


def _shown(row: sqlite3.Row) -> Dict[str, Any]:
    return {
        "cgId": row["cg_id"],
        "editName": row["edit_name"],
        "cgName": row["cg_name"],
        "cgVersion": row["cg_version"],
        "osName": row["os_name"],
        "renderLayerType": row["render_layer_type"],
        "isDefault": row["is_default"],
        "respUserPluginInfoVos": [catalogue.plugin(one) for one in json.loads(row["plugin_ids"])],
    }


HANDLERS: Handlers = {
    "querySupportedSoftware": query_supported_software,
    "querySupportedPlugin": query_supported_plugin,
    "queryErrorDetail": query_error_detail,
    "hardwareConfig/list": hardware_list,
    "addRenderEnv": add_render_env,
    "updateRenderEnv": update_render_env,
    "deleteRenderEnv": delete_render_env,
    "setDefaultRenderEnv": set_default_render_env,
    "getRenderEnv": get_render_env,
}
