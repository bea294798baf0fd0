"""Answers about frames: lists of them, their pictures and logs, and what is done to them."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Dict, Iterator, List, Optional

from rb_dcc_core.frames import FrameRange

from . import catalogue
from .answers import page
from .calendar_text import calendar_text
from .call import Call, Handlers
from .farm import thumbnail_path
from .fees import shown
from .frames_table import frame_json
from .refusals import invalid
from .render_log import log_lines
from .simulation import refuse_unless
from .statuses import FRAME_DONE, FRAME_RENDERING, MAIN, PHOTON, RENDER, RENDER_PHOTON

MOST_GRABBED = 200


def query_task_frames(call: Call) -> Dict[str, Any]:
    """A parent has no frames of its own: ask for a child's."""
    task = call.farm.tasks.get(call.fields.integer("taskId"))
    page_num, page_size = call.fields.page()
    keyword = call.fields.optional_text("searchKeyword")
    rows, total = call.farm.frames.page(task["id"], keyword, page_num, page_size)
    now = call.farm.simulation.clock.now
    return page([frame_json(row, task, call.generation, now) for row in rows], page_num, page_size, total)


def query_all_frame_stats(call: Call) -> Dict[str, int]:
    return call.farm.frames.stats()


def restart_failed_frames(call: Call) -> None:
    statuses = None if call.is_v1 else call.fields.optional_integers("status")
    call.farm.control.restart_failed(call.task_ids(), statuses)


def restart_frame(call: Call) -> None:
    """The task is one number, which v1 calls taskIds all the same."""
    task_id = call.fields.integer("taskIds" if call.is_v1 else "taskId")
    statuses = None if call.is_v1 else call.fields.optional_integers("status")
    call.farm.control.restart_frames(task_id, _chosen_ids(call), statuses)


def stop_task_frames(call: Call) -> None:
    statuses = call.fields.optional_integers("status")
    call.farm.control.stop_frames(call.fields.integer("taskId"), _chosen_ids(call), statuses)


def _chosen_ids(call: Call) -> Optional[List[int]]:
    """The frames named, or None where selectAll is 1."""
    if call.fields.integer("selectAll", 0, 1):
        return None
    return call.named_ids("ids")


def load_task_process_img(call: Call) -> Dict[str, Any]:
    """3ds Max tasks only. frameType 2 asks for the photons, 5 for the pictures; left out: whichever is under way."""
    task = call.farm.tasks.get(call.fields.integer("taskId"))
    kind = call.fields.optional_integer("frameType")
    if kind not in (None, PHOTON, MAIN):
        raise invalid("frameType", "must be 2 or 5")
    refuse_unless(task["cg_id"] == catalogue.MAX, "only 3ds Max tasks have process images")
    leaf = _shown_leaf(call.farm.tasks.leaves(task["id"]), kind)
    refuse_unless(leaf is not None, "the task has no frames of this kind")
    assert leaf is not None
    camera = (json.loads(leaf["cameras"]) or [""])[0]
    values = {
        "block": leaf["tiles"],
        "currentTaskType": leaf["kind"],
        "grabInfo": list(_grabbed(call, leaf)),
        "height": leaf["height"],
        "sceneName": "{}-{}".format(leaf["scene_name"], camera),
        "startTime": calendar_text(leaf["start_ms"]) if leaf["start_ms"] else "",
        "width": leaf["width"],
    }
    if not call.is_v1:
        values["isRenderPhoton"] = int(leaf["kind"] == RENDER_PHOTON)
        values["endTime"] = calendar_text(leaf["completed_ms"]) if leaf["completed_ms"] else ""
    return values


def _shown_leaf(leaves: List[sqlite3.Row], kind: Optional[int]) -> Optional[sqlite3.Row]:
    wanted = {PHOTON: RENDER_PHOTON, MAIN: RENDER}.get(kind or 0)
    planned = [leaf for leaf in leaves if leaf["kind"] and wanted in (None, leaf["kind"])]
    under_way = [leaf for leaf in planned if leaf["done"] < leaf["total"]]
    return next(iter(under_way or planned[-1:]), None)


