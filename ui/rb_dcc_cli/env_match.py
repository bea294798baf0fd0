"""`rb-dcc env match`: which saved environment fits a scene, and the one to create where none does."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

import click

from rb_dcc_core.environments import CG_IDS, CG_NAMES, RenderEnvironment
from rb_dcc_core.errors import InputError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import OS_NAMES
from rb_dcc_core.matching import EXACT, SYSTEMS, Match, rank_environments
from rb_dcc_core.proposals import EnvironmentProposal, propose_environment

from .output import json_option, print_json, print_table
from .readers import read_scene
from .workbench import Workbench, pass_workbench


@click.command("match")
@click.argument("scene", type=click.Path())
@click.option("--os", "os_name", type=click.Choice(["windows", "linux"]), help="Ask for this system.")
@click.option("--project", type=click.Path(), metavar="DIR", help="The project folder.")
@click.option("--create", "is_create", is_flag=True, help="Create the proposed one where none is exact.")
@json_option
@pass_workbench
def match(
    workbench: Workbench,
    scene: str,
    os_name: Optional[str],
    project: Optional[str],
    is_create: bool,
    as_json: bool,
) -> None:
    """Rank the saved environments for a SCENE with their differences, and propose one where none is exact."""
    snapshot = read_scene(scene, project)
    client = workbench.client
    cg_id = CG_IDS[snapshot.host]
    asked = None if os_name is None else int(os_name == "windows")
    system = 1 if asked is None else asked
    saved = client.get_render_env(cg_id)
    offered = client.query_supported_plugin(cg_id, OS_NAMES[system])
    ranked = rank_environments(snapshot, saved, offered, asked)
    proposal: Optional[EnvironmentProposal] = None
    if not ranked or ranked[0].fit != EXACT:
        taken = [each.edit_name or "" for each in saved]
        proposal = propose_environment(snapshot, offered, system, taken)
    created: Optional[str] = None
    if is_create and (proposal is not None or not ranked or ranked[0].fit != EXACT):
        created = _create(workbench, snapshot, proposal)
    if as_json:
        print_json(_json(snapshot, ranked, proposal, created))
    else:
        _print(snapshot, ranked, proposal, created, is_create)


def _create(workbench: Workbench, snapshot: SceneSnapshot, proposal: Optional[EnvironmentProposal]) -> str:
    if proposal is None:
        raise InputError(
            "The farm has no {host} {version}, so that no environment can be created for the scene.",
            host=CG_NAMES[CG_IDS[snapshot.host]],
            version=snapshot.host_version or "of unknown release",
        )
    return workbench.client.add_render_env(**proposal.fields()).edit_name or proposal.name


def _print(
    snapshot: SceneSnapshot,
    ranked: Sequence[Match],
    proposal: Optional[EnvironmentProposal],
    created: Optional[str],
    is_create: bool,
) -> None:
    print_table(
        ("name", "fit", "default", "release", "system", "differences"),
        [
            (
                each.environment.name,
                each.fit,
                "yes" if each.is_default else "",
                each.environment.cg_version,
                SYSTEMS.get(each.environment.os_name),
                "; ".join(message.text() for message in each.differences),
            )
            for each in ranked
        ],
        f"There are no saved environments for {CG_NAMES[CG_IDS[snapshot.host]]}.",
    )
    click.echo(_outcome(snapshot, ranked, proposal, created, is_create))
    if proposal is not None:
        plugins = (f"{name} {version}" for name, version in proposal.environment.plugins.items())
        click.echo("  " + ", ".join([proposal.environment.cg_version, *plugins]))
        for problem in proposal.problems:
            click.echo(f"  {problem.message.text()}")


def _outcome(
    snapshot: SceneSnapshot,
    ranked: Sequence[Match],
    proposal: Optional[EnvironmentProposal],
    created: Optional[str],
    is_create: bool,
) -> str:
    if created is not None:
        return f"Created '{created}':"
    if proposal is not None:
        return f"None is exact. '--create' makes '{proposal.name}':"
    if ranked and ranked[0].fit == EXACT:
        return f"'{ranked[0].environment.name}' is exact" + ("; nothing was created." if is_create else ".")
    version = snapshot.host_version or "of unknown release"
    return f"The farm has no {CG_NAMES[CG_IDS[snapshot.host]]} {version}; none can be created."


def _json(
    snapshot: SceneSnapshot,
    ranked: Sequence[Match],
    proposal: Optional[EnvironmentProposal],
    created: Optional[str],
) -> Dict[str, Any]:
    return {
        "scene": snapshot.scene,
        "host": snapshot.host,
        "host_version": snapshot.host_version,
        "plugins": dict(snapshot.plugins),
        "matches": [
            dict(
                _environment_json(each.environment),
                fit=each.fit,
                default=each.is_default,
                differences=_texts(each.problems),
            )
            for each in ranked
        ],
        "proposal": None
        if proposal is None
        else dict(
            _environment_json(proposal.environment),
            name=proposal.name,
            plugin_ids=list(proposal.plugin_ids),
            differences=_texts(proposal.problems),
        ),
        "created": created,
    }


def _environment_json(each: RenderEnvironment) -> Dict[str, Any]:
    return {
        "name": each.name,
        "version": each.cg_version,
        "os": OS_NAMES.get(each.os_name),
        "render_setup": bool(each.render_layer_type),
        "plugins": dict(each.plugins),
    }


def _texts(problems: Sequence[Any]) -> List[str]:
    return [problem.message.text() for problem in problems]
