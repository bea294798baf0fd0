"""Pages made in slices: one in each turn of the event loop, all at once for whoever cannot wait."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Set, Tuple

import pytest

from rb_dcc_ui.binding import QtCore
from rb_dcc_ui.panel import SETTINGS, SUBMIT, TASKS
from rb_dcc_ui.widgets.slices import Later, Slices
from tests.support.panel import HandTimers
from tests.support.panel_window import close_panel, open_panel, settle


class Page:
    """Two attributes, each set by a slice of its own."""

    first = Later[str]()
    second = Later[str]()

    def __init__(self, timers: HandTimers) -> None:
        self.made: List[str] = []
        self.slices = Slices(timers, (self._make_first, self._make_second, self._begin))

    def _make_first(self) -> None:
        self.first = "first"
        self.made.append("first")

    def _make_second(self) -> None:
        self.second = self.first + " and second"
        self.made.append("second")

    def _begin(self) -> None:
        self.made.append("begun")


@pytest.fixture
def timers() -> HandTimers:
    return HandTimers()


def test_each_slice_has_a_turn_of_its_own(timers: HandTimers) -> None:
    page = Page(timers)
    assert (page.made, timers.waiting) == ([], 1)
    due = timers._due.pop(0)
    due[1]()
    assert (page.made, timers.waiting, page.slices.are_done) == (["first"], 1, False)
    timers.pass_time(0)
    assert (page.made, timers.waiting, page.slices.are_done) == (["first", "second", "begun"], 0, True)


def test_who_asks_for_what_is_not_made_yet_has_everything_made_in_its_order(timers: HandTimers) -> None:
    page = Page(timers)
    assert page.second == "first and second"
    assert (page.made, timers.waiting) == (["first", "second", "begun"], 0)
    page.slices.finish()
    assert page.made == ["first", "second", "begun"]


def test_a_page_that_ends_early_makes_nothing_more(timers: HandTimers) -> None:
    page = Page(timers)
    page.slices.stop()
    timers.pass_time(1)
    assert (page.made, timers.waiting) == ([], 0)
    with pytest.raises(AttributeError, match="first"):
        page.first  # noqa: B018 - reading it is what is tried


def test_a_slice_that_fails_does_not_take_the_others_with_it(timers: HandTimers) -> None:
    made: List[str] = []

    def fails() -> None:
        raise ValueError("no such card")

    slices = Slices(timers, (fails, lambda: made.append("next")))
    with pytest.raises(ValueError, match="no such card"):
        timers.pass_time(0)
    timers.pass_time(0)
    assert made == ["next"]
    assert slices.are_done


@pytest.mark.parametrize("name", [SUBMIT, TASKS, SETTINGS])
def test_a_page_can_be_closed_before_it_is_whole(qtbot: Any, tmp_path: Path, name: str) -> None:
    panel = open_panel(tmp_path)
    page: Any = panel.show_page(name)
    assert not page.slices.are_done
    close_panel(panel)


@pytest.mark.parametrize("width", [460, 1100])
def test_what_is_shown_keeps_its_place_while_the_submit_page_fills(
    qtbot: Any, tmp_path: Path, checkout: Path, width: int
) -> None:
    scene = checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma"
    panel = open_panel(tmp_path, scene, width=width)
    page: Any = panel.show_page(SUBMIT)
    page.slices._left[0] = lambda: None  # the reading, which changes the page by right
    seen: Dict[str, Set[Tuple[int, int]]] = {}
    while not page.slices.are_done:
        page.slices._turn()
        settle()
        for name in ("scene_card", "frames_card", "_foot"):
            if name in page.__dict__:
                place = page.__dict__[name].mapTo(panel, QtCore.QPoint(0, 0))
                seen.setdefault(name, set()).add((place.x(), place.y()))
    assert {name: len(places) for name, places in seen.items()} == {
        "scene_card": 1,
        "frames_card": 1,
        "_foot": 1,
    }
    close_panel(panel)


@pytest.mark.parametrize("name", [SUBMIT, TASKS, SETTINGS])
def test_a_page_fills_by_itself(qtbot: Any, tmp_path: Path, name: str) -> None:
    panel = open_panel(tmp_path)
    page: Any = panel.show_page(name)
    qtbot.waitUntil(lambda: page.slices.are_done, timeout=5000)
    close_panel(panel)
