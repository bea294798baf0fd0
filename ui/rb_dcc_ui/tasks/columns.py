"""What each column of the list says of a task, and what it is sorted by. No Qt."""

from __future__ import annotations

import time
from typing import Any, Callable, Optional

from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import money_words
from rb_dcc_core.statuses import part_words
from rb_dcc_ui.downloads.presenter import Download
from rb_dcc_ui.looks import task_look
from rb_dcc_ui.wording import duration_words, moment_words, size_words

from .figures import cost, counts, duration_s, rough_time_left_s

NAME, STATUS, PROGRESS, STARTED, DURATION, COST, LEFT, ON_DISK, LABEL, NUMBER = range(10)
HEADINGS = (
    Message("Task"),
    Message("Status"),
    Message("Frames"),
    Message("Started"),
    Message("Duration"),
    Message("Cost"),
    Message("Time left"),
    Message("On disk"),
    Message("Label"),
    Message("Number"),
)
Say = Callable[[Message], str]


class TaskColumns:
    """`currency` is the account's sign, `shows_cost` False hides money, `clock` gives seconds since the epoch."""

    def __init__(self, say: Say, clock: Callable[[], float] = time.time) -> None:
        self.currency = "$"
        self.shows_cost = True
        self.download_of: Callable[[int], Optional[Download]] = lambda task_id: None
        self._say = say
        self._clock = clock

    def text(self, task: TaskInfo, column: int, is_part: bool = False) -> str:
        say, now_ms = self._say, self._clock() * 1000
        if column == NAME:
            return part_name(task, say) if is_part else task_name(task)
        if column == STATUS:
            return say(task_look(task.task_status).words)
        if column == PROGRESS:
            return self._progress(task)
        if column == STARTED:
            return say(moment_words(task.start_time_ms or task.submit_date_ms))
        if column == DURATION:
            return say(duration_words(duration_s(task, now_ms)))
        if column == COST:
            return say(money_words(cost(task) if self.shows_cost else None, self.currency))
        if column == LEFT:
            return say(duration_words(rough_time_left_s(task, now_ms)))
        if column == ON_DISK:
            return "" if is_part else self._on_disk(task)
        if column == NUMBER:
            return "" if task.id is None else str(task.id)
        return say(Message(", ")).join(task.every_label)

    def sort_key(self, task: TaskInfo, column: int) -> Any:
        """Of one kind for all tasks of a column; what is not known stands before whatever is."""
        if column == NAME:
            return task_name(task).casefold()
        if column == LABEL:
            return ", ".join(task.every_label).casefold()
        value = self._number(task, column)
        return -1 if value is None else value

    def _number(self, task: TaskInfo, column: int) -> Optional[float]:
        now_ms = self._clock() * 1000
        if column == STATUS:
            return task.task_status
        if column == PROGRESS:
            return counts(task).share
        if column == STARTED:
            return task.start_time_ms or task.submit_date_ms
        if column == DURATION:
            return duration_s(task, now_ms)
        if column == LEFT:
            return rough_time_left_s(task, now_ms)
        if column == COST:
            return cost(task) if self.shows_cost else None
        if column == ON_DISK:
            download = self._download(task)
            return None if download is None else download.files
        return task.id

    def _progress(self, task: TaskInfo) -> str:
        numbers = counts(task)
        if not numbers.total:
            return "–"
        text = Message("{done} / {total}", done=numbers.done, total=numbers.total)
        if numbers.failed:
            text = Message("{text} · {failed} failed", text=text, failed=numbers.failed)
        return self._say(text)

    def _on_disk(self, task: TaskInfo) -> str:
        """How far its download is, in words; only whole tasks are downloaded."""
        download = self._download(task)
        if download is None:
            return ""
        if not download.is_running:
            one = Message("1 file")
            return self._say(one if download.files == 1 else Message("{count} files", count=download.files))
        if download.share is None:
            return self._say(Message("{size} …", size=size_words(download.moved_bytes)))
        return self._say(Message("{percent} % …", percent=int(100 * download.share)))

    def _download(self, task: TaskInfo) -> Optional[Download]:
        return None if task.id is None else self.download_of(task.id)


def task_name(task: TaskInfo) -> str:
    """A whole task is called by its scene."""
    return task.scene_name or task.task_alias or str(task.id)


def part_name(task: TaskInfo, say: Say) -> str:
    """A part of one by its layer or kind."""
    kind = task.task_type_text or task.task_type
    words = [task.layer_name, kind and say(part_words(kind)), task.render_camera]
    return " · ".join(each for each in words if each) or task.scene_name or str(task.id)
