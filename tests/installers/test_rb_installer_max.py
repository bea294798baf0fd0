"""Versions stand side by side in 3ds Max' bundle folder; PackageContents.xml says which is loaded; removal takes what was put."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Iterator, List

import pytest

from rb_installer import cli, max_folders, plugin_folders, session
from rb_installer.bundle import FolderBundle
from rb_installer.max import Max
from rb_installer.max_folders import MaxFolders
from rb_installer.problem import InstallProblem
from rb_installer.receipt import read_receipt
from tests.support import max_package
from tests.support.installing import MAX_FILES, files_below, lay_out, small_bundle, small_max_bundle

OLD = small_max_bundle("0.1.0")
NEW = small_max_bundle("0.2.0", {"python/rb_max/cost.py": b"price = 1\n"})


@pytest.fixture
def folders(tmp_path: Path) -> MaxFolders:
    """A user whose name has everything that breaks careless code."""
    return MaxFolders(tmp_path / "Zoë 张伟" / "AppData" / "Roaming" / "Autodesk" / "ApplicationPlugins")


@pytest.fixture(autouse=True)
def _no_claim_left() -> Iterator[None]:
    yield
    session.let_go()


def loaded(folders: MaxFolders) -> str:
    found = folders.loaded()
    assert found is not None
    return found[0]


def test_an_installation_is_whole_and_pointed_at_last(folders: MaxFolders) -> None:
    place = max_folders.install(OLD, folders)
    assert place == folders.plugins / "Renderbus.bundle" / "Contents" / OLD.manifest.folder_name
    for path, content in MAX_FILES.items():
        assert (place / path).read_bytes() == content
    assert max_package.problems(folders.bundle) == []
    assert max_package.packages(folders.plugins) == [folders.bundle]
    assert max_package.parts(folders.bundle, 2024) == [
        ("post-start-up scripts parts", place / "scripts" / "renderbus_after.ms")
    ]
    assert folders.loaded() == ("0.1.0", place)
    receipt = read_receipt(place)
    assert receipt is not None
    assert (receipt.host, receipt.version, receipt.files) == ("max", "0.1.0", OLD.manifest.files)


def test_uninstalling_leaves_nothing_behind_not_even_folders_it_made(
    folders: MaxFolders, tmp_path: Path
) -> None:
    folders.plugins.parent.parent.mkdir(parents=True)
    place = max_folders.install(OLD, folders)
    cache = place / "python" / "rb_max" / "__pycache__"
    cache.mkdir()
    (cache / "reader.cpython-39.pyc").write_bytes(b"compiled")
    assert max_folders.uninstall(folders) == []
    assert files_below(tmp_path) == ["Zoë 张伟/AppData/Roaming/"]


def test_uninstalling_touches_nothing_that_it_did_not_put_there(folders: MaxFolders) -> None:
    other = folders.plugins / "Other.bundle" / "PackageContents.xml"
    other.parent.mkdir(parents=True)
    other.write_text("<ApplicationPackage/>", encoding="ascii")
    place = max_folders.install(OLD, folders)
    (place / "scripts" / "my_notes.txt").write_text("mine", encoding="ascii")
    (stayed,) = max_folders.uninstall(folders)
    assert str(stayed) == f"{place / 'scripts'} was not put there by the installer, so it stays."
    assert not folders.pointer.exists()
    assert files_below(folders.plugins) == [
        "Other.bundle/PackageContents.xml",
        f"Renderbus.bundle/Contents/{place.name}/scripts/my_notes.txt",
        "Renderbus.bundle/Contents/install.sqlite",
    ]


def test_an_upgrade_of_a_version_nobody_has_open_replaces_it_at_once(folders: MaxFolders) -> None:
    old = max_folders.install(OLD, folders)
    new = max_folders.install(NEW, folders)
    assert folders.versions.names() == [new.name]
    assert not old.exists()
    assert loaded(folders) == "0.2.0"


def test_a_version_that_is_open_goes_at_the_next_start(folders: MaxFolders) -> None:
    old = max_folders.install(OLD, folders)
    assert session.begin(old)
    new = max_folders.install(NEW, folders)
    assert folders.versions.names() == [old.name, new.name]
    assert loaded(folders) == "0.2.0"
    assert (old / "python" / "rb_max" / "reader.py").exists()
    session.let_go()
    assert session.begin(new)
    assert session.sweep(new) == []
    assert folders.versions.names() == [new.name]


OTHER_MAX = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from rb_installer import session
print(session.begin(Path(sys.argv[2])), flush=True)
sys.stdin.read()
"""


