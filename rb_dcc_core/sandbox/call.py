"""One call of an interface, checked and ready to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List

from rb_dcc_core.interfaces import V1

from .farm import Farm
from .refusals import invalid
from .request_fields import Fields


@dataclass(frozen=True)
class Call:
    """Who calls what: the farm, the body's fields, the generation of the path, the platform of the header."""

    farm: Farm
    fields: Fields
    generation: str
    platform: int

    @property
    def is_v1(self) -> bool:
        return self.generation == V1

    def task_ids(self) -> List[int]:
        """The list of tasks, which v1 calls taskParam and v2 taskIds."""
        return self.named_ids("taskParam" if self.is_v1 else "taskIds")

    def named_ids(self, name: str) -> List[int]:
        ids = self.fields.integers(name)
        if not ids:
            raise invalid(name, "must not be empty")
        return list(dict.fromkeys(ids))


Handler = Callable[[Call], Any]
Handlers = Dict[str, Handler]
