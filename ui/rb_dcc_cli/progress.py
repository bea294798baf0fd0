"""Progress for people: bars on a terminal, single lines elsewhere; always on stderr, so that stdout stays clean."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Dict, Optional

import click

from rb_dcc_core.models import TaskInfo
from rb_dcc_core.statuses import task_words

from .output import size_text

if TYPE_CHECKING:
    from rich.progress import Progress

_LINE_EVERY_S = 5.0


def is_terminal() -> bool:
    """True where bars can be drawn."""
    import sys

    return sys.stderr.isatty()


class ByteProgress:
    """How much of an upload or download is done; a context manager. `advance` takes bytes."""

    def __init__(self, title: str, total_bytes: int) -> None:
        self._title = title
        self._total = total_bytes
        self._done = 0
        self._said_at = time.monotonic()
        self._progress: Optional[Progress] = None
        self._bar: Any = None

    def __enter__(self) -> ByteProgress:
        if is_terminal():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                DownloadColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
                TransferSpeedColumn,
            )

            self._progress = Progress(
                TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
                TimeRemainingColumn(), console=Console(stderr=True),
            )  # fmt: skip
            self._progress.start()
            self._bar = self._progress.add_task(self._title, total=self._total)
        return self

    def __exit__(self, *exc: object) -> None:
        if self._progress is not None:
            self._progress.stop()
        elif exc[0] is None:
            self._say()

    def advance(self, size: int) -> None:
        """Count bytes; without a terminal a line is written every few seconds."""
        self._done += size
        if self._progress is not None:
            self._progress.advance(self._bar, size)
        elif time.monotonic() - self._said_at >= _LINE_EVERY_S:
            self._said_at = time.monotonic()
            self._say()

    def say(self, text: str) -> None:
        """Say something above the bar, or as a line of its own."""
        if self._progress is not None:
            self._progress.console.print(text, markup=False, highlight=False)
        else:
            click.echo(text, err=True)

    def _say(self) -> None:
        click.echo(f"{self._title}: {size_text(self._done)} of {size_text(self._total)}", err=True)


class FrameProgress:
    """How many frames of watched tasks are done; a context manager."""

    def __init__(self) -> None:
        self._progress: Optional[Progress] = None
        self._bars: Dict[int, Any] = {}
        self._said: Dict[int, str] = {}

    def __enter__(self) -> FrameProgress:
        if is_terminal():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self._progress = Progress(
                TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
                TextColumn("{task.fields[state]}", markup=False), TimeElapsedColumn(), console=Console(stderr=True),
            )  # fmt: skip
            self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, task: TaskInfo) -> None:
        """Show a task as it is now."""
        total, done, failed = task_counts(task)
        state = task_words(task.task_status).text() + (f", {failed} failed" if failed else "")
        number = task.id or 0
        if self._progress is None:
            self._say(number, f"task {number}: {state}, {done} of {total} frames")
            return
        if number not in self._bars:
            self._bars[number] = self._progress.add_task(f"task {number}", total=None, state=state)
        self._progress.update(self._bars[number], total=total or None, completed=done, state=state)

    def _say(self, number: int, line: str) -> None:
        if self._said.get(number) != line:
            self._said[number] = line
            click.echo(line, err=True)


def task_counts(task: TaskInfo) -> tuple[int, int, int]:
    """Frames in all, done and failed, of a task's leaves."""
    leaves = task.leaves()
    return (
        sum(leaf.total_frames or 0 for leaf in leaves),
        sum(leaf.done_frames or 0 for leaf in leaves),
        sum(leaf.failed_frames or 0 for leaf in leaves),
    )
