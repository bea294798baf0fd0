"""The docked panel: opened, moved, closed, restored, and never more than one; the keys go where they belong."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from rb_dcc_core.locations import Locations
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.frames.grid import FrameGrid
from rb_max import callbacks, dock, start_up
from rb_max.dock import Dock
from rb_max.place import Place, read_place
from tests.max_host.conftest import StartMax
from tests.support.fake_pymxs.scene import MaxScene
from tests.support.fake_pymxs.session import FakeMax

OPEN_MS = 15000
AREAS = QtCore.Qt.DockWidgetArea


def opened(qtbot: Any, page: str = "submit", place: Any = None) -> Dock:
    dock.open_panel(page, place)
    return ready(qtbot)


def ready(qtbot: Any) -> Dock:
    def is_there() -> None:
        found = dock.dock()
        assert found is not None
        assert found.holder.panel is not None
        assert found.holder.panel.page

    qtbot.waitUntil(is_there, timeout=OPEN_MS)
    found = dock.dock()
    assert found is not None
    return found


def kept() -> Place:
    return read_place(Locations.find())


def docks(max_: FakeMax) -> int:
    assert max_.main is not None
    return len(max_.main.findChildren(QtWidgets.QDockWidget, dock.NAME))


def sentences(found: Dock) -> str:
    labels = found.holder.findChildren(QtWidgets.QLabel)
    return " ".join(label.text() for label in labels if label.isVisibleTo(found.holder))


@pytest.mark.parametrize("year", [2021, 2025])
def test_it_opens_once_docked_on_the_right(start_max: StartMax, qtbot: Any, year: int) -> None:
    max_ = start_max(year=year)
    found = opened(qtbot)
    assert max_.main is not None
    assert max_.main.dockWidgetArea(found) == AREAS.RightDockWidgetArea
    assert found.objectName() == "renderbusDock"
    panel = found.holder.panel
    again = opened(qtbot, "diagnose")
    assert again is found
    assert again.holder.panel is panel
    assert panel is not None
    assert panel.page == "diagnose"
    assert docks(max_) == 1


def test_nothing_of_ours_styles_3ds_max(max_: FakeMax, qtbot: Any, qapp: Any) -> None:
    before = (qapp.styleSheet(), qapp.style().objectName(), qapp.palette().window().color().name())
    found = opened(qtbot)
    assert (qapp.styleSheet(), qapp.style().objectName(), qapp.palette().window().color().name()) == before
    assert max_.main is not None
    assert max_.main.styleSheet() == ""
    assert found.holder.panel is not None
    assert found.holder.panel.palette().window().color().name() == "#444444"


@pytest.mark.parametrize("name", ["GetQMaxMainWindow", "GetQMaxWindow", ""])
def test_the_window_is_found_whatever_qtmax_has(start_max: StartMax, qtbot: Any, name: str) -> None:
    max_ = start_max(qtmax_has=name)
    dock.open_panel()
    found = dock.dock()
    assert found is not None
    assert found.parentWidget() is max_.main
    ready(qtbot)


def test_opening_and_closing_leaves_the_scene_as_it_was(max_: FakeMax, qtbot: Any) -> None:
    found = opened(qtbot)
    qtbot.wait(200)
    found.close()
    assert (max_.runtime.saves, max_.runtime.selected, max_.scene.is_modified) == ([], [], False)


def test_closed_by_its_cross_it_leaves_no_callback_and_opens_again(max_: FakeMax, qtbot: Any) -> None:
    found = opened(qtbot)
    assert max_.runtime.count_callbacks(callbacks.ID) > 10
    found.close()
    assert max_.runtime.count_callbacks(callbacks.ID) == 0
    assert found.holder.panel is None
    assert opened(qtbot).holder.panel is not None
    assert docks(max_) == 1


def test_closed_while_it_opens_it_never_appears(max_: FakeMax, qtbot: Any) -> None:
    dock.open_panel("submit")
    found = dock.dock()
    assert found is not None
    found.close()
    qtbot.waitUntil(
        lambda: not any(t.name == "renderbus-opening" for t in threading.enumerate()), timeout=OPEN_MS
    )
    qtbot.wait(50)
    assert found.holder.panel is None
    assert max_.runtime.count_callbacks(callbacks.ID) == 0


def test_a_reset_leaves_the_panel_open_with_the_new_scene(max_: FakeMax, qtbot: Any) -> None:
    found = opened(qtbot)
    panel = found.holder.panel
    max_.runtime.fire("systemPreReset")
    object.__setattr__(max_.runtime, "scene", MaxScene(path=""))
    max_.runtime.fire("systemPostReset")
    qtbot.wait(50)
    assert found.holder.panel is panel
    assert panel is not None
    assert panel.services.host.scene().path == ""


def test_at_the_end_everything_stops_and_the_next_start_has_it_again(start_max: StartMax, qtbot: Any) -> None:
    first = start_max()
    found = opened(qtbot)
    assert first.main is not None
    first.main.addDockWidget(AREAS.LeftDockWidgetArea, found)
    qtbot.waitUntil(lambda: kept().side == "left", timeout=5000)
    first.end()
    assert dock.dock() is None
    assert first.runtime.count_callbacks(callbacks.ID) == 0
    assert kept().is_open is True
    second = start_max()
    start_up.after()
    again = ready(qtbot)
    assert second.main is not None
    assert second.main.dockWidgetArea(again) == AREAS.LeftDockWidgetArea


def test_what_the_user_closed_stays_closed(start_max: StartMax, qtbot: Any) -> None:
    start_max()
    opened(qtbot).close()
    qtbot.waitUntil(lambda: not kept().is_open, timeout=5000)
    dock.close_panel()
    start_max()
    start_up.after()
    qtbot.wait(100)
    assert dock.dock() is None


def test_floating_it_floats_again_on_a_screen(max_: FakeMax, qtbot: Any) -> None:
    found = opened(qtbot)
    found.setFloating(True)
    found.setGeometry(60, 70, 520, 560)
    qtbot.waitUntil(lambda: kept().is_floating and kept().floating_at == (60, 70, 520, 560), timeout=5000)
    place = kept()
    dock.close_panel()
    again = opened(qtbot, place=place)
    assert again.isFloating()
    assert (again.width(), again.height()) == (520, 560)
    dock.close_panel()
    lost = opened(qtbot, place=Place(is_floating=True, floating_at=(9000, 9000, 400, 500)))
    assert lost.x() < 9000


def test_the_user_keeps_the_width(max_: FakeMax, qtbot: Any) -> None:
    found = opened(qtbot)
    assert max_.main is not None
    max_.main.resizeDocks([found], [560], QtCore.Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: kept().width == found.width(), timeout=5000)
    wide, place = found.width(), kept()
    dock.close_panel()
    again = opened(qtbot, place=place)
    qtbot.waitUntil(lambda: abs(again.width() - wide) <= 2, timeout=5000)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"side": 5, "width": -1, "floating_at": [1, 2]}', '{"floating_at": [1, 2, 0, "x"]}'],
)
def test_a_broken_place_is_a_new_one(text: str) -> None:
    folder = Locations.find().settings
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "panel_in_3dsmax.json").write_text(text, encoding="utf-8")
    assert kept() == Place()


def test_without_a_window_nothing_happens(
    max_: FakeMax, monkeypatch: pytest.MonkeyPatch, expected_logs: Any
) -> None:
    expected_logs("3ds Max gave no window")
    monkeypatch.setattr(dock, "main_window", lambda door: None)
    dock.open_panel()
    assert dock.dock() is None


def test_a_dock_left_by_an_earlier_loading_goes(max_: FakeMax, qtbot: Any) -> None:
    assert max_.main is not None
    stray = QtWidgets.QDockWidget("Renderbus", max_.main)
    stray.setObjectName(dock.NAME)
    opened(qtbot)
    qtbot.wait(10)
    assert docks(max_) == 1


# -- keys -----------------------------------------------------------------------------------------------------------


def focus(qtbot: Any, max_: FakeMax, widget: QtWidgets.QWidget) -> None:
    assert max_.main is not None
    max_.main.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(lambda: QtWidgets.QApplication.focusWidget() is widget, timeout=5000)


def text_field(found: Dock) -> QtWidgets.QLineEdit:
    field = QtWidgets.QLineEdit(found.holder)
    field.show()
    return field


def test_3ds_max_shortcuts_rest_while_a_field_of_ours_is_typed_into_and_not_on_a_button(
    max_: FakeMax, qtbot: Any
) -> None:
    found = opened(qtbot)
    field = text_field(found)
    button = QtWidgets.QPushButton(found.holder)
    button.show()
    assert max_.main is not None
    focus(qtbot, max_, field)
    assert max_.runtime.accelerators is False
    focus(qtbot, max_, button)
    assert max_.runtime.accelerators is True
    focus(qtbot, max_, field)
    focus(qtbot, max_, max_.main.centralWidget())
    assert max_.runtime.accelerators is True


def test_they_rest_too_while_a_list_of_ours_has_the_focus(max_: FakeMax, qtbot: Any) -> None:
    """Delete means a task there and Ctrl+A its frames, where 3ds Max would delete and select in the scene."""
    found = opened(qtbot, "tasks")
    assert found.holder.panel is not None
    tree = found.holder.panel.show_page("tasks").tree
    grid = FrameGrid(found.holder.panel.language, found.holder)
    grid.show()
    for widget in (tree, grid):
        focus(qtbot, max_, widget)
        assert max_.runtime.accelerators is False, widget
        assert max_.main is not None
        focus(qtbot, max_, max_.main.centralWidget())
        assert max_.runtime.accelerators is True
    area = QtWidgets.QScrollArea(found.holder)
    area.show()
    focus(qtbot, max_, area)
    assert max_.runtime.accelerators is True


def test_who_had_them_off_keeps_them_off(max_: FakeMax, qtbot: Any) -> None:
    found = opened(qtbot)
    object.__setattr__(max_.runtime, "accelerators", False)
    assert max_.main is not None
    focus(qtbot, max_, text_field(found))
    focus(qtbot, max_, max_.main.centralWidget())
    assert max_.runtime.accelerators is False


@pytest.mark.parametrize("how", ["closed", "ended", "removed"])
def test_however_it_goes_the_shortcuts_are_on_again(max_: FakeMax, qtbot: Any, how: str) -> None:
    found = opened(qtbot)
    focus(qtbot, max_, text_field(found))
    assert max_.runtime.accelerators is False
    if how == "closed":
        found.close()
        qtbot.waitUntil(lambda: max_.runtime.accelerators is True, timeout=5000)
    elif how == "ended":
        max_.runtime.fire("preSystemShutdown")
    else:
        dock.close_panel()
    assert max_.runtime.accelerators is True


def test_no_shortcut_of_ours_reaches_beyond_the_panel(max_: FakeMax, qtbot: Any) -> None:
    from rb_dcc_ui.binding import QAction, QShortcut

    found = opened(qtbot)
    assert found.holder.panel is not None
    for page in ("submit", "tasks", "settings", "diagnose"):
        found.holder.panel.show_page(page)
    inside = QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut, QtCore.Qt.ShortcutContext.WidgetShortcut
    for action in found.findChildren(QAction):
        assert action.shortcut().isEmpty() or action.shortcutContext() in inside, action.text()
    for shortcut in found.findChildren(QShortcut):
        assert shortcut.context() in inside


def test_a_python_without_ssl_gets_a_sentence(
    max_: FakeMax, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rb_max import warming

    def refuse(name: str) -> Any:
        raise ImportError("DLL load failed while importing _ssl")

    monkeypatch.setattr(warming.importlib, "import_module", refuse)
    dock.open_panel("submit")
    found = dock.dock()
    assert found is not None
    qtbot.waitUntil(lambda: "secure connections" in sentences(found), timeout=OPEN_MS)
    monkeypatch.undo()
    max_.install(__import__("sys").modules)
    button = next(each for each in found.findChildren(QtWidgets.QPushButton) if each.isVisibleTo(found))
    assert button.text() == "Try again"
    button.click()
    ready(qtbot)


def test_in_a_chinese_3ds_max_what_stands_there_before_the_panel_is_chinese(
    start_max: StartMax, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 2025 on no menu has spoken before."""
    from rb_dcc_core import messages
    from rb_max import warming
    from rb_max.spoken import spoken

    monkeypatch.setattr(messages, "_catalogues", {})
    monkeypatch.setattr(spoken, "_known", {messages.ENGLISH})

    def refuse(name: str) -> Any:
        raise ImportError("DLL load failed while importing _ssl")

    start_max(year=2025, language="CHS")
    monkeypatch.setattr(warming.importlib, "import_module", refuse)
    dock.open_panel("submit")
    found = dock.dock()
    assert found is not None
    assert sentences(found) == "正在打开 …"
    qtbot.waitUntil(lambda: "DLL load failed" in sentences(found), timeout=OPEN_MS)
    assert "安全连接" in sentences(found)
    button = next(each for each in found.findChildren(QtWidgets.QPushButton) if each.isVisibleTo(found))
    assert (button.text(), button.accessibleName()) == ("重试", "重试")
