"""The panel keeps what a job costs within its budget: the real panel, the real watcher, the sandbox over HTTP."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.budget import cost_of
from rb_dcc_core.history import History
from rb_dcc_core.models import FrameInfo, TaskInfo
from rb_dcc_core.money import money_words
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.statuses import FRAME_DONE, STOPPED, TEST_FRAMES_DONE, has_ended
from rb_dcc_ui.binding import QtCore, is_alive
from rb_dcc_ui.costs.page import CostsPage
from rb_dcc_ui.panel import COSTS, SUBMIT, TASKS, Panel
from rb_dcc_ui.submit.page import SubmitPage
from rb_dcc_ui.tasks.page import TasksPage
from tests.e2e.conftest import Run
from tests.support.panel_window import (
    WAIT_MS,
    FarmClock,
    account_at,
    client_of,
    close_panel,
    open_panel,
    wait_online,
    wait_whole,
)

# It takes a farm's time; what it goes through is tested piece by piece on every Python.
pytestmark = pytest.mark.long

POLL_S = 0.2


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=60.0, seed=5) as running:
        yield running


@pytest.fixture
def clock() -> FarmClock:
    return FarmClock()


@pytest.fixture
def stepped_farm(tmp_path: Path, clock: FarmClock) -> Iterator[Sandbox]:
    """Its task waits for the test, however long a panel takes to open."""
    with Sandbox(tmp_path / "farm", seed=5, clock=clock) as running:
        yield running


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(str(demo_scene().parent), str(folder))
    return folder / demo_scene().name


Opened = Callable[[Sandbox], Panel]


@pytest.fixture
def opened(qtbot: Any, tmp_path: Path, shot: Path) -> Iterator[Opened]:
    """Opens a panel over the shot, each time with the same home; those still open are closed at the end."""
    panels: List[Panel] = []

    def open_it(farm: Sandbox) -> Panel:
        panel = open_panel(tmp_path / "home", shot)
        panels.append(panel)
        panel.services.watch.set_interval(POLL_S)
        panel.services.connection.use(account_at(farm.url, farm))
        wait_online(qtbot, panel)
        return panel

    yield open_it
    for panel in panels:
        if is_alive(panel):
            close_panel(panel)


def ready(qtbot: Any, panel: Panel, frames: str) -> SubmitPage:
    page = panel.show_page(SUBMIT)
    assert isinstance(page, SubmitPage)
    wait_whole(qtbot, page)
    qtbot.waitUntil(lambda: page.presenter.scene.snapshot is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.presenter.environment.chosen is not None, timeout=WAIT_MS)
    page.presenter.job.type_frames(frames)
    qtbot.waitUntil(lambda: page.presenter.blocker is None, timeout=WAIT_MS)
    return page


def submit(qtbot: Any, page: SubmitPage) -> int:
    qtbot.mouseClick(page.footer.submit, QtCore.Qt.MouseButton.LeftButton)
    rows = page.presenter.submissions.rows
    qtbot.waitUntil(lambda: bool(rows) and rows[-1].task_id is not None, timeout=WAIT_MS)
    number = rows[-1].task_id
    assert number is not None
    return number


def seen(farm: Sandbox, number: int) -> TaskInfo:
    client = client_of(farm)
    try:
        return client.query_task_info([number]).items[0]
    finally:
        client.close()


def frames_of(farm: Sandbox, number: int) -> list[FrameInfo]:
    client = client_of(farm)
    try:
        return list(client.frames(number))
    finally:
        client.close()


def wait_for(qtbot: Any, farm: Sandbox, number: int, is_so: Callable[[TaskInfo], bool]) -> TaskInfo:
    qtbot.waitUntil(lambda: is_so(seen(farm, number)), timeout=2 * WAIT_MS)
    return seen(farm, number)


@pytest.fixture
def slow_farm(tmp_path: Path) -> Iterator[Sandbox]:
    """Frames take longer than a look at them and a stop, as they do on any farm."""
    with Sandbox(tmp_path / "farm", speed=5.0, seed=5) as running:
        yield running


def test_half_of_the_estimate_stops_the_task_within_the_frames_that_were_running(
    qtbot: Any, slow_farm: Sandbox, opened: Opened
) -> None:
    farm = slow_farm
    panel = opened(farm)
    page = ready(qtbot, panel, "1-12")
    first = submit(qtbot, page)
    panel.show_page(TASKS)  # what is in sight is asked for at every poll
    wait_for(qtbot, farm, first, lambda task: has_ended(task.task_status))
    qtbot.waitUntil(lambda: page.presenter.price.estimate is not None, timeout=WAIT_MS)
    panel.show_page(SUBMIT)
    page.presenter.job.type_frames("1-40")
    estimate = page.presenter.price.estimate
    assert estimate is not None
    qtbot.waitUntil(lambda: page.presenter.price.estimate is not estimate, timeout=WAIT_MS)
    told = page.presenter.price.estimate
    assert told is not None
    budget = told.cost.likely / 2
    page.presenter.job.apply(budget_hard=budget)
    page.presenter.submissions.put_away(page.presenter.submissions.rows[-1])
    number = submit(qtbot, page)
    task = wait_for(qtbot, farm, number, lambda task: task.task_status == STOPPED)
    frames = frames_of(farm, number)
    prices = [frame.fee_amount or 0.0 for frame in frames if frame.frame_status == FRAME_DONE]
    at_once = 5  # machines that the sandbox gives one task
    assert budget <= cost_of(task) <= budget + at_once * max(prices)
    assert 0 < len(prices) < 40
    # The panel says so where it says everything.
    troubles = [str(each.message) for each in panel.services.errors.troubles]
    assert any("is stopped: its budget is" in each for each in troubles)


def test_a_panel_that_was_closed_and_opened_again_keeps_history_and_budget(
    qtbot: Any, stepped_farm: Sandbox, clock: FarmClock, opened: Opened
) -> None:
    farm = stepped_farm
    panel = opened(farm)
    page = ready(qtbot, panel, "1-200")
    page.presenter.job.apply(budget_hard=0.05)
    number = submit(qtbot, page)
    close_panel(panel)
    # Nobody watches; the task goes on and passes its limit.
    while cost_of(seen(farm, number)) <= 0.05:
        clock.move(1.0)
    again = opened(farm)
    task = wait_for(qtbot, farm, number, lambda task: task.task_status == STOPPED)
    assert 0 < sum(leaf.done_frames or 0 for leaf in task.leaves()) < 200
    account = again.services.connection.account_key

    def is_written() -> bool:
        with History(again.services.locations.state) as history:
            return history.knows(account, number)

    qtbot.waitUntil(is_written, timeout=WAIT_MS)


def test_what_a_task_cost_is_taken_off_the_account_in_sight_when_it_ended(
    qtbot: Any, stepped_farm: Sandbox, clock: FarmClock, opened: Opened
) -> None:
    farm = stepped_farm
    panel = opened(farm)
    page = ready(qtbot, panel, "1-40")
    before = left_on_account(panel)
    number = submit(qtbot, page)
    tasks: Any = panel.show_page(TASKS)  # what is in sight is asked for at every poll
    qtbot.waitUntil(lambda: number in tasks.presenter.tasks, timeout=WAIT_MS)
    while not has_ended(seen(farm, number).task_status):
        clock.move(60.0)
    spent = cost_of(seen(farm, number))
    assert spent > 0.01
    qtbot.waitUntil(
        lambda: left_on_account(panel) == pytest.approx(before - spent, abs=0.0001), timeout=WAIT_MS
    )


def left_on_account(panel: Panel) -> float:
    """A voucher is spent before money is."""
    user = panel.services.connection.standing.user
    assert user is not None
    return (user.usd_balance or 0.0) + (user.coupon or 0.0)


def test_test_first_shows_its_card_and_goes_on_by_one_click(
    qtbot: Any, farm: Sandbox, opened: Opened
) -> None:
    panel = opened(farm)
    page = ready(qtbot, panel, "1-30")
    qtbot.mouseClick(page.footer.test_first, QtCore.Qt.MouseButton.LeftButton, pos=QtCore.QPoint(8, 8))
    assert page.presenter.tests_first
    number = submit(qtbot, page)
    tasks = panel.show_page(TASKS)
    assert isinstance(tasks, TasksPage)
    tasks.select_task(number)
    card = tasks.first_frames
    qtbot.waitUntil(lambda: len(card.presenter.frames) == 3, timeout=2 * WAIT_MS)
    assert seen(farm, number).task_status == TEST_FRAMES_DONE
    assert card.isVisible()
    qtbot.waitUntil(lambda: all(each.picture for each in card.presenter.frames), timeout=WAIT_MS)
    qtbot.mouseClick(card.give_up, QtCore.Qt.MouseButton.LeftButton)
    assert card.agree.isVisible()
    qtbot.mouseClick(card.leave, QtCore.Qt.MouseButton.LeftButton)
    assert seen(farm, number).task_status == TEST_FRAMES_DONE
    qtbot.mouseClick(card.go_on, QtCore.Qt.MouseButton.LeftButton)
    wait_for(qtbot, farm, number, lambda task: task.task_status != TEST_FRAMES_DONE)
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=WAIT_MS)
    costs = panel.show_page(COSTS)
    assert costs.isVisible()


def test_the_command_says_the_same_figures_as_the_panel(
    qtbot: Any,
    farm: Sandbox,
    opened: Opened,
    shot: Path,
    tmp_path: Path,
    rb_dcc: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = opened(farm)
    page = ready(qtbot, panel, "1-8")
    number = submit(qtbot, page)
    panel.show_page(TASKS)
    bill = wait_for(qtbot, farm, number, lambda task: has_ended(task.task_status)).render_consume
    qtbot.waitUntil(lambda: page.presenter.price.estimate is not None, timeout=WAIT_MS)
    price = page.presenter.price
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "home"))
    for name in ("service", "access_id", "access_key", "platform"):
        monkeypatch.setenv("RB_DCC_" + name.upper(), str(farm.announcement()[name]))
    said = rb_dcc("estimate", shot, "--frames", "1-8").out.splitlines()
    assert said == [f"{price.line} · {price.second_line}", *(f"  {each}" for each in price.reasons)]
    costs = panel.show_page(COSTS)
    assert isinstance(costs, CostsPage)
    qtbot.waitUntil(lambda: costs.table.rowCount() == 1, timeout=WAIT_MS)
    shown = str(money_words(bill, "$"))
    assert costs.table.item(0, 2).text() == shown
    assert shown in rb_dcc("costs").out
    assert shown in rb_dcc("tasks").out
