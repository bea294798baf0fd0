"""Which names fit a pattern that stands between a fixed beginning and a fixed ending."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterable, List, Match, Optional, Pattern


class FittingNames:
    """`inner` is the regular expression of what stands between. It alone is compiled: thousands of names of a scene
    share it, and one of its own for each would take longer than to find their files."""

    __slots__ = ("_fits", "inner", "prefix", "suffix")

    def __init__(self, prefix: str, inner: str, suffix: str) -> None:
        self.prefix = prefix
        self.inner = inner
        self.suffix = suffix
        self._fits = _compiled(inner).fullmatch

    def fullmatch(self, name: str) -> Optional[Match[str]]:
        """As a compiled pattern's: the groups are those of `inner`."""
        if not name.startswith(self.prefix) or not name.endswith(self.suffix):
            return None
        return self._fits(name, len(self.prefix), len(name) - len(self.suffix))

    def among(self, names: Iterable[str]) -> List[str]:
        """Those that fit, of names that begin with `prefix`."""
        fits, suffix, first, less = self._fits, self.suffix, len(self.prefix), len(self.suffix)
        return [name for name in names if name.endswith(suffix) and fits(name, first, len(name) - less)]


@lru_cache(maxsize=1024)
def _compiled(inner: str) -> Pattern[str]:
    return re.compile(inner, re.ASCII)
