"""What an artist sees of the installer inside Maya, and what Maya is told to do, call by call."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import types
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

import pytest

from rb_installer import marks, maya, own_data, session
from rb_installer.bundle import MemoryBundle
from rb_installer.in_maya import Session
from rb_installer.problem import InstallProblem
from rb_installer.wording import IN_CHINESE, Text
from tests.support.fake_maya.validation import check_call
from tests.support.installing import small_bundle

BUNDLE = small_bundle("0.1.0")
NEWER = small_bundle("0.2.0")


class FakeMaya:
    """As much of `maya.cmds` as installing needs; it finds a plug-in where Maya looks, and refuses wrong calls."""

    def __init__(self, app_folder: Path, year: str = "2025", language: str = "en_US") -> None:
        self.app_folder = app_folder
        self.year = year
        self.language = language
        self.answers: List[str] = []
        self.boxes: List[Dict[str, Any]] = []
        self.loaded: Dict[str, str] = {}
        self.autoload: Dict[str, bool] = {}
        self.saved_preferences = 0
        self.modules: List[str] = []
        self.refusals: Dict[str, str] = {}
        self.calls: List[Tuple[str, Tuple[Any, ...]]] = []

    def __getattr__(self, command: str) -> Any:
        answer = type(self).__dict__["_" + command]

        def run(*arguments: Any, **flags: Any) -> Any:
            check_call(self.year, "en_US", command, arguments, flags)
            self.calls.append((command, arguments))
            if command in self.refusals:
                raise RuntimeError(self.refusals[command])
            return answer(self, *arguments, **flags)

        return run

    def _about(self, version: bool = False, uiLanguage: bool = False) -> str:
        return self.language if uiLanguage else self.year

    def _internalVar(self, userAppDir: bool) -> str:
        return self.app_folder.as_posix() + "/"

    def _confirmDialog(self, **box: Any) -> str:
        self.boxes.append(box)
        return self.answers.pop(0) if self.answers else str(box["defaultButton"])

    def _waitCursor(self, state: bool) -> None:
        pass

    def _moduleInfo(self, listModules: bool) -> List[str]:
        return self.modules

    def _loadModule(self, load: str) -> None:
        assert Path(load).is_file()
        self.modules.append("renderbus")

    def _loadPlugin(self, plugin: str, quiet: bool) -> List[str]:
        folders = [""] if os.path.isabs(plugin) else os.environ["MAYA_PLUG_IN_PATH"].split(os.pathsep)
        found = [
            path for path in (os.path.join(folder, plugin) for folder in folders) if os.path.exists(path)
        ]
        if not found:
            raise RuntimeError(f"Plug-in, {plugin}, was not found on MAYA_PLUG_IN_PATH.")
        name = os.path.basename(plugin)[: -len(".py")]
        self.loaded[name] = found[0]
        return [name]

    def _unloadPlugin(self, plugin: str) -> None:
        del self.loaded[plugin]

    def _pluginInfo(self, plugin: str = "", **flags: Any) -> Any:
        if flags.get("savePluginPrefs"):
            self.saved_preferences += 1
        elif flags.get("edit"):
            self.autoload[plugin] = flags["autoload"]
        elif flags.get("loaded"):
            return plugin in self.loaded
        elif flags.get("path"):
            return self.loaded[plugin]
        return None


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeMaya:
    monkeypatch.setattr(maya.places, "program_folders", lambda system, environ: [])
    return FakeMaya(tmp_path / "Jörg 王" / "maya")


@pytest.fixture(autouse=True)
def _session_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Search paths and modules of this process, which stands in for Maya's."""
    for name in ("MAYA_PLUG_IN_PATH", "MAYA_SCRIPT_PATH", "XBMLANGPATH"):
        monkeypatch.setenv(name, os.pathsep.join(["/studio/tools"]))
    monkeypatch.setattr(sys, "path", list(sys.path))
    # The plug-in's packages are forgotten on loading; the suite goes on with its own.
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    yield
    session.let_go()


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> List[Any]:
    """Stands in for the plug-in's own shelf module, as it is importable once the plug-in is loaded."""
    buttons: List[Any] = []
    module = types.ModuleType("rb_maya.shelf")
    module.add_button = buttons.append  # type: ignore[attr-defined]
    monkeypatch.setattr("importlib.import_module", lambda name: {"rb_maya.shelf": module}[name], raising=True)
    return buttons


