"""Reads a task's four job files from the store and checks them as far as the document says what must stand in them."""

from __future__ import annotations

import json
import posixpath
from typing import Any, Dict, List, Mapping, Optional

from . import catalogue, error_details, seeds
from .jobs import Job, number, task_options
from .paths import clean_path
from .refusals import Refusal, invalid, missing, not_found
from .scene_info import max_layers, maya_layers
from .store import Store

NAMES = ("task.json", "upload.json", "asset.json", "tips.json")
LARGEST = 64 * 1024 * 1024


def read_job(store: Store, task_id: int) -> Optional[Job]:
    """The checked job of a task; None where none of the four files came.

    Raises Refusal 601 where something is missing, 600 where it will not do.
    """
    texts = {name: store.read(seeds.CONFIG_BID, job_path(task_id, name), LARGEST) for name in NAMES}
    if all(text is None for text in texts.values()):
        return None
    files = {name: _parsed(task_id, name, text) for name, text in texts.items()}
    if any(not isinstance(value, list) for value in files["tips.json"].values()):
        raise invalid("tips.json", 'must be an object of lists, as in {"10012": ["D:/a.png"]}')
    _check_scene(store, files["upload.json"])
    return _job(task_id, files["task.json"], files["tips.json"])


def job_path(task_id: int, name: str) -> str:
    return f"{task_id}/cfg/{name}"


def _parsed(task_id: int, name: str, text: Optional[bytes]) -> Dict[str, Any]:
    if text is None:
        raise missing(
            f"{name} (send it to /{task_id}/cfg/{name} under config_bid before the task is submitted)"
        )
    try:
        data = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise invalid(name, "is not JSON in UTF-8") from None
    if not isinstance(data, dict):
        raise invalid(name, "must be an object")
    return data


def _check_scene(store: Store, upload: Mapping[str, Any]) -> None:
    assets, scenes = _entries(upload, "asset"), _entries(upload, "scene")
    if not scenes:
        raise missing("upload.json scene")
    for entry in assets + scenes:
        for name in ("local", "server"):
            if not isinstance(entry.get(name), str) or not entry[name]:
                raise missing(f"upload.json {name} of an entry")
        clean_path(entry["server"])
    for scene in scenes:
        if not isinstance(scene.get("hash"), str):
            raise missing("upload.json hash of the scene")
        _check_stored(store, scene["server"], scene["hash"])


def _entries(upload: Mapping[str, Any], name: str) -> List[Dict[str, Any]]:
    found = upload.get(name)
    if found is None:
        raise missing("upload.json " + name)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise invalid("upload.json " + name, "must be a list of objects")
    return found


def _check_stored(store: Store, server: str, md5: str) -> None:
    stored = store.committed(seeds.INPUT_BID, clean_path(server))
    if stored is None:
        raise not_found(
            f"the scene {server} has not arrived under input_bid; send it before the task is submitted"
        )
    came = store.md5(stored)
    if came != md5:
        raise invalid("upload.json hash", f"of {server} is {md5}, but the file that arrived has {came}")


def _job(task_id: int, task: Mapping[str, Any], tips: Mapping[str, Any]) -> Job:
    options = task_options(_object(task, "task_info"))
    software = _object(task, "software_config")
    cg_id = _check_numbers(task_id, options)
    _check_software(cg_id, software)
    scene = _object(task, "scene_info_render")
    layers = maya_layers(scene) if cg_id == catalogue.MAYA else max_layers(scene)
    tiles = number(options, "tiles", 1, 1024, 1)
    per_task = number(options, "frames_per_task", 1, 100000, 1)
    if tiles > 1 and per_task > 1:
        raise invalid("frames_per_task", "must be 1 where tiles is more than 1")
    return Job(
        scene_name=scene_name(options["input_cg_file"]),
        cg_id=cg_id,
        project_name=options["project_name"],
        layers=tuple(layers),
        frames_per_task=per_task,
        tiles=tiles,
        pre_frames=options["pre_frames"] or "000",
        stop_after_test=_choice(options, "stop_after_test", ("1", "2")) == "1",
        frame_stop_s=number(options, "job_stop_time", 0, 10**9, 0),
        task_stop_s=number(options, "task_stop_time", 0, 10**9, 0),
        over_time_s=number(options, "time_out", 0, 10**9, 0),
        ram_gb=int(_choice(options, "ram", ("64", "128"))),
        is_gpu=_is_gpu(task["task_info"], options),
        key_values=_key_values(scene, tiles),
        error=next((code for code in tips if code in error_details.ERROR_CODES), ""),
    )


