"""`rb-dcc submit`: a scene file becomes a running task."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Dict, Optional, Sequence, Tuple

import click

from rb_dcc_core import jobfiles
from rb_dcc_core.account_facts import UNKNOWN, AccountFacts, ask_facts
from rb_dcc_core.bookkeeping import keep_book
from rb_dcc_core.client import Client
from rb_dcc_core.disk_facts import look_at_disk
from rb_dcc_core.environment_choice import choose_environment, scene_environment
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import NetworkError, SettingsError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.jobfiles import JobContext
from rb_dcc_core.journal import DOWNLOADED, WATCHED
from rb_dcc_core.labels import with_label
from rb_dcc_core.submission import PreparedJob, job_context, look_up_tips, prepare, refuse_blocking_tips

from .budgets import BudgetGuard, budget_options, keep_limits
from .camera_tasks import submit_each
from .download import fetch_results, report_json
from .finite import FiniteRange
from .following import follow, say_ends
from .job_checking import check_and_say, choose_or_say_why, with_estimate
from .job_options import job_options, job_settings, read_job_scene, settings_from_options
from .limit import limit_option
from .offline import export_scene
from .output import count_text, json_option, print_json, size_text
from .progress import task_counts
from .sending_bar import send_with_progress
from .submissions import choose_unfinished, forget_one, note, resume_one
from .test_first import after_test_frames, with_test_frames
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("scene", type=click.Path())
@job_options
@click.option("--dry-run", type=click.Path(), metavar="DIR", help="Only write the job files into DIR.")
@click.option(
    "--offline",
    type=click.Path(),
    metavar="DIR",
    help="Prepare without the service; 'rb-dcc send DIR' sends.",
)
@click.option(
    "--copy/--no-copy", "is_copied", default=True, help="With --offline: copy the files into DIR (default)."
)
@click.option(
    "--resume", "wants_resume", is_flag=True, help="Go on with an interrupted submission of the scene."
)
@click.option("--new", "wants_new", is_flag=True, help="Give an interrupted submission up and begin anew.")
@click.option(
    "--task-per-camera/--one-task", default=None, help="Submit one task for each camera, or one for all."
)
@click.option(
    "--test-first",
    is_flag=True,
    help="Render first, middle and last frame (or --priority-frames), pause, and say what the rest will cost.",
)
@click.option("--wait", is_flag=True, help="Watch the task to its end.")
@click.option(
    "--download",
    "download_to",
    type=click.Path(),
    metavar="[DIR]",
    is_flag=False,
    flag_value="",
    help="Wait and fetch every result; without DIR into --output-folder.",
)
@click.option(
    "--interval", type=FiniteRange(0.2, 3600), default=5.0, metavar="SECONDS", help="Between looks."
)
@limit_option
@budget_options
@json_option
@pass_workbench
def submit(workbench: Workbench, scene: str, dry_run: Optional[str], as_json: bool, **given: Any) -> int:
    """Submit a scene file. Without --camera, --layer and --frames the scene itself decides."""
    settings = job_settings(workbench, scene, given)
    if given["test_first"]:
        settings = with_test_frames(settings)
    given["download_to"] = download_folder(given["download_to"], settings)
    if given["wants_resume"] and given["wants_new"]:
        raise click.UsageError("Give either --resume or --new.")
    if settings.task_per_camera and dry_run is None:
        return submit_each(workbench, scene, settings, given, as_json, _submit)
    if given["offline"] is not None:
        if dry_run or given["wants_resume"] or given["wants_new"] or given["wait"] or given["download_to"]:
            raise click.UsageError("--offline only prepares: 'rb-dcc send DIR' sends, waits and downloads.")
        if given["budget_day"] or given["warn_day"]:
            raise click.UsageError(
                "The limits of a day are for what is watched here: give them to 'rb-dcc watch'."
            )
        snapshot = read_job_scene(scene, given)
        return export_scene(
            workbench, snapshot, settings, Path(given["offline"]), given["is_copied"], as_json
        )
    if dry_run is not None:
        snapshot = read_job_scene(scene, given)
        return _dry_run(workbench, snapshot, settings, Path(dry_run), as_json)
    task_id = _submit(workbench, scene, settings, given)
    if not as_json:
        click.echo(f"Task {task_id} is submitted.")
    return after_submitting(workbench, task_id, given, as_json)


def download_folder(given: Optional[str], settings: JobSettings) -> Optional[str]:
    """Where to download to when the task has ended; None where that was not asked for."""
    if given == "" and not settings.output_folder:
        raise click.UsageError("Give the folder: --download DIR, or set it with --output-folder DIR.")
    return settings.output_folder if given == "" else given


def _submit(workbench: Workbench, scene: str, settings: JobSettings, given: Dict[str, Any]) -> int:
    """Go on with this scene's unfinished submission or begin one; nobody else submits the scene meanwhile."""
    journal, account = workbench.journal, workbench.account_key
    with journal.lock(account, scene):
        snapshot = read_job_scene(scene, given)
        unfinished = journal.unfinished(account, snapshot.scene)
        chosen = choose_unfinished(unfinished, given["wants_resume"], given["wants_new"])
        if chosen is not None:
            _say_unused(given)
            return resume_one(workbench, chosen)
        client, transfer = workbench.client, workbench.transfer
        job = _prepare(client, workbench, snapshot, settings)
        refuse_blocking_tips(look_up_tips(client, job, workbench.language))
        for old in unfinished:
            click.echo(forget_one(workbench, old), err=True)
        if transfer.why is not None:
            click.echo(transfer.why.text(), err=True)
        record = journal.begin(account, job.parcel)
        return send_with_progress(client, transfer, job.parcel, record, workbench.locations.cache)


