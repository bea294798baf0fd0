"""The task list's columns: what fits is shown whole, what is worth least goes first, what the artist chose stays."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

from rb_dcc_core.locations import Locations
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.downloads.presenter import Download
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import TASKS, Panel
from rb_dcc_ui.preferences import FILE_NAME, load_preferences
from rb_dcc_ui.tasks import columns
from rb_dcc_ui.tasks.column_room import choice_from_json, choice_json, shown_columns
from rb_dcc_ui.tasks.columns import (
    COST,
    DURATION,
    HEADINGS,
    LABEL,
    LEFT,
    NAME,
    NUMBER,
    ON_DISK,
    PROGRESS,
    STARTED,
    STATUS,
)
from rb_dcc_ui.tasks.page import TasksPage
from rb_dcc_ui.tasks.task_tree import TaskTree
from rb_dcc_ui.widgets.sort_menu import SortMenu
from tests.support.panel import HeldHost
from tests.support.panel_farm import ACCOUNT, PanelFarm
from tests.support.panel_window import WAIT_MS, close_panel, settle, wait_online

POINTS = 9.0
MOUSE = QtCore.Qt.MouseButton.LeftButton
WANTED = dict.fromkeys(range(len(HEADINGS)), 50)
LEAST = {NAME: 30, STATUS: 40}
ICON = 20


def shown(room: int, chosen: Dict[int, bool]) -> List[int]:
    return sorted(shown_columns(room, WANTED, LEAST, ICON, chosen).columns)


def test_what_is_worth_least_is_left_out_first() -> None:
    assert shown(500, {}) == list(range(10))
    assert shown(499, {}) == sorted(set(range(10)) - {LABEL})
    assert shown(250, {}) == [NAME, STATUS, PROGRESS, LEFT, ON_DISK]
    assert shown(120, {}) == [NAME, STATUS, PROGRESS]
    assert shown(119, {}) == [NAME, STATUS]
    assert shown(1, {}) == [NAME, STATUS]


def test_nothing_of_less_worth_stands_in_the_place_of_what_does_not_fit() -> None:
    wide = {**WANTED, COST: 200}
    assert sorted(shown_columns(320, wide, LEAST, ICON, {}).columns) == [
        NAME,
        STATUS,
        PROGRESS,
        LEFT,
        ON_DISK,
    ]


def test_what_says_nothing_is_left_out_before_what_says_something() -> None:
    found = shown_columns(250, WANTED, LEAST, ICON, {}, (LEFT, ON_DISK, LABEL)).columns
    assert sorted(found) == [NAME, STATUS, PROGRESS, COST, NUMBER]


@pytest.mark.parametrize(
    ("room", "width"), [(500, 50), (150, 50), (149, 40), (120, 40), (119, 40), (70, 40), (69, 20), (1, 20)]
)
def test_long_words_of_a_status_are_cut_before_name_and_frames_and_left_out_before_the_list_scrolls(
    room: int, width: int
) -> None:
    assert shown_columns(room, WANTED, LEAST, ICON, {}).status_width == width


def test_what_was_chosen_is_shown_or_not_whatever_the_room() -> None:
    assert shown(120, {LABEL: True}) == [NAME, STATUS, LABEL]
    assert shown(1000, {COST: False}) == sorted(set(range(10)) - {COST})
    assert choice_from_json(choice_json({LABEL: True, COST: False})) == {LABEL: True, COST: False}


@pytest.mark.parametrize("data", [None, [], "label", {"label": 1, "name": False, "status": False, "x": True}])
def test_a_choice_that_makes_no_sense_is_none(data: object) -> None:
    assert choice_from_json(data) == {}


def farm_with_tasks() -> PanelFarm:
    farm = PanelFarm()
    now_ms = int(time.time() * 1000)
    for number, status in enumerate((0, 5, 10, 25, 30, 20, 40, 70), 10021):
        frames = [4] * 117 + [5] * (3 if status == 30 else 0)
        farm.add(number, status, frames)
        farm.tasks[number].update(
            sceneName=f"sh0{number % 100}_kitchen_light_v014.ma",
            renderConsume=12.345,
            startTime=now_ms - 4260000,
            completedDate=now_ms,
            projectName="Kaffee spot",
        )
    return farm


@pytest.fixture
def font() -> Iterator[None]:
    before = QtWidgets.QApplication.font()
    yield
    QtWidgets.QApplication.setFont(before)


@pytest.fixture
def panel(qtbot: Any, tmp_path: Path, font: None) -> Iterator[Panel]:
    made = open_over(qtbot, tmp_path)
    qtbot.addWidget(made)
    yield made
    close_panel(made)


def open_over(qtbot: Any, home: Path) -> Panel:
    farm = farm_with_tasks()
    places = Locations.find({"RB_DCC_HOME": str(home)})
    made = make_panel(lambda runner: HeldHost(), places, lambda account: farm)  # type: ignore[arg-type,return-value]
    made.books.close()  # this farm does not know what a finished task's history needs
    made.resize(896, 760)
    made.show()
    made.services.connection.use(ACCOUNT)
    wait_online(qtbot, made)
    return made


def page_of(qtbot: Any, panel: Panel) -> TasksPage:
    page = panel.show_page(TASKS)
    assert isinstance(page, TasksPage)
    page.slices.finish()
    qtbot.waitUntil(lambda: page.model.rowCount() == 8, timeout=WAIT_MS)
    page.split.setSizes([500, 200])
    settle()
    return page


def scale_font(times: float) -> None:
    font = QtGui.QFont(QtWidgets.QApplication.font())
    font.setPointSizeF(POINTS * times)
    QtWidgets.QApplication.setFont(font)


def in_sight(tree: TaskTree) -> List[int]:
    return [column for column in range(len(HEADINGS)) if not tree.isColumnHidden(column)]


def words_width(tree: TaskTree, index: Any) -> int:
    """None where an icon stands for them."""
    option = QtWidgets.QStyleOptionViewItem()
    tree.itemDelegateForColumn(STATUS).initStyleOption(option, index)  # type: ignore[attr-defined]
    return tree.fontMetrics().horizontalAdvance(option.text)  # type: ignore[attr-defined]


def cut_off(tree: TaskTree) -> List[str]:
    """What has less room than Qt itself would give it; a name and a status's long words may be shortened, by a mark."""
    found = []
    for column in in_sight(tree):
        width = tree.columnWidth(column)
        if width < tree.header().sectionSizeHint(column):
            found.append(f"heading {column}")
        for row in range(tree.tasks.rowCount()):
            index = tree.tasks.index(row, column)
            least = tree.sizeHintForIndex(index).width()
            if column == STATUS:
                least -= max(0, words_width(tree, index) - 6 * tree.fontMetrics().height())
            if column != NAME and width < least:
                found.append(index.data())
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("times", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("width", [360, 600, 896, 1400])
def test_the_list_fits_its_room_and_cuts_nothing_short(
    qtbot: Any, panel: Panel, width: int, times: float, language: str
) -> None:
    page = page_of(qtbot, panel)
    scale_font(times)
    panel.language.switch(language)
    panel.resize(width, 760)
    tree = page.tree
    qtbot.waitUntil(lambda: panel.width() >= width, timeout=WAIT_MS)
    settle()
    assert tree.horizontalScrollBar().maximum() == 0
    assert cut_off(tree) == []
    assert in_sight(tree)[:2] == [NAME, STATUS]
    assert words_width(tree, tree.tasks.index(0, STATUS)), "a status is said in words"
    assert tree.header().length() == tree.viewport().width()
    assert tree.columnWidth(NAME) >= 6 * tree.fontMetrics().height()


def test_at_the_demonstrations_size_the_names_are_whole_and_the_number_is_in_sight(
    qtbot: Any, panel: Panel
) -> None:
    scale_font(1.0)
    page = page_of(qtbot, panel)
    tree = page.tree
    panel.resize(64 * panel.fontMetrics().height(), 50 * panel.fontMetrics().height())
    settle()
    assert {PROGRESS, LEFT, COST, NUMBER, STARTED} <= set(in_sight(tree))
    assert tree.horizontalScrollBar().maximum() == 0
    words = tree.fontMetrics().horizontalAdvance(tree.tasks.index(0, NAME).data())
    assert tree.columnWidth(NAME) > words + tree.indentation()


def test_a_status_without_room_for_its_words_keeps_its_icon_and_its_tip(qtbot: Any, panel: Panel) -> None:
    page = page_of(qtbot, panel)
    tree = page.tree
    index = tree.tasks.index(0, STATUS)
    looks = []
    scale_font(1.0)
    for width, is_full in ((1400, False), (360, False), (360, True)):
        for column in (COST, NUMBER, LABEL) if is_full else ():
            tree.fit.choose(column, True)
        panel.resize(width, 760)
        settle()
        option = QtWidgets.QStyleOptionViewItem()
        option.widget = tree  # type: ignore[attr-defined]
        tree.itemDelegateForColumn(STATUS).initStyleOption(option, index)  # type: ignore[attr-defined]
        looks.append((option.text, option.icon.isNull(), index.data(QtCore.Qt.ItemDataRole.ToolTipRole)))  # type: ignore[attr-defined]
    words = index.data()
    assert looks == [(words, False, words), (words, False, words), ("", False, words)]
    assert words


def test_columns_grow_with_what_comes_and_do_not_shrink_again(qtbot: Any, panel: Panel) -> None:
    scale_font(1.0)
    panel.resize(1400, 760)
    page = page_of(qtbot, panel)
    tree = page.tree
    before = tree.columnWidth(LABEL)
    task = page.presenter.tasks[10021]
    longer = type(task).from_json(
        {"id": 10021, "taskStatus": 0, "projectName": "A label of many words indeed"}
    )
    for each in (longer, task):
        page.presenter.tasks[10021] = each
        page.presenter._tell_ids((10021,))
        assert tree.columnWidth(LABEL) > before
        assert cut_off(tree) == []


def test_a_dragged_column_keeps_its_width_until_as_many_as_fit_are_wanted(qtbot: Any, panel: Panel) -> None:
    scale_font(1.0)
    panel.resize(1400, 760)
    page = page_of(qtbot, panel)
    tree = page.tree
    before = tree.columnWidth(COST)
    tree.header().resizeSection(COST, before + 40)
    panel.resize(1300, 760)
    settle()
    assert tree.columnWidth(COST) == before + 40
    assert tree.header().length() == tree.viewport().width()
    choose(page, "As many as fit")
    assert tree.columnWidth(COST) == before


def choose(page: TasksPage, words: str) -> None:
    menu = page.columns_menu
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == words).trigger()


