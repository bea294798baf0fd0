"""Everything one running service consists of, as the handlers of requests see it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Callable, Iterator, Tuple

from . import seeds
from .authentication import Authentication
from .control import Control
from .database import Database
from .fees import Purse
from .frames_table import Frames
from .paths import camera_name, layer_name
from .pictures import Caption, png
from .simulated_clock import SimulatedClock
from .simulation import Simulation
from .store import Store, StoredFile
from .tasks import Tasks

THUMBNAILS = "small_pic"


class Farm:
    """The parts, put together over one folder; close it when the last request is over."""

    def __init__(
        self, folder: Path, speed: float, seed: int, clock: Callable[[], float], store_url: str
    ) -> None:
        self.store_url = store_url
        self.clock = clock
        self.database = Database(folder)
        self.authentication = Authentication(self.database, clock)
        self.tasks = Tasks(self.database)
        self.frames = Frames(self.database)
        self.purse = Purse(self.database)
        self.store = Store(folder / "store", self.database, clock)
        self.store.paint = self._painted
        simulated = SimulatedClock(self.database, clock, speed)
        self.simulation = Simulation(self.database, self.tasks, self.purse, simulated, seed)
        self.control = Control(self.database, self.tasks, self.frames, self.simulation)

    @contextlib.contextmanager
    def up_to_now(self) -> Iterator[None]:
        """Let everything happen that is due, then do the request's own work; each of the two whole or not at all."""
        with self.database.lock:
            with self.database.transaction():
                self.simulation.advance()
            with self.database.transaction():
                yield

    def close(self) -> None:
        with self.up_to_now():
            self.simulation.clock.save()
        self.database.close()

    def caption(self, frame_id: int, number: int) -> Tuple[Caption, int, int]:
        """What is written on a frame's picture, and the job's size in pixels."""
        frame = self.frames.get(frame_id)
        task = self.tasks.get(frame["task_id"])
        caption = Caption(
            task["id"],
            task["scene_name"],
            layer_name(task["layer_name"] or ""),
            camera_name(frame["camera"]),
            number,
        )
        return caption, task["width"], task["height"]

    def labels_of(self, task_id: int) -> list[str]:
        labels: list[str] = json.loads(self.tasks.get(task_id)["labels"])
        return labels

    def _painted(self, picture: StoredFile) -> bytes:
        return png(*self.caption(picture.frame_id, picture.number))


def thumbnail_path(task_id: int, frame_id: int, output_name: str, number: int) -> str:
    """Where the farm keeps a frame's small picture, in the form of the document's samples."""
    group = seeds.USER_ID // 500 * 500
    name = f"Render_{frame_id}_{output_name}_{number:04d}[-]png.jpg"
    return "/".join([THUMBNAILS, str(group), str(seeds.USER_ID), str(task_id), name])
