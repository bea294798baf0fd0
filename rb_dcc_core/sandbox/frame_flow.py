"""What one ended frame sets free: composites, the frames behind the priority frames, the task behind the photons."""

from __future__ import annotations

import json
import sqlite3
from typing import Optional, Sequence

from rb_dcc_core.frames import FrameRange

from . import seeds
from .database import Database
from .paths import picture_path, safe_names
from .simulated_clock import SimulatedClock
from .statuses import (
    COMPOSITE,
    FINISHED,
    FINISHED_WITH_FAILED,
    FINISHED_WITH_STOPPED,
    FRAME_FAILED,
    FRAME_WAITING,
    FRAME_WAITS_FOR_BLOCKS,
    FRAME_WAITS_FOR_PHOTON_FRAMES,
    FRAME_WAITS_FOR_PHOTON_TASK,
    FRAME_WAITS_FOR_PRIORITY,
    IN_QUEUE,
    PHOTON_MERGE,
    PRIORITY,
    RENDER,
    RENDER_PHOTON,
    TEST_DONE,
    UNDER_WAY,
    parent_status,
)
from .tasks import Tasks


class FrameFlow:
    """Moves frames from one kind of waiting to the next, and tasks to their end."""

    def __init__(self, database: Database, tasks: Tasks, clock: SimulatedClock) -> None:
        self._database = database
        self._tasks = tasks
        self._clock = clock

    def frame_settled(self, task: sqlite3.Row, frame: sqlite3.Row) -> None:
        """See what a frame's end sets free; `task` and `frame` are as they were before it."""
        if frame["frame_type"] not in (COMPOSITE, PHOTON_MERGE):
            self.clusters_changed(task, [frame])
        self.look_at(task["id"])

    def clusters_changed(self, task: sqlite3.Row, frames: Sequence[sqlite3.Row]) -> None:
        """See whether the last frame of those frames' clusters, a merge or a composite, may go or cannot any more."""
        for cluster in sorted({frame["cluster"] for frame in frames}):
            if task["kind"] == RENDER_PHOTON:
                self._release_last(task["id"], cluster, PHOTON_MERGE, FRAME_WAITS_FOR_PHOTON_FRAMES)
            elif task["tiles"] > 1:
                self._release_last(task["id"], cluster, COMPOSITE, FRAME_WAITS_FOR_BLOCKS)

    def look_at(self, task_id: int) -> None:
        """End a task whose frames are all settled; let go on, or pause, one whose priority frames are."""
        task = self._tasks.get(task_id)
        if task["status"] not in IN_QUEUE:
            return
        if task["done"] + task["failed"] + task["stopped"] == task["total"]:
            self._finish(task)
        elif self._priority_is_over(task_id):
            self._after_priority(task)

    def release_priority(self, task_id: int) -> None:
        """Let the frames behind the priority frames go."""
        self._move(task_id, FRAME_WAITS_FOR_PRIORITY, FRAME_WAITING)

    def refresh_parent(self, task: sqlite3.Row) -> None:
        """Give a parent the status that its children make."""
        children = self._tasks.children(task["parent_id"])
        if not children:
            return
        status = parent_status(child["status"] for child in children)
        ends = [child["completed_ms"] for child in children]
        is_over = status not in UNDER_WAY and status != TEST_DONE and None not in ends
        self._tasks.change(task["parent_id"], status=status, completed_ms=max(ends) if is_over else None)

    def store_pictures(self, task: sqlite3.Row, frame: sqlite3.Row) -> None:
        """Enter a finished frame's pictures in the output area; each is drawn when it is first asked for."""
        if task["kind"] != RENDER or (task["tiles"] > 1 and frame["frame_type"] != COMPOSITE):
            return
        camera = safe_names(json.loads(task["cameras"])).get(frame["camera"], "")
        modified_ms = self._clock.wall_ms(self._clock.now)
        self._database.run_many(
            "INSERT OR IGNORE INTO files (area, path, size, sha256, md5, modified_ms, disk_name, frame_id, number)"
            " VALUES (?, ?, -1, '', '', ?, '', ?, ?)",
            (
                (
                    seeds.OUTPUT_BID,
                    picture_path(task["output_name"], task["name_pattern"], camera, number),
                    modified_ms,
                    frame["id"],
                    number,
                )
                for number in FrameRange.parse_farm(frame["numbers"])
            ),
        )

    def _release_last(self, task_id: int, cluster: int, last_type: int, waits_as: int) -> None:
        """Start a cluster's last frame once all others are done; fail it when one of them did not make it."""
        others = "SELECT COUNT(*) FROM frames WHERE task_id = ? AND cluster = ? AND frame_type != ?"
        values = (task_id, cluster, last_type)
        if self._database.number(others + " AND status NOT IN (3, 4, 5, 11)", values):
            return
        all_done = not self._database.number(others + " AND status != 4", values)
        changed = self._database.run(
            "UPDATE frames SET status = ? WHERE task_id = ? AND cluster = ? AND frame_type = ? AND status = ?",
            (FRAME_WAITING if all_done else FRAME_FAILED, *values, waits_as),
        ).rowcount
        if changed and not all_done:
            self._database.run("UPDATE tasks SET failed = failed + ? WHERE id = ?", (changed, task_id))

    def _priority_is_over(self, task_id: int) -> bool:
        """True when frames wait for the priority frames and none of those is left."""
        if self._first_of(task_id, FRAME_WAITS_FOR_PRIORITY) is None:
            return False
        left = self._database.row(
            "SELECT id FROM frames WHERE task_id = ? AND status IN (1, 2) AND frame_type = ? LIMIT 1",
            (task_id, PRIORITY),
        )
        return left is None

    def _after_priority(self, task: sqlite3.Row) -> None:
        if not task["stop_after_test"]:
            self.release_priority(task["id"])
        elif not task["executing"] and self._first_of(task["id"], FRAME_WAITING) is None:
            self._tasks.change(task["id"], status=TEST_DONE, deadline_sim=None)
            self.refresh_parent(task)

    def _finish(self, task: sqlite3.Row) -> None:
        status = FINISHED
        if task["failed"]:
            status = FINISHED_WITH_FAILED
        elif task["stopped"]:
            status = FINISHED_WITH_STOPPED
        completed_ms = self._clock.wall_ms(self._clock.now)
        self._tasks.change(task["id"], status=status, deadline_sim=None, completed_ms=completed_ms)
        if task["kind"] == RENDER_PHOTON and task["done"] == task["total"]:
            self._release_after_photons(task["id"])
        self.refresh_parent(task)

    def _release_after_photons(self, photon_id: int) -> None:
        main = self._database.row("SELECT * FROM tasks WHERE photon_id = ?", (photon_id,))
        if main is None:
            return
        has_priority = self._database.number(
            "SELECT COUNT(*) FROM frames WHERE task_id = ? AND frame_type = ?", (main["id"], PRIORITY)
        )
        if has_priority:
            self._move(main["id"], FRAME_WAITS_FOR_PHOTON_TASK, FRAME_WAITING, PRIORITY)
        waits = FRAME_WAITS_FOR_PRIORITY if has_priority else FRAME_WAITING
        self._move(main["id"], FRAME_WAITS_FOR_PHOTON_TASK, waits)

    def _move(self, task_id: int, before: int, after: int, frame_type: Optional[int] = None) -> None:
        self._database.run(
            "UPDATE frames SET status = ? WHERE task_id = ? AND status = ? AND frame_type = COALESCE(?, frame_type)",
            (after, task_id, before, frame_type),
        )

    def _first_of(self, task_id: int, status: int) -> Optional[sqlite3.Row]:
        return self._database.row(
            "SELECT id FROM frames WHERE task_id = ? AND status = ? LIMIT 1", (task_id, status)
        )
