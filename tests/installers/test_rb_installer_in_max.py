"""What an artist sees of the installer inside 3ds Max, and what 3ds Max is told to do, call by call."""

from __future__ import annotations

import contextlib
import importlib
import os
import sqlite3
import sys
import types
from pathlib import Path
from typing import Any, Iterator, List, Tuple

import pytest

from rb_installer import in_max, max_folders, own_data, session
from rb_installer.bundle import MemoryBundle
from rb_installer.in_max import Session
from rb_installer.max_folders import MaxFolders
from tests.support.installing import lay_out, small_max_bundle

LATE = b"""
import sys
done = sys.__dict__.setdefault("_done_by_small_bundle", [])

def start():
    done.append("start " + __file__.replace("\\\\", "/").split("/Contents/")[1].split("/")[0])

def close():
    done.append("close")
"""
OLD = small_max_bundle("0.1.0", {"python/rb_max/late.py": LATE})
NEW = small_max_bundle("0.2.0", {"python/rb_max/late.py": LATE})
BROKEN = small_max_bundle("0.3.0", {"python/rb_max/late.py": b"import nothing_of_the_kind\n"})


REMOVED = "Renderbus was removed."


class FakeMax:
    """As much of pymxs.runtime as installing needs; its clock is the test's."""

    def __init__(self, language: str = "ENU") -> None:
        self.answers: List[Any] = []
        self.boxes: List[Tuple[str, str]] = []
        self.loaded: List[str] = []
        self.now_s = 100.0
        self.sysInfo = types.SimpleNamespace(GetMaxLanguage=lambda: [1033, language, "a language"])
        self.macros = types.SimpleNamespace(load=self.loaded.append)

    def queryBox(self, text: str, title: str) -> Any:
        assert title == "Renderbus"
        self.boxes.append(("query", text))
        return self.answers.pop(0)

    def yesNoCancelBox(self, text: str, title: str) -> Any:
        answer = self.queryBox(text, title)
        assert not isinstance(answer, bool), "this box gives a name"
        return answer

    def messageBox(self, text: str, title: str) -> None:
        assert title == "Renderbus"
        self.boxes.append(("message", text))

    @property
    def last(self) -> str:
        return self.boxes[-1][1]


@pytest.fixture
def host() -> FakeMax:
    return FakeMax()


@pytest.fixture
def folders(tmp_path: Path) -> MaxFolders:
    return MaxFolders(tmp_path / "Jörg 王" / "Autodesk" / "ApplicationPlugins")


@pytest.fixture(autouse=True)
def _session_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The paths and modules of this process, which stands in for 3ds Max'."""
    monkeypatch.setenv("APPDATA", str(tmp_path / "Jörg 王"))
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "own data"))
    monkeypatch.setenv("ProgramData", str(tmp_path / "all"))
    elsewhere = [entry for entry in sys.path if not (Path(entry) / "rb_max").is_dir()]
    monkeypatch.setattr(sys, "path", elsewhere)
    ours = [name for name in sys.modules if name.partition(".")[0] in in_max.PACKAGES]
    before = {name: sys.modules.pop(name) for name in ours}
    yield
    session.let_go()
    for name in [name for name in sys.modules if name.partition(".")[0] in in_max.PACKAGES]:
        del sys.modules[name]
    sys.modules.update(before)
    for name in ("_done_by_small_bundle", "_renderbus_last_talk"):
        sys.__dict__.pop(name, None)


def drop(host: FakeMax, bundle: MemoryBundle, *answers: Any) -> None:
    host.answers = list(answers)
    host.now_s += 60.0
    Session(host, lambda: host.now_s).offer_install(bundle)
    assert host.answers == []


def done() -> List[str]:
    found: List[str] = sys.__dict__.get("_done_by_small_bundle", [])
    return found


