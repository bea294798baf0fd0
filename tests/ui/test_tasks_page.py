"""The tasks page and the frames below it as an artist uses them, against the sandbox over HTTP; the farm's time is moved
by the test."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.frames.list_model import COST, STATUS, TIME
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import TASKS, Panel
from rb_dcc_ui.tasks.columns import NUMBER, PROGRESS
from rb_dcc_ui.tasks.page import TasksPage
from rb_dcc_ui.widgets import asking
from rb_dcc_ui.widgets.sort_menu import SortMenu
from tests.support.panel import HeldHost
from tests.support.panel_farm import ACCOUNT, PanelFarm
from tests.support.panel_window import (
    WAIT_MS,
    FarmClock,
    account_at,
    close_panel,
    open_panel,
    settle,
    submit_scene,
    wait_online,
)

POLL_S = 0.2
KEY = QtCore.Qt.Key
CTRL, SHIFT = QtCore.Qt.KeyboardModifier.ControlModifier, QtCore.Qt.KeyboardModifier.ShiftModifier
NONE = QtCore.Qt.KeyboardModifier.NoModifier
LEFT = QtCore.Qt.MouseButton.LeftButton


@pytest.fixture
def scene(checkout: Path) -> Path:
    return checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma"


@pytest.fixture
def panel(qtbot: Any, farm: Sandbox, tmp_path: Path) -> Iterator[Panel]:
    made = open_panel(tmp_path / "home", width=900)
    qtbot.addWidget(made)
    made.services.watch.set_interval(POLL_S)
    made.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, made)
    yield made
    close_panel(made)


def page_of(panel: Panel) -> TasksPage:
    page = panel.show_page(TASKS)
    assert isinstance(page, TasksPage)
    page.slices.finish()
    settle()
    return page


def wait_frames(qtbot: Any, page: TasksPage, clock: FarmClock, count: int) -> None:
    """The farm looks the scene over and knows its frames."""
    frames = page.frames.presenter

    def known() -> bool:
        if len(frames.table) == count and not frames.is_loading:
            return True
        clock.move(0.5 if not len(frames.table) else 0)
        return False

    qtbot.waitUntil(known, timeout=WAIT_MS)


def until_done(qtbot: Any, page: TasksPage, clock: FarmClock, count: int) -> None:
    """The farm's time goes on until so many frames of the task shown are done or have failed."""
    table = page.frames.presenter.table

    def enough() -> bool:
        if table.count(4, 5, 11) >= count:
            return True
        clock.move(5)
        return False

    qtbot.waitUntil(enough, timeout=WAIT_MS)


def cell_at(page: TasksPage, row: int) -> QtCore.QPoint:
    grid = page.frames.grid
    left, top = grid._grid().place(row)
    half = grid._grid().cell // 2
    return QtCore.QPoint(left + half, top + half - grid.verticalScrollBar().value())


def names(page: TasksPage) -> List[str]:
    table = page.frames.presenter.table
    rows = sorted(table.row_of(each) or 0 for each in page.frames.selected_ids)
    return [table.name(row) for row in rows]


def test_a_task_is_watched_to_its_end_while_what_is_chosen_stays_chosen(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    number = submit_scene(farm, scene, "1-30")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 30)
    qtbot.mouseClick(page.frames.grid.viewport(), LEFT, NONE, cell_at(page, 4))
    qtbot.mouseClick(page.frames.grid.viewport(), LEFT, SHIFT, cell_at(page, 7))
    assert names(page) == ["5", "6", "7", "8"]
    until_done(qtbot, page, clock, 30)
    assert names(page) == ["5", "6", "7", "8"]
    qtbot.waitUntil(lambda: page.presenter.tasks[number].task_status in (25, 30), timeout=WAIT_MS)
    index = page.model.index_of(number)
    words = page.model.index(index.row(), PROGRESS).data()
    done = page.frames.presenter.table.count(4)
    assert words.startswith(f"{done} / 30")


def test_failed_frames_are_rendered_again_by_one_click(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    number = submit_scene(farm, scene, "1-60")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 60)
    until_done(qtbot, page, clock, 60)
    qtbot.waitUntil(lambda: page.presenter.tasks[number].task_status == 30, timeout=WAIT_MS)
    assert page.frames.presenter.table.count(5) > 0
    retry = page.bar.buttons["retry"]
    qtbot.waitUntil(retry.isEnabled, timeout=WAIT_MS)
    qtbot.mouseClick(retry, LEFT)
    qtbot.waitUntil(lambda: page.frames.presenter.table.count(5) == 0, timeout=WAIT_MS)
    # The frames may be told before their task.
    qtbot.waitUntil(lambda: page.presenter.tasks[number].task_status != 30, timeout=WAIT_MS)


