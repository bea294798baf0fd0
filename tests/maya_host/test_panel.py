"""The docked panel: opened, restored, moved, closed in every way Maya has, and never more than one."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_maya import control
from rb_maya.holder import Holder
from tests.maya_host.conftest import LAYERS, StartMaya
from tests.support.fake_maya.session import FakeMaya

OPEN_MS = 15000
KEYS = QtCore.Qt.Key


def opened(maya: FakeMaya, qtbot: Any, page: str = "Submit…") -> Holder:
    maya.click(page)
    return ready(qtbot)


def ready(qtbot: Any) -> Holder:
    def is_there() -> None:
        held = control.holder()
        assert held is not None
        assert held.panel is not None
        assert held.panel.page

    qtbot.waitUntil(is_there, timeout=OPEN_MS)
    held = control.holder()
    assert held is not None
    return held


def panels_callbacks(maya: FakeMaya) -> int:
    """All but the plug-in's own one, of Maya's end."""
    return len([each for each in maya.api.callbacks.values() if each.subject != "kMayaExiting"])


def sentences(holder: Holder) -> str:
    return " ".join(
        label.text() for label in holder.findChildren(QtWidgets.QLabel) if label.isVisibleTo(holder)
    )


def test_the_menu_opens_one_panel_docked_as_a_tab(maya: FakeMaya, qtbot: Any) -> None:
    held = opened(maya, qtbot)
    made = maya.windows.controls[control.NAME]
    assert (made.label, made.retain, made.tab_of) == ("Renderbus", False, "ChannelBoxLayerEditor")
    assert held.parentWidget().objectName() == control.NAME
    panel = held.panel
    assert opened(maya, qtbot, "Diagnose").panel is panel
    assert panel is not None
    assert panel.page == "diagnose"
    assert len([each for each in QtWidgets.QApplication.allWidgets() if isinstance(each, Holder)]) == 1


def test_nothing_of_ours_styles_the_application(maya: FakeMaya, qtbot: Any, qapp: Any) -> None:
    before = (qapp.styleSheet(), qapp.style().objectName(), qapp.palette().window().color().name())
    held = opened(maya, qtbot)
    after = (qapp.styleSheet(), qapp.style().objectName(), qapp.palette().window().color().name())
    assert after == before
    assert maya.windows.main is not None
    assert maya.windows.main.styleSheet() == ""
    assert held.panel is not None
    assert held.panel.palette().window().color().name() == "#444444"


def test_opening_and_closing_the_panel_leaves_the_scene_as_it_was(maya: FakeMaya, qtbot: Any) -> None:
    opened(maya, qtbot)
    qtbot.wait(300)
    maya.windows.close(control.NAME)
    assert (maya.commands.edits, maya.commands.modified, maya.commands.saves) == ([], False, [])


@pytest.mark.parametrize("tells", [True, False])
def test_closed_by_its_cross_it_leaves_no_callback_and_opens_again(
    maya: FakeMaya, qtbot: Any, tells: bool
) -> None:
    opened(maya, qtbot)
    assert panels_callbacks(maya) > 10
    maya.windows.close(control.NAME, tells)
    assert panels_callbacks(maya) == 0
    assert control.holder() is None
    assert opened(maya, qtbot).panel is not None


def test_closing_it_ends_its_work_in_a_maya_that_runs_scripts_as_mel(
    start_maya: StartMaya, qtbot: Any
) -> None:
    maya = start_maya(controls_speak="mel")
    held = opened(maya, qtbot)
    maya.windows.controls[control.NAME].retain = True
    maya.windows.close(control.NAME)
    assert panels_callbacks(maya) == 0
    assert held.panel is None


def test_a_control_that_maya_only_hides_gets_its_panel_again_when_shown(maya: FakeMaya, qtbot: Any) -> None:
    first = opened(maya, qtbot).panel
    maya.windows.controls[control.NAME].retain = True
    maya.windows.close(control.NAME)
    assert panels_callbacks(maya) == 0
    maya.click("Tasks")
    again = ready(qtbot)
    assert again.panel is not first


def test_the_artist_may_reset_the_workspaces(maya: FakeMaya, qtbot: Any) -> None:
    opened(maya, qtbot)
    maya.reset_workspaces()
    assert panels_callbacks(maya) == 0
    assert opened(maya, qtbot).panel is not None


def test_a_new_scene_leaves_the_panel_open(maya: FakeMaya, qtbot: Any) -> None:
    panel = opened(maya, qtbot).panel
    maya.open(LAYERS)
    qtbot.wait(50)
    held = control.holder()
    assert held is not None
    assert held.panel is panel


def test_closed_while_it_opens_it_never_appears(maya: FakeMaya, qtbot: Any) -> None:
    maya.click("Submit…")
    maya.windows.close(control.NAME)
    qtbot.waitUntil(lambda: not _opening(), timeout=OPEN_MS)
    qtbot.wait(50)
    assert control.holder() is None
    assert panels_callbacks(maya) == 0


def _opening() -> bool:
    return any(thread.name == "renderbus-opening" for thread in threading.enumerate())


@pytest.mark.parametrize("first", ["python", "mel"])
@pytest.mark.parametrize("then", ["python", "mel"])
def test_after_a_restart_the_panel_is_in_its_place_again(
    start_maya: StartMaya, qtbot: Any, first: str, then: str
) -> None:
    """In whichever language either start runs the control's scripts."""
    maya = start_maya(controls_speak=first)
    opened(maya, qtbot)
    written = maya.exit()
    assert control.NAME in [each.name for each in written]
    maya.end()
    again = start_maya(loaded=False, controls_speak=then)
    again.restore(written)
    held = control.holder()
    assert held is not None
    assert sentences(held) == "The Renderbus plug-in is not loaded."
    again.load_plugin("renderbus_maya")
    again.idle()
    assert ready(qtbot) is held


