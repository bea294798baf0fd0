"""The desktop's own notices, by a tray that stands in for the system's: what it is told, and when it is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, List, Tuple

import pytest

from rb_dcc_core.locations import Locations
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import Panel
from tests.support.panel import HeldHost
from tests.support.panel_farm import ACCOUNT, DONE, PanelFarm
from tests.support.panel_window import WAIT_MS, close_panel, wait_online

KINDS = QtWidgets.QSystemTrayIcon.MessageIcon


class Tray(QtWidgets.QSystemTrayIcon):
    """Keeps what it is told, as the system's tray would show it."""

    said: List[Tuple[str, str, Any]] = []
    is_there = True
    made: List[Tray] = []

    def __init__(self, icon: Any, parent: Any) -> None:
        super().__init__(icon, parent)
        Tray.made.append(self)

    @staticmethod
    def isSystemTrayAvailable() -> bool:
        return Tray.is_there

    def showMessage(self, title: str, text: str, kind: Any, ms: int) -> None:  # type: ignore[override]
        assert ms > 0
        Tray.said.append((title, text, kind))


@pytest.fixture
def farm() -> PanelFarm:
    return PanelFarm()


@pytest.fixture
def panel(qtbot: Any, farm: PanelFarm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    monkeypatch.setattr(QtWidgets, "QSystemTrayIcon", Tray)
    monkeypatch.setattr(Tray, "said", [])
    monkeypatch.setattr(Tray, "made", [])
    places = Locations.find({"RB_DCC_HOME": str(tmp_path)})
    made = make_panel(lambda runner: HeldHost(), places, lambda account: farm)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(made)
    made.show()
    made.services.connection.use(ACCOUNT)
    wait_online(qtbot, made)
    yield made
    close_panel(made)


def test_the_desktop_says_what_the_panel_says_and_a_click_brings_it_to_the_front(
    qtbot: Any, panel: Panel, farm: PanelFarm
) -> None:
    farm.add(7, DONE)
    farm.add(8, 20, [1])
    panel.services.watch.keep([7, 8])
    qtbot.waitUntil(lambda: len(Tray.said) == 2, timeout=WAIT_MS)
    assert sorted(Tray.said, key=lambda each: each[1]) == [
        ("Renderbus", "shot_7.ma is finished: every frame is done.", KINDS.Information),
        (
            "Renderbus",
            "shot_8.ma stopped: the account has no money left. Pay in, then start it again.",
            KINDS.Warning,
        ),
    ]
    (tray,) = Tray.made
    panel.hide()
    tray.messageClicked.emit()
    assert panel.isVisible()


@pytest.mark.parametrize("by", ["setting", "no tray"])
def test_a_desktop_that_wants_or_has_none_is_left_alone_and_the_panel_says_it(
    qtbot: Any, panel: Panel, farm: PanelFarm, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    if by == "setting":
        panel.services.preferences.set(desktop_notices=False)
    else:
        monkeypatch.setattr(Tray, "is_there", False)
    farm.add(7, DONE)
    panel.services.watch.keep([7])
    qtbot.waitUntil(lambda: len(panel.notices.recent) == 1, timeout=WAIT_MS)
    assert (Tray.said, Tray.made) == ([], [])
    shown = panel.services.errors.current
    assert shown is not None
    assert str(shown.message) == "shot_7.ma is finished: every frame is done."


def test_it_speaks_the_language_of_the_panel(qtbot: Any, panel: Panel, farm: PanelFarm) -> None:
    panel.language.switch("zh")
    farm.add(7, DONE)
    panel.services.watch.keep([7])
    qtbot.waitUntil(lambda: len(Tray.said) == 1, timeout=WAIT_MS)
    assert "shot_7.ma" in Tray.said[0][1]
    assert "finished" not in Tray.said[0][1]