def test_it_says_what_it_will_do_does_it_and_starts_at_once(host: FakeMax, folders: MaxFolders) -> None:
    drop(host, OLD, True)
    place = folders.contents / OLD.manifest.folder_name
    (asked, said) = host.boxes
    assert asked == (
        "query",
        f"Renderbus 0.1.0 will be copied to\n{place}\nfor you alone; no administrator rights are needed.\n\n"
        "Install it? To remove it later, drop the same file again.",
    )
    assert said == (
        "message",
        "Renderbus 0.1.0 is installed: look for Renderbus in the menu bar. Its icons come with the next start of 3ds Max.",
    )
    assert host.loaded == [str(place / "macroscripts")]
    assert done() == [f"start {place.name}"]
    assert folders.loaded() == ("0.1.0", place)


def test_no_changes_nothing(host: FakeMax, folders: MaxFolders) -> None:
    drop(host, OLD, False)
    assert len(host.boxes) == 1
    assert not folders.plugins.exists()
    assert done() == []


def test_one_drop_asks_once_however_often_it_is_run(host: FakeMax) -> None:
    drop(host, OLD, False)
    Session(host, lambda: host.now_s + 0.1).offer_install(OLD)
    assert len(host.boxes) == 1
    drop(host, OLD, False)
    assert len(host.boxes) == 2


def test_an_upgrade_waits_for_the_next_start_and_keeps_what_is_open(
    host: FakeMax, folders: MaxFolders
) -> None:
    drop(host, OLD, True)
    drop(host, NEW, True)
    assert "Installed now: 0.1.0" in host.boxes[2][1]
    assert host.last.startswith("Renderbus 0.2.0 is installed. Restart 3ds Max to use it")
    assert folders.versions.names() == [OLD.manifest.folder_name, NEW.manifest.folder_name]
    loaded = folders.loaded()
    assert loaded is not None
    assert loaded[0] == "0.2.0"
    assert done() == [f"start {OLD.manifest.folder_name}"]


def test_the_same_file_again_mends(host: FakeMax, folders: MaxFolders) -> None:
    drop(host, OLD, True)
    reader = folders.contents / OLD.manifest.folder_name / "python" / "rb_max" / "reader.py"
    reader.write_bytes(b"broken")
    drop(host, OLD, "yes")
    assert host.last == "Renderbus 0.1.0 is mended. Restart 3ds Max to be sure of it."
    assert reader.read_bytes() == b"def read(): pass\n"


def test_the_same_file_again_removes(host: FakeMax, folders: MaxFolders, tmp_path: Path) -> None:
    drop(host, OLD, True)
    drop(host, OLD, "#no")
    assert host.last == REMOVED
    assert done()[-1] == "close"
    assert not folders.plugins.exists()
    assert "rb_max" not in sys.modules
    assert [entry for entry in sys.path if "Renderbus.bundle" in entry] == []


@pytest.mark.parametrize("answer", ["cancel", "#cancel", None])
def test_the_same_file_again_may_change_nothing(host: FakeMax, folders: MaxFolders, answer: Any) -> None:
    drop(host, OLD, True)
    drop(host, OLD, answer)
    assert len(host.boxes) == 3
    assert folders.versions.names() == [OLD.manifest.folder_name]


def test_what_cannot_start_at_once_starts_next_time(host: FakeMax, folders: MaxFolders) -> None:
    drop(host, BROKEN, True)
    assert "Restart 3ds Max to use it: it could not be started at once" in host.last
    assert "nothing_of_the_kind" in host.last
    assert folders.loaded() is not None


def test_a_refusal_is_told_and_not_raised(host: FakeMax, folders: MaxFolders) -> None:
    folders.plugins.parent.parent.mkdir(parents=True)
    folders.plugins.parent.write_text("a file where the folder would go", encoding="ascii")
    drop(host, OLD, True)
    assert "ADSK_APPLICATION_PLUGINS" in host.last


