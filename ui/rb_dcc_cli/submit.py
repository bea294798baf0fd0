"""`rb-dcc submit`: a scene file becomes a running task."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import click

from rb_dcc_core import jobfiles
from rb_dcc_core.client import Client
from rb_dcc_core.environments import (
    CG_IDS,
    RenderEnvironment,
    environment_for_scene,
    environment_of,
    saved_environment,
)
from rb_dcc_core.errors import LabelExistsError, NetworkError, SettingsError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import RENDER_SETUP, Problem, SceneSnapshot
from rb_dcc_core.job import OS_LINUX, OS_NAMES, OS_WINDOWS, JobSettings
from rb_dcc_core.jobfiles import JobContext
from rb_dcc_core.submission import PreparedJob, job_context, look_up_tips, prepare, refuse_blocking_tips, send

from .download import fetch_results, report_json
from .following import follow, say_ends
from .output import count_text, json_option, print_json, size_text
from .progress import ByteProgress, task_counts
from .readers import read_scene
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("scene", type=click.Path())
@click.option("--camera", "cameras", multiple=True, metavar="NAME", help="Render this camera (repeatable).")
@click.option("--layer", "layers", multiple=True, metavar="NAME", help="Render this layer (repeatable).")
@click.option("--frames", metavar="RANGE", help="1-10, 1-10x2, 537 or a list by comma.")
@click.option("--env", "env_name", metavar="NAME", help="A saved render environment (see 'rb-dcc env list').")
@click.option("--label", default="", metavar="TEXT", help="The task's label; made where it is new.")
@click.option(
    "--os", "os_name", type=click.Choice(["windows", "linux"]), default="windows", show_default=True
)
@click.option(
    "--project", type=click.Path(), metavar="DIR", help="The project folder, where it cannot be found."
)
@click.option("--dry-run", type=click.Path(), metavar="DIR", help="Only write the job files into DIR.")
@click.option("--wait", is_flag=True, help="Watch the task to its end.")
@click.option(
    "--download", "download_to", type=click.Path(), metavar="DIR", help="Wait and fetch every result."
)
@click.option(
    "--interval", type=click.FloatRange(0.2, 3600), default=5.0, metavar="SECONDS", help="Between looks."
)
@json_option
@pass_workbench
def submit(workbench: Workbench, scene: str, dry_run: Optional[str], as_json: bool, **given: Any) -> int:
    """Submit a scene file. Without --camera, --layer and --frames the scene itself decides."""
    settings = settings_from_options(given)
    snapshot = read_scene(scene, given["project"])
    if dry_run is not None:
        return _dry_run(workbench, snapshot, settings, given["env_name"], Path(dry_run), as_json)
    client = workbench.client
    transfer = workbench.transfer
    environment, problems = choose_environment(client, snapshot, given["env_name"], settings.os_name)
    _say_problems(problems + snapshot.problems)
    job = _prepare(client, workbench, snapshot, settings, environment)
    refuse_blocking_tips(look_up_tips(client, job))
    task_id = send_with_progress(client, transfer, job)
    if not as_json:
        click.echo(f"Task {task_id} is submitted.")
    return _after(workbench, task_id, given, as_json)


def settings_from_options(given: Dict[str, Any]) -> JobSettings:
    """What the options choose; raises FrameRangeError for frames that are none."""
    frames = None if given["frames"] is None else FrameRange.parse(given["frames"])
    return JobSettings(
        cameras=tuple(given["cameras"]),
        layers=tuple(given["layers"]),
        frames=frames,
        label=given["label"].strip(),
        os_name=OS_LINUX if given["os_name"] == "linux" else OS_WINDOWS,
    )


def choose_environment(
    client: Client, snapshot: SceneSnapshot, name: Optional[str], os_name: int
) -> Tuple[RenderEnvironment, Tuple[Problem, ...]]:
    """The named environment; else the account's default where it is of the scene's release; else one for the scene."""
    cg_id = CG_IDS[snapshot.host]
    saved = client.get_render_env(cg_id)
    if name is not None:
        return saved_environment(saved, name), ()
    for env in saved:
        if env.is_default and env.cg_version == snapshot.host_version:
            return environment_of(env), ()
    return environment_for_scene(snapshot, client.query_supported_plugin(cg_id, OS_NAMES[os_name]), os_name)


def send_with_progress(client: Client, transfer: Any, job: PreparedJob) -> int:
    """Send a job with a bar for the upload; Ctrl-C says what remains."""
    stage = ["create"]
    title = "upload ({})".format(count_text(len(job.entries), "file", "files"))
    try:
        with ByteProgress(title, job.size_bytes) as progress:
            return send(client, transfer, job, lambda name: stage.__setitem__(0, name), progress.advance)
    except KeyboardInterrupt:
        remains = {
            "create": "A task number may have been created; an empty one costs nothing.",
            "submit": "The task may have been submitted: look with 'rb-dcc tasks' before you submit again.",
        }
        general = (
            "The task was created but not submitted; it costs nothing. Submit again: what is uploaded stays."
        )
        click.echo("Interrupted. " + remains.get(stage[0], general), err=True)
        raise


def _prepare(
    client: Client,
    workbench: Workbench,
    snapshot: SceneSnapshot,
    settings: JobSettings,
    env: RenderEnvironment,
) -> PreparedJob:
    context = job_context(client.query_user_profile(), workbench.account.profile.platform)
    if settings.label:
        context = _with_label(client, context, settings.label)
    return prepare(snapshot, settings, env, context)


def _with_label(client: Client, context: JobContext, label: str) -> JobContext:
    """The label's number, the label made where it is new."""
    for attempt in range(2):
        for each in client.get_label_list():
            if each.project_name == label and each.project_id is not None:
                return JobContext(context.user_id, context.platform, context.task_id, str(each.project_id))
        if attempt == 0:
            try:
                client.add_label(label)
            except LabelExistsError:
                continue
    return context


