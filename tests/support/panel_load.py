"""A farm with thousands of tasks and a hundred thousand frames, whose answers are made when they are asked for."""

from __future__ import annotations

from typing import Any, Dict, Optional, Sequence

from rb_dcc_core import models
from tests.support.panel_farm import PanelFarm

TASKS = 2000
FRAMES = 100000


class BigFarm(PanelFarm):
    """Its newest task has the frames. `round` is how often the farm has rendered on: counts and frames follow from it."""

    def __init__(self, tasks: int = TASKS, frames: int = FRAMES) -> None:
        super().__init__()
        self.round = 0
        self._count = tasks  # type: ignore[assignment]
        self._frames = frames

    def done_frames(self) -> int:
        return min(self._frames, self._frames // 2 + 150 * self.round)

    def _task(self, number: int) -> Dict[str, Any]:
        has_frames = number == self._count
        total = self._frames if has_frames else 120
        done = self.done_frames() if has_frames else (number + self.round) % 121
        return {
            "id": number,
            "taskStatus": 5 if number > self._count - 150 else 25,
            "sceneName": f"shot_{number:04d}.ma",
            "projectName": f"sequence {number % 7}",
            "totalFrames": total,
            "doneFrames": done,
            "failedFrames": number % 3,
            "executingFrames": 20,
            "renderConsume": number * 0.01 + self.round,
            "startTime": 1700000000000 + number,
            "respRenderingTaskList": None,
        }

    def _frame(self, at: int) -> Dict[str, Any]:
        done = self.done_frames()
        status = 4 if at <= done else 2 if at <= done + 20 else 1
        return {
            "id": 10**7 + at,
            "taskId": self._count,
            "frameIndex": str(at),
            "frameStatus": 5 if status == 4 and at % 997 == 0 else status,
            "frameExecuteTime": 60 + at * 7919 % 300 if status == 4 else 0,
            "startTime": 1700000000000 if status != 1 else 0,
            "feeAmount": 0.01 if status == 4 else 0.0,
        }

    def get_task_list(
        self, page: int = 1, size: int = 50, statuses: Optional[Sequence[int]] = None, **search: Any
    ) -> models.Page:
        first = self._count - (page - 1) * size
        items = [self._task(number) for number in range(first, max(0, first - size), -1)]
        return self._told(models.TaskInfo, items, self._count, size)

    def query_task_info(self, task_ids: Sequence[int]) -> models.Page:
        items = [self._task(number) for number in task_ids]
        return self._told(models.TaskInfo, items, len(items), 100)

    def query_task_frames(self, task_id: int, page: int = 1, size: int = 200) -> models.Page:
        if task_id != self._count:
            return self._told(models.FrameInfo, [self._frame(at) for at in range(1, 121)], 120, size)
        first = (page - 1) * size
        items = [self._frame(at) for at in range(first + 1, min(first + size, self._frames) + 1)]
        return self._told(models.FrameInfo, items, self._frames, size)

    @staticmethod
    def _told(kind: Any, items: Sequence[Dict[str, Any]], total: int, size: int) -> models.Page:
        return models.Page.of(kind, {"items": items, "total": total, "pageCount": -(-total // size)})