def test_an_end_without_the_panel_made_keeps_the_control_all_the_same(maya: FakeMaya, qtbot: Any) -> None:
    opened(maya, qtbot)
    control.closed()
    assert control.NAME in [each.name for each in maya.exit()]


def test_without_the_plug_in_a_button_loads_it(maya: FakeMaya, start_maya: StartMaya, qtbot: Any) -> None:
    opened(maya, qtbot)
    written = maya.exit()
    maya.end()
    again = start_maya(loaded=False)
    again.restore(written)
    held = control.holder()
    assert held is not None
    button = next(each for each in held.findChildren(QtWidgets.QPushButton) if each.isVisibleTo(held))
    assert button.text() == "Load it"
    button.click()
    again.idle()
    assert again.is_plugin_loaded
    ready(qtbot)


def test_the_user_keeps_the_width(maya: FakeMaya, qtbot: Any) -> None:
    held = opened(maya, qtbot)
    maya.windows.resize(control.NAME, 520)
    assert held.panel is not None
    store = held.panel.services.preferences
    qtbot.waitUntil(lambda: store.now.layout.get("maya_width") == held.width(), timeout=5000)
    wide = held.width()
    qtbot.waitUntil(lambda: (held.panel.services.locations.settings / "panel.json").exists(), timeout=5000)
    maya.windows.close(control.NAME)
    again = opened(maya, qtbot)
    qtbot.waitUntil(lambda: abs(again.width() - wide) <= 2, timeout=5000)


def test_torn_off_it_floats_with_its_panel_and_keeps_the_size_it_has(
    maya: FakeMaya, start_maya: StartMaya, qtbot: Any
) -> None:
    held = opened(maya, qtbot)
    panel = held.panel
    maya.windows.float(control.NAME, 700)
    qtbot.wait(50)
    assert control.holder() is held
    assert held.panel is panel
    control.restore_width(400)
    assert held.width() == 700
    assert maya.commands.edits == []
    written = maya.exit()
    maya.end()
    again = start_maya()
    again.restore(written)
    ready(qtbot)
    assert again.windows.docks[control.NAME].isFloating()
    assert again.windows.controls[control.NAME].tab_of == ""


def focus(qtbot: Any, maya: FakeMaya, widget: QtWidgets.QWidget) -> None:
    assert maya.windows.main is not None
    maya.windows.main.activateWindow()
    widget.show()
    qtbot.waitUntil(lambda: widget.setFocus() or widget.hasFocus(), timeout=5000)


def test_while_a_field_is_typed_into_no_key_reaches_maya(maya: FakeMaya, qtbot: Any) -> None:
    """Shift alone would move the focus to what is under the mouse, and the next letter be a hotkey."""
    held = opened(maya, qtbot)
    assert maya.windows.main is not None
    field = QtWidgets.QLineEdit(held)
    focus(qtbot, maya, field)
    for key in (KEYS.Key_Shift, KEYS.Key_F, KEYS.Key_F9, KEYS.Key_Up, KEYS.Key_Return):
        qtbot.keyClick(field, key)
    qtbot.keyClick(field, KEYS.Key_D, QtCore.Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), maya.windows.main.hotkeys) == ("f", [])


def test_keys_of_a_list_stay_in_the_panel_and_all_others_are_mayas(maya: FakeMaya, qtbot: Any) -> None:
    """Delete in a list that has nothing to delete would delete what is selected in the scene, an arrow walk through it."""
    held = opened(maya, qtbot, "Tasks")
    assert held.panel is not None
    assert maya.windows.main is not None
    tree = held.panel.show_page("tasks").tree
    focus(qtbot, maya, tree)
    keys = (KEYS.Key_Delete, KEYS.Key_Backspace, KEYS.Key_Up, KEYS.Key_Left, KEYS.Key_Return, KEYS.Key_Home)
    for key in keys:
        qtbot.keyClick(tree, key)
    assert maya.windows.main.hotkeys == []
    button = QtWidgets.QPushButton(held)
    focus(qtbot, maya, button)
    for key in (KEYS.Key_W, KEYS.Key_F9, KEYS.Key_Delete, KEYS.Key_Q):
        qtbot.keyClick(button, key)
    assert maya.windows.main.hotkeys == [int(KEYS.Key_W), int(KEYS.Key_F9), int(KEYS.Key_Q)]


@pytest.mark.parametrize("deleting_tells", [True, False])
def test_unloading_takes_everything_away(start_maya: StartMaya, qtbot: Any, deleting_tells: bool) -> None:
    maya = start_maya(deleting_tells=deleting_tells)
    opened(maya, qtbot)
    maya.unload_plugin("renderbus_maya")
    assert control.NAME not in maya.windows.controls
    assert (maya.commands.menus, maya.commands.runtime_commands, maya.commands.states) == ({}, {}, [])
    assert maya.api.callbacks == {}
    assert control.holder() is None


def test_a_python_without_ssl_gets_a_sentence(
    maya: FakeMaya, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rb_maya import warming

    def refuse(name: str) -> Any:
        raise ImportError("DLL load failed while importing _ssl")

    monkeypatch.setattr(warming.importlib, "import_module", refuse)
    maya.click("Submit…")
    held = control.holder()
    assert held is not None
    qtbot.waitUntil(lambda: "secure connections" in sentences(held), timeout=OPEN_MS)
    assert panels_callbacks(maya) == 0
    monkeypatch.undo()
    button = next(each for each in held.findChildren(QtWidgets.QPushButton) if each.isVisibleTo(held))
    assert button.text() == "Try again"
    button.click()
    ready(qtbot)
