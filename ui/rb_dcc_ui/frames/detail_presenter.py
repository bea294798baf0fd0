"""The chosen frame closer: its picture and its log, asked for when it is chosen and kept for a while. No Qt."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional, Tuple

from rb_dcc_core.client import Client
from rb_dcc_core.environments import CG_MAX
from rb_dcc_core.errors import (
    InvalidRequestError,
    NetworkError,
    NotFoundError,
    RenderbusError,
    ServiceError,
    SettingsError,
    TransferError,
)
from rb_dcc_core.interfaces import V2
from rb_dcc_core.messages import Message
from rb_dcc_core.models import GrabbedFrame, TaskInfo
from rb_dcc_core.statuses import FRAME_DONE, FRAMES_GIVEN_UP
from rb_dcc_core.transfer import Area
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import PICTURE, Ticket
from rb_dcc_ui.services import Services

from .frame_table import RENDERING, FrameRow

_KEY = "frame detail"
_LOG = "frame log"
MOST_KEPT = 64
LARGEST_PICTURE = 8 << 20
SMALL_PICTURES = "small_pic/"
_PHOTON, _PICTURE = 2, 5
_PHOTON_KINDS = (2, 3)
_WHOLE = "0"


@dataclass(frozen=True)
class FrameDetail:
    """`picture` are the bytes of an image file, None where there is none (yet); `words` say why. `percent` and
    `estimate_s` are of a frame that a 3ds Max task is rendering. `log` is None until it was asked for."""

    frame_id: int
    picture: Optional[bytes] = None
    words: Optional[Message] = None
    percent: Optional[float] = None
    estimate_s: Optional[int] = None
    log: Optional[str] = None


class DetailPresenter(Presenter):
    """`detail` is what is known of the frame shown, `name` its number; None and "" where none is."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.detail: Optional[FrameDetail] = None
        self.is_loading = False
        self.name = ""
        self._services = services
        self._kept: OrderedDict[Tuple[int, int], FrameDetail] = OrderedDict()
        self._shown: Optional[Tuple[int, int]] = None
        self._log_asked: Optional[int] = None

    @property
    def has_logs(self) -> bool:
        """Only the newer generation of the service has logs."""
        client = self._services.connection.client
        return client is not None and client.generation == V2

    def show(self, leaf: Optional[TaskInfo], frame: Optional[FrameRow]) -> None:
        """Show a frame closer; asked again only when its status changed, or it still renders."""
        if frame is None or leaf is None:
            self._shown = self.detail = None
            self.name = ""
            self.is_loading = False
            self._services.runner.cancel(_KEY)
            self.changed()
            return
        shown = (frame.id, frame.status)
        if shown == self._shown and frame.status != RENDERING:
            return
        self._shown, self.name = shown, frame.name
        self.detail = self._kept.get(shown) or self._blank(frame)
        if shown not in self._kept or frame.status == RENDERING:
            self._ask(leaf, frame)
        self.changed()

    def read_log(self) -> None:
        """Ask for the log of the frame shown (showLog)."""
        detail = self.detail
        if detail is None or (self._log_asked == detail.frame_id and self._services.runner.is_running(_LOG)):
            return
        number = self._log_asked = detail.frame_id
        self._services.connection.ask(
            lambda client, ticket: log_text(client.show_log(number, 1, 200)),
            lambda text: self._log_came(number, text),
            lambda error: self._log_came(number, str(error)),
            key=_LOG,
        )

    def _blank(self, frame: FrameRow) -> FrameDetail:
        kept = self.detail
        same = kept is not None and kept.frame_id == frame.id
        return replace(kept, words=None) if same and kept is not None else FrameDetail(frame.id)

    def _ask(self, leaf: TaskInfo, frame: FrameRow) -> None:
        work = self._work(leaf, frame)
        if work is None:
            self._came(frame, FrameDetail(frame.id, words=self._why_none(frame)))
            return
        self.is_loading = True
        asked = self._services.connection.ask(
            work,
            lambda detail: self._came(frame, detail),
            lambda error: self._failed(frame, error),
            key=_KEY,
            lane=PICTURE,
        )
        if asked is None:
            self.is_loading = False

    def _why_none(self, frame: FrameRow) -> Message:
        if frame.status not in FRAMES_GIVEN_UP:
            return _WAITS
        return _SEE_LOG if self.has_logs else _NO_PICTURE

    def _work(self, leaf: TaskInfo, frame: FrameRow) -> Optional[Callable[[Client, Ticket], FrameDetail]]:
        """What there is to ask about a frame: a finished one has a picture, one of a 3ds Max task its progress too."""
        number = leaf.id
        if frame.status == FRAME_DONE:
            return lambda client, ticket: thumbnail(self._services, client, ticket, frame.id)
        if leaf.cg_id == CG_MAX and frame.status == RENDERING and number is not None:
            return lambda client, ticket: self._grabbed(client, ticket, number, frame)
        return None

    def _grabbed(self, client: Client, ticket: Ticket, task_id: int, frame: FrameRow) -> FrameDetail:
        """How far a frame of a 3ds Max task is, with the picture grabbed from it where there is one."""
        found = grabbed_of(client, task_id, frame)
        if found is None:
            return FrameDetail(frame.id, words=_WAITS)
        detail = FrameDetail(frame.id, percent=found.frame_percent, estimate_s=found.frame_est_s)
        _, marker, path = (found.grab_url or "").partition(SMALL_PICTURES)
        return _with_picture(self._services, ticket, detail, marker + path) if marker else detail

    def _came(self, frame: FrameRow, detail: FrameDetail) -> None:
        self.is_loading = False
        key = (frame.id, frame.status)
        if detail.picture is not None and frame.status != RENDERING:
            self._kept[key] = detail
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        if self._shown == key:
            log = self.detail.log if self.detail is not None else None
            self.detail = replace(detail, log=log)
            self.changed()

    def _failed(self, frame: FrameRow, error: RenderbusError) -> None:
        self._came(frame, FrameDetail(frame.id, words=error.message))
        if isinstance(error, NetworkError):
            self._shown = None  # asked for again as soon as the line is back

    def _log_came(self, frame_id: int, text: str) -> None:
        if self.detail is not None and self.detail.frame_id == frame_id:
            self.detail = replace(self.detail, log=text)
            self.changed()


