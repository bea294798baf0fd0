"""What is done to tasks from the panel, by its menu, buttons and keys, over HTTP: the farm's state after it, the row that
shows it, what cannot be done then and why, and what is said where the farm refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional

import pytest

from rb_dcc_core.client import Client
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.sandbox.simulation import MACHINES_AT_FULL_SPEED
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.error_desk import ERROR
from rb_dcc_ui.panel import TASKS, Panel
from rb_dcc_ui.tasks.columns import LABEL, STATUS
from rb_dcc_ui.tasks.page import TasksPage
from rb_dcc_ui.widgets import asking
from tests.support.faulty_server import unused_port
from tests.support.panel_window import (
    WAIT_MS,
    FarmClock,
    account_at,
    client_of,
    close_panel,
    open_panel,
    settle,
    submit_scene,
    wait_online,
)

# It takes a farm's time; what it goes through is tested piece by piece on every Python.
pytestmark = pytest.mark.long

LEFT = QtCore.Qt.MouseButton.LeftButton
NONE = QtCore.Qt.KeyboardModifier.NoModifier
POLL_S = 0.2
HIGH = 60
OPEN = "Only for tasks that have not ended."
REFUSED = "has changed meanwhile. See its status now, and choose again."


@pytest.fixture
def clock() -> FarmClock:
    return FarmClock()


@pytest.fixture
def farm(tmp_path: Path, clock: FarmClock) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", port=unused_port(), seed=1, clock=clock) as running:
        yield running


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> List[str]:
    """What the panel asked in windows of its own; each is agreed to, a name is "Winter", and hours are the tenth of one."""
    seen: List[str] = []

    def answer(dialog: QtWidgets.QDialog) -> int:
        if isinstance(dialog, QtWidgets.QMessageBox):
            seen.append(dialog.text())
            next(each for each in dialog.buttons() if each.text() != "Cancel").click()
        else:
            assert isinstance(dialog, QtWidgets.QInputDialog)
            seen.append(dialog.labelText())
            dialog.setTextValue("Winter")
            dialog.setDoubleValue(0.1)
        return int(QtWidgets.QDialog.DialogCode.Accepted)

    monkeypatch.setattr(asking, "exec_dialog", answer)
    return seen


class Row:
    """One task that renders, its row chosen in the panel; what the farm knows of it is asked by another program."""

    def __init__(self, qtbot: Any, panel: Panel, farm: Sandbox, number: int, other: Client) -> None:
        self.number, self.other, self.panel = number, other, panel
        self._qtbot, self._farm = qtbot, farm
        page = panel.show_page(TASKS)
        assert isinstance(page, TasksPage)
        self.page = page

    def wait(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=WAIT_MS)

    def status(self, *wanted: int) -> None:
        """Until farm and row both have one of these."""
        self.wait(lambda: self.at_farm().task_status in wanted and self.shown().task_status in wanted)

    def at_farm(self) -> TaskInfo:
        return self.other.query_task_info([self.number]).items[0]

    def kept(self, column: str) -> Any:
        """What the farm's own table of tasks has."""
        return self._farm._running.tasks.get(self.number)[column]

    def shown(self) -> TaskInfo:
        return self.page.presenter.tasks[self.number]

    def cell(self, column: int) -> str:
        index = self.page.model.index_of(self.number)
        return str(self.page.model.index(index.row(), column).data())

    def choose(self, name: str, meanwhile: Callable[[], object] = lambda: None) -> None:
        """In the menu that a right click on the row opens; `meanwhile` is what another program does while it is open."""
        tree, menu = self.page.tree, self.page.bar.menu
        place = tree.visualRect(self.page.model.index_of(self.number)).center()
        by_mouse = QtGui.QContextMenuEvent.Reason.Mouse
        event = QtGui.QContextMenuEvent(by_mouse, place, tree.viewport().mapToGlobal(place))
        QtWidgets.QApplication.sendEvent(tree.viewport(), event)
        self.wait(menu.isVisible)
        entry = self.page.bar.entries[name]
        self.wait(entry.isEnabled)
        meanwhile()
        self._qtbot.mouseClick(menu, LEFT, NONE, menu.actionGeometry(entry).center())

    def press(self, name: str) -> None:
        button = self.page.bar.buttons[name]
        self.wait(button.isEnabled)
        self._qtbot.mouseClick(button, LEFT)

    def why_not(self, name: str) -> Optional[str]:
        """What the tip of an action says that cannot be done; None where it can. A button says the same as the menu."""
        entry, button = self.page.bar.entries[name], self.page.bar.buttons.get(name)
        if button is not None:
            assert (button.isEnabled(), button.toolTip()) == (entry.isEnabled(), entry.toolTip())
        return None if entry.isEnabled() else entry.toolTip()

    def said(self) -> str:
        bar = self.panel.error_bar
        labels = [label.text() for label in bar.findChildren(QtWidgets.QLabel) if label.isVisible()]
        return "\n".join(each for each in labels if each)


