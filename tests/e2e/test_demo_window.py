"""The demonstration in the panel: a farm of its own, the shipped scene loaded, nothing left when the window is closed."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_cli import demo as demo_command
from rb_dcc_cli import demo_window
from rb_dcc_cli.demo import has_screen
from rb_dcc_ui.binding import QtCore, QtGui
from rb_dcc_ui.panel import SUBMIT
from rb_dcc_ui.standalone import Window
from rb_dcc_ui.submit.page import SubmitPage
from tests.e2e.conftest import Run
from tests.support.stall_meter import StallMeter


@pytest.mark.parametrize(
    ("environ", "platform", "is_there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_where_a_window_can_be_shown(environ: dict[str, str], platform: str, is_there: bool) -> None:
    assert has_screen(environ, platform) is is_there


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made, so that what is left of them is seen."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def colours_back(qapp: Any) -> Iterator[None]:
    """The demonstration has the application to itself and gives it colours of its own."""
    before = QtGui.QPalette(qapp.palette())
    yield
    qapp.setPalette(before)


class Visitor:
    """Looks at the window until it is ready to submit, then closes it as its user does."""

    def __init__(self) -> None:
        self.seen: List[object] = []
        self._timer = QtCore.QTimer()
        self._left = 600

    def __call__(self, window: Window) -> None:
        self._timer.timeout.connect(lambda: self._look(window))
        self._timer.start(25)

    def _look(self, window: Window) -> None:
        self._left -= 1
        panel = window.panel
        page = panel.show_page(SUBMIT) if panel.services.connection.is_online else None
        if isinstance(page, SubmitPage) and page.presenter.blocker is None and page.presenter.files.outlook:
            self.seen = [
                panel.services.accounts.is_in_sandbox,
                Path(page.presenter.scene.open_scene.path).name,
                page.footer.submit.isEnabled(),
                panel.services.preferences.now.download_folder,
            ]
        if self.seen or not self._left:
            self._timer.stop()
            window.close()


@pytest.mark.usefixtures("colours_back")
def test_the_window_opens_ready_to_submit_and_leaves_nothing(
    qtbot: Any, qapp: Any, temporary: Path, tmp_path: Path
) -> None:
    visitor = Visitor()
    before = signal.getsignal(signal.SIGINT)
    with StallMeter():
        assert demo_window.show_demo(tmp_path / "pictures", visitor) == 0
    assert visitor.seen == [True, "turntable.ma", True, str(tmp_path / "pictures")]
    assert list(temporary.iterdir()) == []
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.usefixtures("colours_back")
def test_ctrl_c_in_the_terminal_closes_the_window(qtbot: Any, qapp: Any, temporary: Path) -> None:
    def press(window: Window) -> None:
        QtCore.QTimer.singleShot(50, lambda: os.kill(os.getpid(), signal.SIGINT))

    assert demo_window.show_demo(temporary.parent / "pictures", press) == 130
    assert list(temporary.iterdir()) == []


def test_the_command_shows_the_window_where_there_is_a_screen(
    rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: List[Path] = []
    monkeypatch.setattr(demo_command, "has_screen", lambda environ, platform: True)
    monkeypatch.setattr(demo_window, "show_demo", lambda folder: shown.append(folder) or 0)
    ran = rb_dcc("demo", "--out", tmp_path / "out")
    assert (ran.code, shown) == (0, [tmp_path / "out"])


def test_the_command_stays_in_the_terminal_where_there_is_none(
    rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: List[Path] = []
    monkeypatch.setattr(demo_command, "has_screen", lambda environ, platform: False)
    monkeypatch.setattr(demo_command, "_demo_in_terminal", lambda folder: went.append(folder) or 0)
    assert rb_dcc("demo", "--out", tmp_path / "out").code == 0
    assert went == [tmp_path / "out"]
