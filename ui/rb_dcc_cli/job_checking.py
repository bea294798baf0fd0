"""What every command that prepares a job tells before: every problem."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

import click

from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.bookkeeping import estimate_for
from rb_dcc_core.checks import check, errors_of
from rb_dcc_core.client import Client
from rb_dcc_core.disk_facts import NOT_LOOKED, DiskFacts
from rb_dcc_core.environment_choice import choose_environment, scene_environment
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError
from rb_dcc_core.host import ERROR, NOTICE, Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_outline import outline_of
from rb_dcc_core.models import SupportedPlugins

from .workbench import Workbench

MOST_SHOWN = 20


@dataclass(frozen=True)
class Choice:
    """The environment a job takes and what the farm offers for it; where none is to be had the scene's own, with why, so
    that everything else is told with it."""

    environment: RenderEnvironment
    offered: Optional[SupportedPlugins] = None
    refusal: Tuple[Problem, ...] = ()


def choose_or_say_why(client: Client, snapshot: SceneSnapshot, settings: JobSettings) -> Choice:
    """Raises NetworkError, ServiceError, SettingsError where the service cannot be asked."""
    try:
        chosen = choose_environment(client, snapshot, settings.environment, settings.os_name)
        return Choice(*chosen)
    except InputError as error:
        problem = Problem(ERROR, "environment_not_to_be_had", error.message)
        return Choice(scene_environment(snapshot, settings.os_name), None, (problem,))


def check_and_say(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    environment: RenderEnvironment,
    account: AccountFacts,
    said: Sequence[Problem] = (),
    disk: DiskFacts = NOT_LOOKED,
    refusal: Tuple[Problem, ...] = (),
) -> None:
    """Say every error and warning that was not said before; raises InputError with the first error, the others said."""
    every = (*refusal, *check(snapshot, settings, environment, account, disk))
    problems = tuple(each for each in every if each not in said)
    errors = errors_of(problems)
    say_problems(problems[1:] if errors else problems)
    if errors:
        raise InputError(errors[0].message)


def with_estimate(
    workbench: Workbench, snapshot: SceneSnapshot, settings: JobSettings, facts: AccountFacts
) -> AccountFacts:
    """The facts with what the job will cost, where anybody has an idea."""
    outline = outline_of(snapshot, settings)
    if outline is None:
        return facts
    told = estimate_for(workbench.locations.state, workbench.account_key, outline, user=facts.profile)
    return dataclasses.replace(facts, estimate=told)


def say_problems(problems: Sequence[Problem]) -> None:
    """Errors and warnings on stderr, not more than can be read; notices are for 'rb-dcc check'."""
    shown: List[Problem] = [problem for problem in problems if problem.severity != NOTICE]
    for problem in shown[:MOST_SHOWN]:
        click.echo(f"{problem.severity}: {problem.message.text()}", err=True)
    if len(shown) > MOST_SHOWN:
        click.echo(f"… and {len(shown) - MOST_SHOWN} more: see 'rb-dcc check'.", err=True)
