"""The log of a frame's last try, as a render command would write it."""

from __future__ import annotations

import sqlite3
from typing import List

from . import catalogue
from .calendar_text import calendar_text
from .statuses import FRAME_DONE, FRAME_FAILED, FRAME_RENDERING, FRAME_STOPPED, FRAME_TIMED_OUT

_ENDS = {
    FRAME_DONE: "render of frame {0} is done",
    FRAME_FAILED: "ERROR: the render process ended with exit code 211 while frame {0} was rendered",
    FRAME_TIMED_OUT: "ERROR: frame {0} took longer than allowed and was ended",
    FRAME_STOPPED: "WARNING: frame {0} was stopped by the user",
}


def log_lines(task: sqlite3.Row, frame: sqlite3.Row, percent: int) -> List[str]:
    """The lines so far; none for a frame that no machine took yet."""
    if frame["start_ms"] is None:
        return []
    renderer = task["renderer"] or "renderer"
    texts = [
        "{} {}: try {}".format(catalogue.CG_NAMES[task["cg_id"]], renderer, frame["tries"]),
        "loading scene {}".format(task["scene_name"]),
        "layer {}".format(task["layer_name"]) if task["layer_name"] else "scene loaded",
        "camera {}".format(frame["camera"]),
        "resolution {} x {}".format(task["width"], task["height"]),
        "rendering frame {}".format(frame["frame_index"]),
    ]
    texts.extend(f"{step:3d}% done" for step in range(5, min(percent, 100) + 1, 5))
    if frame["status"] != FRAME_RENDERING and frame["status"] in _ENDS:
        texts.append(_ENDS[frame["status"]].format(frame["frame_index"]))
    stamp = calendar_text(frame["start_ms"])
    return [f"[{stamp}] {text}" for text in texts]
