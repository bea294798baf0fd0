"""What the farm offers: hosts, plug-ins, environments, hardware, analysis codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from .base import Model, text, whole, wire


@dataclass(frozen=True)
class Software(Model):
    """One host on the farm; `cg_type` lists its scene endings ("ma;mb")."""

    cg_id: Optional[int] = wire("cgId", whole)
    cg_name: Optional[str] = wire("cgName", text)
    cg_type: Optional[str] = wire("cgType", text)
    icon_path: Optional[str] = wire("iconPath", text)
    is_need_project_path: Optional[int] = wire("isNeedProjectPath", whole)
    is_need_analyse: Optional[int] = wire("isNeedAnalyse", whole)
    is_support_linux: Optional[int] = wire("isSupportLinux", whole)


@dataclass(frozen=True)
class SupportedSoftware(Model):
    """The hosts the farm renders (querySupportedSoftware)."""

    is_auto_commit: Optional[int] = wire("isAutoCommit", whole)
    render_info_list: Optional[Tuple[Software, ...]] = wire("renderInfoList", Software.list_from_json)
    default_cg_id: Optional[int] = wire("defaultCgId", whole)


@dataclass(frozen=True)
class PluginVersion(Model):
    """One version of a plug-in; `plugin_version` is its name and version in one text ("wobble 0.9.5")."""

    plugin_id: Optional[int] = wire("pluginId", whole)
    plugin_name: Optional[str] = wire("pluginName", text)
    plugin_version: Optional[str] = wire("pluginVersion", text)

    @property
    def version(self) -> Optional[str]:
        """The version alone."""
        if self.plugin_version is None:
            return None
        name = (self.plugin_name or "") + " "
        if self.plugin_version.lower().startswith(name.lower()):
            return self.plugin_version[len(name) :].strip()
        return self.plugin_version


@dataclass(frozen=True)
class Plugin(Model):
    """A plug-in for one release of a host; `cv_id` joins to HostVersion.id."""

    cv_id: Optional[int] = wire("cvId", whole)
    plugin_name: Optional[str] = wire("pluginName", text)
    plugin_versions: Optional[Tuple[PluginVersion, ...]] = wire(
        "pluginVersions", PluginVersion.list_from_json
    )


@dataclass(frozen=True)
class HostVersion(Model):
    """A release of a host on the farm."""

    id: Optional[int] = wire("id", whole)
    cg_id: Optional[int] = wire("cgId", whole)
    cg_name: Optional[str] = wire("cgName", text)
    cg_version: Optional[str] = wire("cgVersion", text)


@dataclass(frozen=True)
class SupportedPlugins(Model):
    """Releases of one host and the plug-ins of each (querySupportedPlugin)."""

    cg_plugin: Optional[Tuple[Plugin, ...]] = wire("cgPlugin", Plugin.list_from_json)
    cg_version: Optional[Tuple[HostVersion, ...]] = wire("cgVersion", HostVersion.list_from_json)


@dataclass(frozen=True)
class Hardware(Model):
    """One kind of machine (hardwareConfig/list, v2). `type` 1 CPU, 2 GPU; `ram` and `gpu_num` are text
    with their units ("64GB", "2*GPU")."""

    id: Optional[int] = wire("id", whole)
    type: Optional[int] = wire("type", whole)
    model: Optional[str] = wire("model", text)
    gpu_num: Optional[str] = wire("gpuNum", text)
    ram: Optional[str] = wire("ram", text)


@dataclass(frozen=True)
class RenderEnv(Model):
    """A saved render environment (getRenderEnv). `os_name` 0 Linux, 1 Windows; `render_layer_type` 0 legacy,
    1 Render Setup.
    """

    cg_id: Optional[int] = wire("cgId", whole)
    edit_name: Optional[str] = wire("editName", text)
    cg_name: Optional[str] = wire("cgName", text)
    cg_version: Optional[str] = wire("cgVersion", text)
    os_name: Optional[int] = wire("osName", whole)
    render_layer_type: Optional[int] = wire("renderLayerType", whole)
    is_default: Optional[int] = wire("isDefault", whole)
    plugins: Optional[Tuple[PluginVersion, ...]] = wire("respUserPluginInfoVos", PluginVersion.list_from_json)


@dataclass(frozen=True)
class SavedEnvName(Model):
    """The name under which an environment was saved (addRenderEnv)."""

    edit_name: Optional[str] = wire("editName", text)


@dataclass(frozen=True)
class ErrorDetail(Model):
    """What an analysis code means (queryErrorDetail). `type` 0 warning, 1 error; `language_flag` 0 Chinese, 1 English.

    The fields end in "Cn" in every language.
    """

    id: Optional[int] = wire("id", whole)
    code: Optional[str] = wire("code", text)
    type: Optional[int] = wire("type", whole)
    language_flag: Optional[int] = wire("languageFlag", whole)
    des_description_cn: Optional[str] = wire("desDescriptionCn", text)
    des_solution_cn: Optional[str] = wire("desSolutionCn", text)
    solution_path: Optional[str] = wire("solutionPath", text)
    is_repair: Optional[int] = wire("isRepair", whole)
    is_delete: Optional[int] = wire("isDelete", whole)
    is_open: Optional[int] = wire("isOpen", whole)
    last_modify_admin: Optional[str] = wire("lastModifyAdmin", text)
    update_time_ms: Optional[int] = wire("updateTime", whole)