def start_other_max(checkout: Path, place: Path) -> subprocess.Popen[str]:
    """Another process that has the version open until its standard input closes."""
    command = [sys.executable, "-I", "-c", OTHER_MAX, str(checkout / "installers"), str(place)]
    other = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True, encoding="utf-8"
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "True\n"
    return other


def test_two_3ds_max_open_at_once_keep_what_each_has_open(folders: MaxFolders, checkout: Path) -> None:
    old = max_folders.install(OLD, folders)
    with start_other_max(checkout, old) as other:
        new = max_folders.install(NEW, folders)
        assert session.begin(new)
        (stayed,) = session.sweep(new)
        assert str(stayed) == f"{old}: another 3ds Max still uses it. It goes when that one is closed."
        other.communicate("")
    assert session.sweep(new) == []
    assert not old.exists()


def test_uninstalling_beside_an_open_3ds_max_leaves_its_files_until_it_ends(
    folders: MaxFolders, checkout: Path
) -> None:
    place = max_folders.install(OLD, folders)
    with start_other_max(checkout, place) as other:
        assert len(max_folders.uninstall(folders)) == 1
        leaving = place / "scripts" / "renderbus_leaving.ms"
        assert max_package.parts(folders.bundle, 2024) == [("post-start-up scripts parts", leaving)]
        assert folders.loaded() is None
        assert (place / "scripts" / "renderbus_after.ms").exists()
        other.communicate("")
    assert session.sweep(place) == []
    assert not folders.plugins.exists()


def test_where_nothing_waits_a_start_asks_for_no_lock(folders: MaxFolders) -> None:
    place = max_folders.install(OLD, folders)
    with folders.versions.lock():
        assert session.sweep(place) == []


def test_uninstalling_twice_or_from_nothing_is_no_error(folders: MaxFolders) -> None:
    assert max_folders.uninstall(folders) == []
    max_folders.install(OLD, folders)
    max_folders.uninstall(folders)
    assert max_folders.uninstall(folders) == []
    assert not folders.plugins.exists()


def test_another_makers_package_in_our_folder_is_left_alone(folders: MaxFolders) -> None:
    folders.bundle.mkdir(parents=True)
    foreign = '<ApplicationPackage UpgradeCode="{00000000-0000-0000-0000-000000000001}"/>'
    folders.pointer.write_text(foreign, encoding="ascii")
    with pytest.raises(InstallProblem, match="another maker's package"):
        max_folders.install(OLD, folders)
    assert max_folders.uninstall(folders) == []
    assert files_below(folders.plugins) == ["Renderbus.bundle/PackageContents.xml"]


def test_a_bundle_that_was_copied_by_hand_is_not_removed(folders: MaxFolders) -> None:
    place = max_folders.install(OLD, folders)
    (place / "receipt.json").unlink()
    before = files_below(folders.plugins)
    (stayed,) = max_folders.uninstall(folders)
    assert "was copied there and not installed" in str(stayed)
    assert files_below(folders.plugins) == before
    assert session.begin(place) is False


def test_a_home_that_takes_no_file_is_said_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "Autodesk").write_text("a file where the folder would go", encoding="ascii")
    with pytest.raises(InstallProblem, match="ADSK_APPLICATION_PLUGINS"):
        max_folders.install(OLD, MaxFolders(tmp_path / "Autodesk" / "ApplicationPlugins"))
    assert files_below(tmp_path) == ["Autodesk"]