def install(host: FakeMaya, bundle: MemoryBundle, *answers: str) -> None:
    host.answers = list(answers)
    Session(host).offer_install(bundle)


def place_of(host: FakeMaya, bundle: MemoryBundle) -> Path:
    return host.app_folder / "modules" / "renderbus" / bundle.manifest.folder_name


def test_it_says_what_it_will_do_before_it_does_it(host: FakeMaya) -> None:
    install(host, BUNDLE, "Cancel")
    (box,) = host.boxes
    assert box["message"] == (
        f"Renderbus 0.1.0 will be copied to\n{place_of(host, BUNDLE)}\n"
        "for you alone; no administrator rights are needed.\n\n"
        "Remove it again at any time with Uninstall in the Renderbus menu."
    )
    assert box["button"] == ["For Maya 2025", "Cancel"]
    assert not host.app_folder.exists()


def test_a_box_that_is_closed_changes_nothing(host: FakeMaya) -> None:
    install(host, BUNDLE, "dismiss")
    assert not host.app_folder.exists()


@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026", "2027"])
def test_it_is_loaded_at_once_and_at_every_start(host: FakeMaya, year: str, shelf: List[Any]) -> None:
    host.year = year
    install(host, BUNDLE, f"For Maya {year}", "Done")
    assert Path(host.loaded["renderbus_maya"]) == place_of(host, BUNDLE) / "plug-ins" / "renderbus_maya.py"
    assert host.autoload == {"renderbus_maya": True}
    assert host.saved_preferences == 1
    assert sys.path[0] == str(place_of(host, BUNDLE) / "scripts")
    # By name, or Maya would remember a path that the next upgrade takes away.
    assert ("loadPlugin", ("renderbus_maya.py",)) in host.calls
    assert list(session.installed_in(place_of(host, BUNDLE)).pointed()) == [int(year)]  # type: ignore[union-attr]
    assert shelf == []


def test_a_shelf_button_is_offered_and_made_only_when_wanted(host: FakeMaya, shelf: List[Any]) -> None:
    install(host, BUNDLE, "For Maya 2025", "Add a shelf button")
    assert host.boxes[-1]["button"] == ["Add a shelf button", "Done"]
    assert shelf == [host]


def test_all_mayas_found_are_offered_and_the_others_ticks_are_told(host: FakeMaya, shelf: List[Any]) -> None:
    for year in ("2023", "2026", "2020"):
        (host.app_folder / year / "prefs").mkdir(parents=True)
    install(host, BUNDLE, "For all (2023, 2025, 2026)", "Done")
    assert host.boxes[0]["button"] == ["For Maya 2025", "For all (2023, 2025, 2026)", "Cancel"]
    assert sorted(Session(host).folders.pointed()) == [2023, 2025, 2026]
    assert "In the other Mayas, tick Loaded and Auto load" in host.boxes[-1]["message"]


def test_an_upgrade_takes_the_place_of_the_version_that_is_open(host: FakeMaya, shelf: List[Any]) -> None:
    install(host, BUNDLE, "For Maya 2025", "Done")
    kept: List[bool] = []
    life = types.ModuleType("rb_maya.plugin_life")
    life.keep_control = kept.append  # type: ignore[attr-defined]
    sys.modules["rb_maya.plugin_life"] = life
    install(host, NEWER, "For Maya 2025")
    assert "Installed now: 0.1.0 (Maya 2025)" in host.boxes[-2]["message"]
    assert host.boxes[-1]["button"] == ["OK"]
    assert Path(host.loaded["renderbus_maya"]) == place_of(host, NEWER) / "plug-ins" / "renderbus_maya.py"
    assert kept == [True]
    assert "rb_maya.plugin_life" not in sys.modules
    old = str(place_of(host, BUNDLE))
    assert not [path for path in sys.path if path.startswith(old)]
    for name in ("MAYA_PLUG_IN_PATH", "MAYA_SCRIPT_PATH", "XBMLANGPATH"):
        assert os.environ[name].startswith("/studio/tools" + os.pathsep)
        assert os.environ[name].count(place_of(host, NEWER).as_posix()) == 1
        assert place_of(host, BUNDLE).as_posix() not in os.environ[name]
    # What this session imported of it may still be read; it goes at the next start.
    assert place_of(host, BUNDLE).exists()
    session.let_go()
    assert session.begin(place_of(host, NEWER))
    session.sweep(place_of(host, NEWER))
    assert not place_of(host, BUNDLE).exists()


