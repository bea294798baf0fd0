"""A 3ds Max task in the panel: how far a frame is while it renders, with the picture grabbed from it, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest

from rb_dcc_core.client import Client
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.frames.frame_table import RENDERING
from rb_dcc_ui.panel import TASKS, Panel
from rb_dcc_ui.tasks.page import TasksPage
from tests.support.max_file import MaxFile
from tests.support.panel_window import (
    WAIT_MS,
    FarmClock,
    account_at,
    client_of,
    close_panel,
    open_panel,
    submit_scene,
    wait_online,
    wait_whole,
)

POLL_S = 0.2


@pytest.fixture
def panel(qtbot: Any, farm: Sandbox, tmp_path: Path) -> Iterator[Panel]:
    made = open_panel(tmp_path / "home", width=900)
    qtbot.addWidget(made)
    made.services.watch.set_interval(POLL_S)
    made.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, made)
    yield made
    close_panel(made)


def until_it_renders(farm: Sandbox, clock: FarmClock, number: int) -> None:
    """The farm's time goes on until two frames of a task are half done, and stands still then."""
    client = client_of(farm)
    try:
        for _ in range(600):
            clock.move(1)
            rows = client.load_task_process_img(number).grab_info or () if is_planned(client, number) else ()
            shares = [
                each.frame_percent or 0 for row in rows for each in row if each.frame_status == RENDERING
            ]
            if len([each for each in shares if 10 < each < 60]) > 1:
                return
    finally:
        client.close()
    raise AssertionError("it was to render")


def is_planned(client: Client, number: int) -> bool:
    (task,) = client.query_task_info([number]).items
    return bool(task.total_frames)


@pytest.mark.parametrize("tiles", [1, 4])
def test_a_rendering_frame_shows_its_picture_with_percent_and_time_left(
    qtbot: Any, panel: Panel, farm: Sandbox, clock: FarmClock, tmp_path: Path, tiles: int
) -> None:
    scene = MaxFile(dlls=(("vrender2023.dlr", "V-Ray by Chaos"),)).write(tmp_path / "shot.max")
    number = submit_scene(farm, scene, "0-3", output="shot.exr", cameras=("Camera001",), tiles=tiles)
    until_it_renders(farm, clock, number)
    page = panel.show_page(TASKS)
    assert isinstance(page, TasksPage)
    wait_whole(qtbot, page)
    frames = page.frames.presenter
    qtbot.waitUntil(lambda: frames.table.count(RENDERING) > 1, timeout=WAIT_MS)
    table = frames.table
    row = table.rows_with((RENDERING,))[1]
    page.frames.choose({table.ids[row]}, table.ids[row])
    view, detail = page.frames.view, page.frames.detail
    qtbot.waitUntil(lambda: view.picture.has_image, timeout=WAIT_MS)
    bar = view._progress
    assert bar.isVisible()
    assert detail.detail is not None
    early, left_s = detail.detail.percent, detail.detail.estimate_s
    assert early is not None
    assert left_s is not None
    assert 0 < early < 60
    assert bar.text().startswith(f"{int(early)} %, ")
    assert bar.text().endswith(" left")
    clock.move(left_s / 3)
    qtbot.waitUntil(lambda: bar.value() > early, timeout=WAIT_MS)
    clock.move(left_s)
    qtbot.waitUntil(lambda: not bar.isVisible() and view.picture.has_image, timeout=WAIT_MS)
