"""How well the account's saved environments fit a scene, each difference in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, List, Mapping, Optional, Sequence, Tuple

from . import host, max_renderers, models
from .environments import (
    CG_IDS,
    CG_NAMES,
    RenderEnvironment,
    environment_of,
    farm_key,
    is_built_in,
    release_named,
    same_version,
    scene_plugins,
    version_key,
    version_numbers,
)
from .host import Problem, SceneSnapshot
from .messages import Message

EXACT = "exact"
COMPATIBLE = "compatible"
NONE = "none"
_RANKS = {EXACT: 0, COMPATIBLE: 1, NONE: 2}
# A difference's severity says how far it takes the environment from the scene.
_FITS = {host.ERROR: NONE, host.WARNING: COMPATIBLE, host.NOTICE: COMPATIBLE}
SYSTEMS = {0: "Linux", 1: "Windows"}

# The plug-in that renders, lower case; the hosts' own renderers need none.
RENDERER_PLUGINS = {
    "arnold": "mtoa",
    "vray": "vrayformaya",
    "redshift": "redshift4maya",
    "renderman": "renderman_for_maya",
}


@dataclass(frozen=True)
class Match:
    """One environment beside the scene. `problems` are its differences: an error means that it does not fit."""

    environment: RenderEnvironment
    fit: str
    problems: Tuple[Problem, ...] = ()
    is_default: bool = False

    @property
    def differences(self) -> Tuple[Message, ...]:
        """Each difference in words."""
        return tuple(problem.message for problem in self.problems)


def rank_environments(
    snapshot: SceneSnapshot,
    saved: Sequence[models.RenderEnv],
    offered: Optional[models.SupportedPlugins] = None,
    os_name: Optional[int] = None,
) -> Tuple[Match, ...]:
    """The saved environments of the scene's host, exact before compatible before none.

    Among equals the account's default comes first, then fewer differences, then the newer
    release and plug-ins. `offered` adds what the farm has withdrawn since; `os_name` None asks for no system.
    """
    matches = [
        match_environment(snapshot, environment_of(env), offered, os_name, bool(env.is_default))
        for env in saved
        if env.cg_id == CG_IDS[snapshot.host]
    ]
    # Sorted twice: newer first among what is equal otherwise, and sorting is stable.
    newest = sorted(matches, key=_newness, reverse=True)
    return tuple(
        sorted(newest, key=lambda match: (_RANKS[match.fit], not match.is_default, _weight(match.problems)))
    )


def match_environment(
    snapshot: SceneSnapshot,
    environment: RenderEnvironment,
    offered: Optional[models.SupportedPlugins] = None,
    os_name: Optional[int] = None,
    is_default: bool = False,
) -> Match:
    """How one environment fits; a difference in what renders the scene means that it does not."""
    problems = (
        *_release_problems(snapshot, environment, offered),
        *_plugin_problems(snapshot, environment, offered),
        *_layer_problems(snapshot, environment),
        *_system_problems(environment, os_name),
    )
    return Match(environment, worst_fit(problems), problems, is_default)


def worst_fit(problems: Iterable[Problem]) -> str:
    """The fit that these differences leave."""
    return max((_FITS[each.severity] for each in problems), key=_RANKS.__getitem__, default=EXACT)


def renderer_plugins(snapshot: SceneSnapshot) -> Tuple[str, ...]:
    """The plug-ins that render the scene's renderable layers, lower case, under the scene's own names."""
    used = {layer.renderer for layer in snapshot.layers if layer.renderable} or {snapshot.renderer}
    if snapshot.host == host.MAX:
        kinds = {max_renderers.family(each) or "" for each in used}
        return tuple(sorted(max_renderers.PLUGINS[each] for each in kinds if each in max_renderers.PLUGINS))
    return tuple(sorted({RENDERER_PLUGINS[each] for each in used if each in RENDERER_PLUGINS}))


def _release_problems(
    snapshot: SceneSnapshot, environment: RenderEnvironment, offered: Optional[models.SupportedPlugins]
) -> List[Problem]:
    found = []
    if environment.cg_version != snapshot.host_version:
        text = Message(
            "{host} {farm} on the farm, {scene} in the scene",
            host=CG_NAMES[CG_IDS[snapshot.host]],
            farm=environment.cg_version or Message("of unknown release"),
            scene=snapshot.host_version or Message("an unknown release"),
        )
        found.append(Problem(host.ERROR, "release_differs", text))
    if offered is not None and release_named(offered, environment.cg_version) is None:
        text = Message(
            "the farm has no {host} {release}", host=environment.cg_name, release=environment.cg_version
        )
        found.append(Problem(host.ERROR, "release_not_on_farm", text))
    return found


def _plugin_problems(
    snapshot: SceneSnapshot, environment: RenderEnvironment, offered: Optional[models.SupportedPlugins]
) -> List[Problem]:
    found = []
    in_environment = {name.lower(): version for name, version in environment.plugins.items()}
    plugins = scene_plugins(snapshot)
    needed = {name: version for name, version in plugins.items() if not is_built_in(name)}
    rendering = renderer_plugins(snapshot)
    written = {each.lower() for each in needed}
    needed.update({name: "" for name in rendering if name not in written})
    for name, version in sorted(needed.items()):
        farm = in_environment.get(farm_key(name, in_environment))
        # A renderer that the scene does not require may be only what a new scene is set to.
        is_renderer = name.lower() in rendering and name in plugins
        problem = _difference(name, version, farm, is_renderer)
        if snapshot.host == host.MAX and is_renderer and farm is not None and not version:
            text = Message("{name} {farm} on the farm, the scene tells no version", name=name, farm=farm)
            problem = Problem(host.WARNING, "plugin_version_unknown", text)
        if farm is None and not _is_offered(name, environment, offered):
            problem = _not_offered(name, version, is_renderer)
        found.extend([problem] if problem is not None else [])
    found.extend(_withdrawn(environment, offered))
    return found


def _difference(name: str, scene: str, farm: Optional[str], is_renderer: bool) -> Optional[Problem]:
    """A plug-in that renders must be there in the scene's own generation; any other may differ, and is told."""
    severity = host.ERROR if is_renderer else host.WARNING
    if farm is None:
        code = "renderer_not_in_environment" if is_renderer else "plugin_not_in_environment"
        text = Message("no {name} in the environment, {scene} in the scene", name=name, scene=scene or "used")
        return Problem(severity, code, text)
    if not version_numbers(scene) or same_version(scene, farm):
        return None
    text = Message("{name} {farm} on the farm, {scene} in the scene", name=name, farm=farm, scene=scene)
    is_near = version_numbers(scene)[:1] == version_numbers(farm)[:1]
    return Problem(host.WARNING if is_near else severity, "plugin_version_differs", text)


