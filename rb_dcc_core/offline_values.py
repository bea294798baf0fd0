"""Reads a JSON object somebody else may have written: each value is of the kind asked for, or is named. Pure."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional, Tuple


class Malformed(ValueError):
    """A value that is not there or not of its kind; the text is its name."""


class Fields:
    """One JSON object; every method raises Malformed with the key where the value is not of its kind."""

    def __init__(self, data: Any, name: str = "") -> None:
        if not isinstance(data, Mapping):
            raise Malformed(name or "the whole")
        self._data = data
        self._name = name

    def text(self, key: str, pattern: str = "") -> str:
        """A text, whole of the pattern where one is given."""
        value = self._of(key, str)
        if pattern and not re.fullmatch(pattern, value):
            raise self._malformed(key)
        return str(value)

    def text_or_none(self, key: str, pattern: str = "") -> Optional[str]:
        return None if not self.has(key) else self.text(key, pattern)

    def whole(self, key: str, least: Optional[int] = None) -> int:
        value = self._of(key, int)
        if isinstance(value, bool) or (least is not None and value < least):
            raise self._malformed(key)
        return int(value)

    def whole_or_none(self, key: str) -> Optional[int]:
        return None if not self.has(key) else self.whole(key)

    def number_or_none(self, key: str) -> Optional[float]:
        value = self._data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._malformed(key)
        return float(value)

    def flag(self, key: str) -> bool:
        return bool(self._of(key, bool))

    def flag_or_none(self, key: str) -> Optional[bool]:
        return None if not self.has(key) else self.flag(key)

    def texts(self, key: str) -> Tuple[str, ...]:
        values = self._of(key, list)
        if not all(isinstance(value, str) for value in values):
            raise self._malformed(key)
        return tuple(values)

    def pairs(self, key: str) -> Dict[str, str]:
        """An object of texts."""
        values = self._of(key, dict)
        if not all(isinstance(value, str) for value in values.values()):
            raise self._malformed(key)
        return dict(values)

    def pairs_or_none(self, key: str) -> Dict[str, Optional[str]]:
        """An object of texts, any of which may be null."""
        values = self._of(key, dict)
        if not all(value is None or isinstance(value, str) for value in values.values()):
            raise self._malformed(key)
        return dict(values)

    def has(self, key: str) -> bool:
        """True where there is such a value and it is not null."""
        return self._data.get(key) is not None

    def inner(self, key: str) -> Fields:
        return Fields(self._data.get(key), self._place(key))

    def each(self, key: str) -> List[Fields]:
        """The objects of a list."""
        values = self._of(key, list)
        return [Fields(value, f"{self._place(key)} {number}") for number, value in enumerate(values, 1)]

    def table(self, key: str) -> Dict[str, Any]:
        """An object as it is."""
        return dict(self._of(key, dict))

    def _of(self, key: str, kind: type) -> Any:
        value = self._data.get(key)
        if not isinstance(value, kind):
            raise self._malformed(key)
        return value

    def _malformed(self, key: str) -> Malformed:
        return Malformed(self._place(key))

    def _place(self, key: str) -> str:
        return f"{self._name}: {key}" if self._name else key
