"""The settings: every change is kept as it is made and holds at once."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_core import messages
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials, KeyStore
from rb_dcc_core.locations import Locations
from rb_dcc_core.messages import Message
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile, Settings, load_settings, save_settings
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import ACCOUNT, SETTINGS, Panel
from rb_dcc_ui.preferences import load_preferences
from rb_dcc_ui.services import Services
from rb_dcc_ui.settings.engine_facts import EngineFacts, look_for_engine
from rb_dcc_ui.settings.page import SettingsPage
from rb_dcc_ui.settings.presenter import SettingsPresenter
from rb_dcc_ui.widgets.form import CheckLine
from tests.support.panel import HandRunner, HandTimers, HeldHost
from tests.support.panel_window import settle

WAIT_MS = 20000
KEY = "a-key-of-the-studio"


class Here:
    """Services without Qt, a settings presenter over them, and what it had spoken and opened."""

    def __init__(self, folder: Path) -> None:
        self.locations = Locations.find({"RB_DCC_HOME": str(folder)})
        self.timers = HandTimers()
        self.services = Services.make(HeldHost(), HandRunner(), self.timers, self.locations)
        self.services.accounts.keys = KeyStore(self.locations.credentials_file, use_keyring=False)
        self.spoken: List[str] = []
        self.opened: List[Path] = []
        self.sought: List[str] = []

    def keep(self, *names: str) -> None:
        settings = Settings()
        for name in names:
            settings = settings.with_profile(Profile(name, access_id="AKID" + name))
            self.services.accounts.keys.save(name, KEY)
        save_settings(self.locations.settings_file, settings)

    def use(self, name: str) -> None:
        """As if connected; nobody is asked."""
        profile = load_settings(self.locations.settings_file).profiles.get(name, Profile(name))
        address = ServiceAddress.parse(profile.service)
        self.services.connection.account = Account(profile, address, Credentials("AKID" + name, KEY))

    def presenter(self, **environ: str) -> SettingsPresenter:
        return SettingsPresenter(
            self.services,
            self.spoken.append,
            self.opened.append,
            dict(environ, LANG="zh_CN.UTF-8"),
            self.find,
        )

    def find(self, configured: str) -> EngineFacts:
        self.sought.append(configured)
        return EngineFacts(path=configured or "/opt/found")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    made = Here(tmp_path)
    yield made
    made.services.close()


def test_the_profiles_are_listed_with_the_one_in_use_and_the_first(here: Here) -> None:
    here.keep("freelance", "studio")
    here.use("studio")
    rows = here.presenter().profiles
    assert [(row.name, row.is_default, row.is_active) for row in rows] == [
        ("freelance", True, False),
        ("studio", False, True),
    ]
    assert rows[0].service == "task.renderbus.com"


def test_removing_is_asked_once_and_can_be_left(here: Here) -> None:
    here.keep("freelance", "studio")
    shown = here.presenter()
    shown.ask_remove("freelance")
    shown.keep()
    assert shown.asked == ""
    assert "freelance" in load_settings(here.locations.settings_file).profiles
    shown.ask_remove("freelance")
    shown.remove()
    assert list(load_settings(here.locations.settings_file).profiles) == ["studio"]
    assert here.services.accounts.keys.key_of("freelance") is None


@pytest.mark.parametrize(("choice", "spoken"), [("en", "en"), ("zh", "zh"), ("", "zh")])
def test_a_language_is_spoken_at_once_and_kept_for_the_terminal_too(
    here: Here, choice: str, spoken: str
) -> None:
    shown = here.presenter(RB_DCC_LANGUAGE="en")
    shown.set(language="en" if choice != "en" else "zh")
    shown.choose_language(choice)
    assert here.spoken == [spoken]
    assert load_preferences(here.locations.settings).language == choice
    assert load_settings(here.locations.settings_file).language == choice
    assert here.services.connection.language == spoken


@pytest.mark.parametrize(("given", "kept"), [(12, 12), (0, 1), (9999, 600)])
def test_the_interval_holds_for_the_watcher_at_once(here: Here, given: float, kept: float) -> None:
    told: List[float] = []
    here.services.watch.set_interval = told.append  # type: ignore[method-assign]
    here.presenter().set_interval(given)
    assert told == [kept]
    assert load_preferences(here.locations.settings).poll_interval_s == kept


def test_a_named_program_is_kept_and_looked_for_when_the_typing_has_ended(here: Here) -> None:
    here.keep("studio")
    here.use("studio")
    shown = here.presenter()
    assert here.sought == [""]
    for text in ("/o", "/opt", "/opt/engine"):
        shown.set_engine_path(text)
        here.timers.pass_time(0.3)
    assert here.sought == [""]
    here.timers.pass_time(1)
    assert here.sought == ["", "/opt/engine"]
    assert load_settings(here.locations.settings_file).profiles["studio"].unknown == {"engine": "/opt/engine"}
    shown.set_engine_path("")
    here.timers.pass_time(1)
    assert load_settings(here.locations.settings_file).profiles["studio"].unknown == {}


def test_a_limit_is_one_of_the_profile(here: Here) -> None:
    here.keep("studio")
    here.use("studio")
    shown = here.presenter()
    shown.set_limit(2.5)
    assert shown.limit_mb_s == 2.5
    assert shown.is_lasting
    shown.set_limit(None)
    assert shown.limit_mb_s is None


def test_without_an_account_there_is_no_transfer_to_set(here: Here) -> None:
    shown = here.presenter()
    shown.set_limit(2.5)
    assert shown.profile is None
    assert shown.limit_mb_s is None


def test_a_limit_that_somebody_wrote_wrongly_is_shown_as_none(here: Here) -> None:
    here.keep("studio")
    settings = load_settings(here.locations.settings_file)
    broken = Profile("studio", access_id="AKIDstudio", unknown={"bandwidth_limit_mb_s": "fast"})
    save_settings(here.locations.settings_file, settings.with_profile(broken))
    here.use("studio")
    assert here.presenter().limit_mb_s is None


def test_a_verbose_log_holds_at_once(here: Here) -> None:
    logger = logging.getLogger("rb_dcc_core")
    before = logger.level
    try:
        here.presenter().set_verbose(True)
        assert logger.level == logging.DEBUG
        here.presenter().set_verbose(False)
        assert logger.level == logging.INFO
    finally:
        logging.getLogger("rb_dcc_core").setLevel(before)
        for name in ("rb_dcc_cli", "rb_dcc_ui", "rb_maya", "rb_max"):
            logging.getLogger(name).setLevel(before)


def test_the_logs_folder_is_made_before_it_is_shown(here: Here) -> None:
    here.presenter().show_log_folder()
    assert here.opened == [here.locations.logs]
    assert here.locations.logs.is_dir()


def test_a_log_folder_that_cannot_be_made_is_said(here: Here) -> None:
    here.locations.logs.parent.mkdir(parents=True, exist_ok=True)
    here.locations.logs.write_text("", encoding="utf-8")
    here.presenter().show_log_folder()
    assert here.opened == []
    assert here.services.errors.current is not None
    assert "log's folder cannot be made" in str(here.services.errors.current.message)


def test_a_change_made_while_another_is_written_is_what_stays(here: Here) -> None:
    here.services.runner.waits = True  # type: ignore[attr-defined]
    store = here.services.preferences
    store.set(poll_interval_s=10.0)
    store.set(poll_interval_s=20.0)
    here.services.runner.turn()  # type: ignore[attr-defined]
    assert load_preferences(here.locations.settings).poll_interval_s == 20.0


def test_a_program_that_is_named_and_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    facts = look_for_engine(str(tmp_path / "nowhere"))
    assert "is not there" in str(facts.words)
    assert facts.path == ""


# -- the page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    monkeypatch.setattr(sys, "platform", "linux")
    locations = Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
    with Sandbox(tmp_path / "farm") as farm:
        settings = Settings().with_profile(Profile("studio", farm.url, farm.platform, "v2", farm.access_id))
        settings = settings.with_profile(Profile("freelance"))
        save_settings(locations.settings_file, settings)
        KeyStore(locations.credentials_file).save("studio", farm.access_key)
        made = make_panel(lambda runner: HeldHost(), locations)
        qtbot.addWidget(made)
        made.resize(360, 700)
        made.show()
        made.services.connection.open("studio")
        qtbot.waitUntil(lambda: made.services.connection.is_online, timeout=WAIT_MS)
        yield made
        made.shut()


def page_of(qtbot: Any, panel: Panel) -> SettingsPage:
    page = panel.show_page(SETTINGS)
    assert isinstance(page, SettingsPage)
    page.slices.finish()
    qtbot.waitUntil(
        lambda: page.presenter.engine is not None and len(page.presenter.profiles) == 2, timeout=WAIT_MS
    )
    settle()
    return page


def test_the_page_shows_what_is_set_and_keeps_what_is_changed(qtbot: Any, panel: Panel) -> None:
    page = page_of(qtbot, panel)
    boxes = {line.box.accessibleName(): line.box for line in page.findChildren(CheckLine)}
    assert boxes["A task has finished"].isChecked()
    boxes["A task has finished"].setChecked(False)
    assert not panel.services.preferences.now.notices_finished
    boxes["Fetch frames as they finish"].setChecked(True)
    assert panel.services.preferences.now.downloads_as_frames_finish
    folder = panel.services.locations.settings
    qtbot.waitUntil(lambda: load_preferences(folder).downloads_as_frames_finish, timeout=WAIT_MS)


def test_fetching_by_itself_wants_a_folder(qtbot: Any, panel: Panel, tmp_path: Path) -> None:
    page = page_of(qtbot, panel)

    def is_said() -> bool:
        words = "Choose a folder above: without one, only tasks with a folder of their own are fetched."
        return any(each.isVisible() for each in page.findChildren(QtWidgets.QLabel) if each.text() == words)

    assert not is_said()
    panel.services.preferences.set(downloads_as_frames_finish=True)
    assert is_said()
    panel.services.preferences.set(download_folder=str(tmp_path))
    assert not is_said()


def test_a_click_on_the_words_of_a_check_counts(qtbot: Any, panel: Panel) -> None:
    page = page_of(qtbot, panel)
    line = next(each for each in page.findChildren(CheckLine) if "finished" in each.box.accessibleName())
    qtbot.mouseClick(line, QtCore.Qt.MouseButton.LeftButton, pos=QtCore.QPoint(line.width() - 5, 5))
    assert not line.box.isChecked()


def test_the_language_changes_while_the_page_is_open(
    qtbot: Any, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(messages._catalogues, "zh", {"Notices": "通知", "Accounts": "账户"})
    page = page_of(qtbot, panel)
    spoken = page.findChild(QtWidgets.QComboBox, "rbLanguage")
    spoken.setCurrentIndex(spoken.findData("zh"))
    spoken.activated.emit(spoken.currentIndex())
    headings = [each.text() for each in page.findChildren(QtWidgets.QToolButton)]
    assert "通知" in headings
    assert "账户" in headings
    assert panel.language.say(Message("Notices")) == "通知"


def test_nothing_sticks_out_of_a_narrow_dock(qtbot: Any, panel: Panel) -> None:
    page = page_of(qtbot, panel)
    page.presenter.ask_remove("freelance")
    qtbot.wait(50)
    for widget in page.findChildren(QtWidgets.QWidget):
        if widget.isVisible() and not isinstance(widget, QtWidgets.QScrollBar):
            right = widget.mapTo(page, QtCore.QPoint(widget.width(), 0)).x()
            assert right <= page.width(), (type(widget).__name__, widget.objectName(), right, page.width())


def test_changing_a_profile_leads_to_its_form(qtbot: Any, panel: Panel) -> None:
    page = page_of(qtbot, panel)
    edit = next(
        each
        for each in page.findChildren(QtWidgets.QToolButton)
        if each.accessibleName() == "Change 'studio'"
    )
    qtbot.mouseClick(edit, QtCore.Qt.MouseButton.LeftButton)
    assert panel.page == ACCOUNT


def test_every_control_has_a_name_for_screen_readers(qtbot: Any, panel: Panel) -> None:
    page = page_of(qtbot, panel)
    kinds = (QtWidgets.QComboBox, QtWidgets.QAbstractSpinBox, QtWidgets.QAbstractButton)
    for kind in kinds:
        for each in page.findChildren(kind):
            if each.objectName() != "qt_spinbox_lineedit" and each.parent() is not None and each.isVisible():
                assert each.accessibleName(), (type(each).__name__, each.objectName())
