"""`rb-dcc download`: every result of a task, whole and checked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import click

from rb_dcc_core.downloads import DownloadReport, Results, find_results
from rb_dcc_core.errors import InputError
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.result_sets import download_results
from rb_dcc_core.transfer import Transfer

from .limit import limit_option
from .output import count_text, json_option, print_json
from .progress import ByteProgress
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("task", type=click.IntRange(1))
@click.argument("folder", type=click.Path(), metavar="[DIR]", required=False)
@click.option("--overwrite", is_flag=True, help="Replace files in DIR that are newer than the farm's, too.")
@limit_option
@json_option
@pass_workbench
def download(workbench: Workbench, task: int, folder: Optional[str], overwrite: bool, as_json: bool) -> int:
    """Fetch every result of a task so far into DIR; what is there already and whole is not fetched again.

    Without DIR into the folder that the task was submitted with from this computer (--output-folder).
    """
    target = Path(folder) if folder else output_folder(workbench, task)
    tasks = [workbench.client.task_info(task)]
    report = fetch_results(workbench.transfer, tasks, target, not as_json, overwrite)
    if as_json:
        print_json(dict(report_json(target, report), task_id=task))
    return 1 if report.failed else 0


def output_folder(workbench: Workbench, task: int) -> Path:
    """The folder that this computer's journal knows for a task's results; raises InputError where it knows none."""
    record = workbench.journal.task(task, workbench.account_key)
    folder = workbench.journal.parcel(record.now.id).output_folder if record is not None else ""
    if not folder:
        raise InputError(
            "No folder is known for the results of task {task}. Give one: 'rb-dcc download {task} DIR'.",
            task=task,
        )
    return Path(folder)


def fetch_results(
    transfer: Transfer, tasks: Sequence[TaskInfo], folder: Path, is_spoken: bool, overwrites: bool = False
) -> DownloadReport:
    """Fetch with a bar; says what was fetched, and on stderr what could not be and what was left as it is."""
    if folder.exists() and not folder.is_dir():
        raise InputError("{folder} is a file. Choose a folder for the results.", folder=str(folder))
    found = [each for task in tasks for each in find_results(transfer, task)]
    count, size = _totals(found)
    try:
        with ByteProgress("download", size, count) as progress:
            report = download_results(
                transfer, found, folder, time.sleep, progress.advance, progress.count_file, overwrites
            )
    except KeyboardInterrupt:
        click.echo("What is fetched stays; the same command again goes on from there.", err=True)
        raise
    for path, why in report.failed:
        click.echo(f"{path}: {why.text()}", err=True)
    for kept in report.kept:
        click.echo(f"{kept}: newer than the farm's, or not known to be older; left as it is.", err=True)
    if report.kept:
        click.echo("'rb-dcc download TASK DIR --overwrite' replaces what was left.", err=True)
    if is_spoken:
        _say(report, folder)
    return report


def _totals(found: Sequence[Results]) -> Tuple[Optional[int], Optional[int]]:
    """Files and bytes of all results; None where a folder of them is not listed."""
    if any(results.files is None for results in found):
        return None, None
    files: List[int] = [each.size for results in found for each in results.files or ()]
    return len(files), sum(files)


def _say(report: DownloadReport, folder: Path) -> None:
    if not report.files and not report.kept:
        click.echo("There are no results yet.")
        return
    click.echo("{} in {}".format(count_text(len(report.files), "picture", "pictures"), folder.absolute()))


def report_json(folder: Path, report: DownloadReport) -> Dict[str, Any]:
    return {
        "folder": str(folder.absolute()),
        "files": [path.absolute().as_posix() for path in report.files],
        "fetched": len(report.fetched),
        "already_there": len(report.present),
        "kept": [path.absolute().as_posix() for path in report.kept],
        "failed": [{"path": path, "message": why.text()} for path, why in report.failed],
    }
