"""Where the panel was docked when 3ds Max ended, kept in a small file beside the settings."""

from __future__ import annotations

import dataclasses
import json
import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional, Tuple

from rb_dcc_core.atomic import write_atomically
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.locations import Locations

_log = logging.getLogger(__name__)
FILE_NAME = "panel_in_3dsmax.json"
LEFT, RIGHT = "left", "right"
Rectangle = Tuple[int, int, int, int]
_MOST = 32000
_writing = threading.Lock()


@dataclass(frozen=True)
class Place:
    """`width` is that of the docked panel; `floating_at` (x, y, width, height) of the floating one. None: as it comes."""

    is_open: bool = False
    side: str = RIGHT
    is_floating: bool = False
    width: Optional[int] = None
    floating_at: Optional[Rectangle] = None


def read_place(locations: Locations) -> Place:
    """On a working thread. What is missing or broken is as it was when new, because nothing of it is precious."""
    try:
        data = json.loads((locations.settings / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Place()
    return _place(data) if isinstance(data, dict) else Place()


def write_place(locations: Locations, place: Place) -> threading.Thread:
    """Written on a thread of its own, so that it comes through while the panel or 3ds Max ends."""
    thread = threading.Thread(
        target=_write, args=(locations.settings / FILE_NAME, place), name="renderbus-place"
    )
    thread.start()
    return thread


def _write(path: Path, place: Place) -> None:
    data = json.dumps(dataclasses.asdict(place)).encode("utf-8")
    try:
        with _writing:
            write_atomically(path, data)
    except RenderbusError as error:
        _log.info("the panel's place was not kept: %s", error)


def _place(data: Mapping[str, Any]) -> Place:
    side = data.get("side")
    width = data.get("width")
    return Place(
        is_open=data.get("is_open") is True,
        side=side if side in (LEFT, RIGHT) else RIGHT,
        is_floating=data.get("is_floating") is True,
        width=width if _is_length(width) and width is not None and width > 0 else None,
        floating_at=_rectangle(data.get("floating_at")),
    )


def _rectangle(told: Any) -> Optional[Rectangle]:
    if not isinstance(told, list) or len(told) != 4 or not all(_is_length(each) for each in told):
        return None
    x, y, width, height = told
    return (x, y, width, height) if width > 0 and height > 0 else None


def _is_length(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST
