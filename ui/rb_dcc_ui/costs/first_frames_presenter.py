"""A task that waits after its test frames: what each cost and took, its picture, what the rest will cost, what now. No Qt."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Callable, List, Mapping, Optional, Tuple

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.estimate import Estimate
from rb_dcc_core.estimate_words import assumptions, figure_words, rest_words, with_basis
from rb_dcc_core.first_frames import FirstFrames, first_frames
from rb_dcc_core.journal import Journal
from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import Purse, currency, rough_money, shows_cost
from rb_dcc_core.pictures import Picture
from rb_dcc_core.statuses import TEST_FRAMES_DONE
from rb_dcc_ui.frames.detail_presenter import FrameDetail, thumbnail
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import PICTURE, Ticket
from rb_dcc_ui.services import Services

MOST_SHOWN = 8
GIVE_UP = "give up"
CHANGE = "change"
_ASK = "first frames"
_ACT = "first frames: act"
_SCENE = "first frames: scene"


@dataclass(frozen=True)
class ShownFrame:
    """One frame of the card, its tiles together. `picture` are the bytes of an image file, None where there is none (yet); `words` say why."""

    frame_id: int
    name: str
    time_s: float
    cost: float
    picture: Optional[bytes] = None
    words: Optional[Message] = None


class FirstFramesPresenter(Presenter):
    """`task` is the one that waits, None where the card is hidden. `question` is GIVE_UP or CHANGE while it is asked.

    `change_scene` is called with the scene's path, "" where only the farm knows it: it leads back to where the job is set up.
    """

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.task: Optional[TaskInfo] = None
        self.frames: List[ShownFrame] = []
        self.left = 0
        self.charged = 0.0
        self.rest: Optional[Estimate] = None
        self.is_loading = False
        self.is_acting = False
        self.question = ""
        self.change_scene: Callable[[str], None] = lambda path: None
        self._services = services
        self._face: Optional[Tuple[object, ...]] = None

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def shows_cost(self) -> bool:
        return shows_cost(self._services.connection.standing.user)

    @property
    def currency(self) -> str:
        return currency(self._services.connection.standing.user)

    @property
    def spent(self) -> Optional[Message]:
        """What the test has cost."""
        if not self.frames or not self.shows_cost:
            return None
        return Message("{amount} so far", amount=rough_money(self.charged, self.currency))

    @property
    def rest_words(self) -> Optional[Message]:
        """What the frames still to be rendered will cost; None where nobody knows."""
        told = self.rest
        if told is None:
            return None
        return rest_words(self.left, figure_words(told, Purse(self.currency, self.shows_cost)))

    @property
    def basis(self) -> Optional[Message]:
        return with_basis(self.rest) if self.rest is not None and self.shows_cost else None

    @property
    def reasons(self) -> Tuple[Message, ...]:
        """What the figures of the rest assume, a sentence each."""
        return () if self.rest is None else assumptions(self.rest)

    # -- what is done --------------------------------------------------------------------------------------------

    def show(self, task: Optional[TaskInfo]) -> None:
        """The task that is chosen; anything but one whose test frames are done hides the card."""
        if task is None or task.id is None or task.task_status != TEST_FRAMES_DONE:
            if self.task is not None:
                self.task, self._face, self.question, self.is_acting = None, None, "", False
                self.frames, self.rest = [], None
                self._services.runner.cancel(_ASK)
                self.changed()
            return
        done = sum(leaf.done_frames or 0 for leaf in task.leaves())
        face = (task.id, done, self._services.connection.account_key)
        if face == self._face:
            return
        if self.task is None or self.task.id != task.id:
            self.frames, self.rest, self.question, self.is_acting = [], None, "", False
        self.task, self._face = task, face
        self._ask(task)
        self.changed()

    def go_on(self) -> None:
        """Render the rest (startTask)."""
        self._act("start")

    def ask(self, question: str) -> None:
        """Giving up cannot be undone, and changing may leave the test waiting: asked once, "" for no more."""
        self.question = question
        self.changed()

    def give_up(self) -> None:
        """Abandon the task (abortTask)."""
        self._act("abandon")

    def change(self, gives_up: bool) -> None:
        """Back to where the job is set up; the waiting task is given up only where that was chosen."""
        task = self.task
        if task is None or task.id is None:
            return
        self.question = ""
        state, account = self._services.locations.state, self._services.connection.account_key
        number = task.id

        def work(ticket: Ticket) -> str:
            with Journal(state) as journal:
                record = journal.task(number, account)
            return "" if record is None else record.now.scene

        self._services.runner.run(work, self.change_scene, lambda error: self.change_scene(""), key=_SCENE)
        if gives_up:
            self.give_up()
        self.changed()

    # -- how it is asked for -------------------------------------------------------------------------------------

    def _ask(self, task: TaskInfo) -> None:
        state, account = self._services.locations.state, self._services.connection.account_key
        self.is_loading = True
        asked = self._services.connection.ask(
            lambda client, ticket: first_frames(client, state, account, task),
            self._came,
            self._failed,
            key=_ASK,
        )
        if asked is None:
            self.is_loading, self._face = False, None

    def _came(self, told: FirstFrames) -> None:
        self.is_loading = False
        known = {frame.frame_id: frame for frame in self.frames}
        frames = [_shown(each, known) for each in told.pictures if each.frame_id is not None]
        self.frames = sorted(frames, key=_place)[:MOST_SHOWN]
        self.left, self.rest, self.charged = told.left, told.rest, told.spent
        for frame in self.frames:
            if frame.picture is None:
                self._fetch(frame.frame_id)
        self.changed()

    def _failed(self, error: RenderbusError) -> None:
        self.is_loading, self._face = False, None
        self._services.errors.report(error, _ASK, lambda: self.show(self.task))
        self.changed()

    def _fetch(self, frame_id: int) -> None:
        services = self._services
        services.connection.ask(
            lambda client, ticket: thumbnail(services, client, ticket, frame_id),
            self._picture_came,
            lambda error: self._picture_came(FrameDetail(frame_id, words=error.message)),
            key=f"first frame {frame_id}",
            lane=PICTURE,
        )

    def _picture_came(self, detail: FrameDetail) -> None:
        self.frames = [
            dataclasses.replace(each, picture=detail.picture, words=detail.words)
            if each.frame_id == detail.frame_id
            else each
            for each in self.frames
        ]
        self.changed()

    def _act(self, what: str) -> None:
        task = self.task
        if task is None or task.id is None or self.is_acting:
            return
        ids = [task.id]
        self.question, self.is_acting = "", True

        def done(_: object) -> None:
            self._services.errors.settled(_ACT)
            words = Message("It goes on.") if what == "start" else Message("The task is given up.")
            self._services.errors.confirm(words, _ACT)
            self._services.watch.expect(ids)

        def failed(error: RenderbusError) -> None:
            self.is_acting = False
            self._services.errors.report(error, _ACT)
            self.changed()

        asked = self._services.connection.ask(
            lambda client, ticket: client.start_task(ids) if what == "start" else client.abort_task(ids),
            done,
            failed,
            key=_ACT,
        )
        if asked is None:
            self.is_acting = False
        self.changed()


def _shown(picture: Picture, known: Mapping[int, ShownFrame]) -> ShownFrame:
    made = ShownFrame(picture.frame_id or 0, picture.name, picture.time_s, picture.cost)
    before = known.get(made.frame_id)
    return made if before is None else dataclasses.replace(made, picture=before.picture, words=before.words)


def _place(frame: ShownFrame) -> Tuple[int, str]:
    head = frame.name.split("-")[0] if frame.name[:1] != "-" else frame.name
    return (int(head), frame.name) if head.lstrip("-").isdigit() else (1 << 60, frame.name)