_WAITS = Message("A picture comes when the frame is done.")
_SEE_LOG = Message("This frame failed; its log says why.")
_NO_PICTURE = Message("This frame failed and has no picture.")


def thumbnail(services: Services, client: Client, ticket: Ticket, frame_id: int) -> FrameDetail:
    """A finished frame's small picture, or the words that say why there is none; on a working thread."""
    paths = client.loading_frame_thumbnail(frame_id)
    if not paths:
        return FrameDetail(frame_id, words=Message("The farm has no small picture of this frame."))
    return _with_picture(services, ticket, FrameDetail(frame_id), paths[0])


def _with_picture(services: Services, ticket: Ticket, detail: FrameDetail, path: str) -> FrameDetail:
    """Fetch a small picture from the output area; a way of transfer that cannot is no error."""
    picture = bytearray()
    try:
        for block in services.connection.transfer().fetch_blocks(Area.OUTPUT, path, 0):
            ticket.check()
            picture += block
            if len(picture) > LARGEST_PICTURE:
                return replace(detail, words=Message("The picture is too large to be shown here."))
    except (ServiceError, TransferError, SettingsError, NotImplementedError):
        return replace(detail, words=Message("The small picture cannot be fetched from this farm."))
    return replace(detail, picture=bytes(picture))


def grabbed_of(client: Client, task_id: int, frame: FrameRow) -> Optional[GrabbedFrame]:
    """The grabbed picture of a frame, or of the block of it that is meant; None where the farm tells none. Working thread.

    The service refuses to tell of photons where a task has only pictures, and the other way round.
    """
    for kind in (_PHOTON, _PICTURE) if frame.kind in _PHOTON_KINDS else (_PICTURE, _PHOTON):
        try:
            rows = client.load_task_process_img(task_id, kind).grab_info or ()
        except (InvalidRequestError, NotFoundError):
            continue
        of_frame = [each for row in rows for each in row if _is_of(each, frame.name)]
        if of_frame:
            return min(of_frame, key=lambda each: each.frame_block != _WHOLE)
    return None


def _is_of(grabbed: GrabbedFrame, name: str) -> bool:
    """A block's frame is told by its number with the block beside it, or by both in one."""
    index = grabbed.frame_index or ""
    return name in (index, f"{index}-{grabbed.frame_block}")


def log_text(answer: Any) -> str:
    """A log as the service words it, whichever shape it has: text, lines, pages of either."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, (list, tuple)):
        return "\n".join(filter(None, (log_text(each) for each in answer)))
    if isinstance(answer, dict):
        for name in ("content", "log", "items", "data", "message"):
            if answer.get(name):
                return log_text(answer[name])
    return ""
