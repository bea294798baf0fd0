"""The price beside Submit, the first frames' card, the bill: what the panel says a job costs. No Qt, a real sandbox."""

from __future__ import annotations

import dataclasses
import datetime
import time
from pathlib import Path
from typing import Callable, Iterator, List

import pytest

from rb_dcc_core import bookkeeping
from rb_dcc_core.estimate import SAME_SCENE, TEST_FRAMES, Estimate, Interval
from rb_dcc_core.estimate_words import assumptions, rough_time, time_words, with_basis
from rb_dcc_core.history import History, Spent
from rb_dcc_core.locations import Locations
from rb_dcc_core.models import TaskInfo, UserProfile
from rb_dcc_core.money import cost_words, rough_money, shows_cost
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.statuses import FINISHED, FINISHED_WITH_FAILED, RENDERING, TEST_FRAMES_DONE
from rb_dcc_ui.costs.bookkeeper import Bookkeeper
from rb_dcc_ui.costs.first_frames_presenter import CHANGE, FirstFramesPresenter
from rb_dcc_ui.costs.ledger_presenter import OTHERS, LedgerPresenter
from rb_dcc_ui.services import Services
from rb_dcc_ui.submit.presenters import SubmitPresenter
from tests.support.panel import HandRunner, HandTimers, HeldHost
from tests.support.submit_page import account_of, shot_scene

TOLD = Estimate(Interval(0.8, 1.2, 1.93), Interval(1100.0, 1500.0, 2400.0), SAME_SCENE, 3, 72, machines=4)


# -- words -------------------------------------------------------------------------------------------------------


def test_a_price_is_never_one_bare_number() -> None:
    assert str(cost_words(TOLD.cost, "$")) == "about $1.20 ($0.80 to $1.90)"
    assert str(time_words(TOLD)) == "25 min (18 min to 40 min) on 4 machines"
    assert str(with_basis(TOLD)) == "25 min (18 min to 40 min) on 4 machines · from 3 tasks of this scene"


def test_what_it_assumes_is_told_in_sentences() -> None:
    assert [str(each) for each in assumptions(TOLD)] == [
        "Four times in five it comes to something between the two in brackets.",
        "It rests on 72 finished frames of earlier tasks.",
        "The time counts from the first frame, with as many machines at once as your tasks had lately (4).",
    ]
    own = dataclasses.replace(TOLD, kind=TEST_FRAMES, jobs=0, frames=3)
    assert str(assumptions(own)[1]) == (
        "It rests on 3 finished frames of the task itself and takes the others to be like them."
    )
    assert len(assumptions(own)) == 3
    for weighed, text in (
        (1, "An earlier task like it is weighed in, the less the more its own frames tell otherwise."),
        (6, "6 earlier tasks like it are weighed in, the less the more its own frames tell otherwise."),
    ):
        assert str(assumptions(dataclasses.replace(own, weighed=weighed))[2]) == text


def test_one_frame_is_told_as_one() -> None:
    own = dataclasses.replace(TOLD, kind=TEST_FRAMES, jobs=0, frames=1)
    assert str(with_basis(own)).endswith(" · from one finished frame of this task")
    assert str(assumptions(own)[1]) == (
        "It rests on one finished frame of the task itself and takes the others to be like it."
    )
    past = dataclasses.replace(TOLD, jobs=1, frames=1)
    assert str(assumptions(past)[1]) == "It rests on one finished frame of an earlier task."


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0.0, "$0"),
        (0.0044, "$0.0044"),
        (0.0571, "$0.057"),
        (0.196, "$0.20"),
        (1.234, "$1.20"),
        (12.34, "$12.00"),
        (123.4, "$120"),
        (9876.0, "$9,900"),
    ],
)
def test_an_estimated_amount_has_two_digits_that_count(amount: float, text: str) -> None:
    assert str(rough_money(amount, "$")) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3.4, "3 s"),
        (42.0, "40 s"),
        (115.0, "2 min"),
        (154.0, "2 min 30 s"),
        (1500.0, "25 min"),
        (8300.0, "2 h 20 min"),
        (7200.0, "2 h"),
        (50000.0, "14 h"),
        (260000.0, "3 d"),
    ],
)
def test_an_estimated_time_is_as_exact_as_anybody_plans(seconds: float, text: str) -> None:
    assert str(rough_time(seconds)) == text


def test_an_account_may_hide_what_its_jobs_cost() -> None:
    assert shows_cost(None)
    assert shows_cost(UserProfile(hide_job_charge=0))
    assert not shows_cost(UserProfile(hide_job_charge=1))
    assert not shows_cost(UserProfile(hide_balance=1))


