"""The plug-in's loading and unloading are mirror images; menu, shelf, runtime commands; nothing in batch mode."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
import types
from pathlib import Path
from typing import Any, Dict, List

import pytest

import rb_dcc_core
from rb_maya import control, panel_script, reloading
from rb_maya.spoken import spoken
from tests.maya_host.conftest import StartMaya
from tests.maya_host.test_panel import opened, ready, sentences
from tests.support.fake_maya.session import PLUGIN_FILE, FakeMaya
from tests.support.fake_maya.session_commands import SessionCommands
from tests.support.fake_maya.windows import SHELVES
from tests.support.import_circles import in_circles

COMMANDS = ["RenderbusDiagnose", "RenderbusHelp", "RenderbusSettings", "RenderbusSubmit", "RenderbusTasks"]


def labels(maya: FakeMaya) -> List[str]:
    return [item.get("label", "-") for item in maya.commands.menus["renderbusMenu"]]


def test_loading_makes_the_menu_and_the_runtime_commands_once_maya_rests(start_maya: StartMaya) -> None:
    maya = start_maya(loaded=False)
    maya.load_plugin("renderbus_maya")
    assert (maya.commands.menus, maya.commands.runtime_commands) == ({}, {})
    maya.idle()
    assert labels(maya) == [
        "Submit…",
        "Tasks",
        "Settings",
        "Diagnose",
        "-",
        "Add a Button to the Shelf",
        "-",
        "Help",
    ]
    assert sorted(maya.commands.runtime_commands) == COMMANDS
    assert maya.commands.shelf_buttons == []
    assert [each.subject for each in maya.api.callbacks.values()] == ["kMayaExiting"]
    assert maya.commands.edits == []
    assert maya.api.plugins[0][1:] == ("Renderbus", rb_dcc_core.__version__, "Any")


def test_loaded_and_unloaded_again_and_again_nothing_is_left(maya: FakeMaya) -> None:
    for _ in range(3):
        maya.unload_plugin("renderbus_maya")
        assert (maya.commands.menus, maya.commands.runtime_commands) == ({}, {})
        maya.load_plugin("renderbus_maya")
        maya.idle()
        assert len(maya.commands.menus) == 1


def test_unloaded_before_maya_came_to_rest_nothing_appears(start_maya: StartMaya) -> None:
    maya = start_maya(loaded=False)
    maya.load_plugin("renderbus_maya")
    maya.unload_plugin("renderbus_maya")
    maya.idle()
    assert (maya.commands.menus, maya.commands.runtime_commands) == ({}, {})


def test_runtime_commands_that_maya_keeps_are_renewed(start_maya: StartMaya) -> None:
    maya = start_maya(keeps_default_commands=True)
    maya.unload_plugin("renderbus_maya")
    assert sorted(maya.commands.runtime_commands) == COMMANDS
    maya.load_plugin("renderbus_maya")
    maya.idle()
    assert {each["default"] for each in maya.commands.runtime_commands.values()} == {True}
    maya.commands.runtime_commands.clear()
    maya.unload_plugin("renderbus_maya")


def test_runtime_commands_that_maya_neither_removes_nor_renews_stay_and_nothing_is_said(
    start_maya: StartMaya, qtbot: Any
) -> None:
    maya = start_maya(keeps_default_commands=True, edits_default_commands=False)
    maya.unload_plugin("renderbus_maya")
    maya.load_plugin("renderbus_maya")
    maya.idle()
    assert sorted(maya.commands.runtime_commands) == COMMANDS
    maya.run_mel("RenderbusTasks;")
    ready(qtbot)
    maya.commands.runtime_commands.clear()


def test_a_hotkey_or_mel_opens_the_page(maya: FakeMaya, qtbot: Any) -> None:
    maya.run_mel("RenderbusDiagnose;")
    held = ready(qtbot)
    assert held.panel is not None
    assert held.panel.page == "diagnose"


def test_the_shelf_gets_a_button_only_when_asked_and_it_works_alone(
    maya: FakeMaya, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya.click("Add a Button to the Shelf")
    (button,) = maya.commands.shelf_buttons
    assert (button["label"], button["sourceType"]) == ("Renderbus", "python")
    assert Path(button["image"]).is_file()
    icons = PLUGIN_FILE.parents[1] / "icons"
    monkeypatch.setenv("XBMLANGPATH", str(icons))
    maya.click("Add a Button to the Shelf")
    assert maya.commands.shelf_buttons[1]["image"] == "renderbus.png"
    maya.run_python(button["command"])
    ready(qtbot)
    maya.unload_plugin("renderbus_maya")
    maya.run_python(button["command"])
    held = control.holder()
    assert held is not None
    assert sentences(held) == "The Renderbus plug-in is not loaded."
    maya.load_plugin("renderbus_maya")
    maya.idle()


def test_without_shelves_it_says_so(maya: FakeMaya) -> None:
    maya.has_shelves = False
    maya.click("Add a Button to the Shelf")
    assert maya.commands.shelf_buttons == []
    assert maya.commands.warnings[0].startswith("There is no shelf")
    assert SHELVES.endswith("ShelfLayout")


def test_help_opens_a_page(maya: FakeMaya) -> None:
    maya.click("Help")
    assert maya.commands.help_shown == ["https://www.renderbus.com"]


def test_in_batch_mode_nothing_of_ours_is_even_imported() -> None:
    """In a process of its own: what this one has imported stays imported."""
    code = (
        "import sys, types\n"
        "om = types.ModuleType('om')\n"
        "om.MGlobal = types.SimpleNamespace(kInteractive=0, mayaState=lambda: 2)\n"
        "om.MFnPlugin = lambda *given: types.SimpleNamespace(loadPath=lambda: '')\n"
        "maya, api = types.ModuleType('maya'), types.ModuleType('maya.api')\n"
        "maya.api, api.OpenMaya = api, om\n"
        "sys.modules.update({'maya': maya, 'maya.api': api, 'maya.api.OpenMaya': om})\n"
        "names = {}\n"
        f"exec(open({str(PLUGIN_FILE)!r}).read(), names)\n"
        "names['initializePlugin'](object())\n"
        "names['uninitializePlugin'](object())\n"
        "print([name for name in sys.modules if name.startswith(('rb_', 'PySide', 'requests'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_in_maya_2022s_python_2_it_says_so_and_does_nothing(
    start_maya: StartMaya, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read there too; nothing of it may be newer than that language."""
    maya = start_maya(loaded=False, year="2022")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version_info", (2, 7, 11))
        maya.load_plugin("renderbus_maya")
        maya.idle()
        assert maya.commands.menus == {}
        maya.unload_plugin("renderbus_maya")
    (said,) = maya.api.shown_warnings
    assert "without '-pythonver 2'" in said
    tree = ast.parse(PLUGIN_FILE.read_text(encoding="ascii"))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.Nonlocal, ast.AsyncFunctionDef, ast.Starred)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [
        node.name for node in functions if node.returns or any(each.annotation for each in node.args.args)
    ]


