"""`rb-dcc submit --task-per-camera`: one task for each camera, instead of one for all."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Tuple

import click

from rb_dcc_core.camera_jobs import CameraJob, camera_jobs
from rb_dcc_core.errors import InputError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings

from .budgets import keep_limits
from .job_options import read_job_scene
from .output import print_json
from .workbench import Workbench

_ALONE = ("wants_resume", "wait", "download_to", "offline", "test_first")
Submit = Callable[[Workbench, str, JobSettings, Dict[str, Any]], int]


def submit_each(
    workbench: Workbench,
    scene: str,
    settings: JobSettings,
    given: Dict[str, Any],
    as_json: bool,
    submit: Submit,
) -> int:
    """Submit the scene once for each camera; where one fails, say which are submitted and which were not begun."""
    if any(given[name] for name in _ALONE):
        raise click.UsageError(
            "--task-per-camera only submits: 'rb-dcc watch TASK' and 'rb-dcc download' follow; --one-task does without it."
        )
    snapshot = read_job_scene(scene, given)
    _refuse_unfinished(workbench, snapshot, given)
    jobs = jobs_to_submit(snapshot, settings)
    done: List[Tuple[str, int]] = []
    for job in jobs:
        try:
            task_id = submit(workbench, scene, job.settings, given)
        except BaseException:
            _say_rest(done, tuple(each.camera for each in jobs[len(done) :]))
            raise
        done.append((job.camera, task_id))
        if not as_json:
            click.echo(f"Task {task_id} is submitted: {job.camera}.")
    keep_limits(workbench, [task_id for _, task_id in done], given)
    if as_json:
        print_json({"tasks": [{"camera": camera, "task_id": task_id} for camera, task_id in done]})
    return 0


def jobs_to_submit(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[CameraJob, ...]:
    """One for each camera of the layers that render; raises InputError where there are none."""
    jobs = camera_jobs(snapshot, settings)
    if not jobs:
        names = ", ".join(camera.name for camera in snapshot.cameras) or "none"
        raise InputError("Give the cameras with --camera. The scene has: {names}.", names=names)
    return jobs


def _refuse_unfinished(workbench: Workbench, snapshot: SceneSnapshot, given: Dict[str, Any]) -> None:
    """Which of the tasks it was of nobody would see any more."""
    unfinished = workbench.journal.unfinished(workbench.account_key, snapshot.scene)
    if unfinished and not given["wants_new"]:
        raise InputError(
            "Submission {number} of this scene was not finished. 'rb-dcc resume {number}' goes on with it; or give --new.",
            number=unfinished[0].id,
        )


def _say_rest(done: List[Tuple[str, int]], left: Tuple[str, ...]) -> None:
    if done:
        click.echo(
            "Submitted: " + ", ".join(f"{camera} (task {number})" for camera, number in done), err=True
        )
    if left[1:]:
        click.echo("Not begun: " + ", ".join(left[1:]) + ". Give them with --camera.", err=True)
