"""`rb-dcc submit --offline`: a submission prepared whole without the service, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import click

from rb_dcc_core.account_facts import UNKNOWN
from rb_dcc_core.disk_facts import look_at_disk
from rb_dcc_core.environment_choice import scene_environment
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.filecache import PersistentFileCache
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.journal import scene_key
from rb_dcc_core.locks import HeldElsewhere, hold
from rb_dcc_core.offline import OfflineSubmission
from rb_dcc_core.offline_export import export, prepare_offline
from rb_dcc_core.submission import PreparedJob

from .job_checking import check_and_say
from .output import count_text, print_json, print_pairs, size_text
from .progress import ByteProgress
from .workbench import Workbench


def export_scene(
    workbench: Workbench,
    snapshot: SceneSnapshot,
    settings: JobSettings,
    folder: Path,
    is_copied: bool,
    as_json: bool,
) -> int:
    """Check what can be checked here, write the folder, say what it holds; asks no service and needs no account."""
    wanted = scene_environment(snapshot, settings.os_name)
    check_and_say(snapshot, settings, wanted, UNKNOWN, disk=look_at_disk(snapshot, settings))
    job = prepare_offline(snapshot, settings, wanted)
    made = _export(workbench, job, folder, is_copied)
    command = f'rb-dcc send "{folder}"' if " " in str(folder) else f"rb-dcc send {folder}"
    if as_json:
        print_json(_json(made, folder, command))
    else:
        _print(made, folder, command)
    return 0


def _export(workbench: Workbench, job: PreparedJob, folder: Path, is_copied: bool) -> OfflineSubmission:
    refusal = HeldElsewhere(
        "{folder} is being written by another program at this moment. Wait for it to finish.",
        folder=str(folder),
    )
    title = "{} ({})".format("copy" if is_copied else "read", count_text(len(job.entries), "file", "files"))
    cache = PersistentFileCache(workbench.locations.cache)
    try:
        lock = hold(workbench.locations.state / "locks", "offline-" + scene_key(str(folder)), refusal)
        with lock, ByteProgress(title, job.size_bytes) as progress:
            return export(job, folder, is_copied, cache, progress.advance)
    except KeyboardInterrupt:
        click.echo("What is done stays; the same command goes on from there.", err=True)
        raise
    finally:
        cache.close()


def _print(made: OfflineSubmission, folder: Path, command: str) -> None:
    click.echo(f"Nothing was sent. The submission is in {folder}:")
    copies = size_text(made.held_bytes) + " of copies: the folder can be carried to another computer"
    print_pairs(
        [
            ("  scene", made.snapshot.scene),
            ("  environment", _environment_text(made.environment)),
            ("  label", made.settings.label or None),
            ("  upload", f"{count_text(len(made.files), 'file', 'files')}, {size_text(made.size_bytes)}"),
            ("  holds", copies if made.is_copied else "no copies: the files are sent from where they are"),
        ]
    )
    click.echo(f"Send it with: {command}")


def _environment_text(environment: RenderEnvironment) -> str:
    """What is looked for when it is sent."""
    if environment.name is not None:
        return f"'{environment.name}'"
    plugins = [f"{name} {version}" for name, version in sorted(environment.plugins.items())]
    return "one with " + ", ".join([f"{environment.cg_name} {environment.cg_version}", *plugins])


def _json(made: OfflineSubmission, folder: Path, command: str) -> Dict[str, Any]:
    return {
        "task_id": None,
        "offline": str(folder.absolute()),
        "id": made.id,
        "copied": made.is_copied,
        "files": len(made.files),
        "size_bytes": made.size_bytes,
        "held_bytes": made.held_bytes,
        "command": command,
    }
