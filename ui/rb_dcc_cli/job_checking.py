"""What every command that prepares a job tells before: every problem."""

from __future__ import annotations

import dataclasses
from typing import List, Sequence

import click

from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.bookkeeping import estimate_for
from rb_dcc_core.checks import check, errors_of
from rb_dcc_core.disk_facts import NOT_LOOKED, DiskFacts
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError
from rb_dcc_core.host import NOTICE, Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_outline import outline_of

from .workbench import Workbench

MOST_SHOWN = 20


def check_and_say(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    environment: RenderEnvironment,
    account: AccountFacts,
    said: Sequence[Problem] = (),
    disk: DiskFacts = NOT_LOOKED,
) -> None:
    """Say every error and warning that was not said before; raises InputError with the first error, the others said."""
    every = check(snapshot, settings, environment, account, disk)
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
