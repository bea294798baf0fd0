"""One job as the four job files describe it: what is to be rendered, and how it is cut into frames."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, Mapping, Optional, Tuple

from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.frames import FrameRange

from .refusals import invalid, missing

DEFAULTS: Mapping[str, str] = {
    "input_project_path": "",
    "project_name": "",
    "os_name": "1",
    "ram": "64",
    "graphics_cards_num": "2",
    "frames_per_task": "1",
    "pre_frames": "000",
    "stop_after_test": "2",
    "job_stop_time": "259200",
    "task_stop_time": "0",
    "time_out": "43200",
    "tiles": "1",
    "tiles_type": "block",
    "render_layer_type": "0",
}


@dataclass(frozen=True)
class Layer:
    """One Maya render layer, or a whole 3ds Max scene (then `name` is empty). Sizes are in pixels."""

    name: str
    frames: str
    width: int
    height: int
    cameras: Tuple[str, ...]
    all_cameras: Tuple[str, ...]
    prefix: str
    renderer: str
    needs_photons: bool = False


@dataclass(frozen=True)
class Job:
    """A job that was checked. `error` is a code from tips.json that ends it at the analysis, or empty."""

    scene_name: str
    cg_id: int
    project_name: str
    layers: Tuple[Layer, ...]
    frames_per_task: int
    tiles: int
    pre_frames: str
    stop_after_test: bool
    frame_stop_s: int
    task_stop_s: int
    over_time_s: int
    ram_gb: int
    is_gpu: bool
    key_values: Tuple[Tuple[str, str], ...]
    error: str = ""

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Job:
        data: Dict[str, Any] = json.loads(text)
        layers = tuple(
            Layer(**dict(one, cameras=tuple(one["cameras"]), all_cameras=tuple(one["all_cameras"])))
            for one in data["layers"]
        )
        return cls(
            **dict(data, layers=layers, key_values=tuple((key, value) for key, value in data["key_values"]))
        )


def frame_range(text: str) -> FrameRange:
    """The main field's frames, in the farm's syntax."""
    try:
        return FrameRange.parse_farm(text)
    except FrameRangeError as error:
        raise invalid("frames", str(error)) from None


def priority_frames(pre_frames: str, frames: Tuple[int, ...]) -> FrozenSet[int]:
    """The frames to render first: three digits for first, middle, last, then perhaps ":" and a list of frames."""
    flags, _, listed = pre_frames.partition(":")
    if len(flags) != 3 or set(flags) - {"0", "1"}:
        raise invalid("pre_frames", 'must start with three digits 0 or 1, as in "000" or "101:1,3-4[1]"')
    chosen = {
        frames[place]
        for flag, place in zip(flags, (0, (len(frames) - 1) // 2, len(frames) - 1))
        if flag == "1"
    }
    if listed:
        chosen.update(frame_range(listed).numbers)
    return frozenset(chosen).intersection(frames)


def task_options(task_info: Mapping[str, Any]) -> Dict[str, str]:
    """task_info with its defaults filled in; every value must be text but the list of machines."""
    for name, value in task_info.items():
        if name == "hardwareConfigIds":
            if not isinstance(value, list):
                raise invalid("task_info.hardwareConfigIds", "must be a list")
        elif not isinstance(value, str):
            raise invalid("task_info." + name, "must be text")
    for name in ("input_cg_file", "cg_id", "task_id", "user_id", "project_id", "platform", "channel"):
        if not task_info.get(name):
            raise missing("task_info." + name)
    given = {name: value for name, value in task_info.items() if isinstance(value, str)}
    return dict(DEFAULTS, **given)


def number(options: Mapping[str, str], name: str, low: int, high: int, default: Optional[int] = None) -> int:
    """A whole number written as text in a job file; an empty one is the default where there is one."""
    text = options.get(name, "")
    if not text and default is not None:
        return default
    if not text.isdigit() or not text.isascii() or len(text) > 12 or not low <= int(text) <= high:
        raise invalid(name, f"must be a whole number from {low} to {high}, written as text")
    return int(text)
