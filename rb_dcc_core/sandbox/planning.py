"""Cuts a checked job into tasks and frames, once the analysis is over."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Dict, FrozenSet, Iterator, List, NamedTuple, Sequence, Tuple

from rb_dcc_core.frames import FrameRange

from . import seeds
from .database import Database
from .jobs import Job, Layer, frame_range, priority_frames
from .paths import picture_pattern, safe_part, stem
from .refusals import invalid
from .statuses import (
    COMPOSITE,
    FRAME_WAITING,
    FRAME_WAITS_FOR_BLOCKS,
    FRAME_WAITS_FOR_PHOTON_FRAMES,
    FRAME_WAITS_FOR_PHOTON_TASK,
    FRAME_WAITS_FOR_PRIORITY,
    MAIN,
    PHOTON,
    PHOTON_MERGE,
    PRIORITY,
    RENDER,
    RENDER_PHOTON,
    WAITING,
)
from .tasks import Tasks

MOST_FRAMES = 200000
_INSERT = (
    "INSERT INTO frames (task_id, ordinal, cluster, frame_index, block, frame_type, status, camera, numbers)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class PlannedFrame(NamedTuple):
    """One row to be: `cluster` joins a picture's blocks with their composite, `numbers` are its frame numbers."""

    cluster: int
    frame_index: str
    block: int
    kind: int
    status: int
    camera: str
    numbers: str


def check_size(job: Job) -> None:
    """Refuse (600) a job that would make more frames than this small service wants to hold."""
    count = sum(len(frame_range(layer.frames)) * len(layer.cameras) for layer in job.layers)
    if count * (job.tiles + (1 if job.tiles > 1 else 0)) > MOST_FRAMES:
        raise invalid("frames", f"are more than the {MOST_FRAMES} that the sandbox renders for one task")
    for layer in job.layers:
        priority_frames(job.pre_frames, tuple(frame_range(layer.frames)))


class Planner:
    """Writes the plan: children where there are several layers or photons to render first."""

    def __init__(self, database: Database, tasks: Tasks) -> None:
        self._database = database
        self._tasks = tasks

    def plan(self, task: sqlite3.Row, job: Job) -> None:
        if len(job.layers) == 1 and not job.layers[0].needs_photons:
            values = _leaf(task["id"], job, job.layers[0], RENDER)
            self._tasks.change(task["id"], **values)
            self._add_frames(task["id"], main_frames(job, job.layers[0], waits_for_photons=False))
            return
        for layer in job.layers:
            photon_id = 0
            if layer.needs_photons:
                photon_id = self._child(task, job, layer, RENDER_PHOTON, 0)
                self._add_frames(photon_id, photon_frames(layer))
            child_id = self._child(task, job, layer, RENDER, photon_id)
            self._add_frames(child_id, main_frames(job, layer, waits_for_photons=bool(photon_id)))
        self._tasks.change(task["id"], is_open=1, status=WAITING, timer_sim=None)

    def _child(self, task: sqlite3.Row, job: Job, layer: Layer, kind: str, photon_id: int) -> int:
        inherited = ("created_ms", "platform", "user_level", "labels", "artist", "producer", "project_name")
        values = {name: task[name] for name in (*inherited, "scene_name", "cg_id", "node_limit", "queue")}
        child_id = self._tasks.create(dict(values, parent_id=task["id"], photon_id=photon_id, status=WAITING))
        self._tasks.change(child_id, **_leaf(child_id, job, layer, kind))
        return child_id

    def _add_frames(self, task_id: int, frames: Sequence[PlannedFrame]) -> None:
        self._database.run_many(_INSERT, ((task_id, place, *frame) for place, frame in enumerate(frames)))
        self._tasks.recount(task_id)