def test_the_grid_is_used_by_keyboard_mouse_and_wheel(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    submit_scene(farm, scene, "1-200")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 200)
    grid = page.frames.grid
    columns = grid._grid().columns
    grid.setFocus()
    qtbot.keyClick(grid, KEY.Key_Home)
    qtbot.keyClick(grid, KEY.Key_Right)
    qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    assert names(page) == [str(each) for each in range(2, 3 + columns)]
    qtbot.keyClick(grid, KEY.Key_End)
    assert names(page) == ["200"]
    qtbot.keyClick(grid, KEY.Key_A, CTRL)
    assert len(names(page)) == 200
    qtbot.mouseClick(grid.viewport(), LEFT, NONE, cell_at(page, 0))
    qtbot.mouseClick(grid.viewport(), LEFT, CTRL, cell_at(page, 2))
    assert names(page) == ["1", "3"]
    qtbot.mouseClick(grid.viewport(), LEFT, CTRL, cell_at(page, 0))
    assert names(page) == ["3"]
    drag(qtbot, grid.viewport(), cell_at(page, 1), cell_at(page, columns + 2))
    assert names(page) == ["2", "3", str(columns + 2), str(columns + 3)]
    before = grid._grid().cell
    qtbot.keyClick(grid, KEY.Key_Plus)
    qtbot.keyClick(grid, KEY.Key_Plus)
    assert grid._grid().cell > before
    qtbot.mouseClick(page.frames._smaller, LEFT)
    qtbot.mouseClick(page.frames._smaller, LEFT)
    assert grid._grid().cell == before
    assert names(page) == ["2", "3", str(columns + 2), str(columns + 3)]


def drag(qtbot: Any, widget: QtWidgets.QWidget, start: QtCore.QPoint, end: QtCore.QPoint) -> None:
    qtbot.mousePress(widget, LEFT, NONE, start)
    for place in ((start + end) / 2, end):
        move = QtGui.QMouseEvent(
            QtCore.QEvent.Type.MouseMove,
            QtCore.QPointF(place),
            QtCore.QPointF(widget.mapToGlobal(place)),
            QtCore.Qt.MouseButton.NoButton,
            LEFT,
            NONE,
        )
        QtWidgets.QApplication.sendEvent(widget, move)
    qtbot.mouseRelease(widget, LEFT, NONE, end)


def test_the_list_is_the_same_frames_sorted_and_the_selection_is_one(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    submit_scene(farm, scene, "1-40")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 40)
    until_done(qtbot, page, clock, 15)
    pane = page.frames
    qtbot.mouseClick(pane.grid.viewport(), LEFT, NONE, cell_at(page, 3))
    qtbot.mouseClick(pane._as_list, LEFT)
    assert [index.row() for index in pane.list.selectionModel().selectedRows()] == [3]
    heads = pane.list.horizontalHeader()
    heads.setSortIndicator(TIME, QtCore.Qt.SortOrder.DescendingOrder)
    table = pane.presenter.table

    def times() -> List[int]:
        rows = (table.row_of(pane.model.frame_id(row)) or 0 for row in range(pane.model.rowCount()))
        return [table.times[row] for row in rows]

    qtbot.waitUntil(lambda: times()[0] == max(table.times), timeout=WAIT_MS)
    assert times() == sorted(times(), reverse=True)
    assert names(page) == ["4"]
    chosen = pane.list.selectionModel().selectedRows()
    assert [pane.model.data(index.siblingAtColumn(0)) for index in chosen] == ["4"]
    until_done(qtbot, page, clock, 40)
    qtbot.waitUntil(lambda: times() == sorted(times(), reverse=True), timeout=WAIT_MS)
    assert names(page) == ["4"]
    assert pane.model.index(0, STATUS).data() == "done"


def sort_by(qtbot: Any, menu: SortMenu, words: str) -> None:
    """With the keys of the menu that is open."""
    qtbot.waitUntil(menu.isVisible, timeout=WAIT_MS)
    at = [action.text() for action in menu.actions()].index(words)
    for _ in range(at + 1):
        qtbot.keyClick(menu, QtCore.Qt.Key.Key_Down)
    qtbot.keyClick(menu, QtCore.Qt.Key.Key_Return)


