"""In a dock of 360 pixels nothing is wider than the dock, in either language: what does not fit gives way."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_cli.pictures.scene_files import HERO
from rb_dcc_core.languages import CHINESE, ENGLISH
from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.frames.pane import FramesPane
from rb_dcc_ui.language import Language
from rb_dcc_ui.panel import ACCOUNT, COSTS, DIAGNOSE, SETTINGS, SUBMIT, TASKS, Panel
from rb_dcc_ui.widgets.buttons import LongButton
from tests.support.panel_farm import HandServices, PanelFarm
from tests.support.panel_window import (
    WAIT_MS,
    account_at,
    close_panel,
    open_panel,
    settle,
    submit_scene,
    wait_online,
)

WIDTH = 360


@pytest.fixture(autouse=True)
def usual_font(qapp: QtWidgets.QApplication) -> Iterator[None]:
    """A desktop's usual font, 12 pixels high; without a screen each Qt has its own idea."""
    before, usual = qapp.font(), qapp.font()
    usual.setPointSizeF(12.0 * 72 / qapp.primaryScreen().logicalDotsPerInch())
    qapp.setFont(usual)
    yield
    qapp.setFont(before)


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=500.0, seed=1) as running:
        yield running


@pytest.fixture
def panel(qtbot: Any, farm: Sandbox, tmp_path: Path) -> Iterator[Panel]:
    """Over a scene of two layers that write the same files: the button that mends it has a long name."""
    scene = HERO.write(tmp_path / "project")
    submit_scene(farm, scene, "1-20")
    made = open_panel(tmp_path / "home", scene, width=WIDTH)
    qtbot.addWidget(made)
    made.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, made)
    yield made
    close_panel(made)


def ready(qtbot: Any, panel: Panel, name: str) -> QtWidgets.QWidget:
    page: Any = panel.show_page(name)
    if hasattr(page, "slices"):
        page.slices.finish()
    if name == SUBMIT:
        page.more_card.fold(False)
        page.files_card.fold(False)
        page.budget_card.fold(False)
        qtbot.waitUntil(lambda: bool(page.findChildren(LongButton)), timeout=WAIT_MS)
    if name == TASKS:
        qtbot.waitUntil(lambda: len(page.frames.presenter.table) > 0, timeout=WAIT_MS)
    qtbot.wait(100)
    settle()
    assert isinstance(page, QtWidgets.QWidget)
    return page


def is_scrolled_sideways(widget: QtWidgets.QWidget, page: QtWidgets.QWidget) -> bool:
    """Within a table or tree, whose columns are scrolled."""
    while widget is not page:
        widget = widget.parentWidget()
        if isinstance(widget, QtWidgets.QAbstractItemView):
            return True
    return False


def too_wide(page: QtWidgets.QWidget) -> List[str]:
    found = []
    for each in page.findChildren(QtWidgets.QWidget):
        if not each.isVisible() or each.isWindow() or is_scrolled_sideways(each, page):
            continue
        right = each.mapTo(page.window(), each.rect().topRight()).x()
        if right > page.window().width() - 1:
            found.append(f"{type(each).__name__} '{each.accessibleName()}' ends at {right}")
    return found


@pytest.mark.parametrize("code", [ENGLISH, CHINESE])
@pytest.mark.parametrize("name", [SUBMIT, TASKS, SETTINGS, DIAGNOSE, ACCOUNT, COSTS])
def test_a_page_is_not_wider_than_the_dock(qtbot: Any, panel: Panel, name: str, code: str) -> None:
    panel.language.switch(code)
    page = ready(qtbot, panel, name)
    assert panel.width() == WIDTH
    assert too_wide(page) == []


def test_a_long_button_gives_way_and_says_all_of_itself_in_its_tooltip(qtbot: Any) -> None:
    language = Language()
    words = Message("Write to <RenderLayer>/<Scene>/<Camera>/turntable.#.exr")
    button = LongButton(language, words, Message("Changes the job's settings; the scene stays as it is."))
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    button.show()
    whole = QtWidgets.QPushButton.text(button)
    assert (whole, button.toolTip()) == (
        words.text(),
        "Changes the job's settings; the scene stays as it is.",
    )
    button.resize(140, button.height())
    cut = QtWidgets.QPushButton.text(button)
    assert cut.startswith("Write to")
    assert cut.endswith("…")
    assert (button.text(), button.accessibleName()) == (words.text(), words.text())
    assert button.toolTip().splitlines() == [
        words.text(),
        "Changes the job's settings; the scene stays as it is.",
    ]
    language.switch(CHINESE)
    assert button.toolTip().splitlines()[-1] == "更改任务的设置；场景保持原样。"


@pytest.mark.parametrize(("wide", "is_beside"), [(WIDTH, False), (1200, True)])
def test_time_left_and_cost_do_not_cut_each_other_off(
    qtbot: Any, tmp_path: Path, wide: int, is_beside: bool
) -> None:
    stand_in = PanelFarm()
    stand_in.add(1, frames=[4] * 12 + [2] * 3 + [1] * 85)
    for each in stand_in.frames[1][:12]:
        each["feeAmount"] = 0.01
    services = HandServices(stand_in, tmp_path).now
    pane = FramesPane(services, Language())
    qtbot.addWidget(pane)
    pane.resize(wide, 600)
    pane.show()
    pane.show_task(TaskInfo.from_json(stand_in.tasks[1]))
    settle()
    left, cost = (QtWidgets.QLabel.text(label) for label in (pane.outlook.time, pane.outlook.cost))
    assert left.startswith("Time left: about 28 min (28 min to 28 min)")
    assert cost.startswith("In all about $1.00")
    assert not cost.endswith("…")
    assert left.endswith("…") != is_beside
    assert (pane.outlook.time.y() == pane.outlook.cost.y()) == is_beside
    stand_in.add(3, frames=[4, 2, 1, 1])
    pane.show_task(TaskInfo.from_json(stand_in.tasks[3]))
    assert pane.outlook.time.text().endswith(", from 1 finished frame on 1 machine")
    stand_in.add(2, frames=[1] * 5)
    pane.show_task(TaskInfo.from_json(stand_in.tasks[2]))
    settle()
    assert (pane.outlook.time.x(), pane.outlook.cost.isVisible()) == (0, False)
    pane.shut()
    services.close()
