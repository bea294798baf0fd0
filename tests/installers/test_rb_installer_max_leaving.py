"""Removal while something is in use: what is free goes at once, the rest at the next start of 3ds Max, and nothing stays."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Callable, Iterator, List, Set

import pytest

from rb_installer import cli, leaving, max_folders, package_file, session
from rb_installer.max_folders import MaxFolders
from rb_installer.problem import InstallProblem
from tests.support import max_package
from tests.support.installing import files_below, small_max_bundle

OLD = small_max_bundle("0.1.0")
NEW = small_max_bundle("0.2.0")
REMOVERS = ["python/rb_installer/leaving.py", "scripts/renderbus_leaving.ms"]
OURS = ["in-use.sqlite", "receipt.json"]


@pytest.fixture
def folders(tmp_path: Path) -> MaxFolders:
    return MaxFolders(tmp_path / "Zoë 张伟" / "ApplicationPlugins")


@pytest.fixture(autouse=True)
def _no_claim_left() -> Iterator[None]:
    yield
    session.let_go()


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Set[Path]:
    """Files that somebody has open, as Windows knows it: put a path in, and it cannot be removed."""
    locked: Set[Path] = set()
    unlink = Path.unlink

    def refused(self: Path, *options: Any, **named: Any) -> None:
        if self in locked:
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, *options, **named)

    monkeypatch.setattr(Path, "unlink", refused)
    return locked


def left(place: Path) -> List[str]:
    return [path for path in files_below(place) if path not in OURS]


def test_a_locked_file_stays_with_what_removes_it_and_all_else_goes(
    folders: MaxFolders, lock: Set[Path]
) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "LICENSE")
    (said,) = max_folders.uninstall(folders)
    assert (
        str(said)
        == f"{place / 'LICENSE'} is in use (Permission denied). It goes at the next start of 3ds Max."
    )
    assert left(place) == ["LICENSE", *REMOVERS]
    assert folders.loaded() is None


def test_what_stands_there_meanwhile_is_a_package_by_the_rules_that_only_removes(
    folders: MaxFolders, lock: Set[Path]
) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "LICENSE")
    max_folders.uninstall(folders)
    assert max_package.problems(folders.bundle) == []
    parts = [("post-start-up scripts parts", place / "scripts" / "renderbus_leaving.ms")]
    assert [max_package.parts(folders.bundle, year) for year in (2021, 2024, 2027)] == [parts] * 3


def test_the_next_start_removes_the_rest_itself_and_every_folder(
    folders: MaxFolders, lock: Set[Path]
) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "LICENSE")
    max_folders.uninstall(folders)
    lock.clear()
    sys.path.append(str(place / "python"))
    leaving.leave(place, waits_s=(2.0,), sleep=lambda seconds: None)
    assert str(place / "python") not in sys.path
    assert not folders.plugins.exists()


def test_it_tries_again_and_then_at_the_start_after(folders: MaxFolders, lock: Set[Path]) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "LICENSE")
    max_folders.uninstall(folders)
    slept: List[float] = []
    assert not leaving.leave(place, waits_s=(2.0, 10.0), sleep=slept.append)
    assert slept == [2.0, 10.0]
    assert left(place) == ["LICENSE", *REMOVERS]

    def wait(seconds: float) -> None:
        slept.append(seconds)
        if seconds == 10.0:
            lock.clear()

    assert leaving.leave(place, waits_s=(2.0, 10.0, 60.0), sleep=wait)
    assert slept[2:] == [2.0, 10.0]
    assert not folders.plugins.exists()


def test_the_script_that_runs_it_may_be_locked_itself(folders: MaxFolders, lock: Set[Path]) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "scripts" / "renderbus_leaving.ms")
    max_folders.uninstall(folders)
    assert left(place)[-1] == "scripts/renderbus_leaving.ms"
    lock.clear()
    assert leaving.leave(place, waits_s=(0.0,), sleep=lambda seconds: None)
    assert not folders.plugins.exists()


def test_the_script_begins_it_on_a_thread_of_its_own(
    folders: MaxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = max_folders.install(OLD, folders)
    begun: List[Path] = []
    monkeypatch.setattr(leaving, "leave", begun.append)
    leaving.begin(str(place / "scripts" / "renderbus_leaving.ms")).join()
    assert begun == [place.resolve()]


def test_uninstalling_again_goes_on(folders: MaxFolders, lock: Set[Path]) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "LICENSE")
    max_folders.uninstall(folders)
    assert len(max_folders.uninstall(folders)) == 1
    lock.clear()
    assert max_folders.uninstall(folders) == []
    assert not folders.plugins.exists()


def test_a_terminal_says_what_waits(
    folders: MaxFolders, lock: Set[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "LICENSE")
    words = ["max", "--plugins-folder", str(folders.plugins)]
    assert cli.main(["uninstall", *words]) == 0
    assert (
        "LICENSE is in use (Permission denied). It goes at the next start of 3ds Max."
        in capsys.readouterr().out
    )
    assert cli.main(["where", *words]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"There: not installed in {folders.plugins}",
        f"{place.name} waits to be removed at the next start of 3ds Max.",
    ]


def test_installing_again_before_it_has_gone_makes_it_whole(folders: MaxFolders, lock: Set[Path]) -> None:
    place = max_folders.install(OLD, folders)
    lock.add(place / "LICENSE")
    max_folders.uninstall(folders)
    assert max_folders.install(OLD, folders) == place
    assert folders.loaded() == ("0.1.0", place)
    assert max_package.packages(folders.plugins) == [folders.bundle]
    assert sorted(left(place)) == sorted(OLD.contents)


def test_of_two_versions_the_one_that_stays_removes(folders: MaxFolders, lock: Set[Path]) -> None:
    old = max_folders.install(OLD, folders)
    lock.add(old / "LICENSE")
    new = max_folders.install(NEW, folders)
    assert old.exists()
    max_folders.uninstall(folders)
    assert not new.exists()
    ((_, script),) = max_package.parts(folders.bundle, 2026)
    assert script == old / "scripts" / "renderbus_leaving.ms"
    lock.clear()
    assert session.sweep(old) == []
    assert not folders.plugins.exists()


def test_everybody_elses_installation_is_loaded_all_the_same(
    folders: MaxFolders, lock: Set[Path], tmp_path: Path
) -> None:
    everyones = MaxFolders(tmp_path / "ProgramData" / "ApplicationPlugins")
    max_folders.install(OLD, everyones)
    place = max_folders.install(NEW, folders)
    lock.add(place / "LICENSE")
    max_folders.uninstall(folders)
    loaded = max_package.packages(folders.plugins, everyones.plugins)
    assert loaded == [folders.bundle, everyones.bundle]
    assert package_file.is_leaving(folders.read_pointer())
    assert max_folders.other_installation(folders) is None


def test_what_was_changed_to_lead_elsewhere_is_not_followed_and_not_tried_for_ever(
    folders: MaxFolders, tmp_path: Path
) -> None:
    place = max_folders.install(OLD, folders)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "requests").mkdir()
    (elsewhere / "requests" / "__init__.py").write_text("another's", encoding="ascii")
    for path in sorted((place / "vendor").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (place / "vendor").rmdir()
    (place / "vendor").symlink_to(elsewhere, target_is_directory=True)
    (said,) = max_folders.uninstall(folders)
    assert "was not put there by the installer" in str(said)
    assert files_below(elsewhere) == ["requests/__init__.py"]
    assert not folders.pointer.exists()


def test_a_place_that_may_not_be_written_is_said_before_anything_goes(
    folders: MaxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = max_folders.install(OLD, folders)
    before = files_below(place)

    def refuse(*_: Any, **__: Any) -> Callable[[], None]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(max_folders, "write_whole", refuse)
    with pytest.raises(InstallProblem, match="could not be written"):
        max_folders.withdraw(folders)
    assert files_below(place) == before
    assert folders.loaded() == ("0.1.0", place)
