"""What a task's frames come to in whole pictures. Pure.

A row of the farm's list is not always a picture: a tiled one is as many rows as it has tiles, and their composite; with
several frames a machine, one row is several pictures; photons and other passes before the pictures are rendered once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from .errors import FrameRangeError
from .frames import FrameRange
from .models import FrameInfo
from .statuses import FRAME_DONE, FRAMES_GIVEN_UP

PICTURE_TYPES = frozenset((0, 4, 5))
_PICTURES = PICTURE_TYPES | {None}
_COMPOSITES = frozenset((6, 7))
_ATTACHED = _COMPOSITES | {9}
_MERGE = 3
_UNTILED = (None, "", "0", "1")
_TILE = re.compile(r"(-?\d+)-(\d+)", re.ASCII)


@dataclass(frozen=True)
class Picture:
    """One picture with its tiles and their composite, or `count` pictures that one machine renders one after another.

    `cost` is what all of it has cost so far, in the account's currency, `time_s` how long machines rendered for it.
    `left` is how many pictures of it are still to be rendered, a part of one where some of its tiles are done; `pieces_left`
    how many machines that could keep busy. `frame_id` is the row that holds the picture, None where the farm names none.
    """

    name: str
    count: int
    cost: float
    time_s: float
    left: float
    pieces_left: int
    is_done: bool
    frame_id: Optional[int] = None

    @property
    def cost_each(self) -> float:
        return self.cost / self.count

    @property
    def time_each_s(self) -> float:
        return self.time_s / self.count


@dataclass(frozen=True)
class TaskPictures:
    """A task's pictures in the farm's order, and the passes before them. `once_cost` is what those have cost so far,
    `once_s` how long they kept the pictures waiting; `once_left` how many are still to be rendered, `once_done` are."""

    pictures: Tuple[Picture, ...] = ()
    once_cost: float = 0.0
    once_s: float = 0.0
    once_left: int = 0
    once_done: int = 0

    @property
    def done(self) -> Tuple[Picture, ...]:
        return tuple(each for each in self.pictures if each.is_done)

    @property
    def left(self) -> float:
        """How many pictures are still to be rendered."""
        return sum(each.left for each in self.pictures)

    @property
    def cost(self) -> float:
        """Everything that was charged so far, failed frames too."""
        return self.once_cost + sum(each.cost for each in self.pictures)

    @property
    def draws_left(self) -> float:
        """How many pictures that differ by chance alone the rest is worth: a group of ten swings as one."""
        squares = sum(each.left * each.count for each in self.pictures)
        return self.left**2 / squares if squares else 0.0

    @property
    def pieces_left(self) -> int:
        """How many machines the rest could keep busy."""
        return sum(each.pieces_left for each in self.pictures)


def whole_pictures(leaves: Iterable[Sequence[FrameInfo]]) -> TaskPictures:
    """The pictures of a task, given the frames of each of its leaves."""
    pictures: List[Picture] = []
    once: List[FrameInfo] = []
    once_s = 0.0
    for frames in leaves:
        before = [each for each in frames if each.frame_type not in _PICTURES | _ATTACHED]
        once.extend(before)
        once_s = max(once_s, _waited_s(before))
        pictures.extend(_pictures([each for each in frames if each.frame_type in _PICTURES | _ATTACHED]))
    return TaskPictures(
        tuple(pictures),
        sum(_fee(each) for each in once),
        once_s,
        sum(_is_open(each) for each in once if each.frame_type != _MERGE),
        sum(each.frame_status == FRAME_DONE for each in once if each.frame_type != _MERGE),
    )


def _waited_s(before: Sequence[FrameInfo]) -> float:
    """Passes of one leaf render at once, and what merges them after the last."""
    merges = [_seconds(each) for each in before if each.frame_type == _MERGE]
    return max((_seconds(each) for each in before if each.frame_type != _MERGE), default=0.0) + sum(merges)


def _pictures(frames: Sequence[FrameInfo]) -> Iterable[Picture]:
    """The rows of one leaf. With several cameras a number comes once for each, in the same order for every tile."""
    is_tiled = any(each.frame_type in _ATTACHED or each.frame_block not in _UNTILED for each in frames)
    met: Counter[Tuple[str, str]] = Counter()
    together: Dict[Tuple[str, int], List[FrameInfo]] = {}
    for frame in frames:
        name, piece = _name(frame, is_tiled)
        together.setdefault((name, met[(name, piece)]), []).append(frame)
        met[(name, piece)] += 1
    return [_picture(name, rows) for (name, _), rows in together.items()]


def _name(frame: FrameInfo, is_tiled: bool) -> Tuple[str, str]:
    """The picture a row belongs to, and which piece of it the row is."""
    index = frame.frame_index or ""
    if frame.frame_type in _ATTACHED:
        return index, f"type {frame.frame_type}"
    tile = _TILE.fullmatch(index) if is_tiled else None
    return (tile.group(1), tile.group(2)) if tile else (index, "")


def _picture(name: str, rows: Sequence[FrameInfo]) -> Picture:
    pieces = [each for each in rows if each.frame_type in _PICTURES]
    count = picture_count(name)
    still = sum(_is_open(each) for each in pieces)
    whole = next((each for each in rows if each.frame_type in _COMPOSITES), (pieces or rows)[0])
    return Picture(
        name,
        count,
        sum(_fee(each) for each in rows),
        sum(_seconds(each) for each in rows),
        count * still / len(pieces) if pieces else 0.0,
        still,
        bool(pieces) and all(each.frame_status == FRAME_DONE for each in pieces),
        whole.id,
    )


def picture_count(name: str) -> int:
    """How many pictures a row of that name is: "5" one, "2-11[1]" ten."""
    if name.isdigit():
        return 1
    try:
        return len(FrameRange.parse_farm(name))
    except FrameRangeError:
        return 1


def _is_open(frame: FrameInfo) -> bool:
    return frame.frame_status != FRAME_DONE and frame.frame_status not in FRAMES_GIVEN_UP


def _fee(frame: FrameInfo) -> float:
    """The whole fee; the coupon's share where it alone is told."""
    return frame.fee_amount or frame.coupon_fee or 0.0


def _seconds(frame: FrameInfo) -> float:
    return float(frame.frame_execute_time_s or 0)
