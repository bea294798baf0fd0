"""Maya's folder of a user is found on each system, wherever Documents have been moved to."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest

from rb_installer import places

HOME = Path("/home/Zoë Müller")


def refuse() -> Path:
    raise AssertionError("Documents are Windows' own")


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("linux", HOME / "maya"),
        ("darwin", HOME / "Library" / "Preferences" / "Autodesk" / "maya"),
    ],
)
def test_each_system_has_its_own_place(system: str, expected: Path) -> None:
    assert places.maya_folder(system, {}, HOME, refuse) == expected


def test_on_windows_it_lies_in_documents_wherever_those_are() -> None:
    moved = Path("E:/OneDrive - Studio/文档")
    assert places.maya_folder("win32", {}, HOME, lambda: moved) == moved / "maya"


def test_a_folder_that_maya_was_told_wins_everywhere(tmp_path: Path) -> None:
    told = {"MAYA_APP_DIR": str(tmp_path / "maya prefs")}
    for system in ("linux", "darwin", "win32"):
        assert places.maya_folder(system, told, HOME, refuse) == tmp_path / "maya prefs"


def answer(text: Optional[str]) -> places.Asked:
    return lambda: text


def test_documents_come_from_the_first_way_that_knows() -> None:
    assert places.documents_folder(HOME, [answer("D:/Docs"), answer("C:/Old")]) == Path("D:/Docs")
    assert places.documents_folder(HOME, [answer(None), answer("C:/Old")]) == Path("C:/Old")
    assert places.documents_folder(HOME, [answer(None), answer("")]) == HOME / "Documents"


def test_mayas_are_found_by_their_programs_and_by_what_the_user_started(tmp_path: Path) -> None:
    programs = tmp_path / "Autodesk"
    for name in ("Maya2024", "maya2026", "Maya2024_old", "3ds Max 2024"):
        (programs / name).mkdir(parents=True)
    (tmp_path / "app" / "2023" / "prefs").mkdir(parents=True)
    (tmp_path / "app" / "2019").mkdir()
    alone = tmp_path / "opt" / "Maya2027"
    assert places.found_years(tmp_path / "app", [programs, alone, tmp_path / "absent"]) == [
        2023,
        2024,
        2026,
        2027,
    ]


def test_where_no_maya_ever_was_none_is_found(tmp_path: Path) -> None:
    assert places.found_years(tmp_path / "absent", []) == []


def test_the_ways_of_windows_answer_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.sys, "platform", "linux")
    assert places.ask_shell() is None
    assert places.ask_registry() is None
    assert places.registered_on_windows() == []
