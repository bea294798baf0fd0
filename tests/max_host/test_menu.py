"""The menu: in the user's menu file until 2024, asked for in a callback from 2025; one of it, whatever happened before."""

from __future__ import annotations

import re
import sys
from typing import Any, List

import pytest

from rb_max import installation, menu, start_up
from rb_max.entries import EVERY, MENU_GUID, SEPARATOR_GUID
from rb_max.runtime import Max
from rb_max.spoken import spoken
from tests.max_host.conftest import StartMax
from tests.support.fake_pymxs.menus import Entry, OldMenu
from tests.support.fake_pymxs.session import FakeMax
from tests.support.fake_pymxs.values import ByRef

OLD_YEARS = [2021, 2022, 2023, 2024]
NEW_YEARS = [2025, 2026, 2027]
MACROS = ["RenderbusSubmit", "RenderbusTasks", "RenderbusSettings", "RenderbusDiagnose"]
ACTIONS = [f"{macro}`Renderbus" for macro in (*MACROS, "RenderbusHelp")]


def start(start_max: StartMax, year: int, **options: Any) -> FakeMax:
    max_ = start_max(year=year, **options)
    start_up.before()
    if year >= 2025:
        max_.runtime.menus.register()
    start_up.after()
    return max_


def bar(max_: FakeMax) -> List[str]:
    return [entry.title for entry in max_.runtime.menus.bar.entries]


def door(max_: FakeMax) -> Max:
    return Max(max_.runtime, ByRef)


@pytest.mark.parametrize("year", OLD_YEARS)
def test_until_2024_it_stands_before_help(start_max: StartMax, year: int, qtbot: Any) -> None:
    max_ = start(start_max, year)
    assert bar(max_) == ["File", "Renderbus", "Help"]
    found = max_.runtime.menus.kept["Renderbus"]
    assert [entry.action or entry.title for entry in found.entries] == [*ACTIONS[:4], "-", ACTIONS[4]]
    assert max_.runtime.menus.updates == 1
    menu.remove(door(max_))
    assert bar(max_) == ["File", "Help"]
    assert max_.runtime.menus.kept == {}
    qtbot.wait(20)


@pytest.mark.parametrize("year", [*OLD_YEARS, *NEW_YEARS])
def test_what_an_installer_put_there_can_be_removed_from_the_menu(
    start_max: StartMax, monkeypatch: pytest.MonkeyPatch, year: int, qtbot: Any
) -> None:
    monkeypatch.setattr(installation, "is_installed", lambda: True)
    monkeypatch.setattr(installation, "begin", lambda: None)
    max_ = start(start_max, year)
    if year >= 2025:
        (made,) = max_.runtime.menus.new
        actions = [action for _, action in made.actions]
    else:
        actions = [entry.action or entry.title for entry in max_.runtime.menus.kept["Renderbus"].entries]
        titles = [entry.title for entry in max_.runtime.menus.kept["Renderbus"].entries]
        assert titles[-2:] == ["Help", "Uninstall…"]
    assert actions == [*ACTIONS[:4], "-", ACTIONS[4], "RenderbusUninstall`Renderbus"]
    menu.remove(door(max_))
    qtbot.wait(20)


def test_an_old_entry_is_replaced_never_doubled(start_max: StartMax, qtbot: Any) -> None:
    max_ = start_max(year=2023)
    menus = max_.runtime.menus
    old = OldMenu("Renderbus")
    menus.kept["Renderbus"] = old
    menus.bar.entries[1:1] = [Entry("Renderbus", menu=old), Entry("Renderbus", menu=old)]
    start_up.after()
    assert bar(max_) == ["File", "Renderbus", "Help"]
    max_.runtime.fire("postLoadingMenus")
    max_.runtime.fire("postLoadingMenus")
    assert bar(max_) == ["File", "Renderbus", "Help"]
    assert menus.kept["Renderbus"] is not old
    menu.remove(door(max_))
    qtbot.wait(20)


def test_a_workspace_that_lost_it_gets_it_again(start_max: StartMax, qtbot: Any) -> None:
    max_ = start(start_max, 2024)
    max_.runtime.menus.kept.clear()
    del max_.runtime.menus.bar.entries[1]
    max_.runtime.fire("postLoadingMenus")
    assert bar(max_) == ["File", "Renderbus", "Help"]
    menu.remove(door(max_))
    qtbot.wait(20)


@pytest.mark.parametrize("year", NEW_YEARS)
@pytest.mark.parametrize("refuses", [False, True])
def test_from_2025_it_is_made_in_the_callback(
    start_max: StartMax, year: int, refuses: bool, qtbot: Any
) -> None:
    max_ = start_max(year=year)
    max_.runtime.menus.refuses_before = refuses
    start_up.before()
    max_.runtime.menus.register()
    start_up.after()
    made = max_.runtime.menus.new
    assert [each.title for each in made] == ["Renderbus"]
    assert [action for _, action in made[0].actions] == [*ACTIONS[:4], "-", ACTIONS[4]]
    max_.runtime.menus.register()
    assert len(max_.runtime.menus.new) == 1
    assert bar(max_) == ["File", "Help"], "menuMan is no more"
    menu.remove(door(max_))
    max_.runtime.menus.register()
    assert max_.runtime.menus.new == []
    qtbot.wait(20)


def test_from_2025_a_late_coming_product_has_the_menus_built_again(start_max: StartMax) -> None:
    max_ = start_max(year=2026)
    menu.register(door(max_))
    menu.rebuild(door(max_))
    assert max_.runtime.menus.loads == 1
    assert len(max_.runtime.menus.new) == 1
    menu.remove(door(max_))


def test_where_functions_are_not_taken_the_menu_comes_by_text(start_max: StartMax) -> None:
    max_ = start_max(year=2025, takes_functions=False)
    start_up.before()
    max_.runtime.menus.register()
    assert len(max_.runtime.menus.new) == 1
    menu.remove(door(max_))


def test_the_guids_are_fixed_and_each_its_own() -> None:
    guids = [MENU_GUID, SEPARATOR_GUID, *(entry.guid for entry in EVERY)]
    assert len({guid.lower() for guid in guids}) == 8
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", guid) for guid in guids)


@pytest.mark.parametrize(("code", "expected"), [("ENU", "en"), ("CHS", "zh"), ("JPN", "en")])
def test_it_speaks_3ds_max_language_before_the_panel_has_one(
    start_max: StartMax, code: str, expected: str
) -> None:
    start_max(language=code)
    assert spoken.code() == expected


def test_an_error_of_ours_stops_nobody_elses_start(
    start_max: StartMax, monkeypatch: pytest.MonkeyPatch, expected_logs: Any
) -> None:
    expected_logs("Renderbus could not start")
    start_max(year=2024)
    monkeypatch.setitem(sys.modules, "pymxs", None)
    start_up.before()
    start_up.after()
