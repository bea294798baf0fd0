"""Which render environment a job takes: the named one, or the best of what the account has and the farm offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Mapping, Optional, Sequence, Tuple

from .client import Client
from .environments import (
    CG_IDS,
    RenderEnvironment,
    environment_for_scene,
    environment_of,
    saved_environment,
    scene_plugins,
)
from .host import MAX, RENDER_SETUP, SceneSnapshot
from .job import OS_NAMES, OS_WINDOWS
from .matching import EXACT, NONE, rank_environments
from .models import RenderEnv, SupportedPlugins

Chosen = Tuple[RenderEnvironment, SupportedPlugins]
_WINDOWS_NAME = OS_NAMES[OS_WINDOWS]


@dataclass(frozen=True)
class EnvironmentOffer:
    """The account's saved environments of one host, and what the farm offers for it on each system (OS_LINUX …)."""

    saved: Tuple[RenderEnv, ...]
    plugins: Mapping[int, SupportedPlugins]

    def of_system(self, os_name: Optional[int]) -> SupportedPlugins:
        return self.plugins.get(OS_WINDOWS if os_name is None else os_name, self.plugins[OS_WINDOWS])


def ask_offer(client: Client, cg_id: int) -> EnvironmentOffer:
    """All of it at once, so that another choice asks nothing more."""
    plugins = {number: client.query_supported_plugin(cg_id, name) for number, name in OS_NAMES.items()}
    return EnvironmentOffer(client.get_render_env(cg_id), plugins)


def choose_environment(client: Client, snapshot: SceneSnapshot, name: Optional[str], os_name: int) -> Chosen:
    """The named environment; else the account's default where it fits; else an exact one; else one for the scene.

    With it what the farm offers for its system. Raises UnknownNameError, or InputError where the farm lacks the
    scene's release.
    """
    cg_id = CG_IDS[snapshot.host]

    def offered(system: Optional[int]) -> SupportedPlugins:
        known = OS_WINDOWS if system is None else system
        return client.query_supported_plugin(cg_id, OS_NAMES.get(known, _WINDOWS_NAME))

    return _chosen(snapshot, client.get_render_env(cg_id), offered, name, os_name)


def chosen_environment(
    snapshot: SceneSnapshot, offer: EnvironmentOffer, name: Optional[str], os_name: int
) -> Chosen:
    """As choose_environment, of an offer that was asked for before. Pure."""
    return _chosen(snapshot, offer.saved, offer.of_system, name, os_name)


def scene_environment(snapshot: SceneSnapshot, os_name: int) -> RenderEnvironment:
    """The scene's own release and plug-ins, as they are written in it: what is left where no service can be asked."""
    return RenderEnvironment(
        CG_IDS[snapshot.host],
        snapshot.host_version or "",
        scene_plugins(snapshot),
        None,
        os_name,
        1 if snapshot.layer_system == RENDER_SETUP else 0,
    )


def _chosen(
    snapshot: SceneSnapshot,
    saved: Sequence[RenderEnv],
    offered_for: Callable[[Optional[int]], SupportedPlugins],
    name: Optional[str],
    os_name: int,
) -> Chosen:
    if name:
        named = saved_environment(saved, name)
        return named, offered_for(named.os_name)
    os_name = OS_WINDOWS if snapshot.host == MAX else os_name
    offered = offered_for(os_name)
    for env in saved:
        if env.is_default and env.os_name not in (None, os_name):
            # The system was chosen with the default, so that its own plug-ins count.
            own = offered_for(environment_of(env).os_name)
            ranked = rank_environments(snapshot, [env], own)
            if ranked and ranked[0].fit != NONE:
                return ranked[0].environment, own
    for match in rank_environments(snapshot, saved, offered, os_name):
        if match.fit == EXACT or (match.is_default and match.fit != NONE):
            return match.environment, offered
    environment, _ = environment_for_scene(snapshot, offered, os_name)
    return environment, offered