def test_a_disk_that_fills_up_leaves_the_old_version_in_place(
    folders: MaxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = max_folders.install(OLD, folders)
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "cost.py" in path.name:
            raise OSError(28, "No space left on device")
        return write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(InstallProblem, match="The disk is full"):
            max_folders.install(NEW, folders)
    assert folders.loaded() == ("0.1.0", old)
    assert sorted(path.name for path in folders.contents.iterdir()) == [old.name, "install.sqlite"]


# -- the command line -----------------------------------------------------------------------------------------------


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of a Windows user, on any system; returns the one they are in."""
    for name in ("PROGRAMDATA", "ALLUSERSPROFILE", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("APPDATA", str(tmp_path / "Zoë" / "AppData" / "Roaming"))
    monkeypatch.setenv("ProgramData", str(tmp_path / "ProgramData"))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> List[str]:
    code = cli.main(list(words))
    said = capsys.readouterr()
    assert code == 0, said.err
    return said.out.splitlines()


def unpacked(folder: Path, bundle: object = OLD) -> str:
    """An unpacked download with a small bundle."""
    assert bundle is OLD or bundle is NEW
    chosen = OLD if bundle is OLD else NEW
    lay_out(chosen, folder / "Renderbus.bundle" / "Contents" / chosen.manifest.folder_name)
    return str(folder)


def test_it_goes_to_the_user_or_to_everyone_and_back(
    windows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = unpacked(tmp_path / "download")
    mine = windows / "Zoë" / "AppData" / "Roaming" / "Autodesk" / "ApplicationPlugins" / "Renderbus.bundle"
    everyones = windows / "ProgramData" / "Autodesk" / "ApplicationPlugins" / "Renderbus.bundle"
    inner = Path("Contents") / OLD.manifest.folder_name
    assert run(capsys, "install", "max", "--from", source) == [
        f"Renderbus 0.1.0 is in {mine / inner}.",
        "Start 3ds Max 2021 or newer: Renderbus stands in its menu bar.",
    ]
    assert run(capsys, "where", "max") == [
        f"For this user: 0.1.0 in {mine / inner}",
        f"For all users: not installed in {everyones.parent}",
    ]
    assert run(capsys, "install", "max", "--all-users", "--from", source)[0] == (
        f"Renderbus 0.1.0 is in {everyones / inner}."
    )
    assert run(capsys, "uninstall", "max")[0] == "Renderbus was removed."
    assert not mine.exists()
    assert everyones.exists()
    assert run(capsys, "uninstall", "max", "--all-users")[0] == "Renderbus was removed."
    assert not everyones.exists()
    assert run(capsys, "uninstall", "max") == ["Renderbus is not installed there."]


def test_installed_twice_it_says_which_one_3ds_max_takes(
    windows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "install", "max", "--all-users", "--from", unpacked(tmp_path / "new", NEW))
    said = run(capsys, "install", "max", "--from", unpacked(tmp_path / "old"))
    everyones = windows / "ProgramData" / "Autodesk" / "ApplicationPlugins"
    mine = windows / "Zoë" / "AppData" / "Roaming" / "Autodesk" / "ApplicationPlugins"
    assert said[-1] == (
        "Renderbus is installed for you (0.1.0) and for all users (0.2.0); 3ds Max loads the higher of the two, now the "
        f"one in {everyones / 'Renderbus.bundle'}. Uninstall the other."
    )
    assert max_package.packages(mine, everyones) == [everyones / "Renderbus.bundle"]
    assert run(capsys, "where", "max")[-1] == said[-1]


def test_where_tells_what_waits_for_the_next_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folders: MaxFolders
) -> None:
    old = max_folders.install(OLD, folders)
    session.begin(old)
    new = max_folders.install(NEW, folders)
    assert run(capsys, "where", "max", "--plugins-folder", str(folders.plugins)) == [
        f"There: 0.2.0 in {new}",
        f"{old.name} waits to be removed at the next start of 3ds Max.",
    ]


def test_a_system_without_3ds_max_says_what_to_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("APPDATA", "USERPROFILE", "ProgramData", "PROGRAMDATA", "ALLUSERSPROFILE"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["install", "max", "--from", unpacked(tmp_path / "download")]) == 1
    assert "--plugins-folder" in capsys.readouterr().err


def test_another_hosts_bundle_is_refused(tmp_path: Path) -> None:
    wrong = small_bundle("0.1.0")
    lay_out(wrong, tmp_path / "wrong")
    options = argparse.Namespace(source=tmp_path / "wrong", checkout=tmp_path)
    assert FolderBundle(tmp_path / "wrong").manifest.host == "maya"
    with pytest.raises(InstallProblem, match="This is Renderbus for Maya, not for 3ds Max"):
        cli.chosen_bundle(Max(), options)


def test_windows_own_folders_are_asked_for_by_their_variables() -> None:
    told = {"APPDATA": r"C:\Users\Zoë\AppData\Roaming", "ProgramData": r"D:\ProgramData"}
    assert plugin_folders.of_user(told, PureWindowsPath) == PureWindowsPath(
        r"C:\Users\Zoë\AppData\Roaming\Autodesk\ApplicationPlugins"
    )
    assert plugin_folders.of_everyone(told, PureWindowsPath) == PureWindowsPath(
        r"D:\ProgramData\Autodesk\ApplicationPlugins"
    )
    bare = {"USERPROFILE": r"C:\Users\Zoë", "ALLUSERSPROFILE": r"C:\ProgramData"}
    assert plugin_folders.of_user(bare, PureWindowsPath) == PureWindowsPath(
        r"C:\Users\Zoë\AppData\Roaming\Autodesk\ApplicationPlugins"
    )
    assert str(plugin_folders.of_everyone(bare, PureWindowsPath)).startswith(r"C:\ProgramData\Autodesk")
    with pytest.raises(InstallProblem):
        plugin_folders.of_user({}, PurePosixPath)
