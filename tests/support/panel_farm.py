"""A farm in memory for the panel's presenters, and services turned by hand over it: no Qt, no thread, no socket."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from rb_dcc_core import models
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import RenderbusError, service_error
from rb_dcc_core.locations import Locations
from rb_dcc_core.settings import Account, Profile
from rb_dcc_ui.services import Services
from tests.support.panel import HandRunner, HandTimers, HeldHost

NO_MORE_RECORDS = 700
RENDERING, STOPPED, DONE, WITH_FAILED = 5, 10, 25, 30
SETTLED_FRAMES, OPEN_FRAMES = (3, 4, 5, 11), (1, 2, 6, 7, 8, 9, 10, 12)
ACCOUNT = Account(
    Profile("studio"), ServiceAddress.parse("https://task.renderbus.com"), Credentials("id", "a-key-of-mine")
)
OTHER = Account(
    Profile("other"), ServiceAddress.parse("https://task.renderbus.com"), Credentials("id2", "another-key")
)


class _Door:
    platform = "2"


class PanelFarm:
    """Stands in for the client: tasks and frames as they come over the wire, a count of every question.

    It refuses what the service refuses. `error` is raised by everything while there is one.
    """

    transport = _Door()

    def __init__(self, generation: str = "v2") -> None:
        self.generation = generation
        self.tasks: Dict[int, Dict[str, Any]] = {}
        self.frames: Dict[int, List[Dict[str, Any]]] = {}
        self.asked: List[str] = []
        self.error: Optional[RenderbusError] = None
        self.logs: Dict[int, Any] = {}
        self.pictures: Dict[int, List[str]] = {}
        self.grabbed: Dict[Tuple[int, int], List[List[Dict[str, str]]]] = {}

    def add(self, number: int, status: int = RENDERING, frames: Sequence[int] = (), **fields: Any) -> None:
        """A task without parts, its frames by their statuses, numbered from 1."""
        self.frames[number] = [
            {
                "id": number * 1000 + at,
                "taskId": number,
                "frameIndex": str(at),
                "frameStatus": each,
                "frameExecuteTime": 60 if each == 4 else 0,
                "startTime": 1700000000000 if each in (2, 4) else 0,
            }
            for at, each in enumerate(frames, 1)
        ]
        self.tasks[number] = {"id": number, "taskStatus": status, "sceneName": f"shot_{number}.ma", **fields}
        self._count(number)

    def set_frame(self, number: int, at: int, status: int, **fields: Any) -> None:
        """What becomes of a frame, the task's counts with it."""
        self.frames[number][at - 1].update(frameStatus=status, **fields)
        self._count(number)

    def _count(self, number: int) -> None:
        statuses = [each["frameStatus"] for each in self.frames[number]]
        self.tasks[number].update(
            totalFrames=len(statuses),
            doneFrames=statuses.count(4),
            failedFrames=statuses.count(5),
            executingFrames=statuses.count(2),
        )

    # -- the client's methods --------------------------------------------------------------------------------------

    def query_user_profile(self) -> models.UserProfile:
        self._ask("profile")
        return models.UserProfile(user_name="Studio", zone=2, usd_balance=12.5)

    def query_platforms(self, zone: int) -> Tuple[models.Platform, ...]:
        return ()

    def get_task_list(
        self, page: int = 1, size: int = 50, statuses: Optional[Sequence[int]] = None, **search: Any
    ) -> models.Page:
        words = "".join(f" {name}={value}" for name, value in search.items())
        self._ask(f"list {page}{words}")
        fitting = [
            each
            for _, each in sorted(self.tasks.items(), reverse=True)
            if statuses is None or each["taskStatus"] in statuses
        ]
        return self._page(models.TaskInfo, fitting, page, size)

    def query_task_info(self, task_ids: Sequence[int]) -> models.Page:
        if not task_ids or len(task_ids) > 100:
            raise service_error(600, "taskIds")
        self._ask(f"tasks {sorted(task_ids)}")
        known = [self.tasks[each] for each in task_ids if each in self.tasks]
        return self._page(models.TaskInfo, known, 1, 100)

    def query_task_frames(self, task_id: int, page: int = 1, size: int = 200) -> models.Page:
        self._ask(f"frames {task_id} {page}")
        return self._page(models.FrameInfo, self.frames[task_id], page, size)

    def loading_frame_thumbnail(self, frame_id: int) -> Tuple[str, ...]:
        self._ask(f"thumbnail {frame_id}")
        return tuple(self.pictures.get(frame_id, ()))

    def load_task_process_img(self, task_id: int, frame_type: int) -> models.ProcessImage:
        self._ask(f"progress {task_id} {frame_type}")
        if (task_id, frame_type) not in self.grabbed:
            raise service_error(603, "the task has no frames of this kind")
        return models.ProcessImage.from_json({"grabInfo": self.grabbed[task_id, frame_type]})

    def show_log(self, frame_id: int, page: int, size: int) -> Any:
        self._ask(f"log {frame_id}")
        return self.logs.get(frame_id, "")

    def restart_failed_frames(self, task_ids: Sequence[int]) -> None:
        self._ask(f"restart failed {sorted(task_ids)}")
        for number in task_ids:
            for each in self.frames[number]:
                if each["frameStatus"] == 5:
                    each["frameStatus"] = 1
            self.tasks[number]["taskStatus"] = RENDERING
            self._count(number)

    def restart_frame(self, task_id: int, frame_ids: Sequence[int]) -> None:
        self._ask(f"restart {task_id} {list(frame_ids)}")
        self._refuse_unless(task_id, frame_ids, SETTLED_FRAMES)
        for each in self.frames[task_id]:
            if each["id"] in frame_ids:
                each["frameStatus"] = 1
        self._count(task_id)

    def stop_task_frames(self, task_id: int, frame_ids: Sequence[int]) -> None:
        self._ask(f"stop frames {task_id} {list(frame_ids)}")
        self._refuse_unless(task_id, frame_ids, OPEN_FRAMES)

    def _refuse_unless(self, task_id: int, frame_ids: Sequence[int], statuses: Sequence[int]) -> None:
        """All of them, where one of them stands otherwise."""
        known = {each["id"]: each["frameStatus"] for each in self.frames[task_id]}
        if any(known[each] not in statuses for each in frame_ids):
            raise service_error(603, "the frames' state does not allow it")

    def stop_task(self, task_ids: Sequence[int]) -> None:
        self._ask(f"stop {sorted(task_ids)}")
        for number in task_ids:
            self.tasks[number]["taskStatus"] = STOPPED

    def delete_task(self, task_ids: Sequence[int]) -> None:
        self._ask(f"delete {sorted(task_ids)}")
        for number in task_ids:
            del self.tasks[number]

    def add_label(self, name: str) -> None:
        self._ask(f"add label {name}")

    def add_task_label(self, label: str, task_ids: Sequence[int]) -> None:
        self._ask(f"label {label} {sorted(task_ids)}")
        for number in task_ids:
            self.tasks[number]["projectName"] = label

    def set_over_time_stop(self, task_ids: Sequence[int], over_time_s: int) -> None:
        self._ask(f"over time {sorted(task_ids)} {over_time_s}")

    def close(self) -> None:
        pass

    # -- how it answers --------------------------------------------------------------------------------------------

    def take_asked(self, beginning: str = "") -> List[str]:
        """The questions since the last time whose words begin so; all are forgotten."""
        asked, self.asked = self.asked, []
        return [each for each in asked if each.startswith(beginning)]

    def _ask(self, words: str) -> None:
        self.asked.append(words)
        if self.error is not None:
            raise self.error

    @staticmethod
    def _page(kind: Any, items: Sequence[Dict[str, Any]], page: int, size: int) -> models.Page:
        pages = -(-len(items) // size)
        if page > max(1, pages) or not items:
            raise service_error(NO_MORE_RECORDS, "no more records")
        shown = [dict(each) for each in items[(page - 1) * size : page * size]]
        return models.Page.of(kind, {"items": shown, "total": len(items), "pageCount": pages})


class HandServices:
    """Services over a farm in memory; `online` with an account, time and work turned by the test."""

    def __init__(self, farm: PanelFarm, folder: Path, waits: bool = False) -> None:
        self.farm = farm
        self.timers = HandTimers()
        self.runner = HandRunner()
        places = Locations.find({"RB_DCC_HOME": str(folder)})
        self.now = Services.make(HeldHost(), self.runner, self.timers, places, lambda account: farm)  # type: ignore[arg-type,return-value]
        self.now.watch._clock = lambda: self.timers.now_s
        self.now.connection.use(ACCOUNT)
        self.runner.waits = waits
