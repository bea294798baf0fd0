"""Progress for people: bars on a terminal, single lines elsewhere; always on stderr, so that stdout stays clean."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional

import click

from rb_dcc_core.models import TaskInfo
from rb_dcc_core.pace import Pace
from rb_dcc_core.statuses import task_words

from .output import count_text, duration_text, size_text

if TYPE_CHECKING:
    from rich.progress import Progress

_LINE_EVERY_S = 5.0


def is_terminal() -> bool:
    """True where bars can be drawn."""
    import sys

    return sys.stderr.isatty()


class ByteProgress:
    """How much of an upload or download is done: bytes, files, rate, time left; a context manager.

    `total_bytes` and `total_files` are None where nobody knows them.
    """

    def __init__(
        self,
        title: str,
        total_bytes: Optional[int],
        total_files: Optional[int] = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._title = title
        self._total = total_bytes
        self._total_files = total_files
        self._clock = clock
        self._pace = Pace(clock)
        self._done = 0
        self._files = 0
        self._is_told = False
        self._started_at: Optional[float] = None
        self._said_at = clock()
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
            )

            self._progress = Progress(
                TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[files]}"), DownloadColumn(),
                _told_live(self._pace_now), console=Console(stderr=True),
            )  # fmt: skip
            self._progress.start()
            self._bar = self._progress.add_task(self._title, total=self._total, files=self._files_text())
        return self

    def __exit__(self, *exc: object) -> None:
        if self._progress is not None:
            self._progress.stop()
        elif exc[0] is None:
            self.end()

    def end(self) -> None:
        """All has moved: a log's last line, said once; none where there was no turn to move anything."""
        if self._progress is None and not self._is_told and not (self._total and self._started_at is None):
            self._say()
        self._is_told = True

    def advance(self, size: int) -> None:
        """Count bytes; without a terminal a line is written every few seconds."""
        if self._started_at is None:
            self._started_at = self._clock()
            self._pace.begin()
        self._done += size
        self._pace.count(size)
        if self._progress is not None:
            self._progress.advance(self._bar, size)
        elif self._clock() - self._said_at >= _LINE_EVERY_S:
            self._said_at = self._clock()
            self._say()

    def count_file(self, path: object) -> None:
        """Count a file that has arrived; one that is sent again makes no more of them than there are."""
        self._files += 1
        if self._total_files is not None:
            self._files = min(self._files, self._total_files)
        if self._progress is not None:
            self._progress.update(self._bar, files=self._files_text())

    def say(self, text: str) -> None:
        """Say something above the bar, or as a line of its own."""
        if self._progress is not None:
            self._progress.console.print(text, markup=False, highlight=False)
        else:
            click.echo(text, err=True)

    def _say(self) -> None:
        of = "" if self._total is None else f" of {size_text(self._total)}"
        said = [f"{self._title}: {size_text(self._done)}{of}", self._files_text(), *self._mean_pace()]
        click.echo(", ".join(each for each in said if each), err=True)

    def _files_text(self) -> str:
        if self._total_files is None:
            return count_text(self._files, "file", "files") if self._files else ""
        return f"{self._files} of {self._total_files} files"

    def _mean_pace(self) -> List[str]:
        """Since the first byte, for a log's lines."""
        passed_s = 0.0 if self._started_at is None else self._clock() - self._started_at
        return [] if passed_s <= 0 else self._pace_text(self._pace.moved_bytes / passed_s)

    def _pace_now(self) -> str:
        """Of the last seconds, for a bar."""
        return ", ".join(self._pace_text(self._pace.bytes_per_s() or 0.0))

    def _pace_text(self, rate: float) -> List[str]:
        """The rate, and the time left where the whole is known; nothing where nothing moves."""
        if rate <= 0:
            return []
        said = [f"{size_text(int(rate))}/s"]
        if self._total is not None and self._total > self._done:
            said.append(f"{duration_text((self._total - self._done) / rate)} left")
        return said


def _told_live(text: Callable[[], str]) -> Any:
    """A bar's column whose text is asked for each time it is drawn."""
    from rich.progress import ProgressColumn
    from rich.text import Text

    class Told(ProgressColumn):
        def render(self, task: object) -> Text:
            return Text(text(), style="progress.data.speed")

    return Told()


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
