"""The frames of one leaf task in columns: a hundred thousand of them stay small and are found at once. No Qt."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from rb_dcc_core.models import FrameInfo
from rb_dcc_core.statuses import FRAME_DONE, FRAMES_TO_RETRY

UNKNOWN = -1
RENDERING = 2
_INDEX = re.compile(r"(-?\d+)(?:-(\d+))?\Z")


@dataclass(frozen=True)
class FrameRow:
    """One frame as it is shown. Seconds, the account's currency, GB; None where the service does not tell.

    `tries` is how often it was sent to a machine again; `name` is its number, with "-block" behind it where it is tiled.
    """

    id: int
    name: str
    status: int
    kind: int
    time_s: Optional[int]
    cost: Optional[float]
    ram_gb: Optional[float]
    tries: Optional[int]
    started_ms: Optional[int]
    ended_ms: Optional[int]


class FrameTable:
    """Rows in the order of frame numbers. Use from the interface thread alone; `merge` takes a page of any size."""

    def __init__(self) -> None:
        self._row_of: Dict[int, int] = {}
        self._odd_names: Dict[int, str] = {}
        self.ids = array("q")
        self.numbers = array("q")
        self.blocks = array("l")
        self.statuses = bytearray()
        self.kinds = bytearray()
        self.times = array("l")
        self.costs = array("d")
        self.rams = array("f")
        self.tries = array("h")
        self.started = array("q")
        self.ended = array("q")

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, frame_id: int) -> Optional[int]:
        return self._row_of.get(frame_id)

    def row(self, row: int) -> FrameRow:
        """One frame, whole."""
        return FrameRow(
            self.ids[row],
            self.name(row),
            self.statuses[row],
            self.kinds[row],
            _told(self.times[row]),
            None if self.costs[row] != self.costs[row] else self.costs[row],
            None if self.rams[row] != self.rams[row] else self.rams[row],
            _told(self.tries[row]),
            _told(self.started[row]),
            _told(self.ended[row]),
        )

    def name(self, row: int) -> str:
        """The frame's number, with its block where it has one."""
        odd = self._odd_names.get(self.ids[row])
        if odd is not None:
            return odd
        block = self.blocks[row]
        return str(self.numbers[row]) if block == UNKNOWN else f"{self.numbers[row]}-{block}"

    def merge(self, frames: Iterable[FrameInfo]) -> Tuple[List[int], bool]:
        """Take frames in: known ones in place, new ones in their order. Returns the rows that changed, and whether rows
        moved (new ones came), after which every row number kept elsewhere must be looked up again by id."""
        changed: List[int] = []
        fresh: List[FrameInfo] = []
        for frame in frames:
            if frame.id is None:
                continue
            row = self._row_of.get(frame.id)
            if row is None:
                fresh.append(frame)
            elif self._set(row, frame):
                changed.append(row)
        if fresh:
            self._insert(fresh)
        return changed, bool(fresh)

    def count(self, status: int) -> int:
        return self.statuses.count(status)

    def rows_with(self, statuses: Iterable[int]) -> List[int]:
        wanted = set(statuses)
        return [row for row, status in enumerate(self.statuses) if status in wanted]

    def failed_rows(self) -> List[int]:
        """Frames that can be rendered again."""
        return self.rows_with(FRAMES_TO_RETRY)

    def finished_times_s(self) -> List[int]:
        """Render times of the frames that are done, in their order."""
        return [
            seconds
            for seconds, status in zip(self.times, self.statuses)
            if status == FRAME_DONE and seconds >= 0
        ]

    def _insert(self, frames: Sequence[FrameInfo]) -> None:
        """Behind the others where they belong there, else everything is put in order once."""
        last = (self.numbers[-1], self.blocks[-1]) if len(self) else None
        ordered = sorted(frames, key=_place)
        for frame in ordered:
            assert frame.id is not None, "left out by merge"
            if frame.id not in self._row_of:
                self._append(frame)
        if last is not None and _place(ordered[0]) < last:
            self._put_in_order()

    def _append(self, frame: FrameInfo) -> None:
        assert frame.id is not None, "left out by merge"
        number, block = _place(frame)
        self._row_of[frame.id] = len(self)
        self.ids.append(frame.id)
        self.numbers.append(number)
        self.blocks.append(block)
        self.statuses.append(0)
        self.kinds.append(0)
        for column in (self.times, self.tries, self.started, self.ended):
            column.append(UNKNOWN)
        self.costs.append(float("nan"))
        self.rams.append(float("nan"))
        if frame.frame_index is None or _INDEX.match(frame.frame_index) is None:
            self._odd_names[frame.id] = frame.frame_index or "?"
        self._set(len(self) - 1, frame)

    def _set(self, row: int, frame: FrameInfo) -> bool:
        """Write what a frame tells into its row; True where something differs."""
        before = self._values(row)
        self.statuses[row] = _small(frame.frame_status)
        self.kinds[row] = _small(frame.frame_type)
        # A frame that was never begun is told as having taken no time: that is not known, and no time to sort or draw.
        has_begun = bool(frame.frame_execute_time_s or frame.start_time_ms)
        self.times[row] = _whole(frame.frame_execute_time_s) if has_begun else UNKNOWN
        self.tries[row] = min(_whole(frame.recommit_flag), 32000)
        self.started[row] = _moment(frame.start_time_ms)
        self.ended[row] = _moment(frame.end_time_ms)
        self.costs[row] = float("nan") if frame.fee_amount is None else frame.fee_amount
        self.rams[row] = float("nan") if frame.frame_ram is None else frame.frame_ram
        return before != self._values(row)

    def _values(self, row: int) -> Tuple[object, ...]:
        """To compare by: a cost that is not known is not equal to itself."""
        cost, ram = self.costs[row], self.rams[row]
        return (
            self.statuses[row],
            self.kinds[row],
            self.times[row],
            self.tries[row],
            self.started[row],
            self.ended[row],
            cost if cost == cost else None,
            ram if ram == ram else None,
        )

    def _put_in_order(self) -> None:
        order = sorted(range(len(self)), key=lambda row: (self.numbers[row], self.blocks[row], self.ids[row]))
        for name in ("ids", "numbers", "blocks", "times", "costs", "rams", "tries", "started", "ended"):
            column = getattr(self, name)
            setattr(self, name, array(column.typecode, (column[row] for row in order)))
        self.statuses = bytearray(self.statuses[row] for row in order)
        self.kinds = bytearray(self.kinds[row] for row in order)
        self._row_of = {frame_id: row for row, frame_id in enumerate(self.ids)}


def _place(frame: FrameInfo) -> Tuple[int, int]:
    """Frame number and block; a name that is no number stands behind all others."""
    found = _INDEX.match(frame.frame_index or "")
    if found is None:
        return 1 << 60, UNKNOWN
    number = max(-(1 << 59), min(1 << 59, int(found.group(1))))
    return number, min(int(found.group(2)), 1 << 30) if found.group(2) else UNKNOWN


def _told(value: int) -> Optional[int]:
    return None if value == UNKNOWN else value


def _small(value: Optional[int]) -> int:
    """A status or kind as one byte; what the service never sends is shown as unknown."""
    return value if value is not None and 0 <= value < 256 else 0


def _whole(value: Optional[int], most: int = (1 << 31) - 1) -> int:
    """A number the column can hold; `most` is a "long" of Windows."""
    return UNKNOWN if value is None or value < 0 else min(value, most)


def _moment(value: Optional[int]) -> int:
    return _whole(value, 1 << 62)
