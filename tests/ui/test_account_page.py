"""The first run and the header as the artist meets them, against the sandbox over HTTP."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Iterator

import pytest

from rb_dcc_core.credentials import KeyStore
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Profile, Settings, load_settings, save_settings
from rb_dcc_ui import connection as standing
from rb_dcc_ui.account import presenter as form
from rb_dcc_ui.account.page import AccountPage
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import ACCOUNT, SETTINGS, Panel
from rb_dcc_ui.standalone import make_window
from tests.support.faulty_server import unused_port
from tests.support.panel import HeldHost

WAIT_MS = 20000


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm") as running:
        yield running


@pytest.fixture
def locations(tmp_path: Path) -> Locations:
    return Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})


@pytest.fixture
def panel(qtbot: Any, locations: Locations, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    monkeypatch.setattr(sys, "platform", "linux")  # a desktop's keyring is nobody's to write to
    made = make_panel(lambda runner: HeldHost(), locations)
    qtbot.addWidget(made)
    made.resize(460, 800)
    made.show()
    yield made
    made.shut()


def page_of(panel: Panel) -> AccountPage:
    page = panel.show_page(ACCOUNT)
    assert isinstance(page, AccountPage)
    return page


def type_in(qtbot: Any, page: AccountPage, name: str, text: str) -> None:
    field = page.findChild(QtWidgets.QLineEdit, name)
    assert field is not None
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def enter(qtbot: Any, page: AccountPage, url: str, access_id: str, key: str) -> None:
    type_in(qtbot, page, "rbService", url)
    type_in(qtbot, page, "rbAccessId", access_id)
    type_in(qtbot, page, "rbAccessKey", key)


def test_in_a_window_of_its_own_the_account_is_typed_at_once(qtbot: Any, locations: Locations) -> None:
    window = make_window(lambda path: None, ("ma",), locations)  # type: ignore[arg-type,return-value]
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    assert QtWidgets.QApplication.focusWidget() is window.panel  # and no button has a frame around it
    window.panel.services.connection.open()
    qtbot.waitUntil(lambda: window.panel.page == ACCOUNT, timeout=WAIT_MS)
    page = page_of(window.panel)
    focused = QtWidgets.QApplication.focusWidget()
    assert isinstance(focused, QtWidgets.QLineEdit)
    assert focused.objectName() == "rbAccessId"
    qtbot.keyClicks(focused, "AKID")
    assert page.presenter.entry.access_id == "AKID"
    window.close()


def test_in_a_host_the_form_takes_the_keyboard_from_nobody(qtbot: Any, panel: Panel) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow, timeout=WAIT_MS)
    panel.services.connection.open()
    qtbot.waitUntil(lambda: panel.page == ACCOUNT, timeout=WAIT_MS)
    assert not isinstance(QtWidgets.QApplication.focusWidget(), QtWidgets.QLineEdit)


def test_without_an_account_the_panel_opens_with_the_form(qtbot: Any, panel: Panel) -> None:
    panel.services.connection.open()
    qtbot.waitUntil(lambda: panel.page == ACCOUNT, timeout=WAIT_MS)
    page = page_of(panel)
    assert page.presenter.state == form.UNTESTED
    assert not page.is_busy
    labels = [each.text() for each in page.findChildren(QtWidgets.QLabel) if each.isVisible()]
    assert not any("rb-dcc login" in text for text in labels)


def test_a_right_key_is_found_right_while_it_is_typed_and_the_panel_goes_on(
    qtbot: Any, panel: Panel, farm: Sandbox, locations: Locations
) -> None:
    page = page_of(panel)
    enter(qtbot, page, farm.url, farm.access_id, farm.access_key)
    qtbot.waitUntil(lambda: page.presenter.state == form.RIGHT, timeout=WAIT_MS)
    assert page.presenter.platform == "62"
    save = page.findChild(QtWidgets.QPushButton, "rbSave")
    assert save.isEnabled()
    qtbot.mouseClick(save, QtCore.Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.services.connection.is_online, timeout=WAIT_MS)
    assert panel.page == "submit"
    assert load_settings(locations.settings_file).profiles["default"].platform == "62"
    assert KeyStore(locations.credentials_file).key_of("default") == farm.access_key


def test_a_wrong_key_is_said_below_it_and_cannot_be_kept(qtbot: Any, panel: Panel, farm: Sandbox) -> None:
    page = page_of(panel)
    enter(qtbot, page, farm.url, farm.access_id, "no-such-key-here")
    qtbot.waitUntil(lambda: page.presenter.state == form.WRONG, timeout=WAIT_MS)
    assert "does not accept this id and key" in str(page.presenter.words)
    assert not page.findChild(QtWidgets.QPushButton, "rbSave").isEnabled()


def test_a_service_that_is_gone_is_not_called_a_wrong_key(qtbot: Any, panel: Panel) -> None:
    page = page_of(panel)
    enter(qtbot, page, f"http://127.0.0.1:{unused_port()}", "AKIDsome", "some-key-of-mine")
    qtbot.waitUntil(lambda: page.presenter.state == form.WRONG, timeout=WAIT_MS)
    assert "cannot be reached" in str(page.presenter.words)


def test_leaving_while_a_key_is_tested_leaves_nothing(qtbot: Any, panel: Panel) -> None:
    page = page_of(panel)
    enter(qtbot, page, f"http://127.0.0.1:{unused_port()}", "AKIDsome", "some-key-of-mine")
    qtbot.waitUntil(lambda: page.presenter.state == form.TESTING, timeout=WAIT_MS)
    panel.shut()
    assert page.presenter.state == form.TESTING


def test_the_key_is_hidden_until_it_is_asked_for(panel: Panel) -> None:
    page = page_of(panel)
    field = page.findChild(QtWidgets.QLineEdit, "rbAccessKey")
    eye = page.findChild(QtWidgets.QToolButton, "rbEye")
    assert field.echoMode() == QtWidgets.QLineEdit.EchoMode.Password
    eye.setChecked(True)
    assert field.echoMode() == QtWidgets.QLineEdit.EchoMode.Normal
    eye.setChecked(False)
    assert field.echoMode() == QtWidgets.QLineEdit.EchoMode.Password


def test_an_account_being_added_is_not_taken_away_when_the_other_comes_online(
    qtbot: Any, panel: Panel, farm: Sandbox, locations: Locations
) -> None:
    keep(locations, farm)
    panel.show_page(ACCOUNT)
    page = page_of(panel)
    page.add()
    panel.services.connection.open()
    qtbot.waitUntil(lambda: panel.services.connection.is_online, timeout=WAIT_MS)
    assert panel.page == ACCOUNT
    page._leave()
    assert panel.page == "submit"


def test_the_form_fits_a_narrow_dock(qtbot: Any, panel: Panel) -> None:
    page = page_of(panel)
    panel.resize(360, 700)
    qtbot.waitUntil(lambda: panel.width() == 360, timeout=WAIT_MS)
    assert_nothing_sticks_out(page)


def test_trying_without_an_account_starts_a_farm_that_ends_with_the_panel(qtbot: Any, panel: Panel) -> None:
    before = set(threading.enumerate())
    page = page_of(panel)
    button = page.findChild(QtWidgets.QPushButton, "rbTry")
    qtbot.waitUntil(button.isVisible, timeout=WAIT_MS)
    qtbot.mouseClick(button, QtCore.Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.services.connection.is_online, timeout=WAIT_MS)
    assert panel.services.connection.standing.is_sandbox
    assert panel.services.accounts.is_in_sandbox
    assert panel.page == "submit"
    assert not panel.services.locations.settings_file.exists()
    panel.shut()
    assert not [each.name for each in set(threading.enumerate()) - before if each.name.startswith("sandbox")]


def test_a_panel_that_closes_while_the_farm_starts_leaves_none(qtbot: Any, panel: Panel) -> None:
    panel.services.accounts.try_sandbox()
    panel.shut()


def test_the_menu_lists_the_profiles_and_changes_between_them(
    qtbot: Any, panel: Panel, farm: Sandbox, locations: Locations
) -> None:
    keep(locations, farm, "one", "two & three")
    panel.services.accounts.load()
    qtbot.waitUntil(lambda: len(panel.services.accounts.names) == 2, timeout=WAIT_MS)
    panel.services.connection.open("one")
    qtbot.waitUntil(lambda: panel.services.connection.is_online, timeout=WAIT_MS)
    menu = panel.findChild(QtWidgets.QMenu, "rbAccounts")
    menu.fill()
    texts = [each.text() for each in menu.actions() if not each.isSeparator()]
    assert texts[:4] == ["one", "two && three", "Change this account …", "Add an account …"]
    assert texts[-1] == "Log out"
    assert [each.isChecked() for each in menu.actions()[:2]] == [True, False]
    menu.actions()[1].trigger()
    qtbot.waitUntil(
        lambda: panel.services.connection.is_online and panel.services.accounts.active == "two & three",
        timeout=WAIT_MS,
    )


def test_a_wrong_key_leads_to_the_form_of_that_profile(
    qtbot: Any, panel: Panel, farm: Sandbox, locations: Locations
) -> None:
    keep(locations, farm, "studio", key="no-such-key-here")
    panel.services.accounts.load()
    panel.services.connection.open("studio")
    qtbot.waitUntil(lambda: panel.services.connection.standing.kind == standing.WRONG_KEY, timeout=WAIT_MS)
    act = panel.findChild(QtWidgets.QPushButton, "rbNoticeAct")
    assert act.text() == "Enter the key"
    qtbot.mouseClick(act, QtCore.Qt.MouseButton.LeftButton)
    assert panel.page == ACCOUNT
    assert page_of(panel).presenter.edited == "studio"


def test_every_tab_is_off_while_the_account_is_shown(panel: Panel) -> None:
    panel.show_page(SETTINGS)
    panel.show_page(ACCOUNT)
    tabs = panel.findChildren(QtWidgets.QToolButton)
    assert not [each for each in tabs if each.group() is not None and each.isChecked()]


def test_the_embedded_service_is_not_loaded_before_it_is_started(checkout: Path) -> None:
    code = (
        "import sys, rb_dcc_ui.account.sandbox_host as host; host.is_installed();"
        "print([n for n in ('flask', 'PIL', 'werkzeug', 'rb_dcc_core.sandbox.service') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=str(checkout), stdout=subprocess.PIPE, timeout=60)
    assert run.stdout.decode().strip() == "[]"


def keep(locations: Locations, farm: Sandbox, *names: str, key: str = "") -> None:
    settings = Settings()
    for name in names or ("default",):
        settings = settings.with_profile(Profile(name, farm.url, farm.platform, "v2", farm.access_id))
        KeyStore(locations.credentials_file, use_keyring=False).save(name, key or farm.access_key)
    save_settings(locations.settings_file, settings)


def assert_nothing_sticks_out(page: QtWidgets.QWidget) -> None:
    width = page.width()
    for widget in page.findChildren(QtWidgets.QWidget):
        if widget.isVisible() and not isinstance(widget, QtWidgets.QScrollBar):
            right = widget.mapTo(page, QtCore.QPoint(widget.width(), 0)).x()
            assert right <= width, (type(widget).__name__, widget.objectName(), right, width)
