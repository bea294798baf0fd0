"""The embedded service's own farm without its network: jobs by a seed, rendered and charged by its known rules at once."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import List

from rb_dcc_core.frames import FrameRange
from rb_dcc_core.interfaces import V2
from rb_dcc_core.models import FrameInfo, TaskInfo
from rb_dcc_core.sandbox import seeds
from rb_dcc_core.sandbox.farm import Farm
from rb_dcc_core.sandbox.frames_table import frame_json
from rb_dcc_core.sandbox.jobs import Job, Layer
from rb_dcc_core.sandbox.planning import described
from rb_dcc_core.sandbox.statuses import SUBMITTING

ENOUGH_S = 1e7
TEST_FIRST = "111"


class HandClock:
    def __init__(self) -> None:
        self.now = 1700000000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Cut:
    """How a job is cut into frames. `difficulty` makes every frame dearer by so much, which nobody is told."""

    frames: int
    layers: int = 1
    cameras: int = 1
    tiles: int = 1
    frames_per_machine: int = 1
    has_photons: bool = False
    difficulty: float = 1.0

    @property
    def pictures(self) -> int:
        return self.frames * self.layers * self.cameras


def drawn_cut(chance: random.Random, difficulty: float) -> Cut:
    """One of the ways artists cut jobs, plain ones most often."""
    frames = chance.randint(12, 60)
    way = chance.choice(("plain", "plain", "layers", "cameras", "tiles", "groups", "photons"))
    return Cut(
        frames,
        layers=2 if way == "layers" else 1,
        cameras=2 if way == "cameras" else 1,
        tiles=4 if way == "tiles" else 1,
        frames_per_machine=3 if way == "groups" else 1,
        has_photons=way == "photons",
        difficulty=difficulty,
    )


class SeededFarm:
    """Everything that is due happens when it is asked for; nothing waits for a clock."""

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._clock = HandClock()
        self._farm = Farm(folder, 1.0, seed, self._clock, "")
        with self._farm.up_to_now():
            self._farm.purse.pay_in(10**12)

    def close(self) -> None:
        self._farm.close()

    def submit(self, cut: Cut, is_test_first: bool = False) -> int:
        job = _job(cut, is_test_first)
        with self._farm.up_to_now():
            values = {
                "status": SUBMITTING,
                "created_ms": int(self._clock.now * 1000),
                "platform": seeds.PLATFORM,
                "scene_name": job.scene_name,
                "cg_id": job.cg_id,
                **described(job, job.layers),
            }
            task_id = self._farm.tasks.create(values)
            self._farm.simulation.submit(task_id, job)
        return task_id

    def start(self, task_id: int) -> None:
        with self._farm.up_to_now():
            self._farm.control.start([task_id])

    def stop(self, task_id: int) -> None:
        with self._farm.up_to_now():
            self._farm.control.stop([task_id])

    def run(self, seconds: float = ENOUGH_S) -> None:
        """Let simulated time pass; by default until everything stands still or is over."""
        self._clock.now += seconds
        with self._farm.up_to_now():
            pass

    def task(self, task_id: int) -> TaskInfo:
        with self._farm.up_to_now():
            (shown,) = self._farm.tasks.shown([self._farm.tasks.get(task_id)], V2)
        return TaskInfo.from_json(shown)

    def leaves(self, task_id: int) -> List[List[FrameInfo]]:
        """The frames of each part of a task."""
        with self._farm.up_to_now():
            return [
                [
                    FrameInfo.from_json(frame_json(row, leaf, V2, self._farm.simulation.clock.now))
                    for row in self._farm.frames.page(leaf["id"], None, 1, 100000)[0]
                ]
                for leaf in self._farm.tasks.leaves(task_id)
            ]


def _job(cut: Cut, is_test_first: bool) -> Job:
    cameras = tuple(f"cam{at + 1}" for at in range(cut.cameras))
    layers = tuple(
        Layer(
            name=f"layer{at + 1}",
            frames=FrameRange.of(1, cut.frames).farm_text(),
            width=max(1, round(1920 * cut.difficulty)),
            height=1080,
            cameras=cameras,
            all_cameras=cameras,
            prefix="",
            renderer="arnold",
            needs_photons=cut.has_photons,
        )
        for at in range(cut.layers)
    )
    return Job(
        scene_name="shot.ma",
        cg_id=2000,
        project_name="",
        layers=layers,
        frames_per_task=cut.frames_per_machine,
        tiles=cut.tiles,
        pre_frames=TEST_FIRST if is_test_first else "000",
        stop_after_test=is_test_first,
        frame_stop_s=0,
        task_stop_s=0,
        over_time_s=43200,
        ram_gb=64,
        is_gpu=False,
        key_values=(),
    )
