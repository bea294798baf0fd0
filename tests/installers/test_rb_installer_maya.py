"""Versions stand side by side in a user's Maya folder; one small file says which is loaded; removal takes what was put."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rb_installer import marks, maya, session
from rb_installer.bundle import FolderBundle, Manifest
from rb_installer.maya import MayaFolders
from rb_installer.problem import InstallProblem
from rb_installer.receipt import read_receipt
from tests.support.installing import FILES, files_below, lay_out, small_bundle

OLD = small_bundle("0.1.0")
NEW = small_bundle("0.2.0", {"scripts/rb_maya/cost.py": b"price = 1\n"})


@pytest.fixture
def folders(tmp_path: Path) -> MayaFolders:
    """A user whose name and folder have everything that breaks careless code."""
    return MayaFolders(tmp_path / "Zoë 张伟" / "OneDrive - Studio" / "maya")


@pytest.fixture(autouse=True)
def _no_claim_left() -> object:
    yield
    session.let_go()


def test_an_installation_is_whole_and_pointed_at_last(folders: MayaFolders) -> None:
    place = maya.install(OLD, folders, [2024, 2026])
    assert place == folders.modules / "renderbus" / OLD.manifest.folder_name
    for path, content in FILES.items():
        assert (place / path).read_bytes() == content
    assert folders.pointer.read_text(encoding="ascii") == (
        f"+ MAYAVERSION:2024 renderbus 0.1.0 ./renderbus/{place.name}\n"
        f"+ MAYAVERSION:2026 renderbus 0.1.0 ./renderbus/{place.name}\n"
    )
    # Maya reads every file in `modules`, whatever its name.
    assert [path.name for path in folders.modules.iterdir() if path.is_file()] == ["renderbus.mod"]


def test_the_receipt_lists_every_file_with_its_digest(folders: MayaFolders) -> None:
    receipt = read_receipt(maya.install(OLD, folders, [2024]))
    assert receipt is not None
    assert receipt.files == OLD.manifest.files
    assert (receipt.version, receipt.host) == ("0.1.0", "maya")


def test_uninstalling_leaves_nothing_behind_not_even_folders_it_made(
    folders: MayaFolders, tmp_path: Path
) -> None:
    folders.app.parent.mkdir(parents=True)
    place = maya.install(OLD, folders, [2024])
    cache = place / "scripts" / "rb_maya" / "__pycache__"
    cache.mkdir()
    (cache / "reader.cpython-311.pyc").write_bytes(b"compiled")
    assert maya.uninstall(folders) == []
    assert files_below(tmp_path) == ["Zoë 张伟/OneDrive - Studio/"]


def test_uninstalling_touches_nothing_that_it_did_not_put_there(folders: MayaFolders) -> None:
    (folders.app / "2024" / "prefs").mkdir(parents=True)
    (folders.app / "2024" / "prefs" / "userPrefs.mel").write_text("//", encoding="ascii")
    (folders.modules).mkdir()
    (folders.modules / "other.mod").write_text("+ other 1.0 ./other\n", encoding="ascii")
    (folders.app / "scripts").mkdir()
    (folders.app / "scripts" / "userSetup.py").write_text("print(1)\n", encoding="ascii")
    before = files_below(folders.app)
    place = maya.install(OLD, folders, [2024])
    (place / "scripts" / "my_notes.txt").write_text("mine", encoding="ascii")
    stayed = maya.uninstall(folders)
    notes = f"modules/renderbus/{place.name}/scripts/my_notes.txt"
    assert files_below(folders.app) == sorted([*before, notes, "modules/renderbus/install.sqlite"])
    assert [str(text) for text in stayed] == [
        f"{place / 'scripts'} was not put there by the installer, so it stays."
    ]


def test_a_second_installation_of_the_same_build_mends_what_is_broken(folders: MayaFolders) -> None:
    place = maya.install(OLD, folders, [2024])
    (place / "scripts" / "rb_maya" / "reader.py").write_bytes(b"broken")
    (place / "vendor" / "requests" / "__init__.py").unlink()
    assert maya.install(OLD, folders, [2024]) == place
    for path, content in FILES.items():
        assert (place / path).read_bytes() == content


def test_an_upgrade_of_a_version_nobody_uses_replaces_it_at_once(folders: MayaFolders) -> None:
    old = maya.install(OLD, folders, [2024])
    new = maya.install(NEW, folders, [2024])
    assert folders.versions.names() == [new.name]
    assert not old.exists()


def test_a_version_that_a_year_still_loads_stays_beside_the_new_one(folders: MayaFolders) -> None:
    old = maya.install(OLD, folders, [2022, 2024])
    new = maya.install(NEW, folders, [2024])
    assert folders.versions.names() == [old.name, new.name]
    assert {year: target.version for year, target in folders.pointed().items()} == {
        2022: "0.1.0",
        2024: "0.2.0",
    }


def test_a_version_that_is_open_goes_at_the_next_start(folders: MayaFolders) -> None:
    old = maya.install(OLD, folders, [2024])
    assert session.begin(old)
    new = maya.install(NEW, folders, [2024])
    assert folders.versions.names() == [old.name, new.name]
    session.let_go()
    assert session.begin(new)
    assert session.sweep(new) == []
    assert folders.versions.names() == [new.name]


OTHER_MAYA = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from rb_installer import session
print(session.begin(Path(sys.argv[2])), flush=True)
sys.stdin.read()
"""