def described(job: Job, layers: Sequence[Layer]) -> Dict[str, Any]:
    """The columns a task shows of its job, from the moment it was submitted."""
    cameras = list(dict.fromkeys(camera for layer in layers for camera in layer.cameras))
    every_camera = list(dict.fromkeys(camera for layer in layers for camera in layer.all_cameras))
    first = layers[0]
    return {
        "cameras": json.dumps(cameras),
        "all_cameras": json.dumps(every_camera),
        "frames_range": first.frames,
        "width": first.width,
        "height": first.height,
        "tiles": job.tiles,
        "renderer": first.renderer,
        "key_values": json.dumps(dict(job.key_values)),
        "project_name": job.project_name,
        "over_time_s": job.over_time_s,
        "ram": job.ram_gb,
    }


def _leaf(task_id: int, job: Job, layer: Layer, kind: str) -> Dict[str, Any]:
    base = stem(job.scene_name)
    has_layers = len(job.layers) > 1
    return dict(
        described(job, [layer]),
        kind=kind,
        status=WAITING,
        timer_sim=None,
        layer_name=layer.name or None,
        output_name=safe_part(f"{task_id}_{base}"),
        name_pattern=picture_pattern(layer.prefix, base, layer.name, has_layers, len(layer.cameras) > 1),
        price=seeds.GPU_PRICE if job.is_gpu else seeds.CPU_PRICE,
        frame_stop_s=job.frame_stop_s,
        task_stop_s=job.task_stop_s,
        stop_after_test=int(job.stop_after_test and kind == RENDER),
    )


def photon_frames(layer: Layer) -> List[PlannedFrame]:
    """One photon frame for each camera, from the first frame; several are merged at the end."""
    first = next(iter(frame_range(layer.frames)))
    frames = [
        PlannedFrame(0, str(first), 1, PHOTON, FRAME_WAITING, camera, str(first)) for camera in layer.cameras
    ]
    if len(frames) > 1:
        frames.append(
            PlannedFrame(0, str(first), 0, PHOTON_MERGE, FRAME_WAITS_FOR_PHOTON_FRAMES, "", str(first))
        )
    return frames


def main_frames(job: Job, layer: Layer, waits_for_photons: bool) -> List[PlannedFrame]:
    """The pictures: for each camera each frame, in groups or in blocks; with priority frames the others wait."""
    numbers = tuple(frame_range(layer.frames))
    first = priority_frames(job.pre_frames, numbers)
    frames: List[PlannedFrame] = []
    cluster = 0
    for camera in layer.cameras:
        for group, is_first in _groups(numbers, first, job.frames_per_task):
            status = _first_status(is_first, bool(first), waits_for_photons)
            kind = PRIORITY if is_first else MAIN
            frames.extend(_pieces(cluster, group, kind, status, camera, job.tiles))
            cluster += 1
    return frames


def _first_status(is_first: bool, some_are_first: bool, waits_for_photons: bool) -> int:
    if waits_for_photons:
        return FRAME_WAITS_FOR_PHOTON_TASK
    return FRAME_WAITING if is_first or not some_are_first else FRAME_WAITS_FOR_PRIORITY


def _groups(
    numbers: Tuple[int, ...], first: FrozenSet[int], size: int
) -> Iterator[Tuple[Tuple[int, ...], bool]]:
    """Runs of at most `size` frames that one machine renders; priority frames are never grouped with others."""
    group: List[int] = []
    for number in numbers:
        if group and (len(group) == size or (number in first) != (group[-1] in first)):
            yield tuple(group), group[-1] in first
            group = []
        group.append(number)
    if group:
        yield tuple(group), group[-1] in first


def _pieces(
    cluster: int, group: Tuple[int, ...], kind: int, status: int, camera: str, tiles: int
) -> List[PlannedFrame]:
    """A group as one row; a tiled frame as its blocks ("0-1", "0-2", ...) and the composite of them."""
    numbers = FrameRange.from_frames(group).farm_text()
    if tiles == 1:
        return [PlannedFrame(cluster, numbers, 1, kind, status, camera, numbers)]
    blocks = [
        PlannedFrame(cluster, f"{numbers}-{block}", block, kind, status, camera, numbers)
        for block in range(1, tiles + 1)
    ]
    return [*blocks, PlannedFrame(cluster, numbers, 0, COMPOSITE, FRAME_WAITS_FOR_BLOCKS, camera, numbers)]
