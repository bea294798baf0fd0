"""The farm itself: machines take frames from the queue, frames end, tasks end.

There is no background work. Whoever asks moves everything up to now first, event by event, so that what happened
does not depend on how often anybody looked.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Callable, Optional, Sequence

from rb_dcc_core.frames import FrameRange

from .chance import one_try
from .database import Database
from .fees import Purse, price_of
from .frame_flow import FrameFlow
from .jobs import Job
from .planning import Planner
from .refusals import Refusal
from .simulated_clock import SimulatedClock
from .statuses import (
    ANALYSING,
    ARREARS,
    FAILED,
    FRAME_DONE,
    FRAME_RENDERING,
    FRAME_STOPPED,
    FRAME_WAITING,
    IN_QUEUE,
    PREPARING,
    RENDERING,
    SUBMIT_FAILED,
    TIMED_OUT,
    WAITING,
)
from .tasks import Tasks

MACHINES = 10
MACHINES_PER_TASK = 5
MACHINES_AT_FULL_SPEED = 10
ANALYSIS_S = 20.0
PREPARATION_S = 10.0
NO_JOB_FILES = "no job files arrived"


@dataclass(frozen=True)
class Event:
    """The next thing to happen, in simulated seconds; `what` says in which table `row_id` is."""

    at: float
    what: str
    row_id: int


class Simulation:
    """Call everything with the database's lock held, inside a transaction."""

    def __init__(
        self, database: Database, tasks: Tasks, purse: Purse, clock: SimulatedClock, seed: int
    ) -> None:
        self._database = database
        self._tasks = tasks
        self._purse = purse
        self._seed = seed
        self.clock = clock
        self._planner = Planner(database, tasks)
        self._flow = FrameFlow(database, tasks, clock)

    def advance(self) -> None:
        """Let everything happen that is due by now."""
        target = self.clock.target()
        event = self._next_event()
        happened = False
        while event is not None and event.at <= target:
            self.clock.now = event.at
            handlers: dict[str, Callable[[int], None]] = {
                "frame": self._frame_ends,
                "timer": self._timer_rings,
                "deadline": self._time_is_up,
            }
            handlers[event.what](event.row_id)
            self.settle()
            happened = True
            event = self._next_event()
        self.clock.now = target
        if happened:
            self.clock.save()

    def settle(self) -> None:
        """Hand waiting frames to free machines, in the order of the queue; or stop everything when nobody can pay."""
        free = MACHINES - self._database.number(
            "SELECT COUNT(*) FROM frames INDEXED BY frames_running WHERE status = 2"
        )
        if free <= 0:
            return
        queue = self._database.rows(
            "SELECT * FROM tasks WHERE status IN (0, 5) AND kind != '' AND is_delete = 1"
            " ORDER BY user_level DESC, queue, id"
        )
        if queue and self._purse.is_exhausted:
            for task in queue:
                self.stop_task(task["id"], ARREARS, charged=False)
            return
        for task in queue:
            if free <= 0:
                return
            free -= self._take_frames(task, min(free, task["node_limit"] - task["executing"]))

    def submit(self, task_id: int, job: Optional[Job]) -> None:
        """Start the analysis; a task without job files goes through it too and then fails."""
        self._tasks.change(
            task_id,
            status=ANALYSING,
            job=job.to_json() if job is not None else "",
            timer_sim=self.clock.now + ANALYSIS_S,
            queue=self._database.number("SELECT MAX(queue) + 1 FROM tasks"),
        )

    def stop_task(self, task_id: int, status: int, charged: bool = True) -> None:
        """Take a leaf's frames off the machines and give it a status; what waits goes on waiting."""
        running = self._database.rows("SELECT * FROM frames WHERE task_id = ? AND status = 2", (task_id,))
        for frame in running:
            self.stop_frame(frame, charged)
        self._tasks.change(
            task_id, status=status, deadline_sim=None, completed_ms=self.clock.wall_ms(self.clock.now)
        )
        self._flow.refresh_parent(self._tasks.get(task_id))

    def stop_frame(self, frame: sqlite3.Row, charged: bool = True, held: int = 0) -> None:
        """Take one frame off its machine; the time it had is charged."""
        self._end_frame(self._tasks.get(frame["task_id"]), frame, FRAME_STOPPED, charged, held)

    def after_change(self, task_id: int) -> None:
        """Look at a leaf again after its frames were changed from outside."""
        self._tasks.recount(task_id)
        self._flow.look_at(task_id)
        self._flow.refresh_parent(self._tasks.get(task_id))

    def look_at_clusters(self, task_id: int, frames: Sequence[sqlite3.Row]) -> None:
        """As after_change, but first see what the ends of those frames set free or make impossible."""
        self._tasks.recount(task_id)
        self._flow.clusters_changed(self._tasks.get(task_id), frames)
        self.after_change(task_id)

    def _next_event(self) -> Optional[Event]:
        found = None
        for what, statement in (
            (
                "frame",
                "SELECT due_sim, id FROM frames INDEXED BY frames_running WHERE status = 2 ORDER BY due_sim, id LIMIT 1",
            ),
            (
                "timer",
                "SELECT timer_sim, id FROM tasks WHERE timer_sim IS NOT NULL ORDER BY timer_sim, id LIMIT 1",
            ),
            (
                "deadline",
                "SELECT deadline_sim, id FROM tasks WHERE deadline_sim IS NOT NULL ORDER BY deadline_sim, id LIMIT 1",
            ),
        ):
            row = self._database.row(statement)
            if row is not None and (found is None or row[0] < found.at):
                found = Event(row[0], what, row[1])
        return found

    def _take_frames(self, task: sqlite3.Row, most: int) -> int:
        """Start up to `most` of a task's waiting frames; returns how many there were."""
        if most <= 0:
            return 0
        frames = self._database.rows(
            "SELECT * FROM frames WHERE task_id = ? AND status = ? ORDER BY ordinal LIMIT ?",
            (task["id"], FRAME_WAITING, most),
        )
        for frame in frames:
            self._start_frame(task, frame)
        if frames:
            self._note_start(task, len(frames))
        return len(frames)

    def _start_frame(self, task: sqlite3.Row, frame: sqlite3.Row) -> None:
        attempt = frame["tries"] + 1
        pictures = len(FrameRange.parse_farm(frame["numbers"]))
        result = one_try(
            self._seed,
            task["id"],
            frame["ordinal"],
            attempt,
            frame["frame_type"],
            task["width"] * task["height"] // task["tiles"],
            pictures,
            task["frame_stop_s"],
        )
        now = self.clock.now
        self._database.run(
            "UPDATE frames SET status = ?, tries = ?, outcome = ?, start_ms = ?, end_ms = NULL, seconds = 0,"
            " start_sim = ?, due_sim = ? WHERE id = ?",
            (
                FRAME_RENDERING,
                attempt,
                result.outcome,
                self.clock.wall_ms(now),
                now,
                now + result.seconds,
                frame["id"],
            ),
        )

    def _note_start(self, task: sqlite3.Row, count: int) -> None:
        now = self.clock.now
        values: dict[str, Any] = {"executing": task["executing"] + count}
        if task["status"] == WAITING:
            values.update(status=RENDERING, completed_ms=None)
        if task["start_ms"] is None:
            values["start_ms"] = self.clock.wall_ms(now)
        if task["run_start_sim"] is None:
            values["run_start_sim"] = now
            values["deadline_sim"] = now + task["task_stop_s"] if task["task_stop_s"] else None
        self._tasks.change(task["id"], **values)
        if task["status"] == WAITING:
            self._flow.refresh_parent(task)

    def _frame_ends(self, frame_id: int) -> None:
        frame = self._database.row("SELECT * FROM frames WHERE id = ?", (frame_id,))
        if frame is None:
            return
        task = self._tasks.get(frame["task_id"])
        self._end_frame(task, frame, frame["outcome"], True, 0)
        if frame["outcome"] == FRAME_DONE:
            self._flow.store_pictures(task, frame)
        self._flow.frame_settled(task, frame)

    def _end_frame(
        self, task: sqlite3.Row, frame: sqlite3.Row, status: int, charged: bool, held: int
    ) -> None:
        now = self.clock.now
        seconds = now - frame["start_sim"]
        charge = self._purse.charge(price_of(seconds, task["price"]) if charged else 0)
        self._database.run(
            "UPDATE frames SET status = ?, held = ?, end_ms = ?, seconds = ?, fee = fee + ?,"
            " coupon_fee = coupon_fee + ?, arrears = arrears + ?, start_sim = NULL, due_sim = NULL WHERE id = ?",
            (
                status,
                held,
                self.clock.wall_ms(now),
                seconds,
                charge.fee,
                charge.coupon,
                charge.arrears,
                frame["id"],
            ),
        )
        counter = {FRAME_DONE: "done", FRAME_STOPPED: "stopped"}.get(status, "failed")
        self._database.run(
            f"UPDATE tasks SET executing = executing - 1, {counter} = {counter} + 1, seconds = seconds + ?, fee = fee + ?,"
            " coupon_fee = coupon_fee + ?, arrears = arrears + ? WHERE id = ?",
            (seconds, charge.fee, charge.coupon, charge.arrears, task["id"]),
        )

    def _timer_rings(self, task_id: int) -> None:
        task = self._tasks.get(task_id)
        job = Job.from_json(task["job"]) if task["job"] else None
        if task["status"] == PREPARING and job is not None:
            self._planner.plan(task, job)
        elif job is None:
            self._fail(task, SUBMIT_FAILED, NO_JOB_FILES)
        elif job.error:
            self._fail(task, FAILED, f"the analysis found error {job.error}")
        else:
            self._tasks.change(task_id, status=PREPARING, timer_sim=self.clock.now + PREPARATION_S)

    def _fail(self, task: sqlite3.Row, status: int, why: str) -> None:
        completed_ms = self.clock.wall_ms(self.clock.now)
        self._tasks.change(task["id"], status=status, note=why, timer_sim=None, completed_ms=completed_ms)

    def _time_is_up(self, task_id: int) -> None:
        if self._tasks.get(task_id)["status"] in IN_QUEUE:
            self.stop_task(task_id, TIMED_OUT)
        else:
            self._tasks.change(task_id, deadline_sim=None)


def refuse_unless(allowed: bool, why: str) -> None:
    """Refuse with 603 what a task's or a frame's state does not allow."""
    if not allowed:
        raise Refusal(603, "illegal request: " + why)
