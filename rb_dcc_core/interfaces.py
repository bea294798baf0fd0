"""The one table of the service's interfaces, in both generations; nothing else knows which generation is in use.

Source: the interface document (v1) and what the vendor's own SDK has sent since 2020 (v2). Callers speak one set
of field names (v2's, where they differ); the table turns them into the generation's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, Mapping, Optional, Tuple

from .errors import InputError, UnknownNameError

V1 = "v1"
V2 = "v2"
AUTO = "auto"
GENERATIONS = (V1, V2)
HEADER_VERSIONS = {V1: "1.0.0", V2: "2.0.0"}

Fields = Dict[str, Any]
Adapter = Callable[[Mapping[str, Any]], Fields]


@dataclass(frozen=True)
class Interface:
    """One interface. `v1_path` is None where only v2 has it. `repeatable` is true of pure questions only.

    `to_v1` and `to_v2` turn a caller's fields into the generation's; data as given by hand goes past them.
    """

    name: str
    v1_path: Optional[str]
    v2_path: str
    repeatable: bool = False
    to_v1: Adapter = field(default=dict, repr=False, compare=False)
    to_v2: Adapter = field(default=dict, repr=False, compare=False)

    def path(self, generation: str) -> str:
        """The path in a generation; raises InputError where the generation lacks the interface."""
        if generation == V2:
            return self.v2_path
        if self.v1_path is None:
            raise InputError(
                "{name} exists only in generation v2 of the service. Set the profile's generation to v2.",
                name=self.name,
            )
        return self.v1_path

    def fields(self, generation: str, given: Mapping[str, Any]) -> Fields:
        """A caller's fields as the generation spells them; fields that are None are left out."""
        present = {key: value for key, value in given.items() if value is not None}
        return (self.to_v2 if generation == V2 else self.to_v1)(present)


def _renamed(**names: str) -> Adapter:
    def adapt(given: Mapping[str, Any]) -> Fields:
        return {names.get(key, key): value for key, value in given.items()}

    return adapt


def _only(*known: str, **names: str) -> Adapter:
    """Keep the fields v1 knows, under v1's names; the others only refine a v2 request and are left out."""

    def adapt(given: Mapping[str, Any]) -> Fields:
        kept = {key: value for key, value in given.items() if key in known or key in names}
        return {names.get(key, key): value for key, value in kept.items()}

    return adapt


def _without_search(given: Mapping[str, Any]) -> Fields:
    """v1's task list cannot search: silence would show the wrong tasks, so it is refused."""
    for key in ("searchKeyword", "startTime", "endTime", "recycleFlag"):
        if key in given:
            raise InputError(
                "Searching the task list needs generation v2 of the service. Leave the search out, or set the"
                " profile's generation to v2."
            )
    return dict(given)


def _hours_to_seconds(given: Mapping[str, Any]) -> Fields:
    return {"taskOverTimeSec": int(given["taskOverTime"]) * 3600}


def _query(name: str, v1: Optional[str], v2: str, **adapters: Adapter) -> Interface:
    return Interface(name, v1, v2, repeatable=True, **adapters)


_COMMON = "/api/render/common/"
_TASK = "/api/render/task/"
_USER = "/api/render/user/"
_SETUP = "/api/render/setUp/"
_HANDLE = "/api/render/handle/"
_SUBMIT = "/api/render/submit/"
_PLUGIN = "/api/render/plugin/"
_PROJECT = "/api/render/project/"
_TRANSFER = "/api/render/transfer/"
_RENDERING = "/api/rendering/task/renderingTask/"
_BY_TASK_PARAM = _only(taskIds="taskParam")

