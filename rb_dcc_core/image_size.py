"""The size of a picture as people write it: "1920x1080"."""

from __future__ import annotations

import re
from typing import NamedTuple

from .errors import InputError

# No source tells the farm's most; a side beyond 3ds Max's own limit is a slip of the keyboard [?].
MOST_PIXELS = 32768
_SIZE = re.compile(r"(\d{1,9})\s*(?:[x*×]|\s)\s*(\d{1,9})", re.ASCII | re.IGNORECASE)
_NO_SIZE = "'{text}' is no size in pixels. Write width x height, for example 1920x1080."
_OUT_OF_BOUNDS = "No picture is {width} x {height} pixels: each side must be from 1 to {most}."


class ImageSize(NamedTuple):
    """In pixels."""

    width: int
    height: int

    @classmethod
    def parse(cls, text: str) -> ImageSize:
        """Read "1920x1080", with blanks and "×" too; raises InputError with a sentence that says what to write."""
        match = _SIZE.fullmatch(text.strip())
        if match is None:
            raise InputError(_NO_SIZE, text=text.strip()[:40])
        return cls(int(match.group(1)), int(match.group(2))).checked()

    def checked(self) -> ImageSize:
        """The same; raises InputError where no picture can have this size."""
        if not all(1 <= side <= MOST_PIXELS for side in self):
            raise InputError(_OUT_OF_BOUNDS, width=self.width, height=self.height, most=MOST_PIXELS)
        return self

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"
