"""What is left of the frames of one leaf: time and cost, by its own finished ones. Works on copies of the table's columns. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from rb_dcc_core.estimate import Interval, estimate_rest
from rb_dcc_core.pictures import PICTURE_TYPES, Picture, TaskPictures
from rb_dcc_core.statuses import FRAME_DONE
from rb_dcc_core.time_left import TimeLeft, time_left

from .frame_table import RENDERING, FrameTable, flags

MOST_RECKONED = 2000
WAITING = frozenset((1, 6, 7, 8, 9, 10, 12))
Reckoned = Tuple[Optional[TimeLeft], float, Optional[Interval]]


@dataclass(frozen=True)
class Columns:
    """A table as it was: `pictures` says how many each row is, `running_s` how long each running row has been."""

    statuses: bytes
    kinds: bytes
    times: Sequence[int]
    costs: Sequence[float]
    pictures: Sequence[int]
    numbers: Sequence[int]
    blocks: Sequence[int]
    running_s: Tuple[float, ...]

    @property
    def groups(self) -> Dict[int, int]:
        """The rows that are several pictures, and how many; none is the rule."""
        if not self.pictures or max(self.pictures) <= 1:
            return {}
        return {row: count for row, count in enumerate(self.pictures) if count > 1}


def columns(table: FrameTable, now_ms: float) -> Columns:
    """On the interface thread: copies, and nothing that takes a step for each row but for running ones."""
    started = [table.started[row] for row in table.rows_with((RENDERING,))]
    running = tuple(max(0.0, (now_ms - each) / 1000) for each in started if each > 0)
    return Columns(
        bytes(table.statuses),
        bytes(table.kinds),
        table.times[:],
        table.costs[:],
        table.pictures[:],
        table.numbers[:],
        table.blocks[:],
        running,
    )


def reckoned(shown: Columns) -> Reckoned:
    """How long the leaf still takes, what its frames have cost, and what the open ones will; None where nobody knows."""
    spent = sum(cost for cost in shown.costs if cost == cost)
    rest = estimate_rest(_seen(shown), 1)
    return _time_left(shown), spent, None if rest is None else rest.cost


def _time_left(shown: Columns) -> Optional[TimeLeft]:
    done = flags(shown.statuses, (FRAME_DONE,))
    waiting = sum(shown.statuses.count(status) for status in WAITING)
    groups = shown.groups
    if not groups:
        return time_left(
            [each for each in compress(shown.times, done) if each >= 0], shown.running_s, waiting
        )
    size = [max(1, count) for count in shown.pictures]
    finished = [
        time / count for time, count, is_done in zip(shown.times, size, done) if is_done and time >= 0
    ]
    # Of a group that runs, all but the picture under way still wait.
    waiting = sum(count for count, status in zip(size, shown.statuses) if status in WAITING)
    waiting += sum(count - 1 for count, status in zip(size, shown.statuses) if status == RENDERING)
    return time_left(finished, shown.running_s, waiting)


def _seen(shown: Columns) -> TaskPictures:
    """The rows as what the estimate of a rest takes; what is beside the pictures has a mean of its own."""
    if len(shown.blocks) and max(shown.blocks) > 1:
        return _tiled(shown)
    pictures = flags(shown.kinds, PICTURE_TYPES)
    if not any(pictures):
        pictures = bytes(b"\1" * len(pictures))
    done, still = flags(shown.statuses, (FRAME_DONE,)), flags(shown.statuses, (*WAITING, RENDERING))
    groups = shown.groups
    single = _without(pictures, groups)
    told = [cost for cost in compress(shown.costs, _both(single, done)) if cost == cost]
    made = [_done(1, cost) for cost in _share(told)]
    left: Dict[int, float] = {1: float(_both(single, still).count(1))}
    for row, count in groups.items():
        if done[row] and shown.costs[row] == shown.costs[row]:
            made.append(_done(count, shown.costs[row]))
        left[count] = left.get(count, 0.0) + count * still[row]
    made.extend(Picture("", count, 0.0, 0.0, open_, 1, False) for count, open_ in left.items() if open_)
    beside = flags(pictures, (0,))
    others = [cost for cost in compress(shown.costs, _both(beside, done)) if cost == cost]
    return TaskPictures(
        tuple(made), sum(others), 0.0, _both(beside, still).count(1) if others else 0, len(others)
    )


def _tiled(shown: Columns) -> TaskPictures:
    """Tiles with their composite; several cameras have as many pictures of one number."""
    tiles = max(shown.blocks)
    sums: Dict[int, List[float]] = {}
    for number, kind, status, cost in zip(shown.numbers, shown.kinds, shown.statuses, shown.costs):
        row = sums.setdefault(number, [0, 0, 0, 0.0])
        row[3] += cost if cost == cost else 0.0
        if kind in PICTURE_TYPES:
            row[0] += 1
            row[1] += status == FRAME_DONE
            row[2] += status == RENDERING or status in WAITING
    known = [row for row in sums.values() if row[0]]
    whole = [row for row in known if row[0] == row[1]]
    made = [_done(_count(row[0], tiles), row[3]) for row in whole[:: len(whole) // MOST_RECKONED + 1]]
    left = sum(_count(row[0], tiles) * row[2] / row[0] for row in known)
    if left:
        made.append(Picture("", 1, 0.0, 0.0, left, int(sum(row[2] for row in known)), False))
    return TaskPictures(tuple(made))


def _count(pieces: float, tiles: int) -> int:
    return max(1, round(pieces / tiles))


def _done(count: int, cost: float) -> Picture:
    return Picture("", count, cost, 0.0, 0.0, 0, True)


def _without(marks: bytes, rows: Iterable[int]) -> bytes:
    cleared = bytearray(marks)
    for row in rows:
        cleared[row] = 0
    return bytes(cleared)


def _both(one: bytes, other: bytes) -> bytes:
    """Byte by byte, without a step of Python's for each."""
    size = len(one)
    return (int.from_bytes(one, "big") & int.from_bytes(other, "big")).to_bytes(size, "big")


def _share(values: List[float]) -> List[float]:
    """As many of very many as are of use."""
    return values[:: len(values) // MOST_RECKONED + 1]
