"""`rb-dcc send`: a submission that was prepared without the service becomes a running task."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import click

from rb_dcc_core.account_facts import ask_facts
from rb_dcc_core.checks import check
from rb_dcc_core.client import Client
from rb_dcc_core.environment_choice import choose_environment
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import InputError, UnknownNameError
from rb_dcc_core.filecache import PersistentFileCache
from rb_dcc_core.host import ERROR
from rb_dcc_core.journal import Submission
from rb_dcc_core.labels import with_label
from rb_dcc_core.models import SupportedPlugins
from rb_dcc_core.offline import OfflineSubmission
from rb_dcc_core.offline_import import checked_files, parcel_of, read_folder, refuse_misfit
from rb_dcc_core.offline_sent import sent_task
from rb_dcc_core.parcel import Parcel
from rb_dcc_core.submission import job_context, look_up_tips, refuse_blocking_tips

from .finite import FiniteRange
from .job_checking import check_and_say, with_estimate
from .limit import limit_option
from .output import count_text, json_option
from .progress import ByteProgress
from .submissions import choose_unfinished, forget_one, resume_one
from .submit import after_submitting, download_folder
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("folder", type=click.Path(), metavar="DIR")
@click.option("--env", "env_name", metavar="NAME", help="A saved render environment, whatever DIR asks for.")
@click.option("--resume", "wants_resume", is_flag=True, help="Go on with an interrupted sending of DIR.")
@click.option(
    "--new", "wants_new", is_flag=True, help="Send anew: give an interrupted one up, or send once more."
)
@click.option("--wait", is_flag=True, help="Watch the task to its end.")
@click.option(
    "--download",
    "download_to",
    type=click.Path(),
    metavar="[DIR]",
    is_flag=False,
    flag_value="",
    help="Wait and fetch every result; without DIR into the folder it was prepared with.",
)
@click.option(
    "--interval", type=FiniteRange(0.2, 3600), default=5.0, metavar="SECONDS", help="Between looks."
)
@limit_option
@json_option
@pass_workbench
def send(workbench: Workbench, folder: str, as_json: bool, **given: Any) -> int:
    """Send the submission that 'rb-dcc submit SCENE --offline DIR' has prepared, from this or any other computer."""
    if given["wants_resume"] and given["wants_new"]:
        raise click.UsageError("Give either --resume or --new.")
    path = Path(folder).absolute()
    offline = read_folder(path)
    given["download_to"] = download_folder(given["download_to"], offline.settings)
    task_id = _send(workbench, offline, path, given)
    if not as_json:
        click.echo(f"Task {task_id} is submitted.")
    return after_submitting(workbench, task_id, given, as_json)


def _send(workbench: Workbench, offline: OfflineSubmission, folder: Path, given: Dict[str, Any]) -> int:
    """Go on with this export's unfinished submission or begin one; nobody else sends it or its scene meanwhile."""
    journal, account = workbench.journal, workbench.account_key
    with journal.lock_exported(account, offline.id, str(folder)):
        found = journal.exported(account, offline.id)
        unfinished = [each for each in found if each.is_unfinished]
        chosen = choose_unfinished(unfinished, given["wants_resume"], given["wants_new"])
        if chosen is not None:
            return _go_on(workbench, chosen)
        if not given["wants_new"]:
            _refuse_sent(workbench, folder, found)
        paths = _checked(workbench, offline, folder)
        with journal.lock(account, paths[0]):
            parcel = _complete(workbench, offline, folder, paths, given["env_name"])
            refuse_blocking_tips(look_up_tips(workbench.client, parcel, workbench.language))
            transfer = workbench.transfer
            for old in unfinished:
                click.echo(forget_one(workbench, old), err=True)
            if transfer.why is not None:
                click.echo(transfer.why.text(), err=True)
            return resume_one(workbench, journal.begin(account, parcel).now)


def _go_on(workbench: Workbench, chosen: Submission) -> int:
    with workbench.journal.lock(chosen.account, chosen.scene):
        return resume_one(workbench, workbench.journal.get(chosen.id))


def _refuse_sent(workbench: Workbench, folder: Path, found: List[Submission]) -> None:
    """What this computer's journal or the folder itself says of an earlier sending."""
    task_id = found[0].task_id if found else sent_task(folder, workbench.account.address.url)
    if task_id is not None:
        raise InputError(
            "The submission in {folder} was sent already, as task {task_id}. Give --new to send it once more.",
            folder=str(folder),
            task_id=task_id,
        )


def _checked(workbench: Workbench, offline: OfflineSubmission, folder: Path) -> Tuple[str, ...]:
    cache = PersistentFileCache(workbench.locations.cache)
    title = "check ({})".format(count_text(len(offline.files), "file", "files"))
    try:
        with ByteProgress(title, offline.size_bytes) as progress:
            return checked_files(offline, folder, cache, progress.advance)
    finally:
        cache.close()


def _complete(
    workbench: Workbench,
    offline: OfflineSubmission,
    folder: Path,
    paths: Tuple[str, ...],
    env_name: Optional[str],
) -> Parcel:
    """Ask what could not be asked without the service; raises InputError with the first error."""
    client, snapshot, settings = workbench.client, offline.snapshot, offline.settings
    environment, offered = _environment(client, offline, env_name)
    platform, profile = workbench.account.profile.platform, client.query_user_profile()
    facts = ask_facts(client, platform, snapshot.scene, profile, offered)
    facts = with_estimate(workbench, snapshot, settings, facts)
    said = [each for each in check(snapshot, settings, offline.environment) if each.severity != ERROR]
    check_and_say(snapshot, settings, environment, facts, said)
    context = job_context(profile, platform)
    if settings.label:
        context = with_label(client, context, settings.label)
    return parcel_of(offline, folder, paths, environment, context)


def _environment(
    client: Client, offline: OfflineSubmission, env_name: Optional[str]
) -> Tuple[RenderEnvironment, SupportedPlugins]:
    """The one named now, else the one named when it was prepared, else one that fits."""
    snapshot, settings = offline.snapshot, offline.settings
    name = env_name or settings.environment
    try:
        environment, offered = choose_environment(client, snapshot, name, settings.os_name)
    except UnknownNameError as error:
        if env_name:
            raise
        raise UnknownNameError(
            "{reason} The submission was prepared for it; choose another with --env.", reason=error.message
        ) from error
    if not name:
        refuse_misfit(snapshot, environment, offered)
    return environment, offered
