"""The task table: new numbers, look-ups, and a task as the answers show it."""

from __future__ import annotations

import json
import sqlite3
import time
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from rb_dcc_core.interfaces import V1

from . import seeds
from .database import Database, marks
from .fees import shown
from .refusals import not_found
from .statuses import FINISHED, RENDER, RENDER_PHOTON, SUBMITTING, UNDER_WAY, task_status

ALIAS = "2S{}"
FIRST_ID = 19001
LEVEL_OF_ACCOUNT = 79
_TYPE_TEXTS = {"": None, RENDER: "render_major_picture_task", RENDER_PHOTON: "render_photons_task"}
_SUMMED = ("total", "executing", "done", "failed", "stopped", "seconds", "fee", "coupon_fee", "arrears")


class Tasks:
    """Reads and writes rows; what a status change means is for `Simulation` and `Control`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        if not database.number("SELECT COUNT(*) FROM sqlite_sequence WHERE name = 'tasks'"):
            database.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('tasks', ?)", (FIRST_ID - 1,))

    def create(self, values: Dict[str, Any]) -> int:
        names = sorted(values)
        statement = "INSERT INTO tasks ({}) VALUES ({})".format(",".join(names), marks(names))
        return self._database.insert(statement, [values[name] for name in names])

    def change(self, task_id: int, **values: Any) -> None:
        names = sorted(values)
        setting = ",".join(name + " = ?" for name in names)
        statement = f"UPDATE tasks SET {setting} WHERE id = ?"
        self._database.run(statement, [values[name] for name in names] + [task_id])

    def get(self, task_id: int) -> sqlite3.Row:
        """The row of a task; refused with 404 where there is none."""
        found = self._database.row("SELECT * FROM tasks WHERE id = ?", (task_id,))
        if found is None:
            raise not_found(f"task {task_id}")
        return found

    def children(self, parent_id: int) -> List[sqlite3.Row]:
        if not parent_id:
            return []
        return self._database.rows("SELECT * FROM tasks WHERE parent_id = ? ORDER BY id", (parent_id,))

    def leaves(self, task_id: int) -> List[sqlite3.Row]:
        """The tasks that hold frames: a parent's children, or the task itself."""
        return self.children(task_id) or [self.get(task_id)]

    def recount(self, task_id: int) -> None:
        """Count a task's frames anew after many of them changed at once."""
        counts = {
            row["status"]: row["number"]
            for row in self._database.rows(
                "SELECT status, COUNT(*) AS number FROM frames WHERE task_id = ? GROUP BY status", (task_id,)
            )
        }
        self.change(
            task_id,
            total=sum(counts.values()),
            executing=counts.get(2, 0),
            stopped=counts.get(3, 0),
            done=counts.get(4, 0),
            failed=counts.get(5, 0) + counts.get(11, 0),
        )

    def listed(
        self, conditions: Sequence[str], values: Sequence[Any], page_num: int, page_size: int
    ) -> Tuple[List[sqlite3.Row], int]:
        """One page of the tasks that are nobody's child, newest first, and how many there are."""
        where = " AND ".join(["parent_id = 0", *conditions])
        total = self._database.number("SELECT COUNT(*) FROM tasks WHERE " + where, values)
        page = [*values, page_size, (page_num - 1) * page_size]
        found = self._database.rows(
            "SELECT * FROM tasks WHERE " + where + " ORDER BY id DESC LIMIT ? OFFSET ?", page
        )
        return found, total

    def shown(self, rows: Iterable[sqlite3.Row], generation: str) -> List[Dict[str, Any]]:
        return [self._shown_with_children(row, generation) for row in rows]

    def _shown_with_children(self, row: sqlite3.Row, generation: str) -> Dict[str, Any]:
        children = self.children(row["id"]) if row["is_open"] else []
        return task_json(row, children, generation)


