"""What the installer does with the product in a 3ds Max that runs: begin at once, close, and the menu's way to remove it."""

from __future__ import annotations

import logging
import sys
import types
from typing import Any, List

import pytest

from rb_dcc_core.log import LOGGERS
from rb_max import dock, installation, late, menu
from tests.max_host.conftest import StartMax


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> List[str]:
    """What the installer was asked for."""
    found: List[str] = []
    installer = types.SimpleNamespace(offer_uninstall=lambda: found.append("asked"))
    monkeypatch.setitem(sys.modules, "rb_installer.in_max", installer)
    monkeypatch.setattr(installation, "is_installed", lambda: True)
    monkeypatch.setattr(installation, "begin", lambda: None)
    return found


def test_removal_is_asked_for_when_the_menu_is_closed(
    start_max: StartMax, asked: List[str], qtbot: Any
) -> None:
    start_max()
    late.offer_uninstall()
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["asked"], timeout=5000)


def test_what_no_installer_put_there_is_not_removed_by_one(
    start_max: StartMax, asked: List[str], monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(installation, "is_installed", lambda: False)
    max_ = start_max()
    late.offer_uninstall()
    qtbot.waitUntil(lambda: bool(max_.runtime.boxes), timeout=5000)
    ((title, text),) = max_.runtime.boxes
    assert (title, "ADSK_APPLICATION_PLUGINS" in text) == ("Renderbus", True)
    assert asked == []


def test_an_installer_that_fails_stops_nobody_else(
    start_max: StartMax, asked: List[str], monkeypatch: pytest.MonkeyPatch, qtbot: Any, expected_logs: Any
) -> None:
    expected_logs("the product could not be removed")
    monkeypatch.setitem(sys.modules, "rb_installer.in_max", types.SimpleNamespace())
    start_max()
    late.offer_uninstall()
    qtbot.wait(30)


def open_log_files() -> List[str]:
    handlers = {each for name in LOGGERS for each in logging.getLogger(name).handlers}
    return [each.baseFilename for each in handlers if isinstance(each, logging.FileHandler)]


@pytest.mark.parametrize("year", range(2021, 2028))
def test_it_begins_in_a_3ds_max_that_runs_and_leaves_nothing_when_it_closes(
    start_max: StartMax, asked: List[str], year: int, qtbot: Any
) -> None:
    max_ = start_max(year=year)
    menus = max_.runtime.menus
    late.start()
    made = menus.new if year >= 2025 else list(menus.kept)
    assert len(made) == 1
    dock.open_panel()
    qtbot.waitUntil(lambda: dock.dock().holder.panel is not None, timeout=20000)
    assert open_log_files() != []
    late.close()
    assert open_log_files() == [], "Windows removes no file that is open"
    assert dock.dock() is None
    assert (menus.new, menus.kept) == ([], {})
    assert max_.runtime.count_callbacks(menu.ID) == 0
    assert [each for each in max_.main.children() if "enderbus" in each.objectName()] == []
    qtbot.wait(20)
