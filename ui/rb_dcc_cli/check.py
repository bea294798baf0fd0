"""`rb-dcc check`: every problem of a job at once; nothing is created or sent."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

import click

from rb_dcc_core.account_facts import UNKNOWN, AccountFacts, ask_facts
from rb_dcc_core.checks import check as find_problems
from rb_dcc_core.checks import errors_of
from rb_dcc_core.checks.machines import MACHINE_CPU, MACHINE_GPU, chosen_machines, machine_words
from rb_dcc_core.disk_facts import look_at_disk
from rb_dcc_core.environment_choice import scene_environment
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError, NetworkError, SettingsError
from rb_dcc_core.host import Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.job_defaults import scene_differences
from rb_dcc_core.job_values import to_values, written
from rb_dcc_core.models import Hardware
from rb_dcc_core.outputs import first_names

from .job_checking import Choice, choose_or_say_why, with_estimate
from .job_options import job_options, job_settings, read_job_scene
from .output import count_text, json_option, print_json
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
    snapshot = read_job_scene(scene, given)
    chosen, account = _ask(workbench, snapshot, settings)
    environment, disk = chosen.environment, look_at_disk(snapshot, settings)
    problems = (*chosen.refusal, *find_problems(snapshot, settings, environment, account, disk))
    if as_json:
        told = {"machines": [_machine_json(each) for each in account.hardware]} if account.hardware else {}
        print_json(dict(_json(snapshot, settings, environment, problems), **told))
    else:
        _print(snapshot, settings, problems, chosen_machines(settings, account))
    return 1 if errors_of(problems) else 0


def _ask(workbench: Workbench, snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[Choice, AccountFacts]:
    try:
        client = workbench.client
        chosen = choose_or_say_why(client, snapshot, settings)
        platform = workbench.account.profile.platform
        facts = ask_facts(client, platform, snapshot.scene, offered=chosen.offered)
        return chosen, with_estimate(workbench, snapshot, settings, facts)
    except (SettingsError, NetworkError) as error:
        click.echo(f"Without the service ({error}) only the scene and the settings are checked.", err=True)
        return Choice(scene_environment(snapshot, settings.os_name)), UNKNOWN


def _print(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    problems: Tuple[Problem, ...],
    machines: Tuple[Hardware, ...],
) -> None:
    for each in scene_differences(snapshot, settings):
        chosen, default = written(each.name, each.chosen), written(each.name, each.default)
        click.echo(f"changed {_words(each.name)}: {_value_text(chosen)} (else {_value_text(default)})")
    for machine in machines:
        click.echo(f"machine {machine_words(machine)}")
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
        "changed": [each.to_json() for each in scene_differences(snapshot, settings)],
        "problems": [
            dict(problem.to_json(), fix=None if problem.fix is None else problem.fix.to_json())
            for problem in problems
        ],
        "images": _images(snapshot, settings),
    }


def _words(name: str) -> str:
    """A setting's name for people."""
    return (name[3:] if name.startswith("is_") else name).replace("_", " ")


def _value_text(value: Any) -> str:
    """A setting's plain value for people."""
    if isinstance(value, dict):
        return ", ".join(f"{key}={item}" for key, item in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") else str(value)


def _machine_json(each: Hardware) -> Dict[str, Any]:
    kind = {MACHINE_CPU: "cpu", MACHINE_GPU: "gpu"}.get(each.type or 0)
    return {"id": each.id, "kind": kind, "model": each.model, "graphics_cards": each.gpu_num, "ram": each.ram}


def _images(snapshot: SceneSnapshot, settings: JobSettings) -> List[str]:
    """The first name of each image; none where the choices name what the scene has not."""
    try:
        layers = chosen_layers(snapshot, settings)
    except InputError:
        return []
    return [name for layer in layers if layer.renderable for name in first_names(layer)]