def _grabbed(call: Call, leaf: sqlite3.Row) -> Iterator[List[Dict[str, str]]]:
    """One list for each picture, with its blocks; pictures that nothing happened to yet are left out."""
    rows = call.farm.database.rows(
        "SELECT * FROM frames WHERE task_id = ? AND start_ms IS NOT NULL ORDER BY ordinal LIMIT ?",
        (leaf["id"], MOST_GRABBED * leaf["tiles"]),
    )
    clusters: Dict[int, List[Dict[str, str]]] = {}
    for row in rows:
        clusters.setdefault(row["cluster"], []).append(_grabbed_frame(call, leaf, row))
    yield from clusters.values()


def _grabbed_frame(call: Call, leaf: sqlite3.Row, frame: sqlite3.Row) -> Dict[str, str]:
    """Every value is text, and a block's frame told by its number alone, as in the document's sample."""
    now = call.farm.simulation.clock.now
    seconds, left = frame["seconds"], 0.0
    if frame["status"] == FRAME_RENDERING:
        seconds, left = now - frame["start_sim"], frame["due_sim"] - now
    has_picture = frame["status"] in (FRAME_DONE, FRAME_RENDERING)
    return {
        "couponFee": "{:.2f}".format(shown(frame["coupon_fee"])),
        "frameIndex": frame["numbers"],
        "renderInfo": "",
        "frameBlock": str(frame["block"]),
        "frameEst": str(int(left)),
        "grabUrl": "/mnt/output/d20/" + _thumbnail(leaf, frame) if has_picture else "",
        "feeAmount": "{:.2f}".format(shown(frame["fee"])),
        "frameUsed": str(int(seconds)),
        "frameStatus": str(frame["status"]),
        "framePercent": str(percent_done(frame, now)),
        "isMaxPrice": "0",
        "startTime": calendar_text(frame["start_ms"]) if frame["start_ms"] else "",
        "endTime": calendar_text(frame["end_ms"]) if frame["end_ms"] else "",
    }


def percent_done(frame: sqlite3.Row, now_sim: float) -> int:
    if frame["status"] == FRAME_DONE:
        return 100
    if frame["status"] != FRAME_RENDERING:
        return 0
    return int(100 * (now_sim - frame["start_sim"]) / max(0.001, frame["due_sim"] - frame["start_sim"]))


def _thumbnail(task: sqlite3.Row, frame: sqlite3.Row) -> str:
    number = next(iter(FrameRange.parse_farm(frame["numbers"])))
    return thumbnail_path(task["id"], frame["id"], task["output_name"], number)


def loading_frame_thumbnail(call: Call) -> List[str]:
    """The picture's place, with the backslashes of the document's sample; /store/file takes it as it is."""
    frame = call.farm.frames.get(call.fields.integer("id"))
    refuse_unless(call.fields.integer("frameStatus") == FRAME_DONE, "frameStatus must be 4")
    refuse_unless(frame["status"] == FRAME_DONE, "the frame is not done")
    return [_thumbnail(call.farm.tasks.get(frame["task_id"]), frame).replace("/", "\\")]


def show_log(call: Call) -> Dict[str, Any]:
    """A page of lines; what it really looks like is documented nowhere."""
    if call.fields.text("renderingType") != "render":
        raise invalid("renderingType", "must be render")
    page_num, page_size = call.fields.page()
    frame = call.farm.frames.get(call.fields.integer("id"))
    task = call.farm.tasks.get(frame["task_id"])
    lines = log_lines(task, frame, percent_done(frame, call.farm.simulation.clock.now))
    start = (page_num - 1) * page_size
    return page(lines[start : start + page_size], page_num, page_size, len(lines))


HANDLERS: Handlers = {
    "queryTaskFrames": query_task_frames,
    "queryAllFrameStats": query_all_frame_stats,
    "restartFailedFrames": restart_failed_frames,
    "restartFrame": restart_frame,
    "stopTaskFrames": stop_task_frames,
    "loadTaskProcessImg": load_task_process_img,
    "loadingFrameThumbnail": loading_frame_thumbnail,
    "showLog": show_log,
}
