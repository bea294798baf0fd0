"""The cards of the submit page as they are clicked: environments made, changed and preferred, presets, the output folder, and
what the scene's card says of a scene that was changed."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any, Callable, Iterator, List, Type, TypeVar

import pytest

from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.scene_host import CHANGED
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import SUBMIT, Panel
from rb_dcc_ui.submit import environment_card
from rb_dcc_ui.submit.environment_dialog import EnvironmentDialog
from rb_dcc_ui.submit.page import SubmitPage
from tests.support.panel import HeldHost
from tests.support.panel_farm import PanelFarm
from tests.support.panel_window import (
    WAIT_MS,
    account_at,
    client_of,
    close_panel,
    open_panel,
    settle,
    wait_online,
    wait_whole,
)
from tests.support.submit_page import shot_scene

LEFT = QtCore.Qt.MouseButton.LeftButton
_Kind = TypeVar("_Kind", bound=QtWidgets.QWidget)


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=200.0, seed=3) as running:
        yield running


@pytest.fixture
def page(qtbot: Any, farm: Sandbox, tmp_path: Path, checkout: Path) -> Iterator[SubmitPage]:
    folder = tmp_path / "project"
    shutil.copytree(str(checkout / "ui" / "rb_dcc_cli" / "demo_scene"), str(folder))
    panel = open_panel(tmp_path / "home", folder / "turntable.ma")
    qtbot.addWidget(panel)
    panel.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, panel)
    made = page_of(qtbot, panel)
    qtbot.waitUntil(lambda: made.presenter.environment.chosen is not None, timeout=WAIT_MS)
    yield made
    close_panel(panel)


def page_of(qtbot: Any, panel: Panel) -> SubmitPage:
    page = panel.show_page(SUBMIT)
    assert isinstance(page, SubmitPage)
    wait_whole(qtbot, page)
    return page


def seen(inside: QtWidgets.QWidget, kind: Type[_Kind], name: str) -> List[_Kind]:
    """What is to be seen there under this name, as screen readers say it."""
    return [
        each
        for each in inside.findChildren(kind)
        if each.isVisible() and name in (each.accessibleName(), getattr(each, "text", str)())
    ]


def only(inside: QtWidgets.QWidget, kind: Type[_Kind], name: str) -> _Kind:
    (found,) = seen(inside, kind, name)
    return found


def press(qtbot: Any, button: QtWidgets.QWidget) -> None:
    """A click, once everything has its place."""
    settle()
    qtbot.mouseClick(button, LEFT)


def test_an_environment_is_saved_changed_and_made_the_default_by_clicks(
    qtbot: Any, page: SubmitPage, farm: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, environment = page.environment_card, page.presenter.environment
    button = QtWidgets.QAbstractButton
    press(qtbot, only(card, button, "Save it"))
    qtbot.waitUntil(lambda: len(environment.matches) == 1, timeout=WAIT_MS)
    first = environment.matches[0].environment
    older = next(each for each in environment.plugins(1, "2024")["mtoa"] if each != first.plugins["mtoa"])

    def through(write: Callable[[EnvironmentDialog], None]) -> None:
        def used(dialog: QtWidgets.QDialog) -> int:
            assert isinstance(dialog, EnvironmentDialog)
            dialog.show()
            write(dialog)
            press(qtbot, dialog._save)
            qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT_MS)
            return dialog.result()

        monkeypatch.setattr(environment_card, "open_dialog", used)

    def name_it(dialog: EnvironmentDialog) -> None:
        dialog._name.clear()
        assert not dialog._save.isEnabled()
        qtbot.keyClicks(dialog._name, "mine")
        dialog._boxes["mtoa"].setCurrentText(older)

    through(name_it)
    press(qtbot, only(card, button, "New environment"))
    qtbot.waitUntil(lambda: len(environment.matches) == 2, timeout=WAIT_MS)
    differs = f"mtoa {older} on the farm, {first.plugins['mtoa']} in the scene"
    qtbot.waitUntil(lambda: bool(seen(card, QtWidgets.QLabel, differs)), timeout=WAIT_MS)
    through(lambda dialog: dialog._boxes["mtoa"].setCurrentText(first.plugins["mtoa"]))
    changes = seen(card, button, "Change")
    own = [each.environment.name for each in environment.matches].index("mine")
    press(qtbot, changes[own])
    qtbot.waitUntil(lambda: [each.fit for each in environment.matches] == ["exact", "exact"], timeout=WAIT_MS)
    settle()
    own = [each.environment.name for each in environment.matches].index("mine")
    press(qtbot, seen(card, button, "Make default")[own])
    qtbot.waitUntil(
        lambda: [each.environment.name for each in environment.matches if each.is_default] == ["mine"],
        timeout=WAIT_MS,
    )
    client = client_of(farm)
    try:
        held = {each.edit_name: each.is_default for each in client.get_render_env(2000)}
    finally:
        client.close()
    assert held == {"mine": 1, first.name: 0}


def test_a_preset_is_saved_under_a_name_used_and_deleted_and_all_is_reset(
    qtbot: Any, page: SubmitPage
) -> None:
    card, job, presets = page.more_card, page.presenter.job, page.presenter.presets
    card.fold(False)
    job.apply(ram_gb=128, tiles=4)
    name = card._preset.lineEdit()
    assert name is not None
    qtbot.keyClicks(name, "large stills")
    button = QtWidgets.QAbstractButton
    press(qtbot, only(card, button, "Save as preset"))
    qtbot.waitUntil(lambda: presets.names == ("large stills",), timeout=WAIT_MS)
    press(qtbot, only(card, button, "Reset"))
    qtbot.waitUntil(lambda: (job.settings.ram_gb, job.settings.tiles) == (64, 1), timeout=WAIT_MS)
    place = card._preset.findText("large stills")
    card._preset.setCurrentIndex(place)
    card._preset.activated.emit(place)
    qtbot.waitUntil(lambda: (job.settings.ram_gb, job.settings.tiles) == (128, 4), timeout=WAIT_MS)
    press(qtbot, only(card, button, "Delete preset"))
    qtbot.waitUntil(lambda: presets.names == (), timeout=WAIT_MS)
    assert job.settings.tiles == 4


def test_the_folder_for_the_results_is_written_or_chosen(
    qtbot: Any, page: SubmitPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, job = page.more_card, page.presenter.job
    card.fold(False)
    field = next(iter(seen(card, QtWidgets.QLineEdit, "Results go to")))
    qtbot.keyClicks(field, " D:/renders ")
    assert job.settings.output_folder == "D:/renders"
    chosen = str(tmp_path)
    monkeypatch.setattr(QtWidgets.QFileDialog, "getExistingDirectory", lambda *_: chosen)
    press(qtbot, only(card, QtWidgets.QAbstractButton, "Choose a folder"))
    assert (job.settings.output_folder, field.text()) == (chosen, chosen)


def test_the_scenes_card_says_what_was_changed_and_what_to_do(qtbot: Any, tmp_path: Path) -> None:
    shot = shot_scene(tmp_path)
    hosts: List[HeldHost] = []

    def host(runner: object) -> HeldHost:
        hosts.append(HeldHost(shot))
        return hosts[0]

    places = Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
    panel = make_panel(host, places, lambda account: PanelFarm())  # type: ignore[arg-type,return-value]
    panel.show()
    page = page_of(qtbot, panel)
    qtbot.waitUntil(lambda: page.presenter.scene.snapshot is shot, timeout=WAIT_MS)
    changed = "Changed since it was saved: what is sent is the file."
    stale = "Changed since it was read."

    def says(text: str) -> bool:
        return bool(seen(page.scene_card, QtWidgets.QLabel, text))

    assert (says(changed), says(stale)) == (False, False)
    hosts[0].is_modified = True
    hosts[0].snapshot = dataclasses.replace(shot, fps=30.0)
    hosts[0].tell(CHANGED)
    qtbot.waitUntil(lambda: says(changed) and says(stale), timeout=WAIT_MS)
    press(qtbot, only(page.scene_card, QtWidgets.QAbstractButton, "Read again"))
    qtbot.waitUntil(lambda: not says(stale), timeout=WAIT_MS)
    assert says(changed)
    press(qtbot, only(page.scene_card, QtWidgets.QAbstractButton, "Save"))
    qtbot.waitUntil(lambda: not says(changed), timeout=WAIT_MS)
    assert hosts[0].saved == 1
    close_panel(panel)