def test_a_plug_in_that_will_not_close_is_upgraded_by_a_restart(host: FakeMaya, shelf: List[Any]) -> None:
    install(host, BUNDLE, "For Maya 2025", "Done")
    host.refusals = {"unloadPlugin": "Plug-in is in use"}
    install(host, NEWER, "For Maya 2025")
    assert host.boxes[-1]["message"] == (
        "Renderbus 0.2.0 is installed. Restart Maya to use it: the version that is open could not be closed "
        "(Plug-in is in use)."
    )
    assert Session(host).folders.pointed()[2025].version == "0.2.0"
    assert place_of(host, BUNDLE).exists()


def test_a_plug_in_that_will_not_load_is_said_with_what_to_do(host: FakeMaya) -> None:
    host.refusals = {"loadPlugin": "ImportError: no ssl", "loadModule": "no"}
    install(host, BUNDLE, "For Maya 2025")
    assert host.boxes[-1]["message"] == (
        "Renderbus 0.1.0 is installed, but Maya could not load it (ImportError: no ssl). Restart Maya; if it is "
        "not there then, tick renderbus_maya.py in the Plug-in Manager."
    )


def test_another_copy_on_the_path_does_not_win(host: FakeMaya, tmp_path: Path, shelf: List[Any]) -> None:
    studio = tmp_path / "studio"
    studio.mkdir()
    (studio / "renderbus_maya.py").write_text("", encoding="ascii")
    os.environ["MAYA_PLUG_IN_PATH"] = str(studio)
    install(host, BUNDLE, "For Maya 2025", "Done")
    assert Path(host.loaded["renderbus_maya"]) == place_of(host, BUNDLE) / "plug-ins" / "renderbus_maya.py"


def test_a_home_that_takes_no_file_is_said_in_a_box(host: FakeMaya) -> None:
    host.app_folder.parent.mkdir(parents=True)
    host.app_folder.write_text("", encoding="ascii")
    install(host, BUNDLE, "For Maya 2025")
    assert "name its folder 'modules' in MAYA_MODULE_PATH" in host.boxes[-1]["message"]
    assert host.loaded == {}


def test_a_maya_that_is_too_old_is_told_so(host: FakeMaya) -> None:
    host.year = "2022"
    old = Session(host)
    old.year = 2020
    old.offer_install(BUNDLE)
    assert [box["message"] for box in host.boxes] == ["Renderbus needs Maya 2022 or newer; this is 2020."]


def test_uninstalling_waits_until_the_menu_is_done_and_leaves_nothing(
    host: FakeMaya, shelf: List[Any], tmp_path: Path
) -> None:
    host.app_folder.mkdir(parents=True)
    install(host, BUNDLE, "For Maya 2025", "Done")
    waiting: List[Any] = []
    host.answers = ["Remove"]
    Session(host).offer_uninstall(waiting.append)
    assert "renderbus_maya" in host.loaded
    waiting[0]()
    assert host.loaded == {}
    assert host.autoload == {"renderbus_maya": False}
    assert list(host.app_folder.iterdir()) == []
    assert host.boxes[-1]["message"] == "Renderbus was removed."
    assert os.environ["MAYA_PLUG_IN_PATH"] == "/studio/tools"


def test_a_plug_in_that_maya_does_not_close_stays_as_it_was(host: FakeMaya, shelf: List[Any]) -> None:
    install(host, BUNDLE, "For Maya 2025", "Done")
    host.refusals = {"unloadPlugin": "it is in use\n"}
    host.answers = ["Remove"]
    Session(host).offer_uninstall(lambda act: act())
    assert host.boxes[-1]["message"] == (
        "Maya could not close Renderbus (it is in use), so nothing was removed. Restart Maya, then choose Uninstall again."
    )
    assert (list(host.loaded), host.autoload) == (["renderbus_maya"], {"renderbus_maya": True})
    assert place_of(host, BUNDLE).exists()