# -- the submit page ---------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Desk:
    """A submit page's presenters with a bookkeeper, on the sandbox."""

    services: Services
    timers: HandTimers
    books: Bookkeeper
    page: SubmitPresenter
    farm: Sandbox

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the farm's time and the panel's pass until something is so."""
        end = time.monotonic() + 60
        while not is_so() and time.monotonic() < end:
            self.services.watch.look_now()
            self.timers.pass_time(1.0)
            time.sleep(0.02)
        assert is_so()

    def submit(self) -> int:
        self.page.submit()
        self.until(
            lambda: bool(self.page.submissions.rows) and self.page.submissions.rows[-1].state == "done"
        )
        number = self.page.submissions.rows[-1].task_id
        assert number is not None
        return number

    def task(self, number: int) -> TaskInfo:
        client = self.services.connection.client
        assert client is not None
        return client.query_task_info([number]).items[0]

    def wait_for(self, number: int, *statuses: int) -> TaskInfo:
        self.until(lambda: self.task(number).task_status in statuses)
        return self.task(number)


@pytest.fixture
def asked() -> List[str]:
    """The path of every question to the farm."""
    return []


@pytest.fixture
def farm(tmp_path: Path, asked: List[str]) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=500.0, seed=3, before_answer=asked.append) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, farm: Sandbox) -> Iterator[Desk]:
    timers, host = HandTimers(), HeldHost(shot_scene(tmp_path))
    services = Services.make(
        host, HandRunner(), timers, Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
    )
    books = Bookkeeper(services)
    page = SubmitPresenter(services, books)
    services.connection.use(account_of(farm))
    page.open()
    timers.pass_time(1.0)
    yield Desk(services, timers, books, page, farm)
    page.close()
    books.close()
    services.close()


def test_a_first_scene_has_no_price_and_leads_to_the_test(desk: Desk) -> None:
    assert str(desk.page.price.line) == "No estimate yet: test a few frames first."
    assert desk.page.price.second_line is None
    desk.page.test_first(True)
    settings = desk.page.job.settings
    assert (settings.is_test_stop, str(settings.priority_frames)) == (True, "first,middle,last")
    desk.page.test_first(False)
    assert desk.page.job.changed_settings == ()


def test_frames_chosen_to_come_first_stay_when_the_test_is_switched(desk: Desk) -> None:
    desk.page.job.type_priority("2")
    desk.page.test_first(True)
    assert str(desk.page.job.settings.priority_frames) == "2"
    desk.page.test_first(False)
    assert str(desk.page.job.settings.priority_frames) == "2"
    assert not desk.page.tests_first


def test_the_price_comes_with_the_first_finished_task_and_grows_with_the_frames(desk: Desk) -> None:
    number = desk.submit()
    task = desk.wait_for(number, FINISHED, FINISHED_WITH_FAILED)
    desk.until(lambda: desk.page.price.estimate is not None)
    told = desk.page.price.estimate
    assert told is not None
    assert (told.kind, told.jobs) == (SAME_SCENE, 1)
    assert told.cost.low < told.cost.likely < told.cost.high
    assert str(desk.page.price.line).startswith("about $")
    assert str(desk.page.price.second_line).endswith("from one task of this scene")
    desk.page.job.type_frames("1-500")
    desk.timers.pass_time(1.0)
    more = desk.page.price.estimate
    assert more is not None
    assert more.cost.likely == pytest.approx(500 * told.cost.likely / 10, rel=0.001)
    assert desk.books.waiting == []
    with History(desk.services.locations.state) as history:
        (spent,) = history.spent(desk.services.connection.account_key)
    assert (spent.task_id, spent.cost) == (number, task.render_consume)


def test_a_balance_below_the_price_is_a_problem_before_submitting(desk: Desk) -> None:
    desk.page.price.estimate = Estimate(Interval(900.0, 1000.0, 1200.0), Interval(1, 2, 3), SAME_SCENE, 3, 72)
    desk.page.price.changed()
    desk.timers.pass_time(1.0)
    codes = [problem.code for problem in desk.page.job.problems]
    assert "balance_below_estimate" in codes
    assert desk.page.blocker is None


def test_tasks_watched_elsewhere_are_learned_from_the_farm(desk: Desk, tmp_path: Path) -> None:
    number = desk.submit()
    desk.wait_for(number, FINISHED, FINISHED_WITH_FAILED)
    (desk.services.locations.state / "history.sqlite3").unlink()
    other = SubmitPresenter(desk.services)
    other.open()
    desk.timers.pass_time(2.0)
    told = other.price.estimate
    assert told is not None
    assert (told.kind, told.jobs) == (SAME_SCENE, 1)
    other.close()


# -- the first frames --------------------------------------------------------------------------------------------


def waiting_card(desk: Desk) -> FirstFramesPresenter:
    """A task that waits after its test frames, shown."""
    desk.page.job.type_frames("1-40")
    desk.page.test_first(True)
    task = desk.wait_for(desk.submit(), TEST_FRAMES_DONE)
    card = FirstFramesPresenter(desk.services)
    card.show(task)
    return card


def test_the_card_tells_each_frame_and_the_price_of_the_rest(desk: Desk) -> None:
    card = waiting_card(desk)
    assert [frame.name for frame in card.frames] == ["1", "20", "40"]
    assert all(frame.picture is not None and frame.cost and frame.time_s for frame in card.frames)
    assert card.left == 37
    assert str(card.rest_words).startswith("The other 37 frames: about $")
    assert str(card.basis).endswith(" on 3 machines · from 3 finished frames of this task")
    assert card.rest is not None
    costs = [frame.cost or 0.0 for frame in card.frames]
    assert card.rest.cost.likely == pytest.approx(37 * sum(costs) / 3, rel=0.001)
    card.close()


def test_going_on_renders_the_rest(desk: Desk) -> None:
    card = waiting_card(desk)
    task = card.task
    assert task is not None
    assert task.id is not None
    card.go_on()
    after = desk.wait_for(task.id, RENDERING, FINISHED, FINISHED_WITH_FAILED)
    card.show(after)
    assert card.task is None
    card.close()


def test_giving_up_and_changing_ask_once_and_changing_may_leave_it_waiting(desk: Desk) -> None:
    card = waiting_card(desk)
    task, led_to = card.task, []  # type: ignore[var-annotated]
    assert task is not None
    assert task.id is not None
    card.change_scene = led_to.append
    card.ask(CHANGE)
    assert card.question == CHANGE
    card.change(gives_up=False)
    scene = desk.page.scene.snapshot
    assert scene is not None
    assert (led_to, card.question) == ([scene.scene], "")
    assert desk.task(task.id).task_status == TEST_FRAMES_DONE
    card.change(gives_up=True)
    assert desk.task(task.id).task_status == 35
    card.close()


# -- the bill ----------------------------------------------------------------------------------------------------


def test_the_bill_takes_in_what_the_farm_knows_and_says_where_it_could_not(
    desk: Desk, tmp_path: Path
) -> None:
    number = desk.submit()
    task = desk.wait_for(number, FINISHED, FINISHED_WITH_FAILED)
    bill = LedgerPresenter(desk.services, desk.books)
    bill.refresh()
    assert [each.task_id for each in bill.spent] == [number]
    assert bill.total == task.render_consume
    target = tmp_path / "costs.csv"
    bill.export(str(target))
    assert "shot.ma" in target.read_text(encoding="utf-8-sig")
    assert target.read_text(encoding="utf-8-sig").splitlines()[1].endswith(",USD")
    desk.farm.stop()
    bill.refresh()
    assert str(bill.note) == "Only what this computer knows is shown: the farm could not be asked."
    assert [each.task_id for each in bill.spent] == [number]
    bill.close()


def test_twelve_months_are_shown_and_the_dearest_labels_apart(desk: Desk) -> None:
    bill = LedgerPresenter(desk.services, today=lambda: datetime.date(2026, 3, 5))
    labels = ("a", "b", "c", "d", "e", "f", "g")
    day = 1772539200000  # 2026-03-03
    bill._came([Spent(at, "x.ma", name, day, 10.0 - at, 1) for at, name in enumerate(labels)])
    assert bill.labels == ("a", "b", "c", "d", "e", OTHERS)
    assert (bill.bars[0].month, bill.bars[-1].month, len(bill.bars)) == ("2025-04", "2026-03", 12)
    assert bill.bars[-1].parts == (
        ("a", 10.0),
        ("b", 9.0),
        ("c", 8.0),
        ("d", 7.0),
        ("e", 6.0),
        (OTHERS, 9.0),
    )
    assert sum(bar.cost for bar in bill.bars[:-1]) == 0
    bill.close()


def test_the_end_of_a_task_asks_the_account_once_for_its_prices_and_its_balance(
    desk: Desk, asked: List[str]
) -> None:
    written: List[int] = []
    desk.books.listen(lambda: written.append(len(asked)))
    before = desk.services.connection.standing.user
    desk.submit()
    first = len(asked)
    desk.until(lambda: bool(written))
    desk.timers.pass_time(5.0)
    questions = [path for path in asked[first:] if path.endswith("queryUserProfile")]
    assert len(questions) == 1
    client, now = desk.services.connection.client, desk.services.connection.standing.user
    assert client is not None
    assert now == client.query_user_profile() != before


def test_an_account_that_did_not_answer_with_the_book_is_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, asked: List[str]
) -> None:
    monkeypatch.setattr(bookkeeping, "keep_book", lambda *_: True)
    first = len(asked)
    face = (desk.services.connection.account_key, 7, FINISHED, 2)
    desk.books._write(face, TaskInfo(id=7, task_status=FINISHED, done_frames=2), 3)
    assert len([path for path in asked[first:] if path.endswith("queryUserProfile")]) == 1


def test_a_task_that_could_not_be_written_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, told = [False, False, True], []  # type: ignore[var-annotated]
    monkeypatch.setattr(bookkeeping, "keep_book", lambda *_: answers.pop(0))
    desk.books.listen(lambda: told.append("written"))
    face = (desk.services.connection.account_key, 7, FINISHED, 2)
    desk.books._write(face, TaskInfo(id=7, task_status=FINISHED, done_frames=2), 3)
    assert (desk.books.waiting, told) == ([7], [])
    desk.timers.pass_time(121.0)
    assert (desk.books.waiting, told, answers) == ([], ["written"], [])
