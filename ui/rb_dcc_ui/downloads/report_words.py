"""What a download came to, in sentences. Pure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rb_dcc_core.messages import Message

if TYPE_CHECKING:
    from rb_dcc_core.downloads import DownloadReport


def failed_words(report: DownloadReport, name: str) -> Message:
    """Of one that lacks pictures: how many, the first by its name and why."""
    path, why = report.failed[0]
    count = len(report.failed)
    if count == 1:
        return Message(
            "A picture of {name} could not be fetched, {path}: {why}", name=name, path=path, why=why
        )
    return Message(
        "{count} pictures of {name} could not be fetched. The first is {path}: {why}",
        count=count,
        name=name,
        path=path,
        why=why,
    )


def kept_words(report: DownloadReport, folder: Path) -> Message:
    """Of one that left newer files alone."""
    count = len(report.kept)
    if count == 1:
        return Message(
            "A file in {folder} is newer than the farm's and was left as it is.", folder=str(folder)
        )
    return Message(
        "{count} files in {folder} are newer than the farm's and were left as they are.",
        count=count,
        folder=str(folder),
    )


def replace_words(report: DownloadReport) -> Message:
    """The button that takes the farm's instead."""
    return Message("Replace it") if len(report.kept) == 1 else Message("Replace them")


def here_words(report: DownloadReport, name: str, folder: Path) -> Message:
    """Of one that has everything."""
    count = len(report.files)
    if count == 1:
        return Message("One picture of {name} is in {folder}.", name=name, folder=str(folder))
    return Message("{count} pictures of {name} are in {folder}.", count=count, name=name, folder=str(folder))