def test_where_nothing_could_be_removed_the_plug_in_is_there_again(
    host: FakeMaya, shelf: List[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(host, BUNDLE, "For Maya 2025", "Done")
    place = place_of(host, BUNDLE)

    def refuse(*_: Any) -> Any:
        assert host.loaded == {}
        raise InstallProblem(Text("Another installation is under way."))

    monkeypatch.setattr(maya, "uninstall", refuse)
    host.answers = ["Remove"]
    Session(host).offer_uninstall(lambda act: act())
    assert host.boxes[-1]["message"] == "Another installation is under way."
    assert host.loaded == {"renderbus_maya": str(place / "plug-ins" / "renderbus_maya.py")}
    assert host.autoload == {"renderbus_maya": True}
    assert marks.is_used(place)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own data, with one submission that is not with the farm yet."""
    folder = tmp_path / "own"
    (folder / "state").mkdir(parents=True)
    (folder / "settings.json").write_bytes(b"{}")
    with contextlib.closing(sqlite3.connect(str(folder / "state" / own_data.JOURNAL))) as journal:
        journal.execute("CREATE TABLE submissions (state TEXT)")
        journal.executemany("INSERT INTO submissions VALUES (?)", [("created",), ("downloaded",)])
        journal.commit()
    monkeypatch.setenv("RB_DCC_HOME", str(folder))
    return folder


@pytest.mark.parametrize(
    ("answer", "is_kept"), [("Remove them too", False), ("Keep them", True), (None, True)]
)
def test_the_users_own_data_is_named_and_goes_only_when_that_is_said(
    host: FakeMaya, shelf: List[Any], own_folder: Path, answer: Optional[str], is_kept: bool
) -> None:
    """A box that is closed with Return or Escape keeps it."""
    install(host, BUNDLE, "For Maya 2025", "Done")
    host.answers = ["Remove"] + [answer] * (answer is not None)
    Session(host).offer_uninstall(lambda act: act())
    box = host.boxes[3]
    assert box["message"] == (
        "Renderbus was removed.\n\n"
        f"Your settings, your account, the journal of submissions and the cache stay in\n{own_folder}\n\n"
        "They serve the command rb-dcc and every host, and a later installation.\n\n"
        "Unfinished submissions: 1. Without the journal they cannot be gone on with: what was sent of them would be sent "
        "anew."
    )
    assert box["button"] == ["Remove them too", "Keep them"]
    assert (box["defaultButton"], box["dismissString"]) == ("Keep them", "Keep them")
    assert own_folder.exists() == is_kept
    told = [each["message"] for each in host.boxes[4:]]
    assert told == ([] if is_kept else [f"Your own data was removed from\n{own_folder}"])


def test_while_another_maya_has_it_the_users_own_data_is_only_named(
    host: FakeMaya, shelf: List[Any], own_folder: Path
) -> None:
    (host.app_folder / "2023" / "prefs").mkdir(parents=True)
    install(host, BUNDLE, "For all (2023, 2025)", "Done")
    host.answers = ["From Maya 2025"]
    Session(host).offer_uninstall(lambda act: act())
    assert host.boxes[-1]["button"] == ["OK"]
    assert str(own_folder) in host.boxes[-1]["message"]
    assert own_folder.exists()


def test_uninstalling_asks_for_which_maya_where_there_are_several(host: FakeMaya, shelf: List[Any]) -> None:
    (host.app_folder / "2023" / "prefs").mkdir(parents=True)
    install(host, BUNDLE, "For all (2023, 2025)", "Done")
    host.answers = ["From Maya 2025"]
    Session(host).offer_uninstall(lambda act: act())
    assert list(Session(host).folders.pointed()) == [2023]
    assert place_of(host, BUNDLE).exists()


def test_a_question_not_answered_removes_nothing(host: FakeMaya, shelf: List[Any]) -> None:
    install(host, BUNDLE, "For Maya 2025", "Done")
    host.answers = ["Cancel"]
    Session(host).offer_uninstall(lambda act: act())
    assert place_of(host, BUNDLE).exists()


def test_a_chinese_maya_is_spoken_to_in_chinese(host: FakeMaya, shelf: List[Any]) -> None:
    host.language = "zh_CN"
    install(host, BUNDLE, "用于 Maya 2025", "完成")
    assert host.boxes[0]["title"] == "安装 Renderbus"
    assert host.boxes[0]["button"] == ["用于 Maya 2025", "取消"]
    assert host.boxes[-1]["message"] == "Renderbus 0.1.0 已安装并加载：请看菜单栏中的 Renderbus。"


def test_every_translation_takes_the_arguments_of_its_english() -> None:
    import string

    for english, chinese in IN_CHINESE.items():
        assert {field for _, field, _, _ in string.Formatter().parse(english)} - {None} == {
            field for _, field, _, _ in string.Formatter().parse(chinese)
        } - {None}