def test_a_column_is_chosen_in_the_menu_and_the_choice_is_there_the_next_time(
    qtbot: Any, tmp_path: Path, font: None
) -> None:
    scale_font(1.0)
    settings = Locations.find({"RB_DCC_HOME": str(tmp_path)}).settings
    settings.mkdir(parents=True, exist_ok=True)
    (settings / FILE_NAME).write_text(json.dumps({"layout": {"other": 1}}), encoding="utf-8")
    panel = open_over(qtbot, tmp_path)
    panel.resize(600, 760)
    page = page_of(qtbot, panel)
    assert ON_DISK not in in_sight(page.tree)
    choose(page, "On disk")
    choose(page, "Frames")
    assert ON_DISK in in_sight(page.tree)
    assert PROGRESS not in in_sight(page.tree)
    wanted = {"other": 1, "task_columns": {"on_disk": True, "frames": False}}
    qtbot.waitUntil(lambda: load_preferences(settings).layout == wanted, timeout=WAIT_MS)
    close_panel(panel)
    panel = open_over(qtbot, tmp_path)
    page = page_of(qtbot, panel)
    for width in (1400, 360):
        panel.resize(width, 760)
        settle()
        assert ON_DISK in in_sight(page.tree)
        assert PROGRESS not in in_sight(page.tree)
    page.columns_menu.aboutToShow.emit()
    ticks = {each.text(): each.isChecked() for each in page.columns_menu.actions() if each.text()}
    assert (ticks["On disk"], ticks["Frames"], ticks["As many as fit"]) == (True, False, False)
    choose(page, "As many as fit")
    assert ON_DISK not in in_sight(page.tree)
    close_panel(panel)


