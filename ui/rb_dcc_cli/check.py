"""`rb-dcc check`: every problem of a job at once; nothing is created or sent."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

import click

from rb_dcc_core.account_facts import UNKNOWN, AccountFacts, ask_facts
from rb_dcc_core.checks import check as find_problems
from rb_dcc_core.checks import errors_of
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError, NetworkError, SettingsError
from rb_dcc_core.host import Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.job_values import to_values
from rb_dcc_core.outputs import first_names

from .job_checking import choose_environment, scene_environment
from .job_options import job_options, job_settings
from .output import count_text, json_option, print_json
from .readers import read_scene
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("scene", type=click.Path())
@job_options
@json_option
@pass_workbench
def check(workbench: Workbench, scene: str, as_json: bool, **given: Any) -> int:
    """Check a SCENE as 'submit' would, with the same options. Exit 1 where an error would stop it.

    Without an account or a network everything is checked that needs none.
    """
    settings = job_settings(workbench, scene, given)
    snapshot = read_scene(scene, given["project"])
    environment, account = _ask(workbench, snapshot, settings)
    problems = find_problems(snapshot, settings, environment, account)
    if as_json:
        print_json(_json(snapshot, settings, environment, problems))
    else:
        _print(snapshot, settings, problems)
    return 1 if errors_of(problems) else 0


def _ask(
    workbench: Workbench, snapshot: SceneSnapshot, settings: JobSettings
) -> Tuple[RenderEnvironment, AccountFacts]:
    try:
        client = workbench.client
        environment, offered = choose_environment(client, snapshot, settings.environment, settings.os_name)
        platform = workbench.account.profile.platform
        return environment, ask_facts(client, platform, snapshot.scene, offered=offered)
    except (SettingsError, NetworkError) as error:
        click.echo(f"Without the service ({error}) only the scene and the settings are checked.", err=True)
        return scene_environment(snapshot, settings.os_name), UNKNOWN


def _print(snapshot: SceneSnapshot, settings: JobSettings, problems: Tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(f"{problem.severity}: {problem.message.text()}")
        if problem.fix is not None:
            click.echo(f"    fix: {problem.fix.label.text()}")
    for name in _images(snapshot, settings):
        click.echo(f"writes {name}")
    errors = len(errors_of(problems))
    click.echo(count_text(errors, "error.", "errors.") if errors else "Nothing stops a submission.")


def _json(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    environment: RenderEnvironment,
    problems: Tuple[Problem, ...],
) -> Dict[str, Any]:
    return {
        "scene": snapshot.scene,
        "environment": {
            "name": environment.name,
            "version": environment.cg_version,
            "plugins": dict(environment.plugins),
        },
        "settings": to_values(settings),
        "problems": [
            dict(problem.to_json(), fix=None if problem.fix is None else problem.fix.to_json())
            for problem in problems
        ],
        "images": _images(snapshot, settings),
    }


def _images(snapshot: SceneSnapshot, settings: JobSettings) -> List[str]:
    """The first name of each image; none where the choices name what the scene has not."""
    try:
        layers = chosen_layers(snapshot, settings)
    except InputError:
        return []
    return [name for layer in layers if layer.renderable for name in first_names(layer)]
