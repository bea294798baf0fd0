"""The render environment of a job: a saved one by name, or one that fits the scene. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Container, Dict, List, Mapping, Optional, Sequence, Tuple

from . import host, max_plugins, models
from .errors import InputError, UnknownNameError
from .host import Problem, SceneSnapshot
from .messages import Message

CG_MAYA = 2000
CG_MAX = 2001
CG_IDS = {host.MAYA: CG_MAYA, host.MAX: CG_MAX}
CG_NAMES = {CG_MAYA: "Maya", CG_MAX: "3ds Max"}

# What else a farm may call a plug-in of the scene, lower case; the scene's own name is looked for first.
_FARM_NAMES = {
    "redshift4maya": ("redshift",),
    "vrayformaya": ("vray", "vray_adv"),
    "renderman_for_maya": ("renderman",),
}


@dataclass(frozen=True)
class RenderEnvironment:
    """What the farm starts: a host release and plug-ins. `name` is None where it is not a saved one."""

    cg_id: int
    cg_version: str
    plugins: Mapping[str, str] = field(default_factory=dict)
    name: Optional[str] = None
    os_name: int = 1
    render_layer_type: int = 0

    @property
    def cg_name(self) -> str:
        return CG_NAMES.get(self.cg_id, str(self.cg_id))


def saved_environment(saved: Sequence[models.RenderEnv], name: str) -> RenderEnvironment:
    """The saved environment of a name; raises UnknownNameError that lists the names there are."""
    for env in saved:
        if env.edit_name == name:
            return environment_of(env)
    raise UnknownNameError(
        "There is no render environment '{name}'. There are: {names}.",
        name=name[:80],
        names=", ".join(str(env.edit_name) for env in saved)
        or Message("none yet; 'rb-dcc env create' makes one"),
    )


def environment_of(env: models.RenderEnv) -> RenderEnvironment:
    """A saved environment as the service tells it."""
    plugins = {plugin.plugin_name or "": plugin.version or "" for plugin in env.plugins or ()}
    return RenderEnvironment(
        cg_id=env.cg_id or 0,
        cg_version=env.cg_version or "",
        plugins=plugins,
        name=env.edit_name,
        os_name=1 if env.os_name is None else env.os_name,
        render_layer_type=env.render_layer_type or 0,
    )


def environment_for_scene(
    snapshot: SceneSnapshot, offered: models.SupportedPlugins, os_name: int
) -> Tuple[RenderEnvironment, Tuple[Problem, ...]]:
    """An environment made for the scene: its release, and each of its plug-ins that the farm offers for it.

    The scene's exact plug-in version is taken where it is offered, else the nearest newer, else the newest, with a
    warning; the newest too where the scene tells no version. Raises InputError where the farm lacks the release.
    """
    release = _release(snapshot, offered)
    on_farm = _plugins_of(release, offered)
    plugins: Dict[str, str] = {}
    problems: List[Problem] = []
    for name, version in sorted(scene_plugins(snapshot).items()):
        spelled, versions = on_farm.get(farm_key(name, on_farm), ("", []))
        is_untold = snapshot.host == host.MAX and not version
        chosen = _newest(versions) if is_untold else _nearest(version, versions)
        if chosen is not None:
            plugins[spelled] = chosen
        problems.extend(_untold(name, chosen) if is_untold else _plugin_problems(name, version, chosen))
    layer_type = 1 if snapshot.layer_system == host.RENDER_SETUP else 0
    made = RenderEnvironment(
        CG_IDS[snapshot.host], release.cg_version or "", plugins, None, os_name, layer_type
    )
    return made, tuple(problems)


def _plugins_of(
    release: models.HostVersion, offered: models.SupportedPlugins
) -> Dict[str, Tuple[str, List[str]]]:
    """The farm's plug-ins for a release, by their names in lower case: how the farm spells each, and its versions."""
    return {
        (plugin.plugin_name or "").lower(): (
            plugin.plugin_name or "",
            [each.version or "" for each in plugin.plugin_versions or ()],
        )
        for plugin in offered.cg_plugin or ()
        if plugin.cv_id == release.id
    }


def scene_plugins(snapshot: SceneSnapshot) -> Dict[str, str]:
    """The scene's plug-ins under names a farm may know, to versions ("" where the scene tells none).

    3ds Max knows plug-ins as files: several may be of one ("vrender2024.dlr", "vraygpu2024.dlr"), and most are its own.
    """
    if snapshot.host != host.MAX:
        return {name: version or "" for name, version in snapshot.plugins.items()}
    own = set(snapshot.max_facts.own_plugins) if snapshot.max_facts is not None else set()
    found: Dict[str, str] = {}
    for name, version in snapshot.plugins.items():
        farm = max_plugins.farm_name(name)
        if farm is None and (name in own or max_plugins.is_own(name)):
            continue
        key = farm or max_plugins.plain_name(name)
        found[key] = version or found.get(key, "")
    return found