def test_the_heading_opens_the_menu_of_columns_and_a_hidden_one_can_be_sorted_by(
    qtbot: Any, panel: Panel
) -> None:
    scale_font(1.0)
    page = page_of(qtbot, panel)
    panel.resize(360, 760)
    settle()
    header = page.tree.header()
    assert page.tree.isColumnHidden(NUMBER)
    header.customContextMenuRequested.emit(QtCore.QPoint(5, 5))
    assert page.columns_menu.isVisible()
    page.columns_menu.close()
    [by] = page.bar.menu.findChildren(SortMenu)
    assert [each.text() for each in by.actions()] == [str(each) for each in HEADINGS]
    next(each for each in by.actions() if each.text() == "Duration").trigger()
    assert header.sortIndicatorSection() == DURATION
    assert STARTED in range(header.count())


def test_rows_are_equally_high_whether_the_bar_is_shown_or_not(qtbot: Any, panel: Panel) -> None:
    page = page_of(qtbot, panel)
    tree = page.tree
    heights = []
    for is_shown in (True, False):
        tree.fit.choose(PROGRESS, is_shown)
        tree.doItemsLayout()
        heights.append(tree.visualRect(tree.tasks.index(0, NAME)).height())
    assert heights[0] == heights[1] > 0
    assert columns.NAME == 0


def test_a_download_brings_its_column_into_sight(qtbot: Any, panel: Panel, tmp_path: Path) -> None:
    scale_font(1.0)
    panel.resize(60 * panel.fontMetrics().height(), 760)
    page = page_of(qtbot, panel)
    assert ON_DISK not in in_sight(page.tree)
    page.model.columns.download_of = lambda task_id: Download(task_id, tmp_path, files=117)
    page._downloaded()
    assert ON_DISK in in_sight(page.tree)
    assert cut_off(page.tree) == []
