"""What the job on the submit page will cost and take, kept up to date with the scene, the settings, the history. No Qt."""

from __future__ import annotations

from typing import Callable, Optional, Set, Tuple

from rb_dcc_core.bookkeeping import AS_USUAL, estimate_for, learn_scene
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.estimate import Estimate
from rb_dcc_core.estimate_words import (
    NO_IDEA_YET,
    assumptions,
    basis_words,
    figure_words,
    time_words,
    with_basis,
)
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_outline import outline_of
from rb_dcc_core.messages import Message
from rb_dcc_core.money import Purse, currency, shows_cost
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services
from rb_dcc_ui.waiting import Cancel

from .bookkeeper import Bookkeeper

SETTLES_S = 0.2
_KEY = "submit: price"
_LEARN = "submit: learn the scene"

Job = Tuple[SceneSnapshot, JobSettings]


class PricePresenter(Presenter):
    """`estimate` is None where nobody has an idea, and while `is_known` is False nobody has looked.

    `job` gives the scene and the settings as they are now, None without a scene.
    """

    def __init__(
        self, services: Services, job: Callable[[], Optional[Job]], books: Optional[Bookkeeper] = None
    ) -> None:
        super().__init__()
        self.estimate: Optional[Estimate] = None
        self.is_known = False
        self._services = services
        self._job = job
        self._looked_at: Optional[Tuple[Job, str]] = None
        self._learned: Set[Tuple[str, str]] = set()
        self._later: Optional[Cancel] = None
        self._stops = [services.connection.listen(self._account_changed)]
        if books is not None:
            self._stops.append(books.listen(self._look_again))

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def currency(self) -> str:
        return currency(self._services.connection.standing.user)

    @property
    def shows_cost(self) -> bool:
        return shows_cost(self._services.connection.standing.user)

    @property
    def line(self) -> Optional[Message]:
        """The price, or the time where the account hides prices; None while there is nothing to say."""
        if not self.is_known:
            return None
        told = self.estimate
        if told is None:
            return NO_IDEA_YET if self.shows_cost else None
        return figure_words(told, Purse(self.currency, self.shows_cost))

    @property
    def second_line(self) -> Optional[Message]:
        """The time and what both rest on."""
        if self.estimate is None or not self.is_known:
            return None
        return with_basis(self.estimate) if self.shows_cost else basis_words(self.estimate)

    @property
    def parts(self) -> Tuple[Message, ...]:
        """The second line in two, for where it does not fit."""
        told = self.estimate
        if told is None or not self.is_known:
            return ()
        return (time_words(told), basis_words(told)) if self.shows_cost else (basis_words(told),)

    @property
    def reasons(self) -> Tuple[Message, ...]:
        """What the figures assume, a sentence each."""
        if self.estimate is None:
            return (
                Message(
                    "No task of this account with this renderer has finished yet, as far as is known here."
                ),
                Message("Test first renders a few frames, pauses, and says what the rest will cost."),
            )
        return assumptions(self.estimate)

    # -- how it is kept up to date -------------------------------------------------------------------------------

    def job_changed(self) -> None:
        """The scene or the settings may be others: reckon anew once they have settled."""
        job = self._job()
        if job is None:
            self._looked_at = None
            if self.is_known:
                self.is_known, self.estimate = False, None
                self.changed()
            return
        if self._looked_at is None or not _is_same(job, self._looked_at[0]):
            self._look_soon()

    def close(self) -> None:
        for stop in self._stops:
            stop()
        if self._later is not None:
            self._later()
        super().close()

    def _account_changed(self) -> None:
        account = self._services.connection.account_key
        if self._looked_at is not None and self._looked_at[1] != account:
            self._look_again()
        elif self._services.connection.is_online and self.is_known and self.estimate is None:
            self._look_soon()
        self.changed()

    def _look_again(self) -> None:
        """The history knows more."""
        self._looked_at = None
        self._look_soon()

    def _look_soon(self) -> None:
        if self._later is not None:
            self._later()
        self._later = self._services.timers.call_later(SETTLES_S, self._look)

    def _look(self) -> None:
        self._later = None
        job, account = self._job(), self._services.connection.account_key
        if job is None or not account:
            return
        self._looked_at = (job, account)
        state, (snapshot, settings) = self._services.locations.state, job
        user = self._services.connection.standing.user

        def work(ticket: Ticket) -> Tuple[bool, Optional[Estimate]]:
            outline = outline_of(snapshot, settings, AS_USUAL)
            if outline is None:
                return False, None
            return True, estimate_for(state, account, outline, user=user)

        self._services.runner.run(work, self._found, _nobody_knows, key=_KEY)

    def _found(self, found: Tuple[bool, Optional[Estimate]]) -> None:
        if found != (self.is_known, self.estimate):
            self.is_known, self.estimate = found
            self.changed()
        if self.is_known and self.estimate is None:
            self._learn()

    def _learn(self) -> None:
        """Nothing is known here: the farm may know tasks of this scene that were watched elsewhere."""
        job, connection = self._job(), self._services.connection
        if job is None or not connection.is_online:
            return
        wanted = (connection.account_key, job[0].scene)
        if wanted in self._learned:
            return
        state, (account, scene) = self._services.locations.state, wanted

        def learned(is_more: bool) -> None:
            self._learned.add(wanted)
            if is_more:
                self._look_again()

        connection.ask(
            lambda client, ticket: learn_scene(client, state, account, scene),
            learned,
            _nobody_knows,
            key=_LEARN,
        )


def _is_same(one: Job, other: Job) -> bool:
    return one[0] is other[0] and one[1] == other[1]


def _nobody_knows(error: RenderbusError) -> None:
    """A price that cannot be looked up is not shown; the connection says what is wrong with itself."""
