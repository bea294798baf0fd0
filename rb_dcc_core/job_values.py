"""Job settings as plain JSON values and back; what cannot be read is named and keeps its default. Pure."""

from __future__ import annotations

import dataclasses
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from .budget import MOST_MONEY as MOST_MONEY
from .errors import InputError
from .frames import FrameRange
from .image_size import ImageSize
from .job import OS_NAMES, JobSettings
from .messages import Message
from .priority import PriorityFrames

_DEFAULTS = JobSettings()
FIELDS = tuple(field.name for field in dataclasses.fields(JobSettings))


def to_values(settings: JobSettings, defaults: Optional[JobSettings] = _DEFAULTS) -> Dict[str, Any]:
    """The settings that differ from the defaults, as JSON values; every one of them where `defaults` is None."""
    names = FIELDS if defaults is None else changed(settings, defaults)
    return {name: written(name, getattr(settings, name)) for name in names}


def from_values(
    values: Mapping[str, Any], base: JobSettings = _DEFAULTS
) -> Tuple[JobSettings, Tuple[Message, ...]]:
    """The settings of JSON values laid over `base`, and a sentence for each value that cannot be used.

    Keys that name no setting are no concern here: whoever keeps the file keeps them.
    """
    found: Dict[str, Any] = {}
    complaints: List[Message] = []
    for name in FIELDS:
        if name not in values:
            continue
        try:
            found[name] = _read(name, values[name])
        except (InputError, TypeError, ValueError, AttributeError, OverflowError):
            text = "The setting '{name}' cannot be read ({value}); its default is used."
            complaints.append(Message(text, name=name, value=repr(values[name])[:60]))
    return dataclasses.replace(base, **found), tuple(complaints)


def changed(settings: JobSettings, defaults: JobSettings) -> Tuple[str, ...]:
    """The names of the settings that differ from the defaults, in the order of the fields."""
    return tuple(name for name in FIELDS if getattr(settings, name) != getattr(defaults, name))


def written(name: str, value: Any) -> Any:
    """One setting as a JSON value."""
    if name == "os_name":
        return OS_NAMES.get(value, value)
    if name in ("frames", "priority_frames"):
        return None if value is None else str(value)
    if name in ("layer_frames", "layer_sizes"):
        return {layer: None if own is None else str(own) for layer, own in value}
    if name == "layer_cameras":
        return {layer: list(cameras) for layer, cameras in value}
    if name in ("layer_formats", "path_map"):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    kind = _READERS.get(name)
    if kind is not None:
        return kind(value)
    default = getattr(_DEFAULTS, name)
    if isinstance(default, bool):
        return _exactly(bool, value)
    if isinstance(default, int):
        return _whole(value)
    return _exactly(str, value)


def _exactly(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(type(value).__name__)
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(type(value).__name__)
    return value


def _texts(value: Any) -> Tuple[str, ...]:
    return tuple(_exactly(str, item) for item in _exactly(list, value))


def _numbers(value: Any) -> Tuple[int, ...]:
    return tuple(_whole(item) for item in _exactly(list, value))


def _frames(value: Any) -> Optional[FrameRange]:
    return None if value is None else FrameRange.parse(value)


def _layer_frames(value: Any) -> Tuple[Tuple[str, FrameRange], ...]:
    return tuple((layer, FrameRange.parse(frames)) for layer, frames in _exactly(dict, value).items())


def _layer_sizes(value: Any) -> Tuple[Tuple[str, ImageSize], ...]:
    return tuple((layer, ImageSize.parse(size)) for layer, size in _exactly(dict, value).items())


def _layer_formats(value: Any) -> Tuple[Tuple[str, str], ...]:
    return tuple((layer, _some_text(name)) for layer, name in _exactly(dict, value).items())


def _some_text(value: Any) -> str:
    if not _exactly(str, value):
        raise ValueError(value)
    return str(value)


def _layer_cameras(value: Any) -> Tuple[Tuple[str, Tuple[str, ...]], ...]:
    return tuple((layer, _texts(cameras)) for layer, cameras in _exactly(dict, value).items())


def _path_map(value: Any) -> Tuple[Tuple[str, str], ...]:
    return tuple((local, _exactly(str, farm)) for local, farm in _exactly(dict, value).items())


def _system(value: Any) -> int:
    for number, name in OS_NAMES.items():
        if value in (number, name) and not isinstance(value, bool):
            return number
    raise ValueError(value)


def _amount(value: Any) -> Optional[float]:
    """Money, more than none of it; what JSON can write and no purse can hold is refused."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < MOST_MONEY:
        raise ValueError(value)
    return float(value)


_READERS: Dict[str, Callable[[Any], Any]] = {
    "cameras": _texts,
    "layers": _texts,
    "frames": _frames,
    "layer_frames": _layer_frames,
    "layer_cameras": _layer_cameras,
    "layer_sizes": _layer_sizes,
    "layer_formats": _layer_formats,
    "os_name": _system,
    "hardware_config_ids": _numbers,
    "priority_frames": PriorityFrames.parse,
    "path_map": _path_map,
    "budget_soft": _amount,
    "budget_hard": _amount,
}