def test_frames_and_tasks_are_sorted_by_keyboard_too(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    for frames in ("1-3", "1-9"):
        submit_scene(farm, scene, frames)
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 9)
    frames_list = page.frames.list
    qtbot.mouseClick(page.frames._as_list, LEFT)
    [menu] = frames_list.findChildren(SortMenu)
    for order in (QtCore.Qt.SortOrder.AscendingOrder, QtCore.Qt.SortOrder.DescendingOrder):
        place = QtCore.QPoint(20, 20)
        asked = QtGui.QContextMenuEvent(
            QtGui.QContextMenuEvent.Reason.Keyboard, place, frames_list.viewport().mapToGlobal(place)
        )
        QtWidgets.QApplication.sendEvent(frames_list.viewport(), asked)
        sort_by(qtbot, menu, "Cost")
        heads = frames_list.horizontalHeader()
        assert (heads.sortIndicatorSection(), heads.sortIndicatorOrder()) == (COST, order)
    [by] = page.bar.menu.findChildren(SortMenu)
    assert [action.text() for action in by.actions() if action.isChecked()] == ["Number"]
    by.popup(QtCore.QPoint(20, 20))
    sort_by(qtbot, by, "Number")
    numbers = [page.model.index(row, NUMBER).data() for row in range(page.model.rowCount())]
    assert numbers == sorted(numbers)


def test_the_task_list_keeps_its_place_when_a_newer_task_comes(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    for _ in range(12):
        submit_scene(farm, scene, "1-2")
    page = page_of(panel)
    page.split.setSizes([150, 600])
    qtbot.waitUntil(lambda: page.model.rowCount() == 12, timeout=WAIT_MS)
    page.tree.scrollToBottom()
    top = page.model.root_at(page.tree.indexAt(QtCore.QPoint(0, 0)))
    fifth = page.model.index(5, 0)
    flags = QtCore.QItemSelectionModel.SelectionFlag
    page.tree.selectionModel().setCurrentIndex(fifth, flags.ClearAndSelect | flags.Rows)
    page.tree.scrollToBottom()
    chosen = page.selected_tasks()[0].id
    newest = submit_scene(farm, scene, "1-2")
    qtbot.mouseClick(page.finder.reload, LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == 13, timeout=WAIT_MS)
    assert page.model.index(0, NUMBER).data() == str(newest)
    assert top is not None
    assert page.model.root_at(page.tree.indexAt(QtCore.QPoint(0, 0))).id == top.id  # type: ignore[union-attr]
    assert [task.id for task in page.selected_tasks()] == [chosen]


def test_further_tasks_come_when_the_end_is_scrolled_to_and_not_before(qtbot: Any, tmp_path: Path) -> None:
    memory = PanelFarm()
    for number in range(1, 181):
        memory.add(number, 25)
    places = Locations.find({"RB_DCC_HOME": str(tmp_path)})
    panel = make_panel(lambda runner: HeldHost(), places, lambda account: memory)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(panel)
    panel.resize(900, 900)
    panel.show()
    panel.services.connection.use(ACCOUNT)
    wait_online(qtbot, panel)
    page = page_of(panel)
    qtbot.waitUntil(lambda: page.model.rowCount() == 50, timeout=WAIT_MS)
    qtbot.wait(100)
    assert memory.take_asked("list") == ["list 1"]
    page.tree.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.rowCount() == 100, timeout=WAIT_MS)
    qtbot.wait(100)
    assert memory.take_asked("list") == ["list 2"]
    assert page.bar.count.text() == "100 of 180"
    panel.shut()


