"""What the service renders: hosts, their versions, and the plug-ins of each version."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Tuple

MAYA = 2000
MAX = 2001
CG_NAMES = {MAYA: "Maya", MAX: "3ds Max"}
_FIRST_CV_ID = {MAYA: 100, MAX: 200}
_VERSIONS = {MAYA: tuple(range(2022, 2028)), MAX: tuple(range(2021, 2028))}

# cgId, plug-in, version, first and last host version that runs it
_Row = Tuple[int, str, str, int, int]
_ROWS: Tuple[_Row, ...] = (
    (MAYA, "mtoa", "5.0.0.4", 2022, 2022),
    (MAYA, "mtoa", "5.1.3.2", 2022, 2023),
    (MAYA, "mtoa", "5.2.2.3", 2022, 2024),
    (MAYA, "mtoa", "5.3.5.2", 2022, 2025),
    (MAYA, "mtoa", "5.4.7.1", 2023, 2026),
    (MAYA, "mtoa", "5.5.2.1", 2024, 2027),
    (MAYA, "vrayformaya", "5.20.02", 2022, 2022),
    (MAYA, "vrayformaya", "6.10.01", 2022, 2024),
    (MAYA, "vrayformaya", "6.20.02", 2022, 2025),
    (MAYA, "vrayformaya", "7.00.03", 2023, 2027),
    (MAYA, "redshift", "3.5.24", 2022, 2024),
    (MAYA, "redshift", "3.6.04", 2022, 2025),
    (MAYA, "redshift", "2025.4.0", 2023, 2027),
    (MAYA, "RenderMan_for_Maya", "24.4", 2022, 2023),
    (MAYA, "RenderMan_for_Maya", "25.2", 2022, 2024),
    (MAYA, "RenderMan_for_Maya", "26.3", 2022, 2027),
    (MAYA, "bifrost", "2.5.0.0", 2022, 2023),
    (MAYA, "bifrost", "2.9.0.0", 2022, 2025),
    (MAYA, "bifrost", "2.13.0.0", 2024, 2027),
    (MAYA, "yeti", "4.2.11", 2022, 2024),
    (MAYA, "yeti", "5.1.0", 2023, 2026),
    (MAYA, "golaem", "8.3.4", 2022, 2024),
    (MAYA, "golaem", "9.1.2", 2024, 2027),
    (MAYA, "substance", "2.3.2", 2022, 2025),
    (MAX, "vray", "5.20.06", 2021, 2022),
    (MAX, "vray", "6.10.08", 2021, 2024),
    (MAX, "vray", "6.20.06", 2021, 2025),
    (MAX, "vray", "7.00.05", 2022, 2027),
    (MAX, "corona", "9.2", 2021, 2023),
    (MAX, "corona", "11.2", 2021, 2024),
    (MAX, "corona", "12.2", 2021, 2026),
    (MAX, "corona", "13.0", 2022, 2027),
    (MAX, "redshift", "3.5.24", 2021, 2024),
    (MAX, "redshift", "2025.4.0", 2022, 2027),
    (MAX, "maxtoa", "5.7.3.0", 2022, 2025),
    (MAX, "maxtoa", "5.8.1.4", 2024, 2027),
    (MAX, "forestpackpro", "8.2.7", 2021, 2025),
    (MAX, "forestpackpro", "9.1.1", 2022, 2027),
    (MAX, "railclonepro", "6.2.0", 2021, 2027),
    (MAX, "phoenixfd", "5.22.02", 2021, 2026),
    (MAX, "tyflow", "1.111", 2021, 2027),
    (MAX, "multiscatter", "1.825", 2021, 2024),
)
_FIRST_PLUGIN_ID = 1100


def software() -> Dict[str, Any]:
    """querySupportedSoftware; isAutoCommit 2 means that nothing is submitted by itself."""
    return {"isAutoCommit": 2, "renderInfoList": [_software(MAYA), _software(MAX)], "defaultCgId": MAX}


def _software(cg_id: int) -> Dict[str, Any]:
    is_maya = cg_id == MAYA
    return {
        "cgId": cg_id,
        "cgName": CG_NAMES[cg_id],
        "cgType": "ma;mb" if is_maya else "max",
        "iconPath": "/img/softimage/{}.png".format("maya" if is_maya else "3dsmax"),
        "isNeedProjectPath": 3 if is_maya else 0,
        "isNeedAnalyse": 1,
        "isSupportLinux": 1 if is_maya else 0,
    }


def is_known(cg_id: int) -> bool:
    return cg_id in CG_NAMES


def versions(cg_id: int) -> List[str]:
    return [str(year) for year in _VERSIONS.get(cg_id, ())]


def plugin_detail(cg_id: int, linux: bool = False) -> Dict[str, Any]:
    """querySupportedPlugin: every version and its plug-ins, joined by cvId; 3ds Max has none on Linux."""
    years = () if linux and cg_id == MAX else _VERSIONS[cg_id]
    return {
        "cgPlugin": [plugin for year in years for plugin in _plugins_of(cg_id, year)],
        "cgVersion": [
            {"id": _cv_id(cg_id, year), "cgId": cg_id, "cgName": CG_NAMES[cg_id], "cgVersion": str(year)}
            for year in years
        ],
    }


def plugin(plugin_id: int) -> Optional[Dict[str, Any]]:
    """One plug-in version by its id, as environments list it; None for an id nobody knows."""
    position = plugin_id - _FIRST_PLUGIN_ID
    return _plugin_version(position) if 0 <= position < len(_ROWS) else None


def plugin_runs_in(plugin_id: int, cg_id: int, cg_version: str) -> bool:
    position = plugin_id - _FIRST_PLUGIN_ID
    return 0 <= position < len(_ROWS) and _runs_in(_ROWS[position], cg_id, cg_version)


def unsupported_plugin(plugins: Mapping[str, str], cg_id: int, cg_version: str) -> Optional[str]:
    """The first of a job's plug-ins ({name: version}) that this host version has not, as "name version"."""
    supported = {(row[1], row[2]) for row in _ROWS if _runs_in(row, cg_id, cg_version)}
    for name, version in plugins.items():
        if (name, version) not in supported:
            return f"{name} {version}"
    return None


def _runs_in(row: _Row, cg_id: int, cg_version: str) -> bool:
    return row[0] == cg_id and str(row[3]) <= cg_version <= str(row[4])


def _cv_id(cg_id: int, year: int) -> int:
    return _FIRST_CV_ID[cg_id] + year - 2020


def _plugins_of(cg_id: int, year: int) -> List[Dict[str, Any]]:
    by_name: Dict[str, List[Dict[str, Any]]] = {}
    for position, row in enumerate(_ROWS):
        if _runs_in(row, cg_id, str(year)):
            by_name.setdefault(row[1], []).append(_plugin_version(position))
    return [
        {"cvId": _cv_id(cg_id, year), "pluginName": name, "pluginVersions": found}
        for name, found in by_name.items()
    ]


def _plugin_version(position: int) -> Dict[str, Any]:
    _, name, version, _, _ = _ROWS[position]
    return {
        "pluginId": _FIRST_PLUGIN_ID + position,
        "pluginName": name,
        "pluginVersion": f"{name} {version}",
    }
