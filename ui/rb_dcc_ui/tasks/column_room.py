"""Which columns of the task list there is room for, and which the artist has chosen himself. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Collection, Dict, FrozenSet, Mapping

from .columns import COST, DURATION, LABEL, LEFT, NAME, NUMBER, ON_DISK, PROGRESS, STARTED, STATUS

ALWAYS = (NAME, STATUS)
"""Without these nobody knows what a row is."""
_WORDS = -1
_BY_WORTH = (PROGRESS, _WORDS, LEFT, ON_DISK, COST, NUMBER, STARTED, DURATION, LABEL)
"""What is given room first; the whole words of a status in their place among the columns."""
_KEYS: Dict[int, str] = {
    PROGRESS: "frames",
    STARTED: "started",
    DURATION: "duration",
    COST: "cost",
    LEFT: "time_left",
    ON_DISK: "on_disk",
    LABEL: "label",
    NUMBER: "number",
}
"""What the preferences call those that can be chosen; kept for ever, as they are on disk."""
CHOOSABLE = tuple(_KEYS)


@dataclass(frozen=True)
class Shown:
    """The columns to show, and how wide a status is, in pixels."""

    columns: FrozenSet[int]
    status_width: int


def shown_columns(
    room: int,
    wanted: Mapping[int, int],
    least: Mapping[int, int],
    icon: int,
    chosen: Mapping[int, bool],
    empty: Collection[int] = (),
) -> Shown:
    """What fits into `room`, all in pixels: `wanted` is each column's width, `least` what name and status can do with.

    The name gives way to how far a task is, long words of a status to that and to the name; only where not even the least of
    both fits, an `icon` stands for the words. The first column that does not fit is the last that is looked at, so that none
    of less worth stands in its place; the `empty` ones, which say nothing, come last of all. What is `chosen` is shown, or
    not, whatever the room.
    """
    shown = set(ALWAYS).union(column for column, is_on in chosen.items() if is_on)
    left = room - sum(wanted[column] for column in shown if column != STATUS)
    spare = wanted[NAME] - least[NAME]
    status = least[STATUS] if least[STATUS] <= left + spare else icon
    left -= status
    for each in sorted(_BY_WORTH, key=lambda column: column in empty):
        if each in shown or chosen.get(each) is False:
            continue
        width = wanted[STATUS] - status if each == _WORDS else wanted[each]
        if width > left + (spare if each == PROGRESS else 0):
            break
        left -= width
        shown.add(each)
        status = wanted[STATUS] if each == _WORDS else status
    return Shown(frozenset(shown - {_WORDS}), status)


def choice_from_json(data: Any) -> Dict[int, bool]:
    """As `choice_json` wrote it; what is of no use in it is left out."""
    if not isinstance(data, dict):
        return {}
    return {column: data[key] for column, key in _KEYS.items() if isinstance(data.get(key), bool)}


def choice_json(chosen: Mapping[int, bool]) -> Dict[str, bool]:
    return {_KEYS[column]: is_on for column, is_on in chosen.items()}