def test_what_cannot_be_undone_asks_once_and_a_no_does_nothing(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_scene(farm, scene, "1-50")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 50)
    asked: List[str] = []
    answers = ["Cancel", "Delete"]

    def answer(box: QtWidgets.QMessageBox) -> int:
        asked.append(box.text())
        next(each for each in box.buttons() if each.text() == answers[0]).click()
        del answers[0]
        return 0

    monkeypatch.setattr(asking, "exec_dialog", answer)
    qtbot.mouseClick(page.bar.buttons["stop"], LEFT)
    qtbot.waitUntil(lambda: page.presenter.tasks[page.presenter.order[0]].task_status == 10, timeout=WAIT_MS)
    qtbot.waitUntil(page.bar.entries["delete"].isEnabled, timeout=WAIT_MS)
    assert asked == []
    page.bar.entries["delete"].trigger()
    assert page.model.rowCount() == 1
    page.bar.entries["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=WAIT_MS)
    assert len(asked) == 2
    assert asked[0].startswith("Delete turntable.ma (")
    assert page.tree.empty_words == "No task yet. Submit a scene and watch it here."
    assert page.frames.presenter.task is None


def test_a_label_and_a_limit_are_asked_for_and_set(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = submit_scene(farm, scene, "1-50")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 50)

    def answer(dialog: QtWidgets.QInputDialog) -> int:
        dialog.setTextValue("  Winter ")
        dialog.setDoubleValue(1.5)
        return int(QtWidgets.QDialog.DialogCode.Accepted)

    monkeypatch.setattr(asking, "exec_dialog", answer)
    page.bar.entries["label"].trigger()
    errors = panel.services.errors

    def said(text: str) -> bool:
        return errors.current is not None and str(errors.current.message) == text

    qtbot.waitUntil(lambda: said(f"Labelled: {number}."), timeout=WAIT_MS)
    assert farm._running.labels_of(number) == ["Winter"]
    page.bar.entries["over time"].trigger()
    qtbot.waitUntil(lambda: said(f"The limit is set: {number}."), timeout=WAIT_MS)


def test_searching_and_filtering_leave_what_fits(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    first = submit_scene(farm, scene, "1-2")
    submit_scene(farm, scene, "1-2")
    page = page_of(panel)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT_MS)
    qtbot.keyClicks(page.finder.search, str(first))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT_MS)
    assert page.selected_tasks()[0].id == first
    page.finder.search.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT_MS)
    page.finder.filter.setCurrentIndex(2)
    page.finder.filter.activated.emit(2)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=WAIT_MS)
    assert page.tree.empty_words == "No task fits. Clear the search or show all."
    page.select_task(first)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT_MS)
    assert [task.id for task in page.selected_tasks()] == [first]


def test_a_frames_picture_and_log_come_when_it_is_chosen(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    submit_scene(farm, scene, "1-4")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 4)
    until_done(qtbot, page, clock, 4)
    done = page.frames.presenter.table.rows_with((4,))[0]
    qtbot.mouseClick(page.frames.grid.viewport(), LEFT, NONE, cell_at(page, done))
    qtbot.waitUntil(lambda: page.frames.view.picture.has_image, timeout=WAIT_MS)
    qtbot.mouseClick(page.frames.view._log_button, LEFT)
    qtbot.waitUntil(lambda: len(page.frames.view._log.toPlainText()) > 20, timeout=WAIT_MS)


def test_a_double_click_on_a_frame_opens_its_log(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, scene: Path
) -> None:
    submit_scene(farm, scene, "1-4")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 4)
    until_done(qtbot, page, clock, 4)
    assert not page.frames.view._log.isVisible()
    qtbot.mouseDClick(page.frames.grid.viewport(), LEFT, NONE, cell_at(page, 1))
    assert page.frames.view._log.isVisible()
    qtbot.waitUntil(lambda: len(page.frames.view._log.toPlainText()) > 20, timeout=WAIT_MS)


def test_a_download_under_way_is_stopped_from_the_menu(
    qtbot: Any,
    panel: Panel,
    farm: Sandbox,
    clock: FarmClock,
    scene: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It hangs until the test lets it go."""
    goes_on = threading.Event()
    real = panel.services.connection.transfer
    monkeypatch.setattr(panel.services.connection, "transfer", lambda: goes_on.wait(30) and real())
    panel.services.preferences.set(download_folder=str(tmp_path / "pictures"))
    number = submit_scene(farm, scene, "1-4")
    page = page_of(panel)
    wait_frames(qtbot, page, clock, 4)
    until_done(qtbot, page, clock, 4)
    entry = next(each for each in page.bar.menu.actions() if each.text() == "Stop the download")
    assert not entry.isEnabled()
    qtbot.mouseClick(page.bar.buttons["download"], LEFT)
    desk = panel.downloads.presenter
    qtbot.waitUntil(lambda: desk.is_running(number) and entry.isEnabled(), timeout=WAIT_MS)
    entry.trigger()
    assert (desk.is_running(number), entry.isEnabled()) == (False, False)
    goes_on.set()
    qtbot.wait(200)
    assert not (tmp_path / "pictures").exists()


def test_an_empty_list_says_why_it_is_empty(qtbot: Any, farm: Sandbox, tmp_path: Path) -> None:
    panel = open_panel(tmp_path / "new", width=900)
    page = page_of(panel)
    assert page.tree.empty_words == "Log in to see your tasks: click on the account above."
    panel.services.connection.use(account_at(farm.url, farm))
    assert page.tree.empty_words == "Asking for your tasks …"
    wait_online(qtbot, panel)
    nothing = "No task yet. Submit a scene and watch it here."
    qtbot.waitUntil(lambda: page.tree.empty_words == nothing, timeout=WAIT_MS)
    close_panel(panel)
