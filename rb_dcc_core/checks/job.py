"""The one question: what is wrong with this job? Pure; nothing is asked, read or changed."""

from __future__ import annotations

import dataclasses
from typing import Iterable, List, Tuple

from rb_dcc_core.account_facts import UNKNOWN, AccountFacts
from rb_dcc_core.disk_facts import NOT_LOOKED, DiskFacts
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError
from rb_dcc_core.fixes import SETTINGS, Fix
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem, RenderLayer, SceneSnapshot
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.job_rules import settings_problems

from .disk import disk_problems
from .farm import farm_problems
from .frames import frame_problems
from .outputs import output_problems
from .pictures import picture_problems
from .scene import scene_problems

_ORDER = {ERROR: 0, WARNING: 1, NOTICE: 2}


def check(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    environment: RenderEnvironment,
    account: AccountFacts = UNKNOWN,
    disk: DiskFacts = NOT_LOOKED,
) -> Tuple[Problem, ...]:
    """Every problem, errors first, each once; what the account does not tell and nobody looked at is not judged.

    The scene reader's own findings are among them, but for those that the settings overrule or a check here repeats.
    """
    found: List[Problem] = list(settings_problems(settings))
    layers: Tuple[RenderLayer, ...] = ()
    try:
        layers = tuple(layer for layer in chosen_layers(snapshot, settings) if layer.renderable)
    except InputError as error:
        found.append(Problem(ERROR, "unknown_name", error.message))
    else:
        found.extend(frame_problems(snapshot, settings, layers, account))
        found.extend(output_problems(snapshot, settings, layers))
        found.extend(picture_problems(snapshot, settings, layers))
    found.extend(scene_problems(snapshot, settings, layers, environment))
    found.extend(disk_problems(snapshot, settings, disk))
    found.extend(farm_problems(snapshot, settings, layers, environment, account))
    return _sorted_once(found)


def errors_of(problems: Iterable[Problem]) -> Tuple[Problem, ...]:
    """Those that stop a submission."""
    return tuple(problem for problem in problems if problem.severity == ERROR)


def fixed(settings: JobSettings, fix: Fix) -> JobSettings:
    """The settings after a fix; those of a fix that the host has to do are left as they are."""
    return dataclasses.replace(settings, **dict(fix.changes)) if fix.kind == SETTINGS else settings


def _sorted_once(problems: Iterable[Problem]) -> Tuple[Problem, ...]:
    seen = set()
    kept = []
    for problem in problems:
        key = (problem.code, problem.node, problem.message.text())
        if key not in seen:
            seen.add(key)
            kept.append(problem)
    return tuple(sorted(kept, key=lambda problem: _ORDER.get(problem.severity, 2)))
