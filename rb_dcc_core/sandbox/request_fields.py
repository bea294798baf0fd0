"""The fields of a request: each taken by name and kind, refused with 601 when missing and 600 when it will not do.

Ids and numbers are accepted as number or as text, because the vendor's own SDK sends both.
"""

from __future__ import annotations

import re
from typing import Any, List, Mapping, Optional, Tuple

from .answers import MOST_PER_PAGE
from .refusals import invalid, missing

LARGEST = 2**53
_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)


def whole(name: str, value: Any, low: int = 0, high: int = LARGEST) -> int:
    """A whole number between low and high, both included, given as number or as text."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    if type(value) is not int:
        raise invalid(name, "must be a whole number")
    if not low <= value <= high:
        raise invalid(name, f"must lie between {low} and {high}")
    return int(value)


class Fields:
    """A request's body, read strictly. Fields the interface does not name are ignored, as the farm does."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._body = body

    def has(self, name: str) -> bool:
        return name in self._body

    def integer(self, name: str, low: int = 0, high: int = LARGEST) -> int:
        return whole(name, self._required(name), low, high)

    def optional_integer(self, name: str, low: int = 0, high: int = LARGEST) -> Optional[int]:
        return self.integer(name, low, high) if self.has(name) else None

    def text(self, name: str, most: int = 200) -> str:
        value = self._required(name)
        if not isinstance(value, str):
            raise invalid(name, "must be text")
        if not value.strip():
            raise invalid(name, "must not be empty")
        if len(value) > most:
            raise invalid(name, f"must be at most {most} characters")
        return value

    def optional_text(self, name: str, most: int = 200) -> Optional[str]:
        """A text that may be left out or empty; None for both."""
        return self.text(name, most) if self._body.get(name, "") != "" else None

    def integers(self, name: str) -> List[int]:
        return [whole(name, value) for value in self._list(name)]

    def optional_integers(self, name: str) -> Optional[List[int]]:
        """A list of numbers; None where it is left out or empty, as both mean "no limit"."""
        return (self.integers(name) or None) if self.has(name) else None

    def texts(self, name: str) -> List[str]:
        values = self._list(name)
        if not all(isinstance(value, str) for value in values):
            raise invalid(name, "must be a list of texts")
        return values

    def page(self, required: bool = False) -> Tuple[int, int]:
        """pageNum and pageSize; where they may be left out they are 1 and 100."""
        page_num = self.integer("pageNum", 1) if required or self.has("pageNum") else 1
        if required or self.has("pageSize"):
            return page_num, self.integer("pageSize", 1, MOST_PER_PAGE)
        return page_num, 100

    def _list(self, name: str) -> List[Any]:
        value = self._required(name)
        if not isinstance(value, list):
            raise invalid(name, "must be a list")
        return value

    def _required(self, name: str) -> Any:
        if name not in self._body:
            raise missing(name)
        return self._body[name]
