"""The environment to create for a scene that no saved one fits. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Optional, Tuple

from . import models
from .environments import CG_NAMES, RenderEnvironment, environment_for_scene, farm_key, release_named
from .host import Problem, SceneSnapshot
from .matching import SYSTEMS, match_environment, renderer_plugins

LONGEST_NAME = 60


@dataclass(frozen=True)
class EnvironmentProposal:
    """An environment to create for a scene (addRenderEnv); `problems` are what would still differ."""

    name: str
    environment: RenderEnvironment
    plugin_ids: Tuple[int, ...]
    problems: Tuple[Problem, ...] = ()

    def fields(self) -> Dict[str, Any]:
        """The request of addRenderEnv."""
        return {
            "cgId": self.environment.cg_id,
            "cgName": self.environment.cg_name,
            "cgVersion": self.environment.cg_version,
            "renderLayerType": self.environment.render_layer_type,
            "editName": self.name,
            "renderSystem": self.environment.os_name,
            "pluginIds": list(self.plugin_ids),
        }


def propose_environment(
    snapshot: SceneSnapshot,
    offered: models.SupportedPlugins,
    os_name: int,
    taken_names: Iterable[str] = (),
) -> Optional[EnvironmentProposal]:
    """What to create for the scene; None where the farm has not even its release."""
    release = release_named(offered, snapshot.host_version)
    if release is None:
        return None
    environment, _ = environment_for_scene(snapshot, offered, os_name)
    problems = match_environment(snapshot, environment, offered).problems
    ids = {
        (plugin.plugin_name, version.version): version.plugin_id
        for plugin in offered.cg_plugin or ()
        if plugin.cv_id == release.id
        for version in plugin.plugin_versions or ()
    }
    found = [ids.get(pair) for pair in environment.plugins.items()]
    name = _free_name(environment_name(snapshot, environment), set(taken_names))
    return EnvironmentProposal(
        name, environment, tuple(number for number in found if number is not None), problems
    )


def environment_name(snapshot: SceneSnapshot, environment: RenderEnvironment) -> str:
    """A name that says what is in it: "Maya_2024_mtoa_5.3.5.2_Windows"; the renderer first, others counted.

    What letters the farm takes in a name is not public [?]: plain ones, digits, ".", "-" and "_" are used.
    """
    by_key = {name.lower(): name for name in environment.plugins}
    first = [farm_key(plugin, by_key) for plugin in sorted(renderer_plugins(snapshot))]
    shown = [by_key[key] for key in first if key in by_key]
    rest = len(environment.plugins) - len(shown)
    parts = [CG_NAMES.get(environment.cg_id, "host"), environment.cg_version]
    parts += [f"{name}_{environment.plugins[name]}" for name in shown]
    parts += [f"and_{rest}" if shown else f"plugins_{rest}"] if rest else []
    parts += ["RenderSetup"] if environment.render_layer_type else []
    parts.append(SYSTEMS.get(environment.os_name, str(environment.os_name)))
    return re.sub(r"[^A-Za-z0-9._-]+", "_", "_".join(parts))[:LONGEST_NAME]


def _free_name(name: str, taken: Iterable[str]) -> str:
    names = set(taken)
    free, count = name, 1
    while free in names:
        count += 1
        ending = f"_{count}"
        free = name[: LONGEST_NAME - len(ending)] + ending
    return free
