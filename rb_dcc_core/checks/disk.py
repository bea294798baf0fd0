"""Checks of what stands on this computer's disk, by facts gathered before. Pure."""

from __future__ import annotations

from typing import Iterator

from rb_dcc_core.disk_facts import DiskFacts
from rb_dcc_core.fixes import set_to
from rb_dcc_core.host import ERROR, WARNING, Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.messages import Message

MOST_NAMED = 3
_NO_FOLDER = "The results cannot go to {folder}: a file stands there or in its path. Choose another folder."
_UNREADABLE = "{path} cannot be read. Give yourself the right to read it."
_SEVERAL = "{count} files cannot be read: {paths}. Give yourself the right to read them."
_MANY = "{count} files cannot be read, among them {paths}. Give yourself the right to read them."


def disk_problems(snapshot: SceneSnapshot, settings: JobSettings, disk: DiskFacts) -> Iterator[Problem]:
    """What was not looked at is not judged."""
    if disk.has_project is False:
        text = Message(
            "The project folder {project} is not there, so that relative paths may not be found. Correct the project,"
            " or give its folder with --project.",
            project=snapshot.project,
        )
        yield Problem(WARNING, "project_folder_missing", text)
    if disk.unreadable:
        yield Problem(ERROR, "file_unreadable", _unreadable(disk))
    if disk.is_output_folder_usable is False:
        text = Message(_NO_FOLDER, folder=settings.output_folder)
        fix = set_to(Message("Choose it later"), output_folder="")
        yield Problem(WARNING, "output_folder_is_file", text, None, fix)


def _unreadable(disk: DiskFacts) -> Message:
    """Every one of them would stop the upload half-way; a few are named."""
    count, named = len(disk.unreadable), disk.unreadable[:MOST_NAMED]
    if count == 1:
        return Message(_UNREADABLE, path=named[0])
    return Message(_MANY if count > MOST_NAMED else _SEVERAL, count=count, paths=", ".join(named))
