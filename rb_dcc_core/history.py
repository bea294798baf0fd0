"""The account's finished tasks, kept small on this computer: what estimates rest on, and what was spent.

Fed by whoever watches a task to its end. Only numbers, names and paths of this computer are in it; never a key.
"""

from __future__ import annotations

import json
import logging
import posixpath
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, List, Optional, Sequence, Tuple

from .database import Database
from .estimate import JobOutline, PastJob
from .models import FrameInfo, TaskInfo, UserProfile
from .money import Purse, purse_of
from .pictures import whole_pictures
from .prices import Prices, price_change, prices_of
from .statuses import FRAME_DONE

_log = logging.getLogger(__name__)

FILE_NAME = "history.sqlite3"
MOST_FRAMES = 1000
MOST_READ = 400
_MAIN = 5
_PRIORITY = 4
_PICTURES = (None, 0, _PRIORITY, _MAIN)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    account TEXT NOT NULL, task_id INTEGER NOT NULL, scene TEXT NOT NULL, scene_name TEXT NOT NULL, project TEXT NOT NULL,
    renderer TEXT NOT NULL, pixels INTEGER NOT NULL, label TEXT NOT NULL, finished_ms INTEGER NOT NULL, cost REAL,
    frames INTEGER NOT NULL, costs TEXT NOT NULL, times TEXT NOT NULL, PRIMARY KEY (account, task_id));
CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (account, finished_ms);
CREATE TABLE IF NOT EXISTS paces (
    account TEXT NOT NULL, task_id INTEGER NOT NULL, machines REAL NOT NULL, PRIMARY KEY (account, task_id));
CREATE TABLE IF NOT EXISTS passes (
    account TEXT NOT NULL, task_id INTEGER NOT NULL, cost REAL NOT NULL, time_s REAL NOT NULL,
    PRIMARY KEY (account, task_id));
