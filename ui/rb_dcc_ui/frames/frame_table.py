"""The frames of one leaf task in columns: a hundred thousand of them stay small and are found at once. No Qt."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import compress
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from rb_dcc_core.models import FrameInfo
from rb_dcc_core.pictures import picture_count
from rb_dcc_core.statuses import FRAMES_TO_RETRY

UNKNOWN = -1
NAN = float("nan")
NO_NUMBER = 1 << 60
RENDERING = 2
_SHORTEST_MS, _LONGEST_MS = 60_000, 366 * 86_400_000
_INDEX = re.compile(r"(-?\d+)(?:-(\d+))?\Z")


_Fresh = Tuple[int, int, FrameInfo]


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
    """Rows in the order of frame numbers. Use from the interface thread alone; `merge` takes a page of any size.

    `limit_s` is how long a machine may take for a frame, None where the service does not tell.
    `pictures` says how many a row is: more than one where a machine renders several frames in one go. `moves` counts how often rows came before others: while it stays, every known row has kept its place.
    """

    def __init__(self) -> None:
        self._number_of: Dict[int, int] = {}
        self._odd_names: Dict[int, str] = {}
        self.ids = array("q")
        self.numbers = array("q")
        self.blocks = array("l")
        self.pictures = array("l")
        self.statuses = bytearray()
        self.kinds = bytearray()
        self.times = array("l")
        self.costs = array("d")
        self.rams = array("f")
        self.tries = array("h")
        self.started = array("q")
        self.ended = array("q")
        self.moves = 0
        self.limit_s: Optional[int] = None

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, frame_id: int) -> Optional[int]:
        """Found by its number, so that nothing has to be counted anew when rows come in between."""
        number = self._number_of.get(frame_id)
        if number is None:
            return None
        row = bisect_left(self.numbers, number)
        while self.ids[row] != frame_id:
            row += 1
        return row

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

    def machine_left_s(self, row: int, now_s: float) -> Optional[int]:
        """How long the machine that renders a frame may still take for it; None where none does, or nobody knows."""
        if self.limit_s is None or self.statuses[row] != RENDERING or self.started[row] == UNKNOWN:
            return None
        return max(0, int(self.limit_s - (now_s - self.started[row] / 1000.0)))

    def running_since(self) -> array[int]:
        """When each frame that renders was begun, UNKNOWN for others: the order of the machine time they have left."""
        started = array("q", [UNKNOWN]) * len(self)
        for row in self.rows_with((RENDERING,)):
            started[row] = self.started[row]
        return started

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
            row = self.row_of(frame.id)
            if row is None:
                fresh.append(frame)
            elif self._set(row, frame):
                changed.append(row)
        if fresh:
            self._insert(fresh)
        return changed, bool(fresh)

    def count(self, *statuses: int) -> int:
        return sum(self.statuses.count(status) for status in statuses)

    def rows_with(self, statuses: Iterable[int]) -> List[int]:
        return list(compress(range(len(self)), flags(self.statuses, statuses)))

    def last_with(self, status: int) -> Optional[int]:
        """The last row of a status; None where there is none."""
        row = self.statuses.rfind(status)
        return None if row < 0 else row

    def failed_rows(self) -> List[int]:
        """Frames that can be rendered again."""
        return self.rows_with(FRAMES_TO_RETRY)

    def _insert(self, frames: Sequence[FrameInfo]) -> None:
        """Each where it belongs, those that belong together in one go."""
        blocks: List[Tuple[int, List[_Fresh]]] = []
        for frame in sorted(frames, key=_place):
            if frame.id is None or frame.id in self._number_of:
                continue
            number, block = _place(frame)
            if number == NO_NUMBER:
                number += len(self._odd_names)
                self._odd_names[frame.id] = frame.frame_index or "?"
            self._number_of[frame.id] = number
            at = self._place_for(number, block)
            if not blocks or blocks[-1][0] != at:
                blocks.append((at, []))
            blocks[-1][1].append((number, block, frame))
        if any(at < len(self) for at, _ in blocks):
            self.moves += 1
        for at, fresh in reversed(blocks):
            self._open_rows(at, len(fresh))
            for row, each in enumerate(fresh, at):
                self._write_new(row, *each)

    def _place_for(self, number: int, block: int) -> int:
        """Before which row a frame belongs: behind those of its number whose block is not greater."""
        row = bisect_right(self.numbers, number)
        while row and self.numbers[row - 1] == number and self.blocks[row - 1] > block:
            row -= 1
        return row

    def _open_rows(self, at: int, count: int) -> None:
        whole = (
            self.ids,
            self.numbers,
            self.blocks,
            self.pictures,
            self.times,
            self.tries,
            self.started,
            self.ended,
        )
        for column in whole:
            column[at:at] = array(column.typecode, [UNKNOWN]) * count
        for amounts in (self.costs, self.rams):
            amounts[at:at] = array(amounts.typecode, [NAN]) * count
        self.statuses[at:at] = bytes(count)
        self.kinds[at:at] = bytes(count)

    def _write_new(self, row: int, number: int, block: int, frame: FrameInfo) -> None:
        assert frame.id is not None, "left out by merge"
        self.ids[row], self.numbers[row], self.blocks[row] = frame.id, number, block
        self.pictures[row] = 1 if number < NO_NUMBER else picture_count(frame.frame_index or "")
        self._set(row, frame)

    def _set(self, row: int, frame: FrameInfo) -> bool:
        """Write what a frame tells into its row; True where something differs."""
        before = self._values(row)
        self.limit_s = _limit_s(frame.task_over_time_ms) or self.limit_s
        self.statuses[row] = _small(frame.frame_status)
        self.kinds[row] = _small(frame.frame_type)
        # A frame that was never begun is told as having taken no time: that is not known, and no time to sort or draw.
        has_begun = bool(frame.frame_execute_time_s or frame.start_time_ms)
        self.times[row] = _whole(frame.frame_execute_time_s) if has_begun else UNKNOWN
        self.tries[row] = min(_whole(frame.recommit_flag), 32000)
        self.started[row] = _moment(frame.start_time_ms)
        self.ended[row] = _moment(frame.end_time_ms)
        self.costs[row] = NAN if frame.fee_amount is None else frame.fee_amount
        self.rams[row] = NAN if frame.frame_ram is None else frame.frame_ram
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


def _place(frame: FrameInfo) -> Tuple[int, int]:
    """Frame number and block; a name that is no number stands behind all others, in the order in which it came."""
    found = _INDEX.match(frame.frame_index or "")
    if found is None:
        return NO_NUMBER, UNKNOWN
    number = max(-(1 << 59), min(1 << 59, int(found.group(1))))
    return number, min(int(found.group(2)), 1 << 30) if found.group(2) else UNKNOWN


def flags(statuses: Sequence[int], wanted: Iterable[int]) -> bytes:
    """A byte for each row, 1 where its status is a wanted one; without a step of Python's for each row."""
    table = bytearray(256)
    for status in wanted:
        table[status] = 1
    return bytes(statuses).translate(bytes(table))


def _limit_s(over_time_ms: Optional[int]) -> Optional[int]:
    """Milliseconds by the document, hours in some answers: what makes no sense as the former is not computed with."""
    return over_time_ms // 1000 if over_time_ms and _SHORTEST_MS <= over_time_ms <= _LONGEST_MS else None


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
