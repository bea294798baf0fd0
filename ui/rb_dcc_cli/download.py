"""`rb-dcc download`: every result of a task, whole and checked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Dict, Sequence

import click

from rb_dcc_core.downloads import DownloadReport, results_of
from rb_dcc_core.downloads import download as fetch
from rb_dcc_core.errors import InputError
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.transfer import Transfer

from .output import count_text, json_option, print_json
from .progress import ByteProgress
from .workbench import Workbench, pass_workbench


@click.command()
@click.argument("task", type=click.IntRange(1))
@click.argument("folder", type=click.Path(), metavar="DIR")
@json_option
@pass_workbench
def download(workbench: Workbench, task: int, folder: str, as_json: bool) -> int:
    """Fetch every result of a task so far into DIR; what is there already and whole is not fetched again."""
    target = Path(folder)
    report = fetch_results(workbench.transfer, [workbench.client.task_info(task)], target, not as_json)
    if as_json:
        print_json(dict(report_json(target, report), task_id=task))
    return 1 if report.failed else 0


def fetch_results(
    transfer: Transfer, tasks: Sequence[TaskInfo], folder: Path, is_spoken: bool
) -> DownloadReport:
    """Fetch with a bar; says what was fetched, and on stderr what could not be."""
    if folder.exists() and not folder.is_dir():
        raise InputError("{folder} is a file. Choose a folder for the results.", folder=str(folder))
    files = [each for task in tasks for each in results_of(transfer, task)]
    title = "download ({})".format(count_text(len(files), "file", "files"))
    try:
        with ByteProgress(title, sum(each.size for each in files)) as progress:
            report = fetch(transfer, files, folder, time.sleep, progress.advance)
    except KeyboardInterrupt:
        click.echo("What is fetched stays; the same command again goes on from there.", err=True)
        raise
    for path, why in report.failed:
        click.echo(f"{path}: {why.text()}", err=True)
    if is_spoken:
        _say(report, folder)
    return report


def _say(report: DownloadReport, folder: Path) -> None:
    if not report.files:
        click.echo("There are no results yet.")
        return
    click.echo("{} in {}".format(count_text(len(report.files), "picture", "pictures"), folder.absolute()))


def report_json(folder: Path, report: DownloadReport) -> Dict[str, Any]:
    return {
        "folder": str(folder.absolute()),
        "files": [path.absolute().as_posix() for path in report.files],
        "fetched": len(report.fetched),
        "already_there": len(report.present),
        "failed": [{"path": path, "message": why.text()} for path, why in report.failed],
    }