_ALL: Tuple[Interface, ...] = (
    _query("queryPlatforms", _COMMON + "queryPlatforms", _COMMON + "queryPlatforms"),
    _query("queryUserProfile", _USER + "queryUserProfile", _SETUP + "queryUserProfile"),
    _query("queryUserSetting", _USER + "queryUserSetting", _SETUP + "queryUserSetting"),
    Interface(
        "updateUserSetting",
        _USER + "updateUserSetting",
        _SETUP + "updateUserSetting",
        to_v2=_hours_to_seconds,
    ),
    _query("getTransferBid", _TASK + "getTransferBid", _TRANSFER + "getBid"),
    Interface("createTask", _TASK + "createTask", _SUBMIT + "createTask", to_v1=_only("count", "outUserId")),
    Interface("submitTask", _TASK + "submitTask", _SUBMIT + "task", to_v1=_only("taskId")),
    _query("queryErrorDetail", _COMMON + "queryErrorDetail", _SUBMIT + "queryAnalyseErrorDetail"),
    _query("getTaskList", _TASK + "getTaskList", _HANDLE + "getTaskList/v2", to_v1=_without_search),
    Interface("stopTask", _TASK + "stopTask", _RENDERING + "stopTask", to_v1=_BY_TASK_PARAM),
    Interface("startTask", _TASK + "startTask", _RENDERING + "startTask", to_v1=_BY_TASK_PARAM),
    Interface("abortTask", _TASK + "abortTask", _HANDLE + "abandonTask", to_v1=_BY_TASK_PARAM),
    Interface("deleteTask", _TASK + "deleteTask", _HANDLE + "deleteTask", to_v1=_BY_TASK_PARAM),
    _query("queryTaskFrames", _TASK + "queryTaskFrames", _HANDLE + "queryTaskFrames"),
    _query("queryAllFrameStats", _TASK + "queryAllFrameStats", _HANDLE + "queryAllFrameStats"),
    Interface(
        "restartFailedFrames", _TASK + "restartFailedFrames", _HANDLE + "recommitTasks", to_v1=_BY_TASK_PARAM
    ),
    Interface(
        "restartFrame",
        _TASK + "restartFrame",
        _HANDLE + "recommitTaskFrames",
        to_v1=_only("ids", "selectAll", taskId="taskIds"),
    ),
    _query("queryTaskInfo", _TASK + "queryTaskInfo", _HANDLE + "queryTaskInfo/v2"),
    Interface("addLabel", _COMMON + "addLabel", _PROJECT + "add"),
    Interface("deleteLabel", _COMMON + "deleteLabel", _PROJECT + "delete"),
    _query("getLabelList", _COMMON + "getLabelList", _PROJECT + "getList"),
    _query("querySupportedSoftware", _COMMON + "querySupportedSoftware", _PLUGIN + "querySoftwareList"),
    _query(
        "querySupportedPlugin",
        _COMMON + "querySupportedPlugin",
        _PLUGIN + "querySoftwareDetail",
        to_v1=_only("cgId"),
    ),
    Interface("addRenderEnv", _COMMON + "addRenderEnv", _PLUGIN + "addUserPluginConfig"),
    Interface("updateRenderEnv", _COMMON + "updateRenderEnv", _PLUGIN + "editUserPluginConfig"),
    Interface("deleteRenderEnv", _COMMON + "deleteRenderEnv", _PLUGIN + "deleteUserPluginConfig"),
    Interface("setDefaultRenderEnv", _COMMON + "setDefaultRenderEnv", _PLUGIN + "setDefaultUserPluginConfig"),
    _query("getRenderEnv", _COMMON + "getRenderEnv", _PLUGIN + "getUserPluginConfig", to_v1=_only("cgId")),
    _query("loadTaskProcessImg", _TASK + "loadTaskProcessImg", _HANDLE + "loadTaskProcessImg"),
    Interface("setOverTimeStop", _TASK + "setOverTimeStop", _HANDLE + "setTaskOverTimeStop"),
    _query("loadingFrameThumbnail", _TASK + "loadingFrameThumbnail", _HANDLE + "loadingFrameThumbnail"),
    _query("getTransferServerMsg", _TASK + "getTransferServerMsg", _TRANSFER + "getServerInfo"),
    _query("getRaySyncUserKey", _USER + "getRaySyncUserKey", _TRANSFER + "getRaySyncUserKey"),
    Interface("fullSpeed", _TASK + "fullSpeed", _HANDLE + "fullSpeedRendering"),
    Interface("taskJsonFile", None, _SUBMIT + "taskJsonFile"),
    _query("getConfig", None, _TRANSFER + "getConfig"),
    _query("hardwareConfig/list", None, "/api/render/hardwareConfig/list"),
    _query("showLog", None, _HANDLE + "showLog"),
    Interface("stopTaskFrames", None, _HANDLE + "stopTaskFrames"),
    _query("getOutputUserDirFile", None, "/api/render/file/operate/getOutputUserDirFile"),
    Interface("addTaskLabel", None, _HANDLE + "addTaskLabel"),
    Interface("updateTaskUserLevel", None, _RENDERING + "updateTaskUserLevel"),
)

INTERFACES: Mapping[str, Interface] = {interface.name: interface for interface in _ALL}


def interface(name: str) -> Interface:
    """The interface of a name (v1's; a v2-only one's own); raises UnknownNameError that names near ones."""
    if name in INTERFACES:
        return INTERFACES[name]
    near = _near(name, INTERFACES)
    raise UnknownNameError(
        "There is no interface '{name}'. {hint}",
        name=name[:80],
        hint=f"Did you mean {near}?" if near else "See 'rb-dcc api --help' for their names.",
    )


def _near(name: str, names: Iterable[str]) -> str:
    import difflib

    return ", ".join(difflib.get_close_matches(name, list(names), n=2))