def test_no_module_imports_itself_by_a_circle() -> None:
    assert in_circles(Path(control.__file__).parent) == {}


def test_loading_imports_neither_qt_nor_the_network_nor_what_is_vendored() -> None:
    code = (
        "import sys\n"
        "import rb_maya, rb_maya.import_paths, rb_maya.plugin_life\n"
        "from rb_maya import menu, runtime_commands, control\n"
        "heavy = ('PySide', 'shiboken', 'requests', 'urllib3', 'platformdirs', 'tenacity', 'olefile', 'socket',"
        " 'ssl', 'asyncio', 'concurrent', 'typing_extensions', 'rb_dcc_ui', 'rb_dcc_core.client', 'rb_dcc_core.host', 'sqlite3')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_the_menu_speaks_the_panels_language(maya: FakeMaya, monkeypatch: pytest.MonkeyPatch) -> None:
    from rb_dcc_core import messages

    assert labels(maya)[1] == "Tasks"
    monkeypatch.setattr(messages, "_catalogues", {"zh": {"Tasks": "任务"}})
    spoken.switch("zh")
    assert labels(maya)[:2] == ["提交…", "任务"]
    spoken.switch("en")
    assert labels(maya)[1] == "Tasks"


def test_an_installed_version_can_be_removed_from_the_menu_and_is_let_go_at_the_end(
    start_maya: StartMaya, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rb_maya import installation, menu

    done: List[str] = []
    installer = types.SimpleNamespace(
        begin=lambda root: done.append("begin"),
        sweep=lambda root: done.append("sweep"),
        finish=lambda root: done.append("finish"),
    )
    monkeypatch.setitem(sys.modules, "rb_installer.session", installer)
    monkeypatch.setattr(installation, "is_installed", lambda: True)
    maya = start_maya()
    assert labels(maya)[-2:] == ["Help", "Uninstall…"]
    assert menu.NAME == "renderbusMenu"
    for thread in threading.enumerate():
        if thread.name == "renderbus-starting":
            thread.join()
    assert done == ["begin", "sweep"]
    maya.exit()
    assert done == ["begin", "sweep", "finish"]


def test_what_is_loaded_is_marked_as_used_before_maya_rests(
    start_maya: StartMaya, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rb_maya import installation

    begun = threading.Event()
    installer = types.SimpleNamespace(
        begin=lambda root: begun.set(), sweep=lambda root: None, finish=lambda root: None
    )
    monkeypatch.setitem(sys.modules, "rb_installer.session", installer)
    monkeypatch.setattr(installation, "is_installed", lambda: True)
    start_maya(loaded=False).load_plugin("renderbus_maya")
    assert begun.wait(10)


def test_only_what_has_a_receipt_can_be_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A studio's share has the same folders, and nobody's receipt."""
    from rb_installer.receipt import RECEIPT
    from rb_maya import installation

    place = tmp_path / "modules" / "renderbus" / "0.1.0-1a2b3c4d"
    place.mkdir(parents=True)
    monkeypatch.setattr(installation, "module_root", lambda: str(place))
    assert not installation.is_installed()
    (place / RECEIPT).write_bytes(b"")
    assert installation.is_installed()
    monkeypatch.setattr(installation, "module_root", lambda: str(tmp_path / "checkout" / "maya_plugin"))
    assert not installation.is_installed()


@pytest.mark.parametrize("controls_speak", ["python", "mel"])
def test_where_the_product_is_gone_mayas_own_words_say_so(
    start_maya: StartMaya, monkeypatch: pytest.MonkeyPatch, controls_speak: str
) -> None:
    maya = start_maya(loaded=False, controls_speak=controls_speak)
    hidden: Dict[str, Any] = {name: None for name in sys.modules if name.partition(".")[0] == "rb_maya"}
    script = panel_script.fill_script(control.NAME)
    with monkeypatch.context() as patch:
        for name in hidden:
            patch.setitem(sys.modules, name, None)  # type: ignore[arg-type]
        maya.commands.workspaceControl(control.NAME, uiScript=script, retain=False, loadImmediately=True)
        assert [kind for kind, _ in maya.plain_controls] == ["columnLayout", "text", "button"]
        assert maya.plain_controls[1][1] == "The Renderbus plug-in is not installed here any more."
        maya.plain_controls[2][1](False)
        maya.idle()
        assert control.NAME not in maya.windows.controls
        maya.run_python(panel_script.open_script("submit"))
        assert maya.commands.warnings == ["The Renderbus plug-in is not installed here any more."]
        maya.run_kept_script(panel_script.closed_script())


def test_developers_reload_in_place(maya: FakeMaya, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(maya, qtbot)
    control_before = maya.windows.controls[control.NAME]
    kept = dict(sys.modules)
    try:
        forgotten = reloading.reload()
        maya.idle()
        assert "rb_maya.holder" in forgotten
        assert not [name for name in forgotten if not name.startswith("rb_")]
        fresh = sys.modules["rb_maya.control"]
        assert fresh is not control
        qtbot.waitUntil(
            lambda: fresh.holder() is not None and fresh.holder().panel is not None, timeout=15000
        )
        assert maya.windows.controls[control.NAME] is control_before
        assert len(maya.commands.menus) == 1
        maya.unload_plugin("renderbus_maya")
        assert maya.api.callbacks == {}
    finally:
        for name in [each for each in sys.modules if each.startswith("rb_")]:
            del sys.modules[name]
        sys.modules.update({name: module for name, module in kept.items() if name.startswith("rb_")})


def test_a_part_that_maya_refuses_takes_nothing_else_with_it(
    start_maya: StartMaya, expected_logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_logs("a part of the plug-in could not be shown")
    maya = start_maya(loaded=False)
    maya.load_plugin("renderbus_maya")

    def refuse(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no menu today")

    with monkeypatch.context() as patch:
        patch.setattr(SessionCommands, "_menu", refuse)
        maya.idle()
    assert (maya.commands.menus, sorted(maya.commands.runtime_commands)) == ({}, COMMANDS)
