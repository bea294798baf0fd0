"""Nothing of Qt's is ever deleted by Python, and so never by another thread than the interface's."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import Any, Callable, List, Set

import pytest

from rb_dcc_core.locations import Locations
from rb_dcc_ui.binding import QtCore, QtWidgets, is_alive, is_owned_by_python
from rb_dcc_ui.delivery import QtDelivery
from rb_dcc_ui.lifetime import keep_until_deleted
from rb_dcc_ui.panel import ACCOUNT, COSTS, DIAGNOSE, SETTINGS, SUBMIT, TASKS
from rb_dcc_ui.standalone import make_window
from tests.support.panel_window import close_panel, open_panel, settle

PAGES = (SUBMIT, TASKS, SETTINGS, DIAGNOSE, ACCOUNT, COSTS)


class Ring(QtWidgets.QWidget):
    """Refers to itself, as every panel does in a hundred ways: only the collector can end it."""

    def __init__(self) -> None:
        super().__init__()
        self.ring = self


def collect_elsewhere() -> None:
    """As it comes to be whenever a working thread needs memory."""
    thread = threading.Thread(target=gc.collect)
    thread.start()
    thread.join()


def note_end(thing: QtCore.QObject, ended: List[str]) -> None:
    thing.destroyed.connect(lambda *_: ended.append(threading.current_thread().name))


@pytest.fixture
def main_thread() -> str:
    return threading.current_thread().name


def test_what_is_kept_outlives_a_collection_in_another_thread(qapp: Any, main_thread: str) -> None:
    ended: List[str] = []
    gone: List[str] = []
    ring = Ring()
    keep_until_deleted(ring, lambda: gone.append("gone"))
    note_end(ring, ended)
    ring.deleteLater()
    del ring
    collect_elsewhere()
    assert (ended, gone) == ([], [])
    settle()
    assert (ended, gone) == ([main_thread], ["gone"])


def closed_panel(tmp_path: Path) -> QtWidgets.QWidget:
    panel = open_panel(tmp_path)
    panel.show_page(SUBMIT)
    panel.shut()
    panel.deleteLater()
    return panel


def closed_window(tmp_path: Path) -> QtWidgets.QWidget:
    window = make_window(lambda path: None, ("ma",), Locations.find({"RB_DCC_HOME": str(tmp_path)}))  # type: ignore[arg-type,return-value]
    window.show()
    window.close()
    return window


@pytest.mark.parametrize("make", [closed_panel, closed_window])
def test_a_panel_that_waits_for_its_end_is_not_collected_by_another_thread(
    qapp: Any, tmp_path: Path, main_thread: str, make: Callable[[Path], QtWidgets.QWidget]
) -> None:
    ended: List[str] = []
    gc.disable()
    try:
        note_end(make(tmp_path), ended)
        collect_elsewhere()
        assert ended == []
    finally:
        gc.enable()
    settle()
    assert ended == [main_thread]


def owned_by_python(before: Set[int]) -> List[str]:
    """What Python would delete of all Qt objects that came since."""
    found = (each for each in gc.get_objects() if isinstance(each, QtCore.QObject) and id(each) not in before)
    return sorted(type(each).__name__ for each in found if is_alive(each) and is_owned_by_python(each))


def test_of_a_whole_panel_python_owns_nothing_but_the_panel(qtbot: Any, tmp_path: Path) -> None:
    settle()
    gc.collect()
    before = {id(each) for each in gc.get_objects() if isinstance(each, QtCore.QObject)}
    panel = open_panel(tmp_path)
    for page in PAGES:
        panel.show_page(page)
        qtbot.wait(50)
    assert owned_by_python(before) == ["Panel"]
    close_panel(panel)


def test_a_delivery_whose_parent_is_deleted_takes_no_call_any_more(qapp: Any) -> None:
    heard: List[int] = []
    parent = QtCore.QObject()
    delivery = QtDelivery(parent)
    delivery.deliver(lambda: heard.append(1))
    settle()
    parent.deleteLater()
    settle()
    assert not is_alive(delivery)
    thread = threading.Thread(target=lambda: delivery.deliver(lambda: heard.append(2)))
    thread.start()
    thread.join()
    settle()
    assert heard == [1]


def test_a_panel_deleted_without_a_word_ends_its_threads(qtbot: Any, tmp_path: Path) -> None:
    panel = open_panel(tmp_path)
    runner = panel.services.runner
    heard: List[object] = []
    runner.run(lambda ticket: ticket.sleep(30), heard.append, heard.append)
    panel.deleteLater()
    settle()
    assert runner.run(lambda ticket: 1, heard.append).is_cancelled
    qtbot.waitUntil(
        lambda: not [each for each in threading.enumerate() if each.name.startswith("renderbus")],
        timeout=5000,
    )
    assert heard == []
