"""The panel from end to end over HTTP: the first run to the pictures on disk, over a bad line, and with the service gone for
a while. The interface thread's stalls are measured in every one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from rb_dcc_core import retry
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui import connection as standing
from rb_dcc_ui.error_desk import ERROR
from rb_dcc_ui.panel import Panel
from rb_dcc_ui.timers import QtTimers
from tests.support.fault_proxy import DROP_AFTER_BODY, FAIL_BEFORE, LOSE_ANSWER, RESET, FaultProxy, RandomPlan
from tests.support.faulty_server import unused_port
from tests.support.panel_story import Artist
from tests.support.panel_window import FarmClock, account_at, close_panel, open_panel, settle

POLL_S = 0.2
FRAMES = 60
FAILED = [3]
"""What fails of sixty frames with this seed, round after round."""
COMPRESSED = 20.0
PASSING = (DROP_AFTER_BODY, LOSE_ANSWER, RESET, FAIL_BEFORE)


@pytest.fixture
def clock() -> FarmClock:
    return FarmClock()


@pytest.fixture
def farm(tmp_path: Path, clock: FarmClock) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", port=unused_port(), seed=1, clock=clock) as running:
        yield running


@pytest.fixture
def panel(qtbot: Any, tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    monkeypatch.setattr(sys, "platform", "linux")  # a desktop's keyring is nobody's to write to
    folder = tmp_path / "project"
    shutil.copytree(str(checkout / "ui" / "rb_dcc_cli" / "demo_scene"), str(folder))
    made = open_panel(tmp_path / "home", folder / "turntable.ma", width=900)
    qtbot.addWidget(made)
    made.services.watch.set_interval(POLL_S)
    yield made
    close_panel(made)


def go_on(clock: FarmClock) -> Callable[[], None]:
    return lambda: clock.move(2)


def test_from_the_first_run_to_the_pictures_on_disk(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, tmp_path: Path
) -> None:
    artist = Artist(qtbot, panel, go_on(clock))
    panel.services.connection.open()
    artist.log_in(farm.url, farm.access_id, farm.access_key)
    number = artist.submit(f"1-{FRAMES}")
    artist.watch_to_the_end(number, FRAMES)
    assert artist.retry_until_all_are_done(number, FRAMES) == FAILED
    pictures = artist.download(number, tmp_path / "pictures", FRAMES)
    assert len(pictures) == FRAMES
    assert all(path.stat().st_size > 100 for path in pictures)
    assert pictures[0].relative_to(tmp_path / "pictures").parts[0] == f"turntable {number}"


def test_the_whole_way_over_a_bad_line_ends_with_one_task_and_every_picture(
    qtbot: Any,
    panel: Panel,
    farm: Sandbox,
    clock: FarmClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compress(monkeypatch)
    with FaultProxy(int(farm.url.rsplit(":", 1)[1]), RandomPlan(7, 0.12, PASSING, 2)) as line:
        artist = Artist(qtbot, panel, go_on(clock))
        panel.services.connection.use(account_at(line.url, farm))
        artist.wait(lambda: panel.services.connection.is_online)
        number = artist.submit("1-20")
        artist.watch_to_the_end(number, 20)
        artist.retry_until_all_are_done(number, 20)
        pictures = artist.download(number, tmp_path / "pictures", 20)
        assert len(pictures) == 20
        assert [task.id for task in artist.tasks.presenter.shown() if task.scene_name] == [number]
        faults = [fault for fault, _ in line.met if fault != "pass"]
        panel.shut()
    assert len(faults) > 5


def test_a_service_that_is_gone_for_a_minute_is_found_again_and_nothing_is_lost(
    qtbot: Any,
    panel: Panel,
    farm: Sandbox,
    clock: FarmClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compress(monkeypatch)
    connection = panel.services.connection
    artist = Artist(qtbot, panel, go_on(clock))
    connection.use(account_at(farm.url, farm))
    artist.wait(lambda: connection.is_online)
    number = artist.submit("1-40")
    page = artist.tasks
    table = page.frames.presenter.table
    artist.wait(lambda: len(table) == 40 and table.count(4) > 3)
    page.frames.choose({table.ids[7]}, table.ids[7])
    before = table.count(4)
    farm.stop()
    waiting = Artist(qtbot, panel)
    waiting.wait(lambda: connection.standing.kind == standing.OFFLINE)
    qtbot.wait(int(60000 / COMPRESSED))
    assert connection.standing.kind == standing.OFFLINE
    assert (len(table), table.count(4)) == (40, before)
    assert [task.id for task in page.selected_tasks()] == [number]
    farm.start()
    waiting.wait(lambda: connection.is_online)
    artist.watch_to_the_end(number, 40)
    assert page.frames.selected_ids == {table.ids[7]}
    assert [each for each in panel.services.errors.troubles if each.severity == ERROR] == []


def compress(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever of the panel waits, and of the door before it asks again, waits a twentieth."""
    monkeypatch.setattr(retry, "FIRST_WAIT_S", retry.FIRST_WAIT_S / COMPRESSED)
    real = QtTimers.call_later
    monkeypatch.setattr(
        QtTimers, "call_later", lambda self, seconds, call: real(self, seconds / COMPRESSED, call)
    )


def test_the_panel_closes_at_any_moment_of_the_way(
    qtbot: Any, farm: Sandbox, clock: FarmClock, tmp_path: Path, checkout: Path
) -> None:
    scene = checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma"
    for number in range(12):
        panel = open_panel(tmp_path / "home", scene, width=900)
        panel.services.connection.use(account_at(farm.url, farm))
        for turn in range(number * 3):
            settle()
            clock.move(0.1)
            if turn == 12:
                panel.show_page("tasks")
        close_panel(panel)