def _object(task: Mapping[str, Any], name: str) -> Dict[str, Any]:
    value = task.get(name)
    if value is None:
        raise missing("task.json " + name)
    if not isinstance(value, dict):
        raise invalid("task.json " + name, "must be an object")
    return value


def _choice(options: Mapping[str, str], name: str, allowed: Any) -> str:
    if options[name] not in allowed:
        raise invalid(name, "must be one of " + ", ".join(allowed))
    return options[name]


def _check_numbers(task_id: int, options: Mapping[str, str]) -> int:
    """Check the ids that task_info carries; returns the host's."""
    if options["task_id"] != str(task_id):
        raise invalid("task_info.task_id", "is {}, but the task is {}".format(options["task_id"], task_id))
    if options["user_id"] != str(seeds.USER_ID):
        raise invalid("task_info.user_id", "is not this account's")
    if number(options, "platform", 0, 10**6) not in seeds.KNOWN_PLATFORMS:
        raise invalid("task_info.platform", "is not one that queryPlatforms lists")
    cg_id = number(options, "cg_id", 0, 10**6)
    if not catalogue.is_known(cg_id):
        raise invalid("task_info.cg_id", "must be 2000 (Maya) or 2001 (3ds Max)")
    if _choice(options, "os_name", ("0", "1")) == "0" and cg_id == catalogue.MAX:
        raise invalid("task_info.os_name", "must be 1 for 3ds Max")
    _choice(options, "tiles_type", ("block", "strip"))
    _choice(options, "render_layer_type", ("0", "1"))
    return cg_id


def _check_software(cg_id: int, software: Mapping[str, Any]) -> None:
    plugins = software.get("plugins", {})
    for name in ("cg_name", "cg_version"):
        if not isinstance(software.get(name), str):
            raise missing("software_config." + name)
    if software["cg_name"] != catalogue.CG_NAMES[cg_id]:
        raise invalid("software_config.cg_name", "must be " + catalogue.CG_NAMES[cg_id])
    if software["cg_version"] not in catalogue.versions(cg_id):
        raise invalid("software_config.cg_version", "{} is not supported".format(software["cg_version"]))
    if not isinstance(plugins, dict) or not all(isinstance(version, str) for version in plugins.values()):
        raise invalid("software_config.plugins", "must be an object of texts")
    odd = catalogue.unsupported_plugin(plugins, cg_id, software["cg_version"])
    if odd is not None:
        raise invalid(
            "software_config.plugins", "{} is not supported in {}".format(odd, software["cg_version"])
        )


def _is_gpu(task_info: Mapping[str, Any], options: Mapping[str, str]) -> bool:
    machines = [str(one) for one in task_info.get("hardwareConfigIds", [])]
    unknown = [one for one in machines if one not in {str(machine) for machine in seeds.MACHINES}]
    if unknown:
        raise invalid("task_info.hardwareConfigIds", f"holds {unknown[0]}, which is no machine here")
    if machines:
        return any(one in {str(machine) for machine in seeds.GPU_MACHINES} for one in machines)
    return int(options["platform"]) in seeds.GPU_PLATFORMS


def _key_values(scene: Mapping[str, Any], tiles: int) -> Any:
    """The scene's flat settings, as v1's keyValue shows them for 3ds Max."""
    found: Dict[str, str] = {}
    for part in ("common", "renderer"):
        values = scene.get(part)
        if isinstance(values, dict):
            found.update({key: value for key, value in values.items() if isinstance(value, str)})
    found["tiles"] = str(tiles)
    return tuple(found.items())


def scene_name(path: str) -> str:
    """The scene's file name without its folders."""
    name = posixpath.basename(path.replace("\\", "/"))
    if not name:
        raise Refusal(600, "invalid parameter: task_info.input_cg_file must name a file")
    return name