def start_other_maya(checkout: Path, place: Path) -> subprocess.Popen[str]:
    """Another process that has the version open until its standard input closes."""
    command = [sys.executable, "-I", "-c", OTHER_MAYA, str(checkout / "installers"), str(place)]
    other = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True, encoding="utf-8"
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "True\n"
    return other


def test_two_mayas_open_at_once_keep_what_each_has_open(folders: MayaFolders, checkout: Path) -> None:
    old = maya.install(OLD, folders, [2024])
    with start_other_maya(checkout, old) as other:
        new = maya.install(NEW, folders, [2024])
        assert session.begin(new)
        (stayed,) = session.sweep(new)
        assert str(stayed) == f"{old}: another Maya still uses it. It goes when that one is closed."
        assert (old / "scripts" / "rb_maya" / "reader.py").exists()
        other.communicate("")
    assert session.sweep(new) == []
    assert not old.exists()


def test_a_maya_that_was_killed_keeps_nothing(folders: MayaFolders, checkout: Path) -> None:
    old = maya.install(OLD, folders, [2024])
    with start_other_maya(checkout, old) as other:
        other.kill()
        other.communicate()
    maya.install(NEW, folders, [2024])
    assert not old.exists()


def test_uninstalling_beside_another_maya_leaves_its_files_until_it_ends(
    folders: MayaFolders, checkout: Path
) -> None:
    place = maya.install(OLD, folders, [2024])
    with start_other_maya(checkout, place) as other:
        assert len(maya.uninstall(folders)) == 1
        assert not folders.pointer.exists()
        assert (place / "plug-ins" / "renderbus_maya.py").exists()
        other.communicate("")
    assert session.finish(place) == []
    assert not folders.app.exists()


def test_uninstalling_for_one_year_leaves_the_other_its_version(folders: MayaFolders) -> None:
    place = maya.install(OLD, folders, [2024, 2026])
    assert maya.uninstall(folders, [2024]) == []
    assert list(folders.pointed()) == [2026]
    assert place.exists()


def test_uninstalling_twice_or_from_nothing_is_no_error(folders: MayaFolders) -> None:
    assert maya.uninstall(folders) == []
    maya.install(OLD, folders, [2024])
    maya.uninstall(folders)
    assert maya.uninstall(folders) == []
    assert not folders.app.exists()


def test_a_receipt_that_leads_elsewhere_removes_nothing(folders: MayaFolders, tmp_path: Path) -> None:
    place = maya.install(OLD, folders, [2024])
    precious = tmp_path / "precious.txt"
    precious.write_text("mine", encoding="ascii")
    receipt = (place / "receipt.json").read_text(encoding="utf-8")
    (place / "receipt.json").write_text(
        receipt.replace('"LICENSE"', '"../../../../../precious.txt"'), encoding="utf-8"
    )
    maya.uninstall(folders)
    assert precious.exists()
    assert (place / "LICENSE").exists()


@pytest.mark.skipif(os.name != "posix", reason="a link needs rights of its own on Windows")
def test_a_folder_that_became_a_link_is_not_followed(folders: MayaFolders, tmp_path: Path) -> None:
    place = maya.install(OLD, folders, [2024])
    elsewhere = tmp_path / "elsewhere"
    os.rename(str(place / "scripts"), str(elsewhere))
    os.symlink(str(elsewhere), str(place / "scripts"))
    stayed = maya.uninstall(folders)
    assert (elsewhere / "rb_maya" / "reader.py").exists()
    assert len(stayed) == 2


