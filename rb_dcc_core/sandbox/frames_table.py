"""The frame table: pages of it, and a frame as the answers show it."""

from __future__ import annotations

import sqlite3
from typing import Any, Dict, List, Optional, Sequence, Tuple

from rb_dcc_core.interfaces import V1

from .database import Database, marks
from .fees import shown
from .refusals import not_found
from .statuses import FRAME_RENDERING, frame_status
from .tasks import munu_task_id

# In every sample of the document, and null in each.
_NULLS = ("userId", "framePrice", "feeType", "platform", "isCopy", "gopName", "frameRam")


class Frames:
    """Reads frame rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, frame_id: int) -> sqlite3.Row:
        """The row of a frame; refused with 404 where there is none."""
        found = self._database.row("SELECT * FROM frames WHERE id = ?", (frame_id,))
        if found is None:
            raise not_found(f"frame {frame_id}")
        return found

    def page(
        self, task_id: int, keyword: Optional[str], page_num: int, page_size: int
    ) -> Tuple[List[sqlite3.Row], int]:
        """One page in frame order, and how many frames there are; `keyword` is a piece of frameIndex."""
        where = "task_id = ?"
        values: List[Any] = [task_id]
        if keyword:
            where += " AND instr(frame_index, ?) > 0"
            values.append(keyword)
        total = self._database.number("SELECT COUNT(*) FROM frames WHERE " + where, values)
        found = self._database.rows(
            "SELECT * FROM frames WHERE " + where + " ORDER BY ordinal LIMIT ? OFFSET ?",
            [*values, page_size, (page_num - 1) * page_size],
        )
        return found, total

    def chosen(
        self, task_id: int, ids: Optional[Sequence[int]], statuses: Optional[Sequence[int]]
    ) -> List[sqlite3.Row]:
        """A task's frames, all or those named, of all statuses or those named; 404 for an id of another task."""
        frames = self._database.rows("SELECT * FROM frames WHERE task_id = ? ORDER BY ordinal", (task_id,))
        if ids is not None:
            wanted = set(ids)
            frames = [frame for frame in frames if frame["id"] in wanted]
            absent = wanted - {frame["id"] for frame in frames}
            if absent:
                raise not_found(f"frame {min(absent)} of task {task_id}")
        return [frame for frame in frames if statuses is None or frame["status"] in statuses]

    def stats(self) -> Dict[str, int]:
        """queryAllFrameStats: the frames of all tasks that are not deleted."""
        row = self._database.row(
            "SELECT SUM(executing), SUM(done), SUM(failed), SUM(stopped), SUM(total) FROM tasks"
            " WHERE is_delete = 1 AND kind != ''"
        )
        executing, done, failed, stopped, total = (int(value or 0) for value in row) if row else (0,) * 5
        return {
            "executingFramesTotal": executing,
            "doneFramesTotal": done,
            "failedFramesTotal": failed,
            "waitingFramesTotal": total - executing - done - failed - stopped,
            "totalFrames": total,
        }

    def set_status(self, frame_ids: Sequence[int], status: int, held: int = 0) -> None:
        """Put frames back, or aside: what an earlier try said is forgotten."""
        for start in range(0, len(frame_ids), 500):
            some = list(frame_ids[start : start + 500])
            self._database.run(
                "UPDATE frames SET status = ?, held = ?, start_sim = NULL, due_sim = NULL"
                f" WHERE id IN ({marks(some)})",
                [status, held, *some],
            )


def frame_json(frame: sqlite3.Row, task: sqlite3.Row, generation: str, now_sim: float) -> Dict[str, Any]:
    """A frame with every field of the document's samples. feeAmount is the whole fee, couponFee the coupon's part.

    v2 also tells the camera, because with several cameras a frame number comes once for each.
    """
    status = frame_status(frame["status"], generation)
    seconds = frame["seconds"]
    if frame["status"] == FRAME_RENDERING:
        seconds = now_sim - frame["start_sim"]
    values = {
        **dict.fromkeys(_NULLS),
        "id": frame["id"],
        "frameIndex": frame["frame_index"],
        "frameStatus": status,
        **_fees(frame),
        "startTime": frame["start_ms"],
        "endTime": frame["end_ms"],
        "frameExecuteTime": int(seconds),
        "frameStatusText": f"task_frame_status_{status}",
        "munuJobId": str(frame["ordinal"]),
        "taskId": frame["task_id"],
        "munuTaskId": munu_task_id(task["created_ms"], task["id"]),
        "frameType": frame["frame_type"],
        "recommitFlag": 1 if frame["tries"] > 1 else 0,
        "frameBlock": str(frame["block"]),
        "taskOverTime": task["over_time_s"] * 1000,
    }
    if generation != V1:
        values["renderCamera"] = frame["camera"] or None
    return values


def _fees(frame: sqlite3.Row) -> Dict[str, Any]:
    return {
        "feeAmount": shown(frame["fee"]),
        "couponFee": shown(frame["coupon_fee"]),
        "arrearsFee": shown(frame["arrears"]) if frame["arrears"] else None,
    }