def test_everyones_own_installation_is_told_of(host: FakeMax, tmp_path: Path) -> None:
    max_folders.install(NEW, MaxFolders(tmp_path / "all" / "Autodesk" / "ApplicationPlugins"))
    drop(host, OLD, True)
    assert "for you (0.1.0) and for all users (0.2.0)" in host.last


@pytest.mark.parametrize("code", ["CHS", "zh-CN", "Chinese (Simplified)"])
def test_it_speaks_chinese_in_a_chinese_3ds_max(code: str) -> None:
    host = FakeMax(code)
    drop(host, OLD, True)
    assert host.boxes[0][1].startswith("Renderbus 0.1.0 将复制到")
    assert host.last.startswith("Renderbus 0.1.0 已安装")


def test_a_release_that_tells_no_language_gets_english() -> None:
    host = FakeMax()
    del host.sysInfo
    drop(host, OLD, False)
    assert host.boxes[0][1].startswith("Renderbus 0.1.0 will be copied to")


def test_the_menu_offers_to_remove(host: FakeMax, folders: MaxFolders) -> None:
    drop(host, OLD, True)
    host.answers = [False]
    Session(host).offer_uninstall()
    assert folders.loaded() is not None
    host.answers = [True]
    Session(host).offer_uninstall()
    assert host.boxes[-2][1] == (
        "Remove Renderbus 0.1.0?\n\nWhat was installed goes. Your scenes were never changed. Your settings and your "
        "account come next."
    )
    assert host.last == REMOVED
    assert not folders.plugins.exists()


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """The user's own data, with one submission that is not with the farm yet."""
    folder = tmp_path / "own data"
    (folder / "state").mkdir(parents=True)
    (folder / "settings.json").write_bytes(b"{}")
    with contextlib.closing(sqlite3.connect(str(folder / "state" / own_data.JOURNAL))) as journal:
        journal.execute("CREATE TABLE submissions (state TEXT)")
        journal.executemany("INSERT INTO submissions VALUES (?)", [("assets_sent",), ("downloaded",)])
        journal.commit()
    return folder


def uninstall(host: FakeMax, *answers: Any) -> None:
    host.answers = list(answers)
    Session(host).offer_uninstall()
    assert host.answers == []


@pytest.mark.parametrize(
    ("answer", "is_kept"),
    [("no", False), ("#no", False), ("yes", True), ("#yes", True), ("cancel", True), (None, True)],
)
def test_the_users_own_data_is_named_and_goes_only_when_that_is_said(
    host: FakeMax, own_folder: Path, answer: Any, is_kept: bool
) -> None:
    """Return presses Yes, Escape Cancel: both keep it."""
    drop(host, OLD, True)
    uninstall(host, True, answer)
    told = [text for kind, text in host.boxes[3:]]
    assert told[0] == (
        f"{REMOVED}\n\n"
        f"Your settings, your account, the journal of submissions and the cache stay in\n{own_folder}\n\n"
        "They serve the command rb-dcc and every host, and a later installation.\n\n"
        "Unfinished submissions: 1. Without the journal they cannot be gone on with: what was sent of them would be sent "
        "anew.\n\n"
        "Keep them?\n\nYes or Cancel: keep them.\nNo: remove them too."
    )
    assert own_folder.exists() == is_kept
    assert [text.partition("\n\n")[0] for text in told[1:]] == (
        [] if is_kept else [f"Your own data was removed from\n{own_folder}"]
    )


def test_a_journal_that_cannot_be_read_is_said_before_it_may_go(host: FakeMax, own_folder: Path) -> None:
    (own_folder / "state" / own_data.JOURNAL).write_bytes(b"no journal at all" * 100)
    drop(host, OLD, True)
    uninstall(host, True, "yes")
    assert "some may be unfinished, and would be lost with it.\n\nKeep them?" in host.last
    assert own_folder.exists()


def test_the_same_file_again_asks_about_the_own_data_too(host: FakeMax, own_folder: Path) -> None:
    drop(host, OLD, True)
    drop(host, OLD, "no", "no")
    assert host.boxes[-2][1].startswith(REMOVED)
    assert not own_folder.exists()


