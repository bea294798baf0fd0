"""Opening and closing the panel: nothing is left of it, whatever is under way."""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest

from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.binding import QtCore, QtWidgets, is_alive
from rb_dcc_ui.panel import ACCOUNT, COSTS, DIAGNOSE, SETTINGS, SUBMIT, TASKS
from rb_dcc_ui.runner import Ticket
from tests.support.faulty_server import FaultyServer, stalls
from tests.support.panel_window import account_at, close_panel, open_panel, settle, wait_online

PAGES = (SUBMIT, TASKS, SETTINGS, DIAGNOSE, ACCOUNT, COSTS)
ROUNDS = 50
WARMING = 3


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox(tmp_path_factory.mktemp("farm"), speed=50.0) as running:
        yield running


def open_files() -> Tuple[int, int]:
    """Sockets, then files and pipes, that this process has open; none where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return 0, 0
    kinds: List[str] = []
    for number in os.listdir("/proc/self/fd"):
        try:
            kinds.append(os.readlink("/proc/self/fd/" + number))
        except OSError:  # the listing's own
            continue
    sockets = sum(kind.startswith("socket:") for kind in kinds)
    return sockets, len(kinds) - sockets


def what_there_is() -> Dict[str, int]:
    settle()
    gc.collect()
    settle()
    ours = (thread for thread in threading.enumerate() if thread.name.startswith("renderbus"))
    objects = [each for each in gc.get_objects() if isinstance(each, QtCore.QObject) and is_alive(each)]
    sockets, files = open_files()
    return {
        "threads": len(list(ours)),
        "sockets": sockets,
        "files": files,
        "widgets": len(QtWidgets.QApplication.allWidgets()),
        "timers": sum(isinstance(each, QtCore.QTimer) for each in objects),
        "other objects": sum(not isinstance(each, (QtCore.QTimer, QtWidgets.QWidget)) for each in objects),
    }


def at_rest(qtbot: Any) -> Dict[str, int]:
    """What there is once the last panel's threads have ended and the farm has let go of its connections."""
    looks: List[Dict[str, int]] = []

    def is_steady() -> bool:
        qtbot.wait(50)
        looks.append(what_there_is())
        return looks[-1]["threads"] == 0 and looks[-4:] == [looks[-1]] * 4

    qtbot.waitUntil(is_steady, timeout=20000)
    return looks[-1]


def wait_for_the_same(qtbot: Any, before: Dict[str, int]) -> None:
    def is_the_same() -> None:
        assert what_there_is() == before

    qtbot.waitUntil(is_the_same, timeout=20000)


@pytest.mark.parametrize("page", PAGES)
def test_a_panel_closed_at_any_page_leaves_nothing(
    qtbot: Any, farm: Sandbox, tmp_path: Path, page: str
) -> None:
    def once() -> None:
        panel = open_panel(tmp_path)
        panel.services.connection.use(account_at(farm.url, farm))
        wait_online(qtbot, panel)
        panel.show_page(page)
        qtbot.wait(20)
        close_panel(panel)

    once()
    before = at_rest(qtbot)
    for _ in range(2):
        once()
    wait_for_the_same(qtbot, before)


@pytest.mark.long
def test_opening_and_closing_fifty_times_leaves_nothing(qtbot: Any, farm: Sandbox, tmp_path: Path) -> None:
    scene = Path(__file__).parents[2] / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma"
    before: Dict[str, int] = {}
    for number in range(ROUNDS + WARMING):
        if number == WARMING:
            before = at_rest(qtbot)
        panel = open_panel(tmp_path, scene)
        panel.services.connection.use(account_at(farm.url, farm))
        if number % 3:
            wait_online(qtbot, panel)
            for name in PAGES:
                panel.show_page(name)
            qtbot.wait(5 * (number % 10))
        close_panel(panel)
    wait_for_the_same(qtbot, before)


@pytest.mark.parametrize("page", [SUBMIT, TASKS])
def test_closing_waits_for_no_answer(qtbot: Any, farm: Sandbox, tmp_path: Path, page: str) -> None:
    with FaultyServer(*[stalls()] * 8) as service:
        panel = open_panel(tmp_path)
        panel.services.connection.use(account_at(service.url, farm))
        panel.show_page(page)
        qtbot.waitUntil(lambda: bool(service.requests), timeout=5000)
        close_panel(panel)
        qtbot.waitUntil(lambda: what_there_is()["threads"] == 0, timeout=5000)
        assert not service.stop.is_set()  # it never answered


def test_work_that_cannot_be_broken_into_holds_nobody_up_and_is_not_heard(qtbot: Any, tmp_path: Path) -> None:
    panel = open_panel(tmp_path)
    begun, go_on, heard = threading.Event(), threading.Event(), []

    def work(ticket: Ticket) -> None:
        begun.set()
        go_on.wait(30)

    panel.services.runner.run(work, heard.append, heard.append)
    assert begun.wait(10)
    close_panel(panel)
    assert what_there_is()["threads"] == 1
    go_on.set()
    qtbot.waitUntil(lambda: what_there_is()["threads"] == 0, timeout=5000)
    assert heard == []


def test_a_window_deleted_without_a_word_ends_nothing_badly(
    qtbot: Any, farm: Sandbox, tmp_path: Path
) -> None:
    """As a host does that tears its docks down: the widget goes first, the panel's end comes late."""
    panel = open_panel(tmp_path)
    panel.services.connection.use(account_at(farm.url, farm))
    services = panel.services
    panel.deleteLater()
    settle()
    services.close()
    qtbot.waitUntil(lambda: what_there_is()["threads"] == 0, timeout=5000)