@pytest.fixture
def row(qtbot: Any, farm: Sandbox, clock: FarmClock, tmp_path: Path, checkout: Path) -> Iterator[Row]:
    panel = open_panel(tmp_path / "home", width=900)
    qtbot.addWidget(panel)
    panel.services.watch.set_interval(POLL_S)
    panel.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, panel)
    number = submit_scene(farm, checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma", "1-400")
    other = client_of(farm)
    made = Row(qtbot, panel, farm, number, other)
    made.page.slices.finish()
    made.page.select_task(number)
    settle()

    def renders() -> bool:
        clock.move(0.5)
        return number in made.page.presenter.tasks and made.shown().task_status == 5

    made.wait(renders)
    made.wait(lambda: [task.id for task in made.page.selected_tasks()] == [number])
    yield made
    other.close()
    close_panel(panel)


def test_a_stopped_task_is_started_again(row: Row) -> None:
    assert row.why_not("start") == "Only for tasks that have been stopped. This one: rendering."
    row.press("stop")
    row.status(10, 15)
    assert row.cell(STATUS).startswith("stopped")
    assert row.why_not("stop") == f"Only for tasks that wait or render. This one: {row.cell(STATUS)}."
    row.press("start")
    row.status(0, 5)
    assert row.cell(STATUS) in ("waiting", "rendering")
    assert row.why_not("start") is not None
    assert row.why_not("stop") is None
    assert row.said().startswith("Started: ")


def test_a_task_is_abandoned_after_one_question(row: Row, asked: List[str]) -> None:
    row.choose("abandon")
    row.status(35)
    assert [text.split(" for good?")[0] for text in asked] == [f"Give up turntable.ma ({row.number})"]
    assert row.cell(STATUS) == "abandoned"
    for name in ("abandon", "full speed", "over time", "budget"):
        assert row.why_not(name) == f"{OPEN} This one: abandoned."
    assert row.why_not("start") == "Only for tasks that have been stopped. This one: abandoned."
    assert row.why_not("delete") is None


def test_a_task_is_deleted_with_the_delete_key_after_one_question(
    qtbot: Any, row: Row, asked: List[str]
) -> None:
    reason = (
        "Only for tasks that have ended or have been stopped. Stop or abandon it first. This one: rendering."
    )
    assert row.why_not("delete") == reason
    row.page.tree.setFocus()
    qtbot.keyClick(row.page.tree, QtCore.Qt.Key.Key_Delete)
    assert (asked, row.kept("is_delete")) == ([], 1)
    row.press("stop")
    row.status(10, 15)
    row.wait(row.page.bar.entries["delete"].isEnabled)
    row.panel.activateWindow()
    row.page.tree.setFocus()
    qtbot.keyClick(row.page.tree, QtCore.Qt.Key.Key_Delete)
    row.wait(lambda: row.page.model.rowCount() == 0)
    assert (len(asked), row.kept("is_delete")) == (1, 0)
    assert row.why_not("delete") == row.why_not("stop") == "Choose a task first."
    assert row.said() == f"Deleted: {row.number}."


def test_a_task_gets_a_higher_priority_once(row: Row) -> None:
    assert row.kept("user_level") == 50
    row.choose("priority")
    row.wait(lambda: row.shown().task_user_level == HIGH)
    assert row.kept("user_level") == row.at_farm().task_user_level == HIGH
    row.wait(lambda: row.why_not("priority") is not None)
    needs = "Only for tasks that have not ended and have no higher priority yet."
    assert row.why_not("priority") == f"{needs} This one: {row.cell(STATUS)}."
    assert row.said() == f"Higher priority: {row.number}."


def test_a_task_renders_at_full_speed(row: Row) -> None:
    before = row.shown().leaves()[0].executing_frames or 0
    assert row.kept("node_limit") != MACHINES_AT_FULL_SPEED
    row.choose("full speed")
    row.wait(lambda: row.kept("node_limit") == MACHINES_AT_FULL_SPEED)
    row.wait(lambda: (row.shown().leaves()[0].executing_frames or 0) > before)
    assert row.said() == f"At full speed: {row.number}."


def test_a_task_stops_after_the_hours_that_were_given(row: Row, clock: FarmClock, asked: List[str]) -> None:
    row.choose("over time")
    row.wait(lambda: row.said() == f"The limit is set: {row.number}.")
    assert (asked, row.kept("task_stop_s")) == (["Hours of rendering:"], 360)

    def has_timed_out() -> bool:
        clock.move(20)
        return row.at_farm().task_status == 23

    row.wait(has_timed_out)
    row.status(23)
    assert row.cell(STATUS) == "stopped, timed out"
    assert 0 < (row.shown().leaves()[0].done_frames or 0) < 400
    assert row.why_not("start") is None


def test_a_task_is_put_under_a_label(row: Row, farm: Sandbox, asked: List[str]) -> None:
    row.choose("label")
    row.wait(lambda: row.cell(LABEL) == "Winter")
    assert asked == ["Label:"]
    assert farm._running.labels_of(row.number) == ["Winter"]
    assert row.said() == f"Labelled: {row.number}."


MEANWHILE: Dict[str, Callable[[Client, int], None]] = {
    "start": lambda other, number: other.start_task([number]),
    "stop": lambda other, number: other.stop_task([number]),
    "delete": lambda other, number: other.start_task([number]),
    "abandon": lambda other, number: other.abort_task([number]),
    "priority": lambda other, number: other.abort_task([number]),
    "full speed": lambda other, number: other.abort_task([number]),
    "over time": lambda other, number: other.abort_task([number]),
}
"""What another program does first, so that the farm refuses what is chosen here."""


@pytest.mark.parametrize("name", list(MEANWHILE))
def test_what_the_farm_refuses_is_told_with_what_to_do_and_the_row_is_brought_up_to_date(
    row: Row, asked: List[str], name: str
) -> None:
    if name in ("start", "delete"):
        row.press("stop")
        row.status(10, 15)
    before = row.shown().task_status
    row.panel.services.watch.set_interval(3600)
    settle()
    row.choose(name, lambda: MEANWHILE[name](row.other, row.number))
    errors = row.panel.services.errors
    row.wait(lambda: errors.current is not None and errors.current.severity == ERROR)
    words = row.page.bar.entries[name].text()
    assert row.said() == f"The farm refused “{words}” for {row.number}: the task {REFUSED}"
    row.wait(lambda: row.shown().task_status == row.at_farm().task_status != before)
    row.wait(lambda: row.why_not(name) is not None)


def test_a_label_the_farm_does_not_take_is_told_with_what_to_do(
    row: Row, farm: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(dialog: QtWidgets.QInputDialog) -> int:
        dialog.setTextValue("a" * 65)
        return int(QtWidgets.QDialog.DialogCode.Accepted)

    monkeypatch.setattr(asking, "exec_dialog", answer)
    row.choose("label")
    row.wait(lambda: "did not accept" in row.said())
    assert row.said().endswith(f"for {row.number}. Choose it again, and give something shorter or smaller.")
    assert farm._running.labels_of(row.number) == []
    assert row.cell(LABEL) == ""
