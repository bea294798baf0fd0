"""A stand-in for the door to the network that answers from a list and refuses what the real door would refuse."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Union

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.signing import flatten


@dataclass(frozen=True)
class Asked:
    """One request as it came to the door."""

    path: str
    body: Dict[str, Any]
    header_version: str
    repeatable: bool


class RecordingTransport:
    """Answers each request with the next of its answers (an exception is raised); the last one stays."""

    def __init__(self, *answers: Any) -> None:
        self.address = ServiceAddress.parse("https://task.renderbus.com")
        self.asked: List[Asked] = []
        self.is_closed = False
        self._answers: List[Union[Any, Exception]] = list(answers) or [None]

    def post(self, path: str, body: Mapping[str, Any], header_version: str, repeatable: bool) -> Any:
        flatten(body)
        self.asked.append(Asked(path, json.loads(json.dumps(body)), header_version, repeatable))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> None:
        self.is_closed = True
