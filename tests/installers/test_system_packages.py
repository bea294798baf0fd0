"""Qt's libraries are installed where we may, and named in one line where we may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout import system_packages
from checkout.problem import SetupProblem

MISSING = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory"


class Machine:
    """A machine whose Qt fails until the packages are there."""

    def __init__(self, cured_by_install: bool) -> None:
        self.cured_by_install = cured_by_install
        self.installed: list[str] = []

    def why_qt_fails(self, python: Path, checkout: Path, on_screen: bool = False) -> str:
        return "" if self.installed and self.cured_by_install else MISSING

    def install(self, packages: list[str]) -> str:
        self.installed += packages
        return "" if self.cured_by_install else "E: Unable to locate package"


def put_in_place(monkeypatch: pytest.MonkeyPatch, machine: Machine, root: bool) -> None:
    monkeypatch.setattr(system_packages, "why_qt_fails", machine.why_qt_fails)
    monkeypatch.setattr(system_packages, "install", machine.install)
    monkeypatch.setattr(system_packages, "may_install", lambda: root)
    monkeypatch.setattr(system_packages, "_is_root", lambda: root)
    monkeypatch.setattr(system_packages, "known_here", list)


def test_as_root_the_missing_libraries_are_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    machine = Machine(cured_by_install=True)
    put_in_place(monkeypatch, machine, root=True)
    system_packages.require_qt(tmp_path / "python", tmp_path)
    assert {"libegl1", "libgl1", "libxkbcommon0", "fonts-dejavu-core"} <= set(machine.installed)


def test_what_a_window_needs_is_installed_only_where_one_is_to_be_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for on_screen in (False, True):
        machine = Machine(cured_by_install=True)
        put_in_place(monkeypatch, machine, root=True)
        system_packages.require_qt(tmp_path / "python", tmp_path, on_screen)
        assert ("libxcb-cursor0" in machine.installed) is on_screen
        assert "libegl1" in machine.installed


def test_a_window_is_tried_on_the_screen_there_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tried = []

    def capture(command: list[str], folder: Path, variables: dict[str, str]) -> tuple[int, str]:
        tried.append(variables.get("QT_QPA_PLATFORM"))
        return 1, "qt.qpa.xcb: could not connect to display :7\n"

    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(system_packages.processes, "capture", capture)
    said = [system_packages.why_qt_fails(tmp_path / "python", tmp_path, which) for which in (False, True)]
    assert said == ["qt.qpa.xcb: could not connect to display :7"] * 2
    assert tried == ["offscreen", None]


def test_without_the_right_one_line_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    machine = Machine(cured_by_install=True)
    put_in_place(monkeypatch, machine, root=False)
    with pytest.raises(SetupProblem) as caught:
        system_packages.require_qt(tmp_path / "python", tmp_path)
    assert MISSING in str(caught.value)
    last = str(caught.value).splitlines()[-1].strip()
    assert last.startswith("sudo apt-get update && sudo apt-get install -y libegl1 libgl1 ")
    assert machine.installed == []


def test_what_the_packages_do_not_cure_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_in_place(monkeypatch, Machine(cured_by_install=False), root=True)
    with pytest.raises(SetupProblem, match="Unable to locate package"):
        system_packages.require_qt(tmp_path / "python", tmp_path)


def test_names_of_newer_systems_are_used_where_they_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages.processes, "capture", lambda *words: (0, ""))
    monkeypatch.setattr(system_packages, "_is_known", lambda package: package == "libglib2.0-0t64")
    packages = system_packages.known_here(system_packages.QT_PACKAGES)
    assert "libglib2.0-0t64" in packages
    assert "libpng16-16" in packages


@pytest.mark.parametrize(
    ("found", "root", "asked"), [(None, True, ["7zip"]), (None, False, []), ("7zz", True, [])]
)
def test_seven_zip_is_installed_only_where_it_is_missing_and_we_may(
    monkeypatch: pytest.MonkeyPatch, found: str | None, root: bool, asked: list[str]
) -> None:
    machine = Machine(cured_by_install=True)
    put_in_place(monkeypatch, machine, root=root)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: name if name == found else None)
    system_packages.want_seven_zip()
    assert machine.installed == asked


def test_a_suite_goes_on_where_seven_zip_cannot_be_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in_place(monkeypatch, Machine(cured_by_install=False), root=True)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: None)
    system_packages.want_seven_zip()
    assert "are skipped: E: Unable to locate package" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("has_one", "root", "asked"),
    [(False, True, ["fonts-wqy-microhei"]), (False, False, []), (True, True, [])],
)
def test_a_font_with_chinese_is_installed_only_where_none_is_and_we_may(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, has_one: bool, root: bool, asked: list[str]
) -> None:
    machine = Machine(cured_by_install=True)
    put_in_place(monkeypatch, machine, root=root)
    monkeypatch.setattr(
        system_packages.processes, "capture", lambda *words: (0, "") if has_one else (1, "none")
    )
    system_packages.want_chinese_font(tmp_path / "python", tmp_path)
    assert machine.installed == asked


def test_a_suite_goes_on_where_no_font_with_chinese_can_be_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in_place(monkeypatch, Machine(cured_by_install=False), root=True)
    monkeypatch.setattr(system_packages.processes, "capture", lambda *words: (1, "none"))
    system_packages.want_chinese_font(tmp_path / "python", tmp_path)
    assert "Chinese is drawn as boxes: E: Unable to locate package" in capsys.readouterr().out
