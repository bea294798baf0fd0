"""What the user set about the panel itself; kept in `panel.json` beside the settings."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional

from rb_dcc_core.atomic import write_atomically
from rb_dcc_core.budget import MOST_MONEY
from rb_dcc_core.watcher import POLL_INTERVAL_S

FILE_NAME = "panel.json"


@dataclass(frozen=True)
class Preferences:
    """`language` "" follows the system. `poll_interval_s` seconds between looks at what is visible. `download_folder` ""
    means to ask. `budget_day_soft` warns and `budget_day_hard` stops once a day has cost so much, in the account's currency;
    None for no limit. `unknown` keeps what newer versions wrote."""

    language: str = ""
    poll_interval_s: float = POLL_INTERVAL_S
    download_folder: str = ""
    downloads_as_frames_finish: bool = False
    notices_finished: bool = True
    notices_failed_frames: bool = True
    notices_arrears: bool = True
    notices_over_time: bool = True
    desktop_notices: bool = True
    verbose_log: bool = False
    budget_day_soft: Optional[float] = None
    budget_day_hard: Optional[float] = None
    update_notices: bool = True
    layout: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False)


def load_preferences(folder: Path) -> Preferences:
    """Read them; what is missing, broken or of the wrong kind is as it was when new, because nothing of it is precious."""
    try:
        data = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Preferences()
    return _from_json(data) if isinstance(data, dict) else Preferences()


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Write them atomically, on a working thread; raises LocalFileError with what to do."""
    data = dict(preferences.unknown)
    for each in dataclasses.fields(preferences):
        if each.name != "unknown":
            data[each.name] = getattr(preferences, each.name)
    data["layout"] = dict(preferences.layout)
    write_atomically(folder / FILE_NAME, json.dumps(data, indent=2, ensure_ascii=False).encode("utf-8"))


def _from_json(data: Mapping[str, Any]) -> Preferences:
    fresh = Preferences()
    known: Dict[str, Any] = {}
    unknown: Dict[str, Any] = {}
    for name, value in data.items():
        if not hasattr(fresh, name) or name == "unknown":
            unknown[name] = value
        elif _is_of_kind(value, getattr(fresh, name)):
            known[name] = value
    return Preferences(unknown=unknown, **known)


def _is_of_kind(value: Any, fresh: Any) -> bool:
    if isinstance(fresh, bool) or isinstance(value, bool):
        return isinstance(fresh, bool) and isinstance(value, bool)
    if fresh is None:
        return value is None or (isinstance(value, (int, float)) and 0 < value < MOST_MONEY)
    if isinstance(fresh, float):
        return isinstance(value, (int, float)) and 0.2 <= value <= 3600
    return isinstance(value, dict if isinstance(fresh, dict) else type(fresh))