def _say_unused(given: Dict[str, Any]) -> None:
    """What is gone on with is prepared: its choices, made then, stand; limits count all the same."""
    chosen = dataclasses.replace(settings_from_options(given), budget_soft=None, budget_hard=None)
    if given["preset"] or chosen != JobSettings():
        click.echo(
            "It goes on as it was prepared: the choices given now are not used. --new begins anew with them.",
            err=True,
        )


def _prepare(
    client: Client, workbench: Workbench, snapshot: SceneSnapshot, settings: JobSettings
) -> PreparedJob:
    """Choose, ask and check everything before anything is made; raises InputError with the first error."""
    chosen = choose_or_say_why(client, snapshot, settings)
    platform, profile = workbench.account.profile.platform, client.query_user_profile()
    facts = ask_facts(client, platform, snapshot.scene, profile, chosen.offered)
    facts = with_estimate(workbench, snapshot, settings, facts)
    disk = look_at_disk(snapshot, settings)
    check_and_say(snapshot, settings, chosen.environment, facts, disk=disk, refusal=chosen.refusal)
    context = job_context(profile, platform)
    if settings.label:
        context = with_label(client, context, settings.label)
    return prepare(snapshot, settings, chosen.environment, context)


def _dry_run(
    workbench: Workbench,
    snapshot: SceneSnapshot,
    settings: JobSettings,
    folder: Path,
    as_json: bool,
) -> int:
    """Write the job files; without an account or a network the environment is the scene's own, and said so."""
    environment, facts, context = _ask_for_dry_run(workbench, snapshot, settings)
    check_and_say(snapshot, settings, environment, facts, disk=look_at_disk(snapshot, settings))
    # A 3ds Max scene's archive stays beside the job files that tell its MD5.
    job = prepare(snapshot, settings, environment, context, archive_folder=folder)
    jobfiles.write_job_files(folder, dict(job.files))
    paths = [str(folder / name) for name in jobfiles.NAMES]
    if as_json:
        print_json({"task_id": None, "dry_run": str(folder), "files": paths})
    else:
        _print_dry_run(job, folder, paths)
    return 0


def _ask_for_dry_run(
    workbench: Workbench, snapshot: SceneSnapshot, settings: JobSettings
) -> Tuple[RenderEnvironment, AccountFacts, JobContext]:
    """As far as the service can be asked; raises SettingsError, NetworkError where a saved environment was named."""
    try:
        client = workbench.client
        environment, offered = choose_environment(client, snapshot, settings.environment, settings.os_name)
        profile = client.query_user_profile()
        context = job_context(profile, workbench.account.profile.platform)
        return environment, AccountFacts(profile=profile, offered=offered), context
    except (SettingsError, NetworkError) as error:
        if settings.environment:
            raise
        click.echo(f"Without the service ({error}) the environment is the scene's own, unchecked.", err=True)
        return scene_environment(snapshot, settings.os_name), UNKNOWN, JobContext(user_id="", platform="")


def _print_dry_run(job: PreparedJob, folder: Path, paths: Sequence[str]) -> None:
    click.echo(f"Nothing was sent. The job files are in {folder}:")
    for path in paths:
        click.echo("  " + path)
    files = count_text(len(job.entries), "file", "files")
    click.echo(f"A submission would upload {files}, {size_text(job.size_bytes)}.")


def after_submitting(workbench: Workbench, task_id: int, given: Dict[str, Any], as_json: bool) -> int:
    """Wait and download where that was asked for; the exit code says whether every frame is done."""
    answer: Dict[str, Any] = {"task_id": task_id, "status": None, "status_text": "submitted"}
    is_done = True
    if given.get("test_first") and not after_test_frames(workbench, task_id, given, answer, as_json):
        return 0
    if given["wait"] or given["download_to"]:
        is_done = _wait(workbench, task_id, given, answer, as_json)
    else:
        keep_limits(workbench, [task_id], given)
    if as_json:
        print_json(answer)
    return 0 if is_done else 1


def _wait(
    workbench: Workbench, task_id: int, given: Dict[str, Any], answer: Dict[str, Any], as_json: bool
) -> bool:
    """To the task's end, and its results where they are wanted; True where every frame is done and fetched."""
    guard = BudgetGuard(workbench, given)
    try:
        tasks = follow(workbench.client, [task_id], given["interval"], on_poll=guard.look)
    except KeyboardInterrupt:
        click.echo(f"The task goes on on the farm: 'rb-dcc watch {task_id}' watches it again.", err=True)
        raise
    is_done = say_ends(tasks, workbench.client, workbench.language)
    for task in tasks.values():
        keep_book(workbench.client, workbench.locations.state, workbench.account_key, task)
    record = workbench.journal.task(task_id, workbench.account_key)
    note(record, WATCHED)
    answer.update(_ended_json(tasks[task_id]) if task_id in tasks else {})
    if given["download_to"] and task_id in tasks:
        report = fetch_results(workbench.transfer, [tasks[task_id]], Path(given["download_to"]), not as_json)
        answer["download"] = report_json(Path(given["download_to"]), report)
        is_done = is_done and not report.failed
        if is_done:
            note(record, DOWNLOADED)
    return is_done


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