CREATE TABLE IF NOT EXISTS purses (account TEXT PRIMARY KEY, sign TEXT NOT NULL, is_shown INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS prices (account TEXT PRIMARY KEY, cpu REAL NOT NULL, gpu REAL NOT NULL);
CREATE TABLE IF NOT EXISTS job_prices (
    account TEXT NOT NULL, task_id INTEGER NOT NULL, cpu REAL NOT NULL, gpu REAL NOT NULL,
    PRIMARY KEY (account, task_id));
"""
_PACES_READ = 12
_PACE_FRAMES = 8


@dataclass(frozen=True)
class Spent:
    """One task's cost. `cost` in the account's currency, None where the service did not tell; `frames` that are done."""

    task_id: int
    scene_name: str
    label: str
    finished_ms: int
    cost: Optional[float]
    frames: int

    @property
    def month(self) -> str:
        """ "2026-11", in this computer's time zone."""
        return time.strftime("%Y-%m", time.localtime(self.finished_ms / 1000.0))


class History:
    """One file; several programs may have it open. Raises LocalFileError where the disk refuses. Any thread."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder / FILE_NAME, _SCHEMA, is_durable=False)

    def __enter__(self) -> History:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    def remember(
        self,
        account: str,
        task: TaskInfo,
        leaves: Iterable[Sequence[FrameInfo]],
        outline: Optional[JobOutline] = None,
        now_ms: Optional[int] = None,
    ) -> None:
        """Keep what a task came to, in whole pictures; of very many an even share. The same task again replaces what was kept.

        `leaves` are the frames of each of its parts. `outline` is what it was submitted as from this computer, None where it came from elsewhere: then only its scene's
        name is known to find it by.
        """
        parts = list(leaves)
        self._remember_pace(account, task, [each for part in parts for each in part if _is_picture(each)])
        seen = whole_pictures(parts)
        costs = _thinned([each.cost_each for each in seen.done])
        times = _thinned([each.time_each_s for each in seen.done])
        finished = task.completed_date_ms or now_ms or int(time.time() * 1000)
        self._database.run(
            "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account,
                task.id,
                outline.scene if outline else "",
                task.scene_name or "",
                outline.project if outline else "",
                outline.renderer if outline else "",
                outline.pixels if outline else 0,
                next(iter(task.every_label), ""),
                finished,
                task.render_consume if task.render_consume is not None else seen.cost or None,
                sum(each.count for each in seen.done) or _told_done(task),
                json.dumps([round(each, 6) for each in costs]),
                json.dumps([round(each, 2) for each in times]),
            ),
        )
        self._database.run(
            "INSERT OR REPLACE INTO passes VALUES (?, ?, ?, ?)",
            (account, task.id, seen.once_cost if seen.once_done else 0.0, seen.once_s),
        )
        self._database.run(
            "INSERT OR REPLACE INTO job_prices SELECT account, ?, cpu, gpu FROM prices WHERE account = ?",
            (task.id, account),
        )

    def _remember_pace(self, account: str, task: TaskInfo, done: Sequence[FrameInfo]) -> None:
        machines = machines_at_once(done)
        if machines is not None and task.id is not None:
            self._database.run("INSERT OR REPLACE INTO paces VALUES (?, ?, ?)", (account, task.id, machines))

    def usual_machines(self, account: str) -> Optional[int]:
        """How many machines rendered at once for the account's newest tasks, the middle of them; None where none is known."""
        rows = self._database.rows(
            "SELECT machines FROM paces JOIN jobs USING (account, task_id) WHERE account = ?"
            " ORDER BY finished_ms DESC LIMIT ?",
            (account, _PACES_READ),
        )
        return max(1, round(statistics.median(row["machines"] for row in rows))) if rows else None

    def past_jobs(self, account: str, outline: JobOutline, but_not: Optional[int] = None) -> List[PastJob]:
        """The newest jobs that an estimate for this one may rest on, but for the task `but_not`. A task from elsewhere counts
        for the scene of its name."""
        name = posixpath.basename(outline.scene.replace("\\", "/"))
        rows = self._database.rows(
            "SELECT jobs.*, passes.cost AS once_cost, passes.time_s AS once_s, job_prices.cpu, job_prices.gpu FROM jobs"
            " LEFT JOIN passes USING (account, task_id) LEFT JOIN job_prices USING (account, task_id)"
            " WHERE account = ? AND (renderer = ? OR (renderer = '' AND scene_name = ?))"
            " AND task_id IS NOT ? ORDER BY finished_ms DESC LIMIT ?",
            (account, outline.renderer, name, but_not, MOST_READ),
        )
        now = self._prices(account)
        found = (_job(row, outline, name, now) for row in rows)
        return [each for each in found if each is not None]

    def _prices(self, account: str) -> Prices:
        rows = self._database.rows("SELECT cpu, gpu FROM prices WHERE account = ?", (account,))
        return Prices(*rows[0]) if rows else Prices()

    def knows(self, account: str, task_id: int) -> bool:
        return bool(
            self._database.rows("SELECT 1 FROM jobs WHERE account = ? AND task_id = ?", (account, task_id))
        )

    def update_cost(self, account: str, task: TaskInfo) -> bool:
        """What a kept task has cost by now: one that stood still may have gone on. False where it is not kept."""
        if task.id is None or not self.knows(account, task.id):
            return False
        if task.render_consume is not None:
            self._database.run(
                "UPDATE jobs SET cost = ?, finished_ms = coalesce(?, finished_ms) WHERE account = ? AND task_id = ?"
                " AND cost IS NOT ?",
                (task.render_consume, task.completed_date_ms, account, task.id, task.render_consume),
            )
        return True

    def keep_profile(self, account: str, user: UserProfile) -> None:
        """How the account counts, for when nobody can ask it, and what it pays now: tasks remembered from now on were
        rendered at these prices."""
        told, prices = purse_of(user), prices_of(user)
        self._database.run(
            "INSERT OR REPLACE INTO purses VALUES (?, ?, ?)", (account, told.sign, int(told.is_shown))
        )
        self._database.run(
            "INSERT OR REPLACE INTO prices VALUES (?, ?, ?)", (account, prices.cpu, prices.gpu)
        )

    def purse(self, account: str) -> Optional[Purse]:
        """As it was told last; None where it never was."""
        rows = self._database.rows("SELECT sign, is_shown FROM purses WHERE account = ?", (account,))
        return Purse(rows[0]["sign"], bool(rows[0]["is_shown"])) if rows else None

    def spent(self, account: str, since_ms: int = 0) -> List[Spent]:
        """What tasks that ended since then have cost, newest first."""
        rows = self._database.rows(
            "SELECT task_id, scene_name, label, finished_ms, cost, frames FROM jobs"
            " WHERE account = ? AND finished_ms >= ? ORDER BY finished_ms DESC",
            (account, since_ms),
        )
        return [Spent(*tuple(row)) for row in rows]


def _told_done(task: TaskInfo) -> int:
    """How many frames are done by the task's own count; for one whose frames nobody has asked for."""
    return sum(leaf.done_frames or 0 for leaf in task.leaves())


def machines_at_once(frames: Sequence[FrameInfo]) -> Optional[float]:
    """How many of a task's frames rendered at once, on the average from its first to its last; None where it is not told."""
    runs = [
        (each.start_time_ms, each.end_time_ms)
        for each in frames
        if each.start_time_ms and each.end_time_ms and each.end_time_ms > each.start_time_ms
    ]
    if len(runs) < _PACE_FRAMES:  # of a few frames nobody can tell how many more would have run beside them
        return None
    span_ms = max(end for _, end in runs) - min(start for start, _ in runs)
    return sum(end - start for start, end in runs) / span_ms


def most_at_once(frames: Sequence[FrameInfo]) -> Optional[int]:
    """How many of a task's frames were on machines at the same moment, at most; None where it is not told."""
    runs = [
        (each.start_time_ms, each.end_time_ms) for each in frames if each.start_time_ms and each.end_time_ms
    ]
    beside = [sum(begun <= start < end for begun, end in runs) for start, _ in runs]
    return max(beside, default=None)


def totals(spent: Iterable[Spent]) -> List[Tuple[str, str, float, int, int]]:
    """Cost by month and label: (month, label, cost, tasks, frames), newest month first, dearest label first. Pure."""
    sums: dict[Tuple[str, str], List[float]] = {}
    for each in spent:
        row = sums.setdefault((each.month, each.label), [0.0, 0, 0])
        row[0] += each.cost or 0.0
        row[1] += 1
        row[2] += each.frames
    made = [(month, label, row[0], int(row[1]), int(row[2])) for (month, label), row in sums.items()]
    return sorted(sorted(made, key=lambda each: -each[2]), key=lambda each: each[0], reverse=True)


def _is_picture(frame: FrameInfo) -> bool:
    return frame.frame_status == FRAME_DONE and frame.frame_type in _PICTURES


def _thinned(values: List[float]) -> List[float]:
    """Not more than are of use, evenly from first to last."""
    count = len(values)
    if count <= MOST_FRAMES:
        return values
    return [values[at * (count - 1) // (MOST_FRAMES - 1)] for at in range(MOST_FRAMES)]


def _job(row: Any, outline: JobOutline, name: str, now: Prices) -> Optional[PastJob]:
    """None for what can no longer be read: the others tell enough."""
    try:
        costs = [float(each) for each in json.loads(row["costs"])]
        times = [float(each) for each in json.loads(row["times"])]
    except (ValueError, TypeError) as error:
        _log.info("task %s is no past to judge by: %s", row["task_id"], error)
        return None
    then = Prices(row["cpu"] or 0.0, row["gpu"] or 0.0)
    is_from_elsewhere = not row["renderer"] and row["scene_name"] == name
    return PastJob(
        outline.scene if is_from_elsewhere else row["scene"],
        row["project"],
        outline.renderer if is_from_elsewhere else row["renderer"],
        row["pixels"],
        tuple(costs),
        tuple(times),
        row["finished_ms"],
        row["once_cost"] or 0.0,
        row["once_s"] or 0.0,
        row["frames"],
        price_change(then, now, 3600 * sum(costs) / sum(times) if sum(times) > 0 else 0.0),
    )