def task_json(row: sqlite3.Row, children: Sequence[sqlite3.Row], generation: str) -> Dict[str, Any]:
    """A task with every field of the document's samples; a parent's numbers are its children's sums."""
    status = task_status(row["status"], generation)
    sums = {name: sum(one[name] for one in children) if children else row[name] for name in _SUMMED}
    is_planned = bool(row["kind"]) or bool(children)
    pre_status = FINISHED if children and row["status"] not in UNDER_WAY[2:] else None
    shown_task = {
        "sceneName": row["scene_name"],
        "id": row["id"],
        "taskAlias": ALIAS.format(row["id"]),
        "taskStatus": status,
        "statusText": "render_task_status_{}{}".format(status, ": " + row["note"] if row["note"] else ""),
        "preTaskStatus": pre_status,
        "preStatusText": None if pre_status is None else f"render_task_status_{pre_status}",
        "projectName": row["project_name"],
        "taskArrears": shown(sums["arrears"]),
        "submitDate": row["created_ms"],
        "startTime": _first(children, row),
        "completedDate": row["completed_ms"],
        "layerName": row["layer_name"],
        "respRenderingTaskList": [task_json(one, (), generation) for one in children] if children else None,
        **_counts(sums, is_planned, row),
        **_settings(row, generation, not children),
        **_key_values(row, generation),
    }
    return shown_task


def _first(children: Sequence[sqlite3.Row], row: sqlite3.Row) -> Optional[int]:
    starts = [one["start_ms"] for one in children or [row] if one["start_ms"] is not None]
    return min(starts) if starts else None


def _counts(sums: Dict[str, Any], is_planned: bool, row: sqlite3.Row) -> Dict[str, Any]:
    account = sums["fee"] - sums["coupon_fee"] - sums["arrears"]
    return {
        "totalFrames": sums["total"],
        "abortFrames": sums["stopped"] if is_planned else None,
        "executingFrames": sums["executing"] if is_planned else None,
        "doneFrames": sums["done"] if is_planned else None,
        "failedFrames": sums["failed"],
        "framesRange": row["frames_range"],
        "renderConsume": shown(sums["fee"]) if is_planned else None,
        "renderDuration": int(sums["seconds"]) if is_planned else None,
        "userAccountConsume": shown(account) if is_planned else None,
        "couponConsume": shown(sums["coupon_fee"]) if is_planned else None,
    }


def _settings(row: sqlite3.Row, generation: str, is_leaf: bool) -> Dict[str, Any]:
    over_time_s = row["over_time_s"] if is_leaf and row["kind"] else None
    values = {
        "userName": seeds.USER_NAME,
        "producer": row["producer"] or row["artist"],
        "taskLevel": LEVEL_OF_ACCOUNT,
        "taskUserLevel": row["user_level"],
        "taskLimit": row["node_limit"],
        "taskOverTime": None if over_time_s is None else over_time_s * 1000,
        "userId": seeds.USER_ID,
        "outputFileName": row["output_name"],
        "munuTaskId": munu_task_id(row["created_ms"], row["id"]) if row["kind"] else "",
        "layerParentId": row["parent_id"],
        "cgId": row["cg_id"],
        "isOpen": row["is_open"],
        "taskType": row["kind"],
        "renderCamera": ",".join(json.loads(row["cameras"])) or None,
        "cloneParentId": 0 if row["parent_id"] else None,
        "cloneOriginalId": row["clone_id"],
        "shareMainCapital": 0,
        "taskRam": row["ram"],
        "taskTypeText": _TYPE_TEXTS[row["kind"]],
        "isDelete": row["is_delete"],
    }
    if generation != V1:
        values.update(taskOverTimeSec=over_time_s, labels=json.loads(row["labels"]), artist=row["artist"])
    return values


def munu_task_id(created_ms: int, task_id: int) -> str:
    """The farm's inner number: the day and a running number (here the task's)."""
    return time.strftime("%Y%m%d", time.gmtime(created_ms / 1000)) + f"{task_id:05d}"


def _key_values(row: sqlite3.Row, generation: str) -> Dict[str, Any]:
    """keyValue text in v1, taskKeyValueVo in v2; camera lists are JSON text in both, as in the samples."""
    all_cameras = _compact(row["all_cameras"])
    renderable = _compact(row["cameras"])
    if generation != V1:
        values = {"tiles": str(row["tiles"]), "allCamera": all_cameras, "renderableCamera": renderable}
        return {"taskKeyValueVo": values if row["status"] != SUBMITTING else dict.fromkeys(values)}
    pairs = dict(json.loads(row["key_values"]), all_camera=all_cameras, renderable_camera=renderable)
    return {"keyValue": "".join(f"{key}:{value}::" for key, value in pairs.items())}


def _compact(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
