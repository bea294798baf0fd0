"""What a person may do to tasks and frames, and in which state; anything else is refused with 603.

The protocol names no rules, so these are the sandbox's: stop while under way; start what stands still; abort anything
that is not over; delete nothing that is under way; restart frames that are settled, in a task that is not given up.
"""

from __future__ import annotations

import sqlite3
from typing import Dict, List, Optional, Sequence

from .database import Database, marks
from .frames_table import Frames
from .simulation import ANALYSIS_S, MACHINES_AT_FULL_SPEED, PREPARATION_S, Simulation, refuse_unless
from .statuses import (
    ABANDONED,
    ANALYSING,
    ARREARS,
    COMPOSITE,
    FAILED,
    FAILED_FRAMES,
    FINISHED,
    FINISHED_WITH_FAILED,
    FINISHED_WITH_STOPPED,
    FRAME_RENDERING,
    FRAME_STOPPED,
    FRAME_WAITING,
    FRAME_WAITS_FOR_BLOCKS,
    IN_QUEUE,
    PREPARING,
    SETTLED_FRAMES,
    STOPPED,
    SUBMIT_FAILED,
    SUBMITTING,
    TEST_DONE,
    TIMED_OUT,
    UNDER_WAY,
    WAITING,
)
from .tasks import Tasks

STANDING_STILL = (STOPPED, ARREARS, TIMED_OUT, TEST_DONE)
OVER = (FINISHED, FINISHED_WITH_FAILED, FINISHED_WITH_STOPPED, ABANDONED, FAILED, SUBMIT_FAILED)
NOT_RESTARTABLE = (ABANDONED, FAILED, SUBMIT_FAILED, SUBMITTING, ANALYSING, PREPARING)


