"""What every command that prepares a job asks and tells before: the environment, the account, every problem."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

import click

from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.checks import check, errors_of
from rb_dcc_core.client import Client
from rb_dcc_core.environments import (
    CG_IDS,
    RenderEnvironment,
    environment_for_scene,
    environment_of,
    saved_environment,
)
from rb_dcc_core.errors import InputError
from rb_dcc_core.host import NOTICE, RENDER_SETUP, Problem, SceneSnapshot
from rb_dcc_core.job import OS_NAMES, JobSettings
from rb_dcc_core.matching import EXACT, NONE, rank_environments
from rb_dcc_core.models import SupportedPlugins

MOST_SHOWN = 20


def choose_environment(
    client: Client, snapshot: SceneSnapshot, name: Optional[str], os_name: int
) -> Tuple[RenderEnvironment, SupportedPlugins]:
    """The named environment; else the account's default where it fits; else an exact one; else one for the scene.

    With it what the farm offers for its system. Raises UnknownNameError, or InputError where the farm lacks the
    scene's release.
    """
    cg_id = CG_IDS[snapshot.host]
    saved = client.get_render_env(cg_id)
    if name:
        named = saved_environment(saved, name)
        return named, client.query_supported_plugin(cg_id, OS_NAMES.get(named.os_name, "windows"))
    offered = client.query_supported_plugin(cg_id, OS_NAMES[os_name])
    for env in saved:
        if env.is_default and env.os_name not in (None, os_name):
            # The system was chosen with the default, so that its own plug-ins count.
            own = client.query_supported_plugin(cg_id, OS_NAMES.get(environment_of(env).os_name, "windows"))
            ranked = rank_environments(snapshot, [env], own)
            if ranked and ranked[0].fit != NONE:
                return ranked[0].environment, own
    ranked = rank_environments(snapshot, saved, offered, os_name)
    for match in ranked:
        if match.fit == EXACT or (match.is_default and match.fit != NONE):
            return match.environment, offered
    environment, _ = environment_for_scene(snapshot, offered, os_name)
    return environment, offered


def scene_environment(snapshot: SceneSnapshot, os_name: int) -> RenderEnvironment:
    """The scene's own release and plug-ins, as they are written in it."""
    return RenderEnvironment(
        CG_IDS[snapshot.host],
        snapshot.host_version or "",
        dict(snapshot.plugins),
        None,
        os_name,
        1 if snapshot.layer_system == RENDER_SETUP else 0,
    )


def check_and_say(
    snapshot: SceneSnapshot, settings: JobSettings, environment: RenderEnvironment, account: AccountFacts
) -> None:
    """Say every error and warning; raises InputError with the first error, the others said before it."""
    problems = check(snapshot, settings, environment, account)
    errors = errors_of(problems)
    say_problems(problems[1:] if errors else problems)
    if errors:
        raise InputError(errors[0].message)


def say_problems(problems: Sequence[Problem]) -> None:
    """Errors and warnings on stderr, not more than can be read; notices are for 'rb-dcc check'."""
    shown: List[Problem] = [problem for problem in problems if problem.severity != NOTICE]
    for problem in shown[:MOST_SHOWN]:
        click.echo(f"{problem.severity}: {problem.message.text()}", err=True)
    if len(shown) > MOST_SHOWN:
        click.echo(f"… and {len(shown) - MOST_SHOWN} more: see 'rb-dcc check'.", err=True)