def test_a_file_that_cannot_be_removed_is_named_and_the_next_time_goes_on(
    folders: MayaFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = maya.install(OLD, folders, [2024])
    locked = place / "plug-ins" / "renderbus_maya.py"
    unlink = Path.unlink

    def refuse(path: Path) -> None:
        if path == locked:
            raise PermissionError(13, "It is used by another process")
        unlink(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        (stayed,) = maya.uninstall(folders)
    assert str(stayed) == (
        f"{locked} could not be removed (It is used by another process). Delete it yourself when Maya is closed."
    )
    assert not folders.pointer.exists()
    assert maya.uninstall(folders) == []
    assert not folders.app.exists()


def test_a_home_that_takes_no_file_is_said_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "maya").write_text("a file where the folder would go", encoding="ascii")
    with pytest.raises(InstallProblem, match="MAYA_MODULE_PATH"):
        maya.install(OLD, MayaFolders(tmp_path / "maya"), [2024])
    assert files_below(tmp_path) == ["maya"]


def test_a_disk_that_fills_up_leaves_the_old_version_in_place(
    folders: MayaFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = maya.install(OLD, folders, [2024])
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "cost.py" in path.name:
            raise OSError(28, "No space left on device")
        return write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(InstallProblem, match="The disk is full"):
            maya.install(NEW, folders, [2024])
    assert folders.pointed()[2024].version == "0.1.0"
    assert folders.versions.names() == [old.name]
    assert sorted(path.name for path in old.parent.iterdir()) == [old.name, "install.sqlite"]


def test_a_download_that_was_not_unpacked_whole_is_refused_before_anything_changes(
    folders: MayaFolders, tmp_path: Path
) -> None:
    lay_out(OLD, tmp_path / "unpacked")
    (tmp_path / "unpacked" / "scripts" / "rb_maya" / "reader.py").write_bytes(b"def re")
    with pytest.raises(InstallProblem, match=r"reader\.py is damaged"):
        maya.install(FolderBundle(tmp_path / "unpacked"), folders, [2024])
    assert not folders.app.exists()


@pytest.mark.parametrize("path", ["../out.py", "/etc/out.py", "a/../../out.py", "C:/out.py", "a\\out.py", ""])
def test_a_manifest_with_a_path_that_leads_out_is_refused(path: str) -> None:
    manifest = Manifest("maya", "0.1.0", {path: "0" * 64})
    with pytest.raises(InstallProblem, match="damaged"):
        Manifest.from_bytes(manifest.to_bytes(), "manifest.json")


def test_two_installations_at_once_both_come_to_an_end(folders: MayaFolders) -> None:
    failures = []

    def install() -> None:
        try:
            maya.install(NEW, folders, [2025])
        except Exception as error:  # noqa: BLE001 - the test tells it
            failures.append(error)

    threads = [threading.Thread(target=install) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert folders.versions.names() == [NEW.manifest.folder_name]


def test_while_another_installation_holds_the_place_nothing_is_written(
    folders: MayaFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya.install(OLD, folders, [2024])
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **given: connect(path, **{**given, "timeout": 0.01}))
    refused = pytest.raises(InstallProblem, match=r"Another installation is under way in .*renderbus")
    with marks.one_at_a_time(folders.versions.folder, "maya"), refused:
        maya.install(NEW, folders, [2024])
    assert folders.versions.names() == [OLD.manifest.folder_name]


class NoLocks:
    """SQLite on a share whose server keeps no locks."""

    def execute(self, _: str) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    def close(self) -> None:
        pass


def test_a_home_on_a_share_without_locks_is_installed_into_all_the_same(
    folders: MayaFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *_, **__: NoLocks())
        place = maya.install(OLD, folders, [2024])
        assert session.begin(place) is False
        newer = maya.install(NEW, folders, [2024])
    assert folders.pointed()[2024].version == "0.2.0"
    assert sorted(folders.versions.names()) == sorted([place.name, newer.name]), (
        "whether it is used cannot be told"
    )


def test_a_maya_whose_python_is_too_old_is_refused(folders: MayaFolders) -> None:
    with pytest.raises(InstallProblem, match=r"Renderbus needs Maya 2022 or newer; this is 2020\."):
        maya.install(OLD, folders, [2020])
    assert not folders.app.exists()


def test_a_checkout_and_a_studios_share_are_nobodys_to_clean(tmp_path: Path) -> None:
    share = tmp_path / "modules" / "renderbus" / OLD.manifest.folder_name
    lay_out(OLD, share)
    before = files_below(tmp_path)
    assert session.begin(share) is False
    assert session.sweep(share) == []
    assert session.finish(share) == []
    assert files_below(tmp_path) == before
