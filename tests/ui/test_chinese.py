"""The panel in Chinese: what every page shows, against the sandbox, with a task that has rendered and one that failed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterator, List, Set, Tuple

import pytest

from rb_dcc_core.max_outputs import FORMATS
from rb_dcc_core.messages import Message
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui import language
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.diagnose.page import DiagnosePage
from rb_dcc_ui.panel import ACCOUNT, DIAGNOSE, SETTINGS, SUBMIT, TASKS, Panel
from rb_dcc_ui.submit.page import SubmitPage
from rb_dcc_ui.tasks.page import TasksPage
from rb_dcc_ui.widgets import asking
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

# What both languages write the same: programs, units, the ends of image files, and options by their own names.
SAME = {
    "Renderbus", "Maya", "Max", "Arnold", "Render", "Setup", "Windows", "Linux", "Qt", "QStyle", "Python", "English",
    "GB", "MB", "KB", "fps", "fusion", "mtoa", "requests", "certifi", "or",
    "finished", "arrears",
    *FORMATS,
}  # fmt: skip
# What the demonstration's scene, its account and the sandbox are called.
GIVEN = {
    "demo",
    "sandbox",
    "default",
    "front",
    "persp",
    "side",
    "top",
    "masterLayer",
    "turntableCam",
    "checkerTexture",
}
ROLE = QtCore.Qt.ItemDataRole
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = re.compile(r"\S*[/\\:._\-@=<>\d…]\S*")
"""Paths, addresses, versions, node names, tokens, options: anything with a mark inside that a plain word never has."""


@pytest.fixture
def panel(
    qtbot: Any, farm: Sandbox, tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Panel]:
    monkeypatch.setenv("RB_DCC_LANGUAGE", "zh")
    made = open_panel(tmp_path / "home", checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma")
    qtbot.addWidget(made)
    made.services.watch.set_interval(0.2)
    made.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, made)
    yield made
    close_panel(made)


def told(widget: QtWidgets.QWidget) -> Iterator[str]:
    """What a widget says by itself: its text, its tip, what stands in it while it is empty."""
    yield widget.toolTip()
    yield widget.accessibleName()
    if isinstance(widget, (QtWidgets.QLabel, QtWidgets.QAbstractButton)):
        yield widget.text()
    if isinstance(widget, QtWidgets.QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QtWidgets.QAbstractSpinBox):
        yield widget.text()
    if isinstance(widget, QtWidgets.QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    if isinstance(widget, QtWidgets.QMenu):
        yield from (action.text() for action in widget.actions())
    if isinstance(widget, QtWidgets.QHeaderView) and widget.model() is not None:
        for section in range(widget.model().columnCount()):
            for role in (ROLE.DisplayRole, ROLE.ToolTipRole):
                yield str(widget.model().headerData(section, QtCore.Qt.Orientation.Horizontal, role) or "")
    if isinstance(widget, QtWidgets.QAbstractItemView) and widget.model() is not None:
        yield from cells(widget.model(), QtCore.QModelIndex())


def cells(model: QtCore.QAbstractItemModel, parent: QtCore.QModelIndex) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), 50)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield str(model.data(index, ROLE.DisplayRole) or "")
            yield str(model.data(index, ROLE.ToolTipRole) or "")
        yield from cells(model, model.index(row, 0, parent))


def is_english(text: str) -> bool:
    """Whether a line of a text has words, and none of them is Chinese or written the same in it."""
    for line in text.splitlines():
        words = WORD.findall(NAMES.sub(" ", TAG.sub(" ", line)))
        if not CHINESE.search(line) and set(words) - SAME - GIVEN:
            return True
    return False


def left_in_english(widget: QtWidgets.QWidget) -> List[Tuple[str, str]]:
    """Who says it, and what, of all that an artist could see there in English."""
    found = set()
    for each in [widget, *widget.findChildren(QtWidgets.QWidget)]:
        found |= {(each.objectName() or type(each).__name__, text) for text in told(each) if is_english(text)}
    return sorted(found)


def chinese(widget: QtWidgets.QWidget) -> Set[str]:
    """Every text there that has Chinese in it."""
    children = [widget, *widget.findChildren(QtWidgets.QWidget)]
    return {text for each in children for text in told(each) if CHINESE.search(text)}


def test_no_page_shows_english(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, checkout: Path
) -> None:
    submit_scene(farm, checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma", "1-12")
    submit = panel.show_page(SUBMIT)
    assert isinstance(submit, SubmitPage)
    qtbot.waitUntil(lambda: submit.presenter.environment.chosen is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: submit.presenter.files.outlook is not None, timeout=WAIT_MS)
    tasks = panel.show_page(TASKS)
    assert isinstance(tasks, TasksPage)

    def has_rendered() -> bool:
        clock.move(3)
        return tasks.frames.presenter.table.count(4) > 0

    qtbot.waitUntil(has_rendered, timeout=WAIT_MS)
    for page in (SETTINGS, DIAGNOSE, ACCOUNT):
        panel.show_page(page)
    diagnose = panel.show_page(DIAGNOSE)
    assert isinstance(diagnose, DiagnosePage)
    diagnose.presenter.test()
    qtbot.waitUntil(lambda: diagnose.presenter.verdict is not None, timeout=WAIT_MS)
    assert not left_in_english(panel)


def test_a_switch_changes_every_page_that_is_open(qtbot: Any, panel: Panel) -> None:
    for name in (SUBMIT, TASKS, SETTINGS, DIAGNOSE, ACCOUNT):
        page: Any = panel.show_page(name)
        qtbot.waitUntil(lambda: not hasattr(page, "slices") or page.slices.are_done)  # noqa: B023 - called at once
    submit = panel.show_page(SUBMIT)
    assert isinstance(submit, SubmitPage)
    qtbot.waitUntil(lambda: submit.presenter.environment.chosen is not None, timeout=WAIT_MS)
    panel.language.switch("en")
    settle()
    assert chinese(panel) == {"简体中文"}
    panel.language.switch("zh")
    settle()
    assert not left_in_english(panel)


def test_english_needs_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    read: List[str] = []
    monkeypatch.setattr(language, "load_catalogues", lambda code, folders: read.append(code))
    spoken = language.Language()
    assert read == []
    spoken.switch("zh")
    spoken.switch("en")
    spoken.switch("zh")
    assert read == ["zh"]


def test_questions_and_their_buttons_are_chinese(
    qtbot: Any, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: List[List[str]] = []

    def answer(dialog: QtWidgets.QDialog) -> int:
        children = [dialog, *dialog.findChildren(QtWidgets.QWidget)]
        asked.append(sorted({text for each in children for text in told(each) if text}))
        return 0

    monkeypatch.setattr(asking, "exec_dialog", answer)
    delete, names = (
        Message("Delete"),
        Message(
            "Delete {names} from the farm's list? Pictures you have not downloaded may be lost.",
            names="shot.ma (7)",
        ),
    )
    assert not asking.agrees(panel.language, delete, names, panel)
    assert asking.ask_name(panel.language, Message("Label …"), Message("Label:"), panel) is None
    assert (
        asking.ask_hours(panel.language, Message("Stop after …"), Message("Hours of rendering:"), panel)
        is None
    )
    assert asked == [
        ["从农场的列表中删除 shot.ma (7)？尚未下载的图像可能会丢失。", "删除", "取消"],
        ["取消", "标签：", "确定"],
        ["24.0", "取消", "渲染小时数：", "确定"],
    ]