def version_key(version: str) -> Tuple[Tuple[int, int, str], ...]:
    """Natural order of versions: 5.10 after 5.9, "vray_adv_6.10.08" by its numbers."""
    parts: List[Tuple[int, int, str]] = []
    number = ""
    word = ""
    for char in version + ".":
        if char.isdecimal():
            number += char
            continue
        if number:
            parts.append((1, int(number), ""))
            number = ""
        if char.isalpha():
            word += char.lower()
        elif word:
            parts.append((0, 0, word))
            word = ""
    return tuple(parts)


def version_numbers(version: str) -> Tuple[int, ...]:
    """The numbers of a version without its words; zeros at the end do not count, so "5.3" is "5.3.0"."""
    numbers = [number for is_number, number, _ in version_key(version) if is_number]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def same_version(one: str, other: str) -> bool:
    """True where two spellings mean one version: "6.10.08" and "vray_adv_6.10.8"; an unknown one is like none."""
    return one == other or (bool(version_numbers(one)) and version_numbers(one) == version_numbers(other))


def farm_key(name: str, known: Container[str]) -> str:
    """The name, lower case, under which the farm knows a plug-in of the scene; the scene's own where it knows none."""
    own = name.lower()
    names = (own, *_FARM_NAMES.get(own, ()))
    return next((each for each in names if each in known), own)


def is_built_in(name: str) -> bool:
    """True for parts of Maya itself, which no farm lists."""
    return name.lower() in _BUILT_IN


def release_named(offered: models.SupportedPlugins, version: Optional[str]) -> Optional[models.HostVersion]:
    """The farm's release of that name; None where it has none."""
    return next((each for each in offered.cg_version or () if each.cg_version == version), None)


def _release(snapshot: SceneSnapshot, offered: models.SupportedPlugins) -> models.HostVersion:
    release = release_named(offered, snapshot.host_version)
    if release is not None:
        return release
    raise InputError(
        "The farm has no {host} {version}. It has: {versions}. Choose an environment with --env.",
        host=CG_NAMES[CG_IDS[snapshot.host]],
        version=snapshot.host_version or Message("of unknown release"),
        versions=", ".join(sorted(str(version.cg_version) for version in offered.cg_version or ())),
    )


def _nearest(version: str, offered: Sequence[str]) -> Optional[str]:
    if not offered:
        return None
    same = [each for each in offered if same_version(each, version)]
    if same:
        return version if version in same else same[0]
    ordered = sorted(offered, key=lambda each: (version_numbers(each), version_key(each)))
    newer = [each for each in ordered if version_numbers(each) >= version_numbers(version)]
    return newer[0] if newer else ordered[-1]


def _newest(offered: Sequence[str]) -> Optional[str]:
    return max(offered, key=lambda each: (version_numbers(each), version_key(each)), default=None)


# Parts of Maya itself: their `requires` lines name no plug-in a farm would list.
_BUILT_IN = frozenset(
    ("stereocamera", "mayahik", "maya", "fbxmaya", "modelingtoolkit", "mayaboolean", "type", "ikspringsolver")
)


def _plugin_problems(name: str, version: str, chosen: Optional[str]) -> Tuple[Problem, ...]:
    if chosen is None:
        if is_built_in(name):
            return ()
        text = Message(
            "The farm offers no plug-in '{name}'; the scene asks for {version}.", name=name, version=version
        )
        return (Problem(host.NOTICE, "plugin_not_on_farm", text),)
    if same_version(chosen, version):
        return ()
    text = Message(
        "{name} {chosen} on the farm, {version} in the scene. Choose another environment with --env if it matters.",
        name=name,
        chosen=chosen,
        version=version,
    )
    return (Problem(host.WARNING, "plugin_version_differs", text),)


def _untold(name: str, chosen: Optional[str]) -> Tuple[Problem, ...]:
    """A plug-in whose version the scene does not tell."""
    if chosen is None:
        text = Message("The farm offers no plug-in '{name}', which the scene uses.", name=name)
        return (Problem(host.NOTICE, "plugin_not_on_farm", text),)
    text = Message(
        "The scene does not tell its version of {name}; {chosen} is taken. Choose another environment with --env if it"
        " matters.",
        name=name,
        chosen=chosen,
    )
    return (Problem(host.WARNING, "plugin_version_unknown", text),)