def test_own_data_is_asked_about_in_chinese(own_folder: Path) -> None:
    host = FakeMax("CHS")
    drop(host, OLD, True)
    uninstall(host, True, "yes")
    assert "接下来会询问是否保留您的设置和账户。" in host.boxes[2][1]
    assert "未完成的提交：1 个。" in host.last
    assert host.last.endswith("要保留它们吗？\n\n“是”或“取消”：保留。\n“否”：一并移除。")


def test_while_everyones_is_there_the_users_own_data_is_only_named(
    host: FakeMax, own_folder: Path, tmp_path: Path
) -> None:
    max_folders.install(NEW, MaxFolders(tmp_path / "all" / "Autodesk" / "ApplicationPlugins"))
    drop(host, OLD, True)
    uninstall(host, True)
    assert host.boxes[-1][0] == "message"
    assert host.last.endswith(f"the journal of submissions and the cache stay in\n{own_folder}")
    assert own_folder.exists()


def test_a_folder_that_is_not_ours_alone_is_only_named(host: FakeMax, own_folder: Path) -> None:
    (own_folder / "holiday.jpg").write_bytes(b"")
    drop(host, OLD, True)
    uninstall(host, True)
    assert host.boxes[-1][0] == "message"
    assert host.last.endswith(os.sep + own_folder.name)
    assert own_folder.exists()


def test_while_a_version_is_in_use_the_users_own_data_is_only_named(
    host: FakeMax, folders: MaxFolders, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(host, OLD, True)
    lock_licence(folders, monkeypatch)
    uninstall(host, True)
    assert host.boxes[-1][0] == "message"
    assert "It goes at the next start of 3ds Max." in host.last
    assert own_folder.exists()


def lock_licence(folders: MaxFolders, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As Windows does with a file that is open."""
    locked = folders.contents / OLD.manifest.folder_name / "LICENSE"
    unlink = Path.unlink

    def refused(self: Path, *options: Any, **named: Any) -> None:
        if self == locked:
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, *options, **named)

    monkeypatch.setattr(Path, "unlink", refused)
    return locked


def test_what_is_in_use_is_told_and_the_product_is_gone_all_the_same(
    host: FakeMax, folders: MaxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(host, OLD, True)
    locked = lock_licence(folders, monkeypatch)
    host.answers = [True]
    Session(host).offer_uninstall()
    assert host.last == (
        f"{REMOVED}\n\n{locked} is in use (Permission denied). It goes at the next start of 3ds Max."
    )
    assert done()[-1] == "close"
    assert folders.loaded() is None


def test_everyones_is_left_to_an_administrator_and_goes_on(
    host: FakeMax, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyones = MaxFolders(tmp_path / "all" / "Autodesk" / "ApplicationPlugins")
    place = max_folders.install(OLD, everyones)
    sys.path.append(str(place / "python"))
    importlib.import_module("rb_max")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(max_folders, "write_whole", refuse)
    host.answers = [True]
    Session(host).offer_uninstall()
    assert host.last == (
        f"{everyones.bundle} is for everyone of this computer. An administrator removes it: "
        "python install.py uninstall --all-users"
    )
    assert done() == []
    assert everyones.loaded() == ("0.1.0", place)


def test_what_was_dropped_damaged_is_told(
    host: FakeMax, tmp_path: Path, folders: MaxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    pymxs = types.ModuleType("pymxs")
    pymxs.runtime = host  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pymxs", pymxs)
    in_max.dropped(str(tmp_path / "nowhere"))
    assert "is damaged or missing" in host.last or "could not be read" in host.last
    lay_out(OLD, tmp_path / "whole")
    host.answers = [True]
    in_max.dropped(str(tmp_path / "whole"))
    assert folders.loaded() is not None
    host.answers = [True]
    in_max.offer_uninstall()
    assert folders.loaded() is None
