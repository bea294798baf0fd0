"""From the open scene to a running task and its frames, all in the docked panel: read, saved, sent, watched."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest

from rb_dcc_ui.binding import QtCore
from rb_maya.holder import Holder
from tests.maya_host.conftest import StartMaya
from tests.maya_host.test_panel import opened

pytest.importorskip("flask")

from rb_dcc_core.sandbox.service import Sandbox

WAIT_MS = 30000


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=200.0, seed=3) as running:
        monkeypatch.setenv("RB_DCC_SERVICE", running.url)
        monkeypatch.setenv("RB_DCC_PLATFORM", running.platform)
        monkeypatch.setenv("RB_DCC_ACCESS_ID", running.access_id)
        monkeypatch.setenv("RB_DCC_ACCESS_KEY", running.access_key)
        yield running


def ready_page(holder: Holder, qtbot: Any) -> Any:
    """The submit page with the scene read and the job checked."""
    assert holder.panel is not None
    page: Any = holder.panel.show_page("submit")
    qtbot.waitUntil(lambda: page.presenter.environment.chosen is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.presenter.job.evaluation.frames == 12, timeout=WAIT_MS)
    qtbot.waitUntil(page.footer.submit.isEnabled, timeout=WAIT_MS)
    return page


def test_the_open_scene_becomes_a_task_whose_frames_are_watched(
    start_maya: StartMaya, qtbot: Any, farm: Sandbox, turntable: Path
) -> None:
    maya = start_maya(turntable)
    held = opened(maya, qtbot)
    page = ready_page(held, qtbot)
    qtbot.mouseClick(page.footer.submit, QtCore.Qt.MouseButton.LeftButton)
    sent = page.presenter.submissions
    qtbot.waitUntil(lambda: sent.rows and sent.rows[0].state == "done", timeout=WAIT_MS)
    assert held.panel is not None
    assert held.panel.services.watch.kept == {sent.rows[0].task_id}
    maya.click("Tasks")
    tasks: Any = held.panel.show_page("tasks")
    qtbot.waitUntil(lambda: tasks.presenter.total == 1, timeout=WAIT_MS)
    assert (maya.commands.edits, maya.commands.saves, maya.commands.modified) == ([], [], False)


def test_a_modified_scene_is_saved_by_maya_and_read_again(
    start_maya: StartMaya, qtbot: Any, farm: Sandbox, turntable: Path
) -> None:
    maya = start_maya(turntable)
    maya.commands.modified = True
    held = opened(maya, qtbot)
    page = ready_page(held, qtbot)
    scene = page.presenter.scene
    assert (scene.can_save, scene.is_modified) == (True, True)
    scene.save()
    qtbot.waitUntil(lambda: not scene.is_modified and not scene.is_reading, timeout=WAIT_MS)
    assert maya.commands.saves == [turntable.as_posix()]
    assert maya.commands.edits == []
    page.presenter.scene.select("|turntableCam")
    assert maya.commands.selected == ["|turntableCam"]