class Control:
    """Each method takes ids of parents or of children; what a parent is told, its children do."""

    def __init__(self, database: Database, tasks: Tasks, frames: Frames, simulation: Simulation) -> None:
        self._database = database
        self._tasks = tasks
        self._frames = frames
        self._simulation = simulation

    def stop(self, task_ids: Sequence[int]) -> None:
        for leaf in self._chosen(task_ids, UNDER_WAY, "stopped"):
            self._database.run("UPDATE tasks SET timer_sim = NULL WHERE id = ?", (leaf["id"],))
            self._simulation.stop_task(leaf["id"], STOPPED)
        self._simulation.settle()

    def start(self, task_ids: Sequence[int]) -> None:
        for leaf in self._chosen(task_ids, STANDING_STILL, "started"):
            if not leaf["kind"]:
                self._start_analysis(leaf)
                continue
            self._database.run(
                "UPDATE frames SET status = ? WHERE task_id = ? AND status = ? AND held = 0",
                (FRAME_WAITING, leaf["id"], FRAME_STOPPED),
            )
            if leaf["status"] == TEST_DONE:
                self._tasks.change(leaf["id"], stop_after_test=0)
            self._resume(leaf["id"])
        self._simulation.settle()

    def abort(self, task_ids: Sequence[int]) -> None:
        allowed = (*UNDER_WAY, *STANDING_STILL, SUBMITTING)
        for leaf in self._chosen(task_ids, allowed, "given up"):
            self._simulation.stop_task(leaf["id"], ABANDONED)
            self._tasks.change(leaf["id"], timer_sim=None)
            self._database.run(
                f"UPDATE frames SET status = ? WHERE task_id = ? AND status NOT IN ({marks(SETTLED_FRAMES)})",
                (FRAME_STOPPED, leaf["id"], *SETTLED_FRAMES),
            )
            if leaf["kind"]:
                self._tasks.recount(leaf["id"])
        self._simulation.settle()

    def delete(self, task_ids: Sequence[int]) -> None:
        rows = [self._tasks.get(task_id) for task_id in task_ids]
        for row in rows:
            refuse_unless(row["is_delete"] == 1, "task {} is deleted already".format(row["id"]))
            refuse_unless(row["parent_id"] == 0, "task {} goes with its parent".format(row["id"]))
            for one in [row, *self._tasks.children(row["id"])]:
                refuse_unless(
                    one["status"] not in UNDER_WAY, "task {} is under way; stop it first".format(row["id"])
                )
        for row in rows:
            self._database.run("UPDATE tasks SET is_delete = 0 WHERE ? IN (id, parent_id)", (row["id"],))

    def restart_failed(self, task_ids: Sequence[int], statuses: Optional[Sequence[int]]) -> None:
        """restartFailedFrames: the failed and timed-out frames of tasks, or those of the settled statuses named."""
        leaves = [leaf for task_id in task_ids for leaf in self._leaves(task_id)]
        wanted = statuses or FAILED_FRAMES
        refuse_unless(set(wanted) <= set(SETTLED_FRAMES), "only settled frames can be restarted")
        for leaf in leaves:
            refuse_unless(
                leaf["status"] not in NOT_RESTARTABLE, "task {} cannot be restarted".format(leaf["id"])
            )
        for leaf in leaves:
            frames = self._frames.chosen(leaf["id"], None, wanted)
            if frames:
                self._restart(leaf, frames)
        self._simulation.settle()

    def restart_frames(
        self, task_id: int, ids: Optional[Sequence[int]], statuses: Optional[Sequence[int]]
    ) -> None:
        """restartFrame: those frames (None: every settled one); refused if one of them is not settled."""
        for leaf in self._leaves(task_id):
            refuse_unless(
                leaf["status"] not in NOT_RESTARTABLE, "task {} cannot be restarted".format(leaf["id"])
            )
            if ids is None:
                statuses = [one for one in statuses or SETTLED_FRAMES if one in SETTLED_FRAMES]
            frames = self._frames.chosen(leaf["id"], ids, statuses)
            settled = all(frame["status"] in SETTLED_FRAMES for frame in frames)
            refuse_unless(settled, "frames that wait or render cannot be restarted")
            if frames:
                self._restart(leaf, frames)
        self._simulation.settle()

    def stop_frames(
        self, task_id: int, ids: Optional[Sequence[int]], statuses: Optional[Sequence[int]]
    ) -> None:
        """stopTaskFrames: those frames (None: every one that waits or renders), until they are restarted."""
        for leaf in self._leaves(task_id):
            refuse_unless(leaf["status"] in IN_QUEUE, "task {} is not rendering".format(leaf["id"]))
            frames = self._frames.chosen(leaf["id"], ids, statuses)
            open_frames = [frame for frame in frames if frame["status"] not in SETTLED_FRAMES]
            refuse_unless(
                ids is None or len(open_frames) == len(frames), "frames that are over cannot be stopped"
            )
            for frame in open_frames:
                if frame["status"] == FRAME_RENDERING:
                    self._simulation.stop_frame(frame, held=1)
            waiting = [frame["id"] for frame in open_frames if frame["status"] != FRAME_RENDERING]
            self._frames.set_status(waiting, FRAME_STOPPED, held=1)
            self._simulation.look_at_clusters(leaf["id"], open_frames)
        self._simulation.settle()

    def full_speed(self, task_ids: Sequence[int]) -> None:
        for row in self._every(task_ids):
            self._tasks.change(row["id"], node_limit=MACHINES_AT_FULL_SPEED)
        self._simulation.settle()

    def set_level(self, task_id: int, level: int) -> None:
        for row in self._every([task_id]):
            self._tasks.change(row["id"], user_level=level)
        self._simulation.settle()

    def set_over_time(self, task_ids: Sequence[int], seconds: int) -> None:
        """Stop a task so many seconds after its frames first started, or were last resumed; 0 takes the limit off."""
        for row in self._every(task_ids):
            deadline = None
            if seconds and row["run_start_sim"] is not None and row["status"] in IN_QUEUE:
                deadline = max(self._simulation.clock.now, row["run_start_sim"] + seconds)
            self._tasks.change(row["id"], task_stop_s=seconds, deadline_sim=deadline)
        self._simulation.advance()

    def _every(self, task_ids: Sequence[int]) -> List[sqlite3.Row]:
        rows = [self._tasks.get(task_id) for task_id in task_ids]
        for row in rows:
            refuse_unless(row["status"] not in OVER, "task {} is over".format(row["id"]))
        return [one for row in rows for one in [row, *self._tasks.children(row["id"])]]

    def _leaves(self, task_id: int) -> List[sqlite3.Row]:
        row = self._tasks.get(task_id)
        refuse_unless(row["is_delete"] == 1, f"task {task_id} is deleted")
        return self._tasks.leaves(task_id)

    def _chosen(self, task_ids: Sequence[int], allowed: Sequence[int], done: str) -> List[sqlite3.Row]:
        """The leaves in an allowed state; a task with none refuses the whole request before anything changes."""
        chosen: Dict[int, sqlite3.Row] = {}
        for task_id in task_ids:
            leaves = [leaf for leaf in self._leaves(task_id) if leaf["status"] in allowed]
            refuse_unless(bool(leaves), f"task {task_id} cannot be {done} in its state")
            chosen.update((leaf["id"], leaf) for leaf in leaves)
        return list(chosen.values())

    def _start_analysis(self, task: sqlite3.Row) -> None:
        now = self._simulation.clock.now
        status, seconds = (PREPARING, PREPARATION_S) if task["job"] else (ANALYSING, ANALYSIS_S)
        self._tasks.change(task["id"], status=status, timer_sim=now + seconds, completed_ms=None)

    def _restart(self, leaf: sqlite3.Row, frames: Sequence[sqlite3.Row]) -> None:
        """Let settled frames wait again; composites wait for their blocks, and a block takes its composite along."""
        composites = [frame["id"] for frame in frames if frame["frame_type"] == COMPOSITE]
        clusters = {frame["cluster"] for frame in frames if frame["frame_type"] != COMPOSITE}
        self._frames.set_status([frame["id"] for frame in frames], FRAME_WAITING)
        self._frames.set_status(composites, FRAME_WAITS_FOR_BLOCKS)
        if leaf["tiles"] > 1:
            for cluster in clusters:
                self._database.run(
                    "UPDATE frames SET status = ?, held = 0 WHERE task_id = ? AND cluster = ? AND frame_type = ?",
                    (FRAME_WAITS_FOR_BLOCKS, leaf["id"], cluster, COMPOSITE),
                )
        self._resume(leaf["id"])
        self._simulation.look_at_clusters(
            leaf["id"], [frame for frame in frames if frame["id"] in composites]
        )

    def _resume(self, task_id: int) -> None:
        task = self._tasks.get(task_id)
        fresh = (
            {}
            if task["status"] in IN_QUEUE
            else {"run_start_sim": None, "deadline_sim": None, "status": WAITING}
        )
        self._tasks.change(task_id, completed_ms=None, **fresh)
        self._simulation.after_change(task_id)