def _dry_run(
    workbench: Workbench,
    snapshot: SceneSnapshot,
    settings: JobSettings,
    env_name: Optional[str],
    folder: Path,
    as_json: bool,
) -> int:
    """Write the job files; without an account or a network the environment is the scene's own, and said so."""
    try:
        client = workbench.client
        environment, problems = choose_environment(client, snapshot, env_name, settings.os_name)
        context = job_context(client.query_user_profile(), workbench.account.profile.platform)
    except (SettingsError, NetworkError) as error:
        if env_name is not None:
            raise
        click.echo(f"Without the service ({error}) the environment is the scene's own, unchecked.", err=True)
        environment, problems = scene_environment(snapshot, settings.os_name), ()
        context = JobContext(user_id="", platform="")
    _say_problems(tuple(problems) + snapshot.problems)
    job = prepare(snapshot, settings, environment, context)
    jobfiles.write_job_files(folder, dict(job.files))
    paths = [str(folder / name) for name in jobfiles.NAMES]
    if as_json:
        print_json({"task_id": None, "dry_run": str(folder), "files": paths})
    else:
        click.echo(f"Nothing was sent. The job files are in {folder}:")
        for path in paths:
            click.echo("  " + path)
        click.echo(
            "A submission would upload {}, {}.".format(
                count_text(len(job.entries), "file", "files"), size_text(job.size_bytes)
            )
        )
    return 0


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


def _after(workbench: Workbench, task_id: int, given: Dict[str, Any], as_json: bool) -> int:
    """Wait and download where that was asked for; the exit code says whether every frame is done."""
    answer: Dict[str, Any] = {"task_id": task_id, "status": None, "status_text": "submitted"}
    is_done = True
    if given["wait"] or given["download_to"]:
        try:
            tasks = follow(workbench.client, [task_id], given["interval"])
        except KeyboardInterrupt:
            click.echo(f"The task goes on on the farm: 'rb-dcc watch {task_id}' watches it again.", err=True)
            raise
        is_done = say_ends(tasks)
        answer.update(_ended_json(tasks[task_id]) if task_id in tasks else {})
        if given["download_to"] and task_id in tasks:
            report = fetch_results(
                workbench.transfer, [tasks[task_id]], Path(given["download_to"]), not as_json
            )
            answer["download"] = report_json(Path(given["download_to"]), report)
            is_done = is_done and not report.failed
    if as_json:
        print_json(answer)
    return 0 if is_done else 1


def _ended_json(task: Any) -> Dict[str, Any]:
    from rb_dcc_core.statuses import task_words

    total, done, failed = task_counts(task)
    return {
        "status": task.task_status,
        "status_text": task_words(task.task_status).text(),
        "total_frames": total,
        "done_frames": done,
        "failed_frames": failed,
    }


def _say_problems(problems: Sequence[Problem]) -> None:
    shown: List[Problem] = [problem for problem in problems if problem.severity != "notice"]
    for problem in shown[:20]:
        click.echo(f"{problem.severity}: {problem.message.text()}", err=True)
    if len(shown) > 20:
        click.echo(f"… and {len(shown) - 20} more: see 'rb-dcc describe'.", err=True)