def _not_offered(name: str, scene: str, is_renderer: bool) -> Problem:
    """No other environment would be nearer, so that for a plug-in that does not render it is a notice."""
    text = Message("no {name} on the farm, {scene} in the scene", name=name, scene=scene or "used")
    if is_renderer:
        return Problem(host.ERROR, "renderer_not_on_farm", text)
    return Problem(host.NOTICE, "plugin_not_on_farm", text)


def _is_offered(
    name: str, environment: RenderEnvironment, offered: Optional[models.SupportedPlugins]
) -> bool:
    """True where the farm has the plug-in for the environment's release, or where it is not known."""
    release = None if offered is None else release_named(offered, environment.cg_version)
    if offered is None or release is None:
        return True
    names = {(each.plugin_name or "").lower() for each in offered.cg_plugin or () if each.cv_id == release.id}
    return farm_key(name, names) in names


def _withdrawn(environment: RenderEnvironment, offered: Optional[models.SupportedPlugins]) -> List[Problem]:
    """Plug-ins of the environment that the farm no longer lists for its release."""
    release = None if offered is None else release_named(offered, environment.cg_version)
    if offered is None or release is None:
        return []
    listed = {
        (plugin.plugin_name or "", version.version or "")
        for plugin in offered.cg_plugin or ()
        if plugin.cv_id == release.id
        for version in plugin.plugin_versions or ()
    }
    return [
        Problem(
            host.ERROR,
            "plugin_withdrawn",
            Message("the farm has no {name} {version} any more", name=name, version=version),
        )
        for name, version in sorted(environment.plugins.items())
        if (name, version) not in listed
    ]


def _layer_problems(snapshot: SceneSnapshot, environment: RenderEnvironment) -> List[Problem]:
    """The layer system; where only the master layer is there it makes no picture differ."""
    wanted = 1 if snapshot.layer_system == host.RENDER_SETUP else 0
    if environment.render_layer_type == wanted or snapshot.host != host.MAYA:
        return []
    words = {0: Message("legacy render layers"), 1: Message("Render Setup")}
    text = Message(
        "{farm} on the farm, {scene} in the scene",
        farm=words.get(environment.render_layer_type, str(environment.render_layer_type)),
        scene=words[wanted],
    )
    severity = host.ERROR if len(snapshot.layers) > 1 else host.NOTICE
    return [Problem(severity, "layer_system_differs", text)]


def _system_problems(environment: RenderEnvironment, os_name: Optional[int]) -> List[Problem]:
    if os_name is None or environment.os_name == os_name:
        return []
    text = Message(
        "{farm} on the farm, {wanted} asked for",
        farm=SYSTEMS.get(environment.os_name, str(environment.os_name)),
        wanted=SYSTEMS.get(os_name, str(os_name)),
    )
    return [Problem(host.NOTICE, "system_differs", text)]


def _weight(problems: Sequence[Problem]) -> Tuple[int, int, int]:
    severities = [problem.severity for problem in problems]
    return (severities.count(host.ERROR), severities.count(host.WARNING), len(severities))


def _newness(match: Match) -> Tuple[Any, ...]:
    plugins: Mapping[str, str] = match.environment.plugins
    return (
        version_key(match.environment.cg_version),
        tuple(version_key(plugins[name]) for name in sorted(plugins)),
    )
