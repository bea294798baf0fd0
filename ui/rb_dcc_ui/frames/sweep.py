"""Which pages of a task's frames to ask for: all of them once, then only those whose frames can still change. Pure."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Set

from rb_dcc_core.models import FrameInfo, TaskInfo
from rb_dcc_core.statuses import FRAME_DONE

PAGE_SIZE = 200


class FrameSweep:
    """Remembers, for one leaf task, which page holds frames that are not done yet. `plan` gives what to ask now.

    The service gives frames in pages of a steady order, without a way to ask for changes alone. A page whose frames are
    all done is left alone until the task's count of done frames is smaller than what is known: then somebody restarted.
    """

    def __init__(self) -> None:
        self._open: Dict[int, bool] = {}
        self._done: Dict[int, int] = {}
        self._page_count: Optional[int] = None

    def plan(self, leaf: TaskInfo) -> List[int]:
        """Page numbers to ask for, in the order in which they are worth asking."""
        total = leaf.total_frames or 0
        pages = max(1, -(-total // PAGE_SIZE)) if total else self._page_count or 1
        if self._page_count is not None:
            pages = max(pages, self._page_count)
        known_done = sum(self._done.values())
        was_restarted = leaf.done_frames is not None and leaf.done_frames < known_done
        if was_restarted:
            return list(range(1, pages + 1))
        return [page for page in range(1, pages + 1) if self._open.get(page, True)]

    def arrived(self, page: int, frames: Sequence[FrameInfo], page_count: Optional[int]) -> None:
        """A page came: remember whether it is to be asked again."""
        self._page_count = page_count if page_count else self._page_count
        done = sum(frame.frame_status == FRAME_DONE for frame in frames)
        self._done[page] = done
        is_last_known = page_count is not None and page >= page_count
        is_full = len(frames) >= PAGE_SIZE or is_last_known
        self._open[page] = not (frames and done == len(frames) and is_full)

    @property
    def asked_pages(self) -> Set[int]:
        return set(self._open)
