"""Why a task failed, in the farm's own words, where the service tells a code."""

from __future__ import annotations

from typing import Any, Iterable, List, Mapping, Tuple

from . import models
from .client import Client
from .errors import NetworkError, ServiceError
from .languages import language_number
from .models import ErrorDetail, TaskInfo

# No edition of the interface document names a field for it [?]: these spellings are taken where a server adds one.
CODE_FIELDS = ("errorCode", "errorCodes", "errCode", "failCode")


def failure_codes(task: TaskInfo) -> Tuple[str, ...]:
    """The codes that a task and its children tell, each once; empty where none does."""
    told: List[str] = []
    for each in (task, *task.leaves()):
        for field in CODE_FIELDS:
            told.extend(_codes(each.unknown, field))
    return tuple(dict.fromkeys(told))


def explain(client: Client, codes: Iterable[str], language: str = "en") -> Tuple[ErrorDetail, ...]:
    """Text and remedy of each code (queryErrorDetail), in the user's language; one that the service cannot tell is
    left out."""
    details: List[models.ErrorDetail] = []
    for code in codes:
        try:
            details.extend(client.query_error_detail(code, language_number(language)))
        except (ServiceError, NetworkError):
            continue
    return tuple(details)


def _codes(fields: Mapping[str, Any], name: str) -> List[str]:
    value = fields.get(name)
    items = (
        value if isinstance(value, list) else str(value).split(",") if isinstance(value, (str, int)) else []
    )
    codes = [str(item).strip() for item in items if not isinstance(item, bool)]
    return [code for code in codes if code and code != "0"]
