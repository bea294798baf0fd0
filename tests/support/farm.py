"""A farm in memory behind the client's own methods: tasks with counters, and a count of every question."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from rb_dcc_core import models
from rb_dcc_core.errors import RenderbusError, service_error


class HandClock:
    """Monotonic seconds that only the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


class FakeFarm:
    """Stands in for the client. `errors` are raised by the coming calls of the method named."""

    def __init__(self) -> None:
        self.tasks: Dict[int, Dict[str, Any]] = {}
        self.questions: List[List[int]] = []
        self.frame_questions: List[int] = []
        self.log: List[str] = []
        self.errors: Dict[str, List[Optional[RenderbusError]]] = {}
        self.next_number = 19084
        self.tips: Dict[str, List[Dict[str, Any]]] = {}
        self.total: Optional[int] = None
        self.artists: List[Optional[str]] = []
        self.on_submit: List[Callable[[], object]] = []

    def add(self, *task_ids: int, **fields: Any) -> None:
        for task_id in task_ids:
            own = {"id": task_id, "taskStatus": 5, "totalFrames": 10, "doneFrames": 0}
            self.tasks[task_id] = dict(own, **fields)

    def query_task_info(self, task_ids: Sequence[int]) -> models.Page:
        if not task_ids or len(task_ids) > 100:
            raise service_error(600, "taskIds")
        self.questions.append(list(task_ids))
        self._maybe_fail("query_task_info")
        items = [self.tasks[task_id] for task_id in task_ids if task_id in self.tasks]
        total = len(items) if self.total is None else self.total
        return models.Page.of(models.TaskInfo, {"items": items, "total": total, "pageCount": 1})

    def frames(self, task_id: int) -> Iterator[models.FrameInfo]:
        self.frame_questions.append(task_id)
        yield models.FrameInfo.from_json({"id": task_id * 100, "taskId": task_id})

    def create_task(self, count: int = 1, artist: Optional[str] = None) -> models.CreatedTasks:
        self.log.append("create")
        self.artists.append(artist)
        self._maybe_fail("create_task")
        return models.CreatedTasks.from_json({"taskIdList": [self.next_number] if self.next_number else []})

    def submit_task(self, task_id: int, producer: Optional[str] = None) -> None:
        self.log.append(f"submit {task_id}")
        for act in self.on_submit[:1]:
            self.on_submit.remove(act)
            act()
        self._maybe_fail("submit_task")

    def get_task_list(self, page_num: int = 1) -> models.Page:
        self.log.append("list")
        self._maybe_fail("get_task_list")
        return models.Page.of(models.TaskInfo, {"items": list(self.tasks.values()), "pageCount": 1})

    def delete_task(self, task_ids: Sequence[int]) -> None:
        self.log.append(f"delete {task_ids[0]}")
        self._maybe_fail("delete_task")

    def query_error_detail(self, code: str, language: Optional[int] = None) -> Tuple[models.ErrorDetail, ...]:
        self.log.append(f"why {code} {language}")
        self._maybe_fail("query_error_detail")
        return models.ErrorDetail.list_from_json(self.tips.get(code, []))

    def _maybe_fail(self, name: str) -> None:
        planned = self.errors.get(name)
        error = planned.pop(0) if planned else None
        if error is not None:
            raise error
